"""The one door to Graph: tokens renewed, trouble typed, and only what is safe repeated."""

from collections.abc import Callable

import pytest
from aiohttp import web

from demo.seed import cast
from demo.world import World
from tenant.cloud import Cloud
from tenant.graph import GraphTenants
from tenant.graph.call import Call
from tenant.graph.reader import GraphReader
from tenant.graph.session import client_request_id
from tenant.graph.transport import Transport
from tenant.ports import Purpose
from tenant.trouble import Forbidden, LostAnswer, NotFound, Refused, SignInFailed, Throttled, Unavailable
from tests.tenant.clocks import JumpingClock
from tests.tenant.conftest import BY_PURPOSE, FOR_ANA
from tests.tenant.scripted import Handler, scripted, session_over

Sent = Callable[[str], list[str]]
DEFAULTS = "identitySecurityDefaults"
NOBODY = "d0000000-0000-4000-8000-00000000ffff"


async def test_an_expired_token_is_renewed(reader: GraphReader, world: World, sent: Sent) -> None:
    assert await reader.security_defaults() is False
    world.faults.declare([{"path": DEFAULTS, "status": 401, "times": 1}])
    assert await reader.security_defaults() is False
    assert sent(DEFAULTS) == ["GET 200", "GET 401", "GET 200"]


async def test_tokens_that_are_never_accepted_are_sign_in_trouble(reader: GraphReader, world: World) -> None:
    world.faults.declare([{"path": DEFAULTS, "status": 401}])
    with pytest.raises(SignInFailed):
        await reader.security_defaults()


async def test_a_403_names_the_permission(reader: GraphReader, world: World, sent: Sent) -> None:
    world.revoke(cast.READER_ID, "Policy.Read.All")
    with pytest.raises(Forbidden) as caught:
        await reader.security_defaults()
    assert caught.value.facts == {"scope": "Policy.Read.All"}
    with pytest.raises(Forbidden):
        await reader.security_defaults()
    assert sent(DEFAULTS) == ["GET 403", "GET 403", "GET 403"], "one second look in five minutes, no more"


async def test_a_permission_granted_since_counts_at_once(reader: GraphReader, world: World) -> None:
    world.revoke(cast.READER_ID, "Policy.Read.All")
    await reader.find_users("ana@contoso.com")  # the token is made now, without the permission
    world.grant(cast.READER_ID, "Policy.Read.All")
    assert await reader.security_defaults() is False


async def test_retry_after_is_obeyed(reader: GraphReader, world: World, clock: JumpingClock, sent: Sent) -> None:
    world.faults.declare([{"path": DEFAULTS, "status": 429, "retry_after": 17, "times": 1}])
    assert await reader.security_defaults() is False
    assert sum(clock.slept) == 17
    assert sent(DEFAULTS) == ["GET 429", "GET 200"]


async def test_a_storm_of_429s_ends_in_trouble(reader: GraphReader, world: World) -> None:
    world.faults.declare([{"path": DEFAULTS, "status": 429, "retry_after": 40}])
    with pytest.raises(Throttled) as caught:
        await reader.security_defaults()
    assert caught.value.facts == {"seconds": "40"}


@pytest.mark.parametrize("fault", [{"status": 503, "retry_after": 2}, {"status": 500}, {"effect": "drop"}])
async def test_a_passing_failure_is_not_noticed(reader: GraphReader, world: World, fault: dict[str, str | int]) -> None:
    world.faults.declare([{"path": DEFAULTS, "times": 2, **fault}])
    assert await reader.security_defaults() is False


async def test_a_failure_that_stays_is_trouble(reader: GraphReader, world: World, sent: Sent) -> None:
    world.faults.declare([{"path": DEFAULTS, "status": 503}])
    with pytest.raises(Unavailable):
        await reader.security_defaults()
    assert len(sent(DEFAULTS)) == 6


async def test_what_is_not_there_is_not_found(reader: GraphReader) -> None:
    with pytest.raises(NotFound):
        [user async for user in reader.members(NOBODY)]


async def test_microsoft_hears_who_asks_and_how_urgently(clock: JumpingClock) -> None:
    heard: list[web.Request] = []

    def handler(request: web.Request) -> web.Response:
        heard.append(request)
        return web.json_response({})

    async with scripted(clock, handler) as session:
        await session.send(Call(path="/users", query=(("$filter", "mail eq 'a#b&c'"),), eventual=True))
    headers = heard[0].headers
    assert headers["client-request-id"] == client_request_id("a test")
    assert headers["x-ms-throttle-priority"] == "High" and headers["ConsistencyLevel"] == "eventual"
    assert heard[0].query == {"$filter": "mail eq 'a#b&c'"} and heard[0].path == "/v1.0/users"


def failing(seen: list[str], status: int) -> Handler:
    def handler(request: web.Request) -> web.Response:
        seen.append(request.method)
        return web.json_response({}, status=status)

    return handler


@pytest.mark.parametrize(
    "call, status, times, trouble",
    [
        (Call(path="/things", method="POST", body={}), 503, 1, Unavailable),
        (Call(path="/things", method="POST", body={}), 502, 1, LostAnswer),
        (Call(path="/things", method="POST", body={}, safe=True), 502, 6, Unavailable),
        (Call(path="/things/1", method="PATCH", body={}), 503, 6, Unavailable),
        (Call(path="/things/1", method="PATCH", body={}), 502, 1, LostAnswer),
        (Call(path="/things/1", method="DELETE"), 503, 6, Unavailable),
    ],
)
async def test_only_what_is_safe_is_repeated(
    clock: JumpingClock, call: Call, status: int, times: int, trouble: type[Exception]
) -> None:
    seen: list[str] = []
    async with scripted(clock, failing(seen, status)) as session:
        with pytest.raises(trouble):
            await session.send(call)
    assert len(seen) == times


async def test_a_refused_connection_has_done_nothing(clock: JumpingClock, unused_tcp_port: int) -> None:
    transport = Transport(f"http://127.0.0.1:{unused_tcp_port}", direct=True)
    session = session_over(clock, transport)
    with pytest.raises(Unavailable):
        await session.send(Call(path="/things", method="POST", body={}))
    await transport.close()


async def test_the_token_follows_no_redirect(clock: JumpingClock) -> None:
    def handler(request: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": "http://127.0.0.1:9/"})

    async with scripted(clock, handler) as session:
        with pytest.raises(Refused):
            await session.send(Call(path="/users"))


async def test_a_login_service_that_stumbles_is_asked_again(
    cloud: Cloud, clock: JumpingClock, unused_tcp_port: int
) -> None:
    nowhere = Cloud(name="custom", graph=cloud.graph, login=f"http://127.0.0.1:{unused_tcp_port}/login")
    tenants = GraphTenants(nowhere, BY_PURPOSE, clock)
    with pytest.raises(Unavailable):
        await tenants.reader(cast.TENANT_ID, FOR_ANA).security_defaults()
    assert len(clock.slept) == 5
    await tenants.close()


async def test_a_writer_needs_an_area(tenants: GraphTenants) -> None:
    with pytest.raises(Forbidden):
        tenants.writer(cast.TENANT_ID, Purpose("no area"))


def test_a_correlation_that_is_a_guid_is_sent_as_it_is() -> None:
    assert client_request_id(cast.TENANT_ID) == cast.TENANT_ID
    assert client_request_id("run 7") == client_request_id("run 7") != client_request_id("run 8")


async def test_silence_ends(cloud: Cloud, clock: JumpingClock, world: World) -> None:
    world.faults.declare([{"path": DEFAULTS, "effect": "hang", "times": 1}])
    tenants = GraphTenants(cloud, BY_PURPOSE, clock, silence=0.05)
    assert await tenants.reader(cast.TENANT_ID, FOR_ANA).security_defaults() is False
    await tenants.close()


async def test_nobody_waits_in_a_chat_for_five_minutes(
    reader: GraphReader, world: World, clock: JumpingClock, sent: Sent
) -> None:
    world.faults.declare([{"path": DEFAULTS, "status": 429, "retry_after": 300, "times": 1}])
    for left in ("300", "290"):
        with pytest.raises(Throttled) as caught:
            await reader.security_defaults()
        assert caught.value.facts == {"seconds": left}
        await clock.sleep(10)
    assert sent(DEFAULTS) == ["GET 429"], "and no request is wasted meanwhile"
    await clock.sleep(280)
    assert await reader.security_defaults() is False
