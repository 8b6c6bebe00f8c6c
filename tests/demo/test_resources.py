import pytest

from demo.clock import SteppedClock
from demo.seed import cast
from demo.world import World
from tests.demo.plain import STATE, Plain, plain

EVENTUAL = {"ConsistencyLevel": "eventual"}
PHONES = f"/v1.0/users/{cast.DAN}/authentication/phoneMethods"
MOBILE = "3179e48a-750b-4051-897c-87b9720928f7"


# --- groups -----------------------------------------------------------------------------------------------------------


async def test_members_are_direct_and_transitive_members_are_all(client: Plain) -> None:
    direct = (await client.get(f"/v1.0/groups/{cast.MFA_USERS}/members")).value
    everyone = (await client.get(f"/v1.0/groups/{cast.MFA_USERS}/transitiveMembers")).value
    people = (await client.get(f"/v1.0/groups/{cast.MFA_USERS}/transitiveMembers/microsoft.graph.user")).value
    assert len(direct) == 13
    assert {"#microsoft.graph.user", "#microsoft.graph.group"} == {row["@odata.type"] for row in everyone}
    assert len(everyone) == 16
    assert len(people) == 15
    assert len({row["id"] for row in people}) == 15


async def test_a_group_is_found_by_name_and_by_its_beginning(client: Plain) -> None:
    async def found(text: str) -> list[str]:
        reply = await client.get("/v1.0/groups", params={"$filter": text, "$select": "id,displayName"})
        return [row["displayName"] for row in reply.value]

    assert await found("displayName eq 'project x'") == ["Project X", "Project X"]
    assert await found("startswith(displayName,'Fin')") == ["Finance", "Finance Leads"]
    assert (await client.get("/v1.0/groups/nowhere")).status == 404


async def test_counting_members_needs_the_header(client: Plain) -> None:
    path = f"/v1.0/groups/{cast.EMPTY_GROUP}/transitiveMembers/$count"
    assert (await client.get(path)).status == 400
    assert (await client.get(path, headers=EVENTUAL)).body == "0"


# --- roles ------------------------------------------------------------------------------------------------------------


async def test_role_holders_are_people_groups_and_applications(client: Plain) -> None:
    reply = await client.get("/v1.0/roleManagement/directory/roleAssignments?$expand=principal")
    kinds = {row["principal"]["@odata.type"].rpartition(".")[2] for row in reply.value}
    assert kinds == {"user", "group", "servicePrincipal"}


async def test_eligible_roles_need_p2_and_privileged_is_a_word_of_beta(client: Plain) -> None:
    eligible = "/v1.0/roleManagement/directory/roleEligibilityScheduleInstances"
    refused = await client.get(eligible)
    assert refused.status == 403
    assert "premium license" in refused.body["error"]["message"]
    async with plain(World(users=30, scenario="conditional-access")) as licensed:
        assert [row["principalId"] for row in (await licensed.get(eligible)).value] == [cast.NILS]
    definitions = "roleManagement/directory/roleDefinitions?$filter=isPrivileged eq true"
    assert len((await client.get(f"/beta/{definitions}")).value) > 5
    assert (await client.get(f"/v1.0/{definitions}")).status == 400


# --- per-user MFA -----------------------------------------------------------------------------------------------------


async def test_per_user_mfa_is_written_in_beta_and_only_there(client: Plain, world: World) -> None:
    path = STATE.format(cast.DAN)
    assert (await client.get(path)).body["perUserMfaState"] == "disabled"
    written = await client.patch(path, {"perUserMfaState": "enabled"})
    assert (written.status, written.body) == (204, "")
    assert (await client.get(path)).body["perUserMfaState"] == "enabled"
    assert (await client.patch(path, {"perUserMfaState": "maybe"})).status == 400
    assert (await client.get(path.replace("beta", "v1.0"))).status == 405
    assert [(w.target, w.before, w.after) for w in world.recorder.writes] == [
        ("dan@contoso.com", "disabled", "enabled")
    ]


async def test_registering_moves_enabled_to_enforced_and_disabled_stays(client: Plain, world: World) -> None:
    world.set_state("dan", "enabled")
    world.register("dan", "microsoftAuthenticator")
    world.register("eve", "phone")
    assert (world.state_of("dan"), world.state_of("eve")) == ("enforced", "disabled")
    rows = (await client.get(f"/v1.0/users/{cast.DAN}/authentication/methods")).value
    assert [row["@odata.type"].rpartition(".")[2] for row in rows] == [
        "passwordAuthenticationMethod",
        "microsoftAuthenticatorAuthenticationMethod",
    ]


async def test_the_preference_must_be_a_method_that_is_there(client: Plain) -> None:
    path = f"/beta/users/{cast.GRACE}/authentication/signInPreferences"
    refused = await client.patch(path, {"userPreferredMethodForSecondaryAuthentication": "push"})
    written = await client.patch(path, {"userPreferredMethodForSecondaryAuthentication": "sms"})
    assert (refused.status, written.status) == (400, 204)
    assert (await client.get(path)).body["userPreferredMethodForSecondaryAuthentication"] == "sms"


# --- phones -----------------------------------------------------------------------------------------------------------


async def test_a_phone_is_added_changed_and_removed(client: Plain) -> None:
    added = await client.post(PHONES, {"phoneNumber": "+49 15112345678", "phoneType": "mobile"})
    assert (added.status, added.body["id"]) == (201, MOBILE)
    assert (await client.patch(f"{PHONES}/{MOBILE}", {"phoneNumber": "+49 15187654321"})).status == 204
    assert (await client.get(f"{PHONES}/{MOBILE}")).body["phoneNumber"] == "+49 15187654321"
    removed = await client.ask("DELETE", f"{client.facts['graph']}{PHONES}/{MOBILE}")
    again = await client.ask("DELETE", f"{client.facts['graph']}{PHONES}/{MOBILE}")
    assert (removed.status, again.status) == (204, 404)


@pytest.mark.parametrize(
    "body",
    [
        {"phoneNumber": "015112345678", "phoneType": "mobile"},
        {"phoneNumber": "+49 15112345678", "phoneType": "alternateMobile"},
        {"phoneNumber": "+49 15112345678", "phoneType": "fax"},
        {"phoneType": "mobile"},
    ],
)
async def test_a_phone_that_breaks_a_rule_is_refused(client: Plain, body: dict[str, str]) -> None:
    assert (await client.post(PHONES, body)).status == 400
    assert (await client.get(PHONES)).value == []


async def test_one_phone_of_each_type(client: Plain) -> None:
    body = {"phoneNumber": "+49 15112345678", "phoneType": "mobile"}
    assert (await client.post(PHONES, body)).status == 201
    assert (await client.post(PHONES, body)).status == 400


# --- policies, report, licences ---------------------------------------------------------------------------------------


async def test_security_defaults_can_be_read_and_set(client: Plain) -> None:
    path = "/v1.0/policies/identitySecurityDefaultsEnforcementPolicy"
    assert (await client.get(path)).body["isEnabled"] is False
    assert (await client.patch(path, {"isEnabled": True})).status == 204
    assert (await client.get(path)).body["isEnabled"] is True


async def test_conditional_access_and_security_defaults_exclude_each_other() -> None:
    async with plain(World(users=30, scenario="conditional-access", clock=SteppedClock())) as client:
        policies = (await client.get("/v1.0/identity/conditionalAccess/policies")).value
        assert policies[0]["conditions"]["users"]["includeUsers"] == ["All"]
        refused = await client.patch("/v1.0/policies/identitySecurityDefaultsEnforcementPolicy", {"isEnabled": True})
        assert refused.status == 400


async def test_the_report_needs_p1(client: Plain) -> None:
    path = "/v1.0/reports/authenticationMethods/userRegistrationDetails"
    assert "premium license" in (await client.get(path)).body["error"]["message"]
    async with plain(World(users=30, scenario="conditional-access")) as licensed:
        rows = {row["id"]: row for row in (await licensed.get(path)).value}
        asked = {"$filter": "methodsRegistered/any(t: t eq 'mobilePhone')"}
        phones = (await licensed.get(path, params=asked)).value
    assert rows[cast.ANA]["isMfaRegistered"]
    assert not rows[cast.DAN]["isMfaRegistered"]
    assert rows[cast.PIA]["isAdmin"]
    assert cast.GRACE in {row["id"] for row in phones}


async def test_what_is_bought_shows(client: Plain) -> None:
    names = [row["skuPartNumber"] for row in (await client.get("/v1.0/subscribedSkus")).value]
    assert names == ["ENTERPRISEPACK", "Microsoft_Teams_Rooms_Basic"]
    details = (await client.get(f"/v1.0/users/{cast.ROOM_ALPINE}/licenseDetails")).value
    assert details[0]["servicePlans"][0]["servicePlanName"] == "Teams_Room_Basic"
