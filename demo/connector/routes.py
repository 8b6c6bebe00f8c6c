"""The Bot Connector's REST as a bot of Teams uses it, under ``/connector``.

Source: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference
"""

import json
from collections.abc import Awaitable, Callable

import jwt
from aiohttp import web

from demo.apps import BOT
from demo.connector import desk
from demo.connector.chats import Chats
from demo.connector.refusal import Refusal, bad
from demo.striking import refused, suffer
from demo.wire import Dropped, JsonObject
from demo.world import World

CHATS = web.AppKey("chats", Chats)
MOST_BODY_BYTES = 100 * 1024
"""About 100 KB, counted as UTF-16: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages"""

Page = Callable[[Chats, web.Request, JsonObject], web.Response]


def add_routes(app: web.Application, world: World) -> None:
    """Mount the Connector; its conversations are then ``app[CHATS]`` and fall with ``world.reset()``."""
    chats = Chats(world)
    app[CHATS] = chats
    world.on_reset.append(chats.clear)
    base = "/connector/v3/conversations"
    for method, path, page in PAGES:
        app.router.add_route(method, base + path, _bound(chats, page))
    app.router.add_get("/connector/files/{file}", _file(chats))
    app.router.add_put("/connector/uploads/{file}", _upload(chats))


def _bound(chats: Chats, page: Page) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handler(request: web.Request) -> web.Response:
        try:
            return await _serve(chats, request, page)
        except Refusal as no:
            return web.json_response(no.body, status=no.status, headers=no.headers)

    return handler


def _file(chats: Chats) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handler(request: web.Request) -> web.Response:
        faults = await suffer(chats.world, request)
        fault = refused(faults)
        return web.Response(status=fault.status) if fault else chats.files.fetched(request)

    return handler


def _upload(chats: Chats) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handler(request: web.Request) -> web.Response:
        faults = await suffer(chats.world, request)
        fault = refused(faults)
        return web.Response(status=fault.status) if fault else await chats.files.put(request)

    return handler


async def _serve(chats: Chats, request: web.Request, page: Page) -> web.Response:
    faults = await suffer(chats.world, request)
    if fault := refused(faults):
        raise Refusal(fault.status, fault.code or "Fault", "On order.", retry_after=fault.retry_after or 0)
    _check_token(chats.world, request.headers.get("Authorization", ""))
    desk.braked(chats)
    answer = page(chats, request, await _body(request))
    if any(fault.effect == "lost" for fault in faults):
        raise Dropped
    return answer


def _check_token(world: World, header: str) -> None:
    scheme, _, token = header.partition(" ")
    try:
        claims = world.keys.read(token)
    except jwt.PyJWTError:
        raise Refusal(401, "Unauthorized", "Authorization has been denied for this request.") from None
    if scheme != "Bearer" or claims.get("aud") != BOT or claims.get("appid") != world.bot_app_id:
        raise Refusal(401, "Unauthorized", "Authorization has been denied for this request.")


async def _body(request: web.Request) -> JsonObject:
    raw = await request.read()
    if not raw:
        return {}
    try:
        text = raw.decode()
        body = json.loads(text)
    except ValueError:
        raise bad("The body is not JSON.") from None
    if len(text.encode("utf-16-le")) > MOST_BODY_BYTES:
        raise Refusal(413, "MessageSizeTooBig", "Message size too large.")
    if not isinstance(body, dict):
        raise bad("The body is not an object.")
    return body


def _create(chats: Chats, request: web.Request, body: JsonObject) -> web.Response:
    chat = desk.create(chats, body)
    service_url = f"http://{request.host}/connector/"
    return web.json_response({"id": chat.id, "serviceUrl": service_url}, status=201)


def _send(chats: Chats, request: web.Request, body: JsonObject) -> web.Response:
    return web.json_response({"id": desk.send(chats, _conversation(request), body)}, status=201)


def _edit(chats: Chats, request: web.Request, body: JsonObject) -> web.Response:
    desk.edit(chats, _conversation(request), request.match_info["activity"], body)
    return web.json_response({"id": request.match_info["activity"]})


def _delete(chats: Chats, request: web.Request, body: JsonObject) -> web.Response:
    desk.delete(chats, _conversation(request), request.match_info["activity"])
    return web.Response(status=200)


def _members(chats: Chats, request: web.Request, body: JsonObject) -> web.Response:
    return web.json_response(desk.members(chats, _conversation(request)))


def _paged(chats: Chats, request: web.Request, body: JsonObject) -> web.Response:
    asked, start = request.query.get("pageSize", "200"), request.query.get("continuationToken", "0")
    if not (asked.isdigit() and start.isdigit()):
        raise bad("pageSize or continuationToken is not valid.")
    everybody = desk.members(chats, _conversation(request))
    end = int(start) + min(500, max(50, int(asked)))
    page: JsonObject = {"members": [*everybody[int(start) : end]]}
    return web.json_response(page | ({"continuationToken": str(end)} if end < len(everybody) else {}))


def _member(chats: Chats, request: web.Request, body: JsonObject) -> web.Response:
    return web.json_response(desk.member(chats, _conversation(request), request.match_info["member"]))


def _conversation(request: web.Request) -> str:
    return request.match_info["conversation"]


PAGES: tuple[tuple[str, str, Page], ...] = (
    ("POST", "", _create),
    ("POST", "/{conversation}/activities", _send),
    ("POST", "/{conversation}/activities/{activity}", _send),
    ("PUT", "/{conversation}/activities/{activity}", _edit),
    ("DELETE", "/{conversation}/activities/{activity}", _delete),
    ("GET", "/{conversation}/members", _members),
    ("GET", "/{conversation}/pagedmembers", _paged),
    ("GET", "/{conversation}/members/{member}", _member),
)
