"""What is said about what is said again and again by itself, and about how far the tenant is from day to day."""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from types import MappingProxyType

from dialogs.words.numbers import count
from dialogs.words.times import moment

INPUT = {
    "not-a-rule": 'I cannot read "{said}" as when. Say the days and a time: monday 08:00, monday,thursday 08:00, '
    "2 weeks monday 08:00, workday 09:00, 1st 07:30, last day 07:30 or day 12:00; then a colon, and what to say.",
    "which-hour": 'If {said} is the time of day, say {at}, or "at {said}".',
    "which-week": 'I do not count "{said}" in a month. For every other week, say: 2 weeks {day} {at}; for a day of the '
    "month: 1st {at}, or last day {at}.",
    "not-every-month": "Not every month has a {day}. For the month's end, say: last day {at}.",
    "too-many-weeks": "Every 1 to {most} weeks: what comes less often, people forget that it is there.",
    "nothing-to-say": "What should I say then? Put a colon behind the time, and a command: "
    "`every {rule}: mfa report to:here`.",
    "not-a-schedule": '"{said}" is not a schedule\'s number. `schedules` lists them.',
}

REFUSED = {
    "schedule-unknown": 'I do not know "{said}", so I could not say it.{near_text}',
    "schedule-changes": "`{action}` changes something, and no change is made by itself. To plan it again and again, "
    "with an approval each time: `watch` (`help watch`).",
    "schedule-acts": "`{action}` does something, and a schedule only looks: checks, reports and lists.",
    "schedule-incomplete": "`{action}` needs more, and nobody is there to be asked then: {question} "
    "For example: {like}",
    "schedule-ambiguous": '"{said}" can mean several, and nobody is there to be asked then: say {options}.',
    "only-here": 'I can say it in this place only: leave "to:{said}" out, and type it where it should be said.',
    "no-such-zone": "I know no time zone {zone}.",
    "not-sayable": "What is said again and again is 1 to {most} characters long.",
    "too-many-schedules": "There are {most} schedules already. `schedules` lists them, `unschedule N` ends one.",
    "no-such-schedule": "There is no schedule {number}. `schedules` lists them.",
    "schedule-over": "Schedule {number} is over: {over_text}. To have it again, ask for a new one.",
}

TOLD = {
    "schedule-stopped": "Schedule {schedule} (`{said}`) has stopped: whoever asked for it ({name}) may not ask for "
    "anything any more. An operator can ask for it anew.",
}

FOUND = {
    "census": "{people} people{counted_text}",
}
COUNTED = MappingProxyType(
    {"protected": "protected", "ready": "with a usable method of their own", "done": "with both"}
)

#: What a census could not read.
UNCOUNTED = MappingProxyType(
    {
        "protection": "Conditional Access and security defaults",
        "per-user-mfa": "per-user MFA",
        "methods": "sign-in methods",
        "departments": "departments",
    }
)

LABELS = {"census": "how far the tenant is"}

_WHY = {"down": "I was not running then", "halted": "everything was halted then"}

SENTENCES = MappingProxyType({**INPUT, **REFUSED, **TOLD, **FOUND})


HOLIDAYS = "Public holidays of {country} are no workdays."
NO_HOLIDAYS = (
    "I know no country for you: your account has no usage location in Entra, and Muster has no MUSTER_COUNTRY. So "
    "public holidays count as workdays."
)


def of_census(facts: Mapping[str, str]) -> dict[str, str]:
    """What was counted of the people; a number that could not be read is no nought."""
    known = ", ".join(f"{facts[name]} {shown}" for name, shown in COUNTED.items() if name in facts)
    return {"counted_text": f": {known}" if known else ""}


def late(due: datetime, zone: tzinfo, *, why: str, missed: int) -> str:
    """Why something is said now that was due then; empty where it is in time (``why`` empty)."""
    if not why:
        return ""
    before = f", and {count(missed, 'time')} before that" if missed else ""
    return f"Due {moment(due, zone)}{before}; said now, once, because {_WHY[why]}."
