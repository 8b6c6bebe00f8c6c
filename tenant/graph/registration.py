"""The registration report (https://learn.microsoft.com/graph/api/resources/userregistrationdetails).

Hours old, and only with Entra ID P1: it narrows whom to look at, it proves nothing.
"""

from collections.abc import AsyncIterator, Collection

from tenant.graph.batch import batch
from tenant.graph.call import Call, segment
from tenant.graph.paging import LARGEST_PAGE, stream
from tenant.graph.session import Session
from tenant.graph.wire import Thing, flag, maybe, text, texts
from tenant.model import Registration
from tenant.trouble import NotFound, Unlicensed

_PATH = "/reports/authenticationMethods/userRegistrationDetails"
#: The report's budget is 5 requests in 10 seconds: so many people are asked for at once,
AT_ONCE = 5
#: and no more than so many instead of reading on, once the first page did not hold them.
FEW = 20
_PAGE = int(LARGEST_PAGE[1])


def registrations(session: Session, ids: Collection[str] | None = None) -> AsyncIterator[Registration]:
    """One row a person, of everybody or of these; whom the report does not know (yet) is left out."""
    if ids is None:
        return _everybody(session)
    return _one_by_one(session, ids) if len(ids) <= AT_ONCE else _some(session, ids)


def registration(thing: Thing) -> Registration:
    """One row of the report."""
    resets = thing.get("isSsprEnabled")
    return Registration(
        user_id=text(thing, "id"),
        registered=flag(thing, "isMfaRegistered"),
        capable=flag(thing, "isMfaCapable"),
        methods=texts(thing, "methodsRegistered"),
        default_method=maybe(thing, "userPreferredMethodForSecondaryAuthentication"),
        resets_password=resets if isinstance(resets, bool) else None,
    )


async def _everybody(session: Session) -> AsyncIterator[Registration]:
    """No tenant is without people: an empty report means that it may not be read."""
    empty = True
    async for thing in stream(session, Call(path=_PATH, query=(LARGEST_PAGE,))):
        empty = False
        yield registration(thing)
    if empty:
        raise Unlicensed("the registration report is empty")


async def _some(session: Session, ids: Collection[str]) -> AsyncIterator[Registration]:
    """In a small tenant one page holds them all; in a large one the few whom it does not hold are asked for."""
    missing, read = dict.fromkeys(ids), 0
    async for row in _everybody(session):
        read += 1
        if row.user_id in missing:
            del missing[row.user_id]
            yield row
        if not missing or (read == _PAGE and len(missing) <= FEW):
            break
    else:
        return
    async for row in _one_by_one(session, missing):
        yield row


async def _one_by_one(session: Session, ids: Collection[str]) -> AsyncIterator[Registration]:
    calls = [Call(path=f"{_PATH}/{segment(user_id)}") for user_id in dict.fromkeys(ids)]
    async for judged in batch(session, calls):
        if judged.trouble is None:
            yield registration(judged.answer.body)
        elif not isinstance(judged.trouble, NotFound):
            raise judged.trouble
