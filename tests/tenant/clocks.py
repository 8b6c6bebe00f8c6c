"""Clocks for tests that talk to the demo over a real socket."""

import asyncio
from collections.abc import Coroutine
from datetime import datetime, timedelta
from typing import Any, TypeVar

from demo.clock import SteppedClock

T = TypeVar("T")


class JumpingClock:
    """Nobody waits: whoever sleeps moves the time on. For one thing at a time."""

    def __init__(self) -> None:
        self.stepped = SteppedClock()
        self.slept: list[float] = []

    def now(self) -> datetime:
        return self.stepped.now()

    def elapsed(self) -> float:
        return self.stepped.elapsed()

    async def sleep(self, seconds: float) -> None:
        if seconds > 0:
            self.slept.append(seconds)
        await self.stepped.advance(timedelta(seconds=max(0.0, seconds)))


async def play(clock: SteppedClock, *stories: Coroutine[Any, Any, T]) -> list[T]:
    """Run these together, moving the clock to the next sleeper whenever all of them wait for time."""
    tasks = [asyncio.ensure_future(story) for story in stories]
    while not all(task.done() for task in tasks):
        await clock.advance(timedelta())
        await clock.sleep(0)
        due = clock.next_due()
        if due is not None and not all(task.done() for task in tasks):
            await clock.advance_to(due)
    return [task.result() for task in tasks]
