"""The types of arguments of watches: how often, which watch, how many a day."""

from datetime import timedelta
from typing import Self

from actions.args import BadArgument, Span, Words
from dialogs.arguments import Number

MOST_A_DAY = 500


class Rhythm(Span):
    """How often a watch looks."""

    @classmethod
    def bounds(cls) -> tuple[timedelta, timedelta]:
        """As fast as Microsoft tells of changes; slower than a month, nobody remembers that it is there."""
        return timedelta(minutes=5), timedelta(days=31)


class WatchNumber(Number):
    """A watch's number."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """``3``, ``#3``, ``watch:3``; raises BadArgument."""
        try:
            return super().parse(text.strip().casefold().removeprefix("watch"))
        except BadArgument:
            raise BadArgument("not-a-watch", said=text.strip()[:40]) from None


class ADay(Number):
    """A number of people a day."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """A number from 1 to 500; raises BadArgument."""
        digits = text.strip().rstrip(".!?,;")
        if not (digits.isascii() and digits.isdecimal() and len(digits) < 9 and 0 < int(digits) <= MOST_A_DAY):
            raise BadArgument("not-a-count", said=text.strip()[:40])
        return cls(int(digits))


class Kept(Words):
    """What people are kept under."""

    @classmethod
    def allowed(cls) -> tuple[str, ...]:
        """MFA."""
        return ("mfa",)
