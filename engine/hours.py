"""When a person may be written to: a plain value. The arithmetic of days and time zones is `engine.clocks`."""

from dataclasses import dataclass
from datetime import datetime, time

from tenant.model import WORKWEEK


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """A person's week: IANA zone, ISO weekdays, local times. ``country``: whose public holidays are kept; "": none.

    ``away_until``: not before that moment. ``language``: two letters, of the messages.
    """

    zone: str
    days: frozenset[int] = WORKWEEK
    starts: time = time(9)
    ends: time = time(17)
    country: str = ""
    away_until: datetime | None = None
    language: str = "en"
