import asyncio
from datetime import timedelta

import pytest

from demo.clock import START, SteppedClock, WallClock


async def test_time_stands_still_until_it_is_moved() -> None:
    clock = SteppedClock()
    await clock.sleep(0)
    assert clock.now() == START
    await clock.advance(timedelta(hours=3))
    assert clock.now() == START + timedelta(hours=3)
    assert clock.elapsed() == 3 * 3600


async def test_sleepers_wake_in_order_and_see_their_own_moment() -> None:
    clock = SteppedClock()
    woken: list[tuple[str, float]] = []

    async def sleeper(name: str, *naps: float) -> None:
        for nap in naps:
            await clock.sleep(nap)
            woken.append((name, clock.elapsed()))

    tasks = [asyncio.create_task(sleeper("late", 30)), asyncio.create_task(sleeper("twice", 10, 10))]
    await WallClock().sleep(0)
    assert clock.sleepers == 2
    assert clock.next_due() == START + timedelta(seconds=10)
    await clock.advance(timedelta(minutes=1))
    await asyncio.gather(*tasks)
    assert woken == [("twice", 10), ("twice", 20), ("late", 30)]
    assert clock.next_due() is None


async def test_a_cancelled_sleeper_is_forgotten() -> None:
    clock = SteppedClock()
    task = asyncio.create_task(clock.sleep(5))
    await WallClock().sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert clock.sleepers == 0
    assert clock.next_due() is None


async def test_time_never_runs_backwards() -> None:
    clock = SteppedClock()
    await clock.advance(timedelta(hours=1))
    await clock.advance_to(START)
    assert clock.elapsed() == 3600
