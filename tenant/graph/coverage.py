"""Who is covered by Conditional Access: reads the policies, then only what they name."""

from collections.abc import Iterable, Mapping

from tenant.graph import groups, roles
from tenant.graph.call import Call, select
from tenant.graph.conditional_access import Policy, Population, policy
from tenant.graph.conditional_access import coverage as cover
from tenant.graph.paging import LARGEST_PAGE, stream
from tenant.graph.session import Session
from tenant.graph.wire import text
from tenant.model import Coverage, RoleHolding, Roles, UserType
from tenant.trouble import Unlicensed


async def coverage(session: Session) -> Coverage:
    """``in_use`` is False in a tenant without policies, or without the licence for them."""
    try:
        policies = [policy(t) async for t in stream(session, Call(path="/identity/conditionalAccess/policies"))]
    except Unlicensed:
        return Coverage(in_use=False)
    return cover(policies, await _population(session, [one for one in policies if one.enforced]))


async def _population(session: Session, enforced: list[Policy]) -> Population:
    if not enforced:
        return Population()
    everybody, guests, external = await _everybody(session)
    audiences = [side for one in enforced for side in (one.include, one.exclude)]
    held = await roles.roles(session) if any(side.roles for side in audiences) else Roles(())
    return Population(
        everybody=everybody,
        guests=guests,
        external=external,
        members={
            group: frozenset([one async for one in groups.member_ids(session, group)])
            for group in sorted({g for s in audiences for g in s.groups})
        },
        active=_by_role(one for one in held.holdings if not one.eligible and one.everywhere),
        eligible=_by_role(one for one in held.holdings if one.eligible or not one.everywhere),
    )


async def _everybody(session: Session) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """All, the guests, and the external ones: ``#EXT#`` stays in the name of a guest who was made a member."""
    everybody, guests, external = set(), set(), set()
    call = Call(path="/users", query=(select("id", "userType", "userPrincipalName"), LARGEST_PAGE))
    async for thing in stream(session, call):
        everybody.add(text(thing, "id"))
        if text(thing, "userType") == UserType.GUEST:
            guests.add(text(thing, "id"))
        if "#EXT#" in text(thing, "userPrincipalName").upper():
            external.add(text(thing, "id"))
    return frozenset(everybody), frozenset(guests), frozenset(external | guests)


def _by_role(held: Iterable[RoleHolding]) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for one in held:
        found.setdefault(one.role, set()).add(one.user_id)
    return {role: frozenset(people) for role, people in found.items()}
