"""How often somebody is reminded, as people say it."""

from dataclasses import dataclass
from datetime import time
from json import dumps, loads
from re import IGNORECASE
from re import compile as pattern
from typing import Self

from actions.args.base import BadArgument, Plain
from actions.cadence import MORNING, USUAL, Cadence

EVERY = pattern(r"(?:every )?(?:(\d{1,2}) )?(work ?days?|days?)(?: at (\d{1,2}):(\d{2}))?", IGNORECASE)
LISTED = pattern(r"\d{1,3}(?:,\d{1,3}){0,19}")
LONGEST = 30  # days between two reminders


@dataclass(frozen=True, slots=True)
class Every(Plain):
    """A cadence."""

    cadence: Cadence = USUAL

    @classmethod
    def parse(cls, text: str) -> Self:
        """``2 workdays at 09:00``, ``workday``, ``7 days``, or days after the beginning: ``0,3,7,14``."""
        said = " ".join(text.split())
        if LISTED.fullmatch(said):
            return cls(Cadence(days=tuple(sorted({int(day) for day in said.split(",")}))))
        found = EVERY.fullmatch(said)
        every = int(found[1] or 1) if found else 0
        if found is None or not 0 < every <= LONGEST or (found[3] and not (int(found[3]) < 24 and int(found[4]) < 60)):
            raise BadArgument("not-a-cadence", said=said[:40], most=str(LONGEST))
        at = time(int(found[3]), int(found[4])) if found[3] else MORNING
        return cls(Cadence(every=every, workdays=found[2].lower().startswith("work"), at=at))

    def said(self) -> str:
        """As it parses back; empty for no cadence at all."""
        return self.cadence.said() if self.cadence.days or self.cadence.every else ""

    def pinned(self) -> str:
        """JSON: the words."""
        return dumps(self.said())

    @classmethod
    def unpin(cls, text: str) -> Self:
        """From `pinned`."""
        said = str(loads(text))
        return cls.parse(said) if said else cls(Cadence())
