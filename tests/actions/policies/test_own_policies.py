"""``legacy block``, and what every policy of Muster's own has in common. Hard cases:

- no break-glass account is named, or one that is named is gone: no policy at all
- they are others by the time the plan is approved: nothing is written
- security defaults are on; a policy of somebody else's does the same already; one of theirs only reports
- a policy of our name says something else, is there twice, is off
- asked for again while it only reports: on; asked for again after that: nothing
- an undo goes one step back, and deletes only what nobody has touched
- the answer to the creation is lost: found by the look, never created twice
- no licence, no permission, to read or to write: named
- the log cannot be read: said, and the plan is there
- whoever got in with an old client is named, break-glass accounts are not
"""

from dataclasses import replace

import pytest

from actions.policies.legacy_block import FORM, NAME, LegacyBlock
from actions.policies.value import EDITED, NONE, TWICE, form_of, state_of, text_of, value_of
from actions.spec import Already, Cannot, Change, Reason, Refusal
from demo.seed import cast, conditional
from demo.wire import JsonObject
from demo.world import World
from dialogs.words import has_sentence, sentence
from tenant.graph import GraphTenants
from tenant.model import PolicyState, Rules
from tenant.trouble import Forbidden, Unlicensed
from tests.actions.policies.steps import carried_out, change_of, only_row, reversed_, seen

REPORTING, ON = f"report-only, {FORM}", f"on, {FORM}"


def ours(world: World) -> list[JsonObject]:
    return [policy for policy in world.directory.policies if policy["displayName"] == NAME]


def block(world: World, name: str, state: str, **spared: list[str]) -> JsonObject:
    clients = ["exchangeActiveSync", "other"]
    users: JsonObject = {"includeUsers": ["All"], **{name: [*ids] for name, ids in spared.items()}}
    made = conditional.policy(name, state, users=users, controls=["block"], clients=[*clients])
    world.directory.policies.append(made)
    return made


def codes(change: Change) -> dict[str, Reason]:
    assert all(has_sentence(each.code) and "{" not in sentence(each) for each in change.warnings)
    return {each.code: each for each in change.warnings}


async def made(tenants: GraphTenants) -> Change:
    """Ours, reporting."""
    change = await change_of(LegacyBlock(), tenants)
    assert (await carried_out(LegacyBlock(), change, tenants)).failed is None
    return change


async def test_report_only_first_then_on_then_nothing(tenants: GraphTenants, world: World) -> None:
    first = await made(tenants)
    assert (first.before, first.after) == (NONE, REPORTING)
    second = await change_of(LegacyBlock(), tenants)
    assert (second.before, second.after) == (REPORTING, ON)
    await carried_out(LegacyBlock(), second, tenants)
    assert await seen(LegacyBlock(), second, tenants) == ON
    third = await only_row(LegacyBlock(), tenants)
    assert isinstance(third, Already) and third.why.code == "policy-on"
    (policy,) = ours(world)
    assert policy["state"] == "enabled"


async def test_everybody_is_meant_but_the_break_glass_accounts(tenants: GraphTenants, world: World) -> None:
    change = await made(tenants)
    (policy,) = ours(world)
    conditions = policy["conditions"]
    assert isinstance(conditions, dict) and isinstance(users := conditions["users"], dict)
    assert users["includeUsers"] == ["All"]
    assert users["excludeUsers"] == sorted([cast.BREAK_GLASS_1, cast.BREAK_GLASS_2])
    assert conditions["clientAppTypes"] == ["exchangeActiveSync", "other"]
    assert codes(change)["policy-leaves-out"].facts["names"] == "Break Glass 1, Break Glass 2"


async def test_who_would_be_stopped_is_named(tenants: GraphTenants) -> None:
    found = codes(await change_of(LegacyBlock(), tenants))["legacy-block-stops"].facts
    assert "ivo@contoso.com" in found["names"] and "breakglass" not in found["names"]
    assert int(found["count"]) > 5 and found["names"].endswith(f"and {int(found['count']) - 5} more")


@pytest.mark.parametrize("rules", [Rules()])
async def test_without_break_glass_accounts_there_is_no_policy(tenants: GraphTenants) -> None:
    with pytest.raises(Refusal) as refused:
        await only_row(LegacyBlock(), tenants)
    assert refused.value.reason.code == "no-break-glass"


@pytest.mark.parametrize("rules", [Rules(break_glass=frozenset({cast.BREAK_GLASS_1, cast.TENANT_ID}))])
async def test_one_that_is_gone_could_not_be_left_out(tenants: GraphTenants) -> None:
    with pytest.raises(Refusal) as refused:
        await only_row(LegacyBlock(), tenants)
    assert refused.value.reason == Reason("break-glass-gone", {"count": "1"})
    assert has_sentence("break-glass-gone")


async def test_others_than_were_approved_are_not_written(tenants: GraphTenants, world: World) -> None:
    change = await change_of(LegacyBlock(), tenants)
    leaves_out, *others = change.warnings
    before = Reason(leaves_out.code, {**leaves_out.facts, "ids": cast.BREAK_GLASS_1})
    outcome = await carried_out(LegacyBlock(), replace(change, warnings=(before, *others)), tenants)
    assert outcome.failed == Reason("break-glass-changed") and not ours(world)


@pytest.mark.parametrize("scenario", ["security-defaults"])
async def test_security_defaults_and_policies_exclude_each_other(tenants: GraphTenants) -> None:
    with pytest.raises(Refusal) as refused:
        await only_row(LegacyBlock(), tenants)
    assert refused.value.reason.code == "policy-beside-defaults"


async def test_a_policy_of_somebody_else_does_it_already(tenants: GraphTenants, world: World) -> None:
    block(world, "Theirs", conditional.ENFORCED)
    row = await only_row(LegacyBlock(), tenants)
    assert isinstance(row, Already) and row.why.code == "legacy-blocked-by-policy"


async def test_one_of_theirs_that_leaves_a_group_out_does_not_do(tenants: GraphTenants, world: World) -> None:
    block(world, "Theirs", conditional.ENFORCED, excludeUsers=[cast.BREAK_GLASS_1], excludeGroups=[cast.MFA_EXCLUSIONS])
    assert isinstance(await only_row(LegacyBlock(), tenants), Change)


async def test_one_of_theirs_that_reports_does_nothing_yet(tenants: GraphTenants, world: World) -> None:
    block(world, "Theirs", conditional.REPORT_ONLY)
    assert isinstance(await only_row(LegacyBlock(), tenants), Change)


async def test_another_policy_of_our_name_is_left_alone(tenants: GraphTenants, world: World) -> None:
    block(world, NAME.upper(), conditional.REPORT_ONLY)  # leaves nobody out
    row = await only_row(LegacyBlock(), tenants)
    assert isinstance(row, Cannot) and row.why.code == "policy-edited"


async def test_two_of_our_name_are_left_alone(tenants: GraphTenants, world: World) -> None:
    await made(tenants)
    world.directory.policies.append(ours(world)[0] | {"id": cast.TENANT_ID})
    row = await only_row(LegacyBlock(), tenants)
    assert isinstance(row, Cannot) and row.why.code == "policy-twice"


async def test_ours_that_was_switched_off_only_reports_first(tenants: GraphTenants, world: World) -> None:
    await made(tenants)
    ours(world)[0]["state"] = "disabled"
    change = await change_of(LegacyBlock(), tenants)
    assert (change.before, change.after) == (f"off, {FORM}", REPORTING)


async def test_an_undo_deletes_what_nobody_has_touched(tenants: GraphTenants, world: World) -> None:
    change = await made(tenants)
    assert (await carried_out(LegacyBlock(), reversed_(change), tenants)).failed is None
    assert not ours(world)
    await carried_out(LegacyBlock(), replace(change, warnings=()), tenants)  # the undo of the undo
    assert await seen(LegacyBlock(), change, tenants) == REPORTING


async def test_an_undo_of_what_was_edited_is_refused(tenants: GraphTenants, world: World) -> None:
    change = await made(tenants)
    ours(world)[0]["grantControls"] = {"operator": "OR", "builtInControls": ["mfa"]}
    assert await seen(LegacyBlock(), change, tenants) == f"report-only, {EDITED}"
    outcome = await carried_out(LegacyBlock(), reversed_(change), tenants)
    assert outcome.failed == Reason("changed-by-someone-else") and ours(world)


async def test_what_somebody_added_is_theirs(tenants: GraphTenants, world: World) -> None:
    change = await made(tenants)
    browser: JsonObject = {"mode": "never", "isEnabled": True}
    ours(world)[0]["sessionControls"] = {"persistentBrowser": browser}
    assert await seen(LegacyBlock(), change, tenants) == f"report-only, {EDITED}"


async def test_switched_on_by_somebody_else_meanwhile(tenants: GraphTenants, world: World) -> None:
    change = await made(tenants)
    ours(world)[0]["state"] = "enabled"
    assert (await carried_out(LegacyBlock(), reversed_(change), tenants)).failed is not None
    assert ours(world)


async def test_a_lost_answer_is_looked_for_and_nothing_is_made_twice(tenants: GraphTenants, world: World) -> None:
    change = await change_of(LegacyBlock(), tenants)
    path = "^/v1.0/identity/conditionalAccess/policies$"
    world.faults.declare([{"method": "POST", "path": path, "effect": "lost", "times": 1}])
    outcome = await carried_out(LegacyBlock(), change, tenants)
    assert outcome.unsure and await seen(LegacyBlock(), change, tenants) == REPORTING
    assert (await carried_out(LegacyBlock(), change, tenants)).failed is not None
    assert len(ours(world)) == 1 and not LegacyBlock.repeatable


@pytest.mark.parametrize("scenario", ["no-p1"])
async def test_without_a_licence_the_licence_is_named(tenants: GraphTenants) -> None:
    with pytest.raises(Unlicensed):
        await only_row(LegacyBlock(), tenants)


async def test_without_the_permission_to_write_it_is_named(tenants: GraphTenants, world: World) -> None:
    change = await change_of(LegacyBlock(), tenants)
    for app in world.apps.values():
        world.revoke(app.client_id, "Policy.ReadWrite.ConditionalAccess")
    with pytest.raises(Forbidden):
        await carried_out(LegacyBlock(), change, tenants)


async def test_a_log_that_cannot_be_read_is_said(tenants: GraphTenants, world: World) -> None:
    for app in world.apps.values():
        world.revoke(app.client_id, "AuditLog.Read.All")
    assert "legacy-block-unseen" in codes(await change_of(LegacyBlock(), tenants))


def test_a_value_says_state_and_form() -> None:
    forms = LegacyBlock().forms(Rules(break_glass=frozenset({"glass"})))
    for state in PolicyState:
        assert state_of(text_of(state, FORM)) is state and form_of(text_of(state, FORM)) == FORM
    assert value_of((), forms) == NONE and state_of(NONE) is None and form_of(NONE) == "" and state_of(TWICE) is None
