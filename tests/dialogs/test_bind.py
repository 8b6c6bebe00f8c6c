import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.args import BadArgument, Block, People, Until, Waves
from actions.campaign.start import CampaignStart
from actions.spec import Declared, ask
from dialogs.arguments import Line
from dialogs.bind import bind, build, compose
from dialogs.command import Command
from dialogs.grammar import MOST_LINES, BadInput, parse
from tests.dialogs.declared import Inventory, Nudge, Ring, Tidy, TurnDown

NAMES = st.from_regex(r"[a-z]{1,8}(\.[a-z]{1,8})?@contoso\.com", fullmatch=True)
GROUPS = st.from_regex(r'group:"[A-Za-z]{1,8}( [A-Za-z]{1,8}){0,2}"', fullmatch=True)


def bound(kind: type[Declared], text: str, **mentions: str) -> dict[str, str]:
    return bind(kind, parse(text, mentions).words, me="my-id")


@pytest.mark.parametrize(
    "typed, filled",
    [
        ("ana@contoso.com", {"who": "ana@contoso.com"}),
        ("ana@contoso.com, bea@contoso.com", {"who": "ana@contoso.com bea@contoso.com"}),
        ("ana@contoso.com and bea@contoso.com.", {"who": "ana@contoso.com bea@contoso.com"}),
        ('group:"MFA Users"', {"who": 'group:"MFA Users"'}),
        ('who:group:"MFA Users" skip:ana@contoso.com', {"who": 'group:"MFA Users"', "skip": "ana@contoso.com"}),
        ("everyone --include not-ready", {"who": "everyone", "include": "not-ready"}),
        ("me", {"who": "my-id"}),
        ("Ana Holm", {"who": '"Ana Holm"'}),
        ('skip:"a@x.org b@x.org" everyone', {"skip": "a@x.org b@x.org", "who": "everyone"}),
        ("everyone skip: a@x.org", {"who": "everyone", "skip": "a@x.org"}),
        ("who:a@x.org b@x.org", {"who": "a@x.org b@x.org"}),
        ("who:a@x.org, b@x.org skip:c@x.org d@x.org", {"who": "a@x.org b@x.org", "skip": "c@x.org d@x.org"}),
        ('who:a@x.org group:"MFA Users" @bea', {"who": 'a@x.org group:"MFA Users" @bea'}),
        ("skip:a@x.org b@x.org", {"skip": "a@x.org", "who": "b@x.org"}),
        ("", {}),
    ],
)
def test_people(typed: str, filled: dict[str, str]) -> None:
    assert bound(Tidy, typed) == filled


@pytest.mark.parametrize("behind", ["a@x.org b@x.org", "a@x.org, b@x.org", "a@x.org @b@x.org"])
def test_a_second_person_behind_people_is_one_of_them_and_no_part_of_a_name(behind: str) -> None:
    filled = bound(CampaignStart, f'"X" people:{behind} until:2027-01-15')
    assert (filled["called"], len(People.parse(filled["people"]).selectors)) == ("X", 2)


@pytest.mark.parametrize("behind", ['"Dan Moor" "Eve Lind"', "a@x.org and b@x.org", "a@x.org Eve"])
def test_a_name_stands_in_one_place(behind: str) -> None:
    with pytest.raises(BadArgument) as bad:
        bound(CampaignStart, f'"X" people:{behind} until:2027-01-15')
    assert bad.value.reason.code == "too-many-words"
    assert bound(CampaignStart, "Spring clean people:a@x.org")["called"] == "Spring clean"


@pytest.mark.parametrize(
    "typed, filled",
    [
        ("3 because it's too early", {"number": "3", "reason": "because it's too early"}),
        ('3 reason:"too early"', {"number": "3", "reason": "too early"}),
        ("3 because: too early, says Finance", {"number": "3", "reason": "too early, says Finance"}),
        ("#3 reason:too early", {"number": "#3", "reason": "too early"}),
        ("three", {"number": "three"}),
    ],
)
def test_numbers_and_reasons(typed: str, filled: dict[str, str]) -> None:
    assert bound(TurnDown, typed) == filled


def test_a_number_that_may_be_left_out_does_not_take_a_word() -> None:
    assert bound(Nudge, "it is time") == {"reason": "it is time"}
    assert bound(Nudge, "2 it is time") == {"number": "2", "reason": "it is time"}


def test_a_mention_is_an_id_among_people_and_a_name_in_a_reason() -> None:
    assert bind(Tidy, parse("@Ana Holm", {"Ana Holm": "id-1"}).words) == {"who": "id-1"}
    told = bind(TurnDown, parse("3 ask @Ana Holm first", {"Ana Holm": "id-1"}).words)
    assert told["reason"] == "ask @Ana Holm first"


def test_an_unknown_flag_names_what_can_be_said() -> None:
    with pytest.raises(BadArgument) as bad:
        bound(Tidy, "everyone --force yes")
    assert bad.value.reason.facts == {"said": "force", "allowed": "who, skip, include"}


@given(st.lists(st.one_of(NAMES, GROUPS), min_size=1, max_size=5), st.lists(st.one_of(NAMES, GROUPS), max_size=3))
def test_a_composed_command_binds_to_the_same(who: list[str], skip: list[str]) -> None:
    filled = {"who": " ".join(who), **({"skip": " ".join(skip)} if skip else {})}
    again = bind(Tidy, parse(compose(Tidy, filled)).words[2:])
    assert again == filled
    assert People.parse(again["who"]) == People.parse(" ".join(who))


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "Zs"]), min_size=1, max_size=80))
def test_a_composed_reason_says_the_same(reason: str) -> None:
    filled = {"number": "2", "reason": reason}
    again = bind(Nudge, parse(compose(Nudge, filled)).words[1:])
    assert again["number"] == "2"
    assert (
        again["reason"].split() == parse(reason.replace('"', "'")).said().replace('"', "'").split()
        or not reason.strip()
    )


BODIES = st.text(alphabet=st.characters(categories=["L", "N", "P", "Zs"], include_characters="\n,;\t"), max_size=80)


@given(st.lists(BODIES.filter(lambda text: text.strip()), min_size=1, max_size=5).map("\n".join), BODIES)
def test_a_composed_paste_binds_to_the_same(body: str, told: str) -> None:
    pasted = body.strip("\r\n")
    filled = {"pasted": pasted} | ({"name_": "July list"} if told.strip() else {})
    again = bind(Inventory, parse(compose(Inventory, filled)).words[2:])
    assert again == filled
    assert build(Inventory, again) == build(Inventory, filled)


def test_a_body_goes_to_the_argument_that_takes_it() -> None:
    assert bound(Inventory, "name:July\nfoo: a\nbar: b") == {"name_": "July", "pasted": "foo: a\nbar: b"}


def test_without_such_an_argument_a_line_break_is_a_space() -> None:
    assert bound(Tidy, "ana@contoso.com\nbea@contoso.com") == {"who": "ana@contoso.com bea@contoso.com"}


def test_a_body_that_is_too_long_is_refused_only_where_it_would_be_read_as_words() -> None:
    pasted = "ana@contoso.com\n" * (MOST_LINES + 1)
    assert Block.parse(bound(Inventory, f"name:x\n{pasted}x")["pasted"]).text.count("\n") == MOST_LINES + 1
    with pytest.raises(BadInput):
        bound(Tidy, f"everyone\n{pasted}")


@pytest.mark.parametrize(
    "typed, filled",
    [
        ("ana@x.org +31 6 1234 5678", {"who": "ana@x.org", "number": "+31 6 1234 5678"}),
        ("ana@x.org number:+31 (0)6 12345678", {"who": "ana@x.org", "number": "+31 (0)6 12345678"}),
        ("ana@x.org 06-12345678 until:90 days", {"who": "ana@x.org", "number": "06-12345678", "until": "90 days"}),
        ("until:2027-02-19 17:00 ana@x.org", {"until": "2027-02-19 17:00", "who": "ana@x.org"}),
        (
            "until: in 2 weeks who:ana@x.org 020 1234567x12",
            {"until": "in 2 weeks", "who": "ana@x.org", "number": "020 1234567x12"},
        ),
        ("number:06 12345678 ana@x.org", {"number": "06 12345678", "who": "ana@x.org"}),
    ],
)
def test_numbers_and_ends_are_typed_with_spaces(typed: str, filled: dict[str, str]) -> None:
    assert bound(Ring, typed) == filled


class Borrow(Command, name="desk borrow"):
    """Borrow a desk."""

    who: People = ask("Whose?", like="ana@contoso.com")
    hand_to: Line = ask("For whom?", like="bea")
    for_: Until = ask("How long?", like="2 days")


def test_what_python_cannot_call_so_is_typed_as_people_say_it() -> None:
    filled = bound(Borrow, "ana@contoso.com hand-to:bea for:2 days")
    assert filled == {"who": "ana@contoso.com", "hand_to": "bea", "for_": "2 days"}
    assert compose(Borrow, filled) == 'desk borrow --who=ana@contoso.com hand-to:bea for:"2 days"'
    assert bound(Borrow, compose(Borrow, filled).removeprefix("desk borrow ")) == filled


@pytest.mark.parametrize("typed", ["5%,25%,100%", "5%, 25%, 100%", "5% , 25%, 100%", " 5%, 25% ,100%"])
def test_waves_are_typed_with_spaces(typed: str) -> None:
    filled = bound(CampaignStart, f'"X" waves:{typed} people:a@x.org until:2027-01-15')
    assert Waves.parse(filled["waves"]).said() == "5%,25%,100%"
    assert (filled["called"], filled["until"]) == ("X", "2027-01-15")
    assert bound(CampaignStart, "waves:5%,100% Spring clean people:a@x.org")["called"] == "Spring clean"


@pytest.mark.parametrize("who", ["group:Finance", 'group:"Finance NL"', "dan@contoso.com"])
def test_people_who_lost_their_word_are_no_part_of_a_name(who: str) -> None:
    with pytest.raises(BadArgument) as bad:
        bound(CampaignStart, f"Finance {who} until:2027-01-15")
    assert bad.value.reason.code == "people-word-missing"
    assert bad.value.reason.facts == {"word": "people", "said": who}
