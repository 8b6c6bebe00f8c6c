"""Transcripts: conversations as Markdown files, read into blocks and put together again.

A heading ``## Ana, personal`` says who acts and where. ``> text`` is typed; ``[2]`` or ``[Approve]`` presses a button,
with ``[2] reason=because; note=x`` to fill inputs; ``-- later 3d --`` is a directive. What happens then stands below it
in a block fenced as ``text``. A block fenced as ``setup`` sets the scene: its keys are in demo/scenes.py, and any
``MUSTER_...: value`` in it is a setting of the bot. All else is prose for the reader.

Lines that begin with ``>`` and follow each other are one message of several lines, as somebody pastes them::

    > phone list
    > Email,Mobile
    > dan@contoso.com,+31 6 12345678

A block fenced as ``file NAME`` right below what is typed is a file that is sent with it; `` in cp1252`` after the name
writes it in the old Windows letters::

    > phone list

    ```file hr.csv
    Email,Mobile
    dan@contoso.com,+31 6 12345678
    ```
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a block is."""

    PROSE = "prose"
    SETUP = "setup"
    HEADING = "heading"
    SAY = "say"
    FILE = "file"
    PRESS = "press"
    DIRECTIVE = "directive"
    REPLY = "reply"


ACTS = frozenset({Kind.SAY, Kind.PRESS, Kind.DIRECTIVE})
HEADING = re.compile(r"^##\s+(?P<person>[^,]+),\s*(?P<place>.+?)\s*$")
DIRECTIVE = re.compile(r"^--\s+(?P<said>.+?)\s+--$")
FENCE = re.compile(r"^```(?P<word>\w*)(?: +(?P<name>\S.*?))?\s*$")
FILE = re.compile(r"^(?P<name>.+?)(?: in (?P<letters>[\w-]+))?$")
PRESS = re.compile(r"^\[(?P<what>[^\]]+)\](?:@(?P<nth>\d+))?(?P<old>\^)?(?:\s+(?P<inputs>\S.*))?$")


class BadTranscript(Exception):
    """A file that cannot be played; the message names the line."""


@dataclass(frozen=True, slots=True)
class Block:
    """Some lines of a transcript that belong together; ``at`` is the number of the first; ``name``: of a file."""

    kind: Kind
    lines: tuple[str, ...]
    at: int
    name: str = ""

    @property
    def said(self) -> str:
        """What is typed, pressed or ordered, without its signs."""
        if self.kind is Kind.SAY:
            return "\n".join(re.sub(r"^> ?", "", line) for line in self.lines)
        found = DIRECTIVE.match(self.lines[0]) if self.kind is Kind.DIRECTIVE else None
        return found["said"] if found else "\n".join(self.lines)

    @property
    def shown(self) -> str:
        """The block as it stands in the file."""
        words = {Kind.REPLY: "text", Kind.SETUP: "setup", Kind.FILE: f"file {self.name}"}
        if self.kind in words:
            return "\n".join((f"```{words[self.kind]}", *self.lines, "```"))
        return "\n".join(self.lines)

    @property
    def file(self) -> tuple[str, bytes]:
        """The file's name and what is in it."""
        found = FILE.match(self.name)
        name, letters = (found["name"], found["letters"]) if found else (self.name, None)
        try:
            return name, "".join(f"{line}\r\n" for line in self.lines).encode(letters or "utf-8")
        except (LookupError, UnicodeEncodeError) as error:
            raise BadTranscript(f"line {self.at}: {error}") from error


@dataclass(frozen=True, slots=True)
class Press:
    """Which button: by number, title or verb; ``nth`` newest card with buttons; ``old``: as it was before its edits."""

    what: str
    nth: int = 1
    old: bool = False
    inputs: tuple[tuple[str, str], ...] = ()


def parse(text: str) -> list[Block]:
    """The blocks of a file, in order."""
    return list(_blocks(text.splitlines()))


def joined(blocks: Sequence[Block]) -> str:
    """The file again, with one empty line between blocks."""
    return "\n\n".join(block.shown for block in blocks) + "\n"


def press(said: str) -> Press | None:
    """Read ``[2]``, ``[Approve]@2``, ``[2]^`` and the inputs behind it; None where it is something else."""
    found = PRESS.match(said)
    if found is None:
        return None
    pairs = [one.partition("=") for one in (found["inputs"] or "").split(";") if one.strip()]
    inputs = tuple((name.strip(), value.strip()) for name, _, value in pairs)
    return Press(found["what"], int(found["nth"] or 1), bool(found["old"]), inputs)


def _blocks(lines: Sequence[str]) -> Iterator[Block]:
    at = 0
    while at < len(lines):
        if not lines[at].strip():
            at += 1
            continue
        fence = FENCE.match(lines[at])
        end = _fence_end(lines, at) if fence else _end(lines, at)
        yield _fenced(fence, lines, at, end=end) if fence else Block(_kind(lines[at]), tuple(lines[at:end]), at + 1)
        at = end


def _fenced(fence: re.Match[str], lines: Sequence[str], at: int, *, end: int) -> Block:
    kind = {"text": Kind.REPLY, "setup": Kind.SETUP, "file": Kind.FILE}.get(fence["word"])
    if kind is None or (kind is Kind.FILE) != bool(fence["name"]):
        return Block(Kind.PROSE, tuple(lines[at:end]), at + 1)
    return Block(kind, tuple(lines[at + 1 : end - 1]), at + 1, fence["name"] or "")


def _fence_end(lines: Sequence[str], at: int) -> int:
    for number in range(at + 1, len(lines)):
        if lines[number].rstrip() == "```":
            return number + 1
    raise BadTranscript(f"line {at + 1}: this fence is never closed")


def _end(lines: Sequence[str], at: int) -> int:
    """Typed lines and prose go on while their kind does; the others are one line."""
    kind, number = _kind(lines[at]), at + 1
    while kind in (Kind.SAY, Kind.PROSE) and number < len(lines):
        line = lines[number]
        if not line.strip() or line.startswith("```") or _kind(line) is not kind:
            break
        number += 1
    return number


def _kind(line: str) -> Kind:
    if line.startswith(">"):
        return Kind.SAY
    if HEADING.match(line):
        return Kind.HEADING
    if DIRECTIVE.match(line):
        return Kind.DIRECTIVE
    return Kind.PRESS if PRESS.match(line) else Kind.PROSE
