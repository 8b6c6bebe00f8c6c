"""Judging trusted places, and how long a sign-in is remembered. Pure.

https://learn.microsoft.com/entra/identity/conditional-access/concept-session-lifetime
"""

from collections.abc import Iterator, Sequence

from actions.spec import Finding, FindingState, Reason, Subject
from tenant.model import ALL_LOCATIONS, ALL_TRUSTED, AccessPolicy, Location

PLACES = Subject("named-locations", "Named locations")
REMEMBERED = Subject("remembered", "Remembered sign-ins")


def places(locations: Sequence[Location], policies: Sequence[AccessPolicy]) -> Finding:
    """A place from where no MFA is asked for is an open door, to whoever gets onto that network.

    A policy that spares places has one; so has a policy that asks from some places only: all the others.
    """
    names = {place.id: place.name for place in locations} | {ALL_TRUSTED: "every trusted place"}
    exempt = tuple(
        reason for each in policies if each.enforced and each.grant.offers_mfa for reason in _spared(each, names)
    )
    trusted = ", ".join(sorted(place.name for place in locations if place.trusted))
    others = ", ".join(sorted(place.name for place in locations if not place.trusted))
    shown = tuple(_shown(trusted, others))
    if exempt:
        return _found("places-open", FindingState.FAIL, PLACES, (*exempt, *shown))
    if not locations:
        return _found("places-nowhere", FindingState.NOT_APPLICABLE, PLACES, ())
    return _found("places-closed", FindingState.PASS, PLACES, shown)


def remembered(policies: Sequence[AccessPolicy]) -> Finding:
    """What the policies say that are switched on. One that keeps browsers signed in for good is to be mended."""
    saying = [policy for policy in policies if policy.enforced and _says(policy)]
    if not saying:
        return _found("remember-unsaid", FindingState.NOT_APPLICABLE, REMEMBERED, ())
    evidence = tuple(reason for policy in saying for reason in _session(policy))
    for_good = any(policy.session.persistent_browser for policy in saying)
    if for_good:
        return _found("remember-for-good", FindingState.FAIL, REMEMBERED, evidence)
    return _found("remember-bounded", FindingState.PASS, REMEMBERED, evidence)


def _found(code: str, state: FindingState, subject: Subject, evidence: tuple[Reason, ...]) -> Finding:
    return Finding(title=Reason(code), state=state, subject=subject, evidence=evidence)


def _spared(policy: AccessPolicy, names: dict[str, str]) -> Iterator[Reason]:
    """The places that it leaves out, and the only ones that it is for."""
    if ALL_LOCATIONS not in policy.locations:
        yield Reason("places-only", {"policy": policy.name, "names": _named(policy.locations, names)})
    if policy.outside:
        yield Reason("places-exempt", {"policy": policy.name, "names": _named(policy.outside, names)})


def _shown(trusted: str, others: str) -> Iterator[Reason]:
    if trusted:
        yield Reason("places-are-trusted", {"names": trusted})
    if others:
        yield Reason("places-others", {"names": others})


def _named(ids: frozenset[str], names: dict[str, str]) -> str:
    return ", ".join(sorted(names.get(one, one) for one in ids))


def _says(policy: AccessPolicy) -> bool:
    return policy.session.hours is not None or policy.session.persistent_browser is not None


def _session(policy: AccessPolicy) -> Iterator[Reason]:
    hours, facts = policy.session.hours, {"policy": policy.name}
    if hours is not None:
        again = {"hours": f"{hours:,}", "what": "the second factor" if policy.session.second_factor_only else "all"}
        yield Reason("remember-hours" if hours else "remember-never", facts | again)
    if policy.session.persistent_browser is not None:
        yield Reason("remember-browser" if policy.session.persistent_browser else "remember-no-browser", facts)
