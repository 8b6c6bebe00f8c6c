"""A campaign as operators see it. Hard cases:

- held: by the guard, by help requests, with and without something to roll back, without a sign-in log
- ended while it was held or paused; stopped; never announced; without anybody in it
- more people left than are shown; a reason that nobody has a word for
"""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from actions.spec import CampaignTerms, Onward, Reason, Wave
from bot.cards import draw
from bot.cards.deck import LARGEST, size
from dialogs.reply import Fact
from dialogs.views.campaign import left_listed, listed, shown
from dialogs.words import told
from dialogs.words.campaigns import LEFT
from engine import Campaign, CampaignProgress, CampaignState, Member, MemberState, Person, Place, WaveProgress

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
ANA = Person("id-ana", "Ana Holm")
TERMS = CampaignTerms(
    name="Finance", people="[]", said='group:"Finance"', until=datetime(2027, 2, 1, 8, tzinfo=UTC),
    waves=(Wave(25), Wave(100)), onward=Onward.ENABLE,
)  # fmt: skip
CAMPAIGN = Campaign(
    tenant_id="t", number=1, terms=TERMS, by=ANA, place=Place("a:ana", True), request=1, state=CampaignState.RUNNING,
    wave=1, asked=(2, 3), trend=((date(2026, 11, 23), 10), (date(2026, 11, 24), 14)),
)  # fmt: skip
WAVES = (WaveProgress(1, True, None, 25, 14), WaveProgress(2, False, NOW, 75, 0))
PROGRESS = CampaignProgress(campaign=CAMPAIGN, waves=WAVES, left={"must-register": 11, "waiting": 75}, help_open=2)
GUARD = {"tried": "40", "locked": "9", "people": "9", "percent": "10", "names": "Dan Moor, Eve Lind", "undo": "2, 3"}


def of(state: CampaignState, held: Reason | None = None) -> CampaignProgress:
    return replace(PROGRESS, campaign=replace(CAMPAIGN, state=state, held=held))


def test_it_says_how_far_it_is_and_who_is_left() -> None:
    card = shown(PROGRESS, UTC)
    said = {fact.name: fact.value for fact in card.facts}
    assert said["Done"] == "14 of 100 (14 %)"
    assert said["Help requests open"] == "2" and said["Requests that it made"] == "2, 3"
    assert said["Announced"] == "not yet: nobody is written to before"
    waves, left = card.sections
    assert [row[1] for row in waves.rows] == ["open", "23 Nov 2026"]
    assert [row[:2] for row in left.rows] == [("Must register", "11"), ("Wave not open yet", "75")]
    assert [chart.title for chart in card.charts] == ["Done, from day to day", "Today"]


def test_what_holds_it_is_said_with_the_way_back() -> None:
    card = shown(of(CampaignState.HELD, Reason("guard", GUARD)), UTC)
    assert "9 of 40 people" in card.warnings[0] and "Dan Moor, Eve Lind" in card.warnings[0]
    assert card.next[:4] == ('campaign resume "Finance"', "undo 2", "undo 3", 'campaign guard "Finance"')


@pytest.mark.parametrize(
    "facts, said",
    [
        ({**GUARD, "why": "guard"}, "got in by no way"),
        ({**GUARD, "why": "guard"}, '`campaign guard "Finance"` shows who and why'),
        ({**GUARD, "why": "guard", "wave": "2"}, "people of wave 2 who tried"),
        ({**GUARD, "why": "guard"}, "taken back with `undo 2` or `undo 3`"),
        ({"why": "help-requests", "people": "6", "of": "25", "wave": "1", "percent": "20"}, "asked for help"),
        ({"why": "help-requests", "unread": "unlicensed", "people": "6"}, "The sign-in log could not be read"),
        ({"why": "campaign-failures", "people": "6", "of": "25", "wave": "1"}, "could not be reached"),
    ],
)
def test_its_place_is_told_why_it_holds_itself(facts: dict[str, str], said: str) -> None:
    sentence = told(Reason("campaign-held", {"campaign": "Finance", "number": "1", **facts}))
    assert said in sentence and '`campaign resume "Finance"`' in sentence and "{" not in sentence
    assert ("taken back with" in sentence) is ("undo" in facts)


@pytest.mark.parametrize("why", ["paused", "guard"])
def test_one_that_ended_while_it_stood_still_says_that_nothing_followed(why: str) -> None:
    card = shown(of(CampaignState.ENDED, Reason(why, GUARD)), UTC)
    assert card.warnings[0].startswith("Nothing followed at its end: ")
    assert card.sections[-1].head == ("Why", "People")
    assert shown(of(CampaignState.ENDED), UTC).warnings == ()


@pytest.mark.parametrize("state", list(CampaignState))
def test_every_state_leads_on(state: CampaignState) -> None:
    assert shown(of(state), UTC).next
    assert state.value in listed([of(state)], UTC).sections[0].rows[0]


def test_a_campaign_without_anybody_is_shown_too() -> None:
    empty = CampaignProgress(campaign=CAMPAIGN, waves=(), left={})
    assert "0 of 0" in {fact.value for fact in shown(empty, UTC).facts}


def test_those_who_are_left_are_grouped_each_with_what_helps() -> None:
    def member(n: int, state: MemberState, why: str = "") -> Member:
        person = Person(f"{n}", f"Person {n} **x**")
        return Member(tenant_id="t", campaign=1, person=person, wave=1, state=state, why=why, since=NOW)

    many = [member(n, MemberState.ASKED, "must-update") for n in range(300)]
    few = [
        member(301, MemberState.PARKED, "on-leave"),
        member(302, MemberState.NOT_REACHABLE),
        member(303, MemberState.ASKED),
    ]
    card = left_listed(CAMPAIGN, [*many, *few], "", UTC)
    titles = [section.title for section in card.sections]
    assert titles == ["Phone too old (300)", "On leave (1)", "Not reachable (1)", "Must register (1)"]
    assert "and 280 more" in card.sections[0].more and LEFT["must-update"].step in card.sections[0].more
    assert size(draw(card).card) <= LARGEST


def test_of_whom_a_manager_was_told_is_said_first() -> None:
    people = [
        Member(
            tenant_id="t", campaign=1, person=Person(f"{n}", f"Person {n}"), wave=1, state=MemberState.ASKED, since=NOW,
            manager_told=n > 22,
        )
        for n in range(24)
    ]  # fmt: skip
    (section,) = left_listed(CAMPAIGN, people, "", UTC).sections
    assert section.head == ("Who", "Wave", "Until", "Manager")
    assert section.rows[0] == ("Person 23", "1", "", "told: call them")
    assert section.rows[1] == ("Person 0", "1", "", "")
    assert Fact("Manager told", "1 person, not done yet") in shown(PROGRESS, UTC, managers_told=1).facts
    assert "Manager told" not in {each.name for each in shown(PROGRESS, UTC).facts}
