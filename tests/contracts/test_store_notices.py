"""What `engine.ports.Store` promises about notices, over SQLite and PostgreSQL; and when it wants to be woken."""

from dataclasses import replace
from datetime import timedelta

from engine.notice import CardRef
from engine.ports import Store
from engine.request import Lease, State
from tests.store.records import (
    ANA,
    BEA,
    CHAT,
    LATER,
    NOW,
    SOON,
    TENANT,
    a_notice,
    a_reminder,
    a_request,
    an_errand,
)

CARD = CardRef("k-1", "m-1")


async def test_notices_are_taken_oldest_first_and_go_when_they_are_settled(store: Store) -> None:
    async with store.change() as unit:
        told = [await unit.notify(a_notice(f"request:{n}", to)) for n, to in ((1, BEA), (2, CHAT), (3, BEA))]
        await unit.notify(replace(a_notice("request:4"), due=LATER))
    taken = await store.claim_notices("me", NOW, SOON, 9)
    assert taken == told
    assert not await store.claim_notices("they", NOW, SOON, 9)
    async with store.change() as unit:
        await unit.settle_notice(TENANT, taken[0].id, card=CARD)
        await unit.settle_notice(TENANT, taken[1].id)
        await unit.settle_notice(TENANT, taken[1].id)
    assert await store.card(TENANT, "request:1", BEA.id) == CARD
    assert await store.card(TENANT, "request:2", CHAT.key) is None
    assert [each.about for each in await store.claim_notices("they", LATER, LATER, 9)] == ["request:3", "request:4"]


async def test_a_later_notice_takes_the_place_of_one_that_was_not_sent(store: Store) -> None:
    async with store.change() as unit:
        await unit.notify(replace(a_notice(code="first"), fresh=True))
        await unit.notify(a_notice(to=ANA))
        last = await unit.notify(a_notice(code="second"))
    taken = await store.claim_notices("me", NOW, SOON, 9)
    assert [(each.code, each.to, each.fresh) for each in taken] == [("second", BEA, True), ("", ANA, False)]
    assert taken[0].id == last.id


async def test_what_replaces_a_notice_that_is_being_sent_is_sent_after_it(store: Store) -> None:
    async with store.change() as unit:
        await unit.notify(replace(a_notice(code="first"), fresh=True))
    [first] = await store.claim_notices("me", NOW, SOON, 9)
    async with store.change() as unit:
        second = await unit.notify(a_notice(code="second"))
    assert not await store.claim_notices("they", NOW, SOON, 9)
    async with store.change() as unit:
        await unit.settle_notice(TENANT, first.id, card=CARD)
    assert await store.claim_notices("they", NOW, SOON, 9) == [second]
    assert second.fresh is False


async def test_a_notice_that_failed_waits_and_is_not_hurried_by_the_next(store: Store) -> None:
    async with store.change() as unit:
        await unit.notify(a_notice(code="first"))
    [first] = await store.claim_notices("me", NOW, SOON, 9)
    async with store.change() as unit:
        await unit.retry_notice(TENANT, first.id, SOON, counts=True)
        await unit.notify(a_notice(code="second"))
    assert not await store.claim_notices("me", NOW, SOON, 9)
    [second] = await store.claim_notices("me", SOON, LATER, 9)
    assert (second.code, second.attempts) == ("second", 1)


async def test_a_notice_that_was_only_held_back_has_all_its_tries_before_it(store: Store) -> None:
    async with store.change() as unit:
        await unit.notify(a_notice())
    for due, until in ((NOW, SOON), (SOON, LATER)):
        [taken] = await store.claim_notices("me", due, until, 9)
        assert taken.attempts == 0
        async with store.change() as unit:
            await unit.retry_notice(TENANT, taken.id, until, counts=False)
        assert not await store.claim_notices("me", due, until, 9)


async def test_a_settled_number_is_never_given_again(store: Store) -> None:
    async with store.change() as unit:
        old = await unit.notify(a_notice())
        await unit.settle_notice(TENANT, old.id)
        new = await unit.notify(a_notice())
        await unit.settle_notice(TENANT, old.id)
    assert await store.claim_notices("me", NOW, SOON, 9) == [new]


async def test_it_wakes_for_the_first_of_everything(store: Store) -> None:
    async def add(minutes: int) -> None:
        at = NOW + timedelta(minutes=minutes)
        async with store.change() as unit:
            if minutes == 5:
                await unit.add_request(replace(a_request(), state=State.WAITING, expires_at=at))
            elif minutes == 4:
                await unit.save_reminder(a_reminder(due=at))
            elif minutes == 3:
                await unit.notify(replace(a_notice(), due=at))
            elif minutes == 2:
                await unit.add_errand(replace(an_errand(), accepted_at=at))
            else:
                await unit.add_request(replace(a_request("act-9"), asked_at=at))

    for minutes in (5, 4, 3, 2, 1):
        await add(minutes)
        assert await store.next_due() == NOW + timedelta(minutes=minutes)


async def test_it_sleeps_until_a_lease_ends(store: Store) -> None:
    async with store.change() as unit:
        await unit.add_request(replace(a_request(), lease=Lease("me", SOON)))
    assert await store.next_due() == SOON
    async with store.change() as unit:
        await unit.notify(a_notice())
    assert (due := await store.next_due()) and due < NOW
    await store.claim_notices("me", NOW, SOON, 9)
    assert await store.next_due() == SOON


async def test_ended_things_wake_nobody(store: Store) -> None:
    async with store.change() as unit:
        await unit.add_request(replace(a_request(), state=State.DONE))
        await unit.add_errand(an_errand())
        await unit.answer_errand(TENANT, "act-1")
    assert await store.next_due() is None
