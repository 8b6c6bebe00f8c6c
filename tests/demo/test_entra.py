"""Each directive about Entra, licences, permissions and failed sign-ins fits one pattern and does its work."""

import re

import pytest

from demo import acts, allowed
from demo.attempts import ACTS as ATTEMPTS
from demo.clock import SteppedClock
from demo.entra import ACTS as ENTRA
from demo.seed import cast
from demo.world import World

TRIAL = "Require MFA for all users (trial)"
FACTORY = "factory.contoso.com"


@pytest.fixture
def world() -> World:
    return World(scenario="catalogue", users=60, clock=SteppedClock())


def order(world: World, *said: str) -> None:
    for one in said:
        fitting = [form for form in acts.DIRECTIVES if re.fullmatch(form, one)]
        assert len(fitting) == 1, (one, fitting)
        found = re.fullmatch(fitting[0], one)
        assert found is not None
        (ENTRA | ATTEMPTS)[fitting[0]](world, found)


def test_people_join_and_leave_groups(world: World) -> None:
    members = world.directory.groups[cast.MFA_USERS].members
    order(world, 'Entra: iris joins "MFA Users"', 'Entra: dan leaves "mfa users"')
    assert cast.IRIS in members
    assert cast.DAN not in members
    with pytest.raises(ValueError, match="no group is called"):
        order(world, 'Entra: dan joins "MFA Losers"')


def test_roles_are_given_offered_and_taken(world: World) -> None:
    def held() -> list[tuple[str, bool]]:
        names = {role.id: role.name for role in world.directory.roles}
        return [(names[g.role], g.eligible) for g in world.directory.grants if g.principal == cast.IRIS]

    order(world, "Entra: iris becomes Helpdesk Administrator")
    assert held() == [("Helpdesk Administrator", False)]
    order(world, "Entra: iris may become Helpdesk Administrator")
    assert held() == [("Helpdesk Administrator", True)]
    order(world, "Entra: iris is no longer Helpdesk Administrator")
    assert held() == []
    with pytest.raises(ValueError, match="there are Global Administrator"):
        order(world, "Entra: iris becomes King")


def test_groups_and_policies(world: World) -> None:
    users = next(row["conditions"]["users"] for row in world.directory.policies if row["displayName"] == TRIAL)  # type: ignore[index,call-overload]
    order(world, f'Entra: "Sales" is left out of "{TRIAL}"', f'Entra: "Finance" is in "{TRIAL}"')
    assert users["excludeGroups"] == [cast.MFA_EXCLUSIONS, cast.SALES]  # type: ignore[index,call-overload]
    assert users["includeGroups"] == [cast.FINANCE]  # type: ignore[index,call-overload]
    order(world, f'Entra: "Sales" is no longer left out of "{TRIAL}"')
    assert users["excludeGroups"] == [cast.MFA_EXCLUSIONS]  # type: ignore[index,call-overload]
    with pytest.raises(ValueError, match="no Conditional Access policy"):
        order(world, 'Entra: "Sales" is in "Nothing"')


def test_settings(world: World) -> None:
    policy = world.directory.method_policy
    order(
        world,
        "Entra: the registration campaign is on",
        "Entra: reports of suspicious activity are off",
        "Entra: the methods policy is in progress",
        "Entra: passes can be used once only",
        "Entra: passes live 10 to 30 minutes",
        "Entra: Warehouse is trusted",
        "Entra: HQ is not trusted",
        "Entra: iris is disabled",
        "Entra: ada is in a restricted unit",
    )
    assert policy["registrationEnforcement"]["authenticationMethodsRegistrationCampaign"]["state"] == "enabled"  # type: ignore[index,call-overload]
    assert policy["reportSuspiciousActivitySettings"]["state"] == "disabled"  # type: ignore[index,call-overload]
    assert policy["policyMigrationState"] == "migrationInProgress"
    passes = allowed.configuration(world.directory, "TemporaryAccessPass")
    assert (passes["isUsableOnce"], passes["defaultLifetimeInMinutes"]) == (True, 30)
    assert {row["displayName"]: row.get("isTrusted") for row in world.directory.locations} == {
        "HQ": False,
        "Warehouse": True,
        "Countries nobody works in": None,
    }
    assert (world.person("iris").enabled, world.person("ada").protected) == (False, True)


def test_federation(world: World) -> None:
    order(
        world,
        f"Entra: {FACTORY} rejects MFA of its own server",
        f"Entra: the signing certificate of {FACTORY} ends in 5 days",
        f"Entra: {FACTORY} has its next signing certificate",
        f"Entra: the server certificate of {FACTORY} ends in -1 days",
    )
    federation = world.federations[FACTORY]
    assert federation.behaviour == "rejectMfaByFederatedIdp"
    assert (federation.signing_ends - world.now()).days == 5
    assert federation.next_ends is not None
    assert federation.service_ends < world.now()
    with pytest.raises(ValueError, match=f"those are {FACTORY}"):
        order(world, "Entra: contoso.com rejects MFA of its own server")


@pytest.mark.parametrize(
    ("licence", "plans"),
    [
        ("P1", ["EXCHANGE_S_ENTERPRISE", "SHAREPOINTENTERPRISE"]),
        ("P2", ["AAD_PREMIUM", "EXCHANGE_S_ENTERPRISE", "SHAREPOINTENTERPRISE"]),
        ("Exchange", ["AAD_PREMIUM", "AAD_PREMIUM_P2", "SHAREPOINTENTERPRISE"]),
        ("SharePoint", ["AAD_PREMIUM", "AAD_PREMIUM_P2", "EXCHANGE_S_ENTERPRISE"]),
    ],
)
def test_a_licence_runs_out_until_the_reset(world: World, licence: str, plans: list[str]) -> None:
    order(world, f"Contoso has no licence for {licence}")
    known = ("AAD_PREMIUM", "AAD_PREMIUM_P2", "EXCHANGE_S_ENTERPRISE", "SHAREPOINTENTERPRISE")
    assert [plan for plan in known if world.directory.has_plan(plan)] == plans
    world.reset()
    assert all(world.directory.has_plan(plan) for plan in known)


def test_a_permission_is_lost_and_given_back_to_those_who_had_it(world: World) -> None:
    role = "Policy.ReadWrite.ConditionalAccess"
    before = {app.name for app in world.apps.values() if role in app.roles}
    order(world, f"Muster lacks {role}")
    assert not any(role in app.roles for app in world.apps.values())
    order(world, f"Muster has {role}")
    assert {app.name for app in world.apps.values() if role in app.roles} == before


def test_sign_ins_that_fail(world: World) -> None:
    order(
        world,
        "iris fails to sign in with 50126",
        "cleo fails to sign in with 50076 over IMAP4, 2 times",
        "fay fails to sign in with 500121",
        'boris is blocked by "Block sign-ins from outside the warehouse"',
        "ivo signs in over POP3",
        "payroll signs in in the background",
    )
    newest = reversed(list(world.sign_ins.newest_first(world.now()))[:7])
    assert [(row.person, row.error, row.client, row.interactive) for row in newest] == [
        (cast.IRIS, 50126, "Browser", True),
        (cast.CLEO, 50076, "IMAP4", True),
        (cast.CLEO, 50076, "IMAP4", True),
        (cast.FAY, 500121, "Browser", True),
        (cast.BORIS, 53003, "Browser", True),
        (cast.IVO, 0, "POP3", True),
        (cast.PAYROLL, 0, "Mobile Apps and Desktop clients", False),
    ]
    with pytest.raises(ValueError, match="no Conditional Access policy"):
        order(world, 'boris is blocked by "Nothing"')
