"""What `engine.ports.Store` promises about whose turn it is, over SQLite and PostgreSQL."""

from asyncio import gather
from collections import Counter
from dataclasses import replace
from datetime import timedelta

from engine.notice import Notice, NoticeKind
from engine.ports import Store
from engine.request import Person
from store import Memory
from tests.store.records import LATER, NOW, SOON, TENANT, a_notice, a_reminder


async def remind(store: Store, campaign: int | None, many: int) -> None:
    """So many that are due, the first of them first."""
    async with store.change() as unit:
        for n in range(many):
            due = NOW - timedelta(minutes=many - n)
            one = a_reminder(f"{campaign}-{n}", person=Person(f"{campaign}-{n}", ""), due=due)
            await unit.save_reminder(replace(one, campaign=campaign))


def a_reminder_notice(n: int, campaign: int) -> Notice:
    about = f"slot:{campaign}-{n}:2026-01-05"
    to = Person(f"{campaign}-{n}", "")
    return Notice(tenant_id=TENANT, kind=NoticeKind.REMINDER, about=about, to=to, urgent=False, campaign=campaign)


async def test_no_campaign_waits_for_more_than_its_share_of_anothers(store: Store) -> None:
    await remind(store, 1, 40)
    await remind(store, 2, 5)
    await remind(store, None, 3)
    taken = await store.claim_reminders("me", NOW, SOON, 12)
    assert Counter(each.campaign for each in taken) == {1: 5, 2: 4, None: 3}
    assert [each.id for each in taken if each.campaign == 1] == [f"1-{n}" for n in range(5)]
    assert {each.campaign for each in taken[:3]} == {1, 2, None}
    rest = await store.claim_reminders("they", NOW, SOON, 99)
    assert Counter(each.campaign for each in rest) == {1: 35, 2: 1}
    assert not await store.claim_reminders("they", NOW, SOON, 99)


async def test_a_campaign_that_is_not_due_keeps_nobody_from_their_turn(store: Store) -> None:
    async with store.change() as unit:
        await unit.save_reminder(replace(a_reminder("r-1", due=LATER), campaign=1))
        due = await unit.save_reminder(replace(a_reminder("r-2", person=Person("x", "")), campaign=7))
    assert await store.claim_reminders("me", NOW, SOON, 9) == [due]
    assert [each.campaign for each in await store.claim_reminders("me", LATER, LATER, 9)] == [7, 1]


async def test_what_somebody_waits_for_comes_before_all_campaigns(store: Store) -> None:
    async with store.change() as unit:
        for n in range(20):
            await unit.notify(a_reminder_notice(n, 1))
        for n in range(3):
            await unit.notify(a_reminder_notice(n, 2))
        for n in range(4):
            await unit.notify(a_notice(f"request:{n}"))
    assert await store.queued(TENANT) == 23
    taken = await store.claim_notices("me", NOW, SOON, 10)
    assert [each.about for each in taken[:4]] == [f"request:{n}" for n in range(4)]
    assert Counter(each.campaign for each in taken[4:]) == {1: 3, 2: 3}
    assert [each.to for each in taken[4:] if each.campaign == 1] == [Person(f"1-{n}", "") for n in range(3)]
    assert await store.queued(TENANT) == 23
    async with store.change() as unit:
        for each in taken:
            await unit.settle_notice(TENANT, each.id)
    assert await store.queued(TENANT) == 17


async def test_a_notice_that_becomes_urgent_is_no_longer_counted_as_waiting(store: Store) -> None:
    patient = a_reminder_notice(1, 1)
    async with store.change() as unit:
        await unit.notify(patient)
        await unit.notify(replace(patient, urgent=True))
    assert await store.queued(TENANT) == 0
    assert [each.urgent for each in await store.claim_notices("me", NOW, SOON, 9)] == [True]


async def test_several_take_turns_without_sharing_and_none_goes_without(store: Memory, other: Memory) -> None:
    for campaign in (1, 2, 3):
        await remind(store, campaign, 30)

    async def take(n: int) -> list[str]:
        taken: list[str] = []
        while found := await (store if n % 2 else other).claim_reminders(f"worker-{n}", NOW, SOON, 7):
            taken += [each.id for each in found]
        return taken

    everything = [each for share in await gather(*map(take, range(6))) for each in share]
    assert len(everything) == len(set(everything)) == 90


async def test_leases_end_when_the_process_is_alone(store: Store) -> None:
    await remind(store, 1, 3)
    async with store.change() as unit:
        await unit.notify(a_reminder_notice(1, 1))
    await store.claim_reminders("dead", NOW, LATER, 9)
    await store.claim_notices("dead", NOW, LATER, 9)
    assert await store.next_due() == LATER
    await store.break_leases()
    assert len(await store.claim_reminders("me", NOW, SOON, 9)) == 3
    assert len(await store.claim_notices("me", NOW, SOON, 9)) == 1
