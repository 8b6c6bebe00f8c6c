"""How the terminal draws a message: the one renderer, for chat and transcripts alike. The same input, the same lines.

Every string is text: an escaped ``\\*`` shows as ``*``, markup that was not escaped loses its signs as it would in
Teams (a link shows its target), and control characters show as ``\\x07``.
"""

import math
import re
import textwrap
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from demo.connector import buttons
from demo.connector.chats import Event
from demo.wire import Json, JsonObject

WIDTH = 100
GAP = "  "
LINE = "─"


@dataclass(frozen=True, slots=True)
class Line:
    """One line; ``kind`` says what it is, for whoever colours it: text, heading, good, warning, bad, fact, input."""

    text: str
    kind: str = "text"


Numbers = dict[int, int]
Draw = Callable[[JsonObject, int, Numbers], list[Line]]


def draw(event: Event, width: int = WIDTH) -> list[Line]:
    """A message as everybody in the chat sees it: its text, then its cards."""
    text = str(event.activity.get("text") or "")
    lines = [Line(part) for part in _wrapped(_message_text(event.activity, text), width)] if text else []
    numbers = {id(button.node): button.number for button in buttons.of_event(event)}
    for card in event.cards:
        lines += draw_card(card, numbers, width)
    for offer in event.offers:
        lines += draw_offer(offer, numbers, width)
    return lines


def draw_offer(offer: JsonObject, numbers: Numbers, width: int = WIDTH) -> list[Line]:
    """A file that may be taken, or one that was put into somebody's OneDrive."""
    name, content = safe(str(offer.get("name", ""))), offer.get("content")
    inside = content if isinstance(content, dict) else {}
    if "uniqueId" in inside:
        return [Line(f"(file: {name})", "fact")]
    told = _wrapped(safe(str(inside.get("description", ""))), width - 2)
    size = f"{name}, about {math.ceil(int(str(inside.get('sizeInBytes', 0))) / 1024)} KB"
    answers = _row(_objects(offer.get("answers")), numbers)
    lines = [Line(size, "heading"), *map(Line, told), answers]
    framed = [Line(f"│ {line.text}".rstrip(), line.kind) for line in lines]
    return [Line("┌" + LINE * (width - 1), "frame"), *framed, Line("└" + LINE * (width - 1), "frame")]


def draw_card(card: JsonObject, numbers: Numbers | None = None, width: int = WIDTH) -> list[Line]:
    """A card in its frame. ``numbers`` maps the identity of an action to its number; by default counted here."""
    if numbers is None:
        numbers = {id(button.node): button.number for button in buttons.of_card(card, "")}
    inside = [*_many(card.get("body"), width - 2, numbers), *_actions(card, width - 2, numbers)]
    framed = [Line(f"│ {line.text}".rstrip(), line.kind) for line in inside]
    return [Line("┌" + LINE * (width - 1), "frame"), *framed, Line("└" + LINE * (width - 1), "frame")]


def plain(lines: Sequence[Line]) -> list[str]:
    """The lines without their kinds."""
    return [line.text for line in lines]


# --- elements -----------------------------------------------------------------------------------------------------


def _many(nodes: Json, width: int, numbers: Numbers) -> list[Line]:
    lines: list[Line] = []
    for node in nodes if isinstance(nodes, list) else []:
        if not isinstance(node, dict) or node.get("isVisible") is False:
            continue
        drawn = _one(node, width, numbers)
        if drawn and lines and _apart(node):
            lines.append(Line(LINE * width, "frame") if node.get("separator") else Line(""))
        lines += drawn
    return lines


def _apart(node: JsonObject) -> bool:
    return bool(node.get("separator")) or node.get("spacing") in ("Medium", "Large", "ExtraLarge")


def _one(node: JsonObject, width: int, numbers: Numbers) -> list[Line]:
    kind = str(node.get("type", ""))
    painter = PAINTERS.get(kind)
    if painter is not None:
        return [*painter(node, width, numbers), *_select(node, width, numbers)]
    fallback = node.get("fallback")
    if isinstance(fallback, dict):
        return _one(fallback, width, numbers)
    return [] if fallback == "drop" else [Line(f"<{kind}?>", "bad")]


def _select(node: JsonObject, width: int, numbers: Numbers) -> list[Line]:
    action = node.get("selectAction")
    return [_row([action], numbers)] if isinstance(action, dict) and id(action) in numbers else []


def _text_block(node: JsonObject, width: int, numbers: Numbers) -> list[Line]:
    kind = str(node.get("color", "Default")).casefold()
    kind = {"attention": "bad"}.get(kind, kind if kind in ("good", "warning") else "text")
    if node.get("style") == "heading" or node.get("size") in ("Large", "ExtraLarge", "large", "extraLarge"):
        kind = "heading" if kind == "text" else kind
    lines = [Line(part, kind) for part in _wrapped(markdown(str(node.get("text", ""))), width)]
    return lines if node.get("wrap") else _cut(lines, width, str(node.get("text", "")))


def _cut(lines: list[Line], width: int, text: str) -> list[Line]:
    """Without ``wrap`` Teams shows one line and an ellipsis."""
    if len(lines) < 2 or "\n" in text:
        return lines
    return [replace(lines[0], text=_clip(lines[0].text, width - 1) + "…")]


def _rich_text(node: JsonObject, width: int, numbers: Numbers) -> list[Line]:
    inlines = node.get("inlines")
    parts = [_inline(one) for one in inlines] if isinstance(inlines, list) else []
    return [Line(part) for part in _wrapped("".join(parts), width)]


def _inline(node: Json) -> str:
    return safe(str(node.get("text", "")) if isinstance(node, dict) else str(node))


def _facts(node: JsonObject, width: int, numbers: Numbers) -> list[Line]:
    facts = _objects(node.get("facts"))
    titles = [markdown(str(fact.get("title", ""))) for fact in facts]
    most = min(max(map(cells, titles), default=0), width // 3)
    lines: list[Line] = []
    for title, fact in zip(titles, facts, strict=True):
        values = _wrapped(markdown(str(fact.get("value", ""))), width - most - len(GAP))
        lines += [Line(line, "fact") for line in _beside([_wrapped(title, most), values], [most, width - most - 2])]
    return lines


def _table(node: JsonObject, width: int, numbers: Numbers) -> list[Line]:
    rows = [[_cell(cell, width, numbers) for cell in _objects(row.get("cells"))] for row in _objects(node.get("rows"))]
    count = max(map(len, rows), default=0)
    columns = [_widest(row[at] for row in rows if at < len(row)) for at in range(count)]
    widths = _fit(columns, width)
    lines: list[Line] = []
    for number, row in enumerate(rows):
        parts = [[part for text in cell for part in _wrapped(text, widths[at])] for at, cell in enumerate(row)]
        lines += [Line(line, "table") for line in _beside(parts, widths)]
        if number == 0 and node.get("firstRowAsHeader", True) and node.get("firstRowAsHeaders", True):
            lines.append(Line(GAP.join(LINE * one for one in widths), "frame"))
    return lines


def _cell(cell: JsonObject, width: int, numbers: Numbers) -> list[str]:
    return plain(_many(cell.get("items"), width, numbers))


def _container(node: JsonObject, width: int, numbers: Numbers) -> list[Line]:
    style = str(node.get("style", ""))
    kind = {"attention": "bad", "warning": "warning", "good": "good"}.get(style)
    inside = _many(node.get("items"), width, numbers)
    return [replace(line, kind=kind) if kind and line.kind == "text" else line for line in inside]


def _column_set(node: JsonObject, width: int, numbers: Numbers) -> list[Line]:
    columns = [one for one in _objects(node.get("columns")) if one.get("isVisible") is not False]
    drawn = [plain(_container(one, width, numbers)) for one in columns]
    widths = _fit([_widest([lines]) for lines in drawn], width)
    again = [plain(_container(one, widths[at], numbers)) for at, one in enumerate(columns)]
    return [Line(line) for line in _beside(again, widths)]


def _action_set(node: JsonObject, width: int, numbers: Numbers) -> list[Line]:
    return _actions(node, width, numbers)


def _actions(node: JsonObject, width: int, numbers: Numbers) -> list[Line]:
    actions = [one for one in _objects(node.get("actions")) if id(one) in numbers]
    lines = [_row(row, numbers) for row in _rows(actions, width, numbers)]
    for action in actions:
        card = action.get("card")
        if isinstance(card, dict):
            lines += [*_many(card.get("body"), width, numbers), *_actions(card, width, numbers)]
    return lines


def _rows(actions: list[JsonObject], width: int, numbers: Numbers) -> Iterator[list[JsonObject]]:
    row: list[JsonObject] = []
    for action in actions:
        if row and cells(_row([*row, action], numbers).text) > width:
            yield row
            row = []
        row.append(action)
    if row:
        yield row


def _row(actions: Sequence[JsonObject], numbers: Numbers) -> Line:
    return Line("   ".join(_button(one, numbers[id(one)]) for one in actions), "button")


def _button(action: JsonObject, number: int) -> str:
    title = safe(str(action.get("title", "")))
    more = str(action.get("verb") or action.get("url") or "")
    return f"[{number}] {title} ({safe(more)})" if more else f"[{number}] {title}"


def _input(node: JsonObject, width: int, numbers: Numbers) -> list[Line]:
    label = safe(str(node.get("label") or node.get("title") or node.get("id")))
    name = safe(str(node.get("id", "")))
    hint = safe(str(node.get("value") or node.get("placeholder") or ""))
    must = "*" if node.get("isRequired") else ""
    shown = f"{label}{must} ({name}): ____" + (f"  e.g. {hint}" if hint else "")
    return [Line(part, "input") for part in _wrapped(shown, width)]


def _choices(node: JsonObject, width: int, numbers: Numbers) -> list[Line]:
    given = [f"{safe(str(one.get('title')))} = {safe(str(one.get('value')))}" for one in _objects(node.get("choices"))]
    lines = _input(node, width, numbers)
    return [*lines, *(Line(f"  ( ) {one}", "input") for one in given)]


def _image(node: JsonObject, width: int, numbers: Numbers) -> list[Line]:
    return [Line(f"(picture: {safe(str(node.get('altText') or 'no description'))})")]


def _images(node: JsonObject, width: int, numbers: Numbers) -> list[Line]:
    return [line for one in _objects(node.get("images")) for line in _image(one, width, numbers)]


PAINTERS: dict[str, Draw] = {
    "TextBlock": _text_block,
    "RichTextBlock": _rich_text,
    "FactSet": _facts,
    "Table": _table,
    "Container": _container,
    "ColumnSet": _column_set,
    "ActionSet": _action_set,
    "Input.Text": _input,
    "Input.Number": _input,
    "Input.Date": _input,
    "Input.Time": _input,
    "Input.Toggle": _input,
    "Input.ChoiceSet": _choices,
    "Image": _image,
    "ImageSet": _images,
    "Media": _image,
}


# --- text ---------------------------------------------------------------------------------------------------------

LINK = re.compile(r"(?<!\\)\[([^\]]*)(?<!\\)\]\(([^)]*)\)")
BOLD = re.compile(r"(?<!\\)(\*\*|__)(?=\S)(.+?)(?<=\S)(?<!\\)\1")
ITALIC = re.compile(r"(?<![\\\w])([*_])(?=\S)(.+?)(?<=\S)(?<!\\)\1(?!\w)")
ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!<>|~])")


def markdown(text: str) -> str:
    """Text as Teams shows Markdown, without weights: marks vanish, links show their target, escapes become letters."""
    text = LINK.sub(r"\1 <\2>", text)
    text = ITALIC.sub(r"\2", BOLD.sub(r"\2", text))
    return safe(ESCAPE.sub(r"\1", text))


def safe(text: str) -> str:
    """Nothing that moves a cursor or turns the direction of reading: such characters show as codes."""
    return "".join(one if one == "\n" or one.isprintable() else _code(one) for one in text)


def _code(letter: str) -> str:
    if unicodedata.category(letter) == "Zs":
        return " "
    return f"\\x{ord(letter):02x}" if ord(letter) < 256 else f"\\u{ord(letter):04x}"


def _message_text(activity: JsonObject, text: str) -> str:
    said = text.replace("<at>", "@").replace("</at>", "")
    return safe(said) if activity.get("textFormat") == "plain" else markdown(said)


def cells(text: str) -> int:
    """How many columns of a terminal this takes."""
    return sum(_cells(letter) for letter in text)


def _cells(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def _wrapped(text: str, width: int) -> list[str]:
    """Lines of at most ``width``; line breaks stay, and what is indented stays so."""
    lines: list[str] = []
    for line in text.split("\n"):
        indent = line[: len(line) - len(line.lstrip(" "))][: width // 2]
        if line.lstrip().startswith(("- ", "• ")):
            indent += "  "
        limit = width if cells(line) <= len(line) else width // 2  # letters that take two columns
        parts = textwrap.wrap(line, max(limit, 4), subsequent_indent=indent, replace_whitespace=False)
        lines += parts or [""]
    return lines


def _clip(text: str, width: int) -> str:
    while cells(text) > width:
        text = text[:-1]
    return text


def _beside(parts: Sequence[list[str]], widths: Sequence[int]) -> Iterator[str]:
    """Blocks of lines next to each other, each padded to its width."""
    height = max(map(len, parts), default=0)
    for at in range(height):
        row = [_padded(block[at] if at < len(block) else "", widths[number]) for number, block in enumerate(parts)]
        yield GAP.join(row).rstrip()


def _padded(text: str, width: int) -> str:
    return text + " " * (width - cells(text))


def _widest(blocks: Sequence[list[str]] | Iterator[list[str]]) -> int:
    return max((cells(line) for block in blocks for line in block), default=1)


def _fit(wanted: list[int], width: int) -> list[int]:
    """Column widths as wanted, the widest made narrower until all fit."""
    free = width - len(GAP) * (len(wanted) - 1)
    widths = [max(1, one) for one in wanted]
    while sum(widths) > free and max(widths) > 4:
        widths[widths.index(max(widths))] -= 1
    return widths


def _objects(nodes: Json) -> list[JsonObject]:
    return [one for one in nodes if isinstance(one, dict)] if isinstance(nodes, list) else []
