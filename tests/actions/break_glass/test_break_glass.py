"""``break-glass check``. Hard cases:

- none is named in the settings; one; two of which one is gone, or disabled; more than two
- synchronised; cloud-only under a domain of one's own
- eligible only; eligible and active at once (activated just now?); active over an administrative unit only
- a passkey that the method policy forbids; no passkey, and a certificate that nobody lists
- a policy reaches it through a group, or only reports, or demands a device and no MFA; one that demands nothing
- Microsoft does not say whether it is in a restricted unit: nothing is wrong for that
- tried 90 days ago to the second, and a moment earlier; never; tried in vain only
- the drill: two weeks ahead, on the day, the oldest counts
- one thing cannot be read: said of it, the others are told; no licence
"""

from datetime import UTC, datetime, timedelta

import pytest

from actions.break_glass.aspects import of_methods, of_origin, of_policies, of_roles, of_unit, of_use
from actions.break_glass.check import ACCOUNTS, ALERT, DRILL, BreakGlassCheck, drill_due
from actions.break_glass.verdict import Verdict, gravest, in_order
from actions.spec import Finding, FindingState
from demo.seed import cast
from demo.world import World
from dialogs.words import has_sentence, sentence
from tenant.graph import GraphTenants
from tenant.model import (
    ALL_USERS,
    GLOBAL_ADMINISTRATOR,
    AccessPolicy,
    Account,
    Grant,
    LastSignIn,
    Method,
    MethodKind,
    MethodPolicy,
    MethodRule,
    PolicyState,
    RoleHolding,
    Rules,
    SessionControls,
    User,
)
from tests.tenant.conftest import FOR_ANA

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
FAIL, PASS, UNREAD = FindingState.FAIL, FindingState.PASS, FindingState.COULD_NOT_READ
UNTOLD = FindingState.NOT_APPLICABLE
EVERYBODY = frozenset({ALL_USERS})


def code(verdict: Verdict) -> str:
    (reason,) = verdict.evidence
    assert has_sentence(reason.code)
    return reason.code


def user(upn: str, *, synced: bool = False) -> User:
    return User(id="glass", upn=upn, name="Glass", synced=synced)


@pytest.mark.parametrize(
    ("account", "expected"),
    [
        (user("a@contoso.onmicrosoft.com"), (PASS, "glass-cloud-only")),
        (user("a@contoso.com"), (PASS, "glass-other-domain")),
        (user("a@contoso.onmicrosoft.com", synced=True), (FAIL, "glass-synced")),
    ],
)
def test_where_it_comes_from(account: User, expected: tuple[FindingState, str]) -> None:
    assert (of_origin(account).state, code(of_origin(account))) == expected


def held(*, role: str = GLOBAL_ADMINISTRATOR, eligible: bool = False, everywhere: bool = True) -> RoleHolding:
    return RoleHolding("glass", role, eligible=eligible, everywhere=everywhere)


@pytest.mark.parametrize(
    ("holdings", "expected"),
    [
        ((held(),), "glass-permanent"),
        ((held(eligible=True),), "glass-eligible"),
        ((held(), held(eligible=True)), "glass-activated"),
        ((held(everywhere=False),), "glass-no-role"),
        ((held(role="helpdesk"),), "glass-no-role"),
        ((held(), held(role="helpdesk", eligible=True)), "glass-permanent"),
        ((), "glass-no-role"),
    ],
)
def test_its_role(holdings: tuple[RoleHolding, ...], expected: str) -> None:
    assert code(of_roles(holdings)) == expected
    assert (of_roles(holdings).state is PASS) is (expected == "glass-permanent")


def allowing(*kinds: str) -> MethodPolicy:
    known = ("Fido2", "X509Certificate")
    rules = (MethodRule(kind, enabled=kind in kinds, include=EVERYBODY) for kind in known)
    return MethodPolicy(tuple(rules), complete=True)


@pytest.mark.parametrize(
    ("kinds", "policy", "expected"),
    [
        ([MethodKind.FIDO2], allowing("Fido2"), (PASS, "glass-passkey")),
        ([MethodKind.FIDO2], allowing(), (FAIL, "glass-passkey-forbidden")),
        ([MethodKind.PHONE], allowing("Fido2"), (FAIL, "glass-no-passkey")),
        ([], allowing("X509Certificate"), (UNTOLD, "glass-certificate-perhaps")),
        ([], MethodPolicy((), complete=True), (FAIL, "glass-no-passkey")),
    ],
)
def test_its_methods(kinds: list[MethodKind], policy: MethodPolicy, expected: tuple[FindingState, str]) -> None:
    verdict = of_methods("glass", [Method("1", kind) for kind in kinds], policy)
    assert (verdict.state, code(verdict)) == expected


def policy(name: str, grant: Grant) -> AccessPolicy:
    return AccessPolicy(name=name, state=PolicyState.REPORT_ONLY, grant=grant, session=SessionControls(hours=24))


def test_every_demand_can_keep_it_out() -> None:
    reaching = [policy("Device", Grant(controls=frozenset({"compliantDevice"}))), policy("Daily", Grant())]
    assert of_policies(reaching).evidence[0].facts["names"] == '"Device"'
    assert of_policies(reaching[1:]).state is PASS


@pytest.mark.parametrize(("told", "state"), [(True, PASS), (False, FAIL), (None, UNTOLD)])
def test_its_unit(*, told: bool | None, state: FindingState) -> None:
    assert of_unit(Account(restricted=told)).state is state and code(of_unit(Account(restricted=told)))


@pytest.mark.parametrize(
    ("ago", "state"),
    [(timedelta(days=90), PASS), (timedelta(days=90, seconds=1), FAIL), (timedelta(0), PASS), (None, FAIL)],
)
def test_when_it_was_last_tried(ago: timedelta | None, state: FindingState) -> None:
    last = LastSignIn(at=NOW, successful=None if ago is None else NOW - ago)
    assert of_use(last, NOW).state is state


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([75], (PASS, "glass-drill-later")),
        ([76], (FAIL, "glass-drill-soon")),
        ([10, 89], (FAIL, "glass-drill-soon")),
        ([90], (FAIL, "glass-drill-over")),
        ([10, None], (FAIL, "glass-drill-now")),
    ],
)
def test_the_drill(days: list[int | None], expected: tuple[FindingState, str]) -> None:
    found = drill_due([None if each is None else NOW - timedelta(days=each) for each in days], NOW)
    assert (found.state, found.title.code) == expected and has_sentence(found.title.code)


def test_one_thing_to_mend_is_enough_and_what_could_not_be_read_never_passes() -> None:
    fail, unread, told, passed = (Verdict(state, ()) for state in (FAIL, UNREAD, UNTOLD, PASS))
    assert gravest([passed, unread, fail]) is FAIL
    assert gravest([passed, unread, told]) is UNREAD
    assert gravest([passed, told]) is PASS and in_order([passed]) == ()


async def found(tenants: GraphTenants) -> dict[str, Finding]:
    """By subject; every sentence is there and whole."""
    reader = tenants.reader(cast.TENANT_ID, FOR_ANA)
    results = [each async for each in BreakGlassCheck().findings(reader)]
    for reason in (reason for each in results for reason in (each.title, *each.evidence)):
        assert has_sentence(reason.code) and "{" not in sentence(reason)
    return {each.subject.id: each for each in results if each.subject is not None}


def codes(finding: Finding) -> set[str]:
    return {reason.code for reason in finding.evidence}


async def test_one_is_good_and_one_is_bad(tenants: GraphTenants) -> None:
    results = await found(tenants)
    good, bad = results[cast.BREAK_GLASS_1], results[cast.BREAK_GLASS_2]
    assert good.state is PASS and {"glass-passkey", "glass-permanent", "glass-left-out"} <= codes(good)
    assert bad.state is FAIL and {"glass-no-passkey", "glass-reached", "glass-tried"} <= codes(bad)
    assert results[ACCOUNTS.id].state is PASS and results[ALERT.id].state is UNREAD
    assert results[DRILL.id].title.code == "glass-drill-over"


async def test_a_policy_that_only_reports_reaches_it_too(tenants: GraphTenants, world: World) -> None:
    trial = next(each for each in world.directory.policies if "trial" in str(each["displayName"]))
    conditions = trial["conditions"]
    assert isinstance(conditions, dict) and isinstance(conditions["users"], dict)
    conditions["users"]["excludeUsers"] = []
    conditions["users"]["excludeGroups"] = []
    results = await found(tenants)
    reached = next(each for each in results[cast.BREAK_GLASS_1].evidence if each.code == "glass-reached")
    assert "trial" in reached.facts["names"]


@pytest.mark.parametrize("rules", [Rules()])
async def test_none_is_named(tenants: GraphTenants) -> None:
    results = await found(tenants)
    assert set(results) == {ACCOUNTS.id, ALERT.id}
    assert results[ACCOUNTS.id].title.code == "glass-none-named"


@pytest.mark.parametrize("rules", [Rules(break_glass=frozenset({cast.BREAK_GLASS_1}))])
async def test_one_is_too_few(tenants: GraphTenants) -> None:
    results = await found(tenants)
    assert results[ACCOUNTS.id].title.code == "glass-too-few" and results[cast.BREAK_GLASS_1].state is PASS


@pytest.mark.parametrize("rules", [Rules(break_glass=frozenset({cast.BREAK_GLASS_1, cast.TENANT_ID}))])
async def test_one_is_gone(tenants: GraphTenants) -> None:
    results = await found(tenants)
    assert results[ACCOUNTS.id].title.facts == {"able": "1", "named": "2"}
    assert results[ACCOUNTS.id].title.code == "glass-some-gone"


async def test_one_is_disabled(tenants: GraphTenants, world: World) -> None:
    world.directory.people[cast.BREAK_GLASS_2].enabled = False
    assert (await found(tenants))[ACCOUNTS.id].title.code == "glass-some-gone"


async def test_without_one_permission_the_rest_is_told(tenants: GraphTenants, world: World) -> None:
    for app in world.apps.values():
        world.revoke(app.client_id, "Policy.Read.All")
    good = (await found(tenants))[cast.BREAK_GLASS_1]
    assert good.state is UNREAD and {"glass-unread-policies", "permission-missing", "glass-passkey"} <= codes(good)


@pytest.mark.parametrize("scenario", ["no-p1"])
async def test_without_a_licence_the_rest_is_told(tenants: GraphTenants) -> None:
    results = await found(tenants)
    assert {"unlicensed", "glass-unread-use"} <= codes(results[cast.BREAK_GLASS_1])
    assert results[DRILL.id].state is UNREAD
