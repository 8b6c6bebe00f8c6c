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
from demo.graph.clauses import Ids, Reader, in_both, in_either, invalid, unquoted
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
    people: Ids = None
    kinds: bool = False


def parse(text: str, directory: Directory, *, beta: bool) -> Wanted:
    """Read a filter; raises Problem 400 for what the log does not do. Without text everything passes."""
    if not text.strip():
        return Wanted(lambda row: True)
    return _Reader(text, directory, beta=beta).whole()


class _Reader(Reader[Wanted]):
    def __init__(self, text: str, directory: Directory, *, beta: bool) -> None:
        super().__init__(text)
        self._directory, self._beta = directory, beta

    def with_and(self, left: Wanted, right: Wanted) -> Wanted:
        people, kinds = in_both(left.people, right.people), left.kinds or right.kinds
        return Wanted(lambda row: left.test(row) and right.test(row), people, kinds)

    def with_or(self, left: Wanted, right: Wanted) -> Wanted:
        people, kinds = in_either(left.people, right.people), left.kinds or right.kinds
        return Wanted(lambda row: left.test(row) or right.test(row), people, kinds)

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
        wanted = unquoted(self.take())
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
    return unquoted(value)
