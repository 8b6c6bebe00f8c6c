"""Wake-ups: none is lost while its record is worked on, and one that breaks harms no other."""

import asyncio
import logging

import pytest

from bot.alarm import Alarm, LocalJobs
from bot.tracker import Tracker
from demo.clock import SteppedClock, WallClock


async def a_moment(tracker: Tracker) -> None:
    """Let the jobs begin; they do not end by themselves."""
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await tracker.idle()


async def test_a_wake_up_during_the_work_leads_to_one_more_look() -> None:
    tracker, gate, looks = Tracker(), asyncio.Event(), list[str]()
    jobs = LocalJobs(tracker)

    async def work(kind: str, tenant_id: str, key: str) -> None:
        looks.append(key)
        await gate.wait()

    jobs.work_with(work)
    jobs.wake("request", "t", "1")
    await a_moment(tracker)
    for _ in range(5):
        jobs.wake("request", "t", "1")
    jobs.wake("request", "t", "2")
    gate.set()
    await tracker.idle()
    assert sorted(looks) == ["1", "1", "2"]


async def test_a_broken_wake_up_is_logged_and_the_next_one_works(caplog: pytest.LogCaptureFixture) -> None:
    tracker, done = Tracker(), list[str]()
    jobs = LocalJobs(tracker)

    async def work(kind: str, tenant_id: str, key: str) -> None:
        if not done:
            done.append("broken")
            raise ZeroDivisionError
        done.append(key)

    jobs.work_with(work)
    with caplog.at_level(logging.ERROR):
        jobs.wake("request", "t", "1")
        await tracker.idle()
    jobs.wake("request", "t", "1")
    await tracker.idle()
    assert done == ["broken", "1"]
    assert "request 1" in caplog.text


async def test_after_the_end_nothing_begins() -> None:
    tracker, begun = Tracker(), list[str]()
    jobs = LocalJobs(tracker)

    async def work(kind: str, tenant_id: str, key: str) -> None:
        try:
            begun.append(key)
            await asyncio.Event().wait()
        finally:
            jobs.wake("request", "t", "after")

    jobs.work_with(work)
    jobs.wake("request", "t", "1")
    await a_moment(tracker)
    await tracker.cancel()
    await tracker.idle()
    assert begun == ["1"]


async def test_the_alarm_rings_and_stops() -> None:
    rung = asyncio.Event()

    async def look() -> None:
        rung.set()

    alarm = Alarm(look, WallClock(), every=1)
    alarm.start()
    async with asyncio.timeout(5):
        await rung.wait()
    alarm.stop()


async def test_a_clock_that_stands_still_is_left_in_peace() -> None:
    looks: list[int] = []

    async def look() -> None:
        looks.append(1)

    clock = SteppedClock()
    alarm = Alarm(look, clock)
    for _ in range(3):
        await alarm._ring()
    assert len(looks) == 1
