"""Conditional Access policies, from Graph's words to values and back: the one place that knows their spelling. Pure.

https://learn.microsoft.com/graph/api/resources/conditionalaccesspolicy. What is absent or new is read as narrow: a
policy that we do not wholly understand protects nobody for certain.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from tenant.graph.wire import Json, Thing, flag, number, part, text, texts
from tenant.model import (
    ALL_CLIENTS,
    ALL_LOCATIONS,
    AccessPolicy,
    Apps,
    Audience,
    Grant,
    PolicyDraft,
    PolicyState,
    SessionControls,
)

_ALL = "All"
_NOBODY = "None"
_GUESTS = "GuestsOrExternalUsers"
_NARROWING = ("devices", "authenticationFlows", "clientApplications")
_RISKS = ("userRiskLevels", "signInRiskLevels", "servicePrincipalRiskLevels")
_KINDS_OF_GUEST = frozenset({"internalGuest", "b2bCollaborationGuest"})
_STATES: Mapping[str, PolicyState] = {state.value: state for state in PolicyState}
_HOURS = {"hours": 1, "days": 24}
_BROWSER = {"always": True, "never": False}


def policy(thing: Thing) -> AccessPolicy:
    """Read one policy."""
    conditions = part(thing, "conditions")
    users, locations = part(conditions, "users"), part(conditions, "locations")
    applications = part(conditions, "applications")
    return AccessPolicy(
        id=text(thing, "id"),
        name=text(thing, "displayName"),
        state=_STATES.get(text(thing, "state"), PolicyState.OFF),
        include=_audience(users, "include"),
        exclude=_audience(users, "exclude"),
        apps=_apps(applications),
        user_actions=frozenset(texts(applications, "includeUserActions")),
        clients=_clients(texts(conditions, "clientAppTypes")),
        locations=frozenset(texts(locations, "includeLocations") if locations else {ALL_LOCATIONS}),
        outside=frozenset(texts(locations, "excludeLocations")),
        narrowed=frozenset(_narrowing(conditions)),
        grant=_grant(part(thing, "grantControls")),
        session=_session(part(thing, "sessionControls")),
    )


def body(draft: PolicyDraft) -> Thing:
    """The same in Graph's words, for a POST."""
    return {
        "displayName": draft.name,
        "state": draft.state.value,
        "conditions": _conditions(draft),
        "grantControls": _controls(draft.grant),
    }


def _audience(users: Thing, side: str) -> Audience:
    """``side`` is include or exclude."""
    named = texts(users, f"{side}Users")
    finer = part(users, f"{side}GuestsOrExternalUsers")
    every_guest = _GUESTS in named or _every_guest(finer)
    return Audience(
        everybody=_ALL in named,
        guests=every_guest,
        some_guests=bool(finer) and not every_guest,
        users=frozenset(named) - {_ALL, _NOBODY, _GUESTS},
        groups=frozenset(texts(users, f"{side}Groups")),
        roles=frozenset(texts(users, f"{side}Roles")),
    )


def _every_guest(guests: Thing) -> bool:
    """Guests of both kinds and of every organisation: Graph's ``userType`` tells neither kind nor home."""
    kinds = frozenset(text(guests, "guestOrExternalUserTypes").split(","))
    tenants = part(guests, "externalTenants")
    return kinds >= _KINDS_OF_GUEST and text(tenants, "membershipKind") in ("", "all")


def _apps(applications: Thing) -> Apps:
    named = frozenset(texts(applications, "includeApplications"))
    return Apps(
        everything=_ALL in named,
        named=named - {_ALL, _NOBODY},
        excluded=frozenset(texts(applications, "excludeApplications")),
        filtered=bool(applications.get("applicationFilter")),
    )


def _clients(types: Sequence[str]) -> frozenset[str]:
    """Absent is none of them: Microsoft always names at least ``all``."""
    return ALL_CLIENTS if "all" in types else frozenset(types)


def _narrowing(conditions: Thing) -> Iterator[str]:
    """Every condition that says something, other than those that `AccessPolicy` has a field for."""
    if not _whole(part(conditions, "platforms")):
        yield "platforms"
    for name in (*_RISKS, "insiderRiskLevels"):
        if conditions.get(name):
            yield name
    for name in _NARROWING:
        if any(part(conditions, name).values()):
            yield name


def _whole(platforms: Thing) -> bool:
    if not platforms:
        return True
    return "all" in texts(platforms, "includePlatforms") and not texts(platforms, "excludePlatforms")


def _grant(controls: Thing) -> Grant:
    strength = part(controls, "authenticationStrength")
    others = texts(controls, "customAuthenticationFactors") + texts(controls, "termsOfUse")
    return Grant(
        controls=frozenset(texts(controls, "builtInControls")),
        strength=(text(strength, "id") or "unnamed") if strength else "",
        strength_name=text(strength, "displayName"),
        strength_is_mfa="mfa" in text(strength, "requirementsSatisfied").split(","),
        others=len(others),
        every=text(controls, "operator") == "AND",
    )


def _session(controls: Thing) -> SessionControls:
    """A control that is there and not ``isEnabled`` says nothing."""
    frequency, browser = part(controls, "signInFrequency"), part(controls, "persistentBrowser")
    return SessionControls(
        hours=_hours(frequency) if flag(frequency, "isEnabled") else None,
        second_factor_only=text(frequency, "authenticationType") == "secondaryAuthentication",
        persistent_browser=_BROWSER.get(text(browser, "mode")) if flag(browser, "isEnabled") else None,
    )


def _hours(frequency: Thing) -> int | None:
    if text(frequency, "frequencyInterval") == "everyTime":
        return 0
    unit = _HOURS.get(text(frequency, "type"))
    return unit * number(frequency, "value") if unit else None


def _conditions(draft: PolicyDraft) -> Thing:
    everywhere = draft.locations == {ALL_LOCATIONS} and not draft.outside
    places = {"includeLocations": _list(draft.locations), "excludeLocations": _list(draft.outside)}
    return {
        "users": {**_people(draft.include, "include"), **_people(draft.exclude, "exclude")},
        "applications": _applications(draft),
        "clientAppTypes": ["all"] if draft.clients >= ALL_CLIENTS else _list(draft.clients),
        **({} if everywhere else {"locations": places}),
    }


def _people(audience: Audience, side: str) -> Thing:
    """Fewer than all guests cannot be said with what an audience knows of them."""
    if audience.some_guests:
        raise ValueError("which guests?")
    users = [*([_ALL] if audience.everybody else []), *([_GUESTS] if audience.guests else []), *_list(audience.users)]
    named = bool(users or audience.groups or audience.roles)
    return {
        f"{side}Users": users if named or side == "exclude" else [_NOBODY],
        f"{side}Groups": _list(audience.groups),
        f"{side}Roles": _list(audience.roles),
    }


def _applications(draft: PolicyDraft) -> Thing:
    """About user actions, or about applications: Microsoft takes one of the two."""
    if draft.user_actions:
        return {"includeUserActions": _list(draft.user_actions)}
    included = [*([_ALL] if draft.apps.everything else []), *_list(draft.apps.named)]
    return {"includeApplications": included, "excludeApplications": _list(draft.apps.excluded)}


def _controls(grant: Grant) -> Thing:
    strength: Mapping[str, Json] = {"authenticationStrength": {"id": grant.strength}} if grant.strength else {}
    return {"operator": "AND" if grant.every else "OR", "builtInControls": _list(grant.controls), **strength}


def _list(values: Iterable[str]) -> list[str]:
    return sorted(values)
