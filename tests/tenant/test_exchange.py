"""Exchange's adminapi: what is sent, what is read out of the answers, and what trouble means. Against a scripted server
for what the demo never does, then against the demo.
"""

import base64
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from demo.clock import SteppedClock
from demo.seed import cast
from demo.server import Running
from demo.world import World
from tenant.cloud import custom
from tenant.credentials import Credentials, Secret
from tenant.exchange.online import Exchange, ExchangeOnline
from tenant.exchange.settings import switch
from tenant.exchange.trouble import RoleMissing, WritesOff
from tenant.graph import GraphTenants
from tenant.graph.budget import CALLS, Lane
from tenant.graph.reader import GraphReader
from tenant.graph.window import Window
from tenant.graph.wire import Json
from tenant.graph.writer import GraphWriter
from tenant.model import Rules
from tenant.ports import Area, Clock, Priority, Purpose
from tenant.tokens import Tokens
from tenant.trouble import Forbidden, LostAnswer, NotFound, Refused, Throttled, Trouble, Unavailable
from tests.tenant.clocks import JumpingClock, play
from tests.tenant.conftest import FOR_ANA, READER

TENANT = "c0450000-0000-4000-8000-000000000001"
NO_ROLE = "The cmdlet 'Get-OrganizationConfig' is not present in the role definition of the current user."
Handler = Callable[[web.Request, Mapping[str, Json]], web.Response | Awaitable[web.Response]]


class TokenWith(Tokens):
    """Always has a token; it carries these application permissions."""

    roles: tuple[str, ...] = ()

    async def token(self, scope: str) -> str:
        claims = base64.urlsafe_b64encode(json.dumps({"aud": scope, "roles": self.roles}).encode()).decode()
        return f"head.{claims}.signature"


@asynccontextmanager
async def exchange(
    clock: Clock, handler: Handler, *, writes: bool = True, roles: Sequence[str] = ("Exchange.ManageAsApp",)
) -> AsyncIterator[Exchange]:
    """Exchange for a person's question, answered by this handler."""

    async def answer(request: web.Request) -> web.Response:
        answered = handler(request, await request.json())
        return answered if isinstance(answered, web.Response) else await answered

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    cloud = custom(graph="http://127.0.0.1:1", login="http://127.0.0.1:1", exchange=f"http://{host}:{port}")
    tokens = TokenWith(Secret("app", "secret"), TENANT, cloud, clock)
    tokens.roles = tuple(roles)
    online = ExchangeOnline(cloud, clock, Rules(exchange_writes=writes))
    yield online.open(TENANT, tokens, Purpose("a question", Priority.PERSON))
    await online.close()
    await runner.cleanup()


def values(*found: Mapping[str, Json]) -> web.Response:
    return web.json_response({"value": list(found)})


# --- what is sent -----------------------------------------------------------------------------------------------------


async def test_a_cmdlet_is_sent_as_the_module_sends_it(clock: JumpingClock) -> None:
    heard: list[tuple[web.Request, Mapping[str, Json]]] = []

    def handler(request: web.Request, body: Mapping[str, Json]) -> web.Response:
        heard.append((request, body))
        return values({"Name": "contoso", "OAuth2ClientProfileEnabled": False})

    async with exchange(clock, handler) as online:
        assert (await online.organization()).modern_auth is False
        await online.set_modern_auth(True)
    (read, question), (written, order) = heard
    assert (read.method, read.path) == ("POST", f"/adminapi/beta/{TENANT}/InvokeCommand")
    assert read.query["$select"].split(",")[:2] == ["Name", "OAuth2ClientProfileEnabled"]
    assert question == {"CmdletInput": {"CmdletName": "Get-OrganizationConfig", "Parameters": {}}}
    assert order == {
        "CmdletInput": {"CmdletName": "Set-OrganizationConfig", "Parameters": {"OAuth2ClientProfileEnabled": True}}
    }
    assert written.headers["X-CmdletName"] == "Set-OrganizationConfig" and not written.query
    assert read.headers["X-AnchorMailbox"] == f"APP:SystemMailbox{{bb558c35-97f1-4cb9-8ff7-d53741dc928c}}@{TENANT}"
    assert read.headers["Prefer"] == "odata.maxpagesize=1000"
    assert read.headers["Authorization"].startswith("Bearer head.")


async def test_pages_are_asked_for_with_the_same_body(clock: JumpingClock) -> None:
    heard: list[tuple[str, Mapping[str, Json]]] = []

    def handler(request: web.Request, body: Mapping[str, Json]) -> web.Response:
        heard.append((request.method, body))
        page = int(request.query.get("page", "1"))
        link = {"@odata.nextLink": f"http://{request.host}/adminapi/beta/{TENANT}/InvokeCommand?page={page + 1}"}
        off = {1: None, 2: False, 3: True}[page]
        mailbox = {"DisplayName": f"Box {page}", "PrimarySmtpAddress": "b@c.d", "SmtpClientAuthenticationDisabled": off}
        return web.json_response({"value": [mailbox], **(link if page < 3 else {})})

    async with exchange(clock, handler) as online:
        found = [(each.name, each.smtp_auth) async for each in online.mailboxes()]
    assert found == [("Box 1", None), ("Box 2", True), ("Box 3", False)]
    assert len(heard) == 3 and {method for method, _ in heard} == {"POST"}
    assert heard[0][1] == heard[2][1]
    assert heard[0][1]["CmdletInput"] == {"CmdletName": "Get-CASMailbox", "Parameters": {"ResultSize": "Unlimited"}}


async def test_a_page_on_another_host_is_not_fetched(clock: JumpingClock) -> None:
    def handler(request: web.Request, body: Mapping[str, Json]) -> web.Response:
        return web.json_response({"value": [], "@odata.nextLink": "https://evil.example/adminapi/beta/x"})

    async with exchange(clock, handler) as online:
        with pytest.raises(Refused):
            [each async for each in online.mailboxes()]


async def test_nothing_is_sent_where_the_owner_has_not_opened_exchange(clock: JumpingClock) -> None:
    def handler(request: web.Request, body: Mapping[str, Json]) -> web.Response:
        raise AssertionError("nothing may be sent")

    async with exchange(clock, handler, writes=False) as online:
        with pytest.raises(WritesOff) as caught:
            await online.set_modern_auth(True)
    assert caught.value.code == "exchange-writes-off"


async def test_two_cmdlets_at_once_and_no_more() -> None:
    clock = SteppedClock()
    under_way, most = 0, 0

    async def slow(request: web.Request, body: Mapping[str, Json]) -> web.Response:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await clock.sleep(1)
        under_way -= 1
        return values({"SmtpClientAuthenticationDisabled": True})

    async with exchange(clock, slow) as online:
        assert await play(clock, *(online.smtp_auth_off() for _ in range(7))) == [True] * 7
    assert most == 2


# --- what is read -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "meant"),
    [(True, True), (False, False), ("True", True), ("false", False), (None, None), ("", None), (1, None), ("on", None)],
)
def test_a_switch_that_is_not_told_is_neither_on_nor_off(said: Json, meant: bool | None) -> None:
    assert switch({"Switch": said}, "Switch") is meant
    assert switch({}, "Switch") is None


async def test_an_organisation_that_does_not_say_is_not_off(clock: JumpingClock) -> None:
    async with exchange(clock, lambda *_: values({"Name": "contoso"})) as online:
        found = await online.organization()
    assert (found.name, found.modern_auth, found.default_policy) == ("contoso", None, None)


async def test_no_organisation_at_all_is_trouble_not_an_empty_answer(clock: JumpingClock) -> None:
    async with exchange(clock, lambda *_: values()) as online:
        with pytest.raises(NotFound):
            await online.organization()


async def test_mailboxes_that_do_not_tell_their_switch_do_not_inherit(clock: JumpingClock) -> None:
    async with exchange(clock, lambda *_: values({"DisplayName": "Ana"}, {"DisplayName": "Bea"})) as online:
        with pytest.raises(Refused):
            [each async for each in online.mailboxes()]


async def test_a_policy_names_the_protocols_it_lets_through(clock: JumpingClock) -> None:
    policy: Mapping[str, Json] = {
        "Name": "Printers",
        "AllowBasicAuthSmtp": True,
        "AllowBasicAuthPop": False,
        "AllowBasicAuthImap": "True",
    }
    async with exchange(clock, lambda *_: values(policy)) as online:
        (found,) = await online.authentication_policies()
    assert (found.name, found.allows_basic) == ("Printers", frozenset({"Smtp", "Imap"}))


async def test_warnings_go_to_the_log(clock: JumpingClock, caplog: pytest.LogCaptureFixture) -> None:
    answer = {"value": [], "@adminapi.warnings": ["no settings have been modified"]}
    with caplog.at_level("INFO"):
        async with exchange(clock, lambda *_: web.json_response(answer)) as online:
            await online.set_modern_auth(True)
    assert "no settings have been modified" in caplog.text


# --- trouble ----------------------------------------------------------------------------------------------------------

DETAILS = {"error": {"code": "BadRequest", "message": "failed", "details": [{"code": "Context", "message": NO_ROLE}]}}
INNER = {"error": {"code": "X", "message": "failed", "innererror": {"internalException": {"message": NO_ROLE}}}}
LOWER = {"error": {"code": "X", "message": "failed", "innererror": {"internalexception": {"message": NO_ROLE}}}}
PLAIN = {"error": {"code": "Forbidden", "message": NO_ROLE}}


@pytest.mark.parametrize("body", [DETAILS, INNER, LOWER, PLAIN])
@pytest.mark.parametrize("status", [400, 403])
async def test_a_missing_role_is_named_wherever_the_text_stands(clock: JumpingClock, body: Json, status: int) -> None:
    async with exchange(clock, lambda *_: web.json_response(body, status=status)) as online:
        with pytest.raises(RoleMissing) as read:
            await online.organization()
        with pytest.raises(RoleMissing) as written:
            await online.set_modern_auth(True)
    assert (read.value.facts, written.value.facts) == ({"role": "Global Reader"}, {"role": "Exchange Administrator"})


@pytest.mark.parametrize("status", [401, 403])
async def test_without_the_permission_that_is_what_is_missing(clock: JumpingClock, status: int) -> None:
    async with exchange(clock, lambda *_: web.json_response({}, status=status), roles=()) as online:
        with pytest.raises(Forbidden) as caught:
            await online.smtp_auth_off()
    assert caught.value.facts == {"scope": "Exchange.ManageAsApp"}


@pytest.mark.parametrize("status", [401, 403])
async def test_with_the_permission_it_is_the_role_that_is_missing(clock: JumpingClock, status: int) -> None:
    async with exchange(clock, lambda *_: web.json_response({}, status=status)) as online:
        with pytest.raises(RoleMissing):
            await online.smtp_auth_off()


def failing(seen: list[str], status: int, **headers: str) -> Handler:
    def handler(request: web.Request, body: Mapping[str, Json]) -> web.Response:
        seen.append(request.headers["X-CmdletName"])
        return web.json_response({}, status=status, headers=headers)

    return handler


@pytest.mark.parametrize(
    ("status", "writes", "times", "trouble"),
    [
        (502, False, 6, Unavailable),
        (503, False, 6, Unavailable),
        (503, True, 6, Unavailable),
        (502, True, 1, LostAnswer),
        (400, False, 1, Refused),
        (404, False, 1, NotFound),
    ],
)
async def test_only_what_does_no_harm_is_repeated(
    clock: JumpingClock, status: int, writes: bool, times: int, trouble: type[Trouble]
) -> None:
    seen: list[str] = []
    async with exchange(clock, failing(seen, status)) as online:
        with pytest.raises(trouble):
            await (online.set_modern_auth(True) if writes else online.smtp_auth_off())
    assert len(seen) == times


async def test_retry_after_is_obeyed(clock: JumpingClock) -> None:
    seen: list[str] = []

    def handler(request: web.Request, body: Mapping[str, Json]) -> web.Response:
        seen.append("asked")
        if len(seen) < 3:
            return web.json_response({}, status=429, headers={"Retry-After": "7"})
        return values({"SmtpClientAuthenticationDisabled": True})

    async with exchange(clock, handler) as online:
        assert await online.smtp_auth_off() is True
    assert len(seen) == 3 and sum(clock.slept) >= 14


def test_a_429_leaves_one_at_a_time_until_things_go_well_again() -> None:
    window = Window(CALLS[Lane.EXCHANGE])
    window.take(1)
    window.answered(1, 10.0)
    window.refused(1, 10.0)
    assert window.wait(1, 10.0) == 0
    window.take(1)
    assert window.wait(1, 10.0) is None
    window.answered(1, 11.0)
    window.take(1)
    window.answered(1, 12.0)
    assert window.limit > 1


async def test_a_storm_of_429s_ends_in_trouble(clock: JumpingClock) -> None:
    async with exchange(clock, failing([], 429, **{"Retry-After": "40"})) as online:
        with pytest.raises(Throttled):
            await online.smtp_auth_off()


# --- against the demo -------------------------------------------------------------------------------------------------


@pytest.fixture
def scenario() -> str:
    return "conditional-access"


@pytest.fixture
async def tenants(running: Running, clock: JumpingClock) -> AsyncIterator[GraphTenants]:
    cloud = custom(graph=running.graph, login=running.login, exchange=running.exchange)
    credentials = Credentials(
        read=READER, writers={Area.EXCHANGE: Secret(cast.EXCHANGE_ID, cast.EXCHANGE_SECRET), Area.MFA: READER}
    )
    tenants = GraphTenants(cloud, credentials, clock, rules=Rules(exchange_writes=True))
    yield tenants
    await tenants.close()


@pytest.fixture
def reader(tenants: GraphTenants) -> GraphReader:
    return tenants.reader(cast.TENANT_ID, FOR_ANA)


def writer_of(tenants: GraphTenants, area: Area) -> GraphWriter:
    return tenants.writer(cast.TENANT_ID, Purpose("a run", Priority.PERSON, area))


async def test_the_demos_settings_are_read(reader: GraphReader) -> None:
    found = await reader.exchange_organization()
    assert (found.modern_auth, found.default_policy) == (True, "Block legacy")
    assert await reader.smtp_auth_off() is True
    policies = {each.name: each.allows_basic for each in await reader.authentication_policies()}
    assert policies == {"Block legacy": frozenset(), "Allow SMTP for machines": frozenset({"Smtp"})}


async def test_every_mailbox_is_met_once(reader: GraphReader) -> None:
    found = [each async for each in reader.mailboxes()]
    assert len(found) == len({each.id for each in found}) > 50
    assert {each.id for each in found if each.smtp_auth} == {cast.SCAN, cast.ERP, cast.QUINN}
    assert all(each.name and "@" in each.address for each in found)


async def test_modern_auth_is_switched_and_read_back(tenants: GraphTenants, reader: GraphReader, world: World) -> None:
    await writer_of(tenants, Area.EXCHANGE).set_modern_auth(False)
    assert (await reader.exchange_organization()).modern_auth is False
    assert [write.app for write in world.recorder.writes] == [cast.EXCHANGE_ID]


async def test_another_area_may_not_write_here(tenants: GraphTenants, world: World) -> None:
    with pytest.raises(Forbidden):
        await writer_of(tenants, Area.MFA).set_modern_auth(False)
    assert not world.recorder.writes


async def test_a_reader_in_exchange_may_not_write(tenants: GraphTenants, world: World) -> None:
    world.exchange.at_most = "reader"
    with pytest.raises(RoleMissing) as caught:
        await writer_of(tenants, Area.EXCHANGE).set_modern_auth(False)
    assert caught.value.facts == {"role": "Exchange Administrator"}


async def test_without_a_role_nothing_is_known(reader: GraphReader, world: World) -> None:
    world.exchange.at_most = "none"
    with pytest.raises(RoleMissing):
        await reader.exchange_organization()


async def test_without_the_permission_nothing_is_known(reader: GraphReader, world: World) -> None:
    world.apps[cast.READER_ID].exchange_roles.clear()
    with pytest.raises(Forbidden) as caught:
        await reader.smtp_auth_off()
    assert caught.value.facts == {"scope": "Exchange.ManageAsApp"}


async def test_a_role_granted_since_counts_at_once(reader: GraphReader, world: World, clock: JumpingClock) -> None:
    world.exchange.at_most = "none"
    with pytest.raises(RoleMissing):
        await reader.exchange_organization()
    world.exchange.at_most = "reader"
    await clock.sleep(301)
    assert (await reader.exchange_organization()).modern_auth is True


async def test_a_lost_answer_to_the_write_is_told(tenants: GraphTenants, world: World) -> None:
    world.faults.declare([{"path": "InvokeCommand", "effect": "lost", "times": 1}])
    with pytest.raises(LostAnswer):
        await writer_of(tenants, Area.EXCHANGE).set_modern_auth(False)
    assert world.exchange.modern_auth.true is False
