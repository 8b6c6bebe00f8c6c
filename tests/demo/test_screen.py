"""The one renderer: what a card looks like in a terminal, and what it must never let through."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo import screen
from demo.connector import lint


def card(*body: dict[str, Any], actions: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    return {"type": "AdaptiveCard", "version": "1.5", "body": list(body), "actions": actions or []}


def drawn(*body: dict[str, Any], actions: list[dict[str, Any]] | None = None, width: int = 40) -> list[str]:
    """The lines between the frame's ends, without the border."""
    lines = screen.plain(screen.draw_card(card(*body, actions=actions), width=width))
    return [line.removeprefix("│").removeprefix(" ") for line in lines[1:-1]]


def text(words: str, **more: object) -> dict[str, Any]:
    return {"type": "TextBlock", "text": words, "wrap": True, **more}


def test_text_is_wrapped_and_its_lines_stay() -> None:
    assert drawn(text("one two three four five six seven eight nine\nten")) == [
        "one two three four five six seven",
        "eight nine",
        "ten",
    ]


def test_text_without_wrap_is_cut_as_teams_cuts_it() -> None:
    long = "one two three four five six seven eight nine"
    assert drawn({"type": "TextBlock", "text": long}) == ["one two three four five six seven…"]


@pytest.mark.parametrize(
    "written, seen",
    [
        ("**bold** and *slanted*", "bold and slanted"),
        (r"\*\*not bold\*\*", "**not bold**"),
        ("[click](http://e)", "click <http://e>"),
        (r"\[click\](http://e)", "[click](http://e)"),
        ("Bob <b>x</b>", "Bob <b>x</b>"),
        ("snake_case_name", "snake_case_name"),
        ("a \x07 bell", r"a \x07 bell"),
        ("right \u202e to left", r"right \u202e to left"),
    ],
)
def test_marks_are_gone_and_escapes_are_letters(written: str, seen: str) -> None:
    assert screen.markdown(written) == seen


def test_facts_stand_in_two_columns() -> None:
    facts = [{"title": "Who", "value": "Ana"}, {"title": "Reason", "value": "a long reason that needs two lines"}]
    assert drawn({"type": "FactSet", "facts": facts}) == [
        "Who     Ana",
        "Reason  a long reason that needs two",
        "        lines",
    ]


def test_a_table_has_a_rule_under_its_head_and_fits() -> None:
    def row(*cells: str) -> dict[str, Any]:
        return {"type": "TableRow", "cells": [{"type": "TableCell", "items": [text(cell)]} for cell in cells]}

    table = {"type": "Table", "columns": [{"width": 1}], "rows": [row("Who", "State"), row("Ana", "enabled")]}
    assert drawn(table) == ["Who  State", "───  ───────", "Ana  enabled"]


def test_columns_stand_beside_each_other() -> None:
    columns = [{"type": "Column", "items": [text("left"), text("more")]}, {"type": "Column", "items": [text("right")]}]
    assert drawn({"type": "ColumnSet", "columns": columns}) == ["left  right", "more"]


def test_buttons_are_numbered_in_the_order_of_reading() -> None:
    inside = {"type": "ActionSet", "actions": [{"type": "Action.Execute", "title": "First", "verb": "one"}]}
    after = [{"type": "Action.OpenUrl", "title": "Page", "url": "https://e"}, {"type": "Action.Submit", "title": "X"}]
    assert drawn(inside, actions=after) == ["[1] First (one)", "[2] Page (https://e)   [3] X"]


def test_inputs_say_how_to_fill_them() -> None:
    node = {"type": "Input.Text", "id": "reason", "label": "Reason", "isRequired": True, "placeholder": "why"}
    assert drawn(node) == ["Reason* (reason): ____  e.g. why"]


def test_choices_are_listed_with_their_values() -> None:
    choices = [{"title": "Finance", "value": "1"}, {"title": "Finance Leads", "value": "2"}]
    node = {"type": "Input.ChoiceSet", "id": "which", "label": "Which?", "choices": choices}
    assert drawn(node) == ["Which? (which): ____", "  ( ) Finance = 1", "  ( ) Finance Leads = 2"]


def test_what_is_hidden_is_not_drawn_and_its_buttons_have_no_number() -> None:
    hidden = {"type": "Container", "isVisible": False, "items": [text("secret")], "id": "more"}
    hidden["items"].append({"type": "ActionSet", "actions": [{"type": "Action.Submit", "title": "No"}]})  # type: ignore[attr-defined]
    assert drawn(hidden, text("seen"), actions=[{"type": "Action.Submit", "title": "Yes"}]) == ["seen", "[1] Yes"]


def test_unknown_elements_give_way_to_their_fallback() -> None:
    assert drawn({"type": "Chart.Donut", "fallback": text("9 of 10")}) == ["9 of 10"]
    assert drawn({"type": "Badge", "fallback": "drop"}, text("x")) == ["x"]
    assert drawn({"type": "Badge"}) == ["<Badge?>"]


# --- lint -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "node, problem",
    [
        ({"type": "Badge"}, "the element type 'Badge' is not in version 1.5 and has no fallback"),
        ({"type": "Input.Text", "label": "x"}, "an Input.Text has no id"),
        ({"type": "Input.Text", "id": "x"}, "the Input.Text 'x' has no label"),
        ({"type": "TextBlock"}, "a TextBlock has no text"),
        ({"type": "Image", "url": "https://e"}, "an Image has no altText"),
        ({"type": "FactSet", "facts": [{"title": "x"}]}, "a FactSet holds something that is not a title and a value"),
        ({"type": "Action.Execute", "title": "Go"}, "the Action.Execute 'Go' has no verb"),
        (
            {"type": "Action.OpenUrl", "title": "Go", "url": "http://e"},
            "the Action.OpenUrl 'Go' does not open an https page",
        ),
    ],
)
def test_a_card_that_teams_would_not_show_as_meant(node: dict[str, Any], problem: str) -> None:
    inside = {"type": "ActionSet", "actions": [node]} if node["type"].startswith("Action.") else node
    assert lint.card_problems(card(inside)) == [problem]


def test_ids_occur_once() -> None:
    assert lint.card_problems(card(text("a", id="x"), text("b", id="x"))) == ["the id 'x' occurs 2 times in one card"]


def test_the_limit_counts_utf_16() -> None:
    assert lint.card_problems(card(text("ä" * 12_000))) == []
    assert "at most 25600" in lint.card_problems(card(text("ä" * 12_900)))[0]


def test_a_message_without_anything_is_found() -> None:
    assert lint.activity_problems({"type": "message", "text": " "}) == ["a message has neither text nor a card"]


# --- whatever comes -------------------------------------------------------------------------------------------------

NODES = st.recursive(
    st.builds(lambda words: text(words), st.text(max_size=200)),
    lambda inner: st.builds(lambda items: {"type": "Container", "items": items}, st.lists(inner, max_size=3)),
    max_leaves=6,
)


@given(st.lists(NODES, max_size=4), st.integers(30, 120))
def test_every_line_keeps_the_width_and_holds_no_control_character(nodes: list[dict[str, Any]], width: int) -> None:
    lines = screen.plain(screen.draw_card(card(*nodes), width=width))
    assert all(screen.cells(line) <= width for line in lines)
    assert all(line.isprintable() for line in lines)


@given(st.text(max_size=80))
def test_escaped_text_is_seen_as_it_was(words: str) -> None:
    escaped = "".join(f"\\{one}" if one in "\\`*_{}[]()#+-.!<>|~" else one for one in words)
    assert screen.markdown(escaped) == screen.safe(words)
