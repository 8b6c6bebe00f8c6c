"""The arithmetic of a person's days."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from engine.hours import Hours


def local_day(hours: Hours, now: datetime) -> date:
    """The person's date at that moment."""
    return now.astimezone(ZoneInfo(hours.zone)).date()


def is_open(hours: Hours, now: datetime) -> bool:
    """May the person be written to at that moment?"""
    local = now.astimezone(ZoneInfo(hours.zone))
    return local.isoweekday() in hours.days and hours.starts <= local.time() < hours.ends


def next_slot(hours: Hours, person_id: str, after: datetime, *, at: time = time(9)) -> datetime:
    """The person's next moment, after that one."""
    day = local_day(hours, after)
    while True:
        moment = datetime.combine(day, max(at, hours.starts), ZoneInfo(hours.zone)).astimezone(UTC)
        if moment > after and is_open(hours, moment):
            return moment
        day += timedelta(days=1)
