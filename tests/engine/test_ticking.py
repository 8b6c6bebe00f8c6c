"""Errands and wake-ups: lost, doubled or late, they harm nothing."""

import asyncio
from datetime import timedelta

from demo.seed import cast
from engine import Errand, NoticeKind
from engine.late import already
from tests.engine.bench import ANA, CHAT, Bench


def errand(bench: Bench, turn: str = "1") -> Errand:
    return Errand(
        tenant_id=cast.TENANT_ID, activity_id=turn, person=ANA, place=CHAT, text="mfa status",
        accepted_at=bench.clock.now(),
    )  # fmt: skip


async def test_an_errand_is_answered_once(bench: Bench) -> None:
    answered: list[str] = []

    async def answer(each: Errand) -> None:
        answered.append(each.activity_id)

    bench.engine.answer_errands_with(answer)
    assert await bench.engine.accept(errand(bench))
    assert not await bench.engine.accept(errand(bench))
    await bench.settle()
    await bench.engine.work("errand", cast.TENANT_ID, "1")
    bench.clock.skip(timedelta(hours=1))
    assert await bench.engine.tick() == 0
    assert answered == ["1"]


async def test_a_doubled_wake_up_does_not_answer_twice(bench: Bench) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()
    answered: list[str] = []

    async def answer(each: Errand) -> None:
        begun.set()
        await go_on.wait()
        answered.append(each.activity_id)

    bench.engine.answer_errands_with(answer)
    await bench.engine.accept(errand(bench))
    first = asyncio.create_task(bench.settle())
    await begun.wait()
    await bench.engine.work("errand", cast.TENANT_ID, "1")
    go_on.set()
    await first
    assert answered == ["1"]


async def test_a_lost_wake_up_is_found_by_the_tick(bench: Bench) -> None:
    answered: list[str] = []

    async def answer(each: Errand) -> None:
        answered.append(each.activity_id)

    await bench.engine.accept(errand(bench))
    bench.bell.rung.clear()
    two = bench.another("two")
    two.answer_errands_with(answer)
    assert await two.tick() == 0
    bench.clock.skip(bench.house.errand_lease)
    assert await two.tick() == 1
    await bench.settle(two)
    assert answered == ["1"]


async def test_an_errand_that_breaks_every_time_is_given_up_with_a_word(bench: Bench) -> None:
    await bench.engine.accept(errand(bench))
    for _ in range(bench.house.errand_attempts):
        bench.clock.skip(bench.house.errand_lease)
        assert await bench.engine.tick() == 1
        assert bench.bell.rung
        bench.bell.rung.clear()
    bench.clock.skip(bench.house.errand_lease)
    await bench.engine.tick()
    assert not bench.bell.rung
    (told,) = await bench.notices()
    assert (told.kind, told.code, told.to) == (NoticeKind.TOLD, "went-wrong", CHAT)
    assert await bench.engine.next_due() is None


async def test_wake_ups_about_nothing_are_harmless(bench: Bench) -> None:
    for kind, tenant_id, key in (
        ("request", cast.TENANT_ID, "99"), ("errand", cast.TENANT_ID, "none"), ("notices", cast.TENANT_ID, ""),
        ("request", "another tenant", "1"), ("moon", cast.TENANT_ID, "full"),
    ):  # fmt: skip
        await bench.engine.work(kind, tenant_id, key)


async def test_a_tick_takes_no_more_than_it_may(bench: Bench) -> None:
    for n in range(7):
        await bench.engine.accept(errand(bench, str(n)))
    bench.clock.skip(bench.house.errand_lease)
    small = bench.another("small", claims=5)
    assert [await small.tick() for _ in range(3)] == [5, 2, 0]


def test_how_long_ago() -> None:
    ago = {seconds: already("Bea", "approved", timedelta(seconds=seconds)).reason.facts["ago"]
           for seconds in (-5, 0, 59, 60, 7_200, 90_000)}  # fmt: skip
    assert list(ago.values()) == [
        "a moment ago", "a moment ago", "a moment ago", "1 minute ago", "2 hours ago", "1 day ago"
    ]  # fmt: skip
