"""``$filter`` as the sign-in log understands it: fewer properties and fewer operators than the directory's.

``createdDateTime ge|le|lt|eq``; ``userId``, ``userPrincipalName``, ``clientAppUsed`` and ``status/errorCode`` ``eq``;
in beta also ``signInEventTypes/any(t: t eq 'nonInteractiveUser')``; ``and``, ``or``, parentheses.
https://learn.microsoft.com/graph/api/signin-list
"""

import operator
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from demo.directory import Directory
from demo.graph.filters import TOKEN, invalid
from demo.sign_in import SignIn

Test = Callable[[SignIn], bool]
TIMES: dict[str, Callable[[datetime, datetime], bool]] = {
    "ge": operator.ge,
    "le": operator.le,
    "lt": operator.lt,
    "eq": operator.eq,
}
KINDS = {"interactiveUser": True, "nonInteractiveUser": False}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A parsed filter. ``people``: whose rows alone can pass, where known; ``kinds``: it says which events."""

    test: Test
    people: frozenset[str] | None = None
    kinds: bool = False


def parse(text: str, directory: Directory, *, beta: bool) -> Wanted:
    """Read a filter; raises Problem 400 for what the log does not do. Without text everything passes."""
    if not text.strip():
        return Wanted(lambda row: True)
    reader = _Reader(_tokens(text), directory, beta=beta)
    found = reader.either()
    if reader.peek:
        raise invalid(f"Syntax error at '{reader.peek}' in '{text}'.")
    return found


class _Reader:
    def __init__(self, tokens: list[str], directory: Directory, *, beta: bool) -> None:
        self._tokens, self._directory, self._beta = tokens, directory, beta
        self._at = 0

    @property
    def peek(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def take(self, wanted: str = "") -> str:
        token = self.peek
        if not token or (wanted and token.casefold() != wanted):
            raise invalid(f"Syntax error: expected '{wanted or 'more'}', found '{token}'.")
        self._at += 1
        return token

    def either(self) -> Wanted:
        found = self.both()
        while self.peek.casefold() == "or":
            self.take()
            found = _or(found, self.both())
        return found

    def both(self) -> Wanted:
        found = self.one()
        while self.peek.casefold() == "and":
            self.take()
            found = _and(found, self.one())
        return found

    def one(self) -> Wanted:
        if self.peek != "(":
            return self.claim()
        self.take()
        found = self.either()
        self.take(")")
        return found

    def claim(self) -> Wanted:
        name = self.take()
        if name == "signInEventTypes/any" and self._beta:
            return self.kind()
        if name not in CLAIMS:
            raise invalid(f"'{name}' cannot be used to filter entities of type 'microsoft.graph.signIn' here.")
        sign = self.take().casefold()
        return CLAIMS[name](self._directory, sign, self.take())

    def kind(self) -> Wanted:
        """``any(t: t eq '...')``."""
        self.take("(")
        bound = self.take()
        self.take(":")
        self.take(bound.casefold())
        self.take("eq")
        wanted = _text(self.take())
        self.take(")")
        if wanted not in KINDS:
            raise invalid(f"The make-believe log has no events of type '{wanted}'.")
        return Wanted(lambda row: row.interactive == KINDS[wanted], kinds=True)


def _time(directory: Directory, sign: str, value: str) -> Wanted:
    if sign not in TIMES:
        raise invalid(f"The operator '{sign}' is not supported for 'createdDateTime'.")
    try:
        against = datetime.fromisoformat(value)
    except ValueError as error:
        raise invalid(f"'{value}' is not a date and time.") from error
    moment = against if against.tzinfo else against.replace(tzinfo=UTC)
    return Wanted(lambda row: TIMES[sign](row.at, moment))


def _person(directory: Directory, sign: str, value: str) -> Wanted:
    wanted = _equal(sign, value).casefold()
    return Wanted(lambda row: row.person == wanted, people=frozenset({wanted}))


def _upn(directory: Directory, sign: str, value: str) -> Wanted:
    wanted = _equal(sign, value).casefold()
    person = directory.by_name.get(wanted, "")
    return Wanted(lambda row: row.person == person, people=frozenset({person}))


def _client(directory: Directory, sign: str, value: str) -> Wanted:
    wanted = _equal(sign, value).casefold()
    return Wanted(lambda row: row.client.casefold() == wanted)


def _error(directory: Directory, sign: str, value: str) -> Wanted:
    if sign != "eq" or not value.isdecimal():
        raise invalid("'status/errorCode' can only be compared with 'eq' and a number.")
    return Wanted(lambda row: row.error == int(value))


CLAIMS: dict[str, Callable[[Directory, str, str], Wanted]] = {
    "createdDateTime": _time,
    "userId": _person,
    "userPrincipalName": _upn,
    "clientAppUsed": _client,
    "status/errorCode": _error,
}


def _equal(sign: str, value: str) -> str:
    if sign != "eq" or not value.startswith("'"):
        raise invalid(f"Only 'eq' and a text in quotes are supported here, not {sign} {value}.")
    return _text(value)


def _text(token: str) -> str:
    return token[1:-1].replace("''", "'")


def _tokens(text: str) -> list[str]:
    found, at = [], 0
    while at < len(text.rstrip()):
        match = TOKEN.match(text, at)
        if match is None:
            raise invalid(f"Syntax error at position {at} in '{text}'.")
        found.append(match.group().strip())
        at = match.end()
    return found


def _and(left: Wanted, right: Wanted) -> Wanted:
    known = [part.people for part in (left, right) if part.people is not None]
    people = frozenset.intersection(*known) if known else None
    return Wanted(lambda row: left.test(row) and right.test(row), people, left.kinds or right.kinds)


def _or(left: Wanted, right: Wanted) -> Wanted:
    people = left.people | right.people if left.people is not None and right.people is not None else None
    return Wanted(lambda row: left.test(row) or right.test(row), people, left.kinds or right.kinds)
