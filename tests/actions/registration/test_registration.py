"""``registration check`` and ``registration protect``. Hard cases:

- a policy for all applications is no protection of registering; one for the user action is
- one that only reports, one for a group, one for one platform, one of certain places, one that demands nothing
- one that terms of use satisfy: whoever knows the password accepts them
- a place that it leaves out and that is not trusted, as a country never is
- several demands, any of which will do, and all of which must be met; an authentication strength; a block
- security defaults are on: there is no such policy then
- nothing said: by place where a place is trusted, else by pass; by:place without a trusted place
- asked for again without a word: goes on as it is; with another word: left alone
- somebody else's policy does it already
- what can be read is told where something cannot be
"""

import pytest

from actions.args import BadArgument
from actions.registration.check import OPEN, PASSES, PLACES, POLICY, RegistrationCheck
from actions.registration.guarding import about, demanded, guards, trusted
from actions.registration.protect import ProtectRegistration
from actions.registration.ways import NAME, WORDS, Way
from actions.spec import Already, Cannot, Finding, FindingState, Refusal
from demo import allowed
from demo.seed import conditional
from demo.wire import JsonObject
from demo.world import World
from dialogs.words import has_sentence, sentence
from tenant.graph import GraphTenants
from tenant.model import REGISTER_SECURITY_INFO, AccessPolicy, Audience, Grant, PolicyState
from tests.actions.policies.steps import carried_out, change_of, fresh, only_row, reversed_, seen

FAIL, PASS, UNREAD = FindingState.FAIL, FindingState.PASS, FindingState.COULD_NOT_READ


def policy(**changed: object) -> AccessPolicy:
    """An enforced one about registering, for everybody."""
    fields: dict[str, object] = {
        "name": "Theirs",
        "state": PolicyState.ON,
        "include": Audience(everybody=True),
        "user_actions": frozenset({REGISTER_SECURITY_INFO}),
        "grant": Grant(controls=frozenset({"mfa"})),
    }
    return AccessPolicy(**{**fields, **changed})  # type: ignore[arg-type] # the fields by their names


@pytest.mark.parametrize(
    ("changed", "counts"),
    [
        ({}, True),
        ({"outside": frozenset({"AllTrusted"})}, True),
        ({"outside": frozenset({"AllTrusted", "hq"})}, True),
        ({"outside": frozenset({"hq", "a country"})}, False),
        ({"exclude": Audience(users=frozenset({"glass"}))}, True),
        ({"grant": Grant(controls=frozenset({"block"}))}, True),
        ({"state": PolicyState.REPORT_ONLY}, False),
        ({"state": PolicyState.OFF}, False),
        ({"include": Audience(groups=frozenset({"some"}))}, False),
        ({"narrowed": frozenset({"platforms"})}, False),
        ({"locations": frozenset({"abroad"})}, False),
        ({"clients": frozenset({"browser"})}, False),
        ({"grant": Grant()}, False),
        ({"grant": Grant(others=1)}, False),
        ({"grant": Grant(controls=frozenset({"mfa"}), others=1)}, False),
        ({"grant": Grant(controls=frozenset({"mfa"}), others=1, every=True)}, True),
        ({"grant": Grant(strength="sms only")}, False),
        ({"grant": Grant(strength="strong", strength_is_mfa=True)}, True),
        ({"user_actions": frozenset()}, False),
    ],
)
def test_what_protects_everybody(changed: dict[str, object], *, counts: bool) -> None:
    assert bool(guards([policy(**changed)], frozenset({"AllTrusted", "hq"}))) is counts


def test_one_that_is_switched_off_is_not_even_told() -> None:
    assert not about([policy(state=PolicyState.OFF), policy(grant=Grant())])


@pytest.mark.parametrize(
    ("grant", "what"),
    [
        (Grant(controls=frozenset({"block"})), "nobody registers"),
        (Grant(controls=frozenset({"mfa", "compliantDevice"})), "MFA or a Temporary Access Pass or a managed device"),
        (Grant(controls=frozenset({"mfa", "domainJoinedDevice"}), every=True), "Pass and a managed device"),
        (Grant(strength="0", strength_name="Phishing-resistant"), 'the strength "Phishing-resistant"'),
        (Grant(controls=frozenset({"mfa"}), others=1), "or something else"),
    ],
)
def test_what_is_demanded_is_said(grant: Grant, what: str) -> None:
    assert what in sentence(demanded(policy(grant=grant)))


async def found(tenants: GraphTenants) -> dict[str, Finding]:
    """By subject; every sentence is there and whole."""
    results = [each async for each in RegistrationCheck().findings(fresh(tenants))]
    for reason in (reason for each in results for reason in (each.title, *each.evidence)):
        assert has_sentence(reason.code) and "{" not in sentence(reason)
    return {each.subject.id: each for each in results if each.subject is not None}


async def protect(tenants: GraphTenants, **said: Way) -> str | None:
    """One step further; the value that it came to."""
    action = ProtectRegistration(**said)
    change = await change_of(action, tenants)
    assert (await carried_out(action, change, tenants)).failed is None
    return await seen(action, change, tenants)


async def test_policies_for_all_applications_do_not_protect_it(tenants: GraphTenants) -> None:
    results = await found(tenants)
    assert results[POLICY.id].state is FAIL and results[POLICY.id].title.code == "registration-open"
    assert results[POLICY.id].remedy == "registration protect"
    assert results[OPEN.id].state is FAIL and int(results[OPEN.id].title.facts["count"]) > 3
    assert results[PLACES.id].state is PASS and results[PASSES.id].state is PASS


async def test_by_place_first_reporting_then_on(tenants: GraphTenants, world: World) -> None:
    assert await protect(tenants) == f"report-only, {WORDS['place']}"
    assert (await found(tenants))[POLICY.id].title.code == "registration-half-open"
    assert await protect(tenants) == f"on, {WORDS['place']}"
    assert (await found(tenants))[POLICY.id].state is PASS
    assert isinstance(await only_row(ProtectRegistration(), tenants), Already)
    (made,) = [each for each in world.directory.policies if each["displayName"] == NAME]
    conditions = made["conditions"]
    assert isinstance(conditions, dict) and isinstance(conditions["applications"], dict)
    assert conditions["applications"]["includeUserActions"] == [REGISTER_SECURITY_INFO]
    assert conditions["locations"] == {"includeLocations": ["All"], "excludeLocations": ["AllTrusted"]}


@pytest.mark.parametrize("way", ["place", "device", "pass"])
async def test_every_way_is_read_back_as_itself(tenants: GraphTenants, way: str) -> None:
    assert await protect(tenants, by=Way.parse(way)) == f"report-only, {WORDS[way]}"
    assert await protect(tenants) == f"on, {WORDS[way]}"


def trust_nothing(world: World) -> None:
    for place in world.directory.locations:
        place["isTrusted"] = False


async def test_without_a_trusted_place_it_is_by_pass(tenants: GraphTenants, world: World) -> None:
    trust_nothing(world)
    assert (await found(tenants))[PLACES.id].state is FindingState.NOT_APPLICABLE
    assert (await change_of(ProtectRegistration(), tenants)).after == f"report-only, {WORDS['pass']}"


async def test_by_place_without_a_trusted_place_is_refused(tenants: GraphTenants, world: World) -> None:
    trust_nothing(world)
    with pytest.raises(Refusal) as refused:
        await only_row(ProtectRegistration(by=Way.parse("place")), tenants)
    assert refused.value.reason.code == "no-trusted-place" and has_sentence("no-trusted-place")


async def test_another_way_than_it_has_is_left_alone(tenants: GraphTenants) -> None:
    await protect(tenants, by=Way.parse("pass"))
    row = await only_row(ProtectRegistration(by=Way.parse("device")), tenants)
    assert isinstance(row, Cannot) and row.why.code == "registration-other-way"


async def test_its_undo_deletes_it(tenants: GraphTenants, world: World) -> None:
    change = await change_of(ProtectRegistration(), tenants)
    await carried_out(ProtectRegistration(), change, tenants)
    await carried_out(ProtectRegistration(), reversed_(change), tenants)
    assert not [each for each in world.directory.policies if each["displayName"] == NAME]


async def test_somebody_elses_policy_will_do(tenants: GraphTenants, world: World) -> None:
    users: JsonObject = {"includeUsers": ["All"]}
    theirs = conditional.policy("Theirs", conditional.ENFORCED, users=users, controls=["mfa"])
    conditions = theirs["conditions"]
    assert isinstance(conditions, dict)
    conditions["applications"] = {"includeApplications": [], "includeUserActions": [REGISTER_SECURITY_INFO]}
    world.directory.policies.append(theirs)
    row = await only_row(ProtectRegistration(), tenants)
    assert isinstance(row, Already) and row.why.code == "registration-guarded-by"


@pytest.mark.parametrize("scenario", ["security-defaults"])
async def test_security_defaults_leave_it_open(tenants: GraphTenants) -> None:
    assert (await found(tenants))[POLICY.id].evidence[0].code == "registration-defaults"


@pytest.mark.parametrize("scenario", ["no-p1"])
async def test_without_the_licence_no_policy_is_offered(tenants: GraphTenants) -> None:
    policy = (await found(tenants))[POLICY.id]
    assert policy.state is FAIL and policy.remedy is None
    assert policy.evidence[-1].code == "policy-needs-p1"


async def test_what_can_be_read_is_told_nevertheless(tenants: GraphTenants, world: World) -> None:
    for app in world.apps.values():
        world.revoke(app.client_id, "AuditLog.Read.All")
    results = await found(tenants)
    assert results[OPEN.id].state is UNREAD and "AuditLog.Read.All" in sentence(results[OPEN.id].evidence[0])
    assert results[POLICY.id].state is FAIL


async def test_passes_that_are_off_are_said(tenants: GraphTenants, world: World) -> None:
    allowed.configuration(world.directory, "TemporaryAccessPass")["state"] = "disabled"
    assert (await found(tenants))[PASSES.id].title.code == "passes-off"
    warnings = (await change_of(ProtectRegistration(), tenants)).warnings
    assert "registration-passes-off" in {each.code for each in warnings}
    assert all(has_sentence(each.code) for each in warnings)


@pytest.mark.parametrize("said", ["", "place,pass", "cloud"])
def test_one_way_is_said(said: str) -> None:
    with pytest.raises(BadArgument):
        Way.parse(said)


async def test_only_places_marked_as_trusted_may_be_left_out(tenants: GraphTenants) -> None:
    tenant = fresh(tenants)
    places = await tenant.locations()
    marked = {place.id for place in places if place.trusted}
    others = {place.id for place in places} - marked
    assert marked and others
    for ids, counts in ((marked, True), (others, False), ({*marked, *others}, False), ({"deleted since"}, False)):
        found = [policy(outside=frozenset(ids))]
        assert bool(guards(found, await trusted(found, tenant))) is counts
