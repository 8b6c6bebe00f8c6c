"""Signing people out everywhere (https://learn.microsoft.com/graph/api/user-revokesigninsessions)."""

from collections.abc import AsyncIterator, Collection

from tenant.graph.batch import batch
from tenant.graph.call import Call, segment
from tenant.graph.session import Session
from tenant.graph.wishes import owners_of
from tenant.ports import Written


async def revoke(session: Session, user_ids: Collection[str]) -> AsyncIterator[Written]:
    """Up to 20 people; one `Written` for each, in any order. A lost answer is told: it does no harm to ask again."""
    people = list(dict.fromkeys(user_ids))
    owners = owners_of(_path(user_id) for user_id in people)
    async for judged in batch(session, [_call(path) for path in owners]):
        yield Written(people[owners[judged.call.path]], judged.trouble)


def _call(path: str) -> Call:
    return Call(method="POST", path=path, absolute=True)


def _path(user_id: str) -> str:
    return f"/users/{segment(user_id)}/revokeSignInSessions"
