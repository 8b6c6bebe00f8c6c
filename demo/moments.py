"""Moments that a transcript names: ``monday 09:00``, ``2027-03-29``, ``2027-03-29 09:00 in America/New_York``."""

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from demo.mailbox import WEEKDAYS

MOMENT = r"(?P<day>[a-z]+day|tomorrow|\d{4}-\d\d-\d\d)(?: (?P<time>\d\d:\d\d))?(?: in (?P<zone>[\w+/-]+))?"


def meant(found: re.Match[str], now: datetime, *, zone: str) -> datetime:
    """The next moment of that name, in UTC; ``zone`` counts where none is said. Raises ValueError for one that is past.

    Without a time it is the beginning of the day. A local time that a clock skips is the one an hour later.
    """
    place = ZoneInfo(found["zone"] or zone)
    wanted, local = time.fromisoformat(found["time"] or "00:00"), now.astimezone(place)
    day = _day(found["day"], local)
    moment = datetime.combine(day, wanted, place).astimezone(UTC)
    if moment <= now and found["day"] in WEEKDAYS:
        moment = datetime.combine(day + timedelta(days=7), wanted, place).astimezone(UTC)
    if moment <= now:
        raise ValueError(f"{found[0]} is not ahead of {now:%Y-%m-%d %H:%M} UTC")
    return moment


def _day(said: str, local: datetime) -> datetime:
    if said == "tomorrow":
        return local + timedelta(days=1)
    if said in WEEKDAYS:
        return local + timedelta(days=(WEEKDAYS.index(said) - local.weekday()) % 7)
    if said[0].isdigit():
        return datetime.fromisoformat(said)
    raise ValueError(f"no day is called {said!r}")
