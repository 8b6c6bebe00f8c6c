"""What `engine.ports.Store` promises when several act at once, or one dies, over SQLite and PostgreSQL."""

from asyncio import CancelledError, Event, create_task, gather, timeout
from dataclasses import replace

import pytest

from engine.audit import broken_at
from engine.ports import LostRace, Store
from engine.request import Lease, Person, Request, State
from engine.snapshot import Snapshot
from store import Memory
from tests.store.records import (
    BEA,
    DAY,
    LATER,
    NOW,
    SOON,
    TENANT,
    a_campaign,
    a_decision,
    a_help_request,
    a_member,
    a_notice,
    a_reminder,
    a_request,
    a_slot,
    an_errand,
    an_event,
    some_rows,
)


class Broken(Exception):
    """Something went wrong in a unit of work."""


async def test_twenty_at_once_count_to_twenty_in_one_chain(store: Memory, other: Memory) -> None:
    async def ask(n: int) -> Request:
        async with (store if n % 2 else other).change() as unit:
            await unit.append(TENANT, an_event(f"asked-{n}"))
            return await unit.add_request(a_request(f"act-{n}"))

    numbers = [each.number for each in await gather(*map(ask, range(20)))]
    assert sorted(numbers) == list(range(1, 21))
    chain = await store.chain(TENANT)
    assert broken_at(chain) is None
    assert len(chain) == 20


async def test_of_two_who_save_at_once_one_wins(store: Memory, other: Memory) -> None:
    async with store.change() as unit:
        seen = await unit.add_request(a_request())

    async def save(memory: Memory, state: State) -> bool:
        try:
            async with memory.change() as unit:
                await unit.save_request(replace(seen, state=state))
        except LostRace:
            return False
        return True

    won = await gather(save(store, State.PLANNED), save(other, State.CANCELLED))
    assert sorted(won) == [False, True]


async def test_approvals_at_once_are_each_counted_once_and_see_each_other(store: Memory, other: Memory) -> None:
    async with store.change() as unit:
        await unit.add_request(a_request())

    async def approve(n: int) -> int:
        async with (store if n % 2 else other).change() as unit:
            before = len(await unit.decisions(TENANT, 1))
            await unit.add_decision(TENANT, a_decision(1, Person(f"p-{n}", "")))
            return before

    assert sorted(await gather(*map(approve, range(8)))) == list(range(8))


async def test_one_lease_is_given_to_one(store: Memory, other: Memory) -> None:
    async with store.change() as unit:
        await unit.add_request(a_request())

    async def lease(n: int) -> bool:
        async with (store if n % 2 else other).change() as unit:
            return await unit.lease_request(TENANT, 1, Lease(f"worker-{n}", SOON), NOW)

    assert sum(await gather(*map(lease, range(8)))) == 1


async def test_a_persons_day_is_taken_by_one(store: Memory, other: Memory) -> None:
    async def take(n: int) -> bool:
        async with (store if n % 2 else other).change() as unit:
            return await unit.take_slot(replace(a_slot(), about=f"by-{n}"))

    taken = await gather(*map(take, range(8)))
    assert sum(taken) == 1
    assert (slot := await store.slot(TENANT, BEA.id, DAY)) and slot.about == f"by-{taken.index(True)}"


async def test_people_who_are_added_at_once_are_each_added_once(store: Memory, other: Memory) -> None:
    async with store.change() as unit:
        await unit.add_campaign(a_campaign())

    async def add(n: int) -> int:
        async with (store if n % 2 else other).change() as unit:
            return await unit.add_members([a_member(f"u-{each}", wave=n + 1) for each in range(50, -1, -1)])

    assert sorted(await gather(*map(add, range(4)))) == [0, 0, 0, 51]
    assert sum((await store.count_members(TENANT, 1)).values()) == 51


async def test_of_campaigns_of_one_name_one_begins(store: Memory, other: Memory) -> None:
    async def begin(n: int) -> bool:
        try:
            async with (store if n % 2 else other).change() as unit:
                await unit.add_campaign(a_campaign("Finance" if n < 2 else "FINANCE", request=n))
        except LostRace:
            return False
        return True

    assert sorted(await gather(*map(begin, range(4)))) == [False, False, False, True]


async def test_one_of_several_opens_a_help_request_and_takes_the_snapshot(store: Memory, other: Memory) -> None:
    async def ask(n: int) -> bool:
        try:
            async with (store if n % 2 else other).change() as unit:
                await unit.add_help_request(a_help_request())
        except LostRace:
            return False
        return True

    async def count(n: int) -> bool:
        async with (store if n % 2 else other).change() as unit:
            return await unit.add_snapshot(Snapshot(tenant_id=TENANT, day=DAY, counts={"people": str(n)}))

    assert sum(await gather(*map(ask, range(4)))) == 1
    assert sum(await gather(*map(count, range(4)))) == 1


@pytest.mark.parametrize("what", ["errands", "requests", "reminders", "notices"])
async def test_claimers_never_share(store: Memory, other: Memory, what: str) -> None:
    async with store.change() as unit:
        for n in range(60):
            await unit.add_errand(an_errand(f"act-{n}"))
            await unit.add_request(a_request(f"act-{n}"))
            await unit.save_reminder(a_reminder(f"r-{n}", person=Person(f"p-{n}", "")))
            await unit.notify(a_notice(f"request:{n}"))

    async def take(n: int) -> list[str]:
        taken: list[str] = []
        claim = getattr(store if n % 2 else other, f"claim_{what}")
        while found := await claim(f"worker-{n}", NOW, SOON, 7):
            taken += [str(getattr(each, "activity_id", "") or each.id) for each in found]
        return taken

    shares = await gather(*map(take, range(6)))
    everything = [each for share in shares for each in share]
    assert len(everything) == len(set(everything)) == 60


async def test_an_exception_leaves_nothing_behind(store: Store) -> None:
    async def break_down() -> None:
        async with store.change() as unit:
            await unit.add_request(a_request())
            await unit.put_rows(TENANT, 1, some_rows(3))
            await unit.append(TENANT, an_event())
            await unit.notify(a_notice())
            raise Broken

    with pytest.raises(Broken):
        await break_down()
    assert await store.requests(TENANT) == []
    assert await store.chain(TENANT) == []
    assert not await store.claim_notices("me", NOW, SOON, 9)
    async with store.change() as unit:
        assert (await unit.add_request(a_request())).number == 1


async def test_a_cancelled_unit_leaves_nothing_and_the_next_goes_on(store: Store) -> None:
    inside = Event()

    async def hang() -> None:
        async with store.change() as unit:
            await unit.add_request(a_request())
            inside.set()
            await Event().wait()

    task = create_task(hang())
    await inside.wait()
    waiting = create_task(_ask(store))
    task.cancel()
    assert (await waiting).number == 1
    assert [type(each) for each in await gather(task, return_exceptions=True)] == [CancelledError]


async def test_one_who_gives_up_waiting_does_not_hold_up_the_next(store: Store) -> None:
    async with store.change() as unit:
        await unit.add_request(a_request("act-2"))
        with pytest.raises(TimeoutError):
            async with timeout(0.2):
                await create_task(_ask(store))
    assert (await _ask(store)).number == 2


async def test_readers_do_not_wait_for_a_writer_and_see_what_is_committed(store: Store) -> None:
    async with timeout(5), store.change() as unit:
        await unit.add_request(a_request())
        assert await store.request(TENANT, 1) is None
        assert await unit.request(TENANT, 1) is not None
        assert await store.next_due() is None
        assert await gather(*(store.requests(TENANT) for _ in range(30))) == [[]] * 30
    assert await store.request(TENANT, 1) is not None


async def test_units_inside_of_units_are_refused_rather_than_hang(store: Store) -> None:
    async with store.change() as unit:
        await unit.add_request(a_request())
        with pytest.raises(RuntimeError, match="unit of work"):
            async with store.change():
                pass
        with pytest.raises(RuntimeError, match="unit of work"):
            await store.claim_requests("me", NOW, LATER, 1)
    assert await store.request(TENANT, 1) is not None


async def _ask(store: Store) -> Request:
    async with store.change() as unit:
        return await unit.add_request(a_request())
