"""The whole bot at the wire: what people see, and what is left when things go wrong."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from re import escape
from urllib.parse import quote

import pytest

from bot.app import build
from bot.message import CARD_TYPE
from bot.settings import load
from demo.connector import buttons
from demo.connector.activities import Envelope
from demo.connector.chats import Event, What
from demo.connector.teams import Delivery, Forgery
from demo.driver import Stage
from demo.screen import draw, plain
from demo.wire import Json, JsonObject
from engine import NUMBER_ANSWERED, CardRef, Notice, NoticeKind, Person, Place
from engine.promise import promise
from engine.questions import ONCE
from tenant.model import Kind, Statement

NIGHT = datetime(2026, 11, 24, 3, tzinfo=UTC)  # what is counted every night, and nothing before it


async def say(stage: Stage, who: str, text: str, *, forgery: Forgery | None = None) -> Delivery:
    person = stage.world.person(who)
    chat = stage.chats.personal(person)
    delivery: list[Delivery] = []

    async def typed() -> None:
        delivery.append(await stage.teams.say(person, chat, text, forgery=forgery or Forgery()))

    await stage.settle(typed())
    return delivery[0]


async def press(stage: Stage, who: str, title: str, inputs: dict[str, str] | None = None) -> Delivery:
    person = stage.world.person(who)
    chat = stage.chats.personal(person)
    button = next(each for group in buttons.seen(chat, person) for each in group if each.title == title)
    delivery: list[Delivery] = []

    async def pressed() -> None:
        delivery.append(await stage.teams.press(person, chat, button, inputs=inputs or {}))

    await stage.settle(pressed())
    return delivery[0]


def seen(stage: Stage, who: str) -> list[Event]:
    chat = stage.chats.personal(stage.world.person(who))
    return [event for event in stage.chats.log if event.conversation == chat.id]


def texts(stage: Stage, who: str) -> list[str]:
    return ["\n".join(plain(draw(event))) for event in seen(stage, who)]


async def test_a_word_is_answered(stage: Stage) -> None:
    assert (await say(stage, "ana", "whoami")).status == 200
    assert "You are Ana Ruiz" in texts(stage, "ana")[-1]


async def test_an_activity_delivered_twice_is_answered_once(stage: Stage) -> None:
    await say(stage, "ana", "whoami")
    await say(stage, "ana", 'mfa enable group:"MFA Users"')
    before = len(stage.chats.log)
    await stage.settle(stage.teams.again())
    assert len(stage.chats.log) == before
    assert await stage.muster._opened.engine.requests() != ()
    assert len(await stage.muster._opened.engine.requests()) == 1


async def test_a_button_pressed_twice_in_one_delivery_gets_the_same_answer(stage: Stage) -> None:
    await say(stage, "ana", 'mfa enable group:"MFA Users"')
    await say(stage, "olga", "writes on mfa")
    first = await press(stage, "ana", "Submit for approval", {"reason": "because"})
    second: list[Delivery] = []

    async def again() -> None:
        second.append(await stage.teams.again())

    await stage.settle(again())
    assert (second[0].status, second[0].body) == (200, first.body)
    assert isinstance(first.body, dict) and first.body["type"] == CARD_TYPE


async def test_an_answer_that_could_not_be_sent_comes_with_the_next_delivery(stage: Stage) -> None:
    await say(stage, "ana", "whoami")
    fault: Json = {"path": "/connector/.*/activities$", "method": "POST", "status": 502, "times": 5}
    stage.world.faults.declare([fault])
    delivery = await say(stage, "ana", "help whoami")
    assert (delivery.status, delivery.attempts) == (200, 2)
    assert len([each for each in texts(stage, "ana") if "whoami" in each]) >= 1
    assert len(seen(stage, "ana")) == 2


async def test_a_broken_turn_says_its_number(stage: Stage) -> None:
    await say(stage, "ana", "whoami")
    with closing(sqlite3.connect(stage._database)) as database:
        database.execute("DROP TABLE replies")
    person = stage.world.person("ana")
    delivery = await stage.teams.say(person, stage.chats.personal(person), "whoami")
    assert delivery.status == 200
    assert "It is written down under" in texts(stage, "ana")[-1]


def raw(stage: Stage, kind: str, **more: Json) -> JsonObject:
    ana = stage.world.person("ana")
    envelope = Envelope(
        chats=stage.chats, person=ana, chat=stage.chats.personal(ana), service_url=stage.teams.service_url
    )
    return envelope.activity(kind, **more)


@pytest.mark.parametrize(
    "kind", ["messageUpdate", "messageDelete", "messageReaction", "conversationUpdate", "typing", "event", "x"]
)
async def test_what_is_no_command_is_taken_and_left(stage: Stage, kind: str) -> None:
    delivery = await stage.teams.deliver(raw(stage, kind, text="halt"))
    await stage.settle()
    assert delivery.status == 200
    assert stage.chats.log == []


async def test_an_invoke_that_nobody_knows_is_taken(stage: Stage) -> None:
    assert (await stage.teams.deliver(raw(stage, "invoke", name="task/fetch", value={}))).status == 200


async def test_somebody_is_greeted_once(stage: Stage) -> None:
    dan = stage.world.person("dan")
    await stage.settle(stage.teams.install(dan))
    await stage.settle(stage.teams.install(dan))
    assert [text.split(".")[0] for text in texts(stage, "dan")] == ["Hello"]


async def test_in_a_group_only_what_mentions_muster_is_answered(stage: Stage) -> None:
    ana = stage.world.person("ana")
    group = stage.chats.group("Change board", [ana])
    await stage.settle(stage.teams.say(ana, group, "whoami"))
    assert len(stage.chats.log) == 1

    def without(activity: JsonObject) -> JsonObject:
        return activity | {"entities": [], "text": "whoami"}

    await stage.settle(stage.teams.say(ana, group, "x", forgery=Forgery(change=without)))
    assert len(stage.chats.log) == 1


async def test_a_mentioned_person_is_found_though_teams_sends_no_object_id(stage: Stage) -> None:
    ana, eve = stage.world.person("ana"), stage.world.person("eve")
    group = stage.chats.group("Change board", [ana, eve])
    await stage.settle(stage.teams.say(ana, group, "mfa status @[Eve Lind]"))
    shown = ["\n".join(plain(draw(event))) for event in stage.chats.log]
    assert "eve@contoso.com" in shown[-1]


async def test_submit_of_an_old_client_works_like_execute(stage: Stage) -> None:
    await say(stage, "ana", 'mfa enable group:"MFA Users"')
    data: JsonObject = {"muster": {"verb": "cancel", "request": "1"}}
    await stage.settle(stage.teams.deliver(raw(stage, "message", value=data)))
    request = await stage.muster._opened.engine.request(1)
    assert request is not None and request.state.value == "cancelled"


async def test_after_a_crash_the_errand_is_answered(stage: Stage) -> None:
    ana = stage.world.person("ana")
    chat = stage.chats.personal(ana)
    await stage.teams.say(ana, chat, 'mfa enable group:"MFA Users"')
    await stage.restart_bot()
    await stage.later(stage.clock.now() + timedelta(minutes=11))
    assert len([each for each in texts(stage, "ana") if "Request 1" in each]) == 1


async def test_stopping_finishes_what_is_under_way(stage: Stage) -> None:
    ana = stage.world.person("ana")
    await stage.teams.say(ana, stage.chats.personal(ana), "mfa status ana@contoso.com")
    await stage._wait(stage.muster.stop())
    assert "mfa status" in texts(stage, "ana")[-1]


async def notify(stage: Stage, notice: Notice) -> None:
    async with stage.muster._opened.store.change() as unit:
        await unit.notify(notice)


async def planned(stage: Stage) -> tuple[Place, CardRef]:
    """A request with its card in Ana's chat."""
    await say(stage, "ana", 'mfa enable group:"MFA Users"')
    chat = stage.chats.personal(stage.world.person("ana")).id
    card = await stage.muster._opened.store.card(stage.world.tenant_id, "request:1", chat)
    assert card is not None
    return Place(chat, personal=True), card


async def test_a_card_is_edited_in_place_at_most_once_a_second(stage: Stage) -> None:
    place, card = await planned(stage)
    engine, ana = stage.muster._opened.engine, Person(stage.world.person("ana").id, "Ana Ruiz")
    notice = Notice(tenant_id=stage.world.tenant_id, kind=NoticeKind.REQUEST, about="request:1", to=place)
    await notify(stage, notice)
    await stage.settle()
    for number in range(3):
        await (engine.cancel(1, ana) if number == 2 else notify(stage, notice))
    await stage.settle()
    edits = [event for event in seen(stage, "ana") if event.what is What.EDITED]
    assert {event.message for event in edits} == {card.message}
    moments = [event.at for event in edits]
    assert all(later - earlier >= timedelta(seconds=1) for earlier, later in pairwise(moments))
    assert "ancelled" in texts(stage, "ana")[-1]


async def test_a_card_that_is_gone_is_posted_anew(stage: Stage) -> None:
    place, card = await planned(stage)
    async with stage.muster._opened.store.change() as unit:
        await unit.save_card(stage.world.tenant_id, "request:1", place.key, CardRef(place.key, "deleted-long-ago"))
    await notify(stage, Notice(tenant_id=stage.world.tenant_id, kind=NoticeKind.REQUEST, about="request:1", to=place))
    await stage.settle(stage.muster.tick())
    now = await stage.muster._opened.store.card(stage.world.tenant_id, "request:1", place.key)
    assert now is not None and now.message not in ("deleted-long-ago", card.message)


async def test_who_blocked_muster_is_not_tried_again_and_listed(stage: Stage) -> None:
    dan = stage.world.person("dan")
    stage.chats.blocked.add(dan.id)
    await say(stage, "ana", "remind dan@contoso.com")
    reminders = await stage.muster._opened.store.reminders(stage.world.tenant_id)
    assert [each.state.value for each in reminders] == ["not reachable"]
    assert await stage.muster.next_due() == NIGHT


async def test_a_notice_waits_for_teams_to_come_back(stage: Stage) -> None:
    stage.world.faults.declare([{"path": "/connector/", "status": 503, "times": 12}])
    place = Place(stage.chats.personal(stage.world.person("dan")).id, personal=True)
    told = Notice(
        tenant_id=stage.world.tenant_id, kind=NoticeKind.TOLD, about="x:1", to=place, code="help-asked",
        facts={"name": "Dan"}, fresh=True,
    )  # fmt: skip
    await notify(stage, told)
    await stage.settle(stage.muster.tick())
    assert stage.chats.log == []
    await stage.later(stage.clock.now() + timedelta(hours=1))
    assert len(stage.chats.log) == 1
    assert await stage.muster.next_due() == NIGHT


async def test_a_notice_waits_for_as_long_as_teams_asks(stage: Stage) -> None:
    stage.world.faults.declare([{"path": "/connector/", "status": 503, "retry_after": 1000, "times": 1}])
    place = Place(stage.chats.personal(stage.world.person("dan")).id, personal=True)
    told = Notice(
        tenant_id=stage.world.tenant_id, kind=NoticeKind.TOLD, about="x:1", to=place, code="help-asked",
        facts={"name": "Dan"}, fresh=True,
    )  # fmt: skip
    began = stage.clock.now()
    await notify(stage, told)
    await stage.settle(stage.muster.tick())
    await stage.later(began + timedelta(hours=1))
    [event] = stage.chats.log
    assert event.at - began >= timedelta(seconds=1000)


async def test_a_reminder_that_was_under_way_waits_for_the_end_of_a_halt_and_that_uses_up_no_try(stage: Stage) -> None:
    await say(stage, "ana", "remind dan@contoso.com")
    (reminder,) = await stage.muster._opened.store.reminders(stage.world.tenant_id)
    await say(stage, "olga", "halt")
    before = len(seen(stage, "dan"))
    queued = Notice(
        tenant_id=stage.world.tenant_id, kind=NoticeKind.REMINDER, about=f"reminder:{reminder.id}",
        to=reminder.person, fresh=True,
    )  # fmt: skip
    await notify(stage, queued)
    await stage.settle(stage.muster.tick())
    await stage.later(stage.clock.now() + timedelta(hours=3))
    assert len(seen(stage, "dan")) == before == 1
    await say(stage, "olga", "resume all")
    await stage.later(stage.clock.now() + timedelta(hours=1))
    assert len(seen(stage, "dan")) == before + 1


async def asked(stage: Stage) -> None:
    """Dan's phone is in Ana's request, and he is to be asked whether it is his."""
    await planned(stage)
    dan, tenant_id, now = stage.world.person("dan"), stage.world.tenant_id, stage.clock.now()
    statement = Statement(kind=Kind.ASKED, subject=dan.id, value="+31612345678", source="request 1", by="Ana", at=now)
    ana = Person(stage.world.person("ana").id, "Ana")
    async with stage.muster._opened.store.change() as unit:
        await unit.state(tenant_id, statement)
        await unit.save_reminder(
            promise(
                tenant_id=tenant_id, person=Person(dan.id, "Dan"), fact=NUMBER_ANSWERED, about=dan.id, now=now,
                asked_by=ana, request=1, cadence=ONCE,
            )
        )  # fmt: skip


async def test_who_is_given_up_was_not_asked_and_whoever_asked_hears_of_it(stage: Stage) -> None:
    chat = quote(stage.chats.personal(stage.world.person("dan")).id, safe="")
    stage.world.faults.declare([{"path": f"{escape(chat)}/activities", "status": 400, "times": 50}])
    await asked(stage)
    await stage.settle(stage.muster.tick())
    await stage.later(stage.clock.now() + timedelta(days=1))
    assert seen(stage, "dan") == []
    assert "could not be asked about their number" in texts(stage, "ana")[-1]
    dan, store = stage.world.person("dan"), stage.muster._opened.store
    assert not await store.statements(stage.world.tenant_id, Kind.ASKED, [dan.id])


async def test_all_that_goes_over_the_wire_is_well_formed(stage: Stage) -> None:
    await say(stage, "ana", "help")
    await say(stage, "ana", 'mfa enable group:"MFA Users"')
    await say(stage, "ana", "mfa status ana@contoso.com")
    assert stage.chats.problems == []


async def test_a_start_that_fails_leaves_nothing_open(stage: Stage) -> None:
    port = stage.muster.base_url.rpartition(":")[2]
    second = build(load({**stage._settings(), "port": port}), stage.clock)
    with pytest.raises(OSError, match="address already in use"):
        await second.start()
    with pytest.raises(RuntimeError, match="not been started"):
        await second.tick()
