"""The registration report (https://learn.microsoft.com/graph/api/resources/userregistrationdetails).

Hours old, and only with Entra ID P1: it narrows whom to look at, it proves nothing.
"""

from collections.abc import AsyncIterator

from tenant.graph.call import Call
from tenant.graph.paging import LARGEST_PAGE, stream
from tenant.graph.session import Session
from tenant.graph.wire import Thing, flag, maybe, text, texts
from tenant.model import Registration
from tenant.trouble import Unlicensed

_PATH = "/reports/authenticationMethods/userRegistrationDetails"


async def registrations(session: Session) -> AsyncIterator[Registration]:
    """One row a person. No tenant is without people: an empty report means that it may not be read."""
    empty = True
    async for thing in stream(session, Call(path=_PATH, query=(LARGEST_PAGE,))):
        empty = False
        yield _registration(thing)
    if empty:
        raise Unlicensed("the registration report is empty")


def _registration(thing: Thing) -> Registration:
    return Registration(
        user_id=text(thing, "id"),
        registered=flag(thing, "isMfaRegistered"),
        capable=flag(thing, "isMfaCapable"),
        methods=texts(thing, "methodsRegistered"),
        default_method=maybe(thing, "userPreferredMethodForSecondaryAuthentication"),
    )
