"""How any ``$filter`` is read: tokens, ``and``, ``or``, parentheses. What one claim may say, each list knows itself.

https://learn.microsoft.com/graph/filter-query-parameter
"""

import re
from abc import ABC, abstractmethod
from typing import Generic, TypeVar

from demo.wire import Problem

Found = TypeVar("Found")
Ids = frozenset[str] | None
"""The only ids that can pass; None where they are not known."""

TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<date>\d{4}-\d\d-\d\d(?:T[\d:.]+Z)?)|(?P<number>-?\d+(?:\.\d+)?(?![\w-]))"
    r"|(?P<word>[A-Za-z_@][\w.@/-]*)|(?P<sign>[(),:]))"
)


def invalid(message: str) -> Problem:
    """The refusal of a filter, in Graph's words."""
    return Problem(400, "BadRequest", f"Invalid filter clause: {message}")


def unquoted(token: str) -> str:
    """The text that a token in quotes means."""
    return token[1:-1].replace("''", "'")


def in_both(left: Ids, right: Ids) -> Ids:
    """Who can pass two claims of which both must hold."""
    known = [ids for ids in (left, right) if ids is not None]
    return frozenset.intersection(*known) if known else None


def in_either(left: Ids, right: Ids) -> Ids:
    """Who can pass two claims of which one must hold."""
    return left | right if left is not None and right is not None else None


class Reader(ABC, Generic[Found]):
    """Reads one filter from left to right; raises Problem 400 for what does not parse."""

    def __init__(self, text: str) -> None:
        """Stand before the first token."""
        self._text = text
        self._tokens = _tokens(text)
        self._at = 0

    def whole(self) -> Found:
        """The filter; nothing may follow it."""
        found = self.either()
        if self.peek:
            raise invalid(f"Syntax error at position {self._at} in '{self._text}'.")
        return found

    @property
    def peek(self) -> str:
        """The next token; empty at the end."""
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def take(self, wanted: str = "") -> str:
        """The next token, and go past it; ``wanted``: it must be this one, in small letters."""
        token = self.peek
        if not token or (wanted and token.casefold() != wanted):
            raise invalid(f"Syntax error: expected '{wanted or 'more'}' at token {self._at}, found '{token}'.")
        self._at += 1
        return token

    def either(self) -> Found:
        """Claims with ``or`` between them; ``and`` binds closer."""
        found = self.both()
        while self.peek.casefold() == "or":
            self.take()
            found = self.with_or(found, self.both())
        return found

    def both(self) -> Found:
        """Claims with ``and`` between them."""
        found = self.one()
        while self.peek.casefold() == "and":
            self.take()
            found = self.with_and(found, self.one())
        return found

    def one(self) -> Found:
        """One claim, or what stands in parentheses."""
        if self.peek != "(":
            return self.claim()
        self.take()
        found = self.either()
        self.take(")")
        return found

    @abstractmethod
    def claim(self) -> Found:
        """What one claim means."""

    @abstractmethod
    def with_and(self, left: Found, right: Found) -> Found:
        """What passes both."""

    @abstractmethod
    def with_or(self, left: Found, right: Found) -> Found:
        """What passes one of them."""


def _tokens(text: str) -> list[str]:
    found, at = [], 0
    while at < len(text.rstrip()):
        match = TOKEN.match(text, at)
        if match is None:
            raise invalid(f"Syntax error at position {at} in '{text}'.")
        found.append(match.group().strip())
        at = match.end()
    return found
