"""Times as an office says them. Names of days and months do not depend on the machine's language."""

from datetime import datetime, timedelta, tzinfo

from dialogs.words.numbers import count

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def moment(at: datetime, zone: tzinfo) -> str:
    """``Tue 24 Nov 09:00`` in the office's zone."""
    local = at.astimezone(zone)
    return f"{DAYS[local.weekday()]} {local.day} {MONTHS[local.month - 1]} {local:%H:%M}"


def day(at: datetime, zone: tzinfo) -> str:
    """``19 Feb 2027`` in the office's zone; a moment without a zone is taken as it stands."""
    local = at.astimezone(zone) if at.tzinfo is not None else at
    return f"{local.day} {MONTHS[local.month - 1]} {local.year}"


def span(length: timedelta) -> str:
    """``40 seconds``, ``5 minutes``, ``3 hours``, ``2 days``, rounded down."""
    seconds = max(0, int(length.total_seconds()))
    for size, word in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            return count(seconds // size, word)
    return count(seconds, "second")


def ago(at: datetime, now: datetime) -> str:
    """``a moment ago``, ``5 minutes ago``."""
    passed = now - at
    return "a moment ago" if passed < timedelta(minutes=1) else f"{span(passed)} ago"
