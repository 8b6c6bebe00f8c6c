"""A published budget, as Microsoft keeps it: a bucket of tokens that starts full and is refilled steadily. Pure.

https://learn.microsoft.com/graph/throttling-limits#identity-and-access-service-limits: "token bucket algorithm".

A unit is reserved when it is sent and counted when its answer came. Microsoft counted it somewhere in between, so its
bucket holds at least what ours does, and what fits here is not refused there.
"""

from tenant.graph.budget import Allowance

_PATIENCE = 3  # fillings without a refusal, until a cut budget is tried a little larger
_RECOVERY = 1.1
_HAIR = 1e-6  # seconds: who waits for a refill comes a little after it, whatever a sum of floats says


class Bucket:
    """At most ``limit`` units at once, and ``limit`` in ``seconds`` from then on."""

    def __init__(self, allowance: Allowance) -> None:
        self.limit = allowance.units
        self.seconds = allowance.seconds
        self._published, self._ceiling = allowance.units, allowance.ceiling
        self._level = allowance.units
        self._filled_at = 0.0
        self._flying = 0.0
        self._cut_at: float | None = None
        self._told = False
        self._heard = False

    def wait(self, units: float, now: float) -> float | None:
        """Seconds until there is room (0: now); None: not before something in flight is answered.

        Something larger than the whole bucket goes when that is full, or it would never go.
        """
        self._fill(now)
        missing = self._missing(units)
        if missing > 0 and self._larger():
            missing = self._missing(units)
        if missing <= 0:
            return 0.0
        if min(units, self.limit) + self._flying > self.limit:
            return None
        return missing * self.seconds / self.limit + _HAIR

    def take(self, units: float) -> None:
        """It is being sent."""
        self._flying += units

    def answered(self, units: float, now: float) -> None:
        """Its answer came (or nobody waits for it any more)."""
        self._fill(now)
        self._flying -= units
        self._level -= units
        self._heard = True
        if self._cut_at is not None and now - self._cut_at >= _PATIENCE * self.seconds:
            self._resize(min(self._published, self.limit * _RECOVERY), now)

    def refused(self, _units: float, now: float) -> None:
        """Somebody else drinks from this bucket, or it is smaller than we believed: it is empty, and half is ours."""
        self._fill(now)
        if self._cut_at is None or now - self._cut_at >= self.seconds:
            self._resize(max(1.0, self.limit / 2), now)
        self._level = min(self._level, 0.0)

    def nearing(self, share: float, now: float) -> None:
        """Microsoft says that this share is in use: from 0.8 on it is told, so now the size of the bucket is known."""
        self._told = True
        if share > 1 and (self._cut_at is None or now - self._cut_at >= self.seconds):
            self._resize(max(1.0, self.limit / share), now)

    def _missing(self, units: float) -> float:
        return min(units, self.limit) + self._flying - self._level

    def _larger(self) -> bool:
        """The smallest would be empty now, and Microsoft has not even said that it is nearly so: it is larger."""
        if self._told or self._cut_at is not None or not self._heard or self.limit >= self._ceiling:
            return False
        more = min(self.limit / 2, self._ceiling - self.limit)
        self.limit += more
        self._level += more
        self._heard = False
        return True

    def _resize(self, limit: float, now: float) -> None:
        self.limit = limit
        self._level = min(self._level, limit)
        self._cut_at = now

    def _fill(self, now: float) -> None:
        self._level = min(self.limit, self._level + (now - self._filled_at) * self.limit / self.seconds)
        self._filled_at = now
