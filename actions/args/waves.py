"""In which parts a campaign reaches its people, as people say it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from json import dumps, loads
from re import compile as pattern
from typing import Self

from actions.args.base import BadArgument, Plain
from actions.terms import Wave

WAVE = pattern(r"(\d{1,3}) ?%?(?:@(\d{4}-\d{2}-\d{2}))?")
MOST_WAVES = 20
ALL = 100


@dataclass(frozen=True, slots=True)
class Waves(Plain):
    """Shares of the people, rising to all of them; each perhaps with the day before which it does not open."""

    waves: tuple[Wave, ...] = (Wave(ALL),)

    @classmethod
    def parse(cls, text: str) -> Self:
        """``5%,25%,100%``, or with days: ``5%@2026-12-01,100%@2026-12-14``; raises BadArgument."""
        waves = tuple(_read(text))
        shares, days = [each.share for each in waves], [each.opens for each in waves if each.opens is not None]
        rising = all(one < two for one, two in pairwise([0, *shares])) and all(
            one <= two for one, two in pairwise(days)
        )
        if not rising or shares[-1] != ALL or len(waves) > MOST_WAVES:
            raise BadArgument("waves-not-rising", said=text.strip()[:60], most=str(MOST_WAVES))
        return cls(waves)

    def said(self) -> str:
        """As it parses back; empty for no waves at all."""
        return ",".join(_said(each) for each in self.waves)

    def pinned(self) -> str:
        """JSON: the words."""
        return dumps(self.said())

    @classmethod
    def unpin(cls, text: str) -> Self:
        """From `pinned`."""
        said = str(loads(text))
        return cls.parse(said) if said else cls(())


def _read(text: str) -> Iterator[Wave]:
    for part in text.replace(";", ",").split(","):
        found = WAVE.fullmatch(" ".join(part.split()))
        if found is None:
            raise BadArgument("not-waves", said=part.strip()[:40])
        yield Wave(int(found[1]), _day(found[2]) if found[2] else None)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadArgument("not-waves", said=text) from None


def _said(wave: Wave) -> str:
    return f"{wave.share}%" + (f"@{wave.opens.isoformat()}" if wave.opens else "")
