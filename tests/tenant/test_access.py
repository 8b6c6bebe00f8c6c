"""Conditional Access as values: every part read, whom a policy reaches either way, how seldom it is asked for."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from aiohttp import web

from demo.seed import cast
from demo.world import World
from tenant.graph import GraphTenants
from tenant.graph.access_policies import Changes, Policies, _location, locations
from tenant.graph.conditional_access import body, policy
from tenant.graph.coverage import coverage, policies_for
from tenant.graph.reach import Population, people_of
from tenant.graph.reader import GraphReader
from tenant.model import (
    ALL_CLIENTS,
    REGISTER_SECURITY_INFO,
    AccessPolicy,
    Apps,
    Audience,
    Grant,
    LocationKind,
    PolicyDraft,
    PolicyState,
    SessionControls,
)
from tenant.trouble import Unlicensed
from tests.tenant.clocks import JumpingClock
from tests.tenant.conftest import FOR_ANA
from tests.tenant.scripted import scripted
from tests.tenant.test_conditional_access import POPULATION, WHOLE, with_conditions, with_controls

LISTED = "/identity/conditionalAccess/policies"


@pytest.fixture
def scenario() -> str:
    return "catalogue"


async def named(reader: GraphReader) -> dict[str, AccessPolicy]:
    return {one.name: one for one in await reader.access_policies()}


async def test_the_policies_of_the_tenant(reader: GraphReader) -> None:
    found = await named(reader)
    rollout = found["Require MFA for MFA Rollout"]
    assert rollout.demands_mfa and rollout.enforced and rollout.id
    assert rollout.include == Audience(groups=frozenset({cast.MFA_ROLLOUT}))
    assert rollout.exclude.groups == {cast.MFA_EXCLUSIONS, cast.TRAVELLERS} and rollout.exclude.size == 3
    assert found["Require MFA for all users (trial)"].state is PolicyState.REPORT_ONLY


async def test_a_policy_about_a_place_and_one_about_remembering(reader: GraphReader) -> None:
    found = await named(reader)
    warehouse, daily = found["Block sign-ins from outside the warehouse"], found["Finance signs in every day"]
    [place] = [one for one in await reader.locations() if one.id in warehouse.outside]
    assert (place.name, place.kind) == ("Warehouse", LocationKind.IP)
    assert warehouse.grant.blocks and not warehouse.always and not warehouse.everywhere
    assert daily.session == SessionControls(hours=24, persistent_browser=False) and not daily.grant.offers_mfa


async def test_trusted_and_other_places(reader: GraphReader) -> None:
    found = await reader.locations()
    assert {one.trusted for one in found if one.kind is LocationKind.IP} == {True, False}
    assert all(one.name and one.id for one in found)


def test_a_place_of_a_kind_that_is_new() -> None:
    assert _location({"@odata.type": "#microsoft.graph.orbitNamedLocation"}).kind is LocationKind.OTHER
    country = _location({"@odata.type": "#microsoft.graph.countryNamedLocation", "countriesAndRegions": ["NL"]})
    assert (country.kind, country.countries, country.trusted) == (LocationKind.COUNTRY, ("NL",), False)


@pytest.mark.parametrize(
    ("said", "narrowed"),
    [
        (WHOLE, set()),
        (with_conditions(platforms={"includePlatforms": ["iOS"]}), {"platforms"}),
        (with_conditions(userRiskLevels=["high"], insiderRiskLevels="minor"), {"userRiskLevels", "insiderRiskLevels"}),
        (with_conditions(devices={"deviceFilter": {"rule": "x"}}), {"devices"}),
        (with_conditions(authenticationFlows={"transferMethods": "deviceCodeFlow"}), {"authenticationFlows"}),
    ],
)
def test_what_narrows_a_policy_is_named(said: Mapping[str, Any], narrowed: set[str]) -> None:
    assert policy(said).narrowed == narrowed


@pytest.mark.parametrize(
    ("frequency", "hours"),
    [
        ({"isEnabled": True, "type": "hours", "value": 4, "frequencyInterval": "timeBased"}, 4),
        ({"isEnabled": True, "type": "days", "value": 2}, 48),
        ({"isEnabled": True, "frequencyInterval": "everyTime"}, 0),
        ({"isEnabled": False, "type": "hours", "value": 4}, None),
        ({"isEnabled": True, "type": "moons", "value": 4}, None),
        (None, None),
    ],
)
def test_how_long_a_sign_in_is_remembered(frequency: Mapping[str, Any] | None, hours: int | None) -> None:
    assert policy({**WHOLE, "sessionControls": {"signInFrequency": frequency}}).session.hours == hours


def test_a_state_that_is_new_protects_nobody() -> None:
    assert policy({**WHOLE, "state": "someday"}).state is PolicyState.OFF


def test_a_strength_that_is_more_than_mfa() -> None:
    strength = {"id": "4", "displayName": "Phishing-resistant MFA", "requirementsSatisfied": "mfa"}
    found = policy(with_controls(authenticationStrength=strength)).grant
    assert found.demands_mfa and (found.strength, found.strength_name) == ("4", "Phishing-resistant MFA")


@pytest.mark.parametrize("demands", [{"builtInControls": ["mfa"]}, {"builtInControls": ["block"]}, {}])
def test_a_policy_guards_registration_where_it_demands_something(demands: Mapping[str, Any]) -> None:
    apps = {"applications": {"includeUserActions": [REGISTER_SECURITY_INFO]}}
    found = policy({**with_conditions(**apps), "grantControls": {"operator": "OR", **demands}})
    assert found.guards_registration is bool(demands) and not found.demands_mfa


DRAFTS = [
    PolicyDraft(
        name="Block legacy",
        include=Audience(everybody=True),
        exclude=Audience(users=frozenset({"glass"}), groups=frozenset({"g"}), roles=frozenset({"r"})),
        apps=Apps(everything=True),
        clients=frozenset({"exchangeActiveSync", "other"}),
        grant=Grant(controls=frozenset({"block"})),
    ),
    PolicyDraft(
        name="Registering",
        state=PolicyState.ON,
        include=Audience(everybody=True),
        exclude=Audience(guests=True),
        user_actions=frozenset({REGISTER_SECURITY_INFO}),
        locations=frozenset({"All"}),
        outside=frozenset({"AllTrusted"}),
        grant=Grant(controls=frozenset({"mfa"})),
    ),
    PolicyDraft(
        name="Strong",
        include=Audience(roles=frozenset({"admin"})),
        apps=Apps(named=frozenset({"Office365"}), excluded=frozenset({"x"})),
        grant=Grant(strength="00000000-0000-0000-0000-000000000004", every=True),
    ),
]


@pytest.mark.parametrize("draft", DRAFTS, ids=lambda draft: draft.name)
def test_what_is_written_reads_back_the_same(draft: PolicyDraft) -> None:
    found = policy(body(draft))
    assert draft.is_like(found) and (found.name, found.state) == (draft.name, draft.state)
    assert not any(draft.is_like(policy(body(other))) for other in DRAFTS if other is not draft)


def test_any_one_way_in_is_not_all_of_them() -> None:
    draft = replace(DRAFTS[1], grant=Grant(controls=frozenset({"mfa", "compliantDevice"})))
    edited = replace(draft, grant=replace(draft.grant, every=True))
    assert draft.is_like(policy(body(draft))) and not draft.is_like(policy(body(edited)))


def test_nobody_guesses_which_guests_were_meant() -> None:
    with pytest.raises(ValueError, match="guests"):
        body(PolicyDraft(name="x", include=Audience(some_guests=True)))


def test_everything_is_the_default_of_a_reading() -> None:
    found = AccessPolicy(name="x", state=PolicyState.ON)
    assert found.clients == ALL_CLIENTS and found.always and not found.everywhere, "but no apps"


@pytest.mark.parametrize(
    ("include", "exclude", "certain", "perhaps"),
    [
        (Audience(roles=frozenset({"helpdesk"})), Audience(), {"mia"}, {"mia", "nils"}),
        (Audience(users=frozenset({"mia", "nils"})), Audience(roles=frozenset({"helpdesk"})), set(), {"nils"}),
        (Audience(guests=True), Audience(), {"gus"}, {"gus", "bea"}),
        (Audience(some_guests=True), Audience(), set(), {"gus", "bea"}),
        (Audience(users=frozenset({"gus", "bea"})), Audience(guests=True), set(), {"bea"}),
        (Audience(users=frozenset({"gus", "bea"})), Audience(some_guests=True), set(), {"gus", "bea"}),
        (Audience(groups=frozenset({"staff"})), Audience(groups=frozenset({"spared"})), {"ana"}, {"ana"}),
    ],
)
def test_certainly_and_perhaps(include: Audience, exclude: Audience, certain: set[str], perhaps: set[str]) -> None:
    found = AccessPolicy(name="x", state=PolicyState.ON, include=include, exclude=exclude)
    assert people_of(found, POPULATION) == certain
    assert people_of(found, POPULATION, perhaps=True) == perhaps


def test_perhaps_is_never_fewer() -> None:
    everybody = Audience(everybody=True)
    for side in (Audience(guests=True), Audience(roles=frozenset({"helpdesk"})), Audience(some_guests=True)):
        found = AccessPolicy(name="x", state=PolicyState.ON, include=everybody, exclude=side)
        assert people_of(found, POPULATION) <= people_of(found, POPULATION, perhaps=True)


async def names_for(reader: GraphReader, user_id: str, *, perhaps: bool = False) -> set[str]:
    by_id = {one.id: one.name for one in await reader.access_policies()}
    found = await reader.policies_for([user_id], perhaps=perhaps)
    return {by_id[each] for each in found[user_id]}


async def test_which_policies_reach_somebody(reader: GraphReader) -> None:
    assert "Require MFA for administrators" in await names_for(reader, cast.GINA)
    assert "Require MFA for administrators" not in await names_for(reader, cast.DAN)
    assert await names_for(reader, cast.BREAK_GLASS_1, perhaps=True) == set()
    assert await names_for(reader, cast.BREAK_GLASS_2) != set(), "one was forgotten"


async def test_few_and_many_are_resolved_alike(reader: GraphReader, sent: Callable[[str], list[str]]) -> None:
    everybody = [user.id async for user in reader.everyone()]
    assert not sent("checkMemberGroups")
    many = await reader.policies_for(everybody)
    assert not sent("checkMemberGroups") and many.keys() == set(everybody)
    for some in ([cast.ANA, cast.DAN, cast.GINA, cast.GUS], everybody[:30]):
        assert await reader.policies_for(some) == {one: many[one] for one in some}
    assert sent("checkMemberGroups")


async def test_whoever_is_gone_is_reached_by_nothing(reader: GraphReader) -> None:
    gone = "dddddddd-0000-4000-8000-00000000dead"
    assert await reader.policies_for([gone]) == {gone: ()} and await reader.policies_for([]) == {}


async def test_coverage_and_policies_for_agree(reader: GraphReader) -> None:
    covered = await reader.coverage()
    covering = {one.id for one in await reader.access_policies() if one.enforced and one.demands_mfa}
    everybody = [user.id async for user in reader.everyone()]
    reached = await reader.policies_for(everybody)
    assert set(covered.policy_by_user) == {one for one in everybody if covering & set(reached[one])} != set()


async def test_the_policies_are_asked_for_once_in_five_seconds(
    reader: GraphReader, sent: Callable[[str], list[str]], clock: JumpingClock, tenants: GraphTenants
) -> None:
    await reader.access_policies()
    await reader.coverage()
    await reader.legacy_blocks()
    assert len(sent(LISTED)) == 1
    await clock.sleep(5.0)
    await reader.access_policies()
    assert len(sent(LISTED)) == 2
    await tenants.reader(cast.TENANT_ID, FOR_ANA).access_policies()
    assert len(sent(LISTED)) == 3, "every reader sees for itself"


@pytest.mark.parametrize("scenario", ["no-p1"])
async def test_a_tenant_without_policies(reader: GraphReader, world: World) -> None:
    assert not (await reader.coverage()).in_use and await reader.policies_for([cast.ANA]) == {cast.ANA: ()}


async def test_without_the_licence(clock: JumpingClock) -> None:
    error = {"code": "AccessDenied", "message": "Your tenant doesn't have premium license for this."}
    async with scripted(clock, lambda request: web.json_response({"error": error}, status=403)) as session:
        policies = Policies(session, Changes())
        assert not (await coverage(session, policies)).in_use
        for question in (policies.all(), policies_for(session, policies, [cast.ANA]), locations(session)):
            with pytest.raises(Unlicensed):
                await question


def test_an_empty_population_has_nobody() -> None:
    assert not people_of(AccessPolicy(name="x", state=PolicyState.ON, include=Audience(everybody=True)), Population())
