"""The least time that Microsoft's published budgets allow for given requests: pure arithmetic over what was recorded.

https://learn.microsoft.com/graph/throttling-limits. Prices and budgets are the make-believe tenant's (demo/limits.py),
which is held against that page by tests of its own, so that the bot is not judged by its own idea of them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlsplit

from demo import limits
from demo.graph import table
from demo.limits import Cost
from demo.wire import Json

GRAPH = "/graph/"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request that was counted. ``app``: the application that asked; ``status``: what came back."""

    method: str
    version: str
    path: str
    query: Mapping[str, str]
    app: str
    status: int
    batched: bool

    @property
    def target(self) -> str:
        """Path and query below the version."""
        query = "&".join(f"{name}={value}" for name, value in self.query.items())
        return f"{self.path}?{query}" if query else self.path


@dataclass(frozen=True, slots=True)
class Forced:
    """A budget, and the seconds that it forces upon these requests."""

    budget: str
    seconds: float


def read(recorded: Iterable[Mapping[str, Json]]) -> Iterator[Asked]:
    """The requests to Graph among those recorded; a batch counts by its items."""
    for each in recorded:
        path = str(each["path"])
        if path.startswith(GRAPH) and not path.endswith("/$batch"):
            yield _asked(each, path.removeprefix(GRAPH))


def _asked(each: Mapping[str, Json], path: str) -> Asked:
    address = urlsplit(path)
    version, _, rest = address.path.partition("/")
    query = dict(parse_qsl(address.query, keep_blank_values=True))
    status = int(str(each["status"]))
    return Asked(
        str(each["method"]),
        version,
        f"/{rest}",
        query,
        app=str(each["app"]),
        status=status,
        batched=bool(each["batch"]),
    )


def cost(asked: Asked) -> Cost:
    """What it weighs: ``$select`` 1 less, ``$expand`` 1 more, ``$top`` below 20 1 less, at least 1; a write 1."""
    route, _ = table.find(asked.method, asked.version, asked.path)
    listed, top = route.cost, asked.query.get("$top", "")
    change = ("$expand" in asked.query) - ("$select" in asked.query) - (top.isdecimal() and int(top) < 20)
    signs_in = "signInActivity" in asked.query.get("$select", "")
    units = 1 if listed.write else max(1, listed.units + change)
    return replace(listed, units=units, sign_in_activity=signs_in)


def forced(asked: Iterable[Asked], *, users: int, strict: bool = False) -> tuple[Forced, ...]:
    """What each budget forces, the longest first; budgets that force nothing are left out."""
    found: list[Forced] = []
    bill = _Bill()
    for each in asked:
        bill.add(each.app, cost(each))
    units = limits.RESOURCE_UNITS[limits.size_of(users)]
    found += _buckets("resource units", bill.units, units, limits.RESOURCE_UNIT_SECONDS)
    found += _buckets("writes", bill.writes, limits.WRITES, limits.WRITE_SECONDS)
    found += _windows("reports", bill.reports, *limits.REPORTS)
    found += _windows("signInActivity", bill.sign_ins, *limits.SIGN_IN_ACTIVITY)
    found += _windows("Conditional Access", bill.conditional, *limits.CONDITIONAL_ACCESS)
    if strict:
        found += _windows("sign-in methods", bill.methods, *limits.STRICT_METHODS)
    return tuple(sorted((one for one in found if one.seconds > 0), key=lambda one: -one.seconds))


class _Bill:
    """What was spent, by application."""

    def __init__(self) -> None:
        self.units: Counter[str] = Counter()
        self.writes: Counter[str] = Counter()
        self.reports: Counter[str] = Counter()
        self.sign_ins: Counter[str] = Counter()
        self.methods: Counter[str] = Counter()
        self.conditional: Counter[str] = Counter()  # of all applications of the tenant together

    def add(self, app: str, price: Cost) -> None:
        """One request more."""
        self.units[app] += price.units
        self.writes[app] += price.write
        self.reports[app] += price.report
        self.sign_ins[app] += price.sign_in_activity
        self.methods[app] += price.methods
        self.conditional[""] += price.conditional_access


def _buckets(name: str, spent: Mapping[str, int], capacity: int, seconds: float) -> Iterator[Forced]:
    """A token bucket that starts full: what is over its capacity waits for the refill."""
    for amount in spent.values():
        yield Forced(name, max(0.0, (amount - capacity) * seconds / capacity))


def _windows(name: str, spent: Mapping[str, int], most: int, seconds: float) -> Iterator[Forced]:
    """At most so many in any window: the last one sets out when all windows before it are over."""
    for amount in spent.values():
        yield Forced(name, max(0, amount - 1) // most * seconds)
