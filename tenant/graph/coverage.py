"""Who is reached by Conditional Access: takes the policies, and reads only whom they name."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from tenant.graph import groups, roles, users
from tenant.graph.access_policies import Policies
from tenant.graph.call import Call, select
from tenant.graph.paging import LARGEST_PAGE, stream
from tenant.graph.reach import Population, covers, policies_of
from tenant.graph.reach import coverage as cover
from tenant.graph.session import Session
from tenant.graph.wire import text
from tenant.model import AccessPolicy, Coverage, PolicyState, RoleHolding, Roles, UserType
from tenant.trouble import Unlicensed

_WHO = select("id", "userType", "userPrincipalName")
#: Up to so many people are looked up by themselves, and
FEW = 300
#: up to so many are asked which of the named groups they are in, instead of opening the groups.
VERY_FEW = 20


async def coverage(session: Session, policies: Policies) -> Coverage:
    """``in_use`` is False in a tenant without policies, or without the licence for them."""
    try:
        found = await policies.all()
    except Unlicensed:
        return Coverage(in_use=False)
    return cover(found, await _population(session, [one for one in found if covers(one)], None))


async def policies_for(
    session: Session, policies: Policies, ids: Collection[str], *, perhaps: bool = False
) -> Mapping[str, tuple[str, ...]]:
    """By person, the ids of the policies that reach them. Raises Unlicensed."""
    found = [one for one in await policies.all() if one.state is not PolicyState.OFF]
    wanted = dict.fromkeys(ids)
    population = await _population(session, found if wanted else [], wanted)
    return policies_of(wanted, found, population, perhaps=perhaps)


async def _population(session: Session, policies: Sequence[AccessPolicy], ids: Collection[str] | None) -> Population:
    """Of these people, or of all."""
    if not policies:
        return Population()
    everybody, guests, external = await _everybody(session, ids)
    audiences = [side for one in policies for side in (one.include, one.exclude)]
    held = await roles.roles(session) if any(side.roles for side in audiences) else Roles(())
    return Population(
        everybody=everybody,
        guests=guests,
        external=external,
        members=await _members(session, {g for side in audiences for g in side.groups}, everybody),
        active=_by_role(one for one in held.holdings if not one.eligible and one.everywhere),
        eligible=_by_role(one for one in held.holdings if one.eligible or not one.everywhere),
    )


async def _everybody(
    session: Session, ids: Collection[str] | None
) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """All, the guests, and the external ones: ``#EXT#`` stays in the name of a guest who was made a member."""
    everybody, guests, external = set(), set(), set()
    call = Call(path="/users", query=(_WHO, LARGEST_PAGE))
    few = ids is not None and len(ids) <= FEW
    async for thing in users.among(session, ids or (), _WHO) if few else stream(session, call):
        everybody.add(text(thing, "id"))
        if text(thing, "userType") == UserType.GUEST:
            guests.add(text(thing, "id"))
        if "#EXT#" in text(thing, "userPrincipalName").upper():
            external.add(text(thing, "id"))
    return frozenset(everybody), frozenset(guests), frozenset(external | guests)


async def _members(session: Session, named: Collection[str], people: Collection[str]) -> Mapping[str, frozenset[str]]:
    """By group, its people; of a few people only, those among them."""
    if len(people) > VERY_FEW:
        return {group: frozenset([one async for one in groups.member_ids(session, group)]) for group in sorted(named)}
    inside = {user_id: await groups.memberships(session, user_id, sorted(named)) for user_id in sorted(people)}
    return {group: frozenset(one for one, of in inside.items() if group in of) for group in named}


def _by_role(held: Iterable[RoleHolding]) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for one in held:
        found.setdefault(one.role, set()).add(one.user_id)
    return {role: frozenset(people) for role, people in found.items()}
