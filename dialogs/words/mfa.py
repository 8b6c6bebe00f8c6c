"""What is said about asking people for MFA: the ways in, who would break, administrators, reports, first choices."""

from types import MappingProxyType

# `mfa enable` where Conditional Access is in use: why somebody cannot join the group of a policy.
WAYS = {
    "joins-policy-group": 'they join the group "{group}", which the Conditional Access policy "{policy}" asks for MFA.',
    "left-out-by-policy": 'the Conditional Access policy "{policy}" leaves them out: its group would not help',
    "no-policy-group": "no policy covers them, and no enforced policy for all apps targets a group",
    "policy-group-gone": "no policy covers them, and the group that a policy targets does not exist any more",
    "policy-group-not-named": 'no policy covers them; the group "{group}" would bring them in, and is not named in '
    "MUSTER_WRITABLE_GROUPS ({id})",
    "policy-group-excluded": 'no policy covers them; the group "{group}" is left out of something else, so I do not '
    "change it",
    "policy-group-role-assignable": 'no policy covers them; the group "{group}" can be given admin roles, so I do not '
    "change it",
    "policy-group-synced": 'no policy covers them; the group "{group}" comes from the local directory: add them there',
    "policy-group-dynamic": 'no policy covers them; the group "{group}" follows a rule: change the rule, or the person',
    "policy-group-restricted": 'no policy covers them; the group "{group}" is in a restricted unit, closed to apps',
    "no-conditional-access": "There is no Conditional Access policy here, so there is no group to join. Without "
    "route:group I take the way that fits.",
    "defaults-instead": "Security defaults ask everybody for MFA, without licence or list of people: where "
    "nobody needs an exception, switch them on instead (Entra admin center, Overview, Properties).",
}

# `mfa enforce` and `mfa retire per-user`.
STATES = {
    "policies-enforce-already": "This tenant uses Conditional Access: a policy that is on is enforced already, for "
    "every program. `mfa enable` brings people under it.",
    "legacy-seen": "signed in with an old program in the last 30 days ({clients}), which would stop at once",
    "legacy-breaks": "{name} still signs in with {clients}: that stops at once.",
    "legacy-use-unlicensed": "Who uses programs that cannot show an MFA prompt could not be read: it needs {needs}. "
    "Such programs stop at once.",
    "legacy-use-forbidden": "Who uses programs that cannot show an MFA prompt could not be read: Muster's app lacks "
    "{scope}. Such programs stop at once.",
    "legacy-use-unread": "Who uses programs that cannot show an MFA prompt could not be read. They stop at once.",
    "retire-needs-policy": "Per-user MFA is what protects people here: no Conditional Access policy is in use that "
    "could take its place.",
    "not-covered-by-policy": "no enforced policy for all apps covers them: per-user MFA is what protects them",
    "not-covered-any-more": "no policy covers them any more, so their per-user MFA was left on",
    "not-registered-yet": "has not registered a usable method of their own yet",
    "app-passwords-end": "App passwords belong to per-user MFA: a program that still signs in with one stops.",
}

# `mfa admins`.
ADMINS = {
    "admins-sum": "administrators: {count}; protected and able to answer: {ready}; not protected: {unprotected}",
    "admin-break-glass": "break-glass account: it has a check of its own",
    "admin-blocked": "sign-in is blocked: nobody can use this account",
}

# `mfa report` and `mfa status`.
REPORT = {
    "method-not-allowed": "method, registered and not allowed: {kind_text}{label_text}",
    "report-protection": "people: {people}; protected: {protected} (Conditional Access {policy}, security defaults "
    "{defaults}, per-user MFA {state}); not protected: {bare}",
    "report-protection-unread": "people: {people}; per-user MFA protects {state}; what Conditional Access and security "
    "defaults protect could not be read",
    "report-ability": "able to answer a prompt: {able}; without a usable method: {none}; set for them, not used yet: "
    "{set}; could not be read: {unread}",
    "report-states": "per-user MFA: {counts}",
    "report-methods": "registered methods: {counts}",
    "report-licences": "with Entra ID P1 or P2: {with}; without: {without}",
    "report-apart": "counted apart: {counts}",
    "report-is-old": "methods are from Microsoft's registration report, a few hours old",
    "report-only-protects-nobody": "these policies only report, and protect nobody: {policies}",
    "methods-held": "methods: {names}",
    "licensed-p1": "Entra ID P1",
    "no-p1": "no Entra ID P1",
    "protection-unknown": "what protects this person could not be read",
}

# `mfa default`.
FIRST = {
    "default-unknown": "what they are asked for first could not be read",
    "default-already": "is asked for it first already",
    "default-without-effect-already": "chose it already; no effect while Microsoft asks for the strongest method",
    "no-app-registered": "has no authenticator app registered",
    "no-text-registered": "has no mobile phone registered",
    "no-call-registered": "has no phone registered",
    "choice-not-allowed": "registered, but the method policy does not let them use it",
    "default-without-effect": "This has no effect at sign-in: Microsoft asks for the strongest method by itself "
    "(system-preferred MFA is on). It counts only for the NPS extension and AD FS.",
    "stronger-first": "A telephone first, although something stronger is registered ({methods}): weaker, and no code "
    "on a screen to compare.",
    "no-choice-cannot-be-set": "nothing was chosen before, and Microsoft has no way to choose nothing",
}

# `my mfa`: said to the person.
MINE = {
    "mine-method": "{kind_text}{label_text}",
    "mine-none": "None yet.",
    "mine-add-one": "Set one up at aka.ms/mysecurityinfo: it takes two minutes.",
    "set-for-them-mine": "an administrator registered it for you; use it once, then it counts",
    "mine-not-allowed": "registered, but your organisation does not let you use it",
    "mine-system-chooses": "The strongest of them: Microsoft chooses it.",
    "mine-nothing-chosen": "You have not chosen one.",
    "mine-asked-first": "You chose {method_text}.",
    "default-unknown-mine": "I could not read it.",
    "mine-policy": 'The policy "{policy}" asks everybody it means, for all apps.',
    "mine-policy-sometimes": 'The policy "{policy}" asks for some apps, or in some situations.',
    "mine-defaults": "Your organisation uses Microsoft's security defaults, which ask everybody.",
    "mine-per-user": "MFA is switched on for your account (per-user MFA is {state}).",
    "mine-not-asked": "Nothing asks you for MFA today. A method helps all the same: you can prove who you are.",
    "mine-why-unread": "I could not read why you are asked.",
    "mine-seen-by": "You; people with a role in Muster (operators, approvers, owners), phone numbers masked where "
    "others read along; and your Microsoft 365 administrators.",
    "mine-never-seen": "Nobody sees a code, a password or the key in your app, and Muster never asks you for one.",
    "mine-new-phone": "Add the new phone before you wipe the old one: aka.ms/mysecurityinfo, Add sign-in method, then "
    "try it once, then remove the old one.",
    "mine-new-phone-late": "The old phone is gone already? Ask your help desk: they can let you in to set up another.",
}

LABELS = {
    "default-unknown": "first choice not readable",
    "default-already": "asked for it first already",
    "default-without-effect-already": "chosen already, without effect",
    "no-app-registered": "no app registered",
    "no-text-registered": "no mobile phone registered",
    "no-call-registered": "no phone registered",
    "choice-not-allowed": "not allowed by the method policy",
    "legacy-seen": "old programs in use",
    "not-covered-by-policy": "not covered by a policy",
    "not-registered-yet": "not registered yet",
    "left-out-by-policy": "left out by the policy",
    "no-policy-group": "no policy targets a group",
    "policy-group-gone": "policy group is gone",
    "policy-group-not-named": "policy group not named in settings",
    "policy-group-excluded": "policy group is an exclusion elsewhere",
    "policy-group-role-assignable": "policy group can be given admin roles",
    "policy-group-synced": "policy group of the local directory",
    "policy-group-dynamic": "policy group follows a rule",
    "policy-group-restricted": "policy group closed to apps",
}

SENTENCES = MappingProxyType({**WAYS, **STATES, **ADMINS, **REPORT, **FIRST, **MINE})
