"""A day's message on its way: what is queued belongs to its day, and counts only once it has left."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from demo.mailbox import Away
from demo.seed import cast
from engine import Answer, Notice, NoticeKind, Place, Reminder, Slot, SlotState
from tests.engine.bench import ANA, BOTH, DAN, Bench
from tests.engine.waiting import DAY, heard, of, pass_by, remind

BEGAN = datetime(2026, 11, 23, 8, tzinfo=UTC).date()


async def queued(bench: Bench) -> Notice:
    """Dan's message is queued, and nobody sends it."""
    await remind(bench, "dan")
    (notice,) = await heard(bench)
    return notice


async def slots(bench: Bench, person: str = cast.DAN) -> list[Slot]:
    return list(await bench.store.slots(cast.TENANT_ID, [person], since=BEGAN))


async def change(bench: Bench, reminder: Reminder) -> None:
    async with bench.store.change() as unit:
        await unit.save_reminder(reminder)


async def test_yesterdays_message_does_not_become_a_second_one_of_today(bench: Bench) -> None:
    notice = await queued(bench)
    bench.clock.skip(DAY)
    assert not await bench.engine.begin_posting(notice)
    assert [each.state for each in await slots(bench)] == [SlotState.DROPPED]
    reminder = await of(bench, cast.DAN)
    assert (reminder.sent, reminder.due.date()) == (0, BEGAN + DAY)


async def test_what_had_to_wait_is_looked_at_again_before_it_leaves(bench: Bench) -> None:
    notice = await queued(bench)
    bench.world.register(cast.DAN, "microsoftAuthenticator")
    bench.clock.skip(timedelta(minutes=2))
    assert not await bench.engine.begin_posting(notice)
    reminder = await of(bench, cast.DAN)
    assert (reminder.sent, reminder.due.date()) == (0, BEGAN)
    assert await pass_by(bench, bench.clock.now() + DAY) == []
    assert await bench.store.reminder_of(cast.TENANT_ID, cast.DAN, "registered", "") is None


async def test_what_had_to_wait_leaves_later_that_day(bench: Bench) -> None:
    notice = await queued(bench)
    bench.clock.skip(timedelta(minutes=2))
    assert not await bench.engine.begin_posting(notice)
    ((at, again),) = await pass_by(bench, bench.clock.now() + timedelta(hours=9))
    assert (at.date(), again.slot) == (BEGAN, BEGAN)


@pytest.mark.parametrize("seconds, attempts", [(20, 0), (600, 3)])
async def test_what_waited_a_moment_or_is_not_taken_as_it_is_leaves(bench: Bench, seconds: int, attempts: int) -> None:
    """Else what Teams refuses would begin anew each time, and never be given up."""
    notice = await queued(bench)
    bench.clock.skip(timedelta(seconds=seconds))
    assert await bench.engine.begin_posting(replace(notice, attempts=attempts))


async def test_what_teams_does_not_take_until_the_day_is_over_counts_as_sent(bench: Bench) -> None:
    """Else it would be tried every day for ever."""
    notice = await queued(bench)
    bench.clock.skip(DAY)
    assert not await bench.engine.begin_posting(replace(notice, attempts=5))
    assert [each.state for each in await slots(bench)] == [SlotState.DROPPED]
    assert (await of(bench, cast.DAN)).sent == 1


async def test_a_warning_that_was_not_sent_warned_nobody(bench: Bench) -> None:
    notice = await queued(bench)
    await change(bench, replace(await of(bench, cast.DAN), warned=True))
    bench.clock.skip(DAY)
    assert not await bench.engine.begin_posting(notice)
    assert not (await of(bench, cast.DAN)).warned


async def test_nobody_counts_as_warned_by_a_message_of_unknown_fate(bench: Bench) -> None:
    notice = await queued(bench)
    await change(bench, replace(await of(bench, cast.DAN), warned=True))
    assert await bench.engine.begin_posting(notice)
    assert not await bench.engine.begin_posting(notice)  # by somebody else, after a crash
    assert [each.state for each in await slots(bench)] == [SlotState.UNKNOWN]
    reminder = await of(bench, cast.DAN)
    assert (reminder.warned, reminder.sent) == (False, 1)


@pytest.mark.parametrize(
    "state, how, warned",
    [
        (SlotState.SENT, "chat", True),
        (SlotState.SENT, "mail", True),
        (SlotState.SENT, "feed", False),  # its heading alone went out
        (SlotState.DROPPED, "", False),
        (SlotState.NOT_REACHED, "", False),
    ],
)
async def test_only_who_was_sent_all_of_it_counts_as_warned(
    bench: Bench, state: SlotState, how: str, warned: bool
) -> None:
    notice = await queued(bench)
    await change(bench, replace(await of(bench, cast.DAN), warned=True))
    assert await bench.engine.begin_posting(notice)
    await bench.engine.told_posting(notice, state, how=how)
    reminder = await of(bench, cast.DAN)
    assert (reminder.warned, reminder.sent) == (warned, 1)


async def test_what_could_not_wait_takes_the_place_of_what_is_queued(bench: Bench) -> None:
    notice = await queued(bench)
    changed = Notice(tenant_id=cast.TENANT_ID, kind=NoticeKind.CHANGED, about="change:1:1", to=DAN)
    await bench.engine.said_unasked(changed)
    assert not await bench.engine.begin_posting(notice)
    assert [(each.state, each.about) for each in await slots(bench)] == [(SlotState.SENT, "change:1:1")]
    said = [at.date() for at, _ in await pass_by(bench, bench.clock.now() + timedelta(hours=30))]
    assert said == [BEGAN + DAY]


async def test_what_has_left_is_not_taken_back(bench: Bench) -> None:
    notice = await queued(bench)
    assert await bench.engine.begin_posting(notice)
    await bench.engine.said_unasked(replace(notice, kind=NoticeKind.CHANGED, about="change:1:1", slot=None))
    await bench.engine.told_posting(notice, SlotState.SENT, how="chat")
    assert [(each.state, each.about) for each in await slots(bench)] == [(SlotState.SENT, notice.about)]
    assert (await of(bench, cast.DAN)).sent == 1


async def test_who_says_that_they_are_away_for_ever_holds_up_nobody(bench: Bench) -> None:
    ever = datetime(9999, 12, 31, 23, tzinfo=UTC)
    eve = bench.world.person("eve")
    eve.mailbox = replace(eve.mailbox, away=Away(since=bench.clock.now() - DAY, until=ever))
    await remind(bench, "eve", "dan")
    assert [each.to for each in await heard(bench)] == [DAN]
    hours = (await of(bench, cast.EVE)).hours
    assert hours is not None
    assert hours.away_until is not None
    assert hours.away_until < bench.clock.now() + 400 * DAY


@BOTH
async def test_of_two_workers_who_hold_one_message_one_may_send_it(bench: Bench) -> None:
    """The first was slow, and its lease ended at this very moment."""
    notice = await queued(bench)
    other = bench.another("two")
    may = await asyncio.gather(bench.engine.begin_posting(notice), other.begin_posting(notice))
    assert sorted(may) == [False, True]


@BOTH
async def test_of_two_workers_one_tells_the_desks_answer(bench: Bench) -> None:
    await queued(bench)
    desk = Place("help-desk", personal=False)
    one, two = bench.another("one", help_place=desk), bench.another("two", help_place=desk)
    reminder = await of(bench, cast.DAN)
    asked = await asyncio.gather(*(each.answer_reminder(DAN, reminder.id, Answer.HELP) for each in (one, two)))
    assert [each.help_number for each in asked] == [1, 1]
    await asyncio.gather(*(each.answer_help(ANA, desk, 1, "Come by.") for each in (one, two)))
    assert [each.code for each in await heard(bench, NoticeKind.TOLD)] == ["help-answered"]
