import ast
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from string import Formatter
from unicodedata import category
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.spec import Reason
from dialogs.words import ago, count, has_sentence, label, listed, moment, name, phrase, plain, sentence, span, trouble
from dialogs.words.tables import LABELS, SENTENCES
from tenant import trouble as troubles
from tenant.trouble import Forbidden, Throttled, Trouble, Unlicensed

ROOT = Path(__file__).parents[2]
MAKERS = {"Reason", "Refusal", "BadArgument", "BadInput"}
NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def strings(node: ast.AST) -> Iterator[str]:
    """Codes that an expression can be: a constant, or either side of ``a if b else c``."""
    match node:
        case ast.Constant(value=str(code)):
            yield code
        case ast.IfExp(body=body, orelse=orelse):
            yield from strings(body)
            yield from strings(orelse)


def codes() -> Iterator[tuple[str, str]]:
    """Every code that is written in a call that makes a Reason, with its file."""
    for room in ("engine", "actions", "dialogs", "tenant"):
        for path in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Name)
                    and node.func.id in MAKERS
                    and node.args
                ):
                    for code in strings(node.args[0]):
                        yield code, str(path.relative_to(ROOT))


def test_every_code_has_a_sentence() -> None:
    silent = sorted({f"{code} ({path})" for code, path in codes() if not has_sentence(code)})
    assert not silent, "dialogs/words/tables.py lacks a sentence for: " + ", ".join(silent)


def test_the_collection_finds_codes() -> None:
    found = {code for code, _ in codes()}
    assert found >= {"break-glass", "writes-off", "no-such-request", "no-conditional-access", "older-plan"}


def test_every_kind_of_trouble_has_a_sentence() -> None:
    kinds = [kind for kind in vars(troubles).values() if isinstance(kind, type) and issubclass(kind, Trouble)]
    assert len(kinds) > 8
    assert [kind.code for kind in kinds if not has_sentence(kind.code)] == []


def test_sentences_are_templates_that_can_be_filled() -> None:
    for code, template in SENTENCES.items():
        fields = [field for _, field, spec, _ in Formatter().parse(template) if field is not None]
        assert all(field.isidentifier() for field in fields), code
        assert "{" not in sentence(Reason(code)), code


def test_labels_are_short() -> None:
    assert all(len(text) <= 40 for text in LABELS.values())


def test_an_unknown_code_is_shown_as_words() -> None:
    assert sentence(Reason("never-heard-of")) == "never heard of"
    assert sentence(Reason("never-heard-of", {"least": "8"})) == "never heard of (least 8)"
    assert label("never-heard-of") == "never heard of"


def test_a_missing_permission_is_named() -> None:
    assert "permission Policy.Read.All." in trouble(Forbidden(scope="Policy.Read.All"))
    assert "permission." in trouble(Forbidden())


def test_a_missing_licence_is_named() -> None:
    assert "Entra ID P1" in trouble(Unlicensed())


def test_how_long_to_wait_is_said_where_it_is_known() -> None:
    assert "for 30 seconds" in trouble(Throttled(retry_after=30))
    assert "seconds" not in trouble(Throttled())


def test_facts_are_text_and_nothing_else() -> None:
    said = sentence(Reason("no-such-person", {"said": "{near} \u202eevil\n**bold**", "near": ""}))
    assert said == 'I find nobody called "{near} evil **bold**".'


def test_a_phrase_has_no_full_stop() -> None:
    assert phrase(Reason("guest")) == "guest: their own organisation signs them in"
    assert phrase(Reason("unlicensed", {"needs": "Entra ID P1"})).endswith("Entra ID P1")


@given(st.text(), st.integers(min_value=2, max_value=80))
def test_plain_text_is_one_short_safe_line(text: str, most: int) -> None:
    shown = plain(text, most=most)
    assert len(shown) <= most
    assert not [each for each in shown if category(each) in ("Cc", "Cs", "Co", "Zl", "Zp")]
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")
    assert plain(shown, most=most) == shown


def test_a_name_is_never_empty() -> None:
    assert name("\u202e", "ana@contoso.com") == "ana@contoso.com"
    assert name("", "") == "(no name)"


@pytest.mark.parametrize("number, said", [(0, "0 rows"), (1, "1 row"), (2, "2 rows"), (1200, "1,200 rows")])
def test_counts(number: int, said: str) -> None:
    assert count(number, "row") == said


@pytest.mark.parametrize(
    "items, said", [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_lists(items: list[str], said: str) -> None:
    assert listed(items) == said


def test_times_are_the_offices() -> None:
    assert moment(NOW, ZoneInfo("Europe/Berlin")) == "Tue 24 Nov 09:00"
    assert moment(NOW, UTC) == "Tue 24 Nov 08:00"


@pytest.mark.parametrize(
    "seconds, said", [(5, "5 seconds"), (60, "1 minute"), (7_199, "1 hour"), (86_400 * 3, "3 days"), (-5, "0 seconds")]
)
def test_spans(seconds: int, said: str) -> None:
    assert span(timedelta(seconds=seconds)) == said


def test_ago() -> None:
    assert ago(NOW - timedelta(seconds=30), NOW) == "a moment ago"
    assert ago(NOW - timedelta(minutes=5), NOW) == "5 minutes ago"
