import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.args import BadArgument, People
from actions.spec import Declared
from dialogs.bind import bind, compose
from dialogs.grammar import parse
from tests.dialogs.declared import Nudge, Tidy, TurnDown

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
        ("", {}),
    ],
)
def test_people(typed: str, filled: dict[str, str]) -> None:
    assert bound(Tidy, typed) == filled


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
