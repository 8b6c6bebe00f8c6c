"""``$filter`` as Graph's directory understands it, as far as the demo needs it.

``eq ne ge gt le lt in and or not``, ``startsWith endsWith contains``, ``any`` over collections, parentheses, paths with
``/``. Text compares without case. https://learn.microsoft.com/graph/filter-query-parameter
"""

import operator
from collections.abc import Callable
from dataclasses import dataclass

from demo.graph.clauses import Ids, Reader, in_both, in_either, invalid, unquoted
from demo.wire import Json, Problem

Getter = Callable[[str], Json]
Test = Callable[[Getter], bool]

MOST_CLAUSES = 15
"""Alternatives that one filter may hold on directory objects (``or``, ``in``)."""

COMPARE: dict[str, Callable[[str, str], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "ge": operator.ge,
    "gt": operator.gt,
    "le": operator.le,
    "lt": operator.lt,
}
FUNCTIONS: dict[str, Callable[[str, str], bool]] = {
    "startswith": str.startswith,
    "endswith": str.endswith,
    "contains": lambda text, part: part in text,
}
WORDS: dict[str, Json] = {"true": True, "false": False, "null": None}


@dataclass(frozen=True, slots=True)
class Filter:
    """A parsed filter. ``advanced`` needs ``ConsistencyLevel``; ``ids`` are the only ids that can pass, where known."""

    test: Test
    advanced: bool = False
    ids: Ids = None


def parse(text: str) -> Filter:
    """Read a filter; raises Problem 400 for what does not parse."""
    reader = _Reader(text)
    found = reader.whole()
    if reader.clauses > MOST_CLAUSES:
        many = f"containing 'OR' operators: {reader.clauses}. Max allowed: {MOST_CLAUSES}."
        raise Problem(
            400, "Request_UnsupportedQuery", f"Too many child clauses specified in search filter expression {many}"
        )
    return Filter(found.test, reader.advanced, found.ids)


class _Reader(Reader[Filter]):
    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.advanced = False
        self.clauses = 1

    def with_and(self, left: Filter, right: Filter) -> Filter:
        return Filter(lambda get: left.test(get) and right.test(get), ids=in_both(left.ids, right.ids))

    def with_or(self, left: Filter, right: Filter) -> Filter:
        self.clauses += 1
        return Filter(lambda get: left.test(get) or right.test(get), ids=in_either(left.ids, right.ids))

    def one(self) -> Filter:
        if self.peek.casefold() != "not":
            return super().one()
        self.take()
        self.advanced = True
        inner = self.one().test
        return Filter(lambda get: not inner(get))

    def claim(self) -> Filter:
        path = self.take()
        if path.casefold() in FUNCTIONS:
            return self.function(path.casefold())
        if path.casefold().endswith("/any"):
            return self.any_of(path[:-4])
        sign = self.take().casefold()
        if sign == "in":
            return _among(path, self.values())
        if sign not in COMPARE:
            raise invalid(f"'{sign}' is not an operator.")
        self.advanced |= sign == "ne"
        return _compare(path, sign, _value(self.take()))

    def function(self, name: str) -> Filter:
        self.advanced |= name == "endswith"
        self.take("(")
        path = self.take()
        self.take(",")
        part = str(_value(self.take())).casefold()
        self.take(")")
        return Filter(lambda get: FUNCTIONS[name](_text(get(path)), part))

    def any_of(self, path: str) -> Filter:
        self.take("(")
        name = self.take()
        self.take(":")
        inner = self.either().test
        self.take(")")
        return Filter(lambda get: any(inner(_bound(get, name, item)) for item in _items(get(path))))

    def values(self) -> list[Json]:
        self.take("(")
        found = [_value(self.take())]
        while self.peek == ",":
            self.take()
            found.append(_value(self.take()))
        self.take(")")
        self.clauses += len(found) - 1
        return found


def _value(token: str) -> Json:
    if token.startswith("'"):
        return unquoted(token)
    return WORDS.get(token.casefold(), token)


def _text(value: Json) -> str:
    return value.casefold() if isinstance(value, str) else "" if value is None else str(value).casefold()


def _items(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _bound(get: Getter, name: str, item: Json) -> Getter:
    def inner(path: str) -> Json:
        if path == name:
            return item
        if path.startswith(f"{name}/") and isinstance(item, dict):
            return item.get(path[len(name) + 1 :])
        return get(path)

    return inner


def _compare(path: str, sign: str, wanted: Json) -> Filter:
    if wanted is None or isinstance(wanted, bool):
        same = sign != "ne"
        return Filter(lambda get: (get(path) is wanted) == same)
    against = _text(wanted)
    ids = frozenset({against}) if path == "id" and sign == "eq" else None
    return Filter(lambda get: _holds(get(path), sign, against), ids=ids)


def _holds(value: Json, sign: str, against: str) -> bool:
    return sign == "ne" if value is None else COMPARE[sign](_text(value), against)


def _among(path: str, values: list[Json]) -> Filter:
    wanted = frozenset(_text(value) for value in values)
    return Filter(
        lambda get: get(path) is not None and _text(get(path)) in wanted, ids=wanted if path == "id" else None
    )
