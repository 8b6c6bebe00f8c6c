"""The plan of a campaign, at the wire. Hard cases:

- everybody who is named in the demo, each for their own reason; and the whole of Contoso, guests and rooms too
- set for them never counts; a target that the policy takes from one group; from everybody
- an end before the second reminder; over a weekend; a wave after the end, or yesterday
- a route without Conditional Access, without a group, without enabling; enforcing under policies
- no permission for mailboxes, devices, the log; no licence: said, and the rest is planned
- the name is taken, in another case; taken between plan and run
- the same plan twice is the same; no wave of many is empty; a small first wave has somebody in it
"""

from collections import Counter
from dataclasses import replace

import pytest

from actions.args import People, Selector, Waves
from actions.campaign.crowd import Crowd
from actions.campaign.start import CampaignStart
from actions.spec import Cannot, Enrol, Onward, Refusal, Subject, Target, subject_id, terms_text
from demo import allowed
from demo.apps import READER_ROLES
from demo.seed import cast
from demo.world import World
from dialogs.words import has_sentence, label, sentence
from tenant.graph.reader import GraphReader
from tenant.model import Kind, Rules
from tests.actions.campaign.conftest import Remembered
from tests.actions.campaign.steps import (
    EVERYONE,
    PILOT,
    START,
    all_of,
    campaign,
    changes,
    each_of,
    launched,
    planned,
    stands,
)

THREE = "waves:5%,25%,100%"
AS_SEEDED = {
    cast.DAN: "must-register",
    cast.EVE: "must-register",
    cast.QUINN: "must-register",
    cast.AIKO: "must-register",
    cast.PRIYA: "must-register",
    cast.SOFIA: "must-register",
    cast.NOOR: "on-leave",
    cast.HUGO: "on-leave",
    cast.PIERRE: "no-teams",
    cast.INGA: "inactive",
    cast.OWEN: "ready",
}


async def test_where_each_stands(looking: GraphReader) -> None:
    rows = await changes(campaign(THREE), looking)
    assert stands(rows) == AS_SEEDED
    assert rows[0].subject == Subject(subject_id("Pilot"), "Pilot")
    assert Counter(row.after for row in rows[1:]) == {"wave 1": 1, "wave 2": 2, "wave 3": 8}


async def test_what_it_leaves_behind(looking: GraphReader) -> None:
    action = campaign(f"{THREE} then:enable advance:90% target:app")
    first, *people = await changes(action, looking)
    terms = launched(action, first).terms
    assert (terms.name, terms.onward, terms.advance, terms.target) == ("Pilot", Onward.ENABLE, 90, Target.APP)
    assert People.unpin(terms.people) == PILOT
    for row in people:
        why = row.warnings[0].code.removeprefix("stands-")
        wave = int((row.after or "")[-1])
        assert action.then(row, START) == (Enrol(campaign="Pilot", person=row.subject, wave=wave, why=why),)


async def test_a_passkey_needs_a_new_phone(looking: GraphReader) -> None:
    found = stands(await changes(campaign("target:passkey"), looking))
    changed = {cast.EVE: "must-update", cast.OWEN: "must-update"}
    assert found == AS_SEEDED | changed


async def test_set_for_them_never_counts(looking: GraphReader, world: World, memory: Remembered) -> None:
    grace = People((Selector("person", "grace", cast.GRACE),))
    before = stands(await changes(campaign(people=grace), looking))
    for each in world.person(cast.GRACE).methods.true:
        memory.say(Kind.SET_FOR_THEM, cast.GRACE, key=each.id)
    after = stands(await changes(campaign(people=grace), looking))
    assert (before, after) == ({cast.GRACE: "ready"}, {cast.GRACE: "must-register"})


async def test_the_policy_forbids_it_to_some(looking: GraphReader, world: World) -> None:
    allowed.change(world.directory, "Fido2", {"exclude": ["Finance"]})
    rows = await changes(campaign("target:passkey", people=EVERYONE), looking)
    found = Counter(stands(rows).values())
    assert found["not-allowed"] > 1
    assert found["must-register"] > 1


async def test_the_policy_forbids_it_to_all(looking: GraphReader, world: World) -> None:
    allowed.change(world.directory, "Fido2", {"state": "disabled"})
    assert await why_not(campaign("target:passkey"), looking) == "target-not-allowed"
    assert (await changes(campaign("target:app"), looking))[0].warnings[0].code == "campaign-company-phone"


async def test_nobody_needs_a_private_phone(looking: GraphReader) -> None:
    first = (await changes(campaign("target:app"), looking))[0]
    assert first.warnings[0].code == "campaign-without-phone"
    assert first.warnings[0].facts == {"names": "a security key"}


async def test_all_of_contoso(looking: GraphReader, world: World) -> None:
    """Guests, rooms and the like have rows, for the guards to hold; they count in no wave."""
    action = campaign(THREE, people=EVERYONE)
    rows = await changes(action, looking)
    assert len({row.subject.id for row in rows}) == len(rows) > 110
    crowd, known = await Crowd.of("Pilot", EVERYONE, looking), {each.id: each async for each in looking.everyone()}
    inside = [row for row in rows if row.subject.is_person and crowd.takes(known[row.subject.id], looking)]
    waves = Counter(row.after for row in inside)
    assert waves == {"wave 1": -(-len(inside) * 5 // 100), "wave 2": waves["wave 2"], "wave 3": waves["wave 3"]}
    assert waves["wave 1"] + waves["wave 2"] == -(-len(inside) * 25 // 100)
    assert await changes(action, looking) == rows


async def test_another_name_mixes_people_anew(looking: GraphReader) -> None:
    one, two = [await changes(campaign("waves:50%,100%", name=name), looking) for name in ("Pilot", "Second")]
    assert [row.after for row in one[1:]] != [row.after for row in two[1:]]


async def test_who_is_few_is_not_in_the_last_wave_only(looking: GraphReader) -> None:
    dan = People((Selector("person", "dan", cast.DAN),))
    crowd = await Crowd.of("Pilot", dan, looking)
    assert crowd.wave(cast.DAN, Waves.parse("1%,100%").waves) == 1


@pytest.mark.parametrize(
    ("words", "until", "code"),
    [
        ('every:"2 workdays at 09:00"', "2026-11-25 07:00", "until-too-soon"),
        ('every:"1 workday"', "2026-11-25", "until-too-soon"),  # a weekend may lie between
        ("every:0,3,7", "2026-11-26 07:00", "until-too-soon"),
        ("every:0,3,7", "2026-11-26", ""),
        ("waves:5%@2027-02-01,100%", "2027-02-01", "wave-after-end"),
        ("waves:5%@2026-11-22,100%", "2027-02-01", "wave-day-past"),
        ("waves:5%@2026-11-23,100%@2027-01-31", "2027-02-01", ""),
        ("route:group then:enforce", "2027-02-01", "route-needs-enable"),
        ("route:group", "2027-02-01", "route-needs-enable"),
        ("then:enable route:group", "2027-02-01", "campaign-no-group"),
        ("then:enforce", "2027-02-01", "policies-enforce-already"),
        ("then:retire-phones", "2027-02-01", ""),
    ],
)
async def test_what_cannot_be(looking: GraphReader, words: str, until: str, code: str) -> None:
    assert await why_not(campaign(words, until=until), looking) == code


async def test_nobody_there(looking: GraphReader) -> None:
    empty = People((Selector("group", "Empty", cast.EMPTY_GROUP),))
    assert await why_not(campaign(people=empty), looking) == "nobody-there"


@pytest.mark.parametrize("scenario", ["conditional-access"])
async def test_without_the_right_to_read_the_log_the_plan_says_what_its_guard_is(
    looking: GraphReader, world: World
) -> None:
    world.revoke(cast.READER_ID, "AuditLog.Read.All")
    first = (await changes(campaign("guard:10%", people=EVERYONE), looking))[0]
    codes = {each.code: dict(each.facts) for each in first.warnings}
    assert codes["campaign-guard-unread"]["needs"] == "AuditLog.Read.All"
    off = (await changes(campaign("guard:0%", people=EVERYONE), looking))[0]
    assert "campaign-guard-unread" not in {each.code for each in off.warnings}


@pytest.mark.parametrize("scenario", ["no-p1"])
async def test_without_entra_p1(looking: GraphReader) -> None:
    dan = People((Selector("person", "dan", cast.DAN),))
    first = (await changes(campaign("then:enable", people=dan), looking))[0]
    codes = {each.code: dict(each.facts) for each in first.warnings}
    assert codes["campaign-inactive-unread"]["needs"]
    assert "campaign-guard-blind" in codes
    assert await why_not(campaign("then:enable route:group", people=dan), looking) == "no-conditional-access"
    assert await why_not(campaign("then:retire-phones", people=dan), looking) == "no-one-knows"
    assert await why_not(campaign("then:enforce", people=dan), looking) == ""


@pytest.mark.parametrize("scenario", ["security-defaults"])
async def test_with_security_defaults(looking: GraphReader) -> None:
    dan = People((Selector("person", "dan", cast.DAN),))
    first = (await changes(campaign("then:enable", people=dan), looking))[0]
    assert "campaign-defaults" in {each.code for each in first.warnings}


async def test_no_group_that_may_be_changed(looking: GraphReader) -> None:
    first = (await changes(campaign("then:enable"), looking))[0]
    assert "campaign-no-group-yet" in {each.code for each in first.warnings}


class TestWithGroup:
    """An owner named the group."""

    @pytest.fixture
    def rules(self) -> Rules:
        return Rules(writable_groups=frozenset({cast.MFA_ROLLOUT}))

    async def test_the_route_is_open(self, looking: GraphReader) -> None:
        action = campaign("then:enable route:group")
        first = (await changes(action, looking))[0]
        assert launched(action, first).terms.route == "group"
        assert {each.code for each in first.warnings} == {"campaign-without-phone"}


@pytest.mark.parametrize(
    ("lacks", "code"),
    [
        ("MailboxSettings.Read", "campaign-on-leave-unread"),
        ("Device.Read.All", "campaign-must-update-unread"),
        ("AuditLog.Read.All", "campaign-inactive-unread"),
    ],
)
async def test_what_cannot_be_read_is_said(looking: GraphReader, world: World, lacks: str, code: str) -> None:
    for role in (lacks, "Directory.Read.All"):  # the latter lets an app read devices too
        world.revoke(cast.READER_ID, role)
    rows = await changes(campaign("target:passkey"), looking)
    assert {each.code: each.facts.get("needs") for each in rows[0].warnings}[code] == lacks
    assert code.removeprefix("campaign-").removesuffix("-unread") not in stands(rows).values()


async def test_what_is_declared_is_enough(looking: GraphReader, world: World) -> None:
    action = campaign("target:passkey then:enable", people=EVERYONE)
    for role in READER_ROLES - set(action.scopes):
        world.revoke(cast.READER_ID, role)
    assert not [each for each in (await changes(action, looking))[0].warnings if each.code.endswith("-unread")]


async def test_a_name_that_runs(looking: GraphReader, memory: Remembered) -> None:
    terms = replace(campaign().terms(START), name="PILOT")
    memory.say(Kind.CAMPAIGN, subject_id("PILOT"), terms_text(terms))
    assert await why_not(campaign(), looking) == "campaign-runs"
    assert await why_not(campaign(name="Pilot 2"), looking) == ""


async def test_a_name_that_was_taken_meanwhile(looking: GraphReader, memory: Remembered) -> None:
    action = campaign()
    rows = await changes(action, looking)
    assert await all_of(action.vet(each_of(rows), looking)) == rows
    memory.say(Kind.CAMPAIGN, subject_id("Pilot"), terms_text(action.terms(START)))
    second = await all_of(action.vet(each_of(rows), looking))
    assert [row.why.code for row in second if isinstance(row, Cannot)] == ["campaign-runs"] * len(rows)
    assert await all_of(action.vet(each_of(rows[1:]), looking)) == rows[1:]  # its own run goes on after a crash


MANY = 'manager-after:4 title:"Safer sign-in" why:"It is time" desk:"+31 20 1" joiners:yes advance:90%'


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("", {"campaign-goal", "campaign-asks", "campaign-waves-evenly", "campaign-holds-guard-trouble"}),
        (MANY, {"campaign-waves-share", "campaign-joiners", "campaign-tells-manager", "campaign-says-why"}),
        ("every:0,3 guard:0%", {"campaign-holds-trouble", "campaign-then-nothing", "campaign-says"}),
        ("hold:0% then:enable", {"campaign-holds-guard", "campaign-then-enable", "campaign-says-more"}),
        ("hold:0% guard:0% then:enforce", {"campaign-holds-never", "campaign-then-enforce", "campaign-parks"}),
        ("then:enable route:group", {"campaign-then-enable-group", "campaign-announce-first"}),
        ("then:retire-phones", {"campaign-then-retire-phones"}),
    ],
)
def test_whoever_approves_reads_all_of_it(words: str, codes: set[str]) -> None:
    notes = campaign(words).notes(START)
    assert codes <= {each.code for each in notes}
    assert [each.code for each in notes if not has_sentence(each.code)] == []
    assert all("{" not in sentence(each) and "  " not in sentence(each) for each in notes)


async def test_its_words(looking: GraphReader) -> None:
    rows = await changes(campaign("then:enable"), looking)
    assert [each.code for row in rows for each in row.warnings if not has_sentence(each.code)] == []
    assert rows[0].after == "one wave, until 2027-02-01, then enable"
    assert label("stands-inactive") == "without sign-in for 30 days"


async def why_not(action: CampaignStart, tenant: GraphReader) -> str:
    """The refusal's code; empty where there is a plan."""
    try:
        await planned(action, tenant)
    except Refusal as refusal:
        return refusal.reason.code if has_sentence(refusal.reason.code) else f"no sentence for {refusal.reason}"
    return ""
