"""The one predicate "does this policy make them use MFA everywhere?", narrowed in every way there is."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenant.graph.conditional_access import policy
from tenant.graph.reach import Population, coverage, people_of
from tenant.model import AccessPolicy, Apps, Audience, Grant, PolicyState

ANA, BEA, GUS, MIA, NILS = "ana", "bea", "gus", "mia", "nils"
POPULATION = Population(
    everybody=frozenset({ANA, BEA, GUS, MIA, NILS}),
    guests=frozenset({GUS}),
    external=frozenset({GUS, BEA}),
    members={"staff": frozenset({ANA, BEA}), "spared": frozenset({BEA})},
    active={"helpdesk": frozenset({MIA})},
    eligible={"helpdesk": frozenset({NILS})},
)
WHOLE: dict[str, Any] = {
    "displayName": "MFA",
    "state": "enabled",
    "conditions": {
        "clientAppTypes": ["all"],
        "applications": {"includeApplications": ["All"], "excludeApplications": []},
        "users": {"includeUsers": ["All"]},
        "locations": None,
        "devices": None,
        "signInRiskLevels": [],
    },
    "grantControls": {"operator": "OR", "builtInControls": ["mfa"]},
}
STRENGTH: dict[str, Any] = {"authenticationStrength": {"requirementsSatisfied": "mfa"}, "builtInControls": []}


def with_conditions(**conditions: object) -> Mapping[str, Any]:
    return {**WHOLE, "conditions": {**WHOLE["conditions"], **conditions}}


def with_users(**users: object) -> Mapping[str, Any]:
    return with_conditions(users=users)


def with_controls(**controls: object) -> Mapping[str, Any]:
    return {**WHOLE, "grantControls": {"operator": "OR", **controls}}


@pytest.mark.parametrize(
    "said",
    [
        WHOLE,
        with_controls(**STRENGTH),
        with_controls(operator="AND", builtInControls=["mfa", "compliantDevice"]),
        with_controls(**STRENGTH | {"operator": "AND", "builtInControls": ["compliantDevice"]}),
        with_conditions(clientAppTypes=["browser", "mobileAppsAndDesktopClients", "exchangeActiveSync", "other"]),
        with_conditions(locations={"includeLocations": ["All"], "excludeLocations": []}),
        with_conditions(platforms={"includePlatforms": ["all"]}),
        with_conditions(devices={"deviceFilter": None}),
    ],
)  # fmt: skip
def test_everywhere(said: Mapping[str, Any]) -> None:
    assert policy(said).demands_mfa


@pytest.mark.parametrize(
    "said",
    [
        with_conditions(applications={"includeApplications": ["Office365"]}),
        with_conditions(applications={"includeApplications": ["All"], "excludeApplications": ["one"]}),
        with_conditions(applications={"includeApplications": ["All"], "applicationFilter": {"mode": "exclude"}}),
        with_conditions(applications={"includeUserActions": ["urn:user:registersecurityinfo"]}),
        with_conditions(applications={}),
        with_conditions(locations={"includeLocations": ["All"], "excludeLocations": ["AllTrusted"]}),
        with_conditions(locations={"includeLocations": ["abroad"]}),
        with_conditions(platforms={"includePlatforms": ["android"]}),
        with_conditions(platforms={"includePlatforms": ["all"], "excludePlatforms": ["windows"]}),
        with_conditions(clientAppTypes=["browser", "mobileAppsAndDesktopClients"]),
        with_conditions(clientAppTypes=[]),
        with_conditions(signInRiskLevels=["high"]),
        with_conditions(userRiskLevels=["high"]),
        with_conditions(insiderRiskLevels="elevated"),
        with_conditions(devices={"deviceFilter": {"mode": "exclude", "rule": "device.isCompliant -eq True"}}),
        with_conditions(authenticationFlows={"transferMethods": "deviceCodeFlow"}),
        with_conditions(clientApplications={"includeServicePrincipals": ["All"]}),
        with_controls(builtInControls=["block"]),
        with_controls(builtInControls=["compliantDevice"]),
        with_controls(builtInControls=["mfa", "compliantDevice"]),
        with_controls(builtInControls=["mfa"], termsOfUse=["terms"]),
        with_controls(**STRENGTH | {"builtInControls": ["compliantDevice"]}),
        with_controls(builtInControls=[], authenticationStrength={"requirementsSatisfied": "none"}),
        {**WHOLE, "grantControls": None},
        {},
    ],
)
def test_not_everywhere(said: Mapping[str, Any]) -> None:
    assert not policy(said).demands_mfa


@pytest.mark.parametrize(
    "users, who",
    [
        ({"includeUsers": ["All"]}, {ANA, BEA, GUS, MIA, NILS}),
        ({"includeUsers": ["None"]}, set()),
        ({"includeUsers": ["GuestsOrExternalUsers"]}, {GUS}),
        ({"includeGuestsOrExternalUsers": {"guestOrExternalUserTypes": "internalGuest,b2bCollaborationGuest"}}, {GUS}),
        ({"includeGuestsOrExternalUsers": {"guestOrExternalUserTypes": "serviceProvider"}}, set()),
        # Graph calls an internal guest a guest too, so guests of one kind only are nobody for certain
        ({"includeGuestsOrExternalUsers": {"guestOrExternalUserTypes": "b2bCollaborationGuest"}}, set()),
        (
            {
                "includeGuestsOrExternalUsers": {
                    "guestOrExternalUserTypes": "internalGuest,b2bCollaborationGuest",
                    "externalTenants": {"membershipKind": "enumerated"},
                }
            },
            set(),
        ),
        ({"includeUsers": [ANA]}, {ANA}),
        ({"includeGroups": ["staff"]}, {ANA, BEA}),
        ({"includeGroups": ["gone"]}, set()),
        ({"includeRoles": ["helpdesk"]}, {MIA}),  # an eligible holder is not covered before activating
        ({"includeUsers": ["All"], "excludeUsers": [ANA]}, {BEA, GUS, MIA, NILS}),
        ({"includeUsers": ["All"], "excludeGroups": ["spared"]}, {ANA, GUS, MIA, NILS}),
        ({"includeUsers": ["All"], "excludeRoles": ["helpdesk"]}, {ANA, BEA, GUS}),  # nor after, if left out
        ({"includeUsers": ["All"], "excludeUsers": ["GuestsOrExternalUsers"]}, {ANA, MIA, NILS}),
        (
            {"includeUsers": ["All"], "excludeGuestsOrExternalUsers": {"guestOrExternalUserTypes": "internalGuest"}},
            {ANA, MIA, NILS},
        ),
        ({"includeUsers": [ANA], "excludeUsers": [ANA]}, set()),
    ],
)
def test_whom(users: Mapping[str, Any], who: set[str]) -> None:
    assert people_of(policy(with_users(**users)), POPULATION) == who


@pytest.mark.parametrize(
    "state, in_use, covered, report_only",
    [("enabled", True, 5, ()), ("disabled", False, 0, ()), ("enabledForReportingButNotEnforced", False, 0, ("MFA",))],
)
def test_a_report_only_policy_covers_nobody(
    state: str, in_use: bool, covered: int, report_only: tuple[str, ...]
) -> None:
    found = coverage([policy({**WHOLE, "state": state})], POPULATION)
    assert (found.in_use, len(found.policy_by_user), found.report_only) == (in_use, covered, report_only)


def test_a_policy_for_something_else_is_in_use_and_covers_nobody() -> None:
    found = coverage([policy(with_controls(builtInControls=["block"]))], POPULATION)
    assert found.in_use and not found.policy_by_user


IDS = st.frozensets(st.sampled_from([ANA, BEA, GUS, MIA, NILS]))
SIDES = st.builds(
    Audience,
    everybody=st.booleans(),
    guests=st.booleans(),
    some_guests=st.booleans(),
    users=IDS,
    groups=st.frozensets(st.sampled_from(["staff", "spared", "gone"])),
    roles=st.frozensets(st.sampled_from(["helpdesk", "none"])),
)
POLICIES = st.builds(
    AccessPolicy,
    name=st.sampled_from(["one", "two"]),
    state=st.sampled_from(PolicyState),
    apps=st.builds(Apps, everything=st.booleans()),
    grant=st.builds(Grant, controls=st.sampled_from([frozenset({"mfa"}), frozenset({"block"})])),
    include=SIDES,
    exclude=SIDES,
)


@given(st.lists(POLICIES, max_size=4))
def test_nobody_is_covered_without_a_policy_that_reaches_them(policies: list[AccessPolicy]) -> None:
    found = coverage(policies, POPULATION)
    enforced = [one for one in policies if one.enforced and one.demands_mfa]
    assert set(found.policy_by_user) == set().union(*(people_of(one, POPULATION) for one in enforced))
    assert all(one.exclude.users.isdisjoint(people_of(one, POPULATION)) for one in policies)
