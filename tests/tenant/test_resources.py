"""What the reader says of people, groups, roles, methods and policies is what is so in the make-believe tenant."""

from collections.abc import AsyncIterator
from typing import TypeVar

import pytest
from aiohttp import web

from demo.seed import cast
from demo.seed.policies import HELPDESK_ADMINISTRATOR
from demo.world import World
from tenant.graph.access_policies import Changes, Policies
from tenant.graph.coverage import coverage
from tenant.graph.methods import method
from tenant.graph.reader import GraphReader
from tenant.graph.registration import registrations
from tenant.graph.roles import ROLE_ASSIGNABLE_GROUP
from tenant.graph.security_defaults import security_defaults
from tenant.graph.wire import part
from tenant.model import MethodKind, UserType, masked
from tenant.trouble import NotFound, Refused, Unlicensed
from tests.tenant.clocks import JumpingClock
from tests.tenant.scripted import scripted

T = TypeVar("T")
NOBODY = "d0000000-0000-4000-8000-00000000ffff"


async def all_of(stream: AsyncIterator[T]) -> list[T]:
    return [one async for one in stream]


async def test_everyone_is_read_once(reader: GraphReader, world: World) -> None:
    found = await all_of(reader.everyone())
    assert sorted(user.id for user in found) == sorted(world.directory.people)


async def test_a_person_as_microsoft_describes_them(reader: GraphReader) -> None:
    people = {user.id: user for user in await all_of(reader.everyone())}
    assert people[cast.GUS].user_type is UserType.GUEST and "#EXT#" in people[cast.GUS].upn
    assert not people[cast.LEA].enabled and people[cast.ANA].enabled
    assert people[cast.HENK].synced and not people[cast.ANA].synced
    assert people[cast.JUERGEN].name == "Jürgen Weiß" and people[cast.ANA].plans
    assert people[cast.BOB].name.startswith("Bob <b>"), "a name is carried as it is; whoever shows it makes it safe"


async def test_people_with_the_same_plans_share_them_in_memory(reader: GraphReader) -> None:
    found = await all_of(reader.everyone())
    kept = {id(user.plans) for user in found}
    assert len(kept) == len({user.plans for user in found}) < len(found)


async def test_some_are_read_fifteen_at_a_time(reader: GraphReader, world: World) -> None:
    ids = [*list(world.directory.people)[:50], NOBODY, "no id at all", cast.ANA]
    assert {user.id for user in await all_of(reader.users(ids))} == set(ids) - {NOBODY, "no id at all"}
    assert len([r for r in world.recorder.requests if r.path.endswith("$batch")]) == 1


@pytest.mark.parametrize(
    "said, who",
    [
        ("ana@contoso.com", [cast.ANA]),
        (" ANA@CONTOSO.COM ", [cast.ANA]),
        (cast.ANA, [cast.ANA]),
        (NOBODY, []),
        ("gus@fabrikam.com", [cast.GUS]),
        ("gus_fabrikam.com#EXT#@contoso.onmicrosoft.com", [cast.GUS]),
        ("Ana Ru", [cast.ANA]),
        ("Jürgen", [cast.JUERGEN]),
        ("", []),
        ("O'Nobody", []),
        ("x' or accountEnabled eq true or displayName eq 'y", []),
        ("#%&+?/\\\n\x00", []),
        ("a" * 10_000, []),
    ],
)
async def test_people_are_found_as_they_are_said(reader: GraphReader, said: str, who: list[str]) -> None:
    assert [user.id for user in await reader.find_users(said)] == who


async def test_a_beginning_finds_ten_at_most(reader: GraphReader, world: World) -> None:
    for number in range(12):
        world.person(list(world.directory.people)[40 + number]).name = f"Zyx {number}"
    assert len(await reader.find_users("zyx")) == 10


@pytest.mark.parametrize(
    "said, ids",
    [
        ("MFA Users", [cast.MFA_USERS]),
        ("mfa users", [cast.MFA_USERS]),
        (cast.MFA_USERS, [cast.MFA_USERS]),
        ("Finance", [cast.FINANCE]),
        ("Finan", [cast.FINANCE, cast.FINANCE_LEADS]),
        ("Finanse", [cast.FINANCE]),
        ("Project X", [cast.PROJECT_X, cast.PROJECT_X_TOO]),
        ("Nothing like it", []),
        ("' or true", []),
        (NOBODY, []),
        ("", []),
    ],
)
async def test_groups_are_found_by_name(reader: GraphReader, said: str, ids: list[str]) -> None:
    found = [group.id for group in await reader.find_groups(said)]
    assert found[: len(ids)] == ids and bool(found) == bool(ids)


async def test_members_come_through_nested_groups(reader: GraphReader) -> None:
    inside = {user.id for user in await all_of(reader.members(cast.MFA_USERS))}
    assert {cast.ANA, cast.HENK, cast.KIM, cast.GUS} <= inside and cast.BEA not in inside


async def test_memberships_are_asked_twenty_at_a_time(reader: GraphReader, world: World) -> None:
    groups = [cast.MFA_USERS, cast.APPROVERS, *(f"e0000000-0000-4000-8000-0000000{n:05}" for n in range(900, 940))]
    assert await reader.memberships(cast.HENK, groups) == {cast.MFA_USERS}
    assert len([r for r in world.recorder.requests if "checkMemberGroups" in r.path]) == 3


async def test_memberships_of_nobody_are_trouble_not_no(reader: GraphReader) -> None:
    with pytest.raises(NotFound):
        await reader.memberships(NOBODY, [cast.MFA_USERS])


async def test_roles_without_pim_are_the_active_ones(reader: GraphReader) -> None:
    roles = await reader.roles()
    assert not roles.eligible_readable
    assert roles.global_administrators == {cast.BREAK_GLASS_1, cast.BREAK_GLASS_2, cast.GINA, cast.TOM}
    assert [held.role_name for held in roles.of(cast.MIA)] == ["User Administrator"]
    assert {held.role for held in roles.of(cast.PIA)} >= {ROLE_ASSIGNABLE_GROUP}, "a member of the Helpdesk Team"
    assert {"Helpdesk Administrator"} <= {held.role_name for held in roles.of(cast.PIA)}
    assert cast.ANA not in roles.holders


@pytest.mark.parametrize("scenario", ["conditional-access"])
async def test_roles_with_pim_count_the_eligible(reader: GraphReader) -> None:
    roles = await reader.roles()
    assert roles.eligible_readable
    assert [(held.role_name, held.eligible) for held in roles.of(cast.NILS)] == [("Helpdesk Administrator", True)]
    assert cast.NILS in roles.holders and cast.NILS not in roles.global_administrators


async def test_methods_are_read_person_by_person(reader: GraphReader) -> None:
    found = dict(await all_of(reader.methods([cast.ANA, cast.DAN, cast.GRACE, NOBODY])))
    assert set(found) == {cast.ANA, cast.DAN, cast.GRACE}
    assert {method.kind for method in found[cast.DAN]} == {MethodKind.PASSWORD}
    assert MethodKind.AUTHENTICATOR in {method.kind for method in found[cast.ANA]}
    [phone] = [method for method in found[cast.GRACE] if method.kind is MethodKind.PHONE]
    assert phone.phone_type == "mobile" and phone.label.startswith("+") and "•••" in phone.label


async def test_what_a_person_registers_is_seen(reader: GraphReader, world: World) -> None:
    world.register("dan", "microsoftAuthenticator")
    [(_, found)] = await all_of(reader.methods([cast.DAN]))
    assert any(one.is_second_factor for one in found)


def test_a_kind_microsoft_adds_counts_as_nothing() -> None:
    new = method({"@odata.type": "#microsoft.graph.telepathyAuthenticationMethod", "id": "1"})
    assert new.kind is MethodKind.OTHER and not new.is_second_factor


@pytest.mark.parametrize(
    "number, shown",
    [("+49 1512345678", "+49 ••• 78"), ("+4915123456", "+49 ••• 56"), ("+1 20655", "+1 ••• 55"), ("+1 55", "•••"),
     ("", "•••")],
)  # fmt: skip
def test_a_phone_number_is_never_shown_whole(number: str, shown: str) -> None:
    assert masked(number) == shown


@pytest.mark.parametrize("scenario, on", [("no-p1", False), ("security-defaults", True), ("conditional-access", False)])
async def test_security_defaults(reader: GraphReader, on: bool) -> None:
    assert await reader.security_defaults() is on


@pytest.mark.parametrize("scenario", ["no-p1", "security-defaults"])
async def test_without_conditional_access_nobody_is_covered(reader: GraphReader) -> None:
    coverage = await reader.coverage()
    assert not coverage.in_use and not coverage.policy_by_user


@pytest.mark.parametrize("scenario", ["conditional-access"])
async def test_who_is_covered_by_conditional_access(reader: GraphReader, world: World) -> None:
    coverage = await reader.coverage()
    assert coverage.in_use and coverage.policy_for(cast.ANA) == "Require MFA for all users"
    assert coverage.policy_for(cast.BREAK_GLASS_1) is None
    excluded = {user.id for user in await all_of(reader.members(cast.MFA_EXCLUSIONS))}
    assert excluded.isdisjoint(coverage.policy_by_user)
    outside = excluded | {cast.BREAK_GLASS_1, cast.BREAK_GLASS_2}
    assert set(coverage.policy_by_user) == set(world.directory.people) - outside
    assert coverage.report_only == ("Require MFA for guests (report-only)",)


async def test_the_report_needs_a_licence(reader: GraphReader) -> None:
    with pytest.raises(Unlicensed) as caught:
        await all_of(reader.registrations())
    assert caught.value.facts == {"needs": "Entra ID P1"}


@pytest.mark.parametrize("scenario", ["conditional-access"])
async def test_the_report(reader: GraphReader) -> None:
    rows = {row.user_id: row for row in await all_of(reader.registrations())}
    assert rows[cast.ANA].registered and rows[cast.ANA].methods
    assert not rows[cast.DAN].registered


async def test_the_method_policy(reader: GraphReader) -> None:
    policy = await reader.method_policy()
    rule = policy.rule("microsoftauthenticator")
    assert rule is not None and rule.enabled and rule.include == {"all_users"}
    assert policy.rule("Telepathy") is None


async def test_licences(reader: GraphReader) -> None:
    found = {licence.sku: licence for licence in await reader.licences()}
    assert found["ENTERPRISEPACK"].bought >= found["ENTERPRISEPACK"].used > 0
    assert "41781fb2-bc02-4b7c-bd55-b576c07bb09d" not in set().union(*(one.plans for one in found.values()))


async def test_a_upn_wins_over_somebody_elses_mail(reader: GraphReader, world: World) -> None:
    world.person("bea").mail = "ana@contoso.com"
    assert [user.id for user in await reader.find_users("ana@contoso.com")] == [cast.ANA]


async def test_what_microsoft_leaves_out_is_not_taken_for_no(clock: JumpingClock) -> None:
    async with scripted(clock, lambda request: web.json_response({"value": []})) as session:
        with pytest.raises(Refused):
            await security_defaults(session)
        with pytest.raises(Unlicensed):  # a tenant without a single person is not believed
            await all_of(registrations(session))


@pytest.mark.parametrize("scenario", ["conditional-access"])
async def test_who_may_activate_an_excluded_role_is_not_called_covered(reader: GraphReader, world: World) -> None:
    users = part(part(world.directory.policies[0], "conditions"), "users")
    assert isinstance(users, dict)
    users["excludeRoles"] = [HELPDESK_ADMINISTRATOR]
    coverage = await reader.coverage()
    assert coverage.policy_for(cast.NILS) is coverage.policy_for(cast.PIA) is None
    assert coverage.policy_for(cast.ANA)


def _policy_world(request: web.Request) -> web.Response:
    """One policy for whoever holds a role; Ana holds it everywhere, Dan over an administrative unit only."""
    conditions = {
        "clientAppTypes": ["all"],
        "applications": {"includeApplications": ["All"]},
        "users": {"includeRoles": ["helpdesk"], "excludeUsers": ["GuestsOrExternalUsers"]},
    }
    controls = {"operator": "OR", "builtInControls": ["mfa"]}
    policy: dict[str, object] = {"displayName": "Helpers", "state": "enabled"}
    policy |= {"conditions": conditions, "grantControls": controls}
    holders = {"ana": "/", "eve": "/", "dan": "/administrativeUnits/1"}
    answers: dict[str, list[dict[str, object]]] = {
        "policies": [policy],
        "users": [{"id": name, "userType": "Member", "userPrincipalName": _upn(name)} for name in holders],
        "roleDefinitions": [{"id": "helpdesk", "templateId": "helpdesk", "displayName": "Helpdesk"}],
        "roleAssignments": [
            {"principalId": name, "roleDefinitionId": "helpdesk", "directoryScopeId": scope}
            for name, scope in holders.items()
        ],
    }
    return web.json_response({"value": answers.get(request.path.rpartition("/")[2], [])})


def _upn(name: str) -> str:
    """Eve came as a guest and was made a member."""
    return "eve_fabrikam.com#EXT#@contoso.com" if name == "eve" else f"{name}@contoso.com"


async def test_a_role_over_one_unit_and_a_guest_turned_member_are_not_covered_for_certain(clock: JumpingClock) -> None:
    async with scripted(clock, _policy_world) as session:
        found = await coverage(session, Policies(session, Changes()))
    assert dict(found.policy_by_user) == {"ana": "Helpers"}
