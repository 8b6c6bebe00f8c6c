"""The HTTP side: `POST /api/messages`, `GET /healthz`, `GET /readyz`, each with a status that Teams understands."""

import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

from bot.door.keys import KeysUnavailable
from bot.door.passport import Passport, Stranger
from bot.door.rules import House, NotAllowed
from bot.wire import Json

_log = logging.getLogger(__name__)

LARGEST = 256 * 1024  # bytes; Teams' own messages end near 100 KB


@dataclass(frozen=True, slots=True)
class Answer:
    """What the channel gets: a status, and for an invoke a body."""

    status: int = 200
    body: Json | None = None


Take = Callable[[Json], Awaitable[Answer]]
Ready = Callable[[], Awaitable[bool]]


class Door:
    """The endpoint around the SDK: nothing is looked at before the token is found good."""

    def __init__(self, passport: Passport, house: House, take: Take, ready: Ready) -> None:
        """``take`` handles one activity and never raises; ``ready`` says whether we could answer now."""
        self._passport, self._house, self._take, self._ready = passport, house, take, ready

    async def messages(self, request: web.Request) -> web.Response:
        """One activity."""
        header = request.headers.get("Authorization", "")
        if not self._passport.looks_like_ours(header):
            return web.Response(status=401)
        raw = _object(await request.read())
        if raw is None:
            return web.Response(status=400)
        return await self._admitted(header, raw)

    async def _admitted(self, header: str, raw: Json) -> web.Response:
        answers: list[Answer] = []

        async def inside() -> None:
            answers.append(await self._judged(raw))

        try:
            await self._passport.admit(header, raw, inside)
        except Stranger as error:
            _log.warning("refused: %s", error)
            return web.Response(status=401)
        except KeysUnavailable:
            _log.error("refused for now: the channel's signing keys cannot be had")
            return web.Response(status=503, headers={"Retry-After": "5"})
        return _response(answers[0])

    async def _judged(self, raw: Json) -> Answer:
        try:
            self._house.check(raw)
        except NotAllowed as error:
            _log.warning("not allowed: %s", error)
            return Answer(403)
        return await self._take(raw)

    async def healthz(self, _request: web.Request) -> web.Response:
        """The process lives."""
        return web.Response(text="ok")

    async def readyz(self, _request: web.Request) -> web.Response:
        """It could answer now: the database can be read and signing keys are known."""
        ready = await self._ready()
        return web.Response(status=200 if ready else 503, text="ready" if ready else "not ready")


def build_app(door: Door) -> web.Application:
    """The web application with its three routes."""
    app = web.Application(client_max_size=LARGEST)
    app.router.add_post("/api/messages", door.messages)
    app.router.add_get("/healthz", door.healthz)
    app.router.add_get("/readyz", door.readyz)
    return app


def _object(body: bytes) -> Json | None:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _response(answer: Answer) -> web.Response:
    if answer.body is None:
        return web.Response(status=answer.status)
    return web.json_response(answer.body, status=answer.status)
