"""One message a day, sent once. Hard cases: the answer of Teams is lost; Teams says stop; Muster dies around the moment
when the message left; somebody blocked Muster, has no app, or no Teams at all; a security notice comes first.
"""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from re import escape
from urllib.parse import quote

import pytest

from demo.campaigning import order
from demo.driver import Scene, Stage
from engine import Notice, NoticeKind, Person, ReminderState, Slot, SlotState
from tests.bot.test_muster import say, seen, texts

MAIL = ("MUSTER_MAIL_SENDER", "info@contoso.com")
ALL_WAYS = (MAIL, ("MUSTER_INSTALL_APP", "yes"), ("MUSTER_FEED", "yes"), ("MUSTER_TELL_MANAGERS", "NL"))


@pytest.fixture
async def stage(database: Path) -> AsyncIterator[Stage]:
    """A Contoso over the world, on a Monday at nine in Amsterdam; every way of reaching people is configured."""
    scene = Scene(scenario="worldwide", extra=ALL_WAYS)
    async with Stage(scene, database=database) as opened:
        yield opened


async def slots(stage: Stage, name: str = "dan") -> list[Slot]:
    person, store = stage.world.person(name), stage.muster._opened.store
    today = stage.clock.now().date() - timedelta(days=30)
    return list(await store.slots(stage.world.tenant_id, [person.id], since=today))


async def test_a_message_whose_answer_was_lost_is_not_sent_again_that_day(stage: Stage) -> None:
    chat = quote(stage.chats.personal(stage.world.person("dan")).id, safe="")
    stage.world.faults.declare([{"method": "POST", "path": f"{escape(chat)}/activities", "effect": "lost", "times": 1}])
    await say(stage, "ana", "remind dan@contoso.com")
    assert [each.state for each in await slots(stage)] == [SlotState.UNKNOWN]
    assert len(seen(stage, "dan")) == 1
    await stage.later(stage.clock.now() + timedelta(hours=20))
    assert len(seen(stage, "dan")) == 1
    await stage.later(stage.clock.now() + timedelta(days=4))
    assert len(seen(stage, "dan")) == 2


async def test_what_teams_refused_for_now_comes_a_little_later_once(stage: Stage) -> None:
    stage.world.faults.declare([{"path": "/connector/", "status": 503, "times": 8}])
    await say(stage, "ana", "remind dan@contoso.com")
    await stage.later(stage.clock.now() + timedelta(hours=1))
    assert [each.state for each in await slots(stage)] == [SlotState.SENT]
    assert len(seen(stage, "dan")) == 1


async def test_whose_hours_end_while_their_message_waits_for_its_turn_hears_it_on_the_next_workday(
    stage: Stage,
) -> None:
    """Twenty seconds' worth of messages is before it, and Dan goes home in ten."""
    await stage.later(stage.clock.now().replace(hour=15, minute=59, second=50))  # five o'clock in Amsterdam is near
    pace = stage.muster._opened.notifier._courier._connector._paces._all
    for _ in range(20 * 48):
        pace.reserve(stage.clock.elapsed())
    await say(stage, "ana", "remind dan@contoso.com")
    assert [each.state for each in await slots(stage)] == [SlotState.DROPPED]
    assert seen(stage, "dan") == []
    await stage.later(stage.clock.now() + timedelta(hours=20))
    assert [each.state for each in await slots(stage)] == [SlotState.DROPPED, SlotState.SENT]
    assert len(seen(stage, "dan")) == 1


async def test_what_teams_refuses_for_good_is_tried_some_times_and_given_up(stage: Stage) -> None:
    chat = quote(stage.chats.personal(stage.world.person("dan")).id, safe="")
    stage.world.faults.declare([{"method": "POST", "path": f"{escape(chat)}/activities", "status": 400, "times": 10}])
    await say(stage, "ana", "remind dan@contoso.com")
    assert [each.state for each in await slots(stage)] == [SlotState.QUEUED]
    await stage.later(stage.clock.now() + timedelta(hours=7))
    assert [each.state for each in await slots(stage)] == [SlotState.DROPPED]
    assert seen(stage, "dan") == []
    await stage.later(stage.clock.now() + timedelta(days=4))
    assert len(seen(stage, "dan")) == 1


async def test_what_was_on_its_way_when_muster_died_is_of_unknown_fate(stage: Stage) -> None:
    await say(stage, "ana", "remind dan@contoso.com")
    [slot] = await slots(stage)
    store, dan = stage.muster._opened.store, stage.world.person("dan")
    again = Notice(
        tenant_id=stage.world.tenant_id, kind=NoticeKind.REMINDER, about=slot.about, to=Person(dan.id, "Dan"),
        slot=slot.day, urgent=False,
    )  # fmt: skip
    async with store.change() as unit:
        await unit.save_slot(replace(slot, state=SlotState.POSTING))
        await unit.notify(again)
    await stage.restart_bot()
    await stage.settle(stage.muster.tick())
    assert [each.state for each in await slots(stage)] == [SlotState.UNKNOWN]
    assert len(seen(stage, "dan")) == 1


async def test_who_blocked_muster_gets_a_note_and_no_app_where_an_owner_opened_messages(stage: Stage) -> None:
    order(stage.world, "bot blocked by dan")
    await say(stage, "olga", "writes on messages")
    await say(stage, "ana", "remind dan@contoso.com")
    [slot] = await slots(stage)
    assert (slot.state, slot.how) == (SlotState.SENT, "feed")
    assert seen(stage, "dan") == []


async def campaign(stage: Stage) -> None:
    """Dan is asked every workday, and his manager is told after the second time."""
    await say(stage, "olga", "writes on messages")
    await say(stage, "ana", 'campaign start "Pilot" people:dan@contoso.com every:"workday" until:40d manager-after:1')
    await say(stage, "ana", 'submit 1 reason:"safer"')
    await say(stage, "bea", "approve 1")
    await say(stage, "ana", 'campaign announced "Pilot" "by mail"')


async def test_a_heading_in_the_feed_warns_nobody_of_their_manager(stage: Stage) -> None:
    order(stage.world, "bot blocked by dan")
    await campaign(stage)
    await stage.later(stage.clock.now() + timedelta(days=4))
    assert {each.how for each in await slots(stage)} == {"feed"}
    assert len(stage.world.reach.notes) > 2
    assert seen(stage, "grace") == []


async def test_a_word_to_a_manager_is_never_a_note_that_tells_nothing(stage: Stage) -> None:
    order(stage.world, "bot blocked by grace")
    await campaign(stage)
    await stage.later(stage.clock.now() + timedelta(days=4))
    [slot] = await slots(stage, "grace")
    assert (slot.state, slot.how) == (SlotState.SENT, "mail")
    [mail] = stage.world.reach.mails
    assert "Dan Moor" in mail.subject and "ten minutes" in mail.text
    assert stage.world.reach.notes == []


async def test_a_question_goes_to_nobody_who_could_not_answer_it(stage: Stage) -> None:
    order(stage.world, "bot blocked by bob")
    await say(stage, "olga", "writes on messages")
    await say(stage, "ana", "phone prepopulate bob@contoso.com")
    await say(stage, "ana", "phone ask request:1")
    assert [each.state for each in await slots(stage, "bob")] == [SlotState.NOT_REACHED]
    assert (stage.world.reach.notes, stage.world.reach.mails) == ([], [])
    assert "could not be asked about their number" in texts(stage, "ana")[-1]


async def test_nothing_but_the_chat_is_used_before_an_owner_opened_messages(stage: Stage) -> None:
    order(stage.world, "bot blocked by dan")
    await say(stage, "ana", "remind dan@contoso.com")
    assert [each.state for each in await slots(stage)] == [SlotState.NOT_REACHED]
    [reminder] = await stage.muster._opened.store.reminders(stage.world.tenant_id)
    assert reminder.state is ReminderState.NOT_REACHABLE


async def test_whoever_lacks_the_app_gets_it_and_then_the_message(stage: Stage) -> None:
    stage.world.reach.without_app.add(stage.world.person("dan").id)
    await say(stage, "olga", "writes on messages")
    await say(stage, "ana", "remind dan@contoso.com")
    [slot] = await slots(stage)
    assert (slot.state, slot.how) == (SlotState.SENT, "chat")
    assert len(seen(stage, "dan")) == 1


async def test_an_app_whose_installing_was_not_confirmed_costs_nobody_their_message(stage: Stage) -> None:
    stage.world.reach.without_app.add(stage.world.person("dan").id)
    stage.world.faults.declare([{"method": "POST", "path": "installedApps", "effect": "lost", "times": 1}])
    await say(stage, "olga", "writes on messages")
    await say(stage, "ana", "remind dan@contoso.com")
    await stage.later(stage.clock.now() + timedelta(hours=1))
    assert [(each.state, each.how) for each in await slots(stage)] == [(SlotState.SENT, "chat")]
    assert len(seen(stage, "dan")) == 1


async def test_a_security_notice_does_not_wait_and_is_the_message_of_the_day(stage: Stage) -> None:
    await say(stage, "olga", "writes on phone")
    await say(stage, "ana", "phone set dan@contoso.com +31612345678")
    await say(stage, "ana", 'submit 1 reason:"new phone"')
    await say(stage, "bea", "approve 1")
    assert len(seen(stage, "dan")) == 1
    assert [each.state for each in await slots(stage)] == [SlotState.SENT]
    await say(stage, "ana", "remind dan@contoso.com")
    await stage.later(stage.clock.now() + timedelta(hours=3))
    assert len(seen(stage, "dan")) == 1
    await stage.later(stage.clock.now() + timedelta(days=1))
    assert len(seen(stage, "dan")) == 2


async def test_who_has_the_app_because_of_a_message_gets_that_and_no_greeting(stage: Stage) -> None:
    dan = stage.world.person("dan")
    slot = Slot(
        tenant_id=stage.world.tenant_id, person_id=dan.id, day=stage.clock.now().date(), about="slot",
        at=stage.clock.now(), state=SlotState.POSTING,
    )  # fmt: skip
    async with stage.muster._opened.store.change() as unit:
        await unit.take_slot(slot)
    await stage.settle(stage.teams.install(dan))
    assert seen(stage, "dan") == []


async def test_a_chat_that_could_not_be_opened_costs_nobody_their_message(stage: Stage) -> None:
    stage.world.faults.declare([{"method": "POST", "path": "/v3/conversations$", "effect": "lost", "times": 5}])
    await say(stage, "ana", "remind dan@contoso.com")
    await stage.later(stage.clock.now() + timedelta(hours=1))
    assert [each.state for each in await slots(stage)] == [SlotState.SENT]
    assert len(seen(stage, "dan")) == 1
