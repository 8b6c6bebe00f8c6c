"""One message a day, on the person's own clock: zones, absences, weekends, holidays, never outside their hours."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

import actions.methods
from actions.spec import Cadence, Refusal
from demo.mailbox import Away
from demo.seed import cast
from engine import Answer, Notice, NoticeKind, Person, Reminder, ReminderState, Slot, SlotState
from engine.clocks import is_workday, local_day
from engine.promise import promise
from engine.sending import MOST_QUEUED
from tests.engine.bench import ANA, BEA, BOTH, DAN, EVE, OLGA, Bench
from tests.engine.waiting import DAY, heard, of, pass_by, remind, until

NEW_YORK = ZoneInfo("America/New_York")


@pytest.fixture
def scenario() -> str:
    return "worldwide"


@pytest.fixture
def bench(bench: Bench) -> Bench:
    """With a second fact about people."""
    bench.extra = (actions.methods,)
    bench.engine = bench.another("one")
    return bench


async def open_one(bench: Bench, person: Person, fact: str = "registered", **more: object) -> Reminder:
    """As an action or a campaign leaves it."""
    new = promise(tenant_id=cast.TENANT_ID, person=person, fact=fact, now=bench.clock.now(), asked_by=ANA)
    async with bench.store.change() as unit:
        return await unit.save_reminder(replace(new, **more))  # type: ignore[arg-type]


async def test_nobody_is_written_to_outside_their_hours(bench: Bench) -> None:
    """It is nine in Berlin, three at night in New York, five in the afternoon in Tokyo, half past one in Kolkata."""
    await remind(bench, "dan", "eve", "aiko", "priya")
    assert {each.to.id for each in await heard(bench) if isinstance(each.to, Person)} == {cast.DAN, cast.PRIYA}
    eve = await of(bench, cast.EVE)
    assert eve.hours is not None
    assert (eve.hours.zone, eve.hours.language, eve.hours.country) == ("America/New_York", "en", "US")
    assert eve.due.astimezone(NEW_YORK).date() == date(2026, 11, 23)
    assert 8 <= eve.due.astimezone(NEW_YORK).hour < 17
    assert (await of(bench, cast.AIKO)).due.astimezone(ZoneInfo("Asia/Tokyo")).date() == date(2026, 11, 24)
    until(bench, eve.due)
    assert [each.to for each in await heard(bench)] == [EVE]


async def test_who_is_away_hears_of_it_when_they_are_back(bench: Bench) -> None:
    await remind(bench, "noor", "hugo")
    assert await heard(bench) == []
    noor, hugo = await of(bench, cast.NOOR), await of(bench, cast.HUGO)
    assert noor.hours is not None
    assert noor.hours.away_until is not None
    assert noor.due >= noor.hours.away_until
    assert hugo.due < bench.clock.now() + 2 * DAY  # nobody said until when: he is looked at again every day
    bench.world.person("noor").mailbox = replace(bench.world.person("noor").mailbox, away=None)
    until(bench, noor.due)
    assert [each.to.id for each in await heard(bench) if isinstance(each.to, Person)] == [cast.NOOR]


async def test_hours_are_read_again_just_before_sending(bench: Bench) -> None:
    await remind(bench, "dan", "eve")
    await heard(bench)
    due = (await of(bench, cast.EVE)).due
    away = Away(since=bench.clock.now(), until=due + 3 * DAY)
    bench.world.person("eve").mailbox = replace(bench.world.person("eve").mailbox, away=away)
    until(bench, due)
    assert await heard(bench) == []
    assert (await of(bench, cast.EVE)).due >= due + 3 * DAY


async def test_many_reminders_are_one_message(bench: Bench) -> None:
    first = await open_one(bench, DAN)
    second = await open_one(bench, DAN, fact="stronger-method")
    third = await open_one(bench, DAN, fact="decided", about="99")  # no such request: there is nothing to decide
    (notice,) = await heard(bench)
    assert notice.about == f"slot:{cast.DAN}:2026-11-23"
    slot = await bench.store.slot(cast.TENANT_ID, cast.DAN, date(2026, 11, 23))
    assert slot is not None
    assert (set(slot.reminders), slot.state) == ({first.id, second.id}, SlotState.QUEUED)
    done = await bench.engine.reminder(third.id)
    assert done is not None
    assert done.state is ReminderState.DONE


async def test_what_comes_later_that_day_joins_the_message(bench: Bench) -> None:
    await remind(bench, "dan")
    await heard(bench)
    reminder = await of(bench, cast.DAN)
    later = await open_one(
        bench, DAN, fact="stronger-method", due=reminder.due + timedelta(minutes=1), hours=reminder.hours
    )
    until(bench, reminder.due)
    assert len(await heard(bench)) == 1
    slot = await bench.store.slot(cast.TENANT_ID, cast.DAN, reminder.due.date())
    assert slot is not None
    assert set(slot.reminders) == {reminder.id, later.id}


async def test_a_day_that_has_its_message_gets_no_other(bench: Bench) -> None:
    said = Slot(
        tenant_id=cast.TENANT_ID, person_id=cast.DAN, day=date(2026, 11, 23), about="told", at=bench.clock.now(),
        state=SlotState.SENT,
    )  # fmt: skip
    async with bench.store.change() as unit:
        await unit.take_slot(said)
    await remind(bench, "dan")
    assert await heard(bench) == []
    reminder = await of(bench, cast.DAN)
    assert (local_day(reminder.hours or pytest.fail("unread"), reminder.due), reminder.sent) == (date(2026, 11, 24), 0)
    until(bench, reminder.due)
    assert [each.to for each in await heard(bench)] == [DAN]


@BOTH
async def test_two_workers_send_one_message_to_each(bench: Bench) -> None:
    """Each of them holds some of the same person's reminders."""
    people = [bench.world.person(key) for key in ("dan", "quinn", "priya")]
    for fact in ("registered", "stronger-method"):
        for person in people:
            await open_one(bench, Person(person.id, person.name), fact=fact)
    claimed = await bench.store.claim_reminders("three", bench.clock.now(), bench.clock.now() + DAY, 2)
    async with bench.store.change() as unit:
        for each in claimed:
            await unit.save_reminder(each)
    await asyncio.gather(bench.engine.tick(), bench.another("two").tick())
    said = Counter(each.to.id for each in await bench.notices() if isinstance(each.to, Person))
    assert said == {person.id: 1 for person in people}


@pytest.mark.parametrize(
    "friday", [datetime(2027, 3, 26, 8, tzinfo=UTC), datetime(2027, 10, 29, 8, tzinfo=UTC)], ids=["spring", "autumn"]
)
async def test_the_clocks_change_and_the_person_keeps_their_hour(bench: Bench, friday: datetime) -> None:
    """Eve's change a fortnight earlier, or a week later: she keeps hers too."""
    until(bench, friday)
    for person in (DAN, EVE):
        await open_one(bench, person, cadence=Cadence(every=1), hours=None)
    said = await pass_by(bench, friday + 11 * DAY)
    for person, zone in ((DAN, ZoneInfo("Europe/Amsterdam")), (EVE, NEW_YORK)):
        walls = [at.astimezone(zone) for at, each in said if each.to == person][1:]
        assert len(walls) >= 4  # Easter
        assert len({wall.date() for wall in walls}) == len(walls)
        assert (
            max(wall.hour * 60 + wall.minute for wall in walls) - min(wall.hour * 60 + wall.minute for wall in walls)
            <= 2
        )


async def test_a_button_of_what_is_kept_no_more_says_that_it_is_over(bench: Bench) -> None:
    with pytest.raises(Refusal) as refused:
        await bench.engine.answer_reminder(DAN, "purged", Answer.TOMORROW)
    assert refused.value.reason.code == "reminder-over"


async def test_every_second_workday_until_the_end_and_nothing_after(bench: Bench) -> None:
    """From a Monday over Thanksgiving weekends: each day is Eve's workday, in her hours, once."""
    end = bench.clock.now() + 14 * DAY
    await open_one(bench, EVE, cadence=Cadence(every=2), until=end)
    said = await pass_by(bench, end + 7 * DAY)
    walls = [at.astimezone(NEW_YORK) for at, _ in said]
    assert [wall.date().day for wall in walls] == [23, 25, 30, 2, 4]  # the 26th is Thanksgiving
    assert all(8 <= wall.hour < 17 for wall in walls)
    assert await bench.engine.open_reminders(cast.EVE) == []
    assert await bench.events("reminder-ended") == ["reminder-ended"]


async def test_days_between_christmas_and_new_year(bench: Bench) -> None:
    until(bench, datetime(2026, 12, 21, 9, tzinfo=UTC))
    await open_one(bench, DAN, cadence=Cadence(every=1))
    said = await pass_by(bench, datetime(2027, 1, 5, 20, tzinfo=UTC))
    days = [each.slot for _, each in said]
    hours = (await of(bench, cast.DAN)).hours
    assert hours is not None
    assert days[:6] == [date(2026, 12, day) for day in (21, 22, 23, 24, 28, 29)]
    assert all(day is not None and is_workday(hours, day) for day in days)
    assert max(Counter(days).values()) == 1


async def test_snoozed_across_a_weekend(bench: Bench) -> None:
    until(bench, datetime(2026, 11, 27, 10, tzinfo=UTC))  # a Friday
    await remind(bench, "dan")
    assert len(await heard(bench)) == 1
    seen = await bench.engine.answer_reminder(DAN, (await of(bench, cast.DAN)).id, Answer.TOMORROW)
    assert seen.until is not None
    assert seen.until.date() == date(2026, 11, 30)
    said = await pass_by(bench, seen.until)
    assert [each.slot for _, each in said] == [date(2026, 11, 30)]


async def test_later_today_comes_back_once_more_today(bench: Bench) -> None:
    await remind(bench, "dan")
    await heard(bench)
    before = bench.clock.now()
    reminder = await of(bench, cast.DAN)
    seen = await bench.engine.answer_reminder(DAN, reminder.id, Answer.LATER)
    assert (await bench.engine.answer_reminder(DAN, reminder.id, Answer.LATER)).until == seen.until
    assert seen.until is not None
    assert before + timedelta(hours=2) <= seen.until < before + timedelta(hours=2, minutes=5)
    assert seen.reminder.snoozed == 1
    await deliver(bench)
    until(bench, seen.until)
    (again,) = await heard(bench)
    assert again.slot == date(2026, 11, 23)
    assert (await of(bench, cast.DAN)).sent == 2
    until(bench, datetime(2026, 11, 23, 15, 30, tzinfo=UTC))  # half past four: there is no later today
    await deliver(bench)
    seen = await bench.engine.answer_reminder(DAN, reminder.id, Answer.LATER)
    assert seen.until is not None
    assert seen.until.date() == date(2026, 11, 24)


async def deliver(bench: Bench) -> None:
    """Dan's message of the day is through."""
    slot = await bench.store.slot(cast.TENANT_ID, cast.DAN, date(2026, 11, 23))
    assert slot is not None
    async with bench.store.change() as unit:
        await unit.save_slot(replace(slot, state=SlotState.SENT, how="chat"))


async def test_a_picked_day_and_its_limits(bench: Bench) -> None:
    end = datetime(2026, 12, 4, 12, tzinfo=UTC)
    await open_one(bench, DAN, until=end, most_snoozes=2)
    await heard(bench)
    reminder = await of(bench, cast.DAN)

    async def pick(day: date | None) -> str:
        try:
            seen = await bench.engine.answer_reminder(DAN, reminder.id, Answer.DAY, day=day)
        except Refusal as refusal:
            return f"{refusal.reason.code} {' '.join(refusal.reason.facts.values())}"
        assert seen.until is not None
        return seen.until.date().isoformat()

    assert await pick(date(2026, 11, 28)) == "no-workday 2026-11-28"
    assert await pick(date(2026, 11, 20)) == "day-is-past 2026-11-20"
    assert await pick(None) == "day-is-past 2026-11-23"
    assert await pick(date(2026, 12, 7)) == "day-too-late 2026-12-03"  # at one on Friday it is over
    assert await pick(date(2026, 11, 25)) == "2026-11-25"
    assert await pick(date(2026, 11, 25)) == "2026-11-25"  # the same button again
    assert await pick(date(2026, 11, 27)) == "2026-11-27"
    assert await pick(date(2026, 11, 30)) == "too-many-snoozes 2"
    assert (await of(bench, cast.DAN)).snoozed == 2
    assert await bench.events("snoozed") == ["snoozed"] * 2


async def test_nothing_is_added_while_much_is_queued(bench: Bench) -> None:
    await remind(bench, "dan", "priya")
    crowd = [Person(f"p{number}", f"P {number}") for number in range(MOST_QUEUED)]
    async with bench.store.change() as unit:
        for person in crowd:
            await unit.notify(_message(person))
    assert {each.to for each in await heard(bench)} == set(crowd[:500])
    await bench.notices()
    assert len([each for each in await heard(bench) if each.to not in crowd]) == 2


def _message(person: Person) -> Notice:
    return Notice(tenant_id=cast.TENANT_ID, kind=NoticeKind.REMINDER, about=f"x:{person.id}", to=person, urgent=False)


async def test_who_is_gone_is_not_tried_forever(bench: Bench) -> None:
    await remind(bench, "dan")
    await heard(bench)
    bench.world.person("dan").enabled = False
    until(bench, (await of(bench, cast.DAN)).due)
    assert await heard(bench) == []
    (listed,) = await bench.engine.reminders()
    assert listed.state is ReminderState.NOT_REACHABLE


async def test_a_slot_that_reaches_nobody_ends_all_that_it_spoke_for(bench: Bench) -> None:
    await open_one(bench, DAN)
    await open_one(bench, DAN, fact="stronger-method")
    (notice,) = await heard(bench)
    for _ in range(2):
        await bench.engine.not_reachable(notice)
    assert {each.state for each in await bench.engine.reminders()} == {ReminderState.NOT_REACHABLE}
    assert await bench.events("reminder-not-reachable") == ["reminder-not-reachable"] * 2


async def test_a_message_leaves_once_and_only_while_it_may(bench: Bench) -> None:
    await remind(bench, "dan")
    (notice,) = await heard(bench)
    assert await bench.engine.begin_posting(notice)
    assert not await bench.engine.begin_posting(notice)  # whoever began it died: nobody knows
    slot = await bench.store.slot(cast.TENANT_ID, cast.DAN, date(2026, 11, 23))
    assert slot is not None
    assert slot.state is SlotState.UNKNOWN
    reminder = await of(bench, cast.DAN)
    assert reminder.sent == 1
    until(bench, reminder.due)
    (notice,) = await heard(bench)
    until(bench, reminder.due + timedelta(hours=10))  # it waited behind others until the evening
    assert not await bench.engine.begin_posting(notice)
    back = await of(bench, cast.DAN)
    assert (back.sent, back.due > reminder.due + timedelta(hours=10)) == (1, True)
    until(bench, back.due)
    assert len(await heard(bench)) == 1


async def test_honestly_who_asked_for_it_and_who_may_let_them_off(bench: Bench) -> None:
    assert (await bench.engine.cannot_stop(DAN)).asked_by is None
    await remind(bench, "dan")
    told = await bench.engine.cannot_stop(DAN)
    assert (told.campaigns, told.asked_by, told.can_exempt) == ((), ANA, "operator")


async def test_halted_and_resumed_through_the_night_nobody_hears_at_night(bench: Bench) -> None:
    await remind(bench, "dan")
    await bench.engine.halt(BEA)
    assert await heard(bench) == []
    until(bench, datetime(2026, 11, 23, 20, tzinfo=UTC))
    await bench.engine.resume_all(OLGA)
    assert await heard(bench) == []
    assert (await of(bench, cast.DAN)).due.date() == date(2026, 11, 24)
