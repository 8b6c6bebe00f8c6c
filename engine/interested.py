"""Whose own accounts a request would change: they do not decide on it."""

from collections.abc import Collection

from engine.kit import Kit
from engine.request import Request, RowState
from engine.reversing import pages

WILL_RUN = (RowState.TODO,)


async def interested(kit: Kit, request: Request, people: Collection[str]) -> frozenset[str]:
    """Of these people, who has a row of their own that will run. Nobody where nothing is written in Microsoft's cloud:
    being asked in a campaign changes no account.
    """
    if not people or _writes_nothing(kit, request):
        return frozenset()
    found: set[str] = set()
    async for page in pages(kit.store, request, *WILL_RUN):
        found.update(row.subject.id for row in page if row.subject.id in people)
    return frozenset(found)


def _writes_nothing(kit: Kit, request: Request) -> bool:
    try:
        return kit.declarations.action(request.action).kept
    except KeyError:  # nobody knows what it would do
        return False
