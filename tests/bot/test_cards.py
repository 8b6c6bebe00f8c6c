"""Every card that can be drawn is one that Teams shows: linted, small enough, its texts literal."""

import json
from collections.abc import Iterator

import microsoft_teams.cards.core as cards
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cards import LARGEST, draw, size
from bot.cards.literal import literal
from bot.cards.parts import DATA
from bot.cards.progress import BLOCKS, bar
from bot.wire import Json, inside, objects, text
from demo.connector import buttons, lint
from demo.screen import markdown, safe
from demo.wire import Json as DemoJson
from dialogs import (
    ApprovalAsked,
    Button,
    Card,
    Fact,
    Findings,
    Input,
    Listing,
    PhoneShown,
    PlanShown,
    Progress,
    Question,
    ReminderShown,
    Reply,
    Result,
    Section,
    Text,
    Tone,
)

WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=60)
LINES = st.lists(WORDS, max_size=6).map(tuple)
TONES = st.sampled_from(Tone)
DATAS = st.dictionaries(st.sampled_from(["request", "digest", "pick"]), WORDS, max_size=3)
BUTTONS = st.lists(
    st.builds(Button, WORDS, st.sampled_from(["approve", "reject", "reminder.done"]), DATAS, with_inputs=st.booleans()),
    max_size=6,
).map(tuple)
FACTS = st.lists(st.builds(Fact, WORDS, WORDS), max_size=12).map(tuple)
ROWS = st.lists(st.lists(WORDS, min_size=1, max_size=4).map(tuple), max_size=80).map(tuple)
SECTIONS = st.lists(st.builds(Section, WORDS, LINES, ROWS, WORDS), max_size=4).map(tuple)
INPUTS = st.lists(st.builds(Input, st.sampled_from(["reason"]), WORDS, WORDS, st.booleans()), max_size=1).map(tuple)
WHOLE = {
    "number": st.integers(1, 10**6), "title": WORDS, "subtitle": WORDS, "facts": FACTS, "warnings": LINES,
    "notes": LINES, "sections": SECTIONS, "inputs": INPUTS, "buttons": BUTTONS, "next": LINES, "tone": TONES,
}  # fmt: skip
REPLIES: st.SearchStrategy[Reply] = st.one_of(
    st.builds(PlanShown, **WHOLE),
    st.builds(ApprovalAsked, **WHOLE),
    st.builds(Progress, **WHOLE, done=st.integers(0, 500), total=st.integers(0, 500)),
    st.builds(Result, **WHOLE),
    st.builds(PhoneShown, title=WORDS, lines=LINES, facts=FACTS, buttons=BUTTONS, next=LINES, tone=TONES),
    st.builds(Question, text=WORDS, example=WORDS, options=BUTTONS, next=LINES),
    st.builds(Findings, title=WORDS, facts=FACTS, sections=SECTIONS, warnings=LINES, next=LINES, tone=TONES),
    st.builds(Listing, title=WORDS, sections=SECTIONS, next=LINES),
    st.builds(ReminderShown, title=WORDS, lines=LINES, buttons=BUTTONS, next=LINES),
)
CLASSES = {
    found.model_fields["type"].default: found
    for found in vars(cards).values()
    if isinstance(found, type) and issubclass(found, cards.SerializableObject) and "type" in found.model_fields
}


def nodes(value: object) -> Iterator[dict[str, object]]:
    """Everything in a card that has a type, fallbacks too."""
    if isinstance(value, list):
        for each in value:
            yield from nodes(each)
    elif isinstance(value, dict):
        if "type" in value:
            yield value
        for name, each in value.items():
            if name != "data":
                yield from nodes(each)


def card_of(reply: Reply) -> dict[str, DemoJson]:
    card: dict[str, DemoJson] = json.loads(draw(reply).card)
    return card


@settings(max_examples=60, deadline=None)
@given(REPLIES)
def test_any_reply_is_a_card_that_teams_shows(reply: Reply) -> None:
    message = draw(reply)
    assert size(message.card) <= LARGEST
    card = json.loads(message.card)
    columns = [each.pop("columns") for each in nodes(card) if each["type"] == "Table"]  # definitions, not elements
    assert all(columns)
    assert lint.card_problems(card) == []
    assert (card["version"], card["msteams"]) == ("1.5", {"width": "full"})
    assert card["fallbackText"] and card["speak"] == message.summary
    for node in nodes(card):
        read = CLASSES[str(node["type"])].model_validate(node)
        assert not read.model_extra, (node["type"], read.model_extra)


@settings(max_examples=200, deadline=None)
@given(WORDS)
def test_text_stays_text(words: str) -> None:
    assert markdown(literal(words)) == safe(words)


@pytest.mark.parametrize(
    ("words", "escaped"),
    [
        ("*Bold* <b>", r"\*Bold\* \<b\>"),
        ("[click](https://evil.example)", r"\[click\](https://evil.example)"),
        ("- a list", r"\- a list"),
        ("1. first", r"1\. first"),
        ("# head", r"\# head"),
        ("--- line", r"\--- line"),
        ("svc_backup_01", "svc_backup_01"),
        ("_underlined_", r"\_underlined\_"),
        ("-", "-"),
        ("Request 1: it is 3.5 %", "Request 1: it is 3.5 %"),
        ("{{DATE(2026-11-21)}}", r"{\{DATE(2026-11-21)}}"),
        (r"C:\new", r"C:\\new"),
    ],
)
def test_only_what_would_be_markup_is_escaped(words: str, escaped: str) -> None:
    assert literal(words) == escaped


def plan(rows: int) -> PlanShown:
    """A plan with so many rows of the longest names there are."""
    row = ("Müller-Lüdenscheidt " * 3, "someone.with.a.long.name@contoso.onmicrosoft.com", "disabled → enabled")
    section = Section("Will change", ("Name", "Account", "What"), tuple([row] * rows), "Type `request show 1` for all.")
    return PlanShown(number=1, title="Request 1", sections=(section, section, section))


def test_what_does_not_fit_is_left_out_and_the_card_says_so() -> None:
    small, large = draw(plan(3)).card, draw(plan(500)).card
    assert "do not fit" not in small
    assert "more rows do not fit here. Type `request show 1` for all." in large.replace("\\\\`", "`")
    assert size(small) < size(large) <= LARGEST


def test_a_button_carries_its_data_apart_from_what_is_typed() -> None:
    reply = ApprovalAsked(
        number=1,
        title="Request 1",
        inputs=(Input("reason", "Reason"),),
        buttons=(Button("Reject", "reject", {"request": "1", "digest": "abc"}, with_inputs=True),),
    )
    [button] = buttons.of_card(card_of(reply), "1")
    assert button.action({"reason": "no", }) == {
        "type": "Action.Execute", "title": "Reject", "verb": "reject",
        "data": {DATA: {"request": "1", "digest": "abc"}, "reason": "no"},
    }  # fmt: skip
    fallback = inside(button.node, "fallback")
    assert text(fallback, "type") == "Action.Submit"
    assert inside(fallback, "data", DATA) == {"request": "1", "digest": "abc", "verb": "reject"}


def test_only_https_pages_are_opened() -> None:
    urls = ("https://aka.ms/mfasetup", "http://aka.ms", "javascript:alert(1)")
    shown = ReminderShown(title="x", lines=(), buttons=tuple(Button("Go", "open", url=url) for url in urls))
    drawn: Json = card_of(shown)
    assert [text(each, "url") for each in objects(drawn, "actions")] == ["https://aka.ms/mfasetup"]


def test_a_sentence_is_a_plain_message() -> None:
    message = draw(Text(lines=("Hello *you*.", "Fine."), next=("help", "whoami")))
    assert message.activity() == {
        "type": "message", "textFormat": "plain", "text": "Hello *you*.\n\nFine.\n\nNext: help · whoami",
    }  # fmt: skip


def test_an_endless_sentence_ends() -> None:
    assert len(draw(Text(lines=("x" * 100_000,))).text) < 10_000


@given(st.integers(-5, 500), st.integers(1, 400))
def test_the_bar_tells_the_truth(done: int, total: int) -> None:
    drawn = bar(done, total)
    assert len(drawn.split(" ")[0]) == BLOCKS
    assert ("░" not in drawn) == (done >= total)
    assert (" 100 %" in drawn) == (done >= total)


def test_every_card_carries_its_warnings_as_words() -> None:
    reply: Card = Result(number=1, title="Request 1", warnings=("3 people were not verified.",), tone=Tone.BAD)
    assert "Warning: 3 people were not verified." in draw(reply).card  # type: ignore[arg-type]
