"""What `engine.ports.Store` promises, over SQLite and PostgreSQL: records, versions, leases, the chain."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta, timezone

import pytest

from engine.audit import GENESIS, Event, broken_at
from engine.draft import Draft
from engine.notice import CardRef
from engine.ports import LostRace, Store
from engine.reminder import ReminderState
from engine.request import Lease, Place, RowState, State
from tenant.ports import Area
from tests.store.records import (
    ANA,
    BEA,
    CHAT,
    LATER,
    NOW,
    OTHER_TENANT,
    SOON,
    TENANT,
    a_decision,
    a_reminder,
    a_request,
    a_row,
    an_errand,
    an_event,
    some_rows,
)

MINE, THEIRS = Lease("me", SOON), Lease("they", SOON)
ODD = "line\nbreak, nul \x00, half a pair \ud83d, emoji 🔑, <b>'quoted'</b>"  # what people paste


async def test_a_request_comes_back_as_it_went_in_with_a_number(store: Store) -> None:
    full = replace(a_request(), said=ODD, audience=(BEA, CHAT), planned_at=NOW.astimezone(timezone(timedelta(hours=2))))
    async with store.change() as unit:
        added = await unit.add_request(full)
    assert added == replace(full, number=1)
    assert await store.request(TENANT, 1) == added
    assert await store.request_of(TENANT, "act-1") == added


async def test_requests_count_from_one_in_each_tenant_and_do_not_see_each_other(store: Store) -> None:
    async with store.change() as unit:
        numbers = [(await unit.add_request(a_request(f"act-{n}"))).number for n in range(3)]
    async with store.change() as unit:
        elsewhere = await unit.add_request(a_request("act-1", tenant_id=OTHER_TENANT))
    assert (numbers, elsewhere.number) == ([1, 2, 3], 1)
    assert await store.request(OTHER_TENANT, 2) is None
    assert [each.number for each in await store.requests(TENANT)] == [3, 2, 1]


async def test_requests_are_listed_newest_first_by_state_and_asker(store: Store) -> None:
    async with store.change() as unit:
        for n in range(4):
            await unit.add_request(replace(a_request(f"act-{n}"), asker=ANA if n % 2 else BEA))
        first = await unit.request(TENANT, 1)
        assert first
        await unit.save_request(replace(first, state=State.PLANNED))
    assert [each.number for each in await store.requests(TENANT, states=[State.ASKED], limit=2)] == [4, 3]
    assert [each.number for each in await store.requests(TENANT, asker=BEA.id)] == [3, 1]


async def test_a_turn_that_comes_twice_makes_one_request(store: Store) -> None:
    async with store.change() as unit:
        await unit.add_request(a_request())
    with pytest.raises(LostRace):
        async with store.change() as unit:
            await unit.add_request(a_request())
    async with store.change() as unit:
        assert (await unit.add_request(a_request("act-2"))).number == 2


async def test_the_loser_of_a_save_learns_that_it_lost(store: Store) -> None:
    async with store.change() as unit:
        seen = await unit.add_request(a_request())
    async with store.change() as unit:
        won = await unit.save_request(replace(seen, state=State.PLANNED))
    with pytest.raises(LostRace):
        async with store.change() as unit:
            await unit.save_request(replace(seen, state=State.CANCELLED))
    assert won.version == seen.version + 1
    assert await store.request(TENANT, 1) == won


async def test_a_lease_is_for_one_until_it_ends_and_survives_a_save(store: Store) -> None:
    async with store.change() as unit:
        seen = await unit.add_request(a_request())
        assert await unit.lease_request(TENANT, 1, MINE, NOW)
        await unit.save_request(replace(seen, state=State.PLANNED))
    async with store.change() as unit:
        assert not await unit.lease_request(TENANT, 1, THEIRS, NOW)
        assert await unit.lease_request(TENANT, 1, Lease("me", LATER), NOW)
        assert await unit.lease_request(TENANT, 1, THEIRS, LATER)
        await unit.release_request(TENANT, 1, "me")
        assert (held := await unit.request(TENANT, 1)) and held.lease == THEIRS
        await unit.release_request(TENANT, 1, "they")
        assert (free := await unit.request(TENANT, 1)) and free.lease is None


async def test_a_process_that_is_alone_ends_the_leases_of_the_dead(store: Store) -> None:
    async with store.change() as unit:
        await unit.add_request(a_request())
        await unit.lease_request(TENANT, 1, MINE, NOW)
    await store.break_leases()
    async with store.change() as unit:
        assert await unit.lease_request(TENANT, 1, THEIRS, NOW)


async def test_rows_are_kept_in_order_and_read_in_pages(store: Store) -> None:
    planned = some_rows(25)
    async with store.change() as unit:
        await unit.add_request(a_request())
        await unit.put_rows(TENANT, 1, planned[:10])
        await unit.put_rows(TENANT, 1, planned[10:])
    assert await store.rows(TENANT, 1) == planned
    assert [row.n for row in await store.rows(TENANT, 1, after=20, limit=3)] == [21, 22, 23]
    async with store.change() as unit:
        await unit.drop_rows(TENANT, 1)
    assert await store.rows(TENANT, 1) == []


async def test_a_plan_of_thirty_thousand_rows_is_stored_in_seconds(store: Store) -> None:
    planned = some_rows(30_000)
    async with store.change() as unit:
        await unit.add_request(a_request())
        await unit.put_rows(TENANT, 1, planned)
    async with store.change() as unit:
        assert await unit.mark_undone(TENANT, 1, range(1, 30_001), by=2) == 30_000
    assert [row.n for row in await store.rows(TENANT, 1, after=29_998)] == [29_999, 30_000]


async def test_rows_are_written_only_under_the_lease(store: Store) -> None:
    async with store.change() as unit:
        await unit.add_request(a_request())
        await unit.put_rows(TENANT, 1, some_rows(3))
        await unit.lease_request(TENANT, 1, MINE, NOW)
    done = replace(a_row(2), state=RowState.DONE, verified=True)
    async with store.change() as unit:
        await unit.set_rows(TENANT, 1, [done], owner="me", now=NOW)
    for owner, now in (("they", NOW), ("me", LATER)):
        with pytest.raises(LostRace):
            async with store.change() as unit:
                await unit.set_rows(TENANT, 1, [a_row(2)], owner=owner, now=now)
    assert await store.rows(TENANT, 1, states=[RowState.DONE]) == [done]


async def test_each_row_is_undone_once_and_stays_marked(store: Store) -> None:
    async with store.change() as unit:
        await unit.add_request(a_request())
        await unit.put_rows(TENANT, 1, some_rows(4))
        assert await unit.mark_undone(TENANT, 1, [1, 2], by=2) == 2
        assert await unit.mark_undone(TENANT, 1, [2, 3, 9], by=3) == 1
        await unit.lease_request(TENANT, 1, MINE, NOW)
        await unit.set_rows(TENANT, 1, some_rows(4), owner="me", now=NOW)
    assert [row.undone_by for row in await store.rows(TENANT, 1)] == [2, 2, 3, None]


async def test_an_approver_has_one_word_on_a_request(store: Store) -> None:
    async with store.change() as unit:
        await unit.add_request(a_request())
        await unit.add_decision(TENANT, a_decision(1, BEA))
        await unit.add_decision(TENANT, a_decision(1, ANA))
    with pytest.raises(LostRace):
        async with store.change() as unit:
            await unit.add_decision(TENANT, a_decision(1, BEA))
    assert await store.decisions(TENANT, 1) == [a_decision(1, BEA), a_decision(1, ANA)]


async def test_the_chain_follows_from_link_to_link(store: Store) -> None:
    local = Event(at=NOW.astimezone(timezone(timedelta(hours=5.5))), kind="halted", actor="muster", facts={"why": ODD})
    async with store.change() as unit:
        links = [await unit.append(TENANT, each) for each in (an_event(), local, an_event("done"))]
    async with store.change() as unit:
        await unit.append(OTHER_TENANT, an_event())
    assert await store.chain(TENANT) == links
    assert links[0].before == GENESIS
    assert broken_at(await store.chain(TENANT)) is None
    assert [link.n for link in await store.chain(TENANT, after=1, limit=1)] == [2]
    assert len(await store.chain(OTHER_TENANT)) == 1


async def test_a_forgotten_person_leaves_the_chain_whole(store: Store) -> None:
    async with store.change() as unit:
        key = await unit.person_key(TENANT, ANA.id)
        assert await unit.person_key(TENANT, ANA.id) == key
        assert await unit.person_key(TENANT, BEA.id) != key
        await unit.append(TENANT, an_event(actor=key))
    async with store.change() as unit:
        assert await unit.forget(TENANT, ANA.id)
        assert not await unit.forget(TENANT, ANA.id)
        assert await unit.person_key(TENANT, ANA.id) != key
    assert broken_at(await store.chain(TENANT)) is None


async def test_everything_starts_closed_and_running(store: Store) -> None:
    assert await store.writes_on(TENANT) == frozenset()
    assert await store.halted(TENANT) is False
    async with store.change() as unit:
        for area in (Area.MFA, Area.PHONE, Area.MFA):
            await unit.set_writes(TENANT, area, True)
        await unit.set_writes(TENANT, Area.PHONE, False)
        await unit.set_halted(TENANT, True)
    assert await store.writes_on(TENANT) == {Area.MFA}
    assert await store.halted(TENANT) is True
    assert await store.halted(OTHER_TENANT) is False


async def test_a_draft_is_saved_by_compare_and_swap(store: Store) -> None:
    new = Draft(
        tenant_id=TENANT, place="p", person_id=ANA.id, command="mfa enable", saved_at=NOW, filled={"who": ODD},
        choices=("a", "b"),
    )  # fmt: skip
    async with store.change() as unit:
        saved = await unit.save_draft(new)
        again = await unit.save_draft(replace(saved, asking="skip"))
    assert await store.draft(TENANT, "p", ANA.id) == again
    for late in (new, saved):
        with pytest.raises(LostRace):
            async with store.change() as unit:
                await unit.save_draft(late)
    async with store.change() as unit:
        await unit.drop_draft(TENANT, "p", ANA.id)
        assert await unit.draft(TENANT, "p", ANA.id) is None
        assert (await unit.save_draft(new)).version == 1


async def test_an_errand_is_taken_once_and_leaves_when_it_is_answered(store: Store) -> None:
    errand = replace(an_errand(), text=ODD, mentions={"Eve": "e-5"})
    async with store.change() as unit:
        await unit.add_errand(errand)
    with pytest.raises(LostRace):
        async with store.change() as unit:
            await unit.add_errand(errand)
    assert await store.claim_errands("me", NOW, SOON, 9) == [replace(errand, attempts=1, lease=MINE)]
    assert not await store.claim_errands("they", NOW, SOON, 9)
    assert [each.attempts for each in await store.claim_errands("they", SOON, LATER, 9)] == [2]
    async with store.change() as unit:
        await unit.answer_errand(TENANT, "act-1")
    assert not await store.claim_errands("me", LATER, LATER, 9)
    assert (answered := await store.errand(TENANT, "act-1")) and answered.answered


async def test_places_cards_and_answers_are_remembered(store: Store) -> None:
    async with store.change() as unit:
        await unit.save_address(TENANT, "k-1", '{"x": 1}', ANA.id)
        await unit.save_address(TENANT, "k-1", '{"x": 2}')
        await unit.save_address(TENANT, "k-2", ODD)
        for message in ("m-1", "m-2"):
            await unit.save_card(TENANT, "request:1", ANA.id, CardRef("k-1", message))
            await unit.save_reply(TENANT, "act-1", message + ODD)
    assert await store.address(TENANT, "k-1") == '{"x": 2}'
    assert await store.address(TENANT, "k-2") == ODD
    assert await store.personal_place(TENANT, ANA.id) == "k-1"
    assert await store.card(TENANT, "request:1", ANA.id) == CardRef("k-1", "m-2")
    assert await store.reply_to(TENANT, "act-1") == "m-2" + ODD


NOTHING: list[Callable[[Store], object]] = [
    lambda store: store.request(TENANT, 1),
    lambda store: store.request_of(TENANT, "x"),
    lambda store: store.draft(TENANT, "x", "x"),
    lambda store: store.errand(TENANT, "x"),
    lambda store: store.reminder(TENANT, "x"),
    lambda store: store.reminder_of(TENANT, "x", "x"),
    lambda store: store.card(TENANT, "x", "x"),
    lambda store: store.address(TENANT, "x"),
    lambda store: store.personal_place(TENANT, "x"),
    lambda store: store.reply_to(TENANT, "x"),
    lambda store: store.next_due(),
]


async def test_what_was_never_said_is_none(store: Store) -> None:
    assert [await ask(store) for ask in NOTHING] == [None] * len(NOTHING)  # type: ignore[misc] # each is a coroutine


async def test_a_person_has_one_open_reminder_for_a_fact(store: Store) -> None:
    async with store.change() as unit:
        first = await unit.save_reminder(a_reminder())
    with pytest.raises(LostRace):
        async with store.change() as unit:
            await unit.save_reminder(a_reminder("r-2"))
    async with store.change() as unit:
        ended = await unit.save_reminder(replace(first, state=ReminderState.ENDED))
        second = await unit.save_reminder(a_reminder("r-2"))
    with pytest.raises(LostRace):
        async with store.change() as unit:
            await unit.save_reminder(replace(ended, state=ReminderState.OPEN))
    with pytest.raises(LostRace):
        async with store.change() as unit:
            await unit.save_reminder(replace(first, sent=1))
    assert await store.reminder(TENANT, "r-1") == ended
    assert await store.reminder_of(TENANT, BEA.id, "registered") == second


async def test_due_reminders_are_taken_once_and_given_back_by_saving(store: Store) -> None:
    async with store.change() as unit:
        due = await unit.save_reminder(a_reminder())
        later = await unit.save_reminder(a_reminder("r-2", person=ANA, due=LATER))
        away = a_reminder("r-3", person=replace(ANA, id="z"), due=SOON)
        lost = await unit.save_reminder(replace(away, state=ReminderState.NOT_REACHABLE))
    assert await store.claim_reminders("me", NOW, SOON, 9) == [due]
    assert not await store.claim_reminders("they", NOW, SOON, 9)
    async with store.change() as unit:
        saved = await unit.save_reminder(replace(due, sent=1))
    assert await store.claim_reminders("they", NOW, SOON, 9) == [saved]
    assert await store.reminders(TENANT) == [saved, lost, later]


async def test_requests_that_want_work_are_taken_once(store: Store) -> None:
    async with store.change() as unit:
        for n, state in enumerate(State):
            await unit.add_request(replace(a_request(f"act-{n}"), state=state))
    taken = await store.claim_requests("me", NOW, SOON, 99)
    assert {each.state for each in taken} == {State.ASKED, State.APPROVED, State.RUNNING}
    assert {each.lease for each in taken} == {MINE}
    assert not await store.claim_requests("they", NOW, SOON, 99)
    assert len(await store.claim_requests("they", SOON, LATER, 2)) == 2


async def test_requests_whose_time_has_passed_are_found(store: Store) -> None:
    async with store.change() as unit:
        for n, state in enumerate(State):
            await unit.add_request(replace(a_request(f"act-{n}"), state=state))
    assert not await store.claim_expired(NOW, 99)
    found = {each.state for each in await store.claim_expired(LATER, 99)}
    assert found == {State.PLANNED, State.WAITING, State.APPROVED}


async def test_a_place_and_a_person_are_told_apart(store: Store) -> None:
    asked = replace(a_request(), place=Place("k", personal=True), audience=(ANA, Place("a", personal=False)))
    async with store.change() as unit:
        await unit.add_request(asked)
    assert (found := await store.request(TENANT, 1)) and found.audience == asked.audience


async def test_it_says_whether_it_can_be_read(store: Store) -> None:
    assert await store.ready()
