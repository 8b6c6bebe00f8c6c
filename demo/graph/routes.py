"""The form of a route: which call it answers, who may ask, and what it weighs against the limits."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from demo.graph.call import Call
from demo.limits import Cost
from demo.wire import Answer

V1, BOTH, BETA = ("v1.0",), ("v1.0", "beta"), ("beta",)
"""The versions in which Microsoft has a call. The demo answers beta only where the contract of the SDKs has it."""
LIST = frozenset({"$select", "$filter", "$top", "$count", "$skiptoken", "$search"})
ONE = frozenset({"$select"})


def roles(*names: str) -> frozenset[str]:
    """Application permissions of which any one is enough."""
    return frozenset(names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One method on one path. ``{}`` in the path stands for an id; ``also``, ``more``: needed too."""

    method: str
    path: str
    answer: Callable[[Call], Answer]
    roles: frozenset[str]
    also: frozenset[str] = frozenset()
    more: frozenset[str] = frozenset()
    versions: tuple[str, ...] = V1
    options: frozenset[str] = frozenset()
    cost: Cost = field(default_factory=Cost)

    def ids(self, path: str) -> tuple[str, ...] | None:
        """The ids in a path that this route answers; None for another path."""
        found = _pattern(self.path).fullmatch(path)
        return found.groups() if found else None

    def weight(self, call: Call) -> Cost:
        """What this call weighs: ``$select`` 1 less, ``$expand`` 1 more, ``$top`` below 20 1 less, at least 1.

        https://learn.microsoft.com/graph/throttling-limits#identity-and-access-service-limits
        """
        cost, query = self.cost, call.query
        top = query.get("$top", "")
        change = ("$expand" in query) - ("$select" in query) - (top.isdecimal() and int(top) < 20)
        return Cost(
            units=1 if cost.write else max(1, cost.units + change),
            write=cost.write,
            report=cost.report,
            conditional_access=cost.conditional_access,
            sign_in_activity="signInActivity" in query.get("$select", ""),
            methods=cost.methods,
            service=cost.service,
        )


@cache
def _pattern(path: str) -> re.Pattern[str]:
    return re.compile("([^/]+)".join(re.escape(part) for part in path.split("{}")))
