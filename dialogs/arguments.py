"""The types of arguments that only commands have: a request's number, free words, an area, a server of one's own."""

from dataclasses import dataclass
from enum import StrEnum
from json import dumps, loads
from typing import Self

from actions.args import BadArgument, OneText, Plain
from actions.args import Line as Line
from tenant.ports import Area


@dataclass(frozen=True, slots=True)
class Number(Plain):
    """A request's number; 0 where none was said."""

    value: int = 0

    @classmethod
    def parse(cls, text: str) -> Self:
        """``3``, ``#3``, ``request:3``; raises BadArgument."""
        digits = text.strip().casefold().removeprefix("request").strip(" :#.!?,;")
        if not (digits.isascii() and digits.isdecimal() and 0 < len(digits) <= 9):
            raise BadArgument("not-a-request", said=text.strip()[:40])
        return cls(int(digits))

    def said(self) -> str:
        """The digits, or nothing."""
        return str(self.value) if self.value else ""

    def pinned(self) -> str:
        """JSON: the number."""
        return dumps(self.value)

    @classmethod
    def unpin(cls, text: str) -> Self:
        """From `pinned`."""
        return cls(int(loads(text)))


@dataclass(frozen=True, slots=True)
class Whole(OneText):
    """Everything behind the command's name, as it was typed. A command that takes it has no other argument."""


@dataclass(frozen=True, slots=True)
class OneArea(OneText):
    """An area that an owner opens or closes for writing."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """One of the areas' names; raises BadArgument."""
        word = text.strip().casefold().rstrip(".!?,;:")
        if word not in tuple(Area):
            raise BadArgument("not-one-of", said=word[:40], allowed=", ".join(Area))
        return cls(word)

    @property
    def area(self) -> Area:
        """Which one."""
        return Area(self.text)


@dataclass(frozen=True, slots=True)
class Called(OneText):
    """The name of a campaign, in quotes or as one word, where more words follow."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """As it was typed; the engine knows which there are."""
        return cls(" ".join(text.split()))


class System(StrEnum):
    """What runs on an organisation's own machines, where Microsoft's cloud cannot look."""

    SKYPE = "skype"
    EXCHANGE = "exchange"


@dataclass(frozen=True, slots=True)
class OneSystem(OneText):
    """A server that somebody vouches for."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """One of their names; raises BadArgument."""
        word = text.strip().casefold().rstrip(".!?,;:").removesuffix("-server")
        if word not in tuple(System):
            raise BadArgument("not-one-of", said=word[:40], allowed=", ".join(System))
        return cls(word)

    @property
    def system(self) -> System:
        """Which one."""
        return System(self.text)
