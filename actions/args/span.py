"""A stretch of time, as people say it."""

from dataclasses import dataclass
from datetime import timedelta
from json import dumps, loads
from re import IGNORECASE
from re import compile as pattern
from typing import Self

from actions.args.base import BadArgument, Plain

SPAN = pattern(r"(?:for )?(\d{1,5}) ?(m|min|mins|minutes?|h|hrs?|hours?|d|days?)", IGNORECASE)
UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}


@dataclass(frozen=True, slots=True)
class Span(Plain):
    """For how long; whole minutes. How long is too long, a subclass says."""

    length: timedelta = timedelta()

    @classmethod
    def parse(cls, text: str) -> Self:
        """``2h``, ``90 minutes``, ``1 day``; raises BadArgument."""
        found = SPAN.fullmatch(" ".join(text.split()))
        length = int(found[1]) * UNITS[found[2][0].casefold()] if found is not None else timedelta()
        least, most = cls.bounds()
        if not least <= length <= most:
            raise BadArgument("not-a-span", said=text.strip()[:40], least=spoken(least), most=spoken(most))
        return cls(length)

    @classmethod
    def bounds(cls) -> tuple[timedelta, timedelta]:
        """The shortest and the longest that is understood."""
        return timedelta(minutes=1), timedelta(days=365)

    def said(self) -> str:
        """``2h``; empty for nothing."""
        return spoken(self.length) if self.length else ""

    def pinned(self) -> str:
        """JSON: minutes."""
        return dumps(self.length // UNITS["m"])

    @classmethod
    def unpin(cls, text: str) -> Self:
        """From `pinned`."""
        return cls(timedelta(minutes=int(loads(text))))


def spoken(length: timedelta) -> str:
    """The largest unit that is whole: ``1d``, ``2h``, ``90m``."""
    unit = next(unit for unit in ("d", "h", "m") if not length % UNITS[unit])
    return f"{length // UNITS[unit]}{unit}"
