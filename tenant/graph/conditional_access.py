"""Conditional Access policies as values, and the one predicate "does this make them use MFA everywhere?". Pure.

https://learn.microsoft.com/graph/api/resources/conditionalaccesspolicy. Where a policy's reach is not certain, nobody
is called covered: whoever is wrongly called unprotected gets one prompt too many, the other way round none at all.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tenant.graph.wire import Thing, part, text, texts
from tenant.model import Coverage

ENFORCED = "enabled"
REPORT_ONLY = "enabledForReportingButNotEnforced"

_ALL_CLIENTS = frozenset({"browser", "mobileAppsAndDesktopClients", "exchangeActiveSync", "other"})
_NARROWING = ("devices", "authenticationFlows", "clientApplications")
_RISKS = ("userRiskLevels", "signInRiskLevels", "servicePrincipalRiskLevels")


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom one side of a policy names: users and groups by id, roles by template id."""

    all_users: bool = False
    guests: bool = False
    users: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """``demands_mfa``: for all apps, from everywhere, on every device, with no other way to satisfy it."""

    name: str
    state: str
    demands_mfa: bool
    include: Audience
    exclude: Audience

    @property
    def enforced(self) -> bool:
        """Switched on, and about MFA everywhere."""
        return self.state == ENFORCED and self.demands_mfa


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """Who is who, so that an audience can be resolved: everybody, the guests, groups and roles with their people.

    ``guests`` are those whom Graph calls so; ``external`` also those who came from elsewhere and were made members.
    ``active`` holds only roles that reach the whole tenant: Conditional Access does not see one that is held over an
    administrative unit (https://learn.microsoft.com/entra/identity/conditional-access/concept-conditional-access-users-groups).
    """

    everybody: frozenset[str] = frozenset()
    guests: frozenset[str] = frozenset()
    external: frozenset[str] = frozenset()
    members: Mapping[str, frozenset[str]] = field(default_factory=dict)
    active: Mapping[str, frozenset[str]] = field(default_factory=dict)
    eligible: Mapping[str, frozenset[str]] = field(default_factory=dict)


def coverage(policies: Sequence[Policy], population: Population) -> Coverage:
    """Everybody whom an enforced policy covers, with the first such policy's name."""
    covered: dict[str, str] = {}
    for policy in policies:
        if policy.enforced:
            for user_id in people_of(policy, population):
                covered.setdefault(user_id, policy.name)
    return Coverage(
        in_use=any(policy.state == ENFORCED for policy in policies),
        policy_by_user=covered,
        report_only=tuple(p.name for p in policies if p.state == REPORT_ONLY and p.demands_mfa),
    )


def people_of(policy: Policy, population: Population) -> frozenset[str]:
    """Whom the policy reaches for certain.

    An eligible role does not bring its holder in, but throws them out: once activated it would. So with people who
    are external and no guests: leaving out guests may mean them.
    """
    roles = (population.active, population.eligible)
    included = _resolve(policy.include, population, guests=population.guests, holdings=roles[:1])
    excluded = _resolve(policy.exclude, population, guests=population.external, holdings=roles)
    return included - excluded


def policy(thing: Thing) -> Policy:
    """Read one policy."""
    conditions = part(thing, "conditions")
    users = part(conditions, "users")
    return Policy(
        name=text(thing, "displayName"),
        state=text(thing, "state"),
        demands_mfa=_everywhere(conditions) and _only_by_mfa(part(thing, "grantControls")),
        include=_audience(users, "include", guests=_all_guests(part(users, "includeGuestsOrExternalUsers"))),
        exclude=_audience(users, "exclude", guests=bool(part(users, "excludeGuestsOrExternalUsers"))),
    )


Holdings = tuple[Mapping[str, frozenset[str]], ...]


def _resolve(
    audience: Audience, population: Population, *, guests: frozenset[str], holdings: Holdings
) -> frozenset[str]:
    return frozenset().union(*_parts(audience, population, guests, holdings))


def _parts(
    audience: Audience, population: Population, guests: frozenset[str], holdings: Holdings
) -> Iterator[frozenset[str]]:
    yield audience.users
    if audience.all_users:
        yield population.everybody
    if audience.guests:
        yield guests
    for group in audience.groups:
        yield population.members.get(group, frozenset())
    for holding in holdings:
        for role in audience.roles:
            yield holding.get(role, frozenset())


def _everywhere(conditions: Thing) -> bool:
    """All apps, and no condition that lets a sign-in slip past."""
    return (
        all_apps(part(conditions, "applications"))
        and _all_clients(texts(conditions, "clientAppTypes"))
        and always(conditions)
    )


def always(conditions: Thing) -> bool:
    """From everywhere, on every platform and device, whatever the risk?"""
    return (
        _unnarrowed(part(conditions, "locations"), "Locations", "All")
        and _unnarrowed(part(conditions, "platforms"), "Platforms", "all")
        and not any(texts(conditions, risk) for risk in _RISKS)
        and not conditions.get("insiderRiskLevels")
        and not any(_says_something(part(conditions, name)) for name in _NARROWING)
    )


def all_apps(applications: Thing) -> bool:
    """All applications, none left out?"""
    return "All" in texts(applications, "includeApplications") and not (
        texts(applications, "excludeApplications") or applications.get("applicationFilter")
    )


def _says_something(condition: Thing) -> bool:
    return any(condition.values())


def _all_clients(types: Sequence[str]) -> bool:
    """Absent is read as narrow: Microsoft always names at least ``all``."""
    return "all" in types or frozenset(types) >= _ALL_CLIENTS


def _unnarrowed(condition: Thing, what: str, everything: str) -> bool:
    if not condition:
        return True
    return everything in texts(condition, f"include{what}") and not texts(condition, f"exclude{what}")


def _only_by_mfa(controls: Thing) -> bool:
    """Is MFA the one control, or one of several that must all be met?"""
    built_in = texts(controls, "builtInControls")
    if "block" in built_in:
        return False
    strength = text(part(controls, "authenticationStrength"), "requirementsSatisfied")
    demanded = "mfa" in built_in or "mfa" in strength.split(",")
    others = texts(controls, "customAuthenticationFactors") + texts(controls, "termsOfUse")
    ways = len(built_in) + len(others) + bool(part(controls, "authenticationStrength"))
    return demanded and (ways == 1 or text(controls, "operator") == "AND")


def _audience(users: Thing, side: str, *, guests: bool) -> Audience:
    """``side`` is include or exclude; ``guests``: does its newer, finer condition name them?"""
    named = texts(users, f"{side}Users")
    return Audience(
        all_users="All" in named,
        guests=guests or "GuestsOrExternalUsers" in named,
        users=_ids(named),
        groups=frozenset(texts(users, f"{side}Groups")),
        roles=frozenset(texts(users, f"{side}Roles")),
    )


def _all_guests(guests: Thing) -> bool:
    """Guests of both kinds and of every organisation: Graph's ``userType`` tells neither kind nor home."""
    kinds = frozenset(text(guests, "guestOrExternalUserTypes").split(","))
    tenants = part(guests, "externalTenants")
    return kinds >= {"internalGuest", "b2bCollaborationGuest"} and text(tenants, "membershipKind") in ("", "all")


def _ids(named: Sequence[str]) -> frozenset[str]:
    return frozenset(named) - {"All", "None", "GuestsOrExternalUsers"}
