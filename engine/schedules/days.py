"""The moments of one rule, one after the other. Each is known by its local date: a doubled hour makes one, a missing
hour is moved forward.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from engine.clocks import is_holiday
from engine.ports import Calendar
from engine.schedules.recurrence import Recurrence

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Moment:
    """One occurrence: its local date, and when that is (UTC)."""

    day: date
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """A rule in a zone. ``country``: whose public holidays are no workdays; empty: none are."""

    calendar: Calendar
    rule: Recurrence
    zone: str
    country: str = ""

    def first(self, now: datetime) -> Moment:
        """The first moment after ``now``. Which week it falls into decides which weeks count from then on."""
        day = now.astimezone(ZoneInfo(self.zone)).date() - DAY
        while True:
            day = self._next(day)
            if (found := self._on(day)).at > now:
                return found

    def after(self, day: date) -> Moment:
        """The moment that follows the one of that date."""
        found = self._next(day)
        while _weeks(day, found) % self.rule.weeks:
            found = self._next(found)
        return self._on(found)

    def passed(self, moment: Moment, now: datetime) -> Iterator[Moment]:
        """From this moment on, all that have come by now."""
        while moment.at <= now:
            yield moment
            moment = self.after(moment.day)

    def _on(self, day: date) -> Moment:
        return Moment(day, self.calendar.moment(day, self.rule.at, self.zone))

    def _next(self, day: date) -> date:
        found = self.calendar.day_of(self.rule, day)
        while self.rule.workdays and is_holiday(self.country, found):
            found = self.calendar.day_of(self.rule, found)
        return found


def _weeks(one: date, other: date) -> int:
    """How many Mondays lie between them."""
    return ((other - other.weekday() * DAY) - (one - one.weekday() * DAY)).days // 7
