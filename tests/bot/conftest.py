"""A stage with the real bot on a stepped clock, and a door by itself."""

from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from aiohttp.typedefs import Handler

from bot import door
from bot.settings.clouds import BotCloud
from bot.wire import Json
from demo import server
from demo.clock import SteppedClock
from demo.connector import activities
from demo.connector.activities import Envelope
from demo.connector.routes import CHATS
from demo.connector.teams import Teams
from demo.driver import Scene, Stage
from demo.seed import cast
from demo.world import World


@pytest.fixture
async def stage(database: Path) -> AsyncIterator[Stage]:
    """The whole bot and its Microsoft; time moves only when everybody waits."""
    async with Stage(Scene(), database=database) as opened:
        yield opened


class Publisher:
    """Where the channel publishes its keys; it may be down, and counts who asks."""

    def __init__(self, world: World) -> None:
        self.world, self.down, self.asked = world, False, 0

    async def configuration(self, request: web.Request) -> web.Response:
        self.asked += 1
        return web.json_response({"jwks_uri": f"http://{request.host}/keys"}, status=503 if self.down else 200)

    async def keys(self, _request: web.Request) -> web.Response:
        return web.json_response(self.world.keys.channel_keys())


class Doorstep:
    """A door before which somebody stands, and what it let in."""

    def __init__(self, teams: Teams, world: World, clock: SteppedClock, publisher: Publisher) -> None:
        self.teams, self.world, self.clock, self.publisher = teams, world, clock, publisher
        self.url = ""
        self.let_in: list[Json] = []

    async def deliver_once(self) -> int:
        """One signed activity, without Teams' patience."""
        ana = self.world.person("ana")
        chat = self.teams.chats.personal(ana)
        envelope = Envelope(chats=self.teams.chats, person=ana, chat=chat, service_url=self.teams.service_url)
        token = self.world.keys.channel_token(self.world.bot_app_id, self.teams.service_url)
        headers = {"Authorization": f"Bearer {token}"}
        async with aiohttp.ClientSession() as http:
            url = f"{self.url}/api/messages"
            async with http.post(url, json=activities.message(envelope, "help"), headers=headers) as answer:
                return answer.status

    async def take(self, raw: Json) -> door.Answer:
        self.let_in.append(raw)
        return door.Answer(200, {"statusCode": 200} if raw.get("type") == "invoke" else None)


@pytest.fixture
async def doorstep() -> AsyncIterator[Doorstep]:
    """The real door on a port, with the demo's channel before it."""
    clock = SteppedClock()
    world = World(users=60, clock=clock)
    running = await server.start(world)
    teams = Teams(running.runner.app[CHATS], running.connector, clock=clock)
    publisher = Publisher(world)
    published = await listen({"/openid": publisher.configuration, "/keys": publisher.keys})
    step = Doorstep(teams, world, clock, publisher)
    async with aiohttp.ClientSession() as http:
        openid = f"{url_of(published)}/openid"
        cloud = BotCloud(hosts=("127.0.0.1",), openid_url=openid, service_url="")
        keys = door.SigningKeys(openid, http, clock)
        house = door.House(tenant_id=cast.TENANT_ID, app_id=cast.BOT_APP_ID, hosts=cloud.hosts)
        passport = door.Passport(cast.BOT_APP_ID, cloud, keys)

        async def ready() -> bool:
            return keys.ready

        runner = await serve(door.build_app(door.Door(passport, house, step.take, ready)))
        step.url = teams.bot_url = url_of(runner)
        yield step
        await runner.cleanup()
    await published.cleanup()
    await teams.close()
    await running.close()


async def listen(pages: Mapping[str, Handler]) -> web.AppRunner:
    """A small server of somebody else."""
    app = web.Application()
    for path, page in pages.items():
        app.router.add_get(path, page)
    return await serve(app)


async def serve(app: web.Application) -> web.AppRunner:
    """On any free port."""
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner


def url_of(runner: web.AppRunner) -> str:
    """Where it listens."""
    return f"http://127.0.0.1:{runner.addresses[0][1]}"
