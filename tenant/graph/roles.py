"""Who holds power: active and eligible directory roles, opened through groups.

Members and owners of role-assignable groups count too, because Microsoft protects them alike
(https://learn.microsoft.com/graph/api/resources/users, "Who can perform sensitive actions").
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass

from tenant.graph.call import Call, select
from tenant.graph.groups import member_ids
from tenant.graph.paging import stream
from tenant.graph.role_assignable import insiders
from tenant.graph.session import Session
from tenant.graph.wire import part, text
from tenant.model import RoleHolding, Roles
from tenant.trouble import Unlicensed

#: Stands where a template id would: in a group that a role may be given to, without a role so far.
ROLE_ASSIGNABLE_GROUP = "role-assignable-group"

_HOME = "/roleManagement/directory"
_WITH_PRINCIPAL = (("$expand", "principal"),)


@dataclass(frozen=True, slots=True)
class _Given:
    """One assignment as Microsoft lists it: to a person or to a group."""

    principal: str
    kind: str
    role: str
    role_name: str
    eligible: bool
    everywhere: bool


async def roles(session: Session) -> Roles:
    """Every holding of every person. ``eligible_readable`` is False where PIM is not licensed."""
    names = await _definitions(session)
    active = [one async for one in _given(session, "roleAssignments", names)]
    try:
        eligible = [one async for one in _given(session, "roleEligibilityScheduleInstances", names)]
        readable = True
    except Unlicensed:
        eligible, readable = [], False
    holdings = {held async for held in _people(session, active + eligible)}
    holdings |= {held async for held in _role_assignable(session)}
    return Roles(tuple(sorted(holdings, key=_order)), eligible_readable=readable)


def _order(held: RoleHolding) -> tuple[str, str, bool, str, bool]:
    return held.user_id, held.role, held.eligible, held.role_name, held.everywhere


async def _definitions(session: Session) -> Mapping[str, tuple[str, str]]:
    """Definition id → template id and name; they differ for custom roles only, but nobody promises that."""
    call = Call(path=f"{_HOME}/roleDefinitions", query=(select("id", "templateId", "displayName"),))
    return {
        text(thing, "id"): (text(thing, "templateId") or text(thing, "id"), text(thing, "displayName"))
        async for thing in stream(session, call)
    }


async def _given(session: Session, list_name: str, names: Mapping[str, tuple[str, str]]) -> AsyncIterator[_Given]:
    async for thing in stream(session, Call(path=f"{_HOME}/{list_name}", query=_WITH_PRINCIPAL)):
        definition = text(thing, "roleDefinitionId")
        template, name = names.get(definition, (definition, ""))
        yield _Given(
            principal=text(thing, "principalId"),
            kind=text(part(thing, "principal"), "@odata.type").removeprefix("#microsoft.graph."),
            role=template,
            role_name=name,
            eligible=list_name != "roleAssignments",
            everywhere=text(thing, "directoryScopeId") in ("", "/"),
        )


async def _people(session: Session, given: list[_Given]) -> AsyncIterator[RoleHolding]:
    """A principal of unknown kind is taken for a person: to guard one too many does no harm."""
    for one in given:
        if one.kind == "servicePrincipal":
            continue
        who = member_ids(session, one.principal) if one.kind == "group" else _just(one.principal)
        async for user_id in who:
            yield RoleHolding(
                user_id, one.role, eligible=one.eligible, role_name=one.role_name, everywhere=one.everywhere
            )


async def _role_assignable(session: Session) -> AsyncIterator[RoleHolding]:
    """Members hold what the group holds; an owner may let themselves in, so is eligible for it."""
    async for one in insiders(session):
        yield RoleHolding(one.user_id, ROLE_ASSIGNABLE_GROUP, eligible=one.owner, role_name=one.group)


async def _just(user_id: str) -> AsyncIterator[str]:
    yield user_id
