"""The way in: who asks, what trouble is due, is there budget, is it allowed; then the answer."""

from dataclasses import replace
from urllib.parse import unquote

import jwt

from demo.apps import GRAPH, App
from demo.faults import Fault
from demo.graph import table
from demo.graph.call import Call
from demo.graph.routes import Route
from demo.keys import stable_id
from demo.limits import WARN_FROM, Verdict
from demo.recorder import Request
from demo.wire import Answer, Dropped, Json, JsonObject, Problem, stamp
from demo.world import World


class Hanging(Exception):
    """No answer shall ever come (a fault)."""


def authenticate(world: World, header: str) -> tuple[App, frozenset[str]]:
    """The application behind a bearer token, and the permissions that the token and the tenant both grant it."""
    kind, _, token = header.partition(" ")
    if kind.casefold() != "bearer" or not token:
        raise Problem(401, "InvalidAuthenticationToken", "Access token is empty.")
    claims = _claims(world, token)
    if claims.get("aud") != GRAPH:
        raise Problem(401, "InvalidAuthenticationToken", "Access token validation failure. Invalid audience.")
    app = world.apps.get(str(claims.get("appid")))
    if app is None:
        raise Problem(401, "InvalidAuthenticationToken", "The application of this token is unknown in the tenant.")
    carried = claims.get("roles")
    return app, frozenset(map(str, carried if isinstance(carried, list) else [])) & app.roles


def _claims(world: World, token: str) -> dict[str, Json]:
    try:
        return dict(world.keys.read(token))
    except jwt.ExpiredSignatureError as error:
        text = "Lifetime validation failed, the token is expired."
        raise Problem(401, "InvalidAuthenticationToken", text) from error
    except jwt.PyJWTError as error:
        text = "IDX10500: Signature validation failed."
        raise Problem(401, "InvalidAuthenticationToken", text) from error


async def serve(call: Call) -> Answer:
    """Answer one call, alone or from a batch: refusals are answers too. Faults may raise `Hanging` or `Dropped`."""
    struck = call.world.faults.strike(call.method, _shown(call), in_batch=call.in_batch)
    await slow(call, struck)
    try:
        answer = _answer(call, struck)
    except Problem as problem:
        answer = refusal(call.world, problem, client=call.header("client-request-id"))
    if call.in_batch:
        record(call, answer.status)
    lose(struck)
    return answer


def record(call: Call, status: int) -> None:
    """Remember the call."""
    path, app = f"/graph{_shown(call)}", call.app.client_id
    body = call.body if call.method != "GET" else None
    call.world.saw(
        Request(
            method=call.method,
            path=path,
            status=status,
            app=app,
            at=call.world.now(),
            in_batch=call.in_batch,
            body=body,
        )
    )


def refusal(world: World, problem: Problem, *, client: str = "") -> Answer:
    """An error as Graph writes it."""
    inner: JsonObject = {"date": stamp(world.now()).rstrip("Z"), **_ids(world, client)}
    if problem.status == 429:
        inner |= {"code": "429", "status": "429", "message": "Please retry after"}
    error: JsonObject = {"code": problem.code, "message": problem.message, "innerError": inner}
    return Answer(problem.status, {"error": error}, {**problem.headers, **_headers(inner)})


def _ids(world: World, client: str) -> dict[str, Json]:
    own = stable_id("request", str(world.chance.random()))
    return {"request-id": own, "client-request-id": client or own}


def _headers(ids: JsonObject) -> dict[str, str]:
    return {name: str(ids[name]) for name in ("request-id", "client-request-id")}


def _shown(call: Call) -> str:
    query = "&".join(f"{name}={value}" for name, value in call.query.items())
    return f"/{call.version}{call.path}" + (f"?{query}" if query else "")


async def meet(call: Call, struck: tuple[Fault, ...]) -> None:
    """Suffer what comes before the answer: delay, refusal, silence."""
    await slow(call, struck)
    _refuse(struck)


async def slow(call: Call, struck: tuple[Fault, ...]) -> None:
    """Wait on the world's clock where a fault says so."""
    for fault in struck:
        if fault.effect == "slow":
            call.world.in_flight -= 1  # it waits for the clock, so nobody need wait for it
            try:
                await call.world.clock.sleep(fault.ms / 1000)
            finally:
                call.world.in_flight += 1


def _answer(call: Call, struck: tuple[Fault, ...]) -> Answer:
    route, ids = table.find(call.method, call.version, call.path)
    call = replace(call, ids=tuple(map(unquote, ids)))
    cost = route.weight(call)
    verdict = call.world.limits.charge(call.app.client_id, cost)
    _refuse(struck)
    if not verdict.allowed:
        raise _throttled(verdict, call)
    _check(call, route)
    call.world.lag = max((fault.seconds for fault in struck if fault.effect == "lag"), default=0.0)
    answer = route.answer(call)
    extra = {**_headers(_ids(call.world, call.header("client-request-id"))), "x-ms-resource-unit": str(cost.units)}
    if verdict.used >= WARN_FROM:
        extra["x-ms-throttle-limit-percentage"] = f"{min(verdict.used, 1.8):.1f}"
    return replace(answer, headers={**answer.headers, **extra})


def _refuse(struck: tuple[Fault, ...]) -> None:
    for fault in struck:
        if fault.effect == "hang":
            raise Hanging
        if fault.effect == "drop":
            raise Dropped
        if fault.effect == "status":
            raise _ordered(fault)


CODES = {429: "TooManyRequests", 503: "ServiceUnavailable", 504: "GatewayTimeout", 500: "InternalServerError"}


def _ordered(fault: Fault) -> Problem:
    headers = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
    code = fault.code or CODES.get(fault.status, "UnknownError")
    return Problem(fault.status, code, fault.message or "The service is not available.", headers=headers)


def lose(struck: tuple[Fault, ...]) -> None:
    """Close the connection after the work was done, where a fault says so."""
    if any(fault.effect == "lost" for fault in struck):
        raise Dropped


def _throttled(verdict: Verdict, call: Call) -> Problem:
    headers = {
        "x-ms-throttle-scope": f"{verdict.scope}/{call.world.tenant_id}",
        "x-ms-throttle-information": verdict.reason,
        "x-ms-throttle-limit-percentage": f"{min(max(verdict.used, 1.0), 1.8):.1f}",
    }
    if verdict.wait is not None:
        headers["Retry-After"] = str(int(verdict.wait))
    return Problem(429, "TooManyRequests", "Too Many Requests", headers=headers)


def _check(call: Call, route: Route) -> None:
    for needed in filter(None, (route.roles, route.also, route.more)):
        if needed.isdisjoint(call.roles):
            raise Problem(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.")
    unknown = sorted(name for name in call.query if name.startswith("$") and name not in route.options | {"$skiptoken"})
    if unknown:
        raise Problem(400, "Request_UnsupportedQuery", f"The query option '{unknown[0]}' is not supported here.")
