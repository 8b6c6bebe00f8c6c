"""``$batch``: up to 20 calls in one, each judged by itself, answered in any order.

https://learn.microsoft.com/graph/json-batching
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

from demo.graph.call import Call
from demo.wire import Answer, Dropped, Json, JsonObject, Problem

MOST = 20
Serve = Callable[[Call], Awaitable[Answer]]


async def answer(call: Call, serve: Serve) -> Answer:
    """The outer answer: 200 whatever happened inside, 400 for a batch that is none."""
    items = _items(call)
    done: dict[str, JsonObject] = {}
    lost = False
    for item in items:
        try:
            done[_id(item)] = await _one(call, item, done, serve)
        except Dropped:
            lost = True  # the others are done all the same, and nobody hears of it
    if lost:
        raise Dropped
    responses: list[Json] = [done[key] for key in done]
    call.world.chance.shuffle(responses)
    return Answer(body={"responses": responses})


def _items(call: Call) -> list[JsonObject]:
    requests = call.fields.get("requests")
    if not isinstance(requests, list) or not requests:
        raise Problem(400, "BadRequest", "Invalid batch payload format.")
    if len(requests) > MOST:
        raise Problem(400, "BadRequest", f"Number of batch request steps exceeds the maximum value of {MOST}.")
    items = [item for item in requests if isinstance(item, dict) and {"id", "method", "url"} <= set(item)]
    if len(items) < len(requests):
        raise Problem(400, "BadRequest", "Invalid batch payload format: a request needs id, method and url.")
    if len({_id(item) for item in items}) < len(items):
        raise Problem(400, "BadRequest", "Invalid batch payload format: ids must be unique.")
    return items


def _id(item: JsonObject) -> str:
    return str(item["id"]).casefold()


async def _one(call: Call, item: JsonObject, done: dict[str, JsonObject], serve: Serve) -> JsonObject:
    if _parent_failed(item, done):
        text = "The request depends on a request that failed."
        error: Json = {"error": {"code": "FailedDependency", "message": text}}
        return {"id": item["id"], "status": 424, "headers": {}, "body": error}
    found = await serve(_inner(call, item))
    shown: JsonObject = {"id": item["id"], "status": found.status, "headers": _headers(found)}
    return shown if found.body is None else {**shown, "body": found.body}


def _parent_failed(item: JsonObject, done: dict[str, JsonObject]) -> bool:
    parents = item.get("dependsOn")
    for parent in parents if isinstance(parents, list) else []:
        status = done.get(str(parent).casefold(), {}).get("status", 424)
        if not isinstance(status, int) or status >= 400:
            return True
    return False


def _inner(call: Call, item: JsonObject) -> Call:
    address = urlsplit(str(item["url"]))  # what follows an unencoded # is lost, as it is in the real one
    headers = item.get("headers")
    given = {name: str(value) for name, value in headers.items()} if isinstance(headers, dict) else {}
    body = item.get("body")
    if body is not None and not any(name.casefold() == "content-type" for name in given):
        text = f"Write request id : {item['id']} does not contain Content-Type header or body."
        raise Problem(400, "BadRequest", text)
    return replace(
        call,
        method=str(item["method"]).upper(),
        path="/" + address.path.lstrip("/"),
        query=dict(parse_qsl(address.query, keep_blank_values=True)),
        headers=given,
        body=body,
        in_batch=True,
    )


def _headers(answer: Answer) -> Json:
    kind: dict[str, Json] = {} if answer.body is None else {"Content-Type": "application/json"}
    kept = {name: value for name, value in answer.headers.items() if name not in ("request-id", "client-request-id")}
    return {**kind, **kept}
