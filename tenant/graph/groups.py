"""Groups: found by name, opened through nested groups (https://learn.microsoft.com/graph/api/resources/group)."""

import difflib
from collections.abc import AsyncIterator, Collection

from tenant.graph.call import Call, literal, segment, select
from tenant.graph.paging import LARGEST_PAGE, stream
from tenant.graph.session import Session
from tenant.graph.users import PROPERTIES as USER_PROPERTIES
from tenant.graph.users import chunks, is_id, user
from tenant.graph.wire import Thing, flag, maybe, text, texts, things
from tenant.model import Group, User
from tenant.trouble import NotFound

PROPERTIES = select(
    "id", "displayName", "mail", "onPremisesSyncEnabled", "groupTypes", "isAssignableToRole", "securityEnabled",
    "isManagementRestricted",
)  # fmt: skip
_MOST = 10
_LONGEST_NAME = 256
# checkMemberGroups takes at most 20 group ids.
_CHECKED_AT_ONCE = 20


def group(thing: Thing) -> Group:
    """One group."""
    return Group(
        id=text(thing, "id"),
        name=text(thing, "displayName"),
        mail=maybe(thing, "mail"),
        synced=flag(thing, "onPremisesSyncEnabled"),
        dynamic="DynamicMembership" in texts(thing, "groupTypes"),
        role_assignable=flag(thing, "isAssignableToRole"),
        restricted=flag(thing, "isManagementRestricted"),
        security=thing.get("securityEnabled") is not False,
    )


async def find(session: Session, name: str) -> tuple[Group, ...]:
    """Of exactly this name or id; else up to 10 that begin like it; else up to 10 that are spelt nearly so."""
    name = name.strip()[:_LONGEST_NAME]
    if is_id(name):
        return await _by_id(session, name)
    if not name:
        return ()
    exact = await _where(session, f"displayName eq {literal(name)}")
    return exact or await _beginning(session, name) or await _near(session, name)


async def members(session: Session, group_id: str) -> AsyncIterator[User]:
    """Users in the group, through nested groups too; devices and applications are left aside."""
    path = f"/groups/{segment(group_id)}/transitiveMembers/microsoft.graph.user"
    query = (USER_PROPERTIES, LARGEST_PAGE, ("$count", "true"))
    async for thing in stream(session, Call(path=path, query=query, eventual=True)):
        yield user(thing)


async def member_ids(session: Session, group_id: str) -> AsyncIterator[str]:
    """Ids of the users in the group, through nested groups too; nobody where the group is gone."""
    path = f"/groups/{segment(group_id)}/transitiveMembers/microsoft.graph.user"
    query = (select("id"), LARGEST_PAGE, ("$count", "true"))
    try:
        async for thing in stream(session, Call(path=path, query=query, eventual=True)):
            yield text(thing, "id")
    except NotFound:
        return


async def memberships(session: Session, user_id: str, group_ids: Collection[str]) -> frozenset[str]:
    """Which of these groups the user is in, nested ones included."""
    inside: set[str] = set()
    for chunk in chunks(dict.fromkeys(group_ids), _CHECKED_AT_ONCE):
        body = {"groupIds": chunk}
        path = f"/users/{segment(user_id)}/checkMemberGroups"
        answer = await session.send(Call(method="POST", path=path, body=body, safe=True))
        inside.update(texts(answer.body, "value"))
    return frozenset(inside)


async def _by_id(session: Session, group_id: str) -> tuple[Group, ...]:
    try:
        answer = await session.send(Call(path=f"/groups/{segment(group_id)}", query=(PROPERTIES,)))
    except NotFound:
        return ()
    return (group(answer.body),)


async def _beginning(session: Session, name: str) -> tuple[Group, ...]:
    return await _where(session, f"startsWith(displayName,{literal(name)})")


async def _near(session: Session, name: str) -> tuple[Group, ...]:
    """A slip of the pen rarely is in the first letters: look among those that begin alike."""
    alike = await _where(session, f"startsWith(displayName,{literal(name[:2])})", most=200)
    names = {one.name.casefold(): one for one in alike}
    return tuple(names[near] for near in difflib.get_close_matches(name.casefold(), names, n=_MOST, cutoff=0.6))


async def _where(session: Session, condition: str, *, most: int = _MOST) -> tuple[Group, ...]:
    query = (("$filter", condition), PROPERTIES, ("$top", str(most)))
    answer = await session.send(Call(path="/groups", query=query))
    return tuple(group(thing) for thing in things(answer.body, "value"))
