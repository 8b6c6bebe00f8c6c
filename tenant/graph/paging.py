"""Streaming a collection page by page. A nextLink is followed word for word, but never to another host."""

from collections.abc import AsyncIterator
from dataclasses import replace

from tenant.graph.call import Answer, Call
from tenant.graph.session import Session
from tenant.graph.wire import Thing, text, things
from tenant.trouble import Refused

LARGEST_PAGE = ("$top", "999")


async def stream(session: Session, call: Call) -> AsyncIterator[Thing]:
    """Every object of the collection, one page in memory at a time."""
    async for thing in rest(session, call, await session.send(call)):
        yield thing


async def rest(session: Session, call: Call, answer: Answer) -> AsyncIterator[Thing]:
    """The objects of this first page and of all that follow it."""
    seen: set[str] = set()
    while True:
        for thing in things(answer.body, "value"):
            yield thing
        link = text(answer.body, "@odata.nextLink")
        if not link:
            return
        _check(session.base, link, seen)
        answer = await session.send(replace(call, link=link))


def _check(base: str, link: str, seen: set[str]) -> None:
    """The token must go nowhere else, and a link that comes back would never end."""
    if not link.startswith(f"{base}/"):
        raise Refused("the next page is on another host", detail="foreign-next-link")
    if link in seen:
        raise Refused("the next page was read before", detail="circular-next-link")
    seen.add(link)
