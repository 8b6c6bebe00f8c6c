"""What operators read of campaigns that run, and of help requests: states, who is left and what helps, refusals."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Left:
    """Why somebody is not done, and the next step."""

    title: str
    step: str


LEFT: Mapping[str, Left] = MappingProxyType(
    {
        "must-register": Left("Must register", "Muster reminds them; answer what they ask"),
        "must-update": Left("Phone too old", "update the phone (iOS 17, Android 14), or give them a security key"),
        "not-allowed": Left("Not allowed by policy", "allow the method for them in the Entra admin center"),
        "on-leave": Left("On leave", "Muster looks again every day, and reminds them when they are back"),
        "inactive": Left("No sign-in for 30 days", "ask whether the account is still needed"),
        "no-teams": Left("No Teams", "give them a licence, or configure mail (MUSTER_MAIL_SENDER)"),
        "not-reachable": Left("Not reachable", "call them: they blocked Muster, or have no chat"),
        "skipped": Left("Skipped", "they come back by themselves; `campaign unskip` brings them back now"),
        "waiting": Left("Wave not open yet", "Muster asks them when their wave opens; `campaign change` moves its day"),
    }
)
MANAGER_TOLD = "told: call them"

#: Why a campaign holds itself, said inside another sentence.
HELD: Mapping[str, str] = MappingProxyType(
    {
        "guard": "{locked} of {tried} people of {wave_text} who tried to sign in within 24 hours got in by no way, "
        "which is more than {percent} %: {names}.",
        "help-requests": "{people} of {of} people of wave {wave} asked for help, which is more than {percent} %."
        "{unread_text}",
        "campaign-failures": "{people} of {of} people of wave {wave} could not be reached or not be brought under MFA, "
        "which is more than {percent} %.",
    }
)

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        **HELD,
        "campaign-blind": 'The campaign "{campaign}" cannot see who is locked out: {because_text} Until it can, '
        "help requests are what holds it.",
        "campaign-held": 'The campaign "{campaign}" holds itself. {because_text}{roll_back_text}{waiting_text} '
        '{who_text}`campaign resume "{campaign}"` goes on in spite of it.',
        "campaign-locked-out": 'After the end of the campaign "{campaign}": {because_text}{roll_back_text} '
        "`why <name>` tells more of each of them. It asks for nothing more.",
        "campaign-waits": 'The campaign "{campaign}" cannot go on for now: {because_text} It tries again every hour.',
        "campaign-wave": 'Wave {wave} of {of} of the campaign "{campaign}" is open: its people are reminded from now '
        "on, each in their own working hours.",
        "campaign-stands": 'The campaign "{campaign}" stands still. {done} of {people} people of wave {wave} are '
        "ready, {percent} % have to be before the next wave opens, and for a week nobody was added; {unreached} of "
        'them cannot be reached. `campaign left "{campaign}"` says who is left, `campaign change "{campaign}" '
        "advance:50%` lets it go on with fewer.",
        "campaign-ended": 'The campaign "{campaign}" has ended: {done} of {people} people are done.{instead_text}',
        "paused": "it was paused when its time came",
        "unknown-fact": "nothing is declared any more that tells when somebody is done ({fact})",
    }
)

REFUSED: Mapping[str, str] = MappingProxyType(
    {
        "campaign-holds": 'The campaign "{campaign}" is {state}, and what it asked for waits with it: '
        '`campaign show "{campaign}"` says why.',
        "campaign-over": 'The campaign "{campaign}" is over ({state}). `campaign start` begins a new one.',
        "campaign-not-now": 'The campaign "{campaign}" is {state}: that cannot be done with it now.',
        "no-campaign": "No campaign runs. `campaign start` plans one.",
        "which-campaign": "Which campaign? These run: {names}.",
        "announcement-needed": 'Say how people were told, for example: `campaign announced "Finance" by mail on 1 '
        "December`.",
        "not-in-campaign": '{person} is not in the campaign "{campaign}".',
        "in-no-campaign": "{person} is in no campaign that runs.",
        "one-person-to-skip": "Say one person: {said} means {count}.",
        "done-in-campaign": '{person} is done in the campaign "{campaign}" already.',
        "no-reason-left": "{said} is none of the reasons: {allowed}.",
        "no-such-help": "There is no help request {number}. `help list` shows them.",
        "help-over": "Help request {number} is closed.",
        "not-the-desk": "Help requests are answered in the help desk's own channel, or by an operator.",
        "answer-needed": "Write the answer into the field first, then press the button.",
        "answer-empty": "Say what they should do, for example: `answer 3 I will call you at ten`.",
        "answer-too-long": "An answer has {most} characters at most.",
        "asks-for-secret": "That asks for a code, a password or a number. Muster passes nothing of the kind on: people "
        "learn that nobody ever asks for one in a chat. Call them instead.",
        "asks-for-consent": "That asks for a yes to a prompt. Muster passes nothing of the kind on: people learn that "
        "nobody may ask them to approve a prompt they did not begin. Come by, or call them instead.",
        "has-link": "That has a link in it. Muster passes none on, so that people learn never to follow one. Say what "
        "to type or where to click instead.",
        "too-many-snoozes": "It has been put off as often as the campaign allows.",
        "day-too-late": "That is too late: it has to be done by {until}.",
        "day-is-past": "That day is not ahead of us. Pick a later one.",
        "no-workday": "{day} is no working day of theirs. Pick another one.",
        "day-needed": "Pick a day in the field first, then press the button.",
        # What Muster saw after "I've done it"; people read it in their language (`dialogs.words.people`).
        "nothing-registered": "no sign-in method shows yet",
        "only-set-for-you": "{kind_text}{label_text} was set for them and not used yet",
        "not-allowed-here": "{kind_text}{label_text} is not allowed by the method policy",
        "app-wanted": "Microsoft Authenticator is still missing",
        "passkey-wanted": "a passkey or security key is still missing",
        "not-visible-yet": "{kind_text}{label_text} does not do for what is asked",
        "manager-told": "{name} was told of.",
        "help-answered": "{by} answered help request {number}.",
    }
)
LABELS: Mapping[str, str] = MappingProxyType({code: each.title.casefold() for code, each in LEFT.items()})


def of_campaign(facts: Mapping[str, str]) -> dict[str, str]:
    """``roll_back_text``: what takes back what it did so far; ``unread_text``: what could not be read instead;
    ``wave_text``: of whom, where sign-ins are counted; ``who_text``: what shows them; ``waiting_text``: what of its
    own requests waits with it; ``instead_text``: what was to follow and does not.
    """
    undo = [number.strip() for number in facts.get("undo", "").split(",") if number.strip()]
    offers = " or ".join(f"`undo {number}`" for number in undo)
    unread = " The sign-in log could not be read, so help requests stand for it." if facts.get("unread") else ""
    return {
        "roll_back_text": f" What it did so far is taken back with {offers}, which an approver sees first."
        if offers
        else "",
        "unread_text": unread,
        "waiting_text": _waiting(facts.get("waiting", "")),
        "instead_text": _instead(facts),
        "who_text": _who(facts),
        "wave_text": f"wave {facts['wave']}" if facts.get("wave") else "the open waves",
        "answer_text": _answered(facts.get("number", "")),
    }


def _waiting(numbers: str) -> str:
    return f" Until it goes on, nothing more is approved or done of its request {numbers}." if numbers else ""


def _instead(facts: Mapping[str, str]) -> str:
    action = facts.get("instead", "")
    by_hand = f'`{action} campaign:"{facts.get("campaign", "")}"` asks for it by hand.'
    return f" It was held or paused then, so nothing follows: {by_hand}" if action else ""


def _who(facts: Mapping[str, str]) -> str:
    called = f'"{facts.get("campaign", "")}"'
    if facts.get("why") == "guard":
        return f"`campaign guard {called}` shows who and why, and how old the sign-in log is; "
    return f"`campaign show {called}` shows who; "


def _answered(number: str) -> str:
    return f" `answer {number} <your words>` reaches them with your name." if number else ""
