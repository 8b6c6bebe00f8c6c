"""The make-believe Graph as an aiohttp handler."""

import json
from urllib.parse import parse_qsl

from aiohttp import web

from demo.graph import batch, door
from demo.graph.call import Call
from demo.wire import Answer, Json, Problem
from demo.world import World

CALLER = web.RequestKey("caller", str)
SENT: web.RequestKey[Json] = web.RequestKey("sent")
"""What the handler leaves on a request for the recorder."""
JSON = "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8"


async def handle(world: World, request: web.Request, base: str) -> web.Response:
    """Answer one HTTP request below ``/graph``; ``base`` is the absolute address of ``/graph``."""
    client = request.headers.get("client-request-id", "")
    try:
        call = await _call(world, request, base)
    except Problem as problem:
        return _response(door.refusal(world, problem, client=client))
    request[CALLER] = call.app.client_id
    request[SENT] = call.body
    if call.path != "/$batch":
        return _response(await door.serve(call))
    return _response(await _batch(call, client))


async def _batch(call: Call, client: str) -> Answer:
    struck = call.world.faults.strike(call.method, f"/{call.version}{call.path}")
    try:
        await door.meet(call, struck)
        if call.method != "POST":
            raise Problem(405, "Request_BadRequest", "Specified HTTP method is not allowed for the request target.")
        answer = await batch.answer(call, door.serve)
    except Problem as problem:
        return door.refusal(call.world, problem, client=client)
    door.lose(struck)
    return answer


async def _call(world: World, request: web.Request, base: str) -> Call:
    app, granted = door.authenticate(world, request.headers.get("Authorization", ""))
    path, _, query = request.raw_path.removeprefix("/graph/").partition("?")
    version, _, rest = path.partition("/")
    if version not in ("v1.0", "beta"):
        raise Problem(400, "BadRequest", "Invalid version.")
    return Call(
        world=world,
        app=app,
        version=version,
        method=request.method,
        path=f"/{rest}",
        query=dict(parse_qsl(query, keep_blank_values=True)),
        headers=dict(request.headers),
        body=await _body(request),
        base=base,
        roles=granted,
    )


async def _body(request: web.Request) -> Json:
    text = await request.text()
    if not text:
        return None
    try:
        body: Json = json.loads(text)
    except ValueError as error:
        raise Problem(400, "BadRequest", "Unable to read JSON request payload.") from error
    return body


def _response(answer: Answer) -> web.Response:
    if answer.text:
        return web.Response(status=answer.status, text=str(answer.body), headers=dict(answer.headers))
    if answer.body is None:
        return web.Response(status=answer.status, headers=dict(answer.headers))
    text = json.dumps(answer.body, ensure_ascii=False)
    headers = {**answer.headers, "Content-Type": JSON, "OData-Version": "4.0"}
    return web.Response(status=answer.status, body=text.encode(), headers=headers)
