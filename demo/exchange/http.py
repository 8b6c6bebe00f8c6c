"""``POST /exchange/adminapi/{version}/{tenant}/InvokeCommand``: one cmdlet a request.

Seen in public clients (KelvinTegelaar/CIPP-API, New-ExoRequest.ps1), not documented: the headers, the body, the paging
and the errors. The permission and the role: https://learn.microsoft.com/powershell/exchange/app-only-auth-powershell-v2
"""

import json
import re
from dataclasses import dataclass

import jwt
from aiohttp import web

from demo.apps import EXCHANGE, App
from demo.exchange import brake, cmdlets, page, trouble
from demo.exchange.cmdlets import Run
from demo.exchange.page import Asked
from demo.exchange.roles import MANAGE_AS_APP, allows, carried, weakest
from demo.exchange.trouble import Refused
from demo.faults import Fault
from demo.graph.door import Hanging
from demo.graph.http import CALLER, JSON, SENT
from demo.keys import stable_id
from demo.seed import cast
from demo.wire import Dropped, Json, JsonObject
from demo.world import World

PATH = re.compile(r"/exchange/adminapi/(beta|v1\.0)/([^/]+)/InvokeCommand")
SYSTEM_MAILBOX = "SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}@"
"""The mailbox that requests without a person are routed by; the tenant's id follows."""

PLAN = "EXCHANGE_S_ENTERPRISE"


@dataclass(frozen=True, slots=True)
class Caller:
    """The application, and the role in Exchange that its token and the tenant both give it."""

    app: App
    role: str


async def handle(world: World, request: web.Request) -> web.Response:
    """Answer one HTTP request below ``/exchange``."""
    try:
        caller = _caller(world, request)
        tenant = _tenant(world, request)
        body = await _body(request)
        request[SENT] = body
        struck = world.faults.strike(request.method, f"{request.path_qs} {request.headers.get('X-CmdletName', '')}")
        async with brake.held(world, struck):
            _refuse(struck)
            world.lag = max((fault.seconds for fault in struck if fault.effect == "lag"), default=0.0)
            answer = _answer(world, request, caller, asked=_asked(request, tenant, body))
    except Refused as refused:
        return _response(world, refused.status, refused.body, dict(refused.headers))
    if any(fault.effect == "lost" for fault in struck):
        raise Dropped
    return _response(world, 200, answer, {})


def _caller(world: World, request: web.Request) -> Caller:
    """Who asks: 401 for a token that is none, of another audience or of nobody here."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.casefold() != "bearer" or not token:
        raise trouble.unauthenticated('error_description="no token"')
    try:
        claims = dict(world.keys.read(token))
    except jwt.PyJWTError as error:
        raise trouble.unauthenticated('error_description="the token is expired or not signed"') from error
    app = world.apps.get(str(claims.get("appid")))
    if claims.get("aud") != EXCHANGE or app is None:
        raise trouble.unauthenticated('error_description="the audience or the application is wrong"')
    request[CALLER] = app.client_id
    _check_permission(claims.get("roles"), app)
    return Caller(app, weakest(carried(claims.get("wids")), app.exchange_role, world.exchange.at_most))


def _check_permission(held: Json, app: App) -> None:
    """403 for a token without the permission; 401 for one that carries it still, although it was taken away."""
    if not isinstance(held, list) or MANAGE_AS_APP not in held:
        raise trouble.without_permission()
    if MANAGE_AS_APP not in app.exchange_roles:
        raise trouble.unauthenticated('error_description="the token was revoked"')


def _tenant(world: World, request: web.Request) -> str:
    found = PATH.fullmatch(request.path)
    if found is None:
        raise trouble.bad("The resource was not found.", status=404, code="NotFound")
    if request.method != "POST":
        raise trouble.bad("The requested resource does not support this method.", status=405, code="MethodNotAllowed")
    if found[2].casefold() not in (world.tenant_id, cast.DOMAIN, cast.INITIAL_DOMAIN):
        raise trouble.unauthenticated('error_description="the token is of another tenant"')
    return found[2]


async def _body(request: web.Request) -> Json:
    if request.content_type != "application/json":
        raise trouble.bad("The media type is not supported.", status=415, code="UnsupportedMediaType")
    try:
        body: Json = json.loads(await request.text())
    except ValueError as error:
        raise trouble.bad("The request body is not valid JSON.") from error
    return body


def _asked(request: web.Request, tenant: str, body: Json) -> Asked:
    return Asked(
        url=f"http://{request.host}{request.path}",
        tenant=tenant,
        query=dict(request.query),
        prefer=",".join(request.headers.getall("Prefer", [])),
        body=body,
    )


def _refuse(struck: tuple[Fault, ...]) -> None:
    for fault in struck:
        if fault.effect == "hang":
            raise Hanging
        if fault.effect == "drop":
            raise Dropped
        if fault.effect == "status":
            if fault.message:
                raise trouble.bad(fault.message, status=fault.status, code=fault.code or "BadRequest")
            raise trouble.service(fault.status, code=fault.code or "ServerBusy", retry_after=fault.retry_after)


def _answer(world: World, request: web.Request, caller: Caller, *, asked: Asked) -> JsonObject:
    name, given = _command(asked.body)
    _check_headers(world, request, name)
    if not world.directory.has_plan(PLAN):
        raise trouble.bad("The tenant needs to have an Exchange Online license.", code="OrganizationNotFound")
    cmdlet = cmdlets.find(name)
    if not allows(caller.role, writes=cmdlet.writes):
        raise trouble.outside_role(cmdlet.name)
    run = Run(world=world, app=caller.app.client_id, name=cmdlet.name, parameters=cmdlet.judged(given))
    return page.shown(cmdlet.run(run), asked)


def _command(body: Json) -> tuple[str, JsonObject]:
    """The cmdlet's name and its parameters as they were sent."""
    inside = body.get("CmdletInput") if isinstance(body, dict) else None
    name = inside.get("CmdletName") if isinstance(inside, dict) else None
    given = inside.get("Parameters", {}) if isinstance(inside, dict) else None
    if not isinstance(name, str) or not isinstance(given, dict | None):
        raise trouble.bad("The request body needs CmdletInput with CmdletName and Parameters.")
    return name, given or {}


def _check_headers(world: World, request: web.Request, name: str) -> None:
    """``X-AnchorMailbox``: the tenant's system mailbox, or a mailbox; ``X-CmdletName``: the cmdlet of the body."""
    kind, _, rest = request.headers.get("X-AnchorMailbox", "").rpartition(":")
    system = rest.casefold() == f"{SYSTEM_MAILBOX}{world.tenant_id}".casefold()
    person = world.directory.person(rest) is not None
    if not (system and kind in ("APP", "UPN")) and not (person and kind in ("", "UPN")):
        raise trouble.bad("The X-AnchorMailbox header is missing or names no mailbox of this organization.")
    if request.headers.get("X-CmdletName", "").casefold() != name.casefold():
        raise trouble.bad("The X-CmdletName header is missing or is not the cmdlet of the request body.")


def _response(world: World, status: int, body: JsonObject | bytes, headers: dict[str, str]) -> web.Response:
    headers["request-id"] = stable_id("request", str(world.chance.random()))
    if isinstance(body, bytes):
        return web.Response(status=status, body=body, headers=headers)
    text = json.dumps(body, ensure_ascii=False)
    return web.Response(status=status, body=text.encode(), headers={**headers, "Content-Type": JSON})
