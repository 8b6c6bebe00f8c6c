"""A reminder in somebody's own chat, and what is said to its buttons."""

from datetime import tzinfo
from types import MappingProxyType

from dialogs.reply import Button, ReminderShown
from dialogs.words import listed, moment, name, phrase
from engine import Answer, Reminder, ReminderSeen

SETUP = "https://aka.ms/mfasetup"  # Microsoft's own short address of myaccount.microsoft.com > Security info
DONE, TOMORROW, HELP = "reminder.done", "reminder.tomorrow", "reminder.help"
ANSWERS = MappingProxyType({DONE: Answer.DONE, TOMORROW: Answer.TOMORROW, HELP: Answer.HELP})
TITLES = MappingProxyType({DONE: "Done", TOMORROW: "Tomorrow", HELP: "Help me"})
HOW = "Rather not click a link? Type myaccount.microsoft.com into your browser and choose Security info."
ASKED = MappingProxyType(
    {
        "registered": (
            "A second way to prove that it is you",
            "your work account has no sign-in method besides its password yet.",
            "Setting one up takes about two minutes, and keeps others out even if they learn the password.",
        ),
        "second-method": (
            "A spare key for your account",
            "your work account has one sign-in method at most.",
            "Whoever loses their only one is locked out. Adding another takes about two minutes; keep what you have.",
        ),
        "stronger-method": (
            "A better way to prove that it is you",
            "your work account has nothing better than text messages or calls.",
            "Those can be intercepted. Adding Microsoft Authenticator or a passkey takes about two minutes.",
        ),
    }
)
NEVER = "Muster never asks for a password or a code, here or anywhere else."


def reminder_shown(reminder: Reminder) -> ReminderShown:
    """Friendly, with the way to the page that needs no link, and what Muster never asks for."""
    title, lacks, why = ASKED.get(reminder.fact, ASKED["registered"])
    return ReminderShown(
        title=title,
        lines=(
            f"Hi {name(reminder.person.name)}, {lacks}",
            why,
            *(("This is the last reminder.",) if reminder.last_sent else ()),
            HOW,
            NEVER,
        ),
        buttons=_buttons(reminder, *ANSWERS),
        next=("mfa status me", "help"),
    )


def answered(seen: ReminderSeen, zone: tzinfo) -> ReminderShown:
    """What Muster saw or will do. "Done" is believed when the methods say so."""
    match seen.answer:
        case Answer.DONE:
            return _thanks(seen) if seen.true else _not_yet(seen)
        case Answer.TOMORROW:
            when = moment(seen.until, zone) if seen.until is not None else "tomorrow"
            return _still_open(seen, "Fine, tomorrow", f"I will be back on {when}.", DONE, HELP)
        case Answer.HELP:
            told = f"{name(seen.reminder.asked_by.name)} knows now that you would like help, and will come to you."
            return _still_open(seen, "Help is on its way", told, DONE)


def _thanks(seen: ReminderSeen) -> ReminderShown:
    methods = _methods(seen)
    found = f"I looked and found: {methods}." if methods else "I looked, and a usable sign-in method is there."
    return ReminderShown(
        title="Thank you, all done",
        lines=(found, "You will get no more reminders about this.", NEVER),
        next=("mfa status me",),
    )


def _not_yet(seen: ReminderSeen) -> ReminderShown:
    if seen.true is None:
        return _still_open(
            seen, "I could not look", "Microsoft did not show me your methods. Press Done again later.", *ANSWERS
        )
    methods = _methods(seen)
    found = _falls_short(seen.reminder.fact, methods) if methods else "I found none yet"
    told = f"I looked: {found}. Microsoft can take a minute to show a new one; press Done again then."
    return _still_open(seen, "Not yet", told, *ANSWERS)


def _falls_short(fact: str, methods: str) -> str:
    if fact == "second-method":
        return f"I found {methods}, and one more is needed that your organisation accepts"
    if fact == "stronger-method":
        return f"I found {methods}, and something other than a telephone is needed that your organisation accepts"
    return f"I found {methods}, which your organisation does not accept"


def _methods(seen: ReminderSeen) -> str:
    """``phone (+1 XXXXXX12) and Microsoft Authenticator``; labels are masked where they come from."""
    return listed(tuple(dict.fromkeys(phrase(each).removeprefix("method: ") for each in seen.methods)))


def _still_open(seen: ReminderSeen, title: str, told: str, *verbs: str) -> ReminderShown:
    buttons = _buttons(seen.reminder, *verbs)
    return ReminderShown(title=title, lines=(told, HOW, NEVER), buttons=buttons, next=("mfa status me", "help"))


def _buttons(reminder: Reminder, *verbs: str) -> tuple[Button, ...]:
    data = {"reminder": reminder.id}
    setup = Button("Set up now", "reminder.open", data, url=SETUP, primary=True)
    return (setup, *(Button(TITLES[verb], verb, data) for verb in verbs))
