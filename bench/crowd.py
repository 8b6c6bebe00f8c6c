"""Make-believe people for a campaign: where they live, when they work, and what they do on which day, by a seed.

Hours and holidays are written down here and worked out with the time zone database alone, apart from the product's own
arithmetic (`engine.clocks`), so that one can be held against the other.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
BEGIN = datetime(2027, 3, 8, 6, 0, tzinfo=UTC)
"""A Monday. The next thirty days hold both changes to summer time and Easter."""
INDIA = "Asia/Kolkata"
DAYTIME = (time(8), time(18))  # the product's promise: nobody is written to outside, whatever their mailbox says


@dataclass(frozen=True, slots=True)
class Home:
    """A country, its zone, the language, and its public holidays of these weeks."""

    country: str
    zone: str
    language: str
    holidays: frozenset[date] = frozenset()


GOOD_FRIDAY, EASTER_MONDAY = date(2027, 3, 26), date(2027, 3, 29)
HOMES = (
    Home("NL", "Europe/Amsterdam", "nl-NL", frozenset({GOOD_FRIDAY, EASTER_MONDAY})),
    Home("DE", "Europe/Berlin", "de-DE", frozenset({GOOD_FRIDAY, EASTER_MONDAY})),
    Home("FR", "Europe/Paris", "fr-FR", frozenset({EASTER_MONDAY})),
    Home("ES", "Europe/Madrid", "es-ES", frozenset({GOOD_FRIDAY})),
    Home("GB", "Europe/London", "en-GB", frozenset({GOOD_FRIDAY})),
    Home("US", "America/New_York", "en-US"),
    Home("US", "America/Los_Angeles", "es-US"),
    Home("IN", INDIA, "en-IN", frozenset({date(2027, 3, 10), date(2027, 3, 22), GOOD_FRIDAY})),
    Home("JP", "Asia/Tokyo", "ja-JP", frozenset({date(2027, 3, 22)})),
)
"""In the Netherlands Good Friday is no holiday by law, but one of banks, and the list that Muster uses has it."""
HABITS = (
    ((1, 2, 3, 4, 5), time(8), time(17)),
    ((1, 2, 3, 4, 5), time(9), time(18)),
    ((1, 2, 3, 4), time(9), time(15)),
    ((1, 2, 3, 4, 5), time(6, 30), time(15)),
    ((2, 3, 4, 5, 6), time(10), time(19)),
)
"""ISO weekdays, and the working hours that the mailbox names."""


@dataclass(frozen=True, slots=True)
class Leave:
    """Automatic replies, from then (they are seen at once) until then."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Dweller:
    """One person and their fate. Moments are UTC; None: it never happens. ``snoozes``: presses "Tomorrow" once.
    ``without_app``: it has to be installed for them before they can be written to.
    """

    id: str
    home: Home
    days: tuple[int, ...]
    starts: time
    ends: time
    registers: datetime | None = None
    blocks: datetime | None = None
    leaves: tuple[Leave, ...] = ()
    snoozes: bool = False
    without_app: bool = False

    def day(self, moment: datetime) -> date:
        """Their date at that moment."""
        return moment.astimezone(_zone(self.home.zone)).date()

    def works(self, day: date) -> bool:
        """By their week and their country."""
        return day.isoweekday() in self.days and day not in self.home.holidays

    def window(self, day: date) -> tuple[datetime, datetime]:
        """From when to when (UTC) they may be written to on a day that they work."""
        zone = _zone(self.home.zone)
        starts, ends = max(self.starts, DAYTIME[0]), min(self.ends, DAYTIME[1])
        return (
            datetime.combine(day, starts, zone).astimezone(UTC),
            datetime.combine(day, ends, zone).astimezone(UTC),
        )

    def awake(self, moment: datetime) -> bool:
        """May they be written to at that moment?"""
        if any(leave.since < moment < leave.until for leave in self.leaves):
            return False
        starts, ends = self.window(day := self.day(moment))
        return self.works(day) and starts <= moment < ends

    def workdays(self, after: date) -> Iterator[date]:
        """Their working days behind that one, for ever."""
        day = after
        while True:
            day += DAY
            if self.works(day):
                yield day


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def crowd(ids: Sequence[str], *, days: int, seed: int) -> list[Dweller]:
    """These people, the same for the same seed. In so many days seven of ten register, one in eight goes on leave, one
    in fifty blocks the bot, one in twenty puts a reminder off; one in ten lacks the app.
    """
    chance = random.Random(seed)
    return [_dweller(each, chance, days) for each in ids]


def _dweller(who: str, chance: random.Random, days: int) -> Dweller:
    week, starts, ends = chance.choices(HABITS, (6, 4, 1, 1, 1))[0]
    home = chance.choice(HOMES)
    if home.zone == INDIA:  # half an hour off: so that their day, too, ends with an hour of UTC
        ends = ends.replace(hour=min(ends.hour, 17) - 1, minute=30)
    return Dweller(
        id=who,
        home=home,
        days=week,
        starts=starts,
        ends=ends,
        registers=_moment(chance, days) if chance.random() < 0.7 else None,
        blocks=_moment(chance, days) if chance.random() < 0.02 else None,
        leaves=(_leave(chance, days),) if chance.random() < 0.125 else (),
        snoozes=chance.random() < 0.05,
        without_app=chance.random() < 0.1,
    )


def _moment(chance: random.Random, days: int) -> datetime:
    return BEGIN + timedelta(minutes=chance.randint(6 * 60, days * 24 * 60))


def _leave(chance: random.Random, days: int) -> Leave:
    since = _moment(chance, days).replace(minute=0)
    return Leave(since, since.replace(hour=0) + timedelta(days=chance.randint(2, 11)))
