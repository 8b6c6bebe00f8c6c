"""Which policies block legacy authentication: enforced or not, for everybody or not, and whom they leave out."""

import pytest
from aiohttp import web

from demo.world import World
from tenant.graph.access_policies import Changes, Policies
from tenant.graph.conditional_access import policy as read
from tenant.graph.legacy_blocks import block, legacy_blocks
from tenant.graph.reader import GraphReader
from tenant.graph.wire import Json, Thing, part
from tenant.model import LegacyBlock
from tests.tenant.clocks import JumpingClock
from tests.tenant.scripted import scripted

BOTH = frozenset({"exchangeActiveSync", "other"})


def policy(state: str = "enabled", control: str = "block", **conditions: Json) -> Thing:
    whole: Thing = {
        "clientAppTypes": ["exchangeActiveSync", "other"],
        "applications": {"includeApplications": ["All"]},
        "users": {"includeUsers": ["All"]},
    }
    return {
        "displayName": "Block it",
        "state": state,
        "conditions": {**whole, **conditions},
        "grantControls": {"operator": "OR", "builtInControls": [control]},
    }


def block_of(thing: Thing) -> LegacyBlock | None:
    return block(read(thing))


def test_the_policy_that_microsoft_recommends() -> None:
    found = block_of(policy())
    assert found is not None
    assert (found.name, found.enforced, found.everybody, found.clients) == ("Block it", True, True, BOTH)
    assert found.excluded == 0


def test_report_only_is_told_and_does_not_block() -> None:
    found = block_of(policy("enabledForReportingButNotEnforced"))
    assert found is not None and not found.enforced


@pytest.mark.parametrize(
    "other",
    [
        policy("disabled"),
        policy(control="mfa"),
        policy(clientAppTypes=["browser", "mobileAppsAndDesktopClients"]),
        policy(clientAppTypes=["all"], authenticationFlows={"transferMethods": "deviceCodeFlow"}),
        policy(clientAppTypes=["all"], clientApplications={"includeServicePrincipals": ["x"]}),
        policy(clientAppTypes=["all"], applications={"includeUserActions": ["urn:user:registersecurityinfo"]}),
        policy(clientAppTypes=["all"], applications={"includeApplications": ["None"]}),
        {},
    ],
)
def test_what_blocks_no_legacy_client(other: Thing) -> None:
    assert block_of(other) is None


@pytest.mark.parametrize(
    "narrow",
    [
        {"users": {"includeUsers": ["None"], "includeGroups": ["g"]}},
        {"applications": {"includeApplications": ["Office365"]}},
        {"applications": {"includeApplications": ["All"], "excludeApplications": ["x"]}},
        {"locations": {"includeLocations": ["All"], "excludeLocations": ["AllTrusted"]}},
        {"platforms": {"includePlatforms": ["iOS"]}},
        {"userRiskLevels": ["high"]},
        {"devices": {"deviceFilter": {"mode": "exclude", "rule": "x"}}},
    ],
)
def test_a_policy_with_a_hole_is_not_for_everybody(narrow: Thing) -> None:
    conditions = part(policy(), "conditions")
    found = block_of({**policy(), "conditions": {**conditions, **narrow}})
    assert found is not None and not found.everybody


def test_two_policies_may_share_the_work_and_all_clients_are_the_legacy_ones_too() -> None:
    found = [block_of(policy(clientAppTypes=[one])) for one in ("exchangeActiveSync", "other", "all")]
    assert [one.clients for one in found if one] == [{"exchangeActiveSync"}, {"other"}, BOTH]


def test_those_left_out_are_counted() -> None:
    users: Thing = {
        "includeUsers": ["All"],
        "excludeUsers": ["glass 1", "glass 2"],
        "excludeGroups": ["g"],
        "excludeRoles": ["r"],
        "excludeGuestsOrExternalUsers": {"guestOrExternalUserTypes": "internalGuest,b2bCollaborationGuest"},
    }
    found = block_of(policy(users=users))
    assert found is not None and found.everybody and found.excluded == 5
    assert found.spared == {"glass 1", "glass 2"}
    assert (found.besides(frozenset({"glass 1", "g"})), found.besides(frozenset())) == (4, 5)


@pytest.mark.parametrize("scenario", ["conditional-access"])
async def test_as_the_tenant_has_it(reader: GraphReader, world: World) -> None:
    [found] = await reader.legacy_blocks()
    assert found.name == "Block legacy authentication" and found.enforced and found.everybody
    assert found.clients == BOTH and found.excluded == 3, "two emergency accounts and a group"


async def test_without_policies_nothing_blocks(reader: GraphReader) -> None:
    assert await reader.legacy_blocks() == ()


async def test_without_the_licence_nothing_blocks(clock: JumpingClock) -> None:
    error = {"code": "AccessDenied", "message": "Your tenant doesn't have premium license for this."}
    async with scripted(clock, lambda request: web.json_response({"error": error}, status=403)) as session:
        assert await legacy_blocks(Policies(session, Changes())) == ()
