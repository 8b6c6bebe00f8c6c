import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from actions.spec import Reason
from dialogs.grammar import MOST_IN_LINE, MOST_LINES, BadInput, clean, parse, quoted, unquoted

LINES = st.text(max_size=200)
MENTIONS = st.dictionaries(st.text(min_size=1, max_size=20), st.uuids().map(str), max_size=3)


def raws(text: str) -> list[str]:
    return [word.raw for word in parse(text).words]


@given(LINES, MENTIONS)
@example('mfa enable group:"MFA', {})
@example("--", {})
@example("\ud800 \u202e", {})
def test_reading_never_raises_anything_but_its_own(text: str, mentions: dict[str, str]) -> None:
    parse(text, mentions)


@given(LINES)
def test_what_was_read_can_be_typed_again(text: str) -> None:
    heard = parse(text)
    again = parse(heard.said())
    assert [(word.name, word.value) for word in again.words] == [(word.name, word.value) for word in heard.words]


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "Zs"]), max_size=60))
def test_quoted_text_is_one_word_and_comes_back(text: str) -> None:
    words = parse(f"reason:{quoted(text)}").words
    assert len(words) == 1
    assert unquoted(words[0].value) == unquoted(quoted(clean_inside(text)))


def clean_inside(text: str) -> str:
    """What cleaning does to the characters between two letters."""
    return clean(f"x{text}x")[1:-1]


@given(LINES)
def test_no_control_or_direction_character_survives(text: str) -> None:
    assert not any(each in clean(text) for each in "\x00\x1b\x7f\u202e\u2066\u200b\ufeff\u00a0\r\n\t")


@pytest.mark.parametrize("typed", ["“MFA Users”", "„MFA Users“", "«MFA Users»", '"MFA Users"', '"MFA Users'])
def test_quotes_as_phones_type_them(typed: str) -> None:
    (word,) = parse(f"group:{typed}").words
    assert (word.name, unquoted(word.value)) == ("group", "MFA Users")


@pytest.mark.parametrize(
    "typed", ["--include not-ready", "--include=not-ready", "—include not-ready", "--Include:not-ready"]
)
def test_flags(typed: str) -> None:
    assert parse(f"mfa enable {typed} ana@contoso.com").named == {"include": "not-ready"}
    assert raws(f"mfa enable {typed} ana@contoso.com")[-1] == "ana@contoso.com"


def test_a_flag_at_the_end_has_no_value() -> None:
    assert parse("mfa enable --include --skip").named == {"include": "", "skip": ""}


@pytest.mark.parametrize("typed", ["muster whoami", "Muster, whoami", "/whoami", "@muster whoami", "hey muster whoami"])
def test_what_people_carry_over_from_other_bots_is_dropped(typed: str) -> None:
    assert raws(typed) == ["whoami"]


def test_no_break_spaces_separate_words() -> None:
    assert raws("mfa\u00a0enable\u202fana@contoso.com") == ["mfa", "enable", "ana@contoso.com"]


def test_a_mention_becomes_the_id_and_keeps_the_name_for_people() -> None:
    heard = parse("mfa status @Ana Holm", {"Ana Holm": "id-1"})
    assert [(word.raw, word.shown) for word in heard.words][-1] == ("id-1", "@Ana Holm")


def test_a_mention_as_a_value() -> None:
    (word,) = parse("skip:@Ana Holm", {"Ana Holm": "id-1"}).words
    assert (word.name, word.value) == ("skip", "id-1")


def test_the_longer_of_two_mentioned_names_wins() -> None:
    heard = parse("@Ana Holm @Ana", {"Ana": "1", "Ana Holm": "2"})
    assert [word.raw for word in heard.words] == ["2", "1"]


def test_private_characters_cannot_pose_as_mentions() -> None:
    assert raws("mfa status \ue000 x") == ["mfa", "status", "x"]


def test_a_very_long_line_is_refused_in_a_sentence() -> None:
    with pytest.raises(BadInput) as refused:
        parse("x" * (MOST_IN_LINE + 1))
    assert refused.value.reason.code == "too-long"


def test_a_paste_of_too_many_lines_is_no_words_but_stays_whole() -> None:
    pasted = "ana@contoso.com\n" * (MOST_LINES + 1)
    *_, last = parse(f"mfa status\n{pasted}").words
    assert last.too_much == Reason("long-paste", {"count": str(MOST_LINES + 2), "most": str(MOST_LINES)})
    assert last.body == pasted.rstrip("\n")


def test_a_single_line_that_is_too_long_is_refused_even_above_a_body() -> None:
    with pytest.raises(BadInput):
        parse("x" * (MOST_IN_LINE + 1) + "\nbody")


@pytest.mark.parametrize("broken", ["\n", "\r\n", "\r", "\u2028", "\n\n"])
def test_the_first_word_below_the_first_line_break_keeps_the_body(broken: str) -> None:
    words = parse(f"phone list name:July{broken}Email,Mobile\n  a@x.org, +31 6 1\n").words
    assert [word.raw for word in words] == ["phone", "list", "name:July", "Email,Mobile", "a@x.org,", "+31", "6", "1"]
    assert [word.body for word in words if word.body] == ["Email,Mobile\n  a@x.org, +31 6 1"]


def test_quotes_may_go_on_over_a_line_break() -> None:
    (word,) = parse('reason:"agreed\nin CAB"').words
    assert (unquoted(word.value), word.body) == ("agreed in CAB", "")


def test_the_at_of_an_address_mentions_nobody() -> None:
    heard = parse("mfa status eve@Ana.example, @Ana Holm-Berg @Ana", {"Ana": "id-1"})
    assert [word.raw for word in heard.words] == ["mfa", "status", "eve@Ana.example,", "id-1", "Holm-Berg", "id-1"]


def test_a_pasted_list_of_five_hundred_addresses_is_read() -> None:
    assert len(parse("mfa status\n" + "somebody.long@contoso.example\n" * 500).words) == 502
