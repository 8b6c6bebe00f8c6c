"""The two clocks of the demo: the one on the wall, and one that is moved by hand.

Both fit the bot's own ``Clock`` by structure, so the same object can drive the bot, the demo's data and its limits.
"""

import asyncio
import heapq
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol

START = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
"""Where a stepped clock starts when nobody says otherwise: a Monday morning."""


class Clock(Protocol):
    """What the demo needs to know of time."""

    def now(self) -> datetime:
        """This moment, aware, in UTC."""
        ...

    def elapsed(self) -> float:
        """Seconds since some fixed moment; never runs backwards."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait; 0 lets others run."""
        ...


class WallClock:
    """Real time."""

    def now(self) -> datetime:
        """This moment, aware, in UTC."""
        return datetime.now(UTC)

    def elapsed(self) -> float:
        """Seconds of the machine's steady clock."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait for real."""
        await asyncio.sleep(seconds)


@dataclass(order=True, slots=True)
class _Sleeper:
    due: float
    turn: int
    woken: "asyncio.Future[None]" = field(compare=False)


class SteppedClock:
    """Time that stands still until somebody moves it; sleepers wake in the order in which they are due."""

    def __init__(self, start: datetime = START) -> None:
        """Begin at ``start`` (aware)."""
        self._start = start.astimezone(UTC)
        self._elapsed = 0.0
        self._turn = 0
        self._waiting: list[_Sleeper] = []

    def now(self) -> datetime:
        """The moment that the clock shows, aware, in UTC."""
        return self._start + timedelta(seconds=self._elapsed)

    def elapsed(self) -> float:
        """Seconds since the start."""
        return self._elapsed

    @property
    def sleepers(self) -> int:
        """How many are waiting for time to pass."""
        return sum(1 for sleeper in self._waiting if not sleeper.woken.done())

    def next_due(self) -> datetime | None:
        """When the next sleeper wakes; None where nobody sleeps."""
        self._forget_cancelled()
        return self._start + timedelta(seconds=self._waiting[0].due) if self._waiting else None

    async def sleep(self, seconds: float) -> None:
        """Wait until the clock has been moved by ``seconds``; 0 or less only lets others run."""
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        self._turn += 1
        sleeper = _Sleeper(self._elapsed + seconds, self._turn, asyncio.get_running_loop().create_future())
        heapq.heappush(self._waiting, sleeper)
        await sleeper.woken

    async def advance(self, by: timedelta) -> None:
        """Move forward, waking everybody who falls due on the way, in order."""
        await self.advance_to(self.now() + by)

    async def advance_to(self, moment: datetime) -> None:
        """Move to ``moment`` (never back). Each sleeper runs, and may sleep again, before the next one is woken."""
        target = (moment - self._start).total_seconds()
        while (sleeper := self._next_before(target)) is not None:
            self._elapsed = max(self._elapsed, sleeper.due)
            sleeper.woken.set_result(None)
            await _let_others_run()
        self._elapsed = max(self._elapsed, target)

    def _next_before(self, target: float) -> _Sleeper | None:
        self._forget_cancelled()
        if self._waiting and self._waiting[0].due <= target + 1e-6:
            return heapq.heappop(self._waiting)
        return None

    def _forget_cancelled(self) -> None:
        while self._waiting and self._waiting[0].woken.done():
            heapq.heappop(self._waiting)


async def _let_others_run() -> None:
    for _ in range(10):  # a woken task may start others, which run some turns of the loop later
        await asyncio.sleep(0)
