"""Whole numbers with bounds: a share in percent, days, times."""

from dataclasses import dataclass
from json import dumps, loads
from re import compile as pattern
from typing import Self

from actions.args.base import BadArgument, Plain

COUNT = pattern(r"(\d{1,4})(?: ?(?:days?|times?|reminders?|d|x))?")
UNSAID = -1
PERCENT = pattern(r"(\d{1,3}) ?(?:%|percent)?")


@dataclass(frozen=True, slots=True)
class Count(Plain):
    """A number of days, or of times; `UNSAID` for none. How many are too many, a subclass says."""

    value: int = 0

    @classmethod
    def parse(cls, text: str) -> Self:
        """``14``, ``14 days``; raises BadArgument."""
        found = COUNT.fullmatch(" ".join(text.casefold().split()))
        return cls._bounded(text, int(found[1]) if found else None)

    @classmethod
    def most(cls) -> int:
        """The largest that is understood."""
        return 365

    @classmethod
    def _bounded(cls, text: str, value: int | None) -> Self:
        if value is None or value > cls.most():
            raise BadArgument("not-a-whole-number", said=text.strip()[:40], most=str(cls.most()))
        return cls(value)

    @property
    def was_said(self) -> bool:
        """Is there a number?"""
        return self.value != UNSAID

    def said(self) -> str:
        """The digits."""
        return str(self.value) if self.was_said else ""

    def pinned(self) -> str:
        """JSON: the number."""
        return dumps(self.value)

    @classmethod
    def unpin(cls, text: str) -> Self:
        """From `pinned`."""
        return cls(int(loads(text)))


@dataclass(frozen=True, slots=True)
class Percent(Count):
    """A share of a hundred; 0 switches a limit off."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """``90%``, ``90``; raises BadArgument."""
        found = PERCENT.fullmatch(" ".join(text.casefold().split()))
        value = int(found[1]) if found else None
        if value is None or value > cls.most():
            raise BadArgument("not-a-percentage", said=text.strip()[:40])
        return cls(value)

    @classmethod
    def most(cls) -> int:
        """All of it."""
        return 100

    def said(self) -> str:
        """``90%``."""
        return f"{self.value}%" if self.was_said else ""
