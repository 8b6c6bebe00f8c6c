"""How many days back."""

from dataclasses import dataclass
from re import IGNORECASE
from re import compile as pattern
from typing import Self

from actions.args import BadArgument, Plain
from actions.legacy.clients import LOG_REACHES

SAID = pattern(r"(?:last )?(\d{1,3}) ?(d|days?)?", IGNORECASE)
MOST = LOG_REACHES.days


@dataclass(frozen=True, slots=True)
class Days(Plain):
    """A number of days, 1 to 30: the sign-in log reaches back no further."""

    count: int = MOST

    @classmethod
    def parse(cls, text: str) -> Self:
        """``30``, ``7 days``, ``7d``; raises BadArgument."""
        found = SAID.fullmatch(text.strip())
        if found is None or not 1 <= int(found[1]) <= MOST:
            raise BadArgument("not-days", said=text.strip()[:40], most=str(MOST))
        return cls(int(found[1]))

    def said(self) -> str:
        """As a number."""
        return str(self.count)

    def pinned(self) -> str:
        """The same as `said`."""
        return self.said()

    @classmethod
    def unpin(cls, text: str) -> Self:
        """From `pinned`."""
        return cls.parse(text)
