"""The parts of `make playground` that need no Playground: the signing proxy, the settings files, what is missing."""

from collections.abc import Mapping
from pathlib import Path

import aiohttp
import jwt
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from demo.connector.people import find, mri
from demo.seed import cast
from demo.wire import JsonObject
from demo.world import World
from tools.playground.proxy import SigningProxy, completed
from tools.playground.recordings import exchanges
from tools.playground.stage import Missing, require
from tools.playground.windows import settings, windows

SERVICE = "http://localhost:56151/_connector"


@pytest.fixture(scope="module")
def world() -> World:
    return World(users=40)


def activity(world: World) -> JsonObject:
    sender: JsonObject = {"id": mri(world, find(world, "ana")), "name": "Ana Ruiz"}
    return {"type": "message", "text": "hälp", "from": sender, "serviceUrl": SERVICE, "channelData": {"kept": 1}}


def test_what_teams_always_sends_is_put_in(world: World) -> None:
    whole = completed(activity(world), world)
    assert whole["channelData"] == {"kept": 1, "tenant": {"id": world.tenant_id}}
    assert whole["from"] == activity(world)["from"] | {"aadObjectId": cast.ANA}  # type: ignore[operator]
    assert {**whole, "from": 0, "channelData": 0} == {**activity(world), "from": 0, "channelData": 0}


def test_what_is_there_is_left_alone(world: World) -> None:
    sent = completed(activity(world), world)
    sent["channelData"] = {"tenant": {"id": "of somebody else"}}
    sent["from"] = {"id": "29:nobody", "aadObjectId": "x"}
    assert completed(sent, world) == sent


async def test_the_bot_gets_a_token_of_the_channel(world: World) -> None:
    seen: list[Mapping[str, str]] = []

    async def bot(request: web.Request) -> web.Response:
        seen.append(request.headers)
        return web.json_response(await request.json(), status=202)

    app = web.Application()
    app.router.add_post("/api/messages", bot)
    async with TestServer(app) as server, aiohttp.ClientSession() as http:
        proxy = SigningProxy(world, str(server.make_url("/api/messages")), http)
        async with TestServer(proxy.app()) as front:
            answer = await http.post(front.make_url("/api/messages"), json=activity(world))
            assert answer.status == 202
            assert await answer.json() == completed(activity(world), world)
    assert claims(world, seen[0]["Authorization"])["serviceurl"] == SERVICE


def claims(world: World, header: str) -> JsonObject:
    scheme, _, token = header.partition(" ")
    assert scheme == "Bearer"
    keys = jwt.PyJWKSet.from_dict(world.keys.channel_keys())
    key = keys[jwt.get_unverified_header(token)["kid"]]
    read: JsonObject = jwt.decode(token, key, algorithms=["RS256"], audience=world.bot_app_id)
    return read


def test_every_window_has_its_person_five_others_and_a_chat_of_its_own(world: World) -> None:
    all_settings = [settings(world, each) for each in windows(Path())]
    assert all(isinstance(each["users"], list) and len(each["users"]) == 5 for each in all_settings)
    assert len({str(each["personalChat"]) for each in all_settings}) == len(all_settings)


def test_without_the_playground_it_says_how_to_install_it(tmp_path: Path) -> None:
    with pytest.raises(Missing, match=r"npm install --prefix|Node\.js"):
        require(tmp_path)


def test_a_recording_is_read_up_to_where_it_broke_off() -> None:
    ours = '{"direction": "User Application -> P", "activityName": "message", "request": {"method": "PUT"},'
    theirs = '{"direction": "P -> User Application", "activityName": "invoke", "request": {"method": "POST"},'
    text = (
        f'{ours} "response": {{"statusCode": 200}}}}\n---\n{theirs} "response": {{"statusCode": 500}}}}\n---\n{theirs}'
    )
    assert list(exchanges(text)) == [("bot", "message edited", 200), ("Playground", "invoke", 500)]
