"""`campaign change`, at the wire. Hard cases:

- what is not said stays; what is said and is so already is no row; 0 is a value
- an end that is too soon, other shares, another name: refused; days of waves that are past already are not judged again
- two changes planned from the same terms: the second does nothing; the campaign ended meanwhile
- another end takes the group away that enabling had
"""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from actions.args import Until
from actions.campaign.change import CampaignChange
from actions.spec import (
    Already,
    CampaignTerms,
    Cannot,
    Change,
    Launch,
    Onward,
    Refusal,
    Wave,
    subject_id,
    terms_text,
)
from demo.apps import READER_ROLES
from demo.seed import cast
from demo.world import World
from dialogs.bind import bind, build
from dialogs.grammar import parse
from dialogs.words import has_sentence
from tenant.graph.reader import GraphReader
from tenant.model import Kind
from tests.actions.campaign.conftest import Remembered
from tests.actions.campaign.steps import START, all_of, campaign, each_of, planned

WAVES = (Wave(5, date(2026, 11, 1)), Wave(25), Wave(100))
TERMS = replace(campaign("then:enable route:group advance:90%").terms(START), waves=WAVES)


@pytest.fixture
def approved(memory: Remembered) -> CampaignTerms:
    memory.say(Kind.CAMPAIGN, subject_id(TERMS.name), terms_text(TERMS))
    return TERMS


def change(words: str, name: str = "pilot") -> CampaignChange:
    built = build(CampaignChange, bind(CampaignChange, parse(f"{name} {words}").words))
    assert isinstance(built, CampaignChange)
    return built


async def test_a_row_for_each_setting(looking: GraphReader, approved: CampaignTerms) -> None:
    action = change('until:2027-03-01 advance:0% guard:10% why:"It is time" every:"3 workdays at 10:00"')
    rows = [row for row in await planned(action, looking) if isinstance(row, Change)]
    assert [(row.subject.name, row.before, row.after) for row in rows] == [
        ("Pilot, advance", "90%", "0%"),
        ("Pilot, every", "2 workdays at 09:00", "3 workdays at 10:00"),
        ("Pilot, until", "2027-02-01 09:00 UTC", "2027-03-01 09:00 UTC"),
        ("Pilot, why", None, "It is time"),
    ]
    (launch,) = action.then(rows[0], START)
    assert isinstance(launch, Launch)
    same = replace(launch.terms, until=approved.until, advance=90, cadence=approved.cadence, texts=approved.texts)
    assert same == approved
    assert launch.terms.until == datetime(2027, 3, 1, 9, tzinfo=UTC)
    assert [action.then(row, START) for row in rows[1:]] == [()] * 3
    assert all(has_sentence(each.code) for row in rows for each in row.warnings)


def test_what_is_too_long_for_a_row_is_read_beside_them() -> None:
    action = change('why:"It is time" desk:"+31 20 1" waves:5%,25%,100%@2027-01-18 hold:0%')
    notes = action.notes(START)
    assert [each.code for each in notes] == ["campaign-says-why", "campaign-says-desk", "campaign-waves-so"]
    assert all(has_sentence(each.code) for each in notes)


async def test_what_is_so_already(looking: GraphReader, approved: CampaignTerms) -> None:
    (row,) = await planned(change("guard:10% then:enable"), looking)
    assert isinstance(row, Already)


async def test_days_of_waves(looking: GraphReader, approved: CampaignTerms) -> None:
    (row,) = await planned(change("waves:5%@2026-11-01,25%@2026-12-07,100%"), looking)
    assert isinstance(row, Change)
    assert (row.before, row.after) == ("5%@2026-11-01,25%,100%", "5%@2026-11-01,25%@2026-12-07,100%")


async def test_another_end_has_no_group(looking: GraphReader, approved: CampaignTerms) -> None:
    rows = [row for row in await planned(change("then:nothing"), looking) if isinstance(row, Change)]
    (launch,) = change("then:nothing").then(rows[0], START)
    assert isinstance(launch, Launch)
    assert (launch.terms.onward, launch.terms.route) == (Onward.NOTHING, "")


@pytest.mark.parametrize(
    ("words", "name", "code"),
    [
        ("until:2026-11-24", "Pilot", "until-too-soon"),
        ("waves:5%,50%,100%", "Pilot", "waves-fixed"),
        ("waves:5%,25%,100%@2027-02-01", "Pilot", "wave-after-end"),
        ("then:enforce", "Pilot", "policies-enforce-already"),
        ("then:nothing route:group", "Pilot", "route-needs-enable"),
        ("hold:0%", "Finance", "no-such-campaign"),
    ],
)
async def test_what_cannot_be(looking: GraphReader, approved: CampaignTerms, words: str, name: str, code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        await planned(change(words, name), looking)
    assert refusal.value.reason.code == code
    assert has_sentence(code)


async def test_the_second_of_two_changes_does_nothing(
    looking: GraphReader, approved: CampaignTerms, memory: Remembered
) -> None:
    one, two = change("hold:0% guard:0%"), change("snoozes:2 joiners:yes")
    first, second = [[row for row in await planned(each, looking) if isinstance(row, Change)] for each in (one, two)]
    assert await all_of(one.vet(each_of(first), looking)) == first
    memory.said.clear()
    memory.say(Kind.CAMPAIGN, subject_id("Pilot"), terms_text(replace(approved, hold=0, guard=0)))
    assert await all_of(one.vet(each_of(first[1:]), looking)) == first[1:]  # its own run, after a crash
    assert all(isinstance(row, Cannot) for row in await all_of(two.vet(each_of(second), looking)))


async def test_it_ended_meanwhile(looking: GraphReader, approved: CampaignTerms, memory: Remembered) -> None:
    action = change("hold:0%")
    rows = [row for row in await planned(action, looking) if isinstance(row, Change)]
    memory.said.clear()
    (barred,) = await all_of(action.vet(each_of(rows), looking))
    assert isinstance(barred, Cannot)


def test_a_span_counts_from_when_it_was_said() -> None:
    assert change("until:30d").changed(TERMS, START).until == Until.parse("30d").end(START)


async def test_what_is_declared_is_enough(looking: GraphReader, world: World, approved: CampaignTerms) -> None:
    for role in READER_ROLES - set(CampaignChange.scopes):
        world.revoke(cast.READER_ID, role)
    assert await planned(change("then:retire-phones until:2027-03-01"), looking)
