"""What `engine.ports.Store` promises about watches and about finding due records, over SQLite and PostgreSQL."""

from asyncio import gather
from dataclasses import replace
from datetime import timedelta

import pytest

from actions.spec import Reason
from engine.due import Due, DueKind, Seen
from engine.ports import LostRace, Store
from engine.watch import Allowance, Watch, WatchState
from tests.store.records import ANA, BEA, CHAT, LATER, NOW, OTHER_TENANT, SOON, TENANT


def a_watch(activity_id: str = "w-1", *, tenant_id: str = TENANT) -> Watch:
    return Watch(
        tenant_id=tenant_id, number=0, action="mfa enable", arguments={"who": '[["group", "MFA Users", "g-1"]]'},
        said='mfa enable group:"MFA Users"', every=timedelta(minutes=15, microseconds=1), by=ANA, place=CHAT,
        activity_id=activity_id, began=NOW,
    )  # fmt: skip


async def added(store: Store, *activities: str) -> list[Watch]:
    async with store.change() as unit:
        return [await unit.add_watch(a_watch(each)) for each in activities]


async def test_a_watch_comes_back_as_it_went_in(store: Store) -> None:
    (made,) = await added(store, "w-1")
    assert made == replace(a_watch(), number=1)
    assert await store.watch(TENANT, 1) == made
    assert await store.watch_of(TENANT, "w-1") == made
    allowed = Allowance(by=BEA, most=5, until=LATER, given=NOW, day="2026-01-05", used=2)
    full = replace(
        made, until=LATER, state=WatchState.ENDED, allowed=allowed, last=SOON, last_request=7,
        trouble=Reason("forbidden", {"scope": "User.Read.All"}),
    )  # fmt: skip
    async with store.change() as unit:
        assert await unit.save_watch(full) == replace(full, version=1)
    assert await store.watch(TENANT, 1) == replace(full, version=1)


async def test_watches_are_counted_in_each_tenant_and_read_by_state(store: Store) -> None:
    made = await added(store, "w-1", "w-2", "w-3")
    async with store.change() as unit:
        other = await unit.add_watch(a_watch(tenant_id=OTHER_TENANT))
        await unit.save_watch(replace(made[1], state=WatchState.OFF))
    assert ([each.number for each in made], other.number) == ([1, 2, 3], 1)
    assert [each.number for each in await store.watches(TENANT)] == [1, 2, 3]
    assert [each.number for each in await store.watches(TENANT, states=[WatchState.ON])] == [1, 3]
    assert [each.number for each in await store.watches(TENANT, limit=2)] == [1, 2]
    assert await store.watch(OTHER_TENANT, 2) is None
    assert await store.watch_of(OTHER_TENANT, "w-2") is None


async def test_one_turn_makes_one_watch(store: Store) -> None:
    await added(store, "w-1")
    with pytest.raises(LostRace):
        await added(store, "w-1")
    assert [each.number for each in await added(store, "w-2")] == [2]


async def test_the_loser_of_a_race_saves_nothing(store: Store) -> None:
    (made,) = await added(store, "w-1")
    async with store.change() as unit:
        await unit.save_watch(replace(made, last_request=1))
    with pytest.raises(LostRace):
        async with store.change() as unit:
            await unit.save_watch(replace(made, last_request=2))
    kept = await store.watch(TENANT, 1)
    assert kept is not None
    assert (kept.last_request, kept.version) == (1, 1)


async def test_no_two_get_one_number(store: Store) -> None:
    async def one(n: int) -> int:
        (made,) = await added(store, f"w-{n}")
        return made.number

    assert sorted(await gather(*(one(n) for n in range(8)))) == list(range(1, 9))


async def test_due_records_are_found_by_how_their_ids_begin(store: Store) -> None:
    async with store.change() as unit:
        for n, due_id in enumerate(("undo:2", "undo:1", "watch:1", "undo%", "UNDO:3")):
            due = Due(tenant_id=TENANT, id=due_id, due=NOW + timedelta(minutes=n), kind=DueKind.UNDO)
            await unit.add_due(due)
        assert len(await unit.dues(TENANT, prefix="watch:")) == 1
    assert [each.id for each in await store.dues(TENANT, prefix="undo:")] == ["undo:2", "undo:1"]
    assert [each.id for each in await store.dues(TENANT, prefix="undo:", limit=1)] == ["undo:2"]
    assert [each.id for each in await store.dues(TENANT, prefix="undo%")] == ["undo%"]
    assert await store.dues(OTHER_TENANT, prefix="undo:") == []


async def test_a_daily_check_keeps_its_place_and_what_it_found(store: Store) -> None:
    due = Due(
        tenant_id=TENANT, id="errand:1", due=NOW, kind=DueKind.ERRAND, to=ANA, place=CHAT, text="next",
        seen=Seen(activity_id="errand:1:2026-01-05", digest="d", before="c"),
    )  # fmt: skip
    async with store.change() as unit:
        await unit.save_due(due)
    assert await store.due(TENANT, "errand:1") == due
