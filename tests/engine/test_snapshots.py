"""What is done every night: counted once a day, certificates told of once for each end, and old records deleted."""

from asyncio import gather
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

import actions.coverage
import actions.domains
from demo import troubles
from demo.seed import cast
from engine import Due, DueKind, Reminder, ReminderState
from engine.house_facts import CERTIFICATE_RENEWED
from tests.engine.bench import BEA, OLGA, Bench, opened

DAY = timedelta(days=1)
NIGHT = datetime(2026, 11, 24, 2, tzinfo=UTC)  # three o'clock in Berlin


EVERYBODY, METHODS = "/users\\?", "/authentication/methods"


@pytest.fixture
async def night(tmp_path: Path) -> AsyncIterator[Bench]:
    async with opened(f"sqlite:///{tmp_path / 'muster.db'}") as bench:
        bench.extra = (actions.coverage, actions.domains)
        bench.engine = bench.another("night")
        await bench.engine.begin()
        yield bench


async def beat(bench: Bench, after: timedelta = timedelta()) -> None:
    bench.clock.skip(after)
    await bench.engine.tick()
    await bench.settle()


async def due(bench: Bench, key: str) -> Due | None:
    return await bench.store.due(cast.TENANT_ID, key)


async def told(bench: Bench) -> list[Reminder]:
    found = await bench.store.reminders(cast.TENANT_ID)
    return [each for each in found if each.fact == CERTIFICATE_RENEWED]


async def test_it_is_promised_once_however_often_it_begins(night: Bench) -> None:
    await night.engine.begin()
    assert (snapshot := await due(night, "snapshot")) and snapshot.due == NIGHT
    assert (purge := await due(night, "purge")) and purge.due == NIGHT + timedelta(minutes=30)
    assert await night.engine.snapshots() == []


async def test_nothing_is_promised_where_nothing_can_be_counted(bench: Bench) -> None:
    await bench.engine.begin()
    assert await due(bench, "snapshot") is None
    assert await due(bench, "purge") is not None


async def test_one_a_day_and_a_missed_night_is_made_up_for_once(night: Bench) -> None:
    await beat(night)
    assert await night.engine.snapshots() == []
    await beat(night, DAY)
    await beat(night)
    bench_day = date(2026, 11, 24)
    assert [each.day for each in await night.engine.snapshots()] == [bench_day]
    await beat(night, 4 * DAY)  # nobody was awake for three nights
    await beat(night)
    assert [each.day for each in await night.engine.snapshots()] == [bench_day, bench_day + 4 * DAY]
    assert [each.day for each in await night.engine.snapshots(1)] == [bench_day + 4 * DAY]
    counts = (await night.engine.snapshots())[-1].counts
    assert int(counts["people"]) > int(counts["protected"]) > 0


async def test_two_processes_count_once(night: Bench) -> None:
    night.clock.skip(DAY)
    two = night.another("two")
    await gather(*(each.work("due", cast.TENANT_ID, "snapshot") for each in (night.engine, two)))
    assert len(await night.engine.snapshots()) == 1
    assert len({each.about for each in await told(night)}) == len(await told(night))


async def test_halted_it_counts_nevertheless(night: Bench) -> None:
    await night.engine.halt(BEA)
    await beat(night, DAY)
    assert len(await night.engine.snapshots()) == 1


async def test_what_cannot_be_read_is_said_in_the_counts(night: Bench) -> None:
    night.world.faults.declare(troubles.read("without-UserAuthenticationMethod.Read.All"))
    await beat(night, DAY)
    [found] = await night.engine.snapshots()
    assert found.counts["unread"] == "methods"
    assert found.counts.keys().isdisjoint({"ready", "done"})
    assert not [name for name in found.counts if name.startswith("department")]
    assert int(found.counts["people"]) > int(found.counts["protected"]) > 0


@pytest.mark.parametrize("path", [EVERYBODY, METHODS, "/authentication/requirements", "conditionalAccess/policies"])
async def test_a_tenant_that_does_not_answer_is_asked_again(night: Bench, path: str) -> None:
    night.world.faults.declare([{"path": path, "effect": "status", "status": 503}])
    await beat(night, DAY)
    assert await night.engine.snapshots() == []
    night.world.faults.declare([])
    await beat(night, night.house.reminder_lease)
    assert len(await night.engine.snapshots()) == 1


async def test_who_may_not_be_counted_holds_up_no_certificate(night: Bench) -> None:
    night.world.faults.declare([{"path": "/v1.0/users\\?", "effect": "status", "status": 403}])
    await beat(night, DAY)
    assert await night.engine.snapshots() == []
    assert await told(night) != []
    assert (again := await due(night, "snapshot")) and again.due > night.clock.now()


async def test_a_process_that_dies_loses_nothing(night: Bench) -> None:
    night.clock.skip(DAY)
    await night.engine.tick()
    night.bell.rung.clear()
    await beat(night, night.house.reminder_lease)
    assert len(await night.engine.snapshots()) == 1


# --- certificates


async def test_owners_are_told_once_for_each_end(night: Bench) -> None:
    await beat(night, DAY)
    first = await told(night)
    assert {(each.person.id, each.about.split("|")[0]) for each in first} >= {(OLGA.id, "factory.contoso.com")}
    assert all(each.until is not None and f"{each.until:%Y-%m-%d}" == each.about.split("|")[1] for each in first)
    await beat(night, DAY)
    assert {each.id for each in await told(night)} == {each.id for each in first}


async def test_whoever_stopped_the_reminder_is_left_in_peace(night: Bench) -> None:
    await beat(night, DAY)
    async with night.store.change() as unit:
        for each in await told(night):
            await unit.save_reminder(replace(each, state=ReminderState.STOPPED))
    await beat(night, DAY)
    assert await told(night) == []


async def test_a_later_certificate_closes_it(night: Bench) -> None:
    await beat(night, DAY)
    [one] = [each for each in await told(night) if each.about.startswith("factory.contoso.com")]
    federation = night.world.federations["factory.contoso.com"]
    federation.next_ends = federation.signing_ends + timedelta(days=345)
    await beat(night, DAY)
    closed = await night.store.reminder(cast.TENANT_ID, one.id)
    assert closed is not None and closed.state is ReminderState.DONE
    assert await due(night, f"certificate:{one.about}") is None


async def test_once_it_has_ended_it_is_forgotten(night: Bench) -> None:
    await beat(night, DAY)
    kept = await night.store.dues(cast.TENANT_ID, prefix="certificate:")
    assert kept and {each.kind for each in kept} == {DueKind.SNAPSHOT}
    await beat(night, 60 * DAY)
    assert {each.id for each in kept}.isdisjoint(
        {each.id for each in await night.store.dues(cast.TENANT_ID, prefix="certificate:")}
    )


# --- purge


async def test_what_is_old_is_deleted_and_the_rest_stays(night: Bench) -> None:
    now = night.clock.now()
    young, old = (
        Reminder(
            tenant_id=cast.TENANT_ID, id=name, person=OLGA, fact=name, began=now - age, due=now - age, asked_by=BEA,
            state=ReminderState.DONE,
        )
        for name, age in (("young", 100 * DAY), ("old", 200 * DAY))
    )  # fmt: skip
    async with night.store.change() as unit:
        await unit.save_reminder(young)
        await unit.save_reminder(old)
    await beat(night, DAY)
    assert await night.store.reminder(cast.TENANT_ID, "old") is None
    assert await night.store.reminder(cast.TENANT_ID, "young") is not None
    assert await night.events("purged") == ["purged"]
    again = await due(night, "purge")
    assert again is not None and again.due == NIGHT + DAY + timedelta(minutes=30)
