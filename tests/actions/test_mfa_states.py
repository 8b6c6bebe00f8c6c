"""`mfa enforce` and `mfa retire per-user`, at the wire. Their hard cases:

* somebody whose old program got in is left out of a group, and warned about where named
* somebody whose password is only guessed at over an old protocol loses nothing, and is not left out
* without Entra ID P1, or without the permission, the plan goes on and says that nobody can tell
* a group larger than can be asked for by name finds the same people
* beside Conditional Access and under security defaults there is nothing to enforce
* somebody without a method needs one first: the row says so, and the engine spares them
* per-user MFA is retired only under an enforced policy for all apps: not report-only, not for some apps
* nobody without a usable method of their own loses it; one that was set for them is none
* the policy is switched off between plan and write: the write does not happen; an undo is written nevertheless
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest

from actions.args import People, Selector
from actions.mfa import legacy_use
from actions.mfa.enforce import EnforceMfa
from actions.mfa.facts import own_usable
from actions.mfa.legacy_use import LegacyUse
from actions.mfa.retire import RetirePerUser
from actions.spec import Action, Already, Cannot, Change, Refusal, Row
from demo.exchange.acts import set_policy
from demo.seed import cast
from demo.world import World
from tenant.graph.reader import GraphReader
from tenant.graph.writer import GraphWriter
from tenant.model import Method, MethodKind, MethodPolicy
from tenant.ports import TenantReader

POLICIES = (
    "Require MFA for MFA Rollout",
    "Require MFA for administrators",
    "Block sign-ins from outside the warehouse",
    "Finance signs in every day",
)
CONTOSO = (cast.IVO, cast.ELLA, cast.IRIS, cast.ZACK, cast.CLEO)


@pytest.fixture
def scenario() -> str:
    return "catalogue"


@pytest.fixture
def without_policies(world: World) -> World:
    for name in POLICIES:
        set_policy(world, name, "off")
    return world


def person(*ids: str) -> People:
    return People(tuple(Selector("person", id_, id_) for id_ in ids))


def group_of(world: World, *ids: str) -> People:
    world.directory.groups[cast.EMPTY_GROUP].members = dict.fromkeys(ids)
    return People((Selector("group", "Empty Group", cast.EMPTY_GROUP),))


async def planned(action: Action, tenant: TenantReader) -> Mapping[str, Row]:
    return {row.subject.id: row async for row in action.plan(tenant)}


def codes(rows: Mapping[str, Row]) -> dict[str, str]:
    """What stands against a change, or goes with it."""
    return {id_: " ".join(_said(row)) for id_, row in rows.items()}


def _said(row: Row) -> Iterator[str]:
    yield from (each.code for each in row.warnings) if isinstance(row, Change) else (row.why.code,)


# --- mfa enforce ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("few", [60, 1])
async def test_who_would_lose_a_program_is_left_out(
    reader: GraphReader, without_policies: World, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(legacy_use, "FEW", few)
    rows = await planned(EnforceMfa(who=group_of(without_policies, *CONTOSO)), reader)
    assert codes(rows) == {
        cast.IVO: "legacy-seen",
        cast.ELLA: "",  # guessed at, and uses nothing old
        cast.IRIS: "",
        cast.ZACK: "",
        cast.CLEO: "per-user",
    }
    spared = rows[cast.IVO]
    assert isinstance(spared, Cannot)
    assert spared.why.facts == {"clients": "IMAP4"}
    changing = rows[cast.ZACK]
    assert isinstance(changing, Change)
    assert (changing.after, changing.needs_method) == ("enforced", True)


async def test_who_is_named_is_taken_in_with_a_warning(reader: GraphReader, without_policies: World) -> None:
    (row,) = (await planned(EnforceMfa(who=person(cast.IVO)), reader)).values()
    assert isinstance(row, Change)
    assert [(each.code, each.facts["clients"]) for each in row.warnings] == [("legacy-breaks", "IMAP4")]


@pytest.mark.parametrize("scenario", ["no-p1"])
async def test_without_a_licence_nobody_can_say_and_the_plan_says_so(reader: GraphReader) -> None:
    rows = await planned(EnforceMfa(who=person(cast.GRACE, cast.KIM)), reader)
    assert codes(rows) == {cast.GRACE: "legacy-use-unlicensed", cast.KIM: "per-user"}


async def test_without_the_permission_neither(reader: GraphReader, without_policies: World) -> None:
    without_policies.revoke(cast.READER_ID, "AuditLog.Read.All")
    use = await LegacyUse.read(reader, [cast.IVO])
    assert use.unread is not None
    assert (use.unread.code, dict(use.unread.facts)) == ("legacy-use-forbidden", {"scope": "AuditLog.Read.All"})
    assert not use.of(cast.IVO)


async def test_beside_conditional_access_there_is_nothing_to_enforce(reader: GraphReader) -> None:
    with pytest.raises(Refusal) as refused:
        await planned(EnforceMfa(who=person(cast.IRIS)), reader)
    assert refused.value.reason.code == "policies-enforce-already"


@pytest.mark.parametrize("scenario", ["security-defaults"])
async def test_security_defaults_suffice(reader: GraphReader) -> None:
    assert codes(await planned(EnforceMfa(who=person(cast.GRACE)), reader)) == {
        cast.GRACE: "covered-by-security-defaults"
    }


# --- mfa retire per-user --------------------------------------------------------------------------------------------


async def test_only_who_is_covered_and_ready_is_retired(reader: GraphReader, world: World) -> None:
    for each in (cast.NORA, cast.ZACK, cast.OMAR):
        world.set_state(each, "enforced")
    rows = await planned(RetirePerUser(who=person(cast.NORA, cast.ZACK, cast.OMAR, cast.CLEO, cast.FAY)), reader)
    assert codes(rows) == {
        cast.NORA: "",
        cast.ZACK: "not-registered-yet",
        cast.OMAR: "not-covered-by-policy",  # the policy leaves him out
        cast.CLEO: "not-covered-by-policy",  # only a report-only policy means her
        cast.FAY: "mfa-off",
    }
    assert isinstance(rows[cast.FAY], Already)


async def test_what_was_set_for_somebody_makes_nobody_ready() -> None:
    theirs, set_for_them = Method("a", MethodKind.PHONE), Method("b", MethodKind.PHONE, set_for_them=True)
    policy = MethodPolicy((), complete=True)
    assert own_usable("u", [theirs, set_for_them], policy) == (theirs,)


@pytest.mark.parametrize("scenario", ["no-p1", "security-defaults"])
async def test_without_a_policy_nothing_is_retired(reader: GraphReader) -> None:
    with pytest.raises(Refusal) as refused:
        await planned(RetirePerUser(who=person(cast.KIM)), reader)
    assert refused.value.reason.code == "retire-needs-policy"


async def _nora(reader: GraphReader, world: World) -> tuple[RetirePerUser, Change]:
    world.set_state(cast.NORA, "enforced")
    action = RetirePerUser(who=person(cast.NORA))
    (row,) = (await planned(action, reader)).values()
    assert isinstance(row, Change)
    assert (row.before, row.after) == ("enforced", "disabled")
    return action, row


async def test_it_is_written_and_undone(reader: GraphReader, writer: GraphWriter, world: World) -> None:
    action, change = await _nora(reader, world)
    assert [each.failed async for each in action.apply([change], writer)] == [None]
    assert world.directory.people[cast.NORA].state.true == "disabled"
    set_policy(world, POLICIES[0], "off")  # the very moment in which one wants it back
    back = replace(change, before=change.after, after=change.before)
    assert [each.failed async for each in action.apply([back], writer)] == [None]
    assert world.directory.people[cast.NORA].state.true == "enforced"


async def test_a_policy_that_is_gone_by_then_stops_the_write(
    reader: GraphReader, writer: GraphWriter, world: World
) -> None:
    action, change = await _nora(reader, world)
    set_policy(world, POLICIES[0], "report-only")
    (outcome,) = [each async for each in action.apply([change], writer)]
    assert outcome.failed is not None
    assert outcome.failed.code == "not-covered-any-more"
    assert world.directory.people[cast.NORA].state.true == "enforced"
