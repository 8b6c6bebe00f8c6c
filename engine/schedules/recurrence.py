"""How people say when something recurs. Pure: which dates that makes, `Calendar.day_of` knows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from re import compile as pattern
from typing import Self

from actions.spec import Refusal

WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WORKDAY = frozenset({"workday", "workdays", "weekday", "weekdays"})
DAY = frozenset({"day", "days", "daily"})
FILLERS = frozenset({"at", "on", "and", "every", "the"})
LAST = -1  # the month's last day
EVERY_MONTH = 28  # no later day is in each month
MOST_WEEKS = 8
TIME = pattern(r"([01]?\d|2[0-3])[:.]([0-5]\d)")
NTH = pattern(r"(\d{1,2})(?:st|nd|rd|th)")
SHORT = 3  # letters of a day's name that are enough


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
        ``1st 07:30``, ``last day 07:30``. Raises Refusal (not-a-rule, not-every-month, too-many-weeks).
        """
        words = [word for word in text.casefold().replace(",", " ").split() if word not in FILLERS]
        clock = TIME.fullmatch(words[-1]) if len(words) > 1 else None
        if clock is None:
            raise Refusal("not-a-rule", said=" ".join(text.split())[:60])
        at = time(int(clock[1]), int(clock[2]))
        days = words[:-1]
        found = cls._daily(days, at) or cls._monthly(days, at) or cls._weekly(days, at)
        if found is None:
            raise Refusal("not-a-rule", said=" ".join(text.split())[:60])
        return found

    @classmethod
    def _daily(cls, words: Sequence[str], at: time) -> Self | None:
        if len(words) != 1:
            return None
        return cls(at=at, workdays=True) if words[0] in WORKDAY else cls(at=at) if words[0] in DAY else None

    @classmethod
    def _monthly(cls, words: Sequence[str], at: time) -> Self | None:
        if words in (["last"], ["last", "day"]):
            return cls(at=at, monthday=LAST)
        nth = NTH.fullmatch(words[0]) if len(words) == 1 else None
        if nth is None or not 0 < int(nth[1]) <= 31:
            return None
        if int(nth[1]) > EVERY_MONTH:
            raise Refusal("not-every-month", day=words[0], at=f"{at:%H:%M}")
        return cls(at=at, monthday=int(nth[1]))

    @classmethod
    def _weekly(cls, words: Sequence[str], at: time) -> Self | None:
        weeks, rest = 1, list(words)
        if len(rest) > 1 and rest[0].isascii() and rest[0].isdecimal() and rest[1] in ("week", "weeks"):
            weeks, rest = int(rest[0][:4]), rest[2:]
        days = [_weekday(word) for word in rest]
        if not days or None in days:
            return None
        if not 0 < weeks <= MOST_WEEKS:
            raise Refusal("too-many-weeks", most=str(MOST_WEEKS))
        return cls(at=at, weekdays=tuple(sorted({day for day in days if day})), weeks=weeks)

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


def _weekday(word: str) -> int | None:
    """``mon``, ``monday``, ``mondays`` → 1."""
    bare = word.removesuffix("s") if word not in ("tues", "wednes", "thurs") else word
    found = [n for n, name in enumerate(WEEK, 1) if len(bare) >= SHORT and name.startswith(bare)]
    return found[0] if len(found) == 1 else None


def _ending(day: int) -> str:
    """``st``, ``nd``, ``rd``, ``th``."""
    return {1: "st", 2: "nd", 3: "rd"}.get(day % 10 if day not in (11, 12, 13) else 0, "th")
