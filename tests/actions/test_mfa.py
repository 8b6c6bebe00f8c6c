"""MFA actions, check and fact against the make-believe tenant, over HTTP, in each kind of tenant."""

from collections import Counter

import pytest

from actions.args import People, Route, Selector
from actions.mfa.disable import DisableMfa
from actions.mfa.enable import EnableMfa
from actions.mfa.facts import Protection, Registered
from actions.mfa.status import MfaStatus
from actions.spec import Already, Cannot, Change, Finding, FindingState, Refusal, Subject
from demo.allowed import change as change_policy
from demo.seed import cast
from demo.world import World
from tenant.model import Coverage, PerUserState
from tenant.ports import TenantReader, TenantWriter
from tenant.trouble import Forbidden


def person(*ids: str) -> People:
    return People(tuple(Selector("person", id_, id_) for id_ in ids))


def group(id_: str) -> People:
    return People((Selector("group", "a group", id_),))


async def changes(action: EnableMfa | DisableMfa, tenant: TenantReader) -> dict[str, Change]:
    return {row.subject.id: row async for row in action.plan(tenant) if isinstance(row, Change)}


async def statuses(who: People, tenant: TenantReader) -> dict[str, Finding]:
    return {f.subject.id: f async for f in MfaStatus(who=who).findings(tenant) if f.subject is not None}


# --- plain tenants: per-user MFA is the tool ------------------------------------------------------------------------


async def test_every_member_gets_exactly_one_row_nested_groups_too(reader: TenantReader) -> None:
    rows = [row async for row in EnableMfa(who=group(cast.MFA_USERS)).plan(reader)]
    assert Counter(type(row) for row in rows) == {Change: 13, Already: 2}
    assert len({row.subject.id for row in rows}) == 15


async def test_skipping_leaves_people_out(reader: TenantReader) -> None:
    planned = await changes(EnableMfa(who=group(cast.MFA_USERS), skip=person(cast.GRACE)), reader)
    assert cast.GRACE not in planned
    assert cast.BOB in planned


async def test_enabling_is_seen_and_counts_as_ours_when_entra_moves_it_on(
    reader: TenantReader, writer: TenantWriter, world: World
) -> None:
    action = EnableMfa(who=person(cast.DAN))
    change = (await changes(action, reader))[cast.DAN]
    assert [outcome.failed async for outcome in action.apply([change], writer)] == [None]
    world.register("dan", "microsoftAuthenticator")
    seen = [seen async for seen in action.look([change], reader)]
    assert [each.value for each in seen] == ["enforced"]
    assert action.counts_as(change.after, seen[0].value)


async def test_a_person_who_is_gone_is_seen_as_gone(reader: TenantReader) -> None:
    action = EnableMfa(who=person(cast.DAN))
    ghost = Change(subject=Subject("00000000-dead-4000-8000-000000000000", "Ghost"), before=None, after=None)
    assert [(each.value, each.gone) async for each in action.look([ghost], reader)] == [(None, True)]


async def test_a_state_that_microsoft_does_not_tell_is_no_value(reader: TenantReader, world: World) -> None:
    """Else a row whose read-back says nothing would count as changed by somebody else."""
    change = Change(subject=Subject(cast.DAN, "Dan Moor"), before="disabled", after="enabled")
    world.set_state("dan", "unknownFutureValue")
    assert [each async for each in EnableMfa(who=person(cast.DAN)).look([change], reader)] == []


async def test_an_empty_group_is_refused_not_planned(reader: TenantReader) -> None:
    with pytest.raises(Refusal) as refused:
        await changes(EnableMfa(who=group(cast.EMPTY_GROUP)), reader)
    assert refused.value.reason.code == "nobody-there"


async def test_disabling_warns_where_only_the_password_would_be_left(reader: TenantReader) -> None:
    planned = await changes(DisableMfa(who=person(cast.KIM)), reader)
    assert [warning.code for warning in planned[cast.KIM].warnings] == ["unprotected-after"]
    assert (planned[cast.KIM].before, planned[cast.KIM].after) == ("enforced", "disabled")


@pytest.mark.parametrize(
    ("who", "code"),
    [(People.parse("everyone"), "never-everyone"), (group(cast.WAVE_200), "too-many-to-weaken")],
)
async def test_weakening_many_is_refused(reader: TenantReader, who: People, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        await changes(DisableMfa(who=who), reader)
    assert refused.value.reason.code == code


async def test_people_named_one_by_one_are_not_counted_among_too_many(reader: TenantReader) -> None:
    whole = len([user async for user in reader.members(cast.WAVE_200)])
    both = People((*group(cast.WAVE_200).selectors, *person(cast.KIM).selectors))
    with pytest.raises(Refusal) as refused:
        await changes(DisableMfa(who=both), reader)
    assert refused.value.reason.facts["count"] == str(whole)


async def test_status_tells_protected_unprotected_and_unable_apart(reader: TenantReader, world: World) -> None:
    world.set_state("eve", "enabled")
    found = await statuses(person(cast.KIM, cast.GRACE, cast.EVE), reader)
    assert {id_: (each.state, each.title.code) for id_, each in found.items()} == {
        cast.KIM: (FindingState.PASS, "covered-and-able"),
        cast.GRACE: (FindingState.FAIL, "not-protected"),
        cast.EVE: (FindingState.FAIL, "not-able"),
    }


@pytest.mark.parametrize("scenario", ["catalogue"])
async def test_status_tells_first_choice_licence_and_what_may_not_be_used(reader: TenantReader, world: World) -> None:
    change_policy(world.directory, "system_preferred", {"state": "disabled"})
    found = await statuses(person(cast.YARA, cast.UNA, cast.SVC_REPORTS), reader)
    said = {id_: {reason.code for reason in each.evidence} for id_, each in found.items()}
    assert said[cast.YARA] >= {"asked-first", "licensed-p1", "method"}
    assert said[cast.UNA] >= {"method-not-allowed", "licensed-p1"}
    assert said[cast.SVC_REPORTS] >= {"no-p1", "no-methods"}


@pytest.mark.parametrize(
    ("scope", "codes"),
    [
        ("UserAuthenticationMethod.Read.All", {cast.KIM: "methods-unknown", cast.GRACE: "not-protected"}),
        ("Policy.Read.All", {cast.KIM: "protection-unknown", cast.GRACE: "protection-unknown"}),
    ],
)
async def test_status_names_what_may_not_be_read_and_tells_the_rest(
    reader: TenantReader, world: World, scope: str, codes: dict[str, str]
) -> None:
    world.revoke(cast.READER_ID, scope)
    found = [each async for each in MfaStatus(who=person(cast.KIM, cast.GRACE)).findings(reader)]
    said = {each.subject.id: each.title.code for each in found if each.subject is not None and each.subject.is_person}
    assert said == codes
    lacking = [reason for each in found for reason in each.evidence if reason.code == "permission-missing"]
    assert {reason.facts["scope"] for reason in lacking} == {scope}


async def test_registered_follows_the_methods_not_the_report(reader: TenantReader, world: World) -> None:
    assert dict([pair async for pair in Registered().true_of([cast.DAN], reader)]) == {cast.DAN: False}
    world.register("dan", "microsoftAuthenticator")
    assert dict([pair async for pair in Registered().true_of([cast.DAN], reader)]) == {cast.DAN: True}


# --- tenants where something else asks for MFA -----------------------------------------------------------------------


@pytest.mark.parametrize("scenario", ["security-defaults"])
async def test_security_defaults_cover_everybody(reader: TenantReader) -> None:
    rows = [row async for row in EnableMfa(who=person(cast.DAN, cast.GRACE)).plan(reader)]
    assert {row.why.code for row in rows if isinstance(row, Already)} == {"covered-by-security-defaults"}
    assert len(rows) == 2


@pytest.mark.parametrize("scenario", ["conditional-access"])
async def test_per_user_mfa_is_not_written_beside_conditional_access(reader: TenantReader) -> None:
    rows = [row async for row in EnableMfa(who=group(cast.MFA_USERS)).plan(reader)]
    assert Counter(type(row) for row in rows) == {Already: 14, Cannot: 1}
    assert {row.subject.id for row in rows if isinstance(row, Cannot)} == {cast.BREAK_GLASS_1}


@pytest.mark.parametrize("scenario", ["conditional-access"])
async def test_insisting_changes_only_whom_no_policy_covers(reader: TenantReader) -> None:
    rows = [row async for row in EnableMfa(who=group(cast.MFA_USERS), route=Route(("per-user",))).plan(reader)]
    covered = {row.subject.id for row in rows if isinstance(row, Already) and row.why.code == "covered-by-policy"}
    assert covered
    assert not covered & {row.subject.id for row in rows if isinstance(row, Change)}


def test_a_policy_is_named_before_anything_else_that_also_protects() -> None:
    protection = Protection(True, Coverage(in_use=True, policy_by_user={"u": "Require MFA"}))
    why = protection.of("u", PerUserState.ENFORCED)
    assert why is not None
    assert (why.code, dict(why.facts)) == ("covered-by-policy", {"policy": "Require MFA"})


async def test_states_that_cannot_be_read_stop_the_plan(reader: TenantReader, world: World) -> None:
    world.hidden_state = "absent"
    world.revoke(cast.READER_ID, "Policy.Read.All")
    with pytest.raises(Forbidden):
        await changes(EnableMfa(who=group(cast.MFA_USERS)), reader)
