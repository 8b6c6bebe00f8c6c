"""The stepped clock may move only when nobody works: no thread, no answer on its way, in generators or not."""

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from demo import quiet
from demo.clock import SteppedClock, WallClock

Work = Callable[[], Awaitable[None]]


async def seen(*work: Awaitable[None], in_flight: int = 0) -> bool:
    """What is found a few turns of the loop after this work began."""
    tasks = [asyncio.ensure_future(one) for one in work]
    await WallClock().sleep(0.02)
    found = quiet.everybody_waits_for_the_clock(in_flight=in_flight)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return found


async def test_sleepers_and_waiters_are_quiet() -> None:
    async def waits() -> None:
        await asyncio.Event().wait()

    assert await seen(SteppedClock().sleep(5), waits())


async def test_somebody_about_to_run_is_not_quiet() -> None:
    async def spins() -> None:
        while True:
            await SteppedClock().sleep(0)

    assert not await seen(spins())


async def thread(until: threading.Event) -> AsyncIterator[int]:
    """A step that a thread does, inside an async generator."""
    await asyncio.to_thread(until.wait, 5)
    yield 1


@pytest.mark.parametrize("in_generator", [False, True])
async def test_a_thread_at_work_is_not_quiet(in_generator: bool) -> None:
    done = threading.Event()

    async def work() -> None:
        if in_generator:
            async for _ in thread(done):
                pass
        else:
            await asyncio.to_thread(done.wait, 5)

    assert not await seen(work())
    done.set()


async def test_a_request_in_flight_is_not_quiet_unless_the_demo_sleeps_over_it() -> None:
    assert not await seen(SteppedClock().sleep(5), in_flight=1)
