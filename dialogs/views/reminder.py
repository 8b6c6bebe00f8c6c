"""A reminder in somebody's own chat, and what is said to its buttons."""

from datetime import tzinfo
from types import MappingProxyType

from dialogs.reply import Button, ReminderShown, Text, Tone
from dialogs.words import listed, moment, name, phrase
from engine import Answer, Reminder, ReminderSeen

SETUP = "https://aka.ms/mfasetup"  # Microsoft's own short address of myaccount.microsoft.com > Security info
ANSWERS = MappingProxyType(
    {"reminder.done": Answer.DONE, "reminder.tomorrow": Answer.TOMORROW, "reminder.help": Answer.HELP}
)
HOW = "Rather not click a link? Type myaccount.microsoft.com into your browser and choose Security info."
NEVER = "Muster never asks for a password or a code, here or anywhere else."


def reminder_shown(reminder: Reminder) -> ReminderShown:
    """Friendly, with the way to the page that needs no link, and what Muster never asks for."""
    last = reminder.sent >= len(reminder.cadence)
    return ReminderShown(
        title="A second way to prove that it is you",
        lines=(
            f"Hi {name(reminder.person.name)}, your work account has no sign-in method besides its password yet.",
            "Setting one up takes about two minutes, and keeps others out even if they learn the password.",
            *(("This is the last reminder.",) if last else ()),
            HOW,
            NEVER,
        ),
        buttons=buttons(reminder.id),
        next=("mfa status me", "help"),
    )


def buttons(reminder_id: str) -> tuple[Button, ...]:
    """What can be answered."""
    data = {"reminder": reminder_id}
    return (
        Button("Set up now", "reminder.open", data, url=SETUP, primary=True),
        Button("Done", "reminder.done", data),
        Button("Tomorrow", "reminder.tomorrow", data),
        Button("Help me", "reminder.help", data),
    )


def answered(seen: ReminderSeen, zone: tzinfo) -> ReminderShown | Text:
    """What Muster saw or will do. Done is believed when the methods say so."""
    match seen.answer:
        case Answer.DONE if seen.true:
            return _thanks(seen)
        case Answer.DONE:
            return _not_yet()
        case Answer.TOMORROW:
            when = moment(seen.until, zone) if seen.until is not None else "tomorrow"
            return Text(lines=(f"Fine: I will be back {when}. {NEVER}",), next=("mfa status me",), tone=Tone.GOOD)
        case Answer.HELP:
            lines = ("Help is on its way: whoever asked me to remind you knows now.", HOW, NEVER)
            return Text(lines=lines, next=("mfa status me",), tone=Tone.GOOD)


def _thanks(seen: ReminderSeen) -> ReminderShown:
    methods = listed([phrase(each).removeprefix("method: ") for each in seen.methods])
    found = f"I looked and found: {methods}." if methods else "I looked, and a usable sign-in method is there."
    return ReminderShown(
        title="Thank you, all done",
        lines=(found, "You will get no more reminders about this.", NEVER),
        next=("mfa status me",),
    )


def _not_yet() -> Text:
    lines = (
        "I looked and found no sign-in method yet besides the password. Microsoft can take a minute to show a new one: "
        "press Done again then.",
        HOW,
        NEVER,
    )
    return Text(lines=lines, next=("mfa status me",), tone=Tone.WARNING)
