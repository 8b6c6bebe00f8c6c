"""The channel between people and a bot, hosted by the driver: signing keys, a connector that counts, deliveries.

It is faster than Teams on purpose and limits nothing, so that what is measured is the bot. What it sends is signed as
the Bot Framework signs (demo/keys.py), and a bot must be told so by its OpenID address.
"""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import count

import aiohttp
from aiohttp import web

from demo.keys import Keys
from demo.seed import cast
from tenant.ports import Clock

TYPING = b'"type": "typing"'
LARGEST = 16 * 1024 * 1024  # bytes of one request: a file comes in pieces
PATIENCE = 900.0  # seconds for one answer


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody in their own chat with the bot."""

    object_id: str
    name: str

    @property
    def chat(self) -> str:
        """The id of that chat."""
        return f"a:{self.object_id}"


@dataclass(frozen=True, slots=True)
class Post:
    """A message, or a new version of one, as it came from the bot. ``at``: seconds of the driver's clock."""

    at: float
    chat: str
    body: str


Wanted = Callable[[Post], bool]


@dataclass(slots=True)
class _Waiting:
    wanted: Wanted
    found: asyncio.Future[Post]


@dataclass(slots=True)
class Channel:
    """``async with Channel(clock, http) as channel``: listens on 127.0.0.1.

    ``posts``: messages that it took so far; ``lines``: lines of the file that was uploaded last, of which nothing else
    is kept.
    """

    clock: Clock
    http: aiohttp.ClientSession
    base_url: str = ""
    posts: int = 0
    lines: int = 0
    _keys: Keys = field(default_factory=Keys)
    _token: str = ""
    _numbers: "count[int]" = field(default_factory=lambda: count(1))
    _waiting: list[_Waiting] = field(default_factory=list)
    _runner: web.AppRunner | None = None

    async def __aenter__(self) -> "Channel":
        """Listen."""
        app = web.Application(client_max_size=LARGEST)
        app.router.add_get("/openid", self._openid)
        app.router.add_get("/keys", self._published)
        app.router.add_post("/connector/v3/conversations", self._opened)
        app.router.add_post("/connector/v3/conversations/{chat}/activities", self._posted)
        app.router.add_post("/connector/v3/conversations/{chat}/activities/{message}", self._posted)
        app.router.add_put("/connector/v3/conversations/{chat}/activities/{message}", self._posted)
        app.router.add_put("/drive", self._uploaded)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.base_url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self._token = self._keys.channel_token(cast.BOT_APP_ID, self.service_url)
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop listening."""
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def service_url(self) -> str:
        """Where the bot posts, as activities carry it."""
        return f"{self.base_url}/connector/"

    @property
    def openid(self) -> str:
        """Where a bot finds the keys."""
        return f"{self.base_url}/openid"

    async def deliver(self, url: str, speaker: Speaker, text: str) -> int:
        """One signed line to a bot; the answer is the HTTP status, 0 where nobody listens."""
        return await self._deliver(url, self._message(speaker, text))

    async def _deliver(self, url: str, body: bytes) -> int:
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}
        try:
            async with self.http.post(f"{url}/api/messages", data=body, headers=headers) as answer:
                await answer.read()
                return answer.status
        except aiohttp.ClientConnectionError:
            return 0

    def expect(self, wanted: Wanted) -> "asyncio.Future[Post]":
        """The first message from now on that is wanted."""
        waiting = _Waiting(wanted, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        return waiting.found

    async def say(self, url: str, speaker: Speaker, text: str, *, until: str) -> Post:
        """Say a line and wait for the message to this person that holds ``until``."""
        found = self.expect(lambda post: post.chat == speaker.chat and until in post.body)
        status = await self.deliver(url, speaker, text)
        if status != 200:
            raise RuntimeError(f"{text!r} was answered {status}")
        async with asyncio.timeout(PATIENCE):
            return await found

    async def invoke(self, url: str, speaker: Speaker, name: str, value: object, *, until: str) -> Post:
        """Press or consent, and wait for the message to this person that holds ``until``."""
        found = self.expect(lambda post: post.chat == speaker.chat and until in post.body)
        status = await self._deliver(url, self._activity(speaker, "invoke", {"name": name, "value": value}))
        if status != 200:
            raise RuntimeError(f"{name} was answered {status}")
        async with asyncio.timeout(PATIENCE):
            return await found

    def drive(self) -> dict[str, str]:
        """Where somebody's OneDrive takes a file, as a consent carries it."""
        self.lines = 0
        url = f"{self.base_url}/drive"
        return {"uploadUrl": url, "contentUrl": url, "name": "report.csv", "uniqueId": "1", "fileType": "csv"}

    def _message(self, speaker: Speaker, text: str) -> bytes:
        client = {"type": "clientInfo", "locale": "en-US", "country": "US", "platform": "Web"}
        return self._activity(speaker, "message", {"text": text, "textFormat": "plain", "entities": [client]})

    def _activity(self, speaker: Speaker, kind: str, more: Mapping[str, object]) -> bytes:
        return json.dumps(
            {
                "type": kind,
                "id": str(1_763_884_800_000 + next(self._numbers)),
                "timestamp": "2026-11-23T08:00:00.000Z",
                "channelId": "msteams",
                "serviceUrl": self.service_url,
                "from": {"id": f"29:{speaker.object_id}", "name": speaker.name, "aadObjectId": speaker.object_id},
                "recipient": {"id": f"28:{cast.BOT_APP_ID}", "name": "Muster"},
                "conversation": {"id": speaker.chat, "conversationType": "personal", "tenantId": cast.TENANT_ID},
                "channelData": {"tenant": {"id": cast.TENANT_ID}},
                "locale": "en-US",
                **more,
            }
        ).encode()

    # --- what a bot asks ------------------------------------------------------------------------------------------

    async def _openid(self, _request: web.Request) -> web.Response:
        known = {"issuer": "https://api.botframework.com", "jwks_uri": f"{self.base_url}/keys"}
        return web.json_response(known | {"id_token_signing_alg_values_supported": ["RS256"]})

    async def _published(self, _request: web.Request) -> web.Response:
        return web.json_response(self._keys.channel_keys())

    async def _opened(self, request: web.Request) -> web.Response:
        members = (await request.json())["members"]
        return web.json_response({"id": f"a:{members[0]['id']}", "serviceUrl": self.service_url}, status=201)

    async def _posted(self, request: web.Request) -> web.Response:
        """Counted, and shown to whoever waits; nothing is kept."""
        at, body = self.clock.elapsed(), await request.read()
        if TYPING not in body:
            self.posts += 1
            self._show(Post(at, request.match_info["chat"], body.decode() if self._waiting else ""))
        return web.json_response({"id": f"m{next(self._numbers)}"}, status=201)

    async def _uploaded(self, request: web.Request) -> web.Response:
        self.lines += (await request.read()).count(b"\n")
        return web.json_response({}, status=202)

    def _show(self, post: Post) -> None:
        for each in [one for one in self._waiting if one.found.done() or one.wanted(post)]:
            self._waiting.remove(each)
            if not each.found.done():
                each.found.set_result(post)
