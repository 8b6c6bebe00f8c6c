"""A bot that is not Muster: what any program that speaks the Connector's protocol sees of the make-believe Teams."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import jwt
from aiohttp import web

from demo import server
from demo.connector.chats import Chats
from demo.connector.routes import CHATS
from demo.connector.teams import Teams
from demo.seed import cast
from demo.world import World

Answer = Callable[[dict[str, Any]], tuple[int, Any]]


@dataclass(slots=True)
class EchoBot:
    """Keeps what it heard and answers as it is told; `call` speaks to the Connector."""

    world: World
    connector: str
    session: aiohttp.ClientSession
    heard: list[dict[str, Any]] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    answer: Answer = lambda activity: (200, None)
    token: str = ""

    async def hears(self, request: web.Request) -> web.Response:
        self.tokens.append(request.headers.get("Authorization", ""))
        self.heard.append(await request.json())
        status, body = self.answer(self.heard[-1])
        return web.json_response(body, status=status) if body is not None else web.Response(status=status)

    async def sign_in(self, **form: str) -> None:
        given = {
            "grant_type": "client_credentials",
            "client_id": cast.BOT_APP_ID,
            "client_secret": cast.BOT_SECRET,
            "scope": "https://api.botframework.com/.default",
        }
        url = self.connector.replace("/connector/", f"/login/{self.world.tenant_id}/oauth2/v2.0/token")
        async with self.session.post(url, data=given | form) as response:
            self.token = (await response.json())["access_token"]

    async def call(self, method: str, path: str, body: object = None) -> tuple[int, Any, dict[str, str]]:
        url = f"{self.connector}v3/conversations{path}"
        headers = {"Authorization": f"Bearer {self.token}"}
        async with self.session.request(method, url, json=body, headers=headers) as response:
            is_json = "json" in response.headers.get("Content-Type", "")
            return response.status, await response.json() if is_json else None, dict(response.headers)

    async def say(self, conversation: str, text: str) -> tuple[int, Any, dict[str, str]]:
        return await self.call("POST", f"/{conversation}/activities", {"type": "message", "text": text})

    def claims(self) -> dict[str, Any]:
        key = jwt.PyJWK(self.world.keys.channel_keys()["keys"][0])  # type: ignore[index, arg-type]
        token = self.tokens[-1].removeprefix("Bearer ")
        found: dict[str, Any] = jwt.decode(token, key.key, algorithms=["RS256"], audience=cast.BOT_APP_ID)
        return found


@dataclass(slots=True)
class Scenery:
    """The make-believe Teams with the echo bot behind it."""

    world: World
    chats: Chats
    teams: Teams
    bot: EchoBot


@asynccontextmanager
async def scenery(world: World) -> AsyncIterator[Scenery]:
    """Everything started, and the bot signed in."""
    running = await server.start(world)
    chats = running.runner.app[CHATS]
    teams = Teams(chats, running.connector, clock=world.clock)
    async with aiohttp.ClientSession() as session:
        bot = EchoBot(world, running.connector, session)
        app = web.Application()
        app.router.add_post("/api/messages", bot.hears)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        teams.bot_url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        await bot.sign_in()
        yield Scenery(world, chats, teams, bot)
        await runner.cleanup()
    await teams.close()
    await running.close()
