"""Conditional Access policies are created, changed and deleted by Microsoft's rules.

Hard cases: what a policy must name; ids that nobody has; block beside other controls; a location of a second ago
(1040); enabling while security defaults are on; no Entra ID P1; each of three permissions missing; the same name twice;
one request a second for all, refused without saying for how long.
"""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from demo.clock import SteppedClock
from demo.seed import cast
from demo.world import World
from tests.demo.plain import Plain, plain

POLICIES = "/v1.0/identity/conditionalAccess/policies"
BLOCK: dict[str, Any] = {
    "displayName": "Block old clients",
    "state": "enabledForReportingButNotEnforced",
    "conditions": {
        "clientAppTypes": ["exchangeActiveSync", "other"],
        "applications": {"includeApplications": ["All"]},
        "users": {"includeUsers": ["All"], "excludeUsers": [cast.BREAK_GLASS_1]},
    },
    "grantControls": {"operator": "OR", "builtInControls": ["block"]},
}


@pytest.fixture
def world() -> World:
    return World(scenario="catalogue", users=60, clock=SteppedClock(), limits="off")


@pytest.fixture
async def client(world: World) -> AsyncIterator[Plain]:
    async with plain(world) as found:
        yield found


def changed(**conditions: object) -> dict[str, Any]:
    return {**BLOCK, "conditions": {**BLOCK["conditions"], **conditions}}


async def delete(client: Plain, path: str) -> int:
    return (await client.ask("DELETE", client.facts["graph"] + path)).status


async def test_a_policy_is_created_switched_and_deleted(client: Plain, world: World) -> None:
    made = await client.post(POLICIES, BLOCK)
    assert made.status == 201
    one = f"{POLICIES}/{made.body['id']}"
    shown = (await client.get(one)).body
    assert shown["conditions"]["users"]["excludeUsers"] == [cast.BREAK_GLASS_1]
    assert shown["conditions"]["users"]["excludeGroups"] == []
    assert (await client.patch(one, {"state": "enabled"})).status == 204
    assert (await client.get(one)).body["state"] == "enabled"
    assert (await client.get(one)).body["conditions"] == shown["conditions"]
    assert [await delete(client, one), await delete(client, one)] == [204, 404]
    assert [(write.what, write.before, write.after) for write in world.recorder.writes] == [
        ("policy", None, "enabledForReportingButNotEnforced"),
        ("policy", "enabledForReportingButNotEnforced", "enabled"),
        ("policy", "enabled", None),
    ]


async def test_the_same_name_twice_makes_two_policies(client: Plain) -> None:
    first, second = [(await client.post(POLICIES, BLOCK)).body["id"] for _ in range(2)]
    assert first != second
    names = [row["displayName"] for row in (await client.get(POLICIES)).value]
    assert names.count(BLOCK["displayName"]) == 2


@pytest.mark.parametrize(
    "body",
    [
        {name: value for name, value in BLOCK.items() if name != "displayName"},
        {**BLOCK, "state": "on"},
        {**BLOCK, "grantControls": None},
        {**BLOCK, "grantControls": {"operator": "OR", "builtInControls": ["block", "mfa"]}},
        {**BLOCK, "grantControls": {"builtInControls": ["mfa"]}},
        {**BLOCK, "grantControls": {"operator": "OR", "builtInControls": ["pray"]}},
        {**BLOCK, "shoeSize": 4},
        changed(users={}),
        changed(users={"includeUsers": ["nobody"]}),
        changed(users={"includeGroups": [cast.DAN]}),
        changed(users={"includeRoles": ["nothing"]}),
        changed(applications={}),
        changed(applications={"includeUserActions": ["urn:user:dance"]}),
        changed(clientAppTypes=["telnet"]),
        changed(locations={"includeLocations": ["nowhere"]}),
    ],
)
async def test_a_policy_that_breaks_a_rule_is_refused(client: Plain, world: World, body: dict[str, Any]) -> None:
    assert (await client.post(POLICIES, body)).status == 400
    assert len(world.directory.policies) == 5
    assert not world.recorder.writes


async def test_a_location_that_is_not_known_yet_is_error_1040(client: Plain) -> None:
    refused = await client.post(POLICIES, changed(locations={"includeLocations": ["nowhere"]}))
    assert "1040" in refused.body["error"]["message"]
    places = (await client.get("/v1.0/identity/conditionalAccess/namedLocations")).value
    assert [(row["displayName"], row.get("isTrusted")) for row in places][:2] == [("HQ", True), ("Warehouse", False)]
    near = changed(locations={"includeLocations": ["All"], "excludeLocations": [places[0]["id"], "AllTrusted"]})
    assert (await client.post(POLICIES, near)).status == 201


async def test_registering_is_a_user_action(client: Plain) -> None:
    body = {
        **changed(applications={"includeUserActions": ["urn:user:registersecurityinfo"]}, clientAppTypes=["all"]),
        "grantControls": {"operator": "OR", "builtInControls": ["mfa"]},
    }
    made = await client.post(POLICIES, body)
    assert made.status == 201
    assert made.body["conditions"]["applications"]["includeApplications"] == []


async def test_security_defaults_stand_in_the_way_of_an_enforced_policy_only(client: Plain, world: World) -> None:
    world.directory.security_defaults.put(True)
    refused = await client.post(POLICIES, {**BLOCK, "state": "enabled"})
    assert (refused.status, "Security Defaults" in refused.body["error"]["message"]) == (400, True)
    assert (await client.post(POLICIES, BLOCK)).status == 201


async def test_no_policy_is_made_without_the_licence(client: Plain, world: World) -> None:
    world.directory.lose_plans("AAD_PREMIUM")
    refused = await client.post(POLICIES, BLOCK)
    assert (refused.status, "premium license" in refused.body["error"]["message"]) == (403, True)


@pytest.mark.parametrize("role", ["Policy.ReadWrite.ConditionalAccess", "Policy.Read.All", "Application.Read.All"])
async def test_three_permissions_are_needed(client: Plain, world: World, role: str) -> None:
    world.revoke(world.client_id, role)
    assert (await client.post(POLICIES, BLOCK)).status == 403


async def test_one_request_a_second_and_no_word_of_when() -> None:
    world = World(scenario="catalogue", users=60, clock=SteppedClock())
    async with plain(world) as client:
        assert (await client.post(POLICIES, BLOCK)).status == 201
        refused = await client.get(POLICIES)
    assert refused.status == 429
    assert "Retry-After" not in refused.headers
