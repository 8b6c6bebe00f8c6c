"""Authentication phones, sign-in preferences and the method policy, at the wire."""

from typing import Any

import pytest

from demo.clock import SteppedClock
from demo.graph import phones
from demo.seed import cast
from demo.world import World
from tests.demo.plain import Plain, plain

MOBILE = "3179e48a-750b-4051-897c-87b9720928f7"
ALTERNATE = "b6332ec1-7057-4abe-9331-3d72feddfe41"
OFFICE = "e37fc753-ff3b-4958-9484-eaa9425c82bc"
NUMBER = "+46 701740605"
OTHER = "+46 701740606"
REPORT = "/v1.0/reports/authenticationMethods/userRegistrationDetails"
SMS = "/v1.0/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/Sms"


def of(person: str, kind: str = "") -> str:
    return f"/v1.0/users/{person}/authentication/phoneMethods{kind and '/'}{kind}"


def preferences(person: str) -> str:
    return f"/beta/users/{person}/authentication/signInPreferences"


async def add(client: Plain, person: str, number: str = NUMBER, kind: str = "mobile") -> int:
    return (await client.post(of(person), {"phoneNumber": number, "phoneType": kind})).status


async def remove(client: Plain, person: str, kind: str = MOBILE) -> int:
    return (await client.ask("DELETE", client.facts["graph"] + of(person, kind))).status


async def prefer(client: Plain, person: str, method: str | None) -> int:
    body = {"userPreferredMethodForSecondaryAuthentication": method}
    return (await client.patch(preferences(person), body)).status


async def preferred(client: Plain, person: str) -> str | None:
    shown = (await client.get(preferences(person))).body
    found: str | None = shown["userPreferredMethodForSecondaryAuthentication"]
    return found


async def change(client: Plain, **body: object) -> dict[str, Any]:
    reply = await client.control("state", body)
    assert reply.status == 200, reply.body
    found: dict[str, Any] = reply.body
    return found


# --- numbers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "kind", "kept"),
    [
        ("+46 701740605", "mobile", "+46 701740605"),
        ("+46701740605", "mobile", "+46 701740605"),
        ("+12065550100", "mobile", "+1 2065550100"),
        ("+79123456789", "mobile", "+7 9123456789"),
        ("+358412345678", "mobile", "+358 412345678"),
        ("+1 2065550100x12", "office", "+1 2065550100x12"),
        ("+12065550100x12", "office", "+1 2065550100x12"),
        ("+1 2065550100x12", "mobile", None),
        ("+1 2065550100x12", "alternateMobile", None),
        ("+1 2065550100 x12", "office", None),
        ("+1 2065550100X12", "office", None),
        ("+1 2065550100 ext. 12", "office", None),
        ("0701740605", "mobile", None),
        ("0046701740605", "mobile", None),
        ("+46 70 174 06 05", "mobile", None),
        ("+46 (0)701740605", "mobile", None),
        ("+467 01740605", "mobile", None),
        ("+46 7017406050000000", "mobile", None),
        ("+46 70", "mobile", None),
        ("+0 701740605", "mobile", None),
        ("", "mobile", None),
    ],
)
def test_a_number_is_kept_with_a_space_behind_its_country(sent: str, kind: str, kept: str | None) -> None:
    assert phones.stored(sent, kind) == kept


async def test_a_number_without_the_space_is_taken_and_one_in_another_form_refused(client: Plain) -> None:
    added = await client.post(of(cast.DAN), {"phoneNumber": "+46701740605", "phoneType": "mobile"})
    assert (added.status, added.body["phoneNumber"], added.body["smsSignInState"]) == (
        201,
        "+46 701740605",
        "notAllowedByPolicy",
    )
    changed = await client.patch(of(cast.DAN, MOBILE), {"phoneNumber": "+46 70-174 06 06"})
    assert (changed.status, changed.code) == (400, "invalidPhoneNumber")
    assert await add(client, cast.DAN, "+46 846500412x7", "office") == 201
    shown = {row["phoneType"]: row["phoneNumber"] for row in (await client.get(of(cast.DAN))).value}
    assert shown == {"mobile": "+46 701740605", "office": "+46 846500412x7"}


async def test_every_phone_has_the_id_of_its_type(client: Plain) -> None:
    for kind in ("mobile", "alternateMobile", "office"):
        assert await add(client, cast.DAN, kind=kind) == 201
    ids = {row["phoneType"]: row["id"] for row in (await client.get(of(cast.DAN))).value}
    assert ids == {"mobile": MOBILE, "alternateMobile": ALTERNATE, "office": OFFICE}


# --- the order of things ----------------------------------------------------------------------------------------------


async def test_the_mobile_phone_comes_before_the_alternate_one_and_goes_after_it(client: Plain) -> None:
    assert await add(client, cast.DAN, kind="alternateMobile") == 400
    assert await add(client, cast.DAN) == 201
    assert await add(client, cast.DAN, OTHER, "alternateMobile") == 201
    assert await remove(client, cast.DAN) == 400
    assert await remove(client, cast.DAN, ALTERNATE) == 204
    assert await remove(client, cast.DAN) == 204
    assert await remove(client, cast.DAN) == 404


async def test_a_default_phone_stays_while_there_is_another_strong_method(client: Plain, world: World) -> None:
    world.register("grace", "microsoftAuthenticator")
    assert await prefer(client, cast.GRACE, "sms") == 204
    assert await remove(client, cast.GRACE) == 400
    assert await prefer(client, cast.GRACE, "push") == 204
    assert await remove(client, cast.GRACE) == 204
    assert await preferred(client, cast.GRACE) == "push"


async def test_a_default_phone_goes_when_it_is_the_only_method_and_the_preference_with_it(client: Plain) -> None:
    assert await prefer(client, cast.GRACE, "voiceMobile") == 204
    assert await remove(client, cast.GRACE) == 204
    assert await preferred(client, cast.GRACE) is None


async def test_the_default_of_an_office_phone_holds_the_office_phone_only(client: Plain) -> None:
    await add(client, cast.GRACE, "+1 2065550123x4", "office")
    assert await prefer(client, cast.GRACE, "voiceOffice") == 204
    assert await remove(client, cast.GRACE) == 204
    assert await preferred(client, cast.GRACE) == "voiceOffice"


async def test_a_change_keeps_type_preference_and_age(client: Plain) -> None:
    before = (await client.get(of(cast.GRACE, MOBILE))).body
    await prefer(client, cast.GRACE, "sms")
    assert (await client.patch(of(cast.GRACE, MOBILE), {"phoneNumber": NUMBER, "phoneType": "office"})).status == 400
    assert (await client.patch(of(cast.GRACE, MOBILE), {"phoneNumber": NUMBER, "phoneType": "mobile"})).status == 204
    after = (await client.get(of(cast.GRACE, MOBILE))).body
    assert after["phoneNumber"] == NUMBER
    assert after["createdDateTime"] == before["createdDateTime"]
    assert await preferred(client, cast.GRACE) == "sms"


# --- who may ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("roles", "read", "written", "phones_written"),
    [
        (["UserAuthenticationMethod.Read.All"], 200, 403, 403),
        (["UserAuthenticationMethod.ReadWrite.All"], 200, 204, 201),
        (["UserAuthMethod-Phone.ReadWrite.All"], 403, 403, 201),
        (["Policy.ReadWrite.AuthenticationMethod"], 403, 403, 403),
    ],
)
async def test_preferences_belong_to_methods_and_not_to_policies(
    client: Plain, world: World, roles: list[str], read: int, written: int, phones_written: int
) -> None:
    app = world.register_app("narrow", roles=roles)
    await client.sign_in(client_id=app.client_id, client_secret="secret-of-narrow")
    assert (await client.get(preferences(cast.GRACE))).status == read
    assert await prefer(client, cast.GRACE, "sms") == written
    assert await add(client, cast.DAN) == phones_written


# --- preferences ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "kind"),
    [
        ("sms", "mobile"),
        ("voiceMobile", "mobile"),
        ("voiceAlternateMobile", "alternateMobile"),
        ("voiceOffice", "office"),
    ],
)
async def test_a_preference_needs_its_own_kind_of_phone(client: Plain, method: str, kind: str) -> None:
    assert await prefer(client, cast.DAN, method) == 400
    await add(client, cast.DAN)
    if kind != "mobile":
        assert await prefer(client, cast.DAN, method) == 400
        await add(client, cast.DAN, OTHER, kind)
    assert await prefer(client, cast.DAN, method) == 204
    assert await preferred(client, cast.DAN) == method


async def test_nobody_prefers_anything_unasked_and_nonsense_is_refused(client: Plain) -> None:
    assert await preferred(client, cast.GRACE) is None
    assert await prefer(client, cast.GRACE, "none") == 400
    assert await prefer(client, cast.GRACE, "pigeon") == 400
    wrong = {"isSystemPreferredAuthenticationMethodEnabled": "yes"}
    assert (await client.patch(preferences(cast.GRACE), wrong)).status == 400
    assert (await client.get(preferences(cast.GRACE).replace("beta", "v1.0"))).status == 405


@pytest.mark.parametrize(
    ("scenario", "state", "on"),
    [("no-p1", "disabled", False), ("security-defaults", "default", True), ("conditional-access", "enabled", True)],
)
async def test_the_system_prefers_by_scenario_and_beta_alone_says_so(scenario: str, state: str, on: bool) -> None:
    policy = "policies/authenticationMethodsPolicy"
    async with plain(World(users=30, scenario=scenario, clock=SteppedClock())) as client:
        assert (await client.get(f"/beta/{policy}")).body["systemCredentialPreferences"]["state"] == state
        assert "systemCredentialPreferences" not in (await client.get(f"/v1.0/{policy}")).body
        shown = (await client.get(preferences(cast.GRACE))).body
        assert shown["isSystemPreferredAuthenticationMethodEnabled"] is on


async def test_the_system_can_be_set_aside_for_one_person(client: Plain) -> None:
    body = {"isSystemPreferredAuthenticationMethodEnabled": True}
    assert (await client.patch(preferences(cast.GRACE), body)).status == 204
    for person, on in ((cast.GRACE, True), (cast.ANA, False)):
        assert (await client.get(preferences(person))).body["isSystemPreferredAuthenticationMethodEnabled"] is on
    await change(client, method_policy={"system_preferred": {"state": "enabled"}})
    assert (await client.get(preferences(cast.ANA))).body["isSystemPreferredAuthenticationMethodEnabled"] is True


# --- 409 --------------------------------------------------------------------------------------------------------------


async def test_a_taken_number_is_refused_and_saved_all_the_same(client: Plain) -> None:
    await change(client, method_policy={"Sms": {"sign_in": True}})
    graces = (await client.get(of(cast.GRACE, MOBILE))).body
    assert graces["smsSignInState"] == "ready"
    refused = await client.post(of(cast.DAN), {"phoneNumber": graces["phoneNumber"], "phoneType": "mobile"})
    assert (refused.status, refused.code) == (409, "phoneNumberNotUnique")
    saved = (await client.get(of(cast.DAN, MOBILE))).body
    assert (saved["phoneNumber"], saved["smsSignInState"]) == (graces["phoneNumber"], "phoneNumberNotUnique")
    assert (await client.patch(of(cast.DAN, MOBILE), {"phoneNumber": NUMBER})).status == 204
    assert (await client.get(of(cast.DAN, MOBILE))).body["smsSignInState"] == "ready"
    again = await client.patch(of(cast.DAN, MOBILE), {"phoneNumber": graces["phoneNumber"]})
    assert again.status == 409


async def test_of_two_with_one_number_the_first_to_be_written_signs_in_with_it(client: Plain) -> None:
    await change(client, method_policy={"Sms": {"sign_in": True}})
    assert [await add(client, person) for person in (cast.EVE, cast.DAN)] == [201, 409]
    states = [(await client.get(of(person, MOBILE))).body["smsSignInState"] for person in (cast.EVE, cast.DAN)]
    assert states == ["ready", "phoneNumberNotUnique"]
    await remove(client, cast.EVE)
    assert await add(client, cast.QUINN) == 201


async def test_only_the_first_mobile_phone_of_people_whom_the_policy_lets_sign_in_must_be_unique(client: Plain) -> None:
    assert [await add(client, person) for person in (cast.EVE, cast.DAN)] == [201, 201]
    await change(client, method_policy={"Sms": {"sign_in": True}})
    assert await add(client, cast.GRACE, NUMBER, "alternateMobile") == 201
    assert await add(client, cast.GRACE, NUMBER, "office") == 201
    await change(client, method_policy={"Sms": {"exclude": ["Project X"]}})
    assert await add(client, cast.QUINN) == 201


async def test_a_fault_makes_a_conflict_that_saved_nothing(client: Plain) -> None:
    conflict = {"method": "POST", "path": "phoneMethods", "status": 409, "code": "phoneNumberNotUnique", "times": 1}
    await client.control("faults", [conflict])
    refused = await client.post(of(cast.DAN), {"phoneNumber": NUMBER, "phoneType": "mobile"})
    assert (refused.status, refused.code) == (409, "phoneNumberNotUnique")
    assert (await client.get(of(cast.DAN))).value == []
    assert await add(client, cast.DAN) == 201


async def test_readers_may_see_the_old_phone_for_a_while_and_writers_never(client: Plain, world: World) -> None:
    await client.control("faults", [{"method": "POST", "path": "phoneMethods", "effect": "lag", "seconds": 5}])
    assert await add(client, cast.DAN) == 201
    methods = f"/v1.0/users/{cast.DAN}/authentication/methods"
    assert (await client.get(of(cast.DAN))).value == []
    assert (await client.get(of(cast.DAN, MOBILE))).status == 404
    assert len((await client.get(methods)).value) == 1
    assert await add(client, cast.DAN) == 400
    assert (await client.patch(of(cast.DAN, MOBILE), {"phoneNumber": OTHER})).status == 204
    await client.control("clock", {"advance": 5})
    assert [row["phoneNumber"] for row in (await client.get(of(cast.DAN))).value] == [OTHER]
    assert len((await client.get(methods)).value) == 2


# --- what the policy lets people do -----------------------------------------------------------------------------------


async def capable(client: Plain, person: str) -> tuple[bool, bool]:
    row = (await client.get(f"{REPORT}/{person}")).body
    return row["isMfaRegistered"], row["isMfaCapable"]


async def test_a_phone_that_the_policy_forbids_is_registered_in_vain() -> None:
    async with plain(World(users=60, scenario="conditional-access", clock=SteppedClock(), limits="off")) as client:
        await add(client, cast.DAN)
        assert await capable(client, cast.DAN) == (True, True)
        await change(client, method_policy={"Sms": {"exclude": ["MFA Users"]}})
        assert await capable(client, cast.DAN) == (True, False)
        assert await capable(client, cast.ANA) == (True, True)
        await change(client, method_policy={"Voice": {"state": "enabled", "include": ["everybody"]}})
        assert await capable(client, cast.DAN) == (True, True)
        await change(client, method_policy={"Voice": {"state": "disabled"}, "Sms": {"state": "disabled"}})
        assert await capable(client, cast.GRACE) == (True, False)
        assert await capable(client, cast.EVE) == (False, False)


async def test_other_phones_need_calls_and_office_phones_their_own_word() -> None:
    world = World(users=60, scenario="conditional-access", clock=SteppedClock(), limits="off")
    async with plain(world) as client:
        await add(client, cast.DAN, kind="office")
        assert await capable(client, cast.DAN) == (True, False)
        await change(client, method_policy={"Voice": {"state": "enabled"}})
        assert await capable(client, cast.DAN) == (True, False)
        await change(client, method_policy={"Voice": {"office_phones": True}})
        assert await capable(client, cast.DAN) == (True, True)


async def test_the_report_knows_who_may_reset_the_password_and_with_what() -> None:
    world = World(users=300, scenario="conditional-access", clock=SteppedClock(), limits="off")
    async with plain(world) as client:
        rows = {row["id"]: row async for page in client.pages(f"{REPORT}?$top=999") for row in page.value}
        enabled = sum(row["isSsprEnabled"] for row in rows.values())
        assert 0.45 < enabled / len(rows) < 0.55
        assert all(row["isSsprCapable"] == (row["isSsprEnabled"] and row["isSsprRegistered"]) for row in rows.values())
        assert {row["isSsprCapable"] for row in rows.values()} == {True, False}
        one = (await client.get(f"{REPORT}/{cast.DAN}")).body
        assert {name: value for name, value in one.items() if not name.startswith("@")} == rows[cast.DAN]
        world.person(cast.EVE).sspr = True
        await add(client, cast.EVE)
        assert (await client.get(f"{REPORT}/{cast.EVE}")).body["isSsprCapable"]
    async with plain(World(users=30)) as poor:
        assert (await poor.get(f"{REPORT}/{cast.DAN}")).status == 403


async def test_the_policy_names_its_groups(client: Plain) -> None:
    await change(client, method_policy={"Sms": {"include": ["Sales", "Finance"], "exclude": ["Finance Leads"]}})
    shown = (await client.get(SMS)).body
    assert [row["id"] for row in shown["includeTargets"]] == [cast.SALES, cast.FINANCE]
    assert [row["isUsableForSignIn"] for row in shown["includeTargets"]] == [False, False]
    assert [row["id"] for row in shown["excludeTargets"]] == [cast.FINANCE_LEADS]


@pytest.mark.parametrize(
    "body",
    [
        {"method_policy": {"Pigeon": {"state": "enabled"}}},
        {"method_policy": {"Sms": {"exclude": ["No Such Group"]}}},
        {"method_policy": {"Sms": {"colour": "blue"}}},
        {"method_policy": "off"},
        {"method_policy": {"Sms": {"state": "maybe"}}},
        {"prefer": {"dan": "sms"}},
        {"phone": {"person": "dan", "number": "+46 701740605", "type": "fax"}},
        {"directory": {"nobody": {"mobile": None}}},
    ],
)
async def test_a_change_that_makes_no_sense_is_refused(client: Plain, body: dict[str, Any]) -> None:
    assert (await client.control("state", body)).status == 400
    assert "phones" not in (await client.control("state", method="GET")).body


# --- role-assignable groups -------------------------------------------------------------------------------------------


async def test_role_assignable_groups_are_found_with_members_and_owners(client: Plain) -> None:
    asked = {"$filter": "isAssignableToRole eq true", "$select": "id,displayName"}
    found = (await client.get("/v1.0/groups", params=asked)).value
    assert [row["displayName"] for row in found] == ["Helpdesk Team", "Key Keepers"]
    keepers = f"/v1.0/groups/{found[1]['id']}"
    members = (await client.get(f"{keepers}/transitiveMembers?$select=id")).value
    owners = (await client.get(f"{keepers}/owners?$select=id")).value
    assert [row["id"] for row in members] == [cast.generated(1), cast.generated(2)]
    assert [row["id"] for row in owners] == [cast.generated(3)]
    held = (await client.get("/v1.0/roleManagement/directory/roleAssignments")).value
    assert cast.KEY_KEEPERS not in {row["principalId"] for row in held}


# --- the state --------------------------------------------------------------------------------------------------------


async def test_the_state_shows_phones_that_changed_and_no_others(client: Plain) -> None:
    assert "phones" not in (await client.control("state", method="GET")).body
    await add(client, cast.DAN)
    await add(client, cast.DAN, "+46 846500412x7", "office")
    await prefer(client, cast.DAN, "sms")
    await remove(client, cast.GRACE)
    shown = (await client.control("state", method="GET")).body["phones"]
    assert shown == {
        "dan@contoso.com": "mobile +46 701740605; office +46 846500412x7; prefers sms",
        "grace@contoso.com": "none",
    }
    await client.control("reset")
    assert "phones" not in (await client.control("state", method="GET")).body
