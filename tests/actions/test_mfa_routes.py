"""Which way `mfa enable` takes, at the wire. Its hard cases:

* the group of an enforced policy is joined, read back, and left again; per-user MFA is not touched
* somebody whom the policy leaves out (by group, by name) is not let in, for it would not help
* a group that is not named in settings, synced, dynamic, role-assignable or an exclusion anywhere is never written;
  neither is one that lies inside an excluded group
* it has become an exclusion between plan and write: nobody is let in, and whoever leaves can
* a group that only a report-only policy targets is no way in; neither is one of a policy for some apps
* somebody enabled per user and not covered by a policy joins nevertheless
* insisting on the group where there is no Conditional Access, and on both ways at once
* security defaults suffice; without either, a plan for everyone names them
* only an owner may insist on per-user, however it is spelt
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

import pytest

from actions.args import BadArgument, People, Route, Selector
from actions.mfa.enable import EnableMfa
from actions.mfa.groups import doors
from actions.mfa.membership import Membership
from actions.spec import Already, Ask, Cannot, Change, Refusal, Row
from demo.exchange.acts import set_policy
from demo.seed import cast
from demo.world import World
from tenant.graph.reader import GraphReader
from tenant.graph.writer import GraphWriter
from tenant.model import Group, Rules
from tenant.ports import TenantReader
from tenant.trouble import Forbidden

ROLLOUT = Rules(writable_groups=frozenset({cast.MFA_ROLLOUT}))
PLACES = (Membership(cast.MFA_ROLLOUT, "MFA Rollout", inside=False), Membership(cast.MFA_ROLLOUT, "MFA Rollout", True))


@pytest.fixture
def scenario() -> str:
    return "catalogue"


@pytest.fixture
def rules() -> Rules:
    return ROLLOUT


def person(*ids: str) -> People:
    return People(tuple(Selector("person", id_, id_) for id_ in ids))


async def planned(action: EnableMfa, tenant: TenantReader) -> Mapping[str, Row]:
    return {row.subject.id: row async for row in action.plan(tenant)}


async def only(action: EnableMfa, tenant: TenantReader) -> Row:
    (row,) = (await planned(action, tenant)).values()
    return row


def why(row: Row) -> str:
    assert isinstance(row, Cannot | Already)
    return row.why.code


# --- the way in ------------------------------------------------------------------------------------------------------


async def test_the_group_is_joined_and_left_and_read_back(
    reader: GraphReader, writer: GraphWriter, world: World
) -> None:
    action = EnableMfa(who=person(cast.IRIS))
    change = await only(action, reader)
    assert isinstance(change, Change)
    assert (Membership.parse(change.before), Membership.parse(change.after)) == PLACES
    assert change.needs_method
    assert [warning.code for warning in change.warnings] == ["joins-policy-group"]
    back = replace(change, before=change.after, after=change.before)
    for each in (change, back):
        assert [(o.failed, o.unsure) async for o in action.apply([each], writer)] == [(None, False)]
        assert [seen.value async for seen in action.look([each], reader)] == [each.after]
    assert cast.IRIS not in world.directory.groups[cast.MFA_ROLLOUT].members
    assert world.directory.people[cast.IRIS].state.true == "disabled"


async def test_whom_a_policy_covers_is_counted_and_whom_it_leaves_out_is_told_why(reader: GraphReader) -> None:
    rows = await planned(EnableMfa(who=person(cast.NORA, cast.OMAR, cast.BREAK_GLASS_1)), reader)
    assert {id_: why(row) for id_, row in rows.items()} == {
        cast.NORA: "covered-by-policy",
        cast.OMAR: "left-out-by-policy",  # in the group, and in "Travellers"
        cast.BREAK_GLASS_1: "left-out-by-policy",  # by name
    }


async def test_a_per_user_state_is_no_reason_against_joining(reader: GraphReader) -> None:
    assert isinstance(await only(EnableMfa(who=person(cast.CLEO), route=Route(("group",))), reader), Change)


async def test_somebody_gone_is_seen_as_gone(reader: GraphReader) -> None:
    change = await only(EnableMfa(who=person(cast.IRIS)), reader)
    assert isinstance(change, Change)
    ghost = replace(change, subject=replace(change.subject, id="00000000-dead-4000-8000-000000000000"))
    assert [seen.gone async for seen in EnableMfa(who=person(cast.IRIS)).look([ghost], reader)] == [True]


# --- groups that are never written ----------------------------------------------------------------------------------


def _synced(world: World, group: str) -> None:
    world.directory.groups[group].synced = True


def _dynamic(world: World, group: str) -> None:
    world.directory.groups[group].dynamic_rule = "(user.department -eq 'Sales')"


def _role_assignable(world: World, group: str) -> None:
    world.directory.groups[group].role_assignable = True


def _excluded_by_a_policy_that_is_off(world: World, group: str) -> None:
    policy = next(each for each in world.directory.policies if each["displayName"] == "Require MFA for administrators")
    policy["state"] = "disabled"
    policy["conditions"]["users"]["excludeGroups"] = [group]  # type: ignore[index,call-overload]


def _excluded_from_a_method(world: World, group: str) -> None:
    configurations = world.directory.method_policy["authenticationMethodConfigurations"]
    configurations[0]["excludeTargets"] = [{"id": group, "targetType": "group"}]  # type: ignore[index,call-overload]


def _inside_an_excluded_group(world: World, group: str) -> None:
    world.directory.groups[cast.TRAVELLERS].members[group] = None


SPOILT = [
    (_inside_an_excluded_group, "policy-group-excluded"),
    (_synced, "policy-group-synced"),
    (_dynamic, "policy-group-dynamic"),
    (_role_assignable, "policy-group-role-assignable"),
    (_excluded_by_a_policy_that_is_off, "policy-group-excluded"),
    (_excluded_from_a_method, "policy-group-excluded"),
]


@pytest.mark.parametrize(("spoil", "code"), SPOILT)
async def test_a_group_that_must_not_be_written_is_no_way_in(
    reader: GraphReader, world: World, spoil: Callable[[World, str], None], code: str
) -> None:
    spoil(world, cast.MFA_ROLLOUT)
    assert why(await only(EnableMfa(who=person(cast.IRIS)), reader)) == code


async def test_a_group_that_became_an_exclusion_since_the_plan_is_not_joined(
    reader: GraphReader, writer: GraphWriter, world: World
) -> None:
    action = EnableMfa(who=person(cast.IRIS))
    change = await only(action, reader)
    assert isinstance(change, Change)
    _excluded_by_a_policy_that_is_off(world, cast.MFA_ROLLOUT)
    (outcome,) = [each async for each in action.apply([change], writer)]
    assert outcome.failed is not None
    assert outcome.failed.code == "policy-group-excluded"
    assert cast.IRIS not in world.directory.groups[cast.MFA_ROLLOUT].members
    back = replace(change, before=change.after, after=change.before)
    assert [each.failed async for each in action.apply([back], writer)] == [None]


@pytest.mark.parametrize("rules", [Rules()])
async def test_only_groups_that_settings_name_are_written(reader: GraphReader, writer: GraphWriter) -> None:
    assert why(await only(EnableMfa(who=person(cast.IRIS)), reader)) == "policy-group-not-named"
    with pytest.raises(Forbidden):
        [each async for each in writer.join(cast.MFA_ROLLOUT, [cast.IRIS])]


async def test_a_policy_that_only_reports_opens_nothing(reader: GraphReader, world: World) -> None:
    set_policy(world, "Require MFA for MFA Rollout", "report-only")
    assert (await doors(reader)).open == ()
    assert why(await only(EnableMfa(who=person(cast.IRIS)), reader)) == "no-policy-group"


async def test_a_policy_for_some_apps_opens_nothing(reader: GraphReader, world: World) -> None:
    policy = next(each for each in world.directory.policies if each["displayName"] == "Require MFA for MFA Rollout")
    policy["conditions"]["applications"]["includeApplications"] = ["Office365"]  # type: ignore[index,call-overload]
    assert (await doors(reader)).open == ()


# --- other tenants ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scenario", ["no-p1"])
async def test_without_conditional_access_there_is_no_group_to_insist_on(reader: GraphReader) -> None:
    with pytest.raises(Refusal) as refused:
        await planned(EnableMfa(who=person(cast.GRACE), route=Route(("group",))), reader)
    assert refused.value.reason.code == "no-conditional-access"


@pytest.mark.parametrize("scenario", ["no-p1"])
async def test_a_plan_for_everyone_names_security_defaults(reader: GraphReader) -> None:
    rows = (await planned(EnableMfa(who=People.parse("everyone")), reader)).values()
    assert {w.code for row in rows if isinstance(row, Change) for w in row.warnings} == {"defaults-instead"}


# --- what is said ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("said", ["group per-user", "group,per-user", "", "both"])
def test_one_way_is_said_or_none(said: str) -> None:
    with pytest.raises(BadArgument):
        Route.parse(said)


@pytest.mark.parametrize(("said", "owner"), [("group", False), ("per-user", True), ("Per-User", True)])
def test_only_an_owner_insists_on_per_user(said: str, owner: bool) -> None:
    asked: dict[str, Ask] = {each.name: each.ask for each in EnableMfa.arguments()}
    assert asked["route"].needs_owner(Route.parse(said).said()) is owner


def _names() -> Iterator[str]:
    yield from ("MFA Rollout", "in", "not in", 'A "quoted" (one)', "  two\n lines ", cast.MFA_ROLLOUT, "")


@pytest.mark.parametrize("name", list(_names()))
@pytest.mark.parametrize("inside", [True, False])
def test_what_a_row_says_of_a_group_is_read_back(name: str, inside: bool) -> None:
    value = Membership.of(Group(id=cast.MFA_ROLLOUT, name=name), inside=inside)
    assert Membership.parse(str(value)) == value
    assert Membership.parse("enabled") is None
