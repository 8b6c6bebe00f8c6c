"""``settings check``, ``nudge on`` and ``nudge off``. Hard cases:

- what only beta tells and beta refuses is "Microsoft does not say", never "off"
- left to Microsoft is neither on nor off, and is judged for each setting by what Microsoft makes of it
- a campaign that is on for nobody; one for some groups, which keeps them; snoozing for no days
- off and on again gives back whom it was for; an undo of the first "on" gives back nobody
- somebody else switched it meanwhile: left alone; the answer is lost: looked for
- an MFA policy that spares a place, by name, by "all trusted ones", by an id that nobody knows; one that only reports
- a policy that remembers for hours, never, in the browser for good; only for the second factor; that only reports
- no named locations; no API for the rest: the portal place
- one permission is missing: the rest is told
"""

from dataclasses import replace

import pytest

from actions.settings import access, methods
from actions.settings.campaign import AUTHENTICATOR, SUBJECT, CampaignAction, made_to, value_of
from actions.settings.check import LOCKOUT, SERVICE, SettingsCheck
from actions.settings.nudge_off import NudgeOff
from actions.settings.nudge_on import NudgeOn
from actions.spec import Already, Change, Finding, FindingState, Outcome, Reason
from demo.seed import cast
from demo.world import World
from dialogs.words import has_sentence, sentence
from tenant.graph import GraphTenants
from tenant.model import (
    ALL_TRUSTED,
    AccessPolicy,
    Campaign,
    CampaignTarget,
    Grant,
    Location,
    LocationKind,
    MethodPolicy,
    MethodRule,
    MethodSettings,
    Migration,
    PolicyState,
    SessionControls,
    Setting,
)
from tenant.ports import Area, Priority, Purpose
from tests.tenant.conftest import FOR_ANA

PASS, FAIL, UNREAD = FindingState.PASS, FindingState.FAIL, FindingState.COULD_NOT_READ
NOTHING = FindingState.NOT_APPLICABLE
HQ = Location(id="hq", name="HQ", kind=LocationKind.IP, trusted=True)
YARD = Location(id="yard", name="Yard", kind=LocationKind.IP)
SOME = (CampaignTarget(id="g1", method="fido2"), CampaignTarget(id="g2", method="fido2"))


def said(finding: Finding) -> str:
    reasons = (finding.title, *finding.evidence)
    assert all(has_sentence(each.code) and "{" not in sentence(each) for each in reasons), reasons
    return "; ".join(map(sentence, reasons))


# --- judging ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "states"),
    [
        (MethodSettings(migration=None, campaign=None), [UNREAD, UNREAD, UNREAD, UNREAD]),
        (
            MethodSettings(
                migration=Migration.COMPLETE,
                campaign=Campaign(state=Setting.ON, include=(AUTHENTICATOR,)),
                report_suspicious=Setting.ON,
                system_preferred=Setting.ON,
            ),
            [PASS, PASS, PASS, PASS],
        ),
        (
            MethodSettings(
                migration=Migration.UNDER_WAY,
                campaign=Campaign(state=Setting.DEFAULT, snooze_days=0),
                report_suspicious=Setting.DEFAULT,
                system_preferred=Setting.DEFAULT,
            ),
            [FAIL, PASS, FAIL, PASS],
        ),
        (
            MethodSettings(
                migration=Migration.BEFORE,
                campaign=Campaign(state=Setting.ON),  # for nobody
                report_suspicious=Setting.OFF,
                system_preferred=Setting.OFF,
            ),
            [FAIL, FAIL, FAIL, FAIL],
        ),
    ],
)
def test_each_setting_by_what_it_comes_to(settings: MethodSettings, states: list[FindingState]) -> None:
    found = list(methods.around(settings))
    assert [each.state for each in found] == states and all(map(said, found))


def test_an_empty_campaign_is_mended_by_switching_it_on() -> None:
    found = list(methods.around(MethodSettings(migration=None, campaign=Campaign(state=Setting.OFF))))
    assert [each.remedy for each in found] == [None, "nudge on", None, None]


@pytest.mark.parametrize(("days", "words"), [(0, "every time"), (1, "the next day"), (14, "after 14 days")])
def test_how_long_a_not_now_lasts(days: int, words: str) -> None:
    settings = MethodSettings(migration=None, campaign=Campaign(state=Setting.ON, snooze_days=days))
    assert any(words in said(each) for each in methods.around(settings))


def allowing(*kinds: str) -> MethodPolicy:
    return MethodPolicy(tuple(MethodRule(kind, enabled=True) for kind in kinds), complete=True)


@pytest.mark.parametrize(
    ("kinds", "state", "words"),
    [
        (("Fido2", "Sms"), PASS, "text messages can be talked"),
        (("Fido2",), PASS, "allowed: passkeys"),
        (("Sms", "Voice"), FAIL, "nothing better than a phone"),
        ((), FAIL, "allowed: nothing"),
        (("Fido2", "SomethingNew"), PASS, "SomethingNew"),
    ],
)
def test_which_methods_are_allowed(kinds: tuple[str, ...], state: FindingState, words: str) -> None:
    found = methods.allowed(allowing(*kinds))
    assert found.state is state and words in said(found)


MFA = AccessPolicy(name="MFA", state=PolicyState.ON, grant=Grant(controls=frozenset({"mfa"})))


@pytest.mark.parametrize(
    ("policy", "state", "words"),
    [
        (MFA, PASS, "trusted: HQ; not trusted: Yard"),
        (replace(MFA, outside=frozenset({"yard"})), FAIL, '"MFA" asks for none from: Yard'),
        (replace(MFA, outside=frozenset({ALL_TRUSTED})), FAIL, "every trusted place"),
        (replace(MFA, outside=frozenset({"forgotten"})), FAIL, "forgotten"),
        (replace(MFA, locations=frozenset({"yard"})), FAIL, '"MFA" asks for it only from: Yard'),
        (replace(MFA, locations=frozenset({ALL_TRUSTED})), FAIL, "only from: every trusted place"),
        (replace(MFA, locations=frozenset({"yard"}), state=PolicyState.REPORT_ONLY), PASS, "no policy spares"),
        (replace(MFA, outside=frozenset({"hq"}), state=PolicyState.REPORT_ONLY), PASS, "no policy spares"),
        (replace(MFA, outside=frozenset({"hq"}), grant=Grant(controls=frozenset({"block"}))), PASS, "no policy"),
    ],
)
def test_places_that_are_spared(policy: AccessPolicy, state: FindingState, words: str) -> None:
    found = access.places((HQ, YARD), (policy,))
    assert found.state is state and words in said(found)


def test_without_places_there_is_nothing_to_say() -> None:
    assert access.places((), (MFA,)).state is NOTHING


def session(**controls: object) -> AccessPolicy:
    return replace(MFA, session=SessionControls(**controls))  # type: ignore[arg-type] # the fields by their names


@pytest.mark.parametrize(
    ("policy", "state", "words"),
    [
        (MFA, NOTHING, "90 days"),
        (session(hours=24), PASS, "asks for all again after 24 hours"),
        (session(hours=0), PASS, "every time"),
        (session(hours=8, second_factor_only=True), PASS, "the second factor again"),
        (session(persistent_browser=False), PASS, "ends it with the browser"),
        (session(persistent_browser=True), FAIL, "signed in for good"),
        (replace(session(persistent_browser=True), state=PolicyState.REPORT_ONLY), NOTHING, "no policy says"),
    ],
)
def test_how_long_a_sign_in_is_remembered(policy: AccessPolicy, state: FindingState, words: str) -> None:
    found = access.remembered((policy,))
    assert found.state is state and words in said(found)


@pytest.mark.parametrize(
    ("campaign", "on", "off"),
    [
        (Campaign(state=Setting.OFF), "on, for everybody", "off, for nobody"),
        (Campaign(state=Setting.DEFAULT, include=SOME), "on, for 2 groups", "off, for 2 groups"),
        (Campaign(state=Setting.ON, include=SOME[:1]), "on, for 1 group", "off, for 1 group"),
        (Campaign(state=Setting.ON, include=(AUTHENTICATOR,)), "on, for everybody", "off, for everybody"),
    ],
)
def test_whom_it_is_for_is_kept(campaign: Campaign, on: str, off: str) -> None:
    assert value_of(NudgeOn().wanted(campaign)) == on and value_of(NudgeOff().wanted(campaign)) == off
    back = made_to(value_of(campaign), NudgeOn().wanted(campaign))
    assert back == campaign


# --- at the wire ------------------------------------------------------------------------------------------------------


async def change_of(action: CampaignAction, tenants: GraphTenants) -> Change:
    (row,) = [each async for each in action.plan(tenants.reader(cast.TENANT_ID, FOR_ANA))]
    assert isinstance(row, Change)
    return row


async def carried_out(action: CampaignAction, change: Change, tenants: GraphTenants) -> Outcome:
    writer = tenants.writer(cast.TENANT_ID, Purpose("a run", Priority.PERSON, Area.POLICIES))
    (outcome,) = [each async for each in action.apply([change], writer)]
    return outcome


async def seen(action: CampaignAction, change: Change, tenants: GraphTenants) -> str | None:
    (found,) = [each async for each in action.look([change], tenants.reader(cast.TENANT_ID, FOR_ANA))]
    return found.value


async def test_on_and_back(tenants: GraphTenants) -> None:
    change = await change_of(NudgeOn(), tenants)
    assert (change.subject, change.before, change.after) == (SUBJECT, "off, for everybody", "on, for everybody")
    assert (await carried_out(NudgeOn(), change, tenants)).failed is None
    assert await seen(NudgeOn(), change, tenants) == change.after
    (again,) = [each async for each in NudgeOn().plan(tenants.reader(cast.TENANT_ID, FOR_ANA))]
    assert isinstance(again, Already) and has_sentence(again.why.code)
    back = replace(change, before=change.after, after=change.before)
    await carried_out(NudgeOn(), back, tenants)
    assert await seen(NudgeOn(), change, tenants) == change.before


async def test_switched_by_somebody_else_meanwhile(tenants: GraphTenants) -> None:
    change = await change_of(NudgeOn(), tenants)
    await carried_out(NudgeOn(), change, tenants)
    outcome = await carried_out(NudgeOn(), change, tenants)
    assert outcome.failed == Reason("changed-by-someone-else")


async def test_a_lost_answer_is_looked_for(tenants: GraphTenants, world: World) -> None:
    change = await change_of(NudgeOn(), tenants)
    world.faults.declare([{"method": "PATCH", "path": "authenticationMethodsPolicy$", "effect": "lost"}])
    outcome = await carried_out(NudgeOn(), change, tenants)
    assert outcome.unsure and await seen(NudgeOn(), change, tenants) == change.after


async def found(tenants: GraphTenants) -> dict[str, Finding]:
    results = [each async for each in SettingsCheck().findings(tenants.reader(cast.TENANT_ID, FOR_ANA))]
    assert all(map(said, results))
    return {each.subject.id: each for each in results if each.subject is not None}


async def test_the_tenant_is_looked_over(tenants: GraphTenants) -> None:
    results = await found(tenants)
    assert results[SUBJECT.id].state is FAIL and results[SUBJECT.id].remedy == "nudge on"
    assert results[access.REMEMBERED.id].state is PASS and results[access.PLACES.id].state is PASS
    for unseen in (SERVICE, LOCKOUT):
        assert results[unseen.id].state is UNREAD and "Entra admin center" in said(results[unseen.id])


async def test_without_one_permission_the_rest_is_told(tenants: GraphTenants, world: World) -> None:
    for app in world.apps.values():
        world.revoke(app.client_id, "Policy.Read.All")
    results = await found(tenants)
    assert results[access.PLACES.id].state is UNREAD and results[access.REMEMBERED.id].state is UNREAD
    assert results[methods.METHODS.id].state is PASS
