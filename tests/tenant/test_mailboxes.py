"""SMTP AUTH, mailbox by mailbox: read for some people, written absolutely, and only where the owner allows it."""

from collections.abc import Mapping
from typing import Any

import pytest
from aiohttp import web

from demo.seed import cast
from demo.world import World
from tenant.graph import GraphTenants
from tenant.graph.reader import GraphReader
from tenant.graph.wire import Json
from tenant.graph.writer import GraphWriter
from tenant.model import MailboxWish, Rules
from tenant.ports import Area, Priority, Purpose
from tenant.trouble import Forbidden, NotFound, Refused, Unavailable
from tests.tenant.clocks import JumpingClock
from tests.tenant.conftest import READER
from tests.tenant.test_exchange import exchange, values
from tests.tenant.test_resources import all_of

GONE = "dddddddd-0000-4000-8000-00000000dead"


@pytest.fixture
def scenario() -> str:
    return "conditional-access"


@pytest.fixture
def rules() -> Rules:
    return Rules(exchange_writes=True)


@pytest.fixture
def boxes(tenants: GraphTenants) -> GraphWriter:
    return tenants.writer(cast.TENANT_ID, Purpose("a run", Priority.PERSON, Area.EXCHANGE))


async def switch(reader: GraphReader, user_id: str) -> bool | None:
    [box] = await all_of(reader.mailboxes([user_id]))
    assert box.id == user_id
    return box.smtp_auth


async def test_some_mailboxes_are_those_of_the_list(reader: GraphReader) -> None:
    everybody = {box.id: box for box in await all_of(reader.mailboxes())}
    some = await all_of(reader.mailboxes([cast.ANA, GONE, cast.SCAN, cast.ANA]))
    assert some == [everybody[cast.ANA], everybody[cast.SCAN]]
    assert await all_of(reader.mailboxes([])) == []


@pytest.mark.parametrize("value", [True, False, None])
async def test_what_is_set_is_read_back(reader: GraphReader, boxes: GraphWriter, value: bool | None) -> None:
    for each in (not value, value):
        assert [one.trouble for one in await all_of(boxes.set_smtp_auth([MailboxWish(cast.SCAN, each)]))] == [None]
        assert await switch(reader, cast.SCAN) is each


async def test_one_who_has_none_does_not_stop_the_others(reader: GraphReader, boxes: GraphWriter) -> None:
    found = await all_of(boxes.set_smtp_auth([MailboxWish(GONE, False), MailboxWish(cast.SCAN, False)]))
    assert [(one.user_id, type(one.trouble)) for one in found] == [(GONE, NotFound), (cast.SCAN, type(None))]
    assert await switch(reader, cast.SCAN) is False


@pytest.mark.parametrize("rules", [Rules()])
async def test_nothing_is_sent_where_the_owner_has_not_opened_exchange(boxes: GraphWriter, world: World) -> None:
    before = len(world.recorder.requests)
    with pytest.raises(Forbidden) as caught:
        boxes.set_smtp_auth([MailboxWish(cast.SCAN, False)])
    assert caught.value.code == "exchange-writes-off" and len(world.recorder.requests) == before


async def test_nor_in_another_area(methods: GraphWriter) -> None:
    with pytest.raises(Forbidden):
        methods.set_smtp_auth([MailboxWish(cast.SCAN, False)])


async def test_a_reader_s_role_is_not_enough(world: World, boxes: GraphWriter) -> None:
    world.apps[cast.EXCHANGE_ID].exchange_role = world.apps[READER.client_id].exchange_role
    [one] = await all_of(boxes.set_smtp_auth([MailboxWish(cast.SCAN, False)]))
    assert one.trouble is not None and one.trouble.code == "role-missing"


async def test_inheriting_is_sent_as_null(clock: JumpingClock) -> None:
    heard: list[Mapping[str, Json]] = []

    def handler(request: web.Request, body: Mapping[str, Any]) -> web.Response:
        heard.append(body["CmdletInput"]["Parameters"])
        return values()

    async with exchange(clock, handler) as online:
        wishes = [MailboxWish(f"{value}", value) for value in (True, False, None)]
        await all_of(online.set_smtp_auth(wishes))
    assert [each["SmtpClientAuthenticationDisabled"] for each in heard] == [False, True, None]


async def test_a_mailbox_that_does_not_tell_is_not_called_inheriting(clock: JumpingClock) -> None:
    async with exchange(clock, lambda request, body: values({"DisplayName": "Box"})) as online:
        with pytest.raises(Refused):
            await all_of(online.mailboxes(["a"]))


async def test_an_object_that_is_not_there_may_come_as_a_400(clock: JumpingClock) -> None:
    said = {"error": {"code": "BadRequest", "message": "The object 'a' couldn't be found on 'DC01'."}}
    async with exchange(clock, lambda request, body: web.json_response(said, status=400)) as online:
        assert await all_of(online.mailboxes(["a"])) == []


async def test_trouble_is_told_row_by_row(clock: JumpingClock) -> None:
    def handler(request: web.Request, body: Mapping[str, Any]) -> web.Response:
        return web.json_response({}, status=503)

    async with exchange(clock, handler) as online:
        [one] = await all_of(online.set_smtp_auth([MailboxWish("a", True)]))
        with pytest.raises(ValueError, match="one person"):
            await all_of(online.set_smtp_auth([MailboxWish("a", True), MailboxWish("a", False)]))
    assert isinstance(one.trouble, Unavailable)
