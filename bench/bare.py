"""A plain client that sends recorded requests again, one after the other: what they take with nobody in between."""

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from itertools import groupby

import aiohttp

from bench.floor import Asked
from bench.scenery import Scenery, Tenant

LARGEST = 20
SCOPE = "https://graph.microsoft.com/.default"


async def seconds(place: Scenery, tenant: Tenant, asked: Sequence[Asked]) -> float:
    """How long these reads take, in their order, with batches as full as they may be. The tenant limits nothing."""
    await tenant.change("limits", {"mode": "off"})
    async with _signed_in(tenant) as http:
        start = place.clock.elapsed()
        for calls in _steps(asked):
            await _send(http, tenant.facts["graph"], calls)
        return place.clock.elapsed() - start


def _steps(asked: Sequence[Asked]) -> Iterator[Sequence[Asked]]:
    """What goes together: 20 neighbours that were in a batch and have one version, or one request alone."""
    reads = (each for each in asked if each.method == "GET")
    for (batched, _), group in groupby(reads, key=lambda each: (each.batched, each.version)):
        calls, size = list(group), LARGEST if batched else 1
        yield from (calls[start : start + size] for start in range(0, len(calls), size))


async def _send(http: aiohttp.ClientSession, graph: str, calls: Sequence[Asked]) -> None:
    if not calls[0].batched:
        return await _read(http.get(f"{graph}/{calls[0].version}{calls[0].target}"))
    items = [{"id": str(place), "method": "GET", "url": each.target} for place, each in enumerate(calls)]
    return await _read(http.post(f"{graph}/{calls[0].version}/$batch", json={"requests": items}))


async def _read(request: "aiohttp.client._RequestContextManager") -> None:
    async with request as answer:
        await answer.json(content_type=None)


@asynccontextmanager
async def _signed_in(tenant: Tenant) -> AsyncIterator[aiohttp.ClientSession]:
    facts = tenant.facts
    form = {"grant_type": "client_credentials", "scope": SCOPE}
    form |= {name: facts[name] for name in ("client_id", "client_secret")}
    url = f"{facts['login']}/{facts['tenant_id']}/oauth2/v2.0/token"
    async with tenant.http.post(url, data=form) as answer:
        token = (await answer.json())["access_token"]
    headers = {"Authorization": f"Bearer {token}", "ConsistencyLevel": "eventual"}
    async with aiohttp.ClientSession(headers=headers, connector=aiohttp.TCPConnector(limit=4)) as http:
        yield http
