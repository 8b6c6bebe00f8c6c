"""One page of what a cmdlet returned. The next page is asked for by POSTing the same body to ``@odata.nextLink``."""

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from demo.exchange import trouble
from demo.exchange.cmdlets import Result
from demo.exchange.rows import selected
from demo.exchange.trouble import NO_WARNINGS
from demo.wire import Json, JsonObject

MOST = 1_000
DEFAULT = 100
"""Rows a page where nobody says ``Prefer: odata.maxpagesize``. Microsoft does not publish its own number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the address and the headers say of the page. ``url``: the address without its query."""

    url: str
    tenant: str
    query: Mapping[str, str]
    prefer: str
    body: Json


def shown(result: Result, asked: Asked) -> JsonObject:
    """The body of a 200."""
    size, start = _size(asked.prefer), _start(asked)
    names = [name.strip() for name in asked.query.get("$select", "").split(",") if name.strip()]
    window = result.rows[start : start + size]
    root = asked.url.rpartition("/")[0]
    body: JsonObject = {
        "@odata.context": f"{root}/$metadata#Collection(Exchange.GenericHashTable)",
        **NO_WARNINGS,
        "@adminapi.warnings": list(result.warnings),
    }
    if start + size < len(result.rows):
        body["@odata.nextLink"] = _next(asked, start + size)
    return body | {"value": [selected(row, names) for row in window]}


def _size(prefer: str) -> int:
    found = re.search(r"odata\.maxpagesize\s*=\s*(\d+)", prefer)
    return min(MOST, max(1, int(found[1]))) if found else DEFAULT


def _start(asked: Asked) -> int:
    token = asked.query.get("$skiptoken")
    if token is None:
        return 0
    try:
        mark, _, start = base64.urlsafe_b64decode(token + "==").decode().partition("/")
        if mark != _mark(asked.body):
            raise trouble.bad("The continuation token does not belong to this command.")
        return int(start)
    except ValueError as error:
        raise trouble.bad("The continuation token is invalid.") from error


def _next(asked: Asked, start: int) -> str:
    token = base64.urlsafe_b64encode(f"{_mark(asked.body)}/{start}".encode()).decode().rstrip("=")
    query = {**asked.query, "$skiptoken": token}
    return f"{asked.url}?{urlencode(query, safe='$,', quote_via=quote)}"


def _mark(body: Json) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()[:16]
