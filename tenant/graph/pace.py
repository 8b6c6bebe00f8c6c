"""The governor: every request waits here for its turn, so that no request is wasted on a 429.

One `Pace` for one application in one tenant. It knows the documented budgets, learns the others from what Microsoft
says, and lets a person's command overtake a sweep.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from tenant.graph.bucket import Bucket
from tenant.graph.budget import CALLS, RESOURCE_UNITS, WRITES, Cost, Lane
from tenant.graph.line import Line
from tenant.graph.window import Window
from tenant.ports import Clock, Priority
from tenant.trouble import Throttled

# Somebody who needs less may come while the pump sleeps; it looks again at least this often (seconds).
_LOOK_AGAIN = 1.0
# Conditional Access never says how long to wait.
_SILENT_429 = 2.0

_DIRECTORY = frozenset({Lane.DIRECTORY, Lane.STATES, Lane.METHODS})


@dataclass(slots=True)
class Heard:
    """What one answer said about the budget; a batch says it of several calls at once."""

    throttled: int = 0
    retry_after: float | None = None
    share: float = 0.0
    about_writes: bool = False


@dataclass(slots=True, eq=False)
class _Waiter:
    cost: Cost
    turn: asyncio.Future[None]


Meter = tuple[Window | Bucket, Callable[[Cost], int]]


class LaneQueue:
    """One line of waiters in front of the windows that they all need."""

    def __init__(self, clock: Clock, meters: Sequence[Meter]) -> None:
        self._clock, self._meters = clock, meters
        self._line: Line[_Waiter] = Line()
        self._blocked_until = float("-inf")
        self._pump: asyncio.Task[None] | None = None

    @property
    def room(self) -> int:
        """The most calls that may ever go at once."""
        window, of = self._meters[0]
        return max(1, int(window.limit)) if of is _calls else 20

    @property
    def closed_for(self) -> float:
        """Seconds for which Microsoft has shut this lane; 0 or less: it is open."""
        return self._blocked_until - self._clock.elapsed()

    async def enter(self, cost: Cost, priority: Priority) -> None:
        """Wait for the turn. Cancelling gives the place, or the turn, back."""
        waiter = _Waiter(cost, asyncio.get_running_loop().create_future())
        self._line.add(priority, waiter)
        self.move()
        try:
            await waiter.turn
        except asyncio.CancelledError:
            self._give_back(waiter)
            raise

    def leave(self, cost: Cost, heard: Heard) -> None:
        """The answer came: count it and learn from it."""
        now = self._clock.elapsed()
        if heard.share and not heard.throttled:
            self._told(heard, now)
        for window, units in self._meters:
            window.answered(units(cost), now)
        if heard.throttled:
            self._refused(cost, heard, now)

    def move(self) -> None:
        """Let go whoever may go; see to it that somebody looks again when the next one may."""
        wait = self._let_go()
        if wait is not None and (self._pump is None or self._pump.done()):
            self._pump = asyncio.get_running_loop().create_task(self._keep_moving(wait))

    def close(self) -> None:
        """Stop looking."""
        if self._pump is not None:
            self._pump.cancel()

    async def _keep_moving(self, wait: float | None) -> None:
        while wait is not None:
            await self._clock.sleep(min(wait, _LOOK_AGAIN))
            wait = self._let_go()

    def _let_go(self) -> float | None:
        """Seconds until the head may go; None: nobody waits, or only an answer can make room."""
        while (waiter := self._line.head()) is not None:
            wait = 0.0 if waiter.turn.done() else self._wait(waiter.cost)
            if wait is None or wait > 0:
                return wait
            self._line.pop()
            self._grant(waiter)
        return None

    def _grant(self, waiter: _Waiter) -> None:
        if not waiter.turn.done():
            for window, units in self._meters:
                window.take(units(waiter.cost))
            waiter.turn.set_result(None)

    def _wait(self, cost: Cost) -> float | None:
        now = self._clock.elapsed()
        longest = max(0.0, self.closed_for)
        for window, units in self._meters:
            wait = window.wait(units(cost), now) if units(cost) else 0.0
            if wait is None:
                return None
            longest = max(longest, wait)
        return longest

    def _told(self, heard: Heard, now: float) -> None:
        """One budget is nearly used up; Microsoft does not say which, so that no other grows meanwhile."""
        meant, _ = self._meters[-1 if heard.about_writes else 0]
        for window, _ in self._meters:
            window.nearing(heard.share if window is meant else min(heard.share, 1.0), now)

    def _refused(self, cost: Cost, heard: Heard, now: float) -> None:
        wait = _SILENT_429 if heard.retry_after is None else heard.retry_after
        self._blocked_until = max(self._blocked_until, now + wait)
        window, units = self._meters[-1 if heard.about_writes else 0]
        window.refused(units(cost) * heard.throttled / max(1, cost.calls), now)

    def _give_back(self, waiter: _Waiter) -> None:
        if waiter.turn.done() and not waiter.turn.cancelled():
            self.leave(waiter.cost, Heard())
        self._line.remove(waiter)
        self.move()


class Pace:
    """All lanes of one application in one tenant; Conditional Access is shared by all applications of the tenant."""

    def __init__(self, clock: Clock, *, conditional_access: LaneQueue | None = None) -> None:
        units, writes = Bucket(RESOURCE_UNITS), Bucket(WRITES)
        shared = conditional_access or conditional_access_lane(clock)
        self._lanes: Mapping[Lane, LaneQueue] = {
            lane: LaneQueue(clock, _meters(lane, units, writes)) for lane in Lane
        } | {Lane.CONDITIONAL_ACCESS: shared}

    @asynccontextmanager
    async def turn(self, cost: Cost, priority: Priority, *, patience: float = float("inf")) -> AsyncIterator[Heard]:
        """Hold one's turn while the request is under way; write into `Heard` what its answer said.

        Raises Throttled at once where Microsoft has shut the lane for longer than ``patience`` seconds.
        """
        lane = self._lanes[cost.lane]
        if lane.closed_for > patience:
            raise Throttled("the lane is shut", retry_after=lane.closed_for)
        await lane.enter(cost, priority)
        heard = Heard()
        try:
            yield heard
        finally:
            lane.leave(cost, heard)
            for other in self._lanes.values():
                other.move()

    def room(self, lane: Lane) -> int:
        """How many calls of this lane may go at once: a batch is no larger."""
        return self._lanes[lane].room

    def close(self) -> None:
        """Stop all waiting in the background."""
        for lane in self._lanes.values():
            lane.close()


def conditional_access_lane(clock: Clock) -> LaneQueue:
    """One request a second for all applications of a tenant together."""
    return LaneQueue(clock, [(Window(CALLS[Lane.CONDITIONAL_ACCESS]), _calls)])


def _meters(lane: Lane, units: Bucket, writes: Bucket) -> list[Meter]:
    meters: list[Meter] = [(Window(CALLS[lane]), _calls)] if lane in CALLS else []
    return [*meters, (units, _units), (writes, _writes)] if lane in _DIRECTORY else meters


def _calls(cost: Cost) -> int:
    return cost.calls


def _units(cost: Cost) -> int:
    return cost.units


def _writes(cost: Cost) -> int:
    return cost.writes
