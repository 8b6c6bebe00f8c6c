"""Trouble on order: declared as JSON, matched against each request, so that the same list gives the same trouble.

A fault is an object. What it matches: ``method``, ``path`` (a regular expression, searched in ``/v1.0/...`` or
``/connector/...`` with the query, or in ``/exchange/...`` with the query, a blank and the cmdlet's name; without it all
are met), ``batch`` true or false. Which of the matches it hits: ``nth`` from 1, ``every``, ``times`` at most, ``share``
from 0 to 1 by seeded chance. Its effect:

    {"status": 503, "retry_after": 2}   refuse with this status; nothing is done
    {"effect": "hang"}                  never answer; nothing is done
    {"effect": "drop"}                  close the connection; nothing is done
    {"effect": "lost"}                  do it, then close the connection
    {"effect": "lag", "seconds": 10}    writes that match are seen by readers only after so many seconds of the clock
    {"effect": "slow", "ms": 800}       answer after so many milliseconds of the clock

So a number that is taken is refused without being saved (the policy's own 409 saves it, see `demo.graph.phones`) by

    {"method": "POST", "path": "phoneMethods", "status": 409, "code": "phoneNumberNotUnique"}
"""

import random
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from demo.wire import Json, JsonObject

EFFECTS = ("status", "hang", "drop", "lost", "lag", "slow")
FIELDS = frozenset(
    [
        "method",
        "path",
        "batch",
        "nth",
        "every",
        "times",
        "share",
        "effect",
        "status",
        "retry_after",
        "code",
        "message",
        "seconds",
        "ms",
    ]
)


@dataclass(slots=True)
class Fault:
    """One kind of trouble and how often it has matched and struck."""

    effect: str
    method: str = ""
    path: str = ""
    batch: bool | None = None
    nth: int | None = None
    every: int | None = None
    times: int | None = None
    share: float = 1.0
    status: int = 503
    retry_after: int | None = None
    code: str = ""
    message: str = ""
    seconds: float = 0.0
    ms: float = 0.0
    matched: int = field(default=0, init=False)
    struck: int = field(default=0, init=False)

    @classmethod
    def of(cls, declared: Json) -> "Fault":
        """Read one declaration; raises ValueError with a sentence for one that means nothing."""
        if not isinstance(declared, dict):
            raise ValueError(f"a fault is an object, not {declared!r}")
        if unknown := sorted(set(declared) - FIELDS):
            raise ValueError(f"a fault has no field {unknown[0]!r}; it has {', '.join(sorted(FIELDS))}")
        effect = str(declared.get("effect", "status"))
        if effect not in EFFECTS:
            raise ValueError(f"a fault's effect is one of {', '.join(EFFECTS)}, not {effect!r}")
        return cls(**{**declared, "effect": effect})  # type: ignore[arg-type] # free JSON

    def meets(self, method: str, path: str, *, in_batch: bool) -> bool:
        """Is this the kind of request that the fault is about?"""
        right_place = self.batch is None or self.batch == in_batch
        return right_place and self.method in ("", method) and re.search(self.path, path) is not None

    def strikes(self, chance: random.Random) -> bool:
        """Count one match and decide whether this one is hit."""
        self.matched += 1
        hit = self._chosen() and (self.share >= 1 or chance.random() < self.share)
        self.struck += hit
        return hit

    def _chosen(self) -> bool:
        if self.times is not None and self.struck >= self.times:
            return False
        if self.nth is not None:
            return self.matched == self.nth
        return self.every is None or self.matched % self.every == 0


class Faults:
    """The list in force."""

    def __init__(self, seed: int = 1) -> None:
        """No trouble; ``seed`` fixes the chance for ``share``."""
        self._seed = seed
        self._faults: list[Fault] = []
        self._chance = random.Random(seed)

    def declare(self, declared: Iterable[Json]) -> None:
        """Replace the list; nothing changes if one of them is wrong."""
        self._faults = [Fault.of(one) for one in declared]
        self._chance = random.Random(self._seed)

    def add(self, *declared: Json) -> None:
        """More trouble, beside what is in force."""
        self._faults += [Fault.of(one) for one in declared]

    def clear(self) -> None:
        """No more trouble."""
        self._faults = []

    def strike(self, method: str, path: str, *, in_batch: bool = False) -> tuple[Fault, ...]:
        """The faults that hit this request, in the order of the list."""
        met = [fault for fault in self._faults if fault.meets(method, path, in_batch=in_batch)]
        return tuple(fault for fault in met if fault.strikes(self._chance))

    def as_json(self) -> list[Json]:
        """What is in force and how often it struck."""
        return [_shown(fault) for fault in self._faults]


def _shown(fault: Fault) -> JsonObject:
    return {"effect": fault.effect, "path": fault.path, "matched": fault.matched, "struck": fault.struck}
