"""Text that is kept as it was typed: a pasted block, and a phone number before anybody has read it."""

from dataclasses import dataclass, field
from typing import Self

from actions.args.base import BadArgument, OneText

MOST_CHARACTERS = 2_000_000
MOST_LINES = 50_000  # read as a list of people they take 26 MB for a moment
MOST_WORDS = 500  # characters of one line
LONGEST_NUMBER = 64  # characters, notes and all


@dataclass(frozen=True, slots=True)
class Block(OneText):
    """A pasted text, line breaks kept. What it means, its subclasses say."""

    text: str = field(default="", repr=False)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Any text but an empty one, up to 2,000,000 characters and 50,000 lines; raises BadArgument."""
        if not text.strip():
            raise BadArgument("nothing-said")
        if len(text) > MOST_CHARACTERS:
            raise BadArgument("too-long-text", count=str(len(text)), most=str(MOST_CHARACTERS))
        if (lines := len(text.splitlines())) > MOST_LINES:
            raise BadArgument("too-many-lines", count=str(lines), most=str(MOST_LINES))
        return cls(text)


@dataclass(frozen=True, slots=True)
class Line(OneText):
    """Free words, such as a reason: one line of plain text."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Any words, at most 500 characters; raises BadArgument."""
        line = " ".join(text.split())
        if not line:
            raise BadArgument("nothing-said")
        if len(line) > MOST_WORDS:
            raise BadArgument("too-wordy", count=str(len(line)), most=str(MOST_WORDS))
        return cls(line)


@dataclass(frozen=True, slots=True)
class TypedNumber(OneText):
    """One phone number as somebody typed it. Which number it is, only the person's country can tell."""

    text: str = field(default="", repr=False)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Anything with a digit in it, up to 64 characters; a number that was masked is none."""
        text = text.strip()
        if not text or len(text) > LONGEST_NUMBER or "•" in text or not any(each.isdigit() for each in text):
            raise BadArgument("not-a-number", said="" if len(text) > LONGEST_NUMBER else dotted(text))
        return cls(text)

    def said(self) -> str:
        """All but the last two digits as dots: what a request is called is shown where others read along.

        It does not parse back: only `pinned` holds the number.
        """
        return dotted(self.text)


def dotted(text: str) -> str:
    """The text with every digit but the last two as a dot: enough for its owner to know it."""
    digits = [place for place, each in enumerate(text) if each.isdigit()]
    hidden = frozenset(digits[:-2])
    return "".join("•" if place in hidden else each for place, each in enumerate(text))
