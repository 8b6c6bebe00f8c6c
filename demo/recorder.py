"""What went over the wire, and what was really written: the demo's memory for tests."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from demo.wire import Json, JsonObject, stamp

KEEP = 200_000
"""Requests remembered before the oldest are forgotten."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request, alone or as an item of a batch. ``status`` 0: the connection was closed without an answer."""

    method: str
    path: str
    status: int
    app: str
    at: datetime
    in_batch: bool = False
    body: Json = None

    @property
    def writes(self) -> bool:
        """Was it meant to change something in Graph or in Exchange?"""
        if self.path.startswith("/exchange/"):
            return self.cmdlet.casefold().startswith("set-")
        return self.path.startswith("/graph/") and self.method != "GET" and not self.path.endswith("/$batch")

    @property
    def cmdlet(self) -> str:
        """The cmdlet of a request to Exchange; empty for any other."""
        inside = self.body.get("CmdletInput") if isinstance(self.body, dict) else None
        return str(inside.get("CmdletName", "")) if isinstance(inside, dict) else ""

    def as_json(self) -> JsonObject:
        """The request as ``/_demo/requests`` shows it."""
        shown: JsonObject = {"method": self.method, "path": self.path, "status": self.status, "app": self.app}
        shown |= {"at": stamp(self.at), "batch": self.in_batch}
        return shown | ({"body": self.body} if self.writes else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """One change that took place, answered or not."""

    at: datetime
    app: str
    target: str
    what: str
    before: Json
    after: Json

    def as_json(self) -> JsonObject:
        """The change as ``/_demo/writes`` shows it."""
        return {
            "at": stamp(self.at),
            "app": self.app,
            "target": self.target,
            "what": self.what,
            "before": self.before,
            "after": self.after,
        }


class Recorder:
    """The requests (a bounded number) and every write."""

    def __init__(self) -> None:
        """Start empty."""
        self.requests: deque[Request] = deque(maxlen=KEEP)
        self.writes: list[Write] = []

    def clear(self) -> None:
        """Forget everything."""
        self.requests.clear()
        self.writes.clear()

    def shown(self, *, writes_only: bool = False) -> Iterator[JsonObject]:
        """The requests in order, as JSON."""
        return (request.as_json() for request in self.requests if request.writes or not writes_only)
