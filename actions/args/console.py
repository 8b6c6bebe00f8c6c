"""PowerShell's two ways to print an object, read back: a list (``Name : Value``) and a table. Pure, and never guessing:
what could mean two things is refused with the advice to use ``| Format-List``, which is unambiguous.

https://learn.microsoft.com/powershell/scripting/samples/using-format-commands-to-change-output-view
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import pairwise, takewhile
from re import IGNORECASE, finditer
from re import compile as pattern
from textwrap import dedent

from actions.args.base import BadArgument

Row = Mapping[str, str]

# What chat clients leave of a formatted paste; anything else in angle brackets is somebody's value.
_BREAKS = pattern(r"</?(?:p|div|br|pre|tr|li|ul|ol|table)\b[^<>]*>", IGNORECASE)
_TAGS = pattern(r"</?(?:span|code|b|i|u|em|strong|font|td|th|tbody)\b[^<>]*>", IGNORECASE)
_SPACES = str.maketrans(dict.fromkeys("\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2007\u2009\u202f", " "))
_NOTHING = str.maketrans(dict.fromkeys("\ufeff\u200b\u200c\u200d\u2060"))
_PROMPT = pattern(r"\s*(?:\[[^\]]*\]:?\s*)?(?:PS\b[^>]*|[A-Z]:\\[^>]*)>.*|\s*>>.*|\s*```\w*\s*")
_RULE = pattern(r"\s*[-–—]{2,}(?:\s+[-–—]{2,})*\s*")
_PROPERTY = pattern(r"\s*(?P<name>[A-Za-z_][\w.-]*)\s+:(?:\s(?P<value>.*))?")
_CUT = ("…", "...")


@dataclass(frozen=True, slots=True)
class _Span:
    """Some text and where it stands in its line."""

    text: str
    start: int
    end: int

    def over(self, other: "_Span") -> bool:
        """Do the two have a place in common?"""
        return self.start < other.end and other.start < self.end


def rows(text: str) -> tuple[Row, ...]:
    """One mapping from property to value for each printed object. Raises BadArgument where none can be read."""
    lines = _lines(text)
    at = next((n for n, line in enumerate(lines) if n and _RULE.fullmatch(line)), 0)
    found = tuple(_table(lines, at)) if at else tuple(_list(lines))
    if not any(found):
        raise BadArgument("not-powershell")
    for name, value in (pair for row in found for pair in row.items()):
        if value.endswith(_CUT) or value.startswith("…") or name.endswith(_CUT):
            raise BadArgument("cut-short", said=name.rstrip("….")[:40])
    return found


def _lines(text: str) -> list[str]:
    """Plain lines without prompts, each at the column at which it stood."""
    plain = unescape(_TAGS.sub("", _BREAKS.sub("\n", text))).translate(_SPACES).translate(_NOTHING)
    lines = ["" if _PROMPT.fullmatch(line) else line.rstrip() for line in _undoubled(plain.splitlines())]
    return dedent("\n".join(lines)).splitlines()


def _undoubled(lines: Sequence[str]) -> Sequence[str]:
    """Where every line has become a paragraph, the empty ones between them mean nothing."""
    doubled = not any(one.strip() and other.strip() for one, other in pairwise(lines))
    return [line for line in lines if line.strip()] if doubled else lines


# --- lists ------------------------------------------------------------------------------------------------------------


def _list(lines: Sequence[str]) -> Iterator[Row]:
    """An object ends where a property comes again."""
    row: dict[str, str] = {}
    for name, value in _properties(lines):
        if name in row:
            yield row
            row = {}
        row[name] = value
    yield row


def _properties(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Name and value, with the lines into which PowerShell wrapped a long value. All else is talk."""
    name, pieces, column = "", [""], 0
    for line in lines:
        found = _PROPERTY.fullmatch(line)
        if found is not None and not (name and 0 < column <= found.start("name")):
            if name:
                yield name, " ".join(filter(None, pieces))
            name, pieces, column = found["name"], [(found["value"] or "").strip()], line.index(":") + 2
        elif name and line.strip():
            pieces.append(line.strip())
        elif name:
            yield name, " ".join(filter(None, pieces))
            name = ""
    if name:
        yield name, " ".join(filter(None, pieces))


# --- tables -----------------------------------------------------------------------------------------------------------


def _table(lines: Sequence[str], at: int) -> Iterator[Row]:
    """The rows below the line of dashes, up to the first empty line."""
    header = next(filter(str.strip, reversed(lines[:at])), "")
    below = list(takewhile(str.strip, lines[at + 1 :]))
    if "\t" in header:
        yield from (_by_tabs(header, line) for line in below)
        return
    names, rule = _words(header), _words(lines[at])
    if len(names) != len(rule):
        raise BadArgument("not-powershell")
    found = [_cells(line, rule) for line in below]
    if len(found) > 1 and any(not all(cells) for cells in found):
        raise BadArgument("spaces-lost")  # it may as well be one row whose text was wrapped
    yield from (dict(zip((name.text for name in names), cells, strict=True)) for cells in found)


def _by_tabs(header: str, line: str) -> Row:
    names, cells = header.split("\t"), line.split("\t")
    if len(names) != len(cells):
        raise BadArgument("spaces-lost")
    return {name.strip(): cell.strip() for name, cell in zip(names, cells, strict=True)}


def _cells(line: str, columns: Sequence[_Span]) -> Sequence[str]:
    """By the places under the dashes. Counting words instead would take one cell for another where one is empty.

    So a cell may be empty only where the spaces at the beginning of the line prove that it has not moved to the left.
    """
    placed = _placed(line, columns)
    if placed is None or not (all(placed) or line.startswith("  ")):
        raise BadArgument("spaces-lost")
    return placed


def _placed(line: str, columns: Sequence[_Span]) -> Sequence[str] | None:
    """Each word in the column that it stands under; None where that makes no sense."""
    cells: list[list[_Span]] = [[] for _ in columns]
    last = -1
    for word in _words(line):
        under = [n for n, column in enumerate(columns) if word.over(column)] or ([last] if last >= 0 else [])
        if len(under) != 1 or under[0] < last:
            return None
        last = under[0]
        cells[last].append(word)
    if all(_aligned(cell, column) for cell, column in zip(cells, columns, strict=True)):
        return [line[cell[0].start : cell[-1].end] if cell else "" for cell in cells]
    return None


def _aligned(cell: Sequence[_Span], column: _Span) -> bool:
    """PowerShell sets text flush with the left end of the dashes, numbers and truths with the right one. Two spaces
    within a value are the gap between two cells that have moved.
    """
    if not cell:
        return True
    close = all(one.end + 1 == other.start for one, other in pairwise(cell))
    return close and (cell[0].start == column.start or (len(cell) == 1 and cell[0].end == column.end))


def _words(line: str) -> list[_Span]:
    return [_Span(match.group(), match.start(), match.end()) for match in finditer(r"\S+", line)]
