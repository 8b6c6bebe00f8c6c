"""What is said about phone numbers: why one is not written, what comes with one, what people and owners are told."""

from types import MappingProxyType

# Why somebody's number is not written: a phrase beside a name. ``{text}`` is what was found, masked.
ROWS = {
    "no-number": "no mobile number is known",
    "unreadable": 'what stands there is no phone number: "{text}"',
    "two-numbers": "two numbers in one field, and nobody can tell which: {text}",
    "listed-twice": "the list has more than one number for them, and nobody can tell which: {text}",
    "too-short": "the number is too short: {text}",
    "number-too-long": "the number is too long: {text}",
    "excel-damage": "a spreadsheet has spoilt the number, its digits are lost: {text}",
    "lost-zero": "a zero seems to be missing at the front, as spreadsheets drop it ({region}): {text}",
    "no-region": "a national number of somebody without a usage location: the country is not known: {text}",
    "not-mobile": "not a mobile number ({kind}): a text message would not arrive",
    "not-a-line": "not an office line ({kind})",
    "premium": "a premium-rate number",
    "toll-free": "a toll-free number: those are not people's own",
    "other-country": "a number of another country than the usage location{region_text}",
    "shared-number": "the same number as {name}{more_text}: nobody can tell whose it is",
    "another-number": "another number is registered already ({number}), and is not overwritten",
    "not-confirmed": "a number only from the directory ({number}): the person must say first that it is theirs",
    "disowned": "the person said that this number is not theirs ({number})",
    "role-holder-never": "holds an admin role{role_text}: administrators register a method themselves",
    "role-assignable-never": "is in a group that can be given admin roles: they register a method themselves",
    "extension-in-mobile": "a number with an extension: Microsoft takes those for office phones only",
    "policy-group-unreadable": "whether the method policy means this person could not be read",
    "same-number": "this number is registered already",
    "stronger-not-used": "has a stronger method, but has not used it in the last 14 days",
    "no-stronger": "has no stronger method than the phone",
    "no-phone": "no phone is registered",
    "needs-mobile": "a second number needs a mobile number first",
    "phone-is-default": "Microsoft asks for this phone first, and nothing else can be put there for them: "
    "they change it themselves at aka.ms/mysecurityinfo",
    "last-method": "this is their last sign-in method: afterwards only the password is left",
    "number-not-unique": "Microsoft says that somebody else signs in with this number, and it is not registered",
    "set-for-them": "set for them by an administrator and not used yet: it counts nowhere as done",
}

# What comes with a number that would be written: one phrase for one person, counted on the card.
WITH = {
    "number-source": "the number is from {source_text}{age_text}",
    "policy-forbids": "registered but not capable: the method policy lets them use neither text messages nor calls",
    "stronger-there": "a stronger method is registered already ({methods})",
    "may-use-instead": "may use something stronger instead: {methods}",
    "also-resets-password": "the same phone also resets the password",
    "resets-password-unknown": "whether the same phone also resets the password could not be read",
    "synced": "comes from the local directory: a number in its record is mended there",
    "cloud-only": "lives in the cloud only",
    "replaces": "replaces the number that is registered now ({number})",
    "preference-without-effect": "text messages do not become the first choice: Microsoft picks the strongest method",
    "prefers-sms": "text messages become the first choice, as there is nothing stronger",
    "maybe-mobile": "may be a landline: in this country a number does not tell",
    "sources-differ": "{source_text} has another number ({number})",
    "alternate-moves-up": "the second number becomes the mobile one, as Microsoft demands",
    "stronger-used": "used something stronger in the last 14 days: {methods}",
}

# What `phone show` finds.
SHOWN = {
    "phone-registered": "a phone is registered that can answer a prompt",
    "phone": "{type_text} {number}",
    "system-chooses": "Microsoft asks for the strongest method first",
    "asked-first": "asked for first: {method_text}",
    "known-number": "{source_text} says {number}",
    "known-doubtful": '{source_text} says "{text}" ({doubt_text})',
}

# The same for all of them at once; how many stands before it. An empty one is shown elsewhere, or is no news.
COUNTED = MappingProxyType(
    {
        "number-source": "",  # a column of its own
        "cloud-only": "",
        "policy-forbids": WITH["policy-forbids"],
        "stronger-there": "a stronger method is registered already",
        "may-use-instead": "may use something stronger instead",
        "also-resets-password": WITH["also-resets-password"],
        "resets-password-unknown": WITH["resets-password-unknown"],
        "synced": "come from the local directory: a wrong number is mended there",
        "replaces": "the number that is registered now is replaced",
        "preference-without-effect": WITH["preference-without-effect"],
        "prefers-sms": WITH["prefers-sms"],
        "maybe-mobile": WITH["maybe-mobile"],
        "other-country": "a number of another country than the usage location",
        "last-method": "the last sign-in method goes: afterwards only the password is left",
        "sources-differ": "another source has another number",
        "shared-number": "the same number as somebody else",
        "alternate-moves-up": WITH["alternate-moves-up"],
        "stronger-used": "used something stronger in the last 14 days",
        "was-set": "",  # whose the numbers are that go and come back: kept for an undo
        "theirs-again": "",
        "set-for-them": "set for them: it counts nowhere as done until they have used it",
    }
)

# Counted by what each says rather than together: which method it is matters to whoever approves.
NAMED = frozenset({"stronger-there", "may-use-instead", "shared-number"})

# Those that are a doubt about this very row rather than what happens to go with it.
DOUBTS = frozenset(
    {
        "policy-forbids",
        "stronger-there",
        "replaces",
        "maybe-mobile",
        "other-country",
        "last-method",
        "sources-differ",
        "shared-number",
    }
)

# Beside the whole plan.
NOTES = {
    "restricted-by-nist": "Text messages and calls are restricted by NIST SP 800-63B-4: they can be intercepted, and "
    "whoever takes over the number gets the codes.",
    "fails-cisa-aad-3-5": "They fail CISA's baseline for Microsoft 365 (MS.AAD.3.5), which wants them switched off.",
    "microsoft-ends-text-messages": "In the public cloud Microsoft stops delivering text messages and calls on {date}. "
    "Whoever has nothing else must then register a passkey at sign-in, unless you contract a telecom provider in the "
    "Microsoft Security Store.",
    "microsoft-ended-text-messages": "In the public cloud Microsoft stopped delivering text messages and calls on "
    "{date}: a phone is no use there unless you contracted a telecom provider in the Microsoft Security Store. "
    "Whoever has nothing else must register a passkey at sign-in.",
    "bridge-beyond-microsoft": "Warning: that end lies beyond {date}. In the public cloud the phones stop serving "
    "before it comes.",
    "bridge-until": "So this is a bridge with an end: on {date} you are reminded to take the phones away again "
    "(`phone retire`).",
}

LABELS = {
    "no-number": "no number known",
    "unreadable": "unreadable",
    "two-numbers": "two numbers in one field",
    "listed-twice": "two numbers in the list",
    "too-short": "too short",
    "number-too-long": "too long",
    "excel-damage": "spoilt by a spreadsheet",
    "lost-zero": "a zero is missing",
    "no-region": "country not known",
    "not-mobile": "not mobile",
    "premium": "premium rate",
    "toll-free": "toll-free",
    "other-country": "other country",
    "shared-number": "shared with somebody",
    "another-number": "another number registered",
    "not-confirmed": "not confirmed by the person",
    "disowned": "said not to be theirs",
    "role-holder-never": "admin role",
    "role-assignable-never": "in a group for admin roles",
    "extension-in-mobile": "with an extension",
    "policy-group-unreadable": "policy not readable",
    "same-number": "this number already",
    "stronger-not-used": "stronger method not used lately",
    "no-stronger": "nothing stronger",
    "no-phone": "no phone",
    "policy-forbids": "registered but not capable",
    "stronger-there": "something stronger is there",
    "replaces": "replaces a number",
    "maybe-mobile": "may be a landline",
    "sources-differ": "sources differ",
    "not-a-line": "not an office line",
    "needs-mobile": "no mobile number yet",
    "phone-is-default": "is asked for first",
    "last-method": "last method",
    "set-for-them": "set for them",
    "was-set": "was set for them",
    "theirs-again": "theirs before",
    "number-not-unique": "number not unique",
}

INPUT = {
    "too-long-text": "That is {count} characters; at most {most} fit into one list. Two columns are enough: who, "
    "and which number.",
    "too-many-lines": "That is {count} lines; at most {most} fit into one list. Split it, and as a list takes the "
    "place of the one before it, plan the people of the first part before you send the second.",
    "yes-or-no": "There is no choice {said}: type `yes`, `no` or more of the name.",
    "not-a-number": 'I cannot read "{said}" as a phone number. Type it with its country code, like +31 612345678.',
    "not-an-end": 'I cannot read "{said}" as an end. Say "90 days", "2 weeks", or a day like 2027-02-19; '
    "at most {most} days ahead.",
    "end-is-past": "{said} is past. Say an end that lies ahead.",
    "not-columns": 'I cannot read "{said}" as a column. Say which header holds what: '
    "columns:who=Email,number=Mobile,as-of=Updated.",
    "csv-empty": "The list needs a line of headers, and at least one line below it.",
    "csv-columns": 'I cannot tell which column is "{column}". The headers are: {headers}. '
    'Say it with columns:"who=…,number=…".',
    "csv-broken": "Line {line} of the list is broken: a quotation mark is out of place.",
    "csv-short": "Line {line} of the list has too few columns.",
    "csv-nobody": "Line {line} of the list names nobody.",
    "csv-date": 'Line {line} of the list: "{said}" is no date that can be read in one way. Write it as 2026-11-02.',
    "csv-ahead": "Line {line} of the list says {said}: that day is yet to come, so it cannot tell how old a number is.",
    "csv-twice": "Line {line} of the list names {who} again, after line {first}. Which number is right?",
    "list-finds-nobody": "Nobody in that list is in this organisation; line {line} says {first}, for example. "
    "The earlier list still counts. Say which column holds the addresses with columns:who=…",
    "list-empty": "No line of that list has a number. The earlier list still counts.",
    "file-alone": "What shall I do with this file? Send it again with the command it belongs to, like `phone list`.",
    "file-several": "That are {count} files; I read one at a time.",
    "file-kind": 'I read text files (csv, tsv, txt), not "{kind}". In Excel: Save as, CSV UTF-8.',
    "file-elsewhere": "I fetch files only from where Teams keeps them. Attach the file here, in our chat.",
    "file-gone": "Microsoft does not hand me that file (answer {status}). Attach it once more.",
    "file-not-fetched": "I could not fetch that file within 10 seconds. Attach it once more, or paste its lines.",
    "file-too-large": "That file is larger than {most}. Leave out what is not needed: two columns are enough.",
    "file-no-text": "That file is no text. In Excel: Save as, CSV UTF-8.",
    "file-empty": "That file is empty.",
}

REFUSED = {
    "one-person-only": "Say exactly one person: a number belongs to one.",
    "one-type-only": "Say one type: mobile, alternate or office.",
    "nobody-to-ask": "There is nobody in request {number} whose number waits for a yes.",
    "nothing-asked": "There is no question about a phone number open for you. Thank you all the same.",
    "too-late": "That was more than {days} days ago, so I cannot take it back by myself. Tell your administrators; "
    "the change was request {number}.",
    "no-one-knows": "Who has used a stronger method lately stands in the sign-in log, which needs Entra ID P1. "
    "Without it nobody can know, so no phone is taken away.",
}

TOLD = {
    "disowned": "{name} says that a phone number{wrote_text} is not theirs: a stolen password may have planted it. "
    "{reversed_text}Talk to {name}, and look at their latest sign-ins.",
    "change-denied": "{name} says that the phone number which request {number} wrote in place of another is not "
    "theirs: a stolen password may have planted it. Request {undo} is to bring the earlier number back once an "
    "approver agrees, for nobody's own word writes a number. Talk to {name} in person first: somebody else may sit in "
    "their chat. `phone remove` takes the new number off meanwhile.",
    "removal-denied": "{name} says no to request {number}, which took a phone number off. Request {undo} is to put it "
    "back once an approver agrees, for nobody's own word writes a number. Talk to {name} in person first: somebody "
    "else may sit in their chat, and the number may be that person's.",
    "not-put-back": "{name} says no to what request {of} did to their phone number, and what was there before has not "
    "been put back{why_text}. `request show {number}` says more. Talk to {name} in person: a number that is not "
    "theirs still opens their account.",
    "asked-no": "{name} was asked about the phone number that the directory has for them, and says that it is not "
    "theirs. Find out who wrote it there.",
    "not-reversed": "{name} says that a phone number is not theirs, and I could not take it back{why_text}. "
    "`request show {number}` says more; until then it still opens their account.",
    "asked-not-reached": "{name} could not be asked about their number{request_text}: no message from me reaches them.",
    "bridge-ended": "The bridge{built_text} ends today: phones were to serve until something stronger is there. "
    "Type `{command}` to take them away where it is.",
    "attestation-old": "What was attested about {system_text} is 90 days old. {again_text}",
}

SENTENCES = MappingProxyType({**TOLD, **ROWS, **WITH, **SHOWN, **NOTES, **INPUT, **REFUSED})
