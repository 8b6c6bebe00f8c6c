"""What every type of argument promises, and the two ways in which a text can fail to be one."""

from dataclasses import dataclass
from json import dumps, loads
from re import compile as pattern
from typing import Protocol, Self

from actions.spec import Refusal
from tenant.ports import TenantReader

WORD = pattern(r'(?:[^\s,;"]|"[^"]*")+')


class BadArgument(Refusal):
    """The text is not one of these; the reason says what to type instead."""


@dataclass(frozen=True, slots=True)
class Option:
    """One possible meaning: ``text`` is what to put in the place of what was said."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Several:
    """More than one meaning: ``said`` is what was said, the options are what it can mean."""

    said: str
    options: tuple[Option, ...]


class ArgumentType(Protocol):
    """What an argument's type can do."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read it as people say it; raises BadArgument."""
        ...

    async def resolve(self, tenant: TenantReader) -> "Self | Several":
        """Pin names to ids; raises Refusal where there is no such thing."""
        ...

    def said(self) -> str:
        """The canonical way to say it: parses back to the same."""
        ...

    def pinned(self) -> str:
        """JSON text that `unpin` turns back into exactly this."""
        ...

    @classmethod
    def unpin(cls, text: str) -> Self:
        """The value that was pinned."""
        ...


class Plain:
    """What is meant is in the words themselves: the same in every tenant."""

    __slots__ = ()

    async def resolve(self, tenant: TenantReader) -> Self:
        """Nothing to look up."""
        return self


@dataclass(frozen=True, slots=True)
class OneText(Plain):
    """A value that is one text. What can be typed for it, its subclasses say."""

    text: str = ""

    def said(self) -> str:
        """The text."""
        return self.text

    def pinned(self) -> str:
        """JSON: the text."""
        return dumps(self.text)

    @classmethod
    def unpin(cls, text: str) -> Self:
        """From `pinned`."""
        return cls(str(loads(text)))


def words_of(text: str) -> list[str]:
    """Split at white space, commas and semicolons outside of quotes."""
    return [str(match.group()) for match in WORD.finditer(text)]
