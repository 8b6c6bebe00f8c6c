"""Daily checks: one errand a local day, whoever wakes, and only what changed is news."""

from asyncio import gather
from dataclasses import replace
from datetime import timedelta

import pytest

from actions.spec import Refusal
from demo.seed import cast
from engine import Due, DueKind, Errand
from tests.engine.bench import ANA, BEA, BOTH, CHAT, DAN, OLGA, Bench

DAY = timedelta(days=1)


async def subscribed(bench: Bench) -> Due:
    return await bench.engine.subscribe(ANA, CHAT, "next", hour=8)


async def said(bench: Bench, errands: list[Errand]) -> None:
    async def answer(errand: Errand) -> None:
        errands.append(errand)

    bench.engine.answer_errands_with(answer)


async def beat(bench: Bench, after: timedelta = timedelta()) -> None:
    bench.clock.skip(after)
    await bench.engine.tick()
    await bench.settle()


async def code(word: object) -> str:
    with pytest.raises(Refusal) as refused:
        await word  # type: ignore[misc]
    return refused.value.reason.code


@BOTH
async def test_it_is_said_once_a_local_day_by_whoever_asked(bench: Bench) -> None:
    errands: list[Errand] = []
    await said(bench, errands)
    due = await subscribed(bench)
    at = bench.engine._kit.calendar.at
    assert due.kind is DueKind.ERRAND
    assert due.due in {at(bench.clock.now().date() + n * DAY, 8) for n in (0, 1)}
    assert await subscribed(bench) == due
    await beat(bench)
    assert errands == []
    for _ in range(3):
        await beat(bench, DAY)
    assert [(each.text, each.person, each.place) for each in errands] == [("next", ANA, CHAT)] * 3
    assert len({each.activity_id for each in errands}) == 3
    assert {each.standing for each in errands} == {due.id}


async def test_two_processes_say_it_once_and_missed_days_are_not_made_up_for(bench: Bench) -> None:
    errands: list[Errand] = []
    await said(bench, errands)
    due = await subscribed(bench)
    bench.clock.skip(5 * DAY)
    two = bench.another("two")
    await gather(*(each._ticking._dues._ways[DueKind.ERRAND](due) for each in (bench.engine, two)))
    await beat(bench)
    assert len(errands) == 1


async def test_a_lost_wake_up_loses_nothing(bench: Bench) -> None:
    errands: list[Errand] = []
    await said(bench, errands)
    await subscribed(bench)
    bench.clock.skip(DAY)
    await bench.engine.tick()
    bench.bell.rung.clear()
    await beat(bench, bench.house.errand_lease)
    assert len(errands) == 1


async def test_halted_nothing_is_said_and_ended_it_is_over(bench: Bench) -> None:
    errands: list[Errand] = []
    await said(bench, errands)
    await subscribed(bench)
    await bench.engine.halt(BEA)
    await beat(bench, DAY)
    assert errands == []
    await bench.engine.resume_all(OLGA)
    await beat(bench, bench.house.reminder_lease)
    assert len(errands) == 1
    assert await code(bench.engine.unsubscribe(DAN, CHAT, "next")) == "not-operator"
    assert await bench.engine.unsubscribe(ANA, CHAT, "Next ")
    assert not await bench.engine.unsubscribe(ANA, CHAT, "next")
    await beat(bench, 2 * DAY)
    assert len(errands) == 1
    assert await bench.engine.subscriptions() == []


async def test_who_may_and_when(bench: Bench) -> None:
    assert await code(bench.engine.subscribe(DAN, CHAT, "next")) == "not-operator"
    assert await code(bench.engine.subscribe(ANA, CHAT, "next", hour=24)) == "no-such-hour"
    await bench.engine.subscribe(OLGA, CHAT, "next")
    assert [(each.text, each.to, each.place) for each in await bench.engine.subscriptions()] == [("next", OLGA, CHAT)]


async def test_only_what_changed_is_news_and_asking_again_is_the_same_answer(bench: Bench) -> None:
    errands: list[Errand] = []
    await said(bench, errands)
    await subscribed(bench)
    news: list[bool] = []
    for digest in ("a", "a", "b", "a"):
        await beat(bench, DAY)
        news += [await bench.engine.findings_changed(errands[-1], digest) for _ in range(2)]
    assert news == [True, True, False, False, True, True, True, True]
    typed = replace(errands[-1], standing="")
    assert await bench.engine.findings_changed(typed, "a")
    assert await bench.store.due(cast.TENANT_ID, errands[-1].standing) is not None
