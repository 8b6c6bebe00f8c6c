"""Pages are followed word for word, and never to another host."""

import pytest
from aiohttp import web

from demo.seed import cast
from demo.world import World
from tenant.graph.call import Call
from tenant.graph.paging import stream
from tenant.graph.reader import GraphReader
from tenant.trouble import Refused, Throttled
from tests.tenant.clocks import JumpingClock
from tests.tenant.scripted import Handler, scripted

USERS = Call(path="/users")


def linking(link: str) -> Handler:
    """Every page has one user and this next page; BASE stands for the server's own address."""

    def handler(request: web.Request) -> web.Response:
        base = f"http://{request.host}"
        return web.json_response({"value": [{"id": "1"}], "@odata.nextLink": link.replace("BASE", base)})

    return handler


@pytest.mark.parametrize(
    "link, detail",
    [
        ("https://graph.microsoft.com.evil.example/v1.0/users", "foreign-next-link"),
        ("http://127.0.0.1/v1.0/users?$skiptoken=x", "foreign-next-link"),
        ("BASE.evil.example/v1.0/users", "foreign-next-link"),
        ("BASE@evil.example/v1.0/users", "foreign-next-link"),
        ("/v1.0/users?$skiptoken=x", "foreign-next-link"),
        ("BASE/v1.0/users?$skiptoken=x", "circular-next-link"),
    ],
)
async def test_the_token_goes_nowhere_else(clock: JumpingClock, link: str, detail: str) -> None:
    async with scripted(clock, linking(link)) as session:
        with pytest.raises(Refused) as caught:
            [thing async for thing in stream(session, USERS)]
    assert caught.value.detail == detail


async def test_a_link_is_followed_word_for_word(clock: JumpingClock) -> None:
    seen: list[str] = []

    def handler(request: web.Request) -> web.Response:
        seen.append(request.raw_path)
        link = {"@odata.nextLink": f"http://{request.host}/v1.0/users?$skiptoken=a%2Fb+c%20'd"}
        return web.json_response({"value": [{"id": len(seen)}], **(link if len(seen) == 1 else {})})

    async with scripted(clock, handler) as session:
        ids = [thing["id"] async for thing in stream(session, USERS)]
    assert ids == [1, 2] and seen[1] == "/v1.0/users?$skiptoken=a%2Fb+c%20'd"


async def test_a_stumble_on_the_second_page_loses_and_doubles_nobody(reader: GraphReader, world: World) -> None:
    world.faults.declare([{"path": "skiptoken", "status": 503, "times": 2}])
    world.directory.people.update()
    found = [user.id async for user in reader.everyone()]
    assert len(found) == len(set(found)) == len(world.directory.people)


async def test_pages_come_one_by_one(clock: JumpingClock) -> None:
    asked: list[str] = []

    def handler(request: web.Request) -> web.Response:
        asked.append(request.raw_path)
        here = f"http://{request.host}/v1.0/users?page={len(asked)}"
        return web.json_response({"value": [{"id": "1"}], "@odata.nextLink": here})

    async with scripted(clock, handler) as session:
        users = stream(session, USERS)
        assert [(await anext(users))["id"] for _ in range(3)] == ["1"] * 3
    assert len(asked) == 3, "nobody reads a page that nobody wants yet"


async def test_a_storm_in_the_middle_is_raised_not_swallowed(reader: GraphReader, world: World) -> None:
    world.faults.declare([{"path": "/users", "status": 429, "retry_after": 100}])
    with pytest.raises(Throttled):
        [user async for user in reader.everyone()]


async def test_an_empty_collection(reader: GraphReader) -> None:
    assert [user async for user in reader.members(cast.EMPTY_GROUP)] == []
