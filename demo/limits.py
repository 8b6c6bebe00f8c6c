"""Microsoft's published limits, enforced on the demo's clock.

Source: https://learn.microsoft.com/graph/throttling-limits (identity and access; identity and access reports;
Conditional Access and Identity Protection; Teams; Outlook). Resource units and writes are token buckets that start
full; the others count what arrived in the last seconds. A refused request still counts.
"""

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from demo.clock import Clock

MODES = ("documented", "strict", "shared", "off")
RESOURCE_UNITS = {"S": 3_500, "M": 5_000, "L": 8_000}
"""Resource units per 10 seconds for one app in one tenant, by the tenant's size."""
RESOURCE_UNIT_SECONDS = 10
WRITES = 3_000
WRITE_SECONDS = 150
"""Writes per 2 minutes 30 seconds for one app in one tenant: a refill of 20 a second."""
REPORTS = (5, 10.0)
CONDITIONAL_ACCESS = (1, 1.0)
SIGN_IN_ACTIVITY = (10, 60.0)
INSTALLS = (30, 1.0)
FEED = (5, 1.0)
OUTLOOK = (10_000, 600.0)
"""Requests for Teams' installations and for the activity feed for one app in one tenant; Outlook's count for each
mailbox, and only the one that sends meets them here.
"""
OTHERS = frozenset({"installs", "feed", "mail", "mailbox"})
"""What is no identity service: it takes no resource units."""
STRICT_METHODS = (5, 10.0)
"""Not published: the reading in which ``authenticationMethod`` in Microsoft's list means the user's own methods."""
WARN_FROM = 0.8
UNITS_GONE = "ResourceUnitLimitExceeded"


def size_of(users: int) -> str:
    """The tenant's size class as Microsoft counts it: S below 50 users, M up to 500, L above."""
    return "S" if users < 50 else "M" if users <= 500 else "L"


@dataclass(frozen=True, slots=True)
class Cost:
    """What one request weighs, and which special limits it meets."""

    units: int = 1
    write: bool = False
    report: bool = False
    conditional_access: bool = False
    sign_in_activity: bool = False
    methods: bool = False
    service: str = ""
    """Another service than the directory's; see OTHERS."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """May a request pass? ``wait`` in seconds (None: Microsoft does not say); ``used`` from 0 to 1 and above."""

    allowed: bool
    wait: float | None = None
    reason: str = ""
    scope: str = ""
    used: float = 0.0


class _Meter(Protocol):
    def take(self, amount: int, now: float) -> float:
        """Count ``amount`` and say how many seconds too early it came (0: in time)."""
        ...

    def used(self) -> float:
        """The share that is used up, 0 to 1 and above."""
        ...


class Bucket:
    """A token bucket; what is refused is still taken, down to one second's refill below empty."""

    def __init__(self, capacity: float, per_second: float) -> None:
        """Start full."""
        self.capacity, self.per_second = capacity, per_second
        self._level, self._at = capacity, 0.0

    def take(self, amount: int, now: float) -> float:
        """Count ``amount`` and say how many seconds too early it came (0: in time)."""
        self._level = min(self.capacity, self._level + (now - self._at) * self.per_second)
        self._at = now
        in_time = amount <= self._level
        self._level = max(self._level - amount, -self.per_second)
        return 0.0 if in_time else (amount - self._level) / self.per_second

    def used(self) -> float:
        """The share that is used up."""
        return 1 - self._level / self.capacity


class Window:
    """At most ``most`` requests in any ``seconds``; refused ones count too (the last ``most`` of them)."""

    def __init__(self, most: int, seconds: float) -> None:
        """Start empty."""
        self.most, self.seconds = most, seconds
        self._at: deque[float] = deque(maxlen=most)

    def take(self, amount: int, now: float) -> float:
        """Count one and say how many seconds too early it came (0: in time)."""
        in_time = len(self._at) < self.most or self._at[0] + self.seconds <= now
        self._at.append(now)
        return 0.0 if in_time else self._at[0] + self.seconds - now

    def used(self) -> float:
        """The share of the window that is filled."""
        return len(self._at) / self.most


@dataclass(frozen=True, slots=True)
class _Limit:
    name: str
    applies: Callable[[Cost], bool]
    amount: Callable[[Cost], int]
    make: Callable[["Limits"], _Meter]
    reason: str
    whole_tenant: bool = False
    says_wait: bool = True


def _one(cost: Cost) -> int:
    return 1


LIMITS = (
    _Limit("reports", lambda c: c.report, _one, lambda s: Window(*s.part(REPORTS)), UNITS_GONE),
    _Limit(
        "conditional access",
        lambda c: c.conditional_access,
        _one,
        lambda s: Window(*CONDITIONAL_ACCESS),
        UNITS_GONE,
        whole_tenant=True,
        says_wait=False,
    ),
    _Limit(
        "signInActivity",
        lambda c: c.sign_in_activity,
        _one,
        lambda s: Window(*s.part(SIGN_IN_ACTIVITY)),
        UNITS_GONE,
    ),
    _Limit("methods", lambda c: c.methods, _one, lambda s: Window(*STRICT_METHODS), UNITS_GONE),
    _Limit("installs", lambda c: c.service == "installs", _one, lambda s: Window(*s.part(INSTALLS)), UNITS_GONE),
    _Limit("feed", lambda c: c.service == "feed", _one, lambda s: Window(*s.part(FEED)), UNITS_GONE),
    _Limit("mail", lambda c: c.service == "mail", _one, lambda s: Window(*s.part(OUTLOOK)), UNITS_GONE),
    _Limit("writes", lambda c: c.write, _one, lambda s: s.bucket(WRITES, WRITE_SECONDS), "WriteLimitExceeded"),
    _Limit(
        "units",
        lambda c: c.service not in OTHERS,
        lambda c: c.units,
        lambda s: s.bucket(RESOURCE_UNITS[s.size], RESOURCE_UNIT_SECONDS),
        UNITS_GONE,
    ),
)


class Limits:
    """The meters of one tenant. ``mode``: documented, strict (methods 5 per 10 s), shared (half is gone) or off."""

    def __init__(self, mode: str, clock: Clock, users: int) -> None:
        """``users`` decides the tenant's size class."""
        if mode not in MODES:
            raise ValueError(f"limits must be one of {', '.join(MODES)}, not {mode!r}")
        self.mode: str = mode
        self.size: str = size_of(users)
        self._clock = clock
        self._meters: dict[tuple[str, str], _Meter] = {}

    def part(self, limit: tuple[int, float]) -> tuple[int, float]:
        """The published number, or our half of it where another application uses the rest."""
        return (max(1, math.floor(limit[0] * self._share)), limit[1])

    def bucket(self, quota: int, seconds: int) -> Bucket:
        """A full bucket of the published size, or of our half of it."""
        capacity = quota * self._share
        bucket = Bucket(capacity, capacity / seconds)
        bucket.take(0, self._clock.elapsed())
        return bucket

    def charge(self, app: str, cost: Cost) -> Verdict:
        """Count one request of an app against every limit that it meets."""
        if self.mode == "off":
            return Verdict(allowed=True)
        verdicts = [self._meet(limit, app, cost) for limit in LIMITS if self._applies(limit, cost)]
        refused = [verdict for verdict in verdicts if not verdict.allowed]
        worst = max(verdicts, key=lambda verdict: verdict.used, default=Verdict(allowed=True))
        return max(refused, key=lambda verdict: verdict.wait or 0.0) if refused else worst

    @property
    def _share(self) -> float:
        return 0.5 if self.mode == "shared" else 1.0

    def _applies(self, limit: _Limit, cost: Cost) -> bool:
        return limit.applies(cost) and (limit.name != "methods" or self.mode == "strict")

    def _meet(self, limit: _Limit, app: str, cost: Cost) -> Verdict:
        key = (limit.name, "" if limit.whole_tenant else app)
        if key not in self._meters:
            self._meters[key] = limit.make(self)
        meter = self._meters[key]
        early = meter.take(limit.amount(cost), self._clock.elapsed())
        if early <= 0:
            return Verdict(allowed=True, used=meter.used())
        wait = math.ceil(early) if limit.says_wait else None
        kind = "ReadWrite" if not cost.write else "Write"
        scope = f"Tenant/{kind}" if limit.whole_tenant else f"Tenant_Application/{kind}/{app}"
        return Verdict(allowed=False, wait=wait, reason=limit.reason, scope=scope, used=meter.used())
