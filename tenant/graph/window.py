"""A budget over a sliding window, pure: the caller says what time it is.

A unit counts from the moment it is sent until ``seconds`` after its answer came. Microsoft counted it somewhere in
between, so whatever window Microsoft looks at, and however it fills its buckets, it sees no more than ``limit``.
"""

from collections import deque

from tenant.graph.budget import Allowance

_RECOVERY = 1.1  # growth after Microsoft objected once
_BACKING_OFF = 0.9  # aim this much below what was seen to be the limit
_PATIENCE = 3  # windows without an objection before that
_EVIDENCE = 3  # successes that tell something about the limit


class Window:
    """At most ``limit`` units in any window; the limit is learnt, between one unit and the ceiling."""

    def __init__(self, allowance: Allowance) -> None:
        self.limit = allowance.units
        self.seconds = allowance.seconds
        self._ceiling = allowance.ceiling
        self._answered: deque[tuple[float, float]] = deque()
        self._counted = 0.0
        self._flying = 0.0
        self._changed_at = float("-inf")
        self._cut = False
        self._pressed = False

    def wait(self, units: float, now: float) -> float | None:
        """Seconds until there is room (0: now); None: not before something in flight is answered.

        Something larger than the whole limit goes alone, or it would never go.
        """
        self._expire(now)
        if self._fits(units) or (self._learn() and self._fits(units)):
            return 0.0
        self._pressed = True
        return self._room_in(units, now)

    def take(self, units: float) -> None:
        """It is being sent."""
        self._flying += units

    def answered(self, units: float, now: float) -> None:
        """Its answer came (or nobody waits for it any more)."""
        self._flying -= units
        if units:
            self._answered.append((now + self.seconds, units))
            self._counted += units
        self._recover(now)

    def refused(self, units: float, now: float) -> None:
        """``units`` of what was just answered were throttled: what went well in this window was the limit.

        Where next to nothing went well, somebody else uses the budget: half of ours is a guess as good as any.
        """
        self._expire(now)
        if now - self._changed_at < self.seconds and self._cut:
            return
        went_well = self._counted - units
        learnt = went_well * _BACKING_OFF if went_well >= _EVIDENCE else self.limit / 2
        self._change(min(self.limit, learnt), now)
        self._cut = True

    def nearing(self, share: float, now: float) -> None:
        """Microsoft says that this share of the limit is in use (told from 0.8 on; above 1 it refuses some).

        Below 1 that is where we want to be: only growing stops.
        """
        if now - self._changed_at >= self.seconds:
            self._change(self.limit / max(1.0, share), now)
            self._cut = True

    def _change(self, limit: float, now: float) -> None:
        self.limit = max(1.0, limit)
        self._changed_at = now

    def _learn(self) -> bool:
        """Twice as many as went well just now may go, as long as Microsoft has never objected. Is that more?"""
        before = self.limit
        if not self._cut:
            self.limit = max(before, min(self._ceiling, 2 * self._counted))
        return self.limit > before

    def _recover(self, now: float) -> None:
        """After Microsoft objected: a little, and rarely."""
        patient = now - self._changed_at >= _PATIENCE * self.seconds
        if self._cut and self._pressed and patient and self.limit < self._ceiling:
            self._change(min(self._ceiling, max(self.limit * _RECOVERY, self.limit + 0.5)), now)
            self._pressed = False

    def _fits(self, units: float) -> bool:
        used = self._counted + self._flying
        return used + units <= self.limit or used <= 0

    def _room_in(self, units: float, now: float) -> float | None:
        left = self._counted
        for moment, gone in self._answered:
            left -= gone
            if left + self._flying + units <= self.limit or left + self._flying <= 0:
                return max(0.0, moment - now)
        return None

    def _expire(self, now: float) -> None:
        while self._answered and self._answered[0][0] <= now:
            self._counted -= self._answered.popleft()[1]
