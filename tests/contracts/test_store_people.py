"""What `engine.ports.Store` promises about slots, help, schedules and snapshots; and about forgetting them in time."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from actions.spec import Cadence
from engine.campaign import CampaignState
from engine.help_request import HelpAnswer, HelpState
from engine.hours import Hours
from engine.notice import CardRef, Notice, NoticeKind
from engine.ports import LostRace, Store
from engine.reminder import Reminder, ReminderState
from engine.request import Person
from engine.schedule import ScheduleState
from engine.slot import SlotState
from engine.snapshot import Snapshot
from tests.store.records import (
    ANA,
    BEA,
    DAY,
    LATER,
    NOW,
    OTHER_TENANT,
    SOON,
    TENANT,
    a_campaign,
    a_help_request,
    a_member,
    a_reminder,
    a_schedule,
    a_slot,
    an_errand,
)

LONG = timedelta(days=180)
CARD = CardRef("k-1", "m-1")


async def test_a_slot_is_taken_once_and_says_what_became_of_it(store: Store) -> None:
    async with store.change() as unit:
        assert await unit.take_slot(a_slot())
        assert not await unit.take_slot(replace(a_slot(), about="another"))
        assert await unit.take_slot(a_slot(day=DAY + timedelta(days=1)))
    assert await store.slot(TENANT, BEA.id, DAY) == a_slot()
    sent = replace(a_slot(), state=SlotState.SENT, how="mail", reminders=("r-1",), at=SOON)
    async with store.change() as unit:
        await unit.save_slot(sent)
    assert await store.slot(TENANT, BEA.id, DAY) == sent
    assert await store.slot(TENANT, ANA.id, DAY) is None
    assert await store.slot(OTHER_TENANT, BEA.id, DAY) is None


async def test_slots_are_found_for_many_people_from_a_day_on(store: Store) -> None:
    people = [f"u-{n:04}" for n in range(2_300)]
    async with store.change() as unit:
        for each in people:
            await unit.take_slot(a_slot(each))
        for n in (1, 2):
            await unit.take_slot(a_slot("u-0001", DAY - timedelta(days=n)))
    found = await store.slots(TENANT, ["u-0002", "u-0001", "nobody"], since=DAY - timedelta(days=1))
    assert [(each.person_id, each.day) for each in found] == [
        ("u-0001", DAY - timedelta(days=1)), ("u-0001", DAY), ("u-0002", DAY),
    ]  # fmt: skip
    assert len(await store.slots(TENANT, people, since=DAY)) == 1000
    assert [each.person_id for each in await store.slots(TENANT, people, since=DAY, limit=9_999)] == people
    assert await store.slots(TENANT, people, since=DAY + timedelta(days=1)) == []
    assert await store.slots(TENANT, [], since=DAY) == []


async def test_a_reminder_comes_back_with_its_persons_week(store: Store) -> None:
    hours = Hours(zone="Europe/Berlin", days=frozenset({7, 1, 2}), country="DE", away_until=LATER, language="de")
    full = replace(
        a_reminder(), campaign=3, cadence=Cadence(every=2), hours=hours, until=LATER, warned=True, most_snoozes=5
    )
    async with store.change() as unit:
        saved = await unit.save_reminder(full)
    assert await store.reminder(TENANT, "r-1") == saved == replace(full, version=1)


async def test_reminders_about_different_things_are_open_side_by_side(store: Store) -> None:
    def about(reminder_id: str, thing: str, person: Person = BEA) -> Reminder:
        return replace(a_reminder(reminder_id, person=person), fact="decided", about=thing)

    async with store.change() as unit:
        seven = await unit.save_reminder(replace(about("r-7", "7"), due=SOON))
        eight = await unit.save_reminder(about("r-8", "8"))
        hers = await unit.save_reminder(about("r-9", "7", ANA))
        done = await unit.save_reminder(replace(about("r-1", "7"), state=ReminderState.DONE))
        plain = await unit.save_reminder(a_reminder("r-0"))
    with pytest.raises(LostRace):
        async with store.change() as unit:
            await unit.save_reminder(about("r-10", "7"))
    assert await store.reminder_of(TENANT, BEA.id, "decided", "7") == seven
    assert await store.reminder_of(TENANT, BEA.id, "decided") is None
    assert await store.reminder_of(TENANT, BEA.id, "registered") == plain
    assert await store.reminders_of(TENANT, BEA.id) == [plain, eight, seven]
    assert await store.reminders_about(TENANT, "decided", "7") == [hers, seven]
    assert await store.reminders_about(TENANT, "registered", "") == [plain]
    assert await store.reminders_about(OTHER_TENANT, "decided", "7") == []
    assert done.state is ReminderState.DONE


async def test_a_person_has_one_open_help_request(store: Store) -> None:
    async with store.change() as unit:
        first = await unit.add_help_request(replace(a_help_request(), campaign=2, language="nl"))
        other = await unit.add_help_request(a_help_request(ANA))
    assert (first.number, other.number) == (1, 2)
    with pytest.raises(LostRace):
        async with store.change() as unit:
            await unit.add_help_request(a_help_request())
    answers = (HelpAnswer(ANA, "Try again.", SOON),)
    async with store.change() as unit:
        answered = await unit.save_help_request(replace(first, state=HelpState.ANSWERED, answers=answers))
        again = await unit.add_help_request(a_help_request())
    assert await store.help_request(TENANT, 1) == answered
    assert await store.help_requests(TENANT) == [again, other, answered]
    assert await store.help_requests(TENANT, states=[HelpState.OPEN], person_id=BEA.id) == [again]
    assert await store.help_requests(TENANT, campaign=2) == [answered]
    assert await store.help_requests(TENANT, limit=1) == [again]
    assert await store.help_request(OTHER_TENANT, 1) is None
    for late in (first, replace(answered, state=HelpState.OPEN)):
        with pytest.raises(LostRace):
            async with store.change() as unit:
                await unit.save_help_request(late)


async def test_a_schedule_comes_back_as_it_went_in_and_once_a_turn(store: Store) -> None:
    async with store.change() as unit:
        made = await unit.add_schedule(a_schedule())
        second = await unit.add_schedule(a_schedule("s-2"))
        elsewhere = await unit.add_schedule(a_schedule(tenant_id=OTHER_TENANT))
    assert (made.number, second.number, elsewhere.number) == (1, 2, 1)
    assert await store.schedule_of(TENANT, "s-1") == made == replace(a_schedule(), number=1)
    with pytest.raises(LostRace):
        async with store.change() as unit:
            await unit.add_schedule(a_schedule("s-2"))
    async with store.change() as unit:
        off = await unit.save_schedule(
            replace(made, state=ScheduleState.OFF, last=NOW, next=SOON, next_day=date(2026, 3, 29))
        )
    assert await store.schedule(TENANT, 1) == off
    assert await store.schedules(TENANT) == [off, second]
    assert await store.schedules(TENANT, states=[ScheduleState.ON]) == [second]
    with pytest.raises(LostRace):
        async with store.change() as unit:
            await unit.save_schedule(made)


async def test_there_is_one_snapshot_a_day(store: Store) -> None:
    taken = [Snapshot(tenant_id=TENANT, day=DAY + timedelta(days=n), counts={"people": str(n)}) for n in (2, 0, 1)]
    async with store.change() as unit:
        assert [await unit.add_snapshot(each) for each in taken] == [True] * 3
        assert not await unit.add_snapshot(replace(taken[0], counts={}))
    assert await store.snapshots(TENANT, since=DAY) == [taken[1], taken[2], taken[0]]
    assert await store.snapshots(TENANT, since=DAY + timedelta(days=1), limit=1) == [taken[2]]
    assert await store.snapshots(OTHER_TENANT, since=DAY) == []


async def test_the_brake_is_never_let_go_early(store: Store) -> None:
    assert await store.brake(TENANT) is None
    for until, then in ((SOON, SOON), (NOW, SOON), (LATER, LATER), (SOON, LATER)):
        async with store.change() as unit:
            await unit.set_brake(TENANT, until)
            assert await unit.brake(TENANT) == then
        assert await store.brake(TENANT) == then
    assert await store.brake(OTHER_TENANT) is None


async def test_what_is_over_is_forgotten_in_time_and_nothing_else(store: Store) -> None:
    await _keep_a_lot(store)
    async with store.change() as unit:
        assert await unit.purge(OTHER_TENANT, LATER + LONG) == 0
        assert await unit.purge(TENANT, NOW) == 0
        assert await unit.purge(TENANT, NOW + timedelta(days=1)) == 7
        assert await unit.purge(TENANT, NOW + timedelta(days=1)) == 0
    assert [each.id for each in await store.reminders(TENANT)] == ["open"]
    assert await store.reminder(TENANT, "over") is None
    assert await store.reminder(TENANT, "later")
    assert await store.member(TENANT, 1, "u-1") is None
    assert await store.member(TENANT, 2, "u-1")
    assert await store.campaign(TENANT, 1)
    assert await store.slot(TENANT, BEA.id, DAY) is None
    assert await store.slot(TENANT, BEA.id, DAY + timedelta(days=1))
    assert [each.number for each in await store.help_requests(TENANT)] == [3]
    assert (await store.card(TENANT, f"slot:{BEA.id}:{DAY}", BEA.id), await store.card(TENANT, "help:1", "d")) == (
        None, None,
    )  # fmt: skip
    assert await store.card(TENANT, "request:1", BEA.id) == CARD
    assert (await store.errand(TENANT, "old"), await store.reply_to(TENANT, "old")) == (None, None)
    assert await store.errand(TENANT, "unanswered")
    assert await store.reply_to(TENANT, "unanswered")


async def _keep_a_lot(store: Store) -> None:
    async with store.change() as unit:
        await unit.save_reminder(a_reminder("open"))
        await unit.save_reminder(replace(a_reminder("over"), state=ReminderState.NOT_REACHABLE))
        await unit.save_reminder(replace(a_reminder("later", due=LATER + LONG), state=ReminderState.DONE))
        for n, state in enumerate((CampaignState.ENDED, CampaignState.RUNNING), 1):
            made = await unit.add_campaign(a_campaign(str(n), request=n))
            await unit.save_campaign(replace(made, state=state, ended=NOW))
        await unit.add_members([a_member("u-1", 1), a_member("u-2", 1), a_member("u-1", 2)])
        await unit.take_slot(a_slot())
        await unit.take_slot(a_slot(day=DAY + timedelta(days=1)))
        for state in (HelpState.CLOSED, HelpState.ANSWERED, HelpState.OPEN):
            await unit.add_help_request(replace(a_help_request(), state=state))
        cards = ((f"slot:{BEA.id}:{DAY}", BEA.id), ("help:1", "d"), ("request:1", BEA.id))
        for about, receiver in cards:
            await unit.save_card(TENANT, about, receiver, CARD)
        for activity_id in ("old", "unanswered"):
            await unit.add_errand(an_errand(activity_id))
            await unit.save_reply(TENANT, activity_id, "{}")
        await unit.answer_errand(TENANT, "old")


async def test_a_purge_takes_no_more_than_it_was_told_to(store: Store) -> None:
    async with store.change() as unit:
        for n in range(25):
            await unit.take_slot(a_slot(f"u-{n}"))
            await unit.save_reminder(replace(a_reminder(f"r-{n}"), state=ReminderState.ENDED))
    counted = []
    for _ in range(4):
        async with store.change() as unit:
            counted.append(await unit.purge(TENANT, LATER, 20))
    assert counted == [20, 20, 10, 0]


async def test_a_notice_keeps_its_turn_and_its_day(store: Store) -> None:
    told = Notice(
        tenant_id=TENANT, kind=NoticeKind.REMINDER, about=f"slot:{BEA.id}:{DAY}", to=BEA, urgent=False, campaign=4,
        slot=DAY,
    )  # fmt: skip
    async with store.change() as unit:
        queued = await unit.notify(told)
    assert await store.claim_notices("me", NOW, SOON, 9) == [queued] == [replace(told, id="1.1")]
