"""No catalogue misses a message, and none says something else than the English does. Hard cases:

- a message that is new, one that nobody says any more, one whose translation is empty or marked as doubtful
- a placeholder that is missing, misspelt or added; braces that are no placeholder
- a plural form that is missing, or has no number in it
- the same sentence at the end of which a stop, a question mark or a colon is missing
- an address, a command or a product name that was translated too
"""

from collections.abc import Iterator
from re import findall
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from dialogs.words.people import LANGUAGES, translated
from dialogs.words.people.catalogues import catalogue, path_of
from tests.house.source import ROOT
from tools.messages import TEMPLATE, template, updated, written

OTHERS = [each for each in LANGUAGES if each != "en"]
every = pytest.mark.parametrize("language", OTHERS)
KEPT = r"https?://\S+|\b(?:aka\.ms|myaccount\.microsoft\.com)\S*\b|`[^`]+`|Microsoft Authenticator|Muster|Windows Hello"


def read(language: str) -> Catalog:
    with path_of(language).open("rb") as file:
        return read_po(file, locale=language)


def messages(language: str) -> Iterator[Message]:
    yield from (each for each in read(language) if each.id)


def forms(text: object) -> tuple[str, ...]:
    return tuple(map(str, text)) if isinstance(text, tuple | list) else (str(text),)


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def ids(catalog: Catalog) -> set[tuple[str, ...]]:
    return {forms(each.id) for each in catalog if each.id}


def test_the_template_is_fresh() -> None:
    assert (ROOT / TEMPLATE).read_text("utf-8") == written(template()), "run `python -m tools.messages`"


@every
def test_a_catalogue_has_every_message_and_no_other(language: str) -> None:
    assert ids(read(language)) == ids(template())
    assert path_of(language).read_text("utf-8") == written(updated(language)), "run `python -m tools.messages`"


@every
def test_every_message_is_translated_and_none_is_doubtful(language: str) -> None:
    empty = [each.id for each in messages(language) if not all(form.strip() for form in forms(each.string))]
    assert not empty, f"{language} lacks: {empty}"
    assert [each.id for each in messages(language) if each.fuzzy] == []


@every
def test_placeholders_agree(language: str) -> None:
    for each in messages(language):
        wanted = set().union(*map(fields, forms(each.id)))
        for form in forms(each.string):
            assert fields(form) == wanted, f"{language}: {form}"


@every
def test_plural_forms_are_there(language: str) -> None:
    plural = [each for each in messages(language) if isinstance(each.id, tuple)]
    assert plural
    for each in plural:
        assert len(forms(each.string)) == read(language).num_plurals
        one, many = (translated(language).ngettext(each.id[0], each.id[1], number) for number in (1, 3))
        assert one.startswith("1 ") and many.startswith("3 ") and one[2:] != many[2:]


@every
def test_addresses_commands_and_names_stay(language: str) -> None:
    for each in messages(language):
        for form in forms(each.string):
            assert sorted(findall(KEPT, form)) == sorted(findall(KEPT, forms(each.id)[0])), f"{language}: {form}"


@every
def test_sentences_end_as_they_do_in_english(language: str) -> None:
    for each in messages(language):
        end = forms(each.id)[0][-1]
        for form in forms(each.string):
            assert (form[-1] in ".:") is (end in ".:"), f"{language}: {form}"


def test_a_message_that_is_missing_is_english() -> None:
    assert translated("nl").gettext("never said {name}", name="Dan") == "never said Dan"
    assert catalogue("en").gettext("Tomorrow") == "Tomorrow"
    assert catalogue("fr").gettext("Tomorrow") == "Demain"


def test_what_is_missing_or_wrong_would_be_found() -> None:
    assert fields("{a} and {b}") != fields("{a} et {c}")
    found = template()
    found.add("a new message")
    assert ids(found) != ids(read("nl"))


@pytest.mark.parametrize(
    "language, said",
    [
        ("en", "a, b and c"), ("nl", "a, b en c"), ("de", "a, b und c"), ("fr", "a, b et c"), ("es", "a, b y c"),
    ],
)  # fmt: skip
def test_lists_are_joined_as_the_language_does(language: str, said: str) -> None:
    assert translated(language).listed(["a", "b", "c"]) == said
    assert translated(language).listed([]) == ""
