"""Everybody in the scenario "catalogue" is what the list in `demo.seed.situations` says, as Graph shows it."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from demo import applied
from demo.clock import SteppedClock
from demo.seed import build, cast
from demo.seed.people import CAST
from demo.seed.situations import ROLES
from demo.world import World
from tests.demo.plain import Plain, plain

REPORT = "/v1.0/reports/authenticationMethods/userRegistrationDetails"
LOG = "/beta/auditLogs/signIns"
BOTH = "(signInEventTypes/any(t: t eq 'interactiveUser') or signInEventTypes/any(t: t eq 'nonInteractiveUser'))"
GLOBAL_ADMINISTRATOR = "62e90394-69f5-4237-9190-012177145e10"


@pytest.fixture
def world() -> World:
    return World(scenario="catalogue", users=60, clock=SteppedClock(), limits="off")


@pytest.fixture
async def client(world: World) -> AsyncIterator[Plain]:
    async with plain(world) as found:
        yield found


async def rows(client: Plain, person: str) -> list[Any]:
    return (await client.get(LOG, params={"$filter": f"userId eq '{person}' and {BOTH}"})).value


def covered(world: World, person: str, state: str = "enabled") -> set[str]:
    who = world.directory.people[person]
    asks = (row for row in world.directory.policies if row["state"] == state and "Mfa" in applied.controls(row))
    return {str(row["displayName"]) for row in asks if applied.means(world.directory, row, who)}


@pytest.mark.parametrize("users", [60, 120, 300])
def test_they_count_among_the_users_and_the_cast_is_as_before(users: int) -> None:
    here, there = build("catalogue", users=users), build("conditional-access", users=users)
    assert len(here.people) == users
    assert {role.id for role in ROLES} < set(here.people)
    written = {role.id for role in CAST} - {cast.BREAK_GLASS_2}
    assert all(here.people[key].methods.true == there.people[key].methods.true for key in written)


def test_no_other_scenario_has_them() -> None:
    for scenario in ("no-p1", "security-defaults", "conditional-access"):
        assert not {role.id for role in ROLES} & set(build(scenario, users=60).people)


def test_who_is_covered(world: World) -> None:
    group, admins = "Require MFA for MFA Rollout", "Require MFA for administrators"
    assert covered(world, cast.NORA) == {group}
    assert world.state_of("nora") == "disabled"
    assert covered(world, cast.OMAR) == set()
    assert covered(world, cast.MAX) == set()
    assert covered(world, cast.ADA) == set()
    assert covered(world, cast.RITA) == {group, admins}
    assert covered(world, cast.GINA) == {admins}
    assert covered(world, cast.IRIS) == set()
    assert covered(world, cast.IRIS, "enabledForReportingButNotEnforced") == {"Require MFA for all users (trial)"}


def test_one_break_glass_account_is_good_and_one_is_bad(world: World) -> None:
    good, bad = world.directory.people[cast.BREAK_GLASS_1], world.directory.people[cast.BREAK_GLASS_2]
    held = {grant.principal: grant for grant in world.directory.grants if grant.role == GLOBAL_ADMINISTRATOR}
    assert not held[good.id].eligible
    assert [[method.kind for method in one.methods.true[1:]] for one in (good, bad)] == [["fido2"], ["phone"]]
    assert not good.synced
    assert [good.protected, bad.protected] == [True, False]
    assert covered(world, good.id) | covered(world, good.id, "enabledForReportingButNotEnforced") == set()
    assert covered(world, bad.id) == {"Require MFA for administrators"}
    ago = [(world.now() - one.last_success).days for one in (good, bad) if one.last_success]
    assert ago == [20, 300]


async def test_the_report_knows_the_weak_and_the_incapable(client: Plain) -> None:
    report = {row["id"]: row for row in (await client.get(f"{REPORT}?$top=999")).value}
    said = {
        key: (report[key]["isMfaRegistered"], report[key]["isMfaCapable"], report[key]["methodsRegistered"])
        for key in (cast.IRIS, cast.WIM, cast.UNA, cast.ZACK)
    }
    assert said == {
        cast.IRIS: (True, True, ["microsoftAuthenticatorPush"]),
        cast.WIM: (True, True, ["mobilePhone", "officePhone"]),
        cast.UNA: (True, False, ["officePhone"]),
        cast.ZACK: (False, False, []),
    }


async def test_an_address_that_differs_and_those_that_do_not(client: Plain) -> None:
    path = "/v1.0/users/{}?$select=userPrincipalName,mail,proxyAddresses,imAddresses"
    lola, iris = [(await client.get(path.format(key))).body for key in (cast.LOLA, cast.IRIS)]
    assert (lola["userPrincipalName"], lola["mail"]) == ("l.marsh@contoso.com", "lola.marsh@contoso.com")
    assert lola["imAddresses"] == ["lola@contoso.com"]
    assert lola["proxyAddresses"] == [
        "SMTP:lola.marsh@contoso.com",
        "smtp:l.marsh@contoso.com",
        "SIP:lola@contoso.com",
    ]
    assert {iris["userPrincipalName"], iris["mail"], *iris["imAddresses"]} == {"iris@contoso.com"}


async def test_service_accounts_betray_themselves(client: Plain) -> None:
    wanted = "passwordPolicies,lastPasswordChangeDateTime,signInActivity,assignedLicenses"
    for key in (cast.SVC_REPORTS, cast.PAYROLL, cast.INTRANET):
        row = (await client.get(f"/v1.0/users/{key}?$select={wanted}")).body
        assert row["passwordPolicies"] == "DisablePasswordExpiration"
        assert row["lastPasswordChangeDateTime"] == "2019-04-02T07:30:00Z"
        assert row["signInActivity"]["lastSignInDateTime"] is None
        assert row["signInActivity"]["lastNonInteractiveSignInDateTime"] is not None
        assert bool(row["assignedLicenses"]) == (key == cast.PAYROLL)
        assert {event["signInEventTypes"][0] for event in await rows(client, key)} == {"nonInteractiveUser"}


async def test_why_people_fail(client: Plain) -> None:
    codes = {
        key: {row["status"]["errorCode"] for row in await rows(client, key)}
        for key in (cast.FAY, cast.BORIS, cast.CLEO, cast.HANA, cast.ZACK)
    }
    assert {50074, 500121, 0} <= codes[cast.FAY]
    assert 53003 in codes[cast.BORIS]
    assert 50076 in codes[cast.CLEO]
    assert codes[cast.HANA] == {50126, 50053, 65001}
    assert {50072, 50079} <= codes[cast.ZACK]
    assert all(row["status"]["failureReason"] for row in await rows(client, cast.HANA))


async def test_the_log_names_policies_and_networks(client: Plain, world: World) -> None:
    blocked = next(row for row in await rows(client, cast.BORIS) if row["status"]["errorCode"] == 53003)
    applied_policies = [(one["displayName"], one["result"]) for one in blocked["appliedConditionalAccessPolicies"]]
    assert applied_policies == [("Block sign-ins from outside the warehouse", "failure")]
    ids = {str(policy["id"]) for policy in world.directory.policies}
    assert blocked["appliedConditionalAccessPolicies"][0]["id"] in ids
    assert blocked["networkLocationDetails"] == []
    assert blocked["conditionalAccessStatus"] == "failure"
    fay = await rows(client, cast.FAY)
    assert {one["result"] for row in fay for one in row["appliedConditionalAccessPolicies"]} == {
        *("failure", "success", "reportOnlySuccess"),
    }
    inside = next(row for row in fay if row["networkLocationDetails"])
    assert inside["networkLocationDetails"] == [{"networkType": "trustedNamedLocation", "networkNames": ["HQ"]}]


async def test_who_uses_old_programs_and_who_is_only_attacked(client: Plain) -> None:
    def outcomes(events: list[Any], *clients: str) -> set[bool]:
        return {row["status"]["errorCode"] == 0 for row in events if row["clientAppUsed"] in clients}

    assert outcomes(await rows(client, cast.IVO), "IMAP4") == {True}
    assert outcomes(await rows(client, cast.ELLA), "POP3") == {False}
    theo = await rows(client, cast.THEO)
    assert (outcomes(theo, "Exchange ActiveSync"), outcomes(theo, "IMAP4")) == ({True}, {False})


def test_groups_of_each_kind(world: World) -> None:
    groups = {group.name: group for group in world.directory.groups.values()}
    assert groups["Sales Dynamic"].dynamic_rule
    assert groups["Sales Dynamic"].members
    assert groups["Factory Staff"].synced
    assert groups["Security Team"].role_assignable
    rollout = groups["MFA Rollout"]
    assert not (rollout.synced or rollout.dynamic_rule or rollout.role_assignable)


def test_a_sign_in_of_today_meets_the_policies_of_today(world: World) -> None:
    world.sign_in("nora", "Mobile app notification")
    world.sign_in("iris")
    world.sign_in("nora", error=50074)
    world.sign_in("nora", error=50126)
    newest = list(world.sign_ins.newest_first(world.now()))[:4]
    group, trial = "Require MFA for MFA Rollout", "Require MFA for all users (trial)"
    assert [dict(row.applied) for row in reversed(newest)] == [
        {group: "success", trial: "reportOnlySuccess"},
        {trial: "reportOnlyInterrupted"},
        {group: "failure", trial: "reportOnlyInterrupted"},
        {},
    ]
