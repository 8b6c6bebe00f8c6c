"""A client that knows nothing of Muster: a session, a token, and Graph's addresses."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Self, TypedDict, Unpack

import aiohttp

from demo import server
from demo.world import World

GRAPH_SCOPE = "https://graph.microsoft.com/.default"


class More(TypedDict, total=False):
    """What a request may carry."""

    json: object
    data: Mapping[str, str] | str
    params: Mapping[str, str]
    headers: Mapping[str, str]
    timeout: aiohttp.ClientTimeout


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer, read."""

    status: int
    headers: dict[str, str]
    body: Any

    @property
    def code(self) -> str:
        return str(self.body["error"]["code"])

    @property
    def value(self) -> list[Any]:
        return list(self.body["value"])


@dataclass(slots=True)
class Plain:
    """The other program."""

    session: aiohttp.ClientSession
    facts: dict[str, Any]
    headers: dict[str, str] = field(default_factory=dict)

    async def token(self, *, scope: str = GRAPH_SCOPE, **form: str) -> Reply:
        given = {
            "grant_type": "client_credentials",
            "client_id": self.facts["client_id"],
            "client_secret": self.facts["client_secret"],
            "scope": scope,
        }
        return await self.ask(
            "POST", f"{self.facts['login']}/{self.facts['tenant_id']}/oauth2/v2.0/token", data={**given, **form}
        )

    async def sign_in(self, **form: str) -> Self:
        got = await self.token(**form)
        self.headers["Authorization"] = f"Bearer {got.body['access_token']}"
        return self

    async def ask(self, method: str, url: str, **more: Unpack[More]) -> Reply:
        more["headers"] = {**self.headers, **more.get("headers", {})}
        async with self.session.request(method, url, **more) as response:
            is_json = "json" in response.headers.get("Content-Type", "")
            body = await response.json(content_type=None) if is_json else await response.text()
            return Reply(response.status, dict(response.headers), body)

    async def get(self, path: str, **more: Unpack[More]) -> Reply:
        return await self.ask("GET", self.facts["graph"] + path, **more)

    async def patch(self, path: str, body: object) -> Reply:
        return await self.ask("PATCH", self.facts["graph"] + path, json=body)

    async def post(self, path: str, body: object) -> Reply:
        return await self.ask("POST", self.facts["graph"] + path, json=body)

    async def control(self, path: str, body: object = None, *, method: str = "POST") -> Reply:
        return await self.ask(method, f"{self.facts['control']}/{path}", json=body)

    async def pages(self, path: str) -> AsyncIterator[Reply]:
        url: str | None = self.facts["graph"] + path
        while url is not None:
            reply = await self.ask("GET", url)
            yield reply
            url = reply.body.get("@odata.nextLink")


@asynccontextmanager
async def plain(world: World) -> AsyncIterator[Plain]:
    """A signed-in client of a server for this world."""
    running = await server.start(world)
    facts = {
        "graph": running.graph,
        "login": running.login,
        "exchange": running.exchange,
        "control": f"{running.base_url}/_demo",
        "tenant_id": world.tenant_id,
        "client_id": world.client_id,
        "client_secret": world.client_secret,
    }
    async with aiohttp.ClientSession() as session:
        yield await Plain(session, facts).sign_in()
    await running.close()


STATE = "/beta/users/{}/authentication/requirements"


def state_item(number: int, who: str, state: str = "enabled") -> dict[str, Any]:
    """One item of a batch that sets per-user MFA."""
    return {
        "id": str(number),
        "method": "PATCH",
        "url": f"/users/{who}/authentication/requirements",
        "headers": {"Content-Type": "application/json"},
        "body": {"perUserMfaState": state},
    }
