"""Groups to which a directory role may be given: whoever is in one, or owns it, is protected like a role holder.

https://learn.microsoft.com/graph/api/resources/users ("Who can perform sensitive actions"),
https://learn.microsoft.com/entra/identity/role-based-access-control/groups-concept.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from tenant.graph.call import Call, segment, select
from tenant.graph.groups import PROPERTIES, member_ids
from tenant.graph.paging import LARGEST_PAGE, stream
from tenant.graph.session import Session
from tenant.graph.wire import text
from tenant.trouble import NotFound

_PERSON = ("", "#microsoft.graph.user")


@dataclass(frozen=True, slots=True)
class Insider:
    """Somebody in such a group, or an owner of it, who may let themselves in."""

    user_id: str
    group: str  # its name
    owner: bool = False


async def role_assignable(session: Session) -> frozenset[str]:
    """Ids of the members and owners of all such groups; applications and devices are left aside."""
    return frozenset([one.user_id async for one in insiders(session)])


async def insiders(session: Session) -> AsyncIterator[Insider]:
    """Everybody of every such group, as often as they are in one."""
    query = (("$filter", "isAssignableToRole eq true"), PROPERTIES, LARGEST_PAGE)
    async for thing in stream(session, Call(path="/groups", query=query)):
        group_id, name = text(thing, "id"), text(thing, "displayName")
        async for user_id in member_ids(session, group_id):
            yield Insider(user_id, name)
        async for user_id in _owners(session, group_id):
            yield Insider(user_id, name, owner=True)


async def _owners(session: Session, group_id: str) -> AsyncIterator[str]:
    """An owner whose kind is not told is taken for a person: to guard one too many does no harm."""
    call = Call(path=f"/groups/{segment(group_id)}/owners", query=(select("id"),))
    try:
        async for thing in stream(session, call):
            if text(thing, "@odata.type") in _PERSON:
                yield text(thing, "id")
    except NotFound:  # the group went away between two questions
        return
