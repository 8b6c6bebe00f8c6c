"""Reminders follow people until their methods say that it is done."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from actions.spec import Refusal, Subject
from demo.clock import START
from demo.seed import cast
from engine import Answer, Notice, NoticeKind, Reminder, ReminderState, RemindResult
from tests.engine.bench import ANA, BEA, DAN, EVE, OLGA, Bench

BERLIN = ZoneInfo("Europe/Berlin")


def subject(key: str, bench: Bench) -> Subject:
    person = bench.world.person(key)
    return Subject(person.id, person.name, person.upn)


async def remind(bench: Bench, *keys: str) -> RemindResult:
    return await bench.engine.remind(ANA, [subject(key, bench) for key in keys], "registered")


async def sent(bench: Bench) -> list[Notice]:
    """Reminders that were queued since the last look, after everything due was seen to."""
    await bench.settle()
    await bench.engine.tick()
    return [each for each in await bench.notices() if each.kind is NoticeKind.REMINDER]


async def of(bench: Bench, person: str) -> Reminder:
    found = await bench.store.reminder_of(cast.TENANT_ID, person, "registered")
    assert found is not None
    return found


def until(bench: Bench, moment: datetime) -> None:
    bench.clock.skip(moment - bench.clock.now() + timedelta(seconds=1))


async def test_a_fact_that_is_gone_holds_up_no_other_reminder(bench: Bench) -> None:
    await remind(bench, "dan")
    gone = replace(await of(bench, cast.DAN), id="gone", fact="a fact of yesterday", version=0)
    async with bench.store.change() as unit:
        await unit.save_reminder(gone)
    assert [each.to for each in await sent(bench)] == [DAN]
    (slot,) = await bench.store.slots(cast.TENANT_ID, [cast.DAN], since=START.date())
    assert slot.reminders == ((await of(bench, cast.DAN)).id,)


async def test_due_at_once_then_after_3_7_and_14_days_within_their_hours_then_over(bench: Bench) -> None:
    await remind(bench, "dan")
    assert [each.to for each in await sent(bench)] == [DAN]
    assert await sent(bench) == []
    reminder = await of(bench, cast.DAN)
    for day in (3, 7, 14):
        due = (await of(bench, cast.DAN)).due.astimezone(BERLIN)
        assert 9 <= due.hour < 17
        assert due.date() == START.astimezone(BERLIN).date() + timedelta(days=day)
        bench.clock.skip(due - bench.clock.now() - timedelta(minutes=30))
        assert await sent(bench) == []
        until(bench, due)
        (notice,) = await sent(bench)
        assert (notice.fresh, notice.about) == (True, f"slot:{cast.DAN}:{due.date()}")
        assert (notice.slot, notice.urgent, notice.campaign) == (due.date(), False, 0)
    until(bench, (await of(bench, cast.DAN)).due)
    assert await sent(bench) == []
    ended = await bench.engine.reminder(reminder.id)
    assert ended is not None
    assert (ended.state, ended.sent) == (ReminderState.ENDED, 4)
    assert await bench.events("reminded", "reminder-ended") == ["reminded"] * 4 + ["reminder-ended"]


async def test_who_can_answer_the_prompt_is_never_written_to(bench: Bench) -> None:
    result = await remind(bench, "dan", "grace", "gus_fabrikam.com#EXT#@contoso.onmicrosoft.com", "lea")
    assert [each.id for each in result.new] == [cast.DAN]
    assert [each.id for each in result.true_already] == [cast.GRACE]
    assert [(each.id, why.code) for each, why in result.spared] == [(cast.GUS, "guest"), (cast.LEA, "disabled")]
    assert [each.id for each in (await remind(bench, "dan")).already] == [cast.DAN]
    assert [each.to for each in await sent(bench)] == [DAN]


async def test_checked_just_before_it_is_sent(bench: Bench) -> None:
    await remind(bench, "dan", "eve")
    await sent(bench)
    bench.world.register("dan", "microsoftAuthenticator")
    until(bench, max([(await of(bench, each)).due for each in (cast.DAN, cast.EVE)]))
    assert [each.to for each in await sent(bench)] == [EVE]
    assert await bench.store.reminder_of(cast.TENANT_ID, cast.DAN, "registered") is None


async def test_unreadable_methods_send_nothing(bench: Bench) -> None:
    await remind(bench, "dan")
    bench.world.faults.declare([{"path": "/methods", "status": 403}])
    assert await sent(bench) == []
    bench.world.faults.clear()
    bench.clock.skip(bench.house.reminder_lease)
    assert [each.to for each in await sent(bench)] == [DAN]


async def test_days_that_passed_while_nobody_was_awake_are_not_made_up_for(bench: Bench) -> None:
    await remind(bench, "dan")
    await sent(bench)
    bench.clock.skip(timedelta(days=9))
    assert len(await sent(bench)) == 1
    assert await sent(bench) == []
    assert (await of(bench, cast.DAN)).due.astimezone(BERLIN).date() == START.date() + timedelta(days=14)


async def test_done_is_believed_when_the_methods_say_so(bench: Bench) -> None:
    await remind(bench, "dan")
    await sent(bench)
    reminder = await of(bench, cast.DAN)
    seen = await bench.engine.answer_reminder(DAN, reminder.id, Answer.DONE)
    assert (seen.true, seen.methods, seen.reminder.state) == (False, (), ReminderState.OPEN)
    bench.world.register("dan", "microsoftAuthenticator")
    seen = await bench.engine.answer_reminder(DAN, reminder.id, Answer.DONE)
    assert (seen.true, seen.reminder.state) == (True, ReminderState.DONE)
    assert [each.facts["kind"] for each in seen.methods] == ["microsoftAuthenticator"]
    assert (await bench.engine.answer_reminder(DAN, reminder.id, Answer.DONE)).true
    bench.clock.skip(timedelta(days=30))
    assert await sent(bench) == []


async def test_tomorrow_is_tomorrow_at_their_own_moment(bench: Bench) -> None:
    await remind(bench, "dan")
    await sent(bench)
    reminder = await of(bench, cast.DAN)
    seen = await bench.engine.answer_reminder(DAN, reminder.id, Answer.TOMORROW)
    assert await bench.engine.answer_reminder(DAN, reminder.id, Answer.TOMORROW) == seen
    assert seen.reminder.snoozed == 1
    assert seen.until is not None
    assert 9 <= seen.until.astimezone(BERLIN).hour < 17
    assert seen.until.astimezone(BERLIN).date() == START.date() + timedelta(days=1)
    until(bench, seen.until)
    assert len(await sent(bench)) == 1
    assert (await of(bench, cast.DAN)).due.astimezone(BERLIN).date() == START.date() + timedelta(days=3)


async def test_put_off_for_one_campaign_it_is_put_off_for_the_other_unless_that_ends_before(bench: Bench) -> None:
    await remind(bench, "dan")
    await sent(bench)
    first = await of(bench, cast.DAN)
    soon, ends = (bench.clock.now() + timedelta(hours=each) for each in (1, 2))
    others = [
        replace(first, id="alike", about="campaign:8", due=soon, version=0),
        replace(first, id="ends before", about="campaign:9", due=soon, until=ends, version=0),
        replace(first, id="another", fact="app-registered", due=soon, version=0),
    ]
    async with bench.store.change() as unit:
        for each in others:
            await unit.save_reminder(each)
    seen = await bench.engine.answer_reminder(DAN, first.id, Answer.TOMORROW)
    assert seen.until is not None
    now = {each.id: each for each in await bench.store.reminders_of(cast.TENANT_ID, cast.DAN)}
    assert (now["alike"].due, now["alike"].snoozed) == (seen.until, 0)
    assert {now["ends before"].due, now["another"].due} == {soon}


async def test_tomorrow_after_the_last_one_brings_one_more(bench: Bench) -> None:
    await remind(bench, "dan")
    for _ in range(4):
        assert len(await sent(bench)) == 1
        until(bench, (await of(bench, cast.DAN)).due)
    reminder = await of(bench, cast.DAN)
    seen = await bench.engine.answer_reminder(DAN, reminder.id, Answer.TOMORROW)
    assert seen.until is not None
    until(bench, seen.until)
    assert len(await sent(bench)) == 1


async def test_nobody_answers_for_another(bench: Bench) -> None:
    await remind(bench, "dan")
    reminder = await of(bench, cast.DAN)
    for word in (
        bench.engine.answer_reminder(EVE, reminder.id, Answer.DONE),
        bench.engine.answer_reminder(DAN, "no-such", Answer.DONE),
        bench.engine.remind(BEA, [subject("eve", bench)], "registered"),
    ):
        with pytest.raises(Refusal):
            await word


async def test_halted_nothing_is_sent_and_everything_stays_due(bench: Bench) -> None:
    await remind(bench, "dan")
    await bench.engine.halt(BEA)
    assert await sent(bench) == []
    assert await bench.engine.next_due() is None
    bench.clock.skip(timedelta(days=1))
    assert await sent(bench) == []
    await bench.engine.resume_all(OLGA)
    assert [each.to for each in await sent(bench)] == [DAN]


async def test_who_cannot_be_reached_is_listed_and_left_in_peace(bench: Bench) -> None:
    await remind(bench, "dan")
    (notice,) = await sent(bench)
    await bench.engine.not_reachable(notice)
    (listed,) = await bench.engine.reminders()
    assert listed.state is ReminderState.NOT_REACHABLE
    bench.clock.skip(timedelta(days=30))
    assert await sent(bench) == []
    assert len((await remind(bench, "dan")).new) == 1
