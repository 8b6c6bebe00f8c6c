"""What campaigns wait for, what parks people, who is ready, at the wire and by hand. Hard cases:

- a phone is a method and not the app; a security key or a token stands in for the app; Windows Hello does not
- what the policy took away, and what was set for them, counts for nothing
- passkeys: the policies of old never allowed one; push they may have
- old phones: each of them, none known, no version, a tablet, a laptop, a phone that was switched off
- last seen by a try that failed; by a program; never
- ready people of two campaigns, in another case, somebody who is gone
"""

from datetime import UTC, datetime, timedelta

import pytest

from actions.args import People, Selector
from actions.campaign.devices import must_update
from actions.campaign.facts import AppRegistered, Inactive, NoTeams, OnLeave, PhishingResistant
from actions.campaign.goals import allowed, allowed_to_anybody, reached, without_phone
from actions.campaign.parked import is_idle
from actions.spec import Fact, Refusal, Target, subject_id, terms_text
from demo import allowed as demo_policy
from demo.seed import cast
from demo.world import World
from tenant.graph.reader import GraphReader
from tenant.model import (
    ALL_USERS,
    Device,
    Kind,
    LastSignIn,
    Method,
    MethodKind,
    MethodPolicy,
    MethodRule,
)
from tests.actions.campaign.conftest import Remembered
from tests.actions.campaign.steps import START, all_of, campaign

ME = "me-id"
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
APP, KEY, HELLO = MethodKind.AUTHENTICATOR, MethodKind.FIDO2, MethodKind.WINDOWS_HELLO
PHONE, TOKEN, CODE = MethodKind.PHONE, MethodKind.HARDWARE_OATH, MethodKind.SOFTWARE_OATH
EVERYBODY = frozenset({ALL_USERS})


def policy(*kinds: str, complete: bool = True, office: bool = False) -> MethodPolicy:
    """Only these are switched on."""
    known = ("MicrosoftAuthenticator", "Fido2", "SoftwareOath", "HardwareOath", "Sms", "Voice")
    rules = (MethodRule(each, each in kinds, EVERYBODY, office_phones=office) for each in known)
    return MethodPolicy(tuple(rules), complete=complete)


OPEN = policy("MicrosoftAuthenticator", "Fido2", "SoftwareOath", "HardwareOath", "Sms")


@pytest.mark.parametrize(
    ("kind", "any_", "app", "resistant"),
    [
        (APP, True, True, False),
        (KEY, True, True, True),
        (HELLO, True, False, True),
        (MethodKind.PLATFORM, True, False, True),
        (TOKEN, True, True, False),
        (CODE, True, False, False),
        (PHONE, True, False, False),
        (MethodKind.TEMPORARY_PASS, False, False, False),
        (MethodKind.PASSWORD, False, False, False),
    ],
)
def test_what_counts(kind: MethodKind, any_: bool, app: bool, resistant: bool) -> None:
    held = [Method("1", kind)]
    found = [reached(target, ME, held, OPEN) for target in (Target.ANY, Target.APP, Target.PHISHING_RESISTANT)]
    assert found == [any_, app, resistant]
    theirs = [Method("1", kind, set_for_them=True)]
    assert not any(reached(target, ME, theirs, OPEN) for target in Target)


@pytest.mark.parametrize(("kind", "target"), [(APP, Target.APP), (KEY, Target.PHISHING_RESISTANT), (PHONE, Target.ANY)])
def test_what_the_policy_took_away(kind: MethodKind, target: Target) -> None:
    assert not reached(target, ME, [Method("1", kind)], policy())
    assert not allowed(target, ME, policy())
    assert not allowed_to_anybody(target, policy())


def test_what_older_policies_may_allow() -> None:
    assert allowed(Target.APP, ME, policy(complete=False))
    assert allowed_to_anybody(Target.ANY, policy(complete=False))
    assert allowed(Target.PHISHING_RESISTANT, ME, policy(complete=False)) is False
    assert allowed_to_anybody(Target.PHISHING_RESISTANT, MethodPolicy((), complete=True))  # it does not say


@pytest.mark.parametrize(
    ("target", "found", "names"),
    [
        (Target.ANY, policy("Voice", "Sms"), 1),  # Voice without office phones calls private ones only
        (Target.ANY, policy("Voice", office=True), 2),
        (Target.APP, OPEN, 2),
        (Target.APP, policy("MicrosoftAuthenticator", "SoftwareOath"), 0),
        (Target.PHISHING_RESISTANT, OPEN, 2),
    ],
)
def test_without_a_private_phone(target: Target, found: MethodPolicy, names: int) -> None:
    assert len(without_phone(target, found)) == names


def phone(system: str, version: str, *, enabled: bool = True) -> Device:
    return Device(id=f"{system}{version}", system=system, version=version, enabled=enabled)


@pytest.mark.parametrize(
    ("devices", "must"),
    [
        ([phone("iOS", "15.8.3")], True),
        ([phone("iPhone", "16.7")], True),
        ([phone("AndroidForWork", "13")], True),
        ([phone("iOS", "17.0")], False),
        ([phone("Android", "14")], False),
        ([phone("iOS", "15.8.3"), phone("Android", "15.0")], False),
        ([phone("iOS", "15.8.3"), phone("iPad", "18.1")], False),
        ([phone("iOS", "15.8.3"), phone("Windows", "10.0.26100.2033")], True),
        ([phone("iOS", "18.1", enabled=False), phone("iOS", "15.8.3")], True),
        ([phone("iOS", "")], False),
        ([phone("Android", "Tiramisu")], False),
        ([phone("Windows", "10.0.19045")], False),
        ([], False),
    ],
)
def test_old_phones(devices: list[Device], must: bool) -> None:
    assert must_update(devices) is must


def ago(days: int) -> datetime:
    return NOW - timedelta(days=days)


@pytest.mark.parametrize(
    ("last", "idle"),
    [
        (LastSignIn(), True),
        (LastSignIn(at=ago(1), by_person=ago(1), successful=ago(40)), True),  # somebody tried, in vain
        (LastSignIn(at=ago(1), by_program=ago(1), successful=ago(1)), False),
        (LastSignIn(at=ago(2), by_person=ago(40), by_program=ago(2)), False),
        (LastSignIn(successful=ago(30)), False),
        (LastSignIn(successful=ago(31)), True),
    ],
)
def test_idle(last: LastSignIn, idle: bool) -> None:
    assert is_idle(last, NOW) is idle


async def true_of(fact: Fact, tenant: GraphReader, *people: str) -> list[bool]:
    found = dict(await all_of(fact.true_of(people, tenant)))
    return [found[each] for each in people]


async def test_at_the_wire(looking: GraphReader, world: World) -> None:
    assert await true_of(AppRegistered(), looking, cast.OWEN, cast.DAN, cast.GRACE) == [True, False, False]
    assert await true_of(PhishingResistant(), looking, cast.BREAK_GLASS_1, cast.OWEN) == [True, False]
    demo_policy.change(world.directory, "MicrosoftAuthenticator", {"state": "disabled"})
    assert await true_of(AppRegistered(), looking, cast.OWEN) == [False]


async def test_parked_at_the_wire(looking: GraphReader) -> None:
    people = (cast.NOOR, cast.INGA, cast.PIERRE, cast.DAN)
    assert await true_of(OnLeave(), looking, *people) == [True, False, False, False]
    assert await true_of(Inactive(), looking, *people) == [False, True, False, False]
    assert await true_of(NoTeams(), looking, *people) == [False, False, True, False]


async def test_inactive_among_many(looking: GraphReader) -> None:
    many = [cast.INGA, cast.DAN, *(cast.generated(each) for each in range(160))]
    found = dict(await all_of(Inactive().true_of(many, looking)))
    assert (found[cast.INGA], found[cast.DAN], len(found)) == (True, False, len(many))


async def test_those_who_are_ready(looking: GraphReader, memory: Remembered) -> None:
    memory.say(Kind.READY_IN, cast.DAN, "2", key="Pilot")
    memory.say(Kind.READY_IN, cast.EVE, "1", key="Pilot")
    memory.say(Kind.READY_IN, cast.OWEN, "1", key="Finance")
    memory.say(Kind.READY_IN, "f0000000-0000-4000-8000-000000000001", "1", key="Pilot")
    who = await People.parse('campaign:"PILOT"').resolve(looking)
    assert isinstance(who, People)
    assert {user.id for user in await all_of(who.expand(looking))} == {cast.DAN, cast.EVE}
    assert who.said() == 'campaign:"Pilot"'
    assert People.unpin(who.pinned()) == who
    assert who.named == frozenset()
    unresolved = People((Selector("campaign", "pilot"),))
    assert len(await all_of(unresolved.expand(looking))) == 2


async def test_nobody_is_ready_yet(looking: GraphReader, memory: Remembered) -> None:
    terms = campaign().terms(START)
    memory.say(Kind.CAMPAIGN, subject_id(terms.name), terms_text(terms))
    who = await People.parse("campaign:pilot dan@contoso.com").resolve(looking)
    assert isinstance(who, People)
    assert [user.id for user in await all_of(who.expand(looking))] == [cast.DAN]


async def test_no_such_campaign(looking: GraphReader, memory: Remembered) -> None:
    memory.say(Kind.READY_IN, cast.DAN, "2", key="Pilot")
    with pytest.raises(Refusal) as refusal:
        await People.parse('campaign:"Finance"').resolve(looking)
    assert (refusal.value.reason.code, refusal.value.reason.facts["near"]) == ("no-such-campaign", "Pilot")
