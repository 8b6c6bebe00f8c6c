"""How a campaign is typed. Hard cases:

- the line of the announcement, quotes and all, and the same line said back
- waves that do not rise, end below 100 %, open in the wrong order, have no such day
- names and texts with links, quotes or list marks; a help desk's number with spaces
- a setting of 0, and one that was not said: after pinning still told apart
- any text is a value or one clear refusal
"""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.args import (
    UNSAID,
    ArgumentType,
    BadArgument,
    CampaignName,
    Count,
    Every,
    OnwardWord,
    Percent,
    Saying,
    TargetWord,
    Waves,
    canonical,
    pin,
    rebuild,
)
from actions.campaign.change import CampaignChange
from actions.campaign.start import CampaignStart
from actions.spec import (
    Cadence,
    CampaignTerms,
    CampaignTexts,
    Declared,
    Onward,
    Target,
    Wave,
    subject_id,
    terms_of,
    terms_text,
)
from dialogs.bind import bind, build, compose
from dialogs.grammar import parse

LINE = (
    'campaign start "Finance" people:group:"Finance" waves:5%,25%,100% every:"2 workdays at 09:00" '
    "until:2027-02-01 then:enable"
)
MORE = (
    f"{LINE} target:phishing-resistant advance:90% route:group guard:15% hold:0% joiners:yes grace:21 manager-after:4 "
    'snoozes:3 title:"Safer sign-in" why:"Passwords are stolen every day" desk:"+31 20 555 01 00"'
)
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


def typed(kind: type[Declared], line: str) -> Declared:
    return build(kind, bind(kind, parse(line).words[len(kind.name.split()) :]))


def started(line: str) -> CampaignStart:
    found = typed(CampaignStart, line)
    assert isinstance(found, CampaignStart)
    return found


def test_the_line_of_the_announcement() -> None:
    terms = started(LINE).terms(NOW)
    assert (terms.name, terms.said) == ("Finance", 'group:"Finance"')
    assert terms.waves == (Wave(5), Wave(25), Wave(100))
    assert terms.cadence == Cadence(every=2, workdays=True, at=time(9))
    assert terms.until == datetime(2027, 2, 1, 9, tzinfo=UTC)
    assert (terms.onward, terms.target, terms.route) == (Onward.ENABLE, Target.ANY, "")
    assert (terms.guard, terms.hold, terms.advance, terms.snoozes, terms.joiners) == (10, 20, 0, 5, False)


def test_everything_that_can_be_said() -> None:
    terms = started(MORE).terms(NOW)
    assert (terms.target, terms.route, terms.advance) == (Target.PHISHING_RESISTANT, "group", 90)
    assert (terms.guard, terms.hold, terms.joiners, terms.grace) == (15, 0, True, 21)
    assert (terms.manager_after, terms.snoozes) == (4, 3)
    assert terms.texts == CampaignTexts(
        title="Safer sign-in", why="Passwords are stolen every day", desk_phone="+31 20 555 01 00"
    )


@pytest.mark.parametrize("line", [LINE, MORE, "campaign start Finance and HR people:everyone until:90 days"])
def test_it_is_said_back_and_kept(line: str) -> None:
    action = started(line)
    values = bind(CampaignStart, parse(line).words[2:])
    assert typed(CampaignStart, compose(CampaignStart, values)) == action
    assert typed(CampaignStart, canonical(action)) == action
    assert rebuild(CampaignStart, pin(action)) == action


@pytest.mark.parametrize(
    "line", ["campaign change Finance until:2027-03-01 hold:0%", "campaign change Finance why:Now"]
)
def test_what_a_change_does_not_say_stays_unsaid(line: str) -> None:
    action = typed(CampaignChange, line)
    assert isinstance(action, CampaignChange)
    assert rebuild(CampaignChange, pin(action)) == action
    terms = started(MORE).terms(NOW)
    changed = action.changed(terms, NOW)
    assert changed != terms
    assert (changed.waves, changed.cadence, changed.onward, changed.guard) == (
        terms.waves, terms.cadence, terms.onward, terms.guard,
    )  # fmt: skip


def test_days_of_waves() -> None:
    waves = Waves.parse("5%@2026-12-01, 25, 100%@2026-12-14")
    assert waves.waves == (Wave(5, date(2026, 12, 1)), Wave(25), Wave(100, date(2026, 12, 14)))
    assert Waves.parse(waves.said()) == waves == Waves.unpin(waves.pinned())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "not-waves"),
        ("half", "not-waves"),
        ("5%@2026-02-30,100%", "not-waves"),
        ("5%,25%", "waves-not-rising"),
        ("25%,25%,100%", "waves-not-rising"),
        ("0%,100%", "waves-not-rising"),
        ("50%,101%", "waves-not-rising"),
        ("5%@2026-12-14,100%@2026-12-01", "waves-not-rising"),
        (",".join(f"{each}%" for each in range(80, 101)), "waves-not-rising"),
    ],
)
def test_waves_that_are_none(text: str, code: str) -> None:
    assert refused(Waves, text) == code


@pytest.mark.parametrize("name", ["Finance", "R&D – Berlin (2027)", "Größe 1", "Finance/HR"])
def test_names(name: str) -> None:
    assert CampaignName.parse(f"  {name} ").text == name


@pytest.mark.parametrize("name", ["", "…", 'The "A" team', "a:b", "x" * 61, "one, two", "<b>x</b>", "#3"])
def test_names_that_are_none(name: str) -> None:
    assert refused(CampaignName, name) == "not-a-campaign-name"


@pytest.mark.parametrize(
    "text",
    [
        "see https://evil.example", "www.contoso", "go to aka.ms/x", "[here](x)", "mail x@y.com", "at bit.ly/x",
        "go to evil.ru", "call tel:+31201234567", "evil\uff0ecom", "sign in at evil.academy",
    ],
)  # fmt: skip
def test_no_links_in_what_people_read(text: str) -> None:
    assert refused(Saying, text) == "text-has-link"
    if ":" not in text and "[" not in text:
        assert refused(CampaignName, text) == "text-has-link"


@pytest.mark.parametrize(
    "text", ["MFA 2.0, e.g. a passkey", "01.23.45.67.89", "+31 20 555 01 00", "Tel. 020", "z. B. so"]
)
def test_what_is_no_link(text: str) -> None:
    assert Saying.parse(text).text == text


@pytest.mark.parametrize("text", ["+31 20 555 01 00", "Ext. 4711, 8.00 to 17.00", "It is safer. Thank you!"])
def test_what_people_may_read(text: str) -> None:
    assert Saying.parse(text).text == text


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [(Percent, "90", 90), (Percent, "0%", 0), (Percent, "100 percent", 100), (Count, "14 days", 14), (Count, "0", 0)],
)
def test_numbers(kind: type[Count], text: str, value: int) -> None:
    found = kind.parse(text)
    assert found.value == value
    assert kind.parse(found.said()) == found == kind.unpin(found.pinned())


@pytest.mark.parametrize(("kind", "text"), [(Percent, "101%"), (Percent, "-1"), (Count, "366"), (Count, "many")])
def test_numbers_that_are_none(kind: type[Count], text: str) -> None:
    assert refused(kind, text) in {"not-a-percentage", "not-a-whole-number"}


def test_zero_was_said() -> None:
    assert Percent(0).said() == "0%"
    assert Percent(UNSAID).said() == Every(Cadence()).said() == Waves(()).said() == ""
    assert Every.unpin(Every(Cadence()).pinned()) == Every(Cadence())


@pytest.mark.parametrize(("text", "target"), [("passkey", Target.PHISHING_RESISTANT), ("Authenticator", Target.APP)])
def test_other_words_for_a_target(text: str, target: Target) -> None:
    assert TargetWord.parse(text).target is target


@pytest.mark.parametrize(("text", "onward"), [("retire-phones", Onward.RETIRE_PHONES), ("none", Onward.NOTHING)])
def test_other_words_for_what_follows(text: str, onward: Onward) -> None:
    assert OnwardWord.parse(text).onward is onward


@given(st.sampled_from([Waves, Percent, Count, CampaignName, Saying, TargetWord, OnwardWord]), st.text())
def test_any_text_is_a_value_or_one_clear_refusal(kind: type[ArgumentType], text: str) -> None:
    try:
        value = kind.parse(text)
    except BadArgument:
        return
    assert kind.parse(value.said()) == value == kind.unpin(value.pinned())


TEXT = st.text(max_size=40)
SHARES = st.lists(st.integers(1, 99), max_size=5, unique=True).map(sorted)
TERMS = st.builds(
    CampaignTerms,
    name=TEXT,
    people=TEXT,
    said=TEXT,
    target=st.sampled_from(Target),
    waves=SHARES.flatmap(
        lambda shares: st.tuples(*(st.builds(Wave, st.just(s), st.none() | st.dates()) for s in [*shares, 100]))
    ),
    advance=st.integers(0, 100),
    cadence=st.builds(Cadence, st.lists(st.integers(0, 99)).map(tuple), st.integers(0, 30), st.booleans(), st.times()),
    until=st.datetimes(timezones=st.just(UTC)),
    onward=st.sampled_from(Onward),
    route=st.sampled_from(["", "group"]),
    joiners=st.booleans(),
    texts=st.builds(CampaignTexts, title=TEXT, why=TEXT, desk_phone=TEXT),
)


@given(TERMS)
def test_terms_are_kept_exactly(terms: CampaignTerms) -> None:
    assert terms_of(terms_text(terms)) == terms


def test_two_names_are_one_whatever_their_case() -> None:
    assert subject_id(" FINANCE  pilot") == subject_id("Finance Pilot")


def refused(kind: type[ArgumentType], text: str) -> str:
    with pytest.raises(BadArgument) as bad:
        kind.parse(text)
    return bad.value.reason.code
