"""Who is locked out, rows by hand and at the wire. Hard cases:

- asked for MFA and answered a moment later, before or after in the log's order
- asked a hundred times in vain: one person; wrong passwords from elsewhere, and nothing else: nobody
- got in at nine, failed at five; a program in the background that needs no MFA; one that has it in its token
- denied, reported, blocked by a policy, account disabled: not for MFA
- yesterday, an hour too early; somebody who is not in the campaign
- 19 people tried: no share; 20, of whom 2 (10 %) and 3 (15 %); the guard switched off
- no licence for the log, no permission: said, with what holds the campaign instead
"""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from actions.args import CampaignName
from actions.campaign.guard import CampaignGuard
from actions.campaign.lockouts import LockedOut, Tries
from actions.spec import CampaignTerms, Finding, FindingState, Refusal, subject_id, terms_text
from demo import sign_in
from demo.apps import READER_ROLES
from demo.seed import cast
from demo.world import World
from dialogs.words import has_sentence
from tenant.graph.reader import GraphReader
from tenant.model import Kind, MethodKind, SignIn
from tenant.trouble import Forbidden, Unlicensed
from tests.actions.campaign.conftest import Remembered
from tests.actions.campaign.steps import EVERYONE, START, campaign
from tests.actions.sign_in.rows import row
from tests.tenant.clocks import JumpingClock

PASSED = frozenset({MethodKind.AUTHENTICATOR})


@pytest.mark.parametrize(
    ("rows", "locked"),
    [
        ([row(5, error=50074)], True),
        ([row(5, error=50076), row(4, methods=PASSED)], False),
        ([row(5, methods=PASSED), row(4, error=50074)], False),
        ([row(each, error=500121) for each in range(100)], True),
        ([row(5, error=50079), row(4, error=50126)], True),
        ([row(600, methods=PASSED), row(5, error=500121, detail="no response")], False),
        ([row(5, error=500121), row(4, interactive=False, multi_factor=False)], True),
        ([row(5, error=500121), row(4, interactive=False, multi_factor=True)], False),
        ([row(5, error=53010)], True),
        ([row(5, error=50076, client="IMAP4")], True),
    ],
)
def test_locked(rows: list[SignIn], locked: bool) -> None:
    for order in (rows, rows[::-1]):
        tries = told(order)
        assert (tries.tried, tries.locked) == (True, locked)


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [row(each, error=50126) for each in range(50)],
        [row(5, error=50053)],
        [row(5, error=500121, detail="MFA denied; user declined the authentication")],
        [row(5, error=500121, detail="fraud reported")],
        [row(5, error=53003)],
        [row(5, error=50057)],
        [row(5, interactive=False, multi_factor=False)],
    ],
)
def test_no_try_of_theirs(rows: list[SignIn]) -> None:
    tries = told(rows)
    assert not tries.tried
    assert not tries.locked


def test_what_it_comes_to_is_the_newest() -> None:
    tries = told([row(5, error=50079), row(3, error=50074), row(9, error=500121)])
    assert (tries.times, tries.why and tries.why.code) == (3, "mfa-prompted")


async def test_people_not_rows(looking: GraphReader, world: World, clock: JumpingClock) -> None:
    quiet(world)
    world.sign_in(cast.QUINN, error=sign_in.MUST_ANSWER)
    await clock.sleep(timedelta(hours=25).total_seconds())
    for _ in range(30):
        world.sign_in(cast.DAN, error=sign_in.MUST_ENROL)
        world.sign_in(cast.AIKO, error=sign_in.WRONG_PASSWORD)
    world.sign_in(cast.EVE, error=sign_in.MUST_ANSWER)
    await clock.sleep(60)
    world.sign_in(cast.EVE, sign_in.METHODS["phone"])
    world.sign_in(cast.OWEN, error=sign_in.MUST_ANSWER)
    people = (cast.QUINN, cast.DAN, cast.AIKO, cast.EVE)
    assert dict([each async for each in LockedOut().true_of(people, looking)]) == {cast.DAN: True, cast.EVE: False}


async def test_nobody_is_asked_about(looking: GraphReader) -> None:
    assert [each async for each in LockedOut().true_of((), looking)] == []


@pytest.mark.parametrize("scenario", ["no-p1"])
async def test_no_licence(looking: GraphReader, memory: Remembered) -> None:
    with pytest.raises(Unlicensed):
        assert [each async for each in LockedOut().true_of([cast.DAN], looking)]
    (finding,) = await guarded(looking, memory)
    assert finding.state is FindingState.COULD_NOT_READ
    assert [each.code for each in finding.evidence][1:] == ["guard-by-help"]


async def test_no_permission(looking: GraphReader, world: World, memory: Remembered) -> None:
    world.revoke(cast.READER_ID, "AuditLog.Read.All")
    with pytest.raises(Forbidden):
        assert [each async for each in LockedOut().true_of([cast.DAN], looking)]
    (finding,) = await guarded(looking, memory)
    assert finding.state is FindingState.COULD_NOT_READ


@pytest.mark.parametrize(
    ("tried", "locked", "guard", "state"),
    [
        (19, 19, 10, FindingState.PASS),
        (20, 2, 10, FindingState.PASS),
        (20, 3, 10, FindingState.FAIL),
        (20, 20, 0, FindingState.PASS),
    ],
)
async def test_the_share(
    looking: GraphReader, world: World, memory: Remembered, tried: int, locked: int, guard: int, state: FindingState
) -> None:
    quiet(world)
    people = [cast.generated(each) for each in range(tried)]
    for place, each in enumerate(people):
        world.sign_in(each, error=sign_in.MUST_ENROL if place < locked else 0)
    first, *each_locked = await guarded(looking, memory, guard=guard)
    assert first.state is state
    assert dict(first.title.facts) == {
        "tried": str(tried), "locked": str(locked), "share": f"{locked * 100 // tried}%",
    }  # fmt: skip
    codes = [each.code for each in first.evidence]
    assert ("guard-few" in codes, "guard-off" in codes, "guard-age" in codes) == (tried < 20, not guard, True)
    assert {each.subject.id for each in each_locked if each.subject} == set(people[:locked])
    assert all(each.evidence[0].code == "must-register" and each.remedy for each in each_locked)


async def test_the_age_of_the_data(looking: GraphReader, world: World, memory: Remembered, clock: JumpingClock) -> None:
    quiet(world)
    world.sign_in(cast.DAN, error=sign_in.MUST_ENROL)
    await clock.sleep(45 * 60)
    first, dan = await guarded(looking, memory)
    assert {each.code: dict(each.facts) for each in first.evidence}["guard-age"] == {"minutes": "45"}
    assert dan.remedy == "why dan@contoso.com"


async def test_its_words(looking: GraphReader, world: World, memory: Remembered) -> None:
    quiet(world)
    world.sign_in(cast.DAN, error=sign_in.MUST_ENROL)
    found = await guarded(looking, memory)
    said = [each.title.code for each in found] + [why.code for each in found for why in each.evidence]
    assert [code for code in said if not has_sentence(code)] == []


async def test_no_such_campaign(looking: GraphReader) -> None:
    with pytest.raises(Refusal) as refusal:
        await findings(looking, "Nothing")
    assert refusal.value.reason.code == "no-such-campaign"


async def test_without_a_name_it_is_the_only_one(looking: GraphReader, world: World, memory: Remembered) -> None:
    quiet(world)
    with pytest.raises(Refusal) as none:
        await findings(looking, "")
    first, *_ = await guarded(looking, memory)
    assert [each.subject for each in await findings(looking, "")] == [first.subject]
    other = replace(campaign(people=EVERYONE).terms(START), name="Other")
    memory.say(Kind.CAMPAIGN, subject_id(other.name), terms_text(other))
    with pytest.raises(Refusal) as several:
        await findings(looking, "")
    assert (none.value.reason.code, several.value.reason.code) == ("no-campaign", "which-campaign")


def told(rows: list[SignIn]) -> Tries:
    tries = Tries()
    for each in rows:
        tries.note(each)
    return tries


def quiet(world: World) -> None:
    """A log without a row."""
    world.sign_ins = type(world.sign_ins)()


async def guarded(tenant: GraphReader, memory: Remembered, *, guard: int = 10) -> list[Finding]:
    """Of everybody."""
    terms: CampaignTerms = replace(campaign(people=EVERYONE).terms(START), guard=guard)
    memory.say(Kind.CAMPAIGN, subject_id(terms.name), terms_text(terms))
    return await findings(tenant, terms.name)


async def findings(tenant: GraphReader, name: str) -> list[Finding]:
    found: AsyncIterator[Finding] = CampaignGuard(called=CampaignName(name)).findings(tenant)
    return [each async for each in found]


async def test_what_is_declared_is_enough(looking: GraphReader, world: World, memory: Remembered) -> None:
    for role in READER_ROLES - set(CampaignGuard.scopes):
        world.revoke(cast.READER_ID, role)
    world.sign_in(cast.DAN, error=sign_in.MUST_ENROL)
    first, *_ = await guarded(looking, memory)
    assert first.state is not FindingState.COULD_NOT_READ
    assert [each async for each in LockedOut().true_of([cast.DAN], looking)] == [(cast.DAN, True)]
