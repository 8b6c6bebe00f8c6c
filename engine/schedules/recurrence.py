"""How people say when something recurs. Pure: which dates that makes, `Calendar.day_of` knows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from re import compile as pattern
from typing import Self

from actions.spec import Refusal
from engine.schedules import phrases
from engine.schedules.phrases import WEEK

WORKDAY = frozenset(
    {
        *("workday", "workdays", "weekday", "weekdays", "working day", "working days", "work day", "work days"),
        *("business day", "business days"),
    }
)
DAY = frozenset({"day", "days", "daily"})
LAST = -1  # the month's last day
EVERY_MONTH = 28  # no later day is in each month
MOST_WEEKS = 8
MONTHLY = pattern(
    r"(?P<month>month(?:ly)? )?(?P<nth>last|first|\d{1,2}(?:st|nd|rd|th))(?P<day> day)?(?P<of> of month)?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurrence:
    """At this local time on each of these ISO ``weekdays`` of every so many ``weeks``; or on a day of the month
    (1 to 28, or `LAST`); or on workdays; or, with nothing said, every day.
    """

    at: time
    weekdays: tuple[int, ...] = ()
    monthday: int = 0
    workdays: bool = False
    weeks: int = 1

    @classmethod
    def parse(cls, text: str) -> Self:
        """``monday 08:00``, ``monday,thursday 08:00``, ``2 weeks monday 08:00``, ``workday 09:00``, ``day 12:00``,
        ``1st 07:30``, ``last day 07:30``, and what else people say for these: ``other monday at 8``, ``weekend 9am``,
        ``month on the 1st 07:30``. Raises Refusal (not-a-rule, which-hour, which-week, not-every-month,
        too-many-weeks).
        """
        read = phrases.read(text)
        if read is None:
            raise Refusal("not-a-rule", said=" ".join(text.split())[:60])
        days, at = read
        found = cls._daily(days, at) or cls._monthly(days, at) or cls._weekly(days, at)
        if found is None:
            raise Refusal("not-a-rule", said=" ".join(text.split())[:60])
        return found

    @classmethod
    def _daily(cls, words: Sequence[str], at: time) -> Self | None:
        said = " ".join(words)
        return cls(at=at, workdays=True) if said in WORKDAY else cls(at=at) if said in DAY or not said else None

    @classmethod
    def _monthly(cls, words: Sequence[str], at: time) -> Self | None:
        found = MONTHLY.fullmatch(" ".join(words))
        if found is None:
            return None
        nth, named = found["nth"], bool(found["month"] or found["of"])
        if nth == "last":
            return cls(at=at, monthday=LAST)
        if not named and (nth == "first" or found["day"]):
            return None
        day = 1 if nth == "first" else int(nth[:-2])
        if not 0 < day <= 31:
            return None
        if day > EVERY_MONTH:
            raise Refusal("not-every-month", day=nth, at=f"{at:%H:%M}")
        return cls(at=at, monthday=day)

    @classmethod
    def _weekly(cls, words: Sequence[str], at: time) -> Self | None:
        said, rest = phrases.rhythm(words)
        days = phrases.days(rest)
        if not days:
            if words and phrases.of_month(words[0], words[1:]):
                raise Refusal("which-week", said=" ".join(words[:2]), day=words[1], at=f"{at:%H:%M}")
            return None
        weeks = int(said[:4])
        if not 0 < weeks <= MOST_WEEKS:
            raise Refusal("too-many-weeks", most=str(MOST_WEEKS))
        return cls(at=at, weekdays=days, weeks=weeks)

    def said(self) -> str:
        """Parses back to the same."""
        return f"{self._days()} {self.at:%H:%M}"

    def _days(self) -> str:
        if self.weekdays:
            named = ",".join(WEEK[day - 1] for day in self.weekdays)
            return named if self.weeks == 1 else f"{self.weeks} weeks {named}"
        if self.monthday:
            return "last day" if self.monthday == LAST else f"{self.monthday}{_ending(self.monthday)}"
        return "workday" if self.workdays else "day"


def _ending(day: int) -> str:
    """``st``, ``nd``, ``rd``, ``th``."""
    return {1: "st", 2: "nd", 3: "rd"}.get(day % 10 if day not in (11, 12, 13) else 0, "th")
