"""Somebody's days: which of them they work."""

from datetime import UTC, date, datetime, time, timedelta

from engine.clocks.holidays import is_holiday
from engine.clocks.zones import zone_of
from engine.hours import Hours
from tenant.model import WORKWEEK

DAY = timedelta(days=1)
FAR = 400  # days that are looked through; nobody has fewer workdays than that


def local_day(hours: Hours, now: datetime) -> date:
    """Their date at that moment."""
    return now.astimezone(zone_of(hours.zone)).date()


def start_of(hours: Hours, day: date) -> datetime:
    """The first moment of that day of theirs, in UTC."""
    return datetime.combine(day, time(0), zone_of(hours.zone)).astimezone(UTC)


def is_workday(hours: Hours, day: date) -> bool:
    """Do they work on that day? A week without a day is nobody's: then Monday to Friday count."""
    return day.isoweekday() in (hours.days or WORKWEEK) and not is_holiday(hours.country, day)


def workdays_after(hours: Hours, day: date, n: int) -> date:
    """The ``n``-th of their working days after that day. 0: that day, or the first working day after it."""
    found = 0 if n else -1
    current = day if n else day - DAY
    for _ in range(FAR + 7 * n):
        current += DAY
        found += is_workday(hours, current)
        if found == n:
            break
    return current
