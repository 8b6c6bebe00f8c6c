"""Whom a Conditional Access policy reaches, once everybody is known that it may mean. Pure; the one resolver.

https://learn.microsoft.com/entra/identity/conditional-access/concept-conditional-access-users-groups. Where the reach
is not certain, nobody is called covered: whoever is wrongly called unprotected gets one prompt too many, the other way
round none at all. Who asks whether somebody is left out asks with ``perhaps``, and errs the other way.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tenant.model import AccessPolicy, Audience, Coverage, PolicyState


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """Who is who, so that an audience can be resolved: everybody, the guests, groups and roles with their people.

    ``guests`` are those whom Graph calls so; ``external`` also those who came from elsewhere and were made members.
    ``active`` holds only roles that reach the whole tenant: Conditional Access does not see one that is held over an
    administrative unit.
    """

    everybody: frozenset[str] = frozenset()
    guests: frozenset[str] = frozenset()
    external: frozenset[str] = frozenset()
    members: Mapping[str, frozenset[str]] = field(default_factory=dict)
    active: Mapping[str, frozenset[str]] = field(default_factory=dict)
    eligible: Mapping[str, frozenset[str]] = field(default_factory=dict)


def coverage(policies: Sequence[AccessPolicy], population: Population) -> Coverage:
    """Everybody whom an enforced policy covers, with the first such policy's name."""
    covered: dict[str, str] = {}
    for policy in policies:
        if covers(policy):
            for user_id in people_of(policy, population):
                covered.setdefault(user_id, policy.name)
    return Coverage(
        in_use=any(policy.enforced for policy in policies),
        policy_by_user=covered,
        report_only=tuple(p.name for p in policies if p.state is PolicyState.REPORT_ONLY and p.demands_mfa),
    )


def covers(policy: AccessPolicy) -> bool:
    """Does it make those whom it reaches use MFA everywhere, today?"""
    return policy.enforced and policy.demands_mfa


def policies_of(
    ids: Collection[str], policies: Sequence[AccessPolicy], population: Population, *, perhaps: bool = False
) -> Mapping[str, tuple[str, ...]]:
    """By person, the ids of the policies that reach them, in the order given."""
    reached = [(policy.id, people_of(policy, population, perhaps=perhaps)) for policy in policies]
    return {user_id: tuple(name for name, people in reached if user_id in people) for user_id in ids}


def people_of(policy: AccessPolicy, population: Population, *, perhaps: bool = False) -> frozenset[str]:
    """Whom the policy reaches for certain; with ``perhaps``, whom it may reach.

    An eligible role does not bring its holder in, but throws them out: once activated it would. So with people who
    are external and no guests: leaving out guests may mean them.
    """
    included = _people(policy.include, population, widely=perhaps)
    return included - _people(policy.exclude, population, widely=not perhaps)


def _people(audience: Audience, population: Population, *, widely: bool) -> frozenset[str]:
    return frozenset().union(*_parts(audience, population, widely))


def _parts(audience: Audience, population: Population, widely: bool) -> Iterator[frozenset[str]]:
    yield audience.users
    if audience.everybody:
        yield population.everybody
    if audience.guests or (widely and audience.some_guests):
        yield population.external if widely else population.guests
    for group in audience.groups:
        yield population.members.get(group, frozenset())
    for holding in (population.active, population.eligible) if widely else (population.active,):
        for role in audience.roles:
            yield holding.get(role, frozenset())
