"""Whom the method policy means: groups are opened, once in five minutes, and only where it matters."""

import pytest
from aiohttp import web

from demo import allowed
from demo.seed import cast
from demo.wire import Json
from demo.world import World
from tenant.graph.method_policy import Audiences, method_policy, rule
from tenant.graph.reader import GraphReader
from tenant.graph.role_assignable import role_assignable
from tenant.graph.wire import Thing
from tenant.model import Method, MethodKind, PhoneType, capable, usable
from tests.tenant.clocks import JumpingClock
from tests.tenant.scripted import scripted

PHONE = Method("1", MethodKind.PHONE, phone_type=PhoneType.MOBILE)


def opened(world: World) -> int:
    return len([each for each in world.recorder.requests if "transitiveMembers" in each.path])


async def test_everybody_needs_no_list(reader: GraphReader, world: World) -> None:
    allowed.change(world.directory, "Sms", {"state": "enabled", "include": ["everybody"], "exclude": []})
    allowed.change(world.directory, "Voice", {"state": "disabled", "include": ["everybody"], "exclude": []})
    policy = await reader.method_policy()
    assert policy.allows("Sms", cast.DAN) is True and policy.allows("Voice", cast.DAN) in (False, None)
    assert opened(world) == 0


async def test_to_be_left_out_weighs_more(reader: GraphReader, world: World) -> None:
    groups: dict[str, Json] = {"include": ["MFA Users", "Finance"], "exclude": ["Finance"]}
    allowed.change(world.directory, "Sms", {"state": "enabled", **groups})
    world.directory.method_policy["policyMigrationState"] = "migrationComplete"
    policy = await reader.method_policy()
    inside = {user.id async for user in reader.members(cast.MFA_USERS)}
    spared = {user.id async for user in reader.members(cast.FINANCE)}
    assert inside - spared and spared
    assert {who for who in world.directory.people if policy.allows("Sms", who)} == inside - spared


async def test_a_phone_that_the_policy_takes_away_is_registered_and_not_usable(
    reader: GraphReader, world: World
) -> None:
    world.directory.method_policy["policyMigrationState"] = "migrationComplete"
    allowed.change(world.directory, "Sms", {"state": "enabled", "include": ["Finance"], "exclude": []})
    allowed.change(world.directory, "Voice", {"state": "disabled"})
    policy = await reader.method_policy()
    [somebody] = [user.id async for user in reader.members(cast.FINANCE)][:1]
    outside = next(who for who in world.directory.people if not policy.allows("Sms", who))
    assert usable(somebody, [PHONE], policy) and not usable(outside, [PHONE], policy)
    world.directory.method_policy["policyMigrationState"] = "migrationInProgress"
    assert capable(outside, PHONE, await reader.method_policy()), "a legacy policy may still allow it"


async def test_groups_are_opened_once_in_five_minutes_the_policy_is_always_new(
    reader: GraphReader, world: World, clock: JumpingClock
) -> None:
    for name in ("Sms", "Voice"):
        allowed.change(world.directory, name, {"state": "enabled", "include": ["Finance"], "exclude": []})
    await reader.method_policy()
    assert opened(world) == 1, "two rules name the same group"
    allowed.change(world.directory, "Sms", {"state": "disabled"})
    again = await reader.method_policy()
    found = again.rule("Sms")
    assert opened(world) == 1 and found is not None and not found.enabled
    await clock.sleep(301)
    await reader.method_policy()
    assert opened(world) == 2


async def test_a_group_of_a_rule_that_is_off_is_not_opened(reader: GraphReader, world: World) -> None:
    for name in ("Sms", "Voice"):
        allowed.change(world.directory, name, {"state": "disabled", "include": ["Finance"]})
    await reader.method_policy()
    assert opened(world) == 0


async def test_a_group_that_is_gone_means_nobody(clock: JumpingClock) -> None:
    sms = {"id": "Sms", "state": "enabled", "includeTargets": [{"id": "gone", "targetType": "group"}]}

    def answer(request: web.Request) -> web.Response:
        if "transitiveMembers" in request.path:
            return web.json_response({"error": {"code": "Request_ResourceNotFound"}}, status=404)
        return web.json_response({"authenticationMethodConfigurations": [sms]})

    async with scripted(clock, answer) as session:
        policy = await method_policy(session, Audiences())
    assert policy.allows("Sms", "dan") is None and not policy.complete


def test_what_else_a_rule_says() -> None:
    targets: list[Thing] = [{"id": "all_users", "targetType": "group", "isUsableForSignIn": True}]
    sms = rule({"id": "Sms", "state": "enabled", "includeTargets": targets})
    voice = rule({"id": "Voice", "state": "enabled", "isOfficePhoneAllowed": True})
    assert sms.for_sign_in and not sms.office_phones
    assert voice.office_phones and not voice.for_sign_in


@pytest.mark.parametrize("side", ["includeTargets", "excludeTargets"])
def test_a_target_may_be_one_person(side: str) -> None:
    targets: list[Thing] = [{"id": "dan", "targetType": "user"}]
    said = rule({"id": "Sms", "state": "enabled", side: targets})
    assert (said.members or said.excluded) == {"dan"}


@pytest.mark.parametrize("scenario", ["conditional-access"])
async def test_role_assignable_groups_protect_their_members_and_owners(reader: GraphReader, world: World) -> None:
    groups = [each for each in world.directory.groups.values() if each.role_assignable]
    assert len(groups) > 1
    protected = await reader.role_assignable()
    assert {cast.PIA, cast.GINA} <= protected, "a member and an owner of the Helpdesk Team"
    for group in groups:
        assert protected >= {user.id async for user in reader.members(group.id)}
    assert protected <= set(world.directory.people) and cast.DAN not in protected


async def test_an_application_that_owns_a_group_is_no_person(clock: JumpingClock) -> None:
    rows = {
        "owners": [
            {"@odata.type": "#microsoft.graph.servicePrincipal", "id": "app"},
            {"@odata.type": "#microsoft.graph.user", "id": "olga"},
            {"id": "who knows"},
        ],
        "groups": [{"id": "g", "displayName": "Keepers"}],
    }

    def answer(request: web.Request) -> web.Response:
        if "transitiveMembers" in request.path:
            return web.json_response({"value": [{"id": "pia"}]})
        return web.json_response({"value": rows[request.path.rpartition("/")[2]]})

    async with scripted(clock, answer) as session:
        from_groups = await role_assignable(session)
    assert from_groups == {"pia", "olga", "who knows"}
