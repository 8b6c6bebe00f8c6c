"""What Teams would drop, refuse or show wrongly in a card, found before anybody sees it.

Sources: https://adaptivecards.io/explorer (version 1.5) and
https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference
"""

import json
from collections import Counter
from collections.abc import Iterator

from demo.connector import uploads
from demo.wire import Json, JsonObject

MOST_CARD_BYTES = 25 * 1024
"""As UTF-16, which is how Teams counts a message."""
VERSION = "1.5"

ELEMENTS = frozenset(
    [
        "AdaptiveCard",
        "ActionSet",
        "Column",
        "ColumnSet",
        "Container",
        "FactSet",
        "Image",
        "ImageSet",
        "Input.ChoiceSet",
        "Input.Date",
        "Input.Number",
        "Input.Text",
        "Input.Time",
        "Input.Toggle",
        "Media",
        "RichTextBlock",
        "Table",
        "TableCell",
        "TableRow",
        "TextBlock",
        "TextRun",
    ]
)
ACTIONS = frozenset(["Action.Execute", "Action.OpenUrl", "Action.ShowCard", "Action.Submit", "Action.ToggleVisibility"])
KNOWN = ELEMENTS | ACTIONS
NESTED = ("body", "items", "columns", "rows", "cells", "actions", "inlines", "images", "card", "selectAction")
INVISIBLE = ("inlineAction",)


def card_problems(card: JsonObject) -> list[str]:
    """One sentence per fault; empty for a card that Teams shows as it was meant."""
    nodes = list(walk(card))
    found = [problem for node in nodes for problem in _node(node)]
    return [*_whole(card), *_twins(nodes), *found]


def size(card: JsonObject) -> int:
    """Bytes of the card as Teams counts them."""
    return len(json.dumps(card, ensure_ascii=False, separators=(",", ":")).encode("utf-16-le"))


def walk(node: Json) -> Iterator[JsonObject]:
    """Every element and action in a card, in the order of reading; fallbacks are not entered."""
    if isinstance(node, list):
        for one in node:
            yield from walk(one)
    if isinstance(node, dict):
        yield node
        for key in (*NESTED, *INVISIBLE):
            yield from walk(node.get(key))


def _whole(card: JsonObject) -> Iterator[str]:
    if card.get("version") != VERSION:
        yield f"a card says version {card.get('version')!r}; Teams shows {VERSION}"
    if size(card) > MOST_CARD_BYTES:
        yield f"a card has {size(card)} bytes as UTF-16; at most {MOST_CARD_BYTES}"
    if not card.get("body"):
        yield "a card has no body"


def _twins(nodes: list[JsonObject]) -> Iterator[str]:
    counted = Counter(str(node["id"]) for node in nodes if "id" in node)
    return (f"the id {name!r} occurs {count} times in one card" for name, count in counted.items() if count > 1)


def _node(node: JsonObject) -> Iterator[str]:
    kind = str(node.get("type", ""))
    if kind not in KNOWN:
        yield from _stranger(node, kind)
    elif kind.startswith("Input."):
        yield from _input(node, kind)
    elif kind in ACTIONS:
        yield from _action(node, kind)
    elif kind in ("TextBlock", "TextRun") and not isinstance(node.get("text"), str):
        yield f"a {kind} has no text"
    elif kind == "Image" and not node.get("altText"):
        yield "an Image has no altText"
    elif kind == "FactSet":
        yield from _facts(node)


def _stranger(node: JsonObject, kind: str) -> Iterator[str]:
    if kind == "TableColumnDefinition" or (not kind and {"cells", "items", "width"} & set(node)):
        return  # rows, cells and columns may leave their type out
    if "fallback" not in node:
        yield f"the element type {kind!r} is not in version {VERSION} and has no fallback"


def _input(node: JsonObject, kind: str) -> Iterator[str]:
    if not node.get("id"):
        yield f"an {kind} has no id"
    if not node.get("label"):
        yield f"the {kind} {node.get('id')!r} has no label"
    if node.get("isRequired") and not node.get("errorMessage"):
        yield f"the {kind} {node.get('id')!r} is required and has no errorMessage"


def _action(node: JsonObject, kind: str) -> Iterator[str]:
    if not node.get("title"):
        yield f"an {kind} has no title"
    if kind == "Action.Execute" and not node.get("verb"):
        yield f"the Action.Execute {node.get('title')!r} has no verb"
    if kind == "Action.OpenUrl" and not str(node.get("url", "")).startswith("https://"):
        yield f"the Action.OpenUrl {node.get('title')!r} does not open an https page"


def _facts(node: JsonObject) -> Iterator[str]:
    facts = node.get("facts")
    for fact in facts if isinstance(facts, list) else [None]:
        if not (isinstance(fact, dict) and isinstance(fact.get("title"), str) and isinstance(fact.get("value"), str)):
            yield "a FactSet holds something that is not a title and a value"


def activity_problems(activity: JsonObject) -> list[str]:
    """Faults of one message: those of its cards and of what surrounds them."""
    found: list[str] = []
    attached = activity.get("attachments") or []
    for one in attached if isinstance(attached, list) else []:
        content = one.get("content") if isinstance(one, dict) else None
        if isinstance(one, dict) and one.get("contentType") in (uploads.CONSENT, uploads.INFO):
            found += uploads.problems(one)
        elif not isinstance(content, dict) or content.get("type") != "AdaptiveCard":
            found.append("an attachment is not an Adaptive Card")
        else:
            found += card_problems(content)
    if not attached and not str(activity.get("text") or "").strip():
        found.append("a message has neither text nor a card")
    return found
