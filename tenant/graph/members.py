"""One group: who owns it, who is directly in it; and members, written.

https://learn.microsoft.com/graph/api/group-post-members (up to 20 in one PATCH, which is carried out whole or not at
all) and group-delete-members. No permission is needed for the members of a group that the application owns, as far as
is known; else ``GroupMember.ReadWrite.All``.
"""

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import replace

from tenant.graph.call import Call, literal, segment, select
from tenant.graph.groups import PROPERTIES, group
from tenant.graph.judge import ALREADY_THERE
from tenant.graph.paging import stream
from tenant.graph.session import Session
from tenant.graph.wire import Thing, text
from tenant.graph.wishes import owners_of
from tenant.model import Group
from tenant.ports import Written
from tenant.trouble import Conflict, NotFound, Refused, Trouble

_USER = ("", "#microsoft.graph.user")
_APPLICATION = "#microsoft.graph.servicePrincipal"
_GROUP = "#microsoft.graph.group"


async def one(session: Session, group_id: str, application: str) -> Group | None:
    """The group, and whether the application with this client id owns it (empty: nobody knows); None: it is gone."""
    try:
        answer = await session.send(Call(path=_path(group_id), query=(PROPERTIES,)))
        owners = [thing async for thing in stream(session, Call(path=f"{_path(group_id)}/owners"))]
    except NotFound:
        return None
    return replace(group(answer.body), owned=_owned(owners, application))


async def owned(session: Session, application: str) -> tuple[Group, ...]:
    """The groups that the application with this client id owns."""
    if not application:
        return ()
    query = (("$filter", f"appId eq {literal(application)}"), select("id"))
    principals = [text(t, "id") async for t in stream(session, Call(path="/servicePrincipals", query=query))]
    found = [t for name in principals async for t in _owned_by(session, name)]
    return tuple(replace(group(thing), owned=True) for thing in found if text(thing, "@odata.type") == _GROUP)


async def direct(session: Session, group_id: str) -> AsyncIterator[str]:
    """Ids of the users who are in it themselves. One whose kind is not told is taken for a user."""
    try:
        async for thing in stream(session, Call(path=f"{_path(group_id)}/members", query=(select("id"),))):
            if text(thing, "@odata.type") in _USER:
                yield text(thing, "id")
    except NotFound:
        return


async def join(session: Session, group_id: str, user_ids: Collection[str]) -> AsyncIterator[Written]:
    """All at once; where Microsoft refuses that (one of them is in it already, or gone), one after the other."""
    people = _few(user_ids)
    trouble = await _trouble(session, _all_in(session, group_id, people)) if len(people) > 1 else Refused("one by one")
    if not isinstance(trouble, Refused | Conflict | NotFound):
        for user_id in people:
            yield Written(user_id, trouble)
        return
    for user_id in people:
        trouble = await _trouble(session, _in(session, group_id, user_id))
        there = isinstance(trouble, Refused) and trouble.detail == ALREADY_THERE
        yield Written(user_id, None if there else trouble)


async def leave(session: Session, group_id: str, user_ids: Collection[str]) -> AsyncIterator[Written]:
    """One after the other: Microsoft does not like one group changed in several ways at once."""
    for user_id in _few(user_ids):
        out = Call(method="DELETE", path=f"{_path(group_id)}/members/{segment(user_id)}/$ref")
        trouble = await _trouble(session, out)
        yield Written(user_id, None if isinstance(trouble, NotFound) else trouble)


async def _trouble(session: Session, call: Call) -> Trouble | None:
    try:
        await session.send(call)
    except Trouble as trouble:
        return trouble
    return None


def _all_in(session: Session, group_id: str, people: Sequence[str]) -> Call:
    body = {"members@odata.bind": [_address(session, user_id) for user_id in people]}
    return Call(method="PATCH", path=_path(group_id), body=body)


def _in(session: Session, group_id: str, user_id: str) -> Call:
    body = {"@odata.id": _address(session, user_id)}
    return Call(method="POST", path=f"{_path(group_id)}/members/$ref", body=body, absolute=True)


def _address(session: Session, user_id: str) -> str:
    return f"{session.base}/v1.0/directoryObjects/{segment(user_id)}"


def _few(user_ids: Collection[str]) -> tuple[str, ...]:
    return tuple(owners_of(dict.fromkeys(user_ids)))


async def _owned_by(session: Session, principal: str) -> AsyncIterator[Thing]:
    async for thing in stream(session, Call(path=f"/servicePrincipals/{segment(principal)}/ownedObjects")):
        yield thing


def _owned(owners: Sequence[Thing], application: str) -> bool | None:
    """None where we do not know our own id, or are not told an owner's."""
    applications = [text(owner, "appId") for owner in owners if text(owner, "@odata.type") == _APPLICATION]
    if application and application in applications:
        return True
    return None if not application or "" in applications else False


def _path(group_id: str) -> str:
    return f"/groups/{segment(group_id)}"
