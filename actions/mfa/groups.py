"""Groups by which people come under a Conditional Access policy: which of them Muster may change, and for whom.

A policy that targets a group asks whoever joins the group for MFA
(https://learn.microsoft.com/entra/identity/conditional-access/concept-conditional-access-users-groups).
"""

from collections.abc import AsyncIterator, Collection, Iterable, Sequence
from dataclasses import dataclass

from actions.spec import Reason
from tenant.model import AccessPolicy, Audience, Group, User, UserType
from tenant.ports import TenantReader
from tenant.trouble import NotFound

ASKED = 5  # members who are asked about, to see whether their group lies inside another


@dataclass(frozen=True, slots=True)
class Door:
    """A group, the enforced all-apps policy that targets it, who is inside, and whom that policy leaves out."""

    group: Group
    policy: AccessPolicy
    inside: frozenset[str]
    left_out: frozenset[str]

    def leads_in(self, user: User) -> bool:
        """Would joining bring this person under the policy? Not one who is in, or whom the policy leaves out."""
        guest = user.user_type is UserType.GUEST or "#EXT#" in user.upn.upper()
        without_guests = self.policy.exclude.guests or self.policy.exclude.some_guests
        return user.id not in self.inside | self.left_out and not (guest and without_guests)


@dataclass(frozen=True, slots=True)
class Doors:
    """The groups that may be joined, in the order of the policies; ``shut``: why the others may not."""

    open: tuple[Door, ...]
    shut: tuple[Reason, ...] = ()

    def for_(self, user: User) -> Door | None:
        """The first that leads this person in."""
        return next((door for door in self.open if door.leads_in(user)), None)

    def why_not(self, user: User) -> Reason:
        """Why none does: a policy leaves them out, or no group may be changed."""
        if self.open:
            return Reason("left-out-by-policy", {"policy": self.open[0].policy.name})
        return self.shut[0] if self.shut else Reason("no-policy-group")


async def doors(tenant: TenantReader) -> Doors:
    """All groups that an enforced policy for all apps targets, judged. Raises tenant trouble."""
    policies = await tenant.access_policies()
    excluded = await _exclusions(policies, tenant)
    opened: list[Door] = []
    shut: list[Reason] = []
    for policy, group_id in _targets(policies):
        group = await tenant.group(group_id)
        why = _unfit(group, excluded, tenant.rules.writable_groups)
        if group is None or why is not None:
            shut.append(why or Reason("policy-group-gone"))
            continue
        inside = frozenset([user.id async for user in tenant.members(group.id)])
        if await _nested(inside, excluded, tenant):
            shut.append(_against("policy-group-excluded", group))
        else:
            opened.append(Door(group, policy, inside, await _people(policy.exclude, tenant)))
    return Doors(tuple(opened), tuple(shut))


async def shut_now(group_id: str, tenant: TenantReader) -> Reason | None:
    """Why Muster may not let anybody into this group at this moment; None where it may. Raises tenant trouble."""
    excluded = await _exclusions(await tenant.access_policies(), tenant)
    return _unfit(await tenant.group(group_id), excluded, tenant.rules.writable_groups)


async def _nested(inside: Collection[str], excluded: frozenset[str], tenant: TenantReader) -> bool:
    """Does the group itself seem to be in an excluded group? Then everybody in it is. Microsoft tells it of people
    only, so a few of them are asked about; that all of these are excluded by chance counts as yes.
    """
    shared = excluded
    for user_id in sorted(inside)[:ASKED]:
        shared &= await tenant.memberships(user_id, shared) if shared else frozenset()
    return bool(inside and shared)


def _targets(policies: Iterable[AccessPolicy]) -> list[tuple[AccessPolicy, str]]:
    """Each group once, with the first enforced policy that demands MFA for everything."""
    found: dict[str, AccessPolicy] = {}
    for policy in policies:
        if policy.enforced and policy.demands_mfa:
            for group_id in sorted(policy.include.groups):
                found.setdefault(group_id, policy)
    return [(policy, group_id) for group_id, policy in found.items()]


def _unfit(group: Group | None, excluded: Collection[str], writable: Collection[str]) -> Reason | None:
    """Why Muster keeps its hands off this group; the gravest first. Never one that takes protection away somewhere."""
    if group is None:
        return Reason("policy-group-gone")
    kinds = (
        (group.id in excluded, "policy-group-excluded"),
        (group.role_assignable, "policy-group-role-assignable"),
        (group.synced, "policy-group-synced"),
        (group.dynamic, "policy-group-dynamic"),
        (group.restricted, "policy-group-restricted"),
        (group.id not in writable, "policy-group-not-named"),
    )
    return next((_against(code, group) for unfit, code in kinds if unfit), None)


def _against(code: str, group: Group) -> Reason:
    return Reason(code, {"group": group.name, "id": group.id})


async def _exclusions(policies: Sequence[AccessPolicy], tenant: TenantReader) -> frozenset[str]:
    """Groups that are left out of anything: a policy in whatever state, a sign-in method, the registration campaign."""
    by_policies = (policy.exclude.groups for policy in policies)
    by_methods = (rule.exclude for rule in (await tenant.method_policy()).rules)
    campaign = (await tenant.method_settings()).campaign
    nudged = () if campaign is None else (target.id for target in campaign.exclude if not target.person)
    return frozenset().union(*by_policies, *by_methods, nudged)


async def _people(audience: Audience, tenant: TenantReader) -> frozenset[str]:
    """Everybody whom the excluding side of a policy may mean, guests aside; a role that is only eligible counts."""
    groups = [[user_id async for user_id in _members(group, tenant)] for group in sorted(audience.groups)]
    held = (await tenant.roles()).holdings if audience.roles else ()
    return audience.users.union(*groups, (each.user_id for each in held if each.role in audience.roles))


async def _members(group_id: str, tenant: TenantReader) -> AsyncIterator[str]:
    """Nobody in a group that is gone."""
    try:
        async for user in tenant.members(group_id):
            yield user.id
    except NotFound:
        return
