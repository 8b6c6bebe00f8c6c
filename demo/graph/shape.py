"""How a resource shows itself: its properties, which of them come unasked, and how a list of it is paged."""

import base64
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Generic, TypeVar
from urllib.parse import quote, urlencode

from demo.graph.call import Call
from demo.graph.clauses import invalid
from demo.graph.filters import Filter, parse
from demo.wire import Answer, Json, JsonObject, Problem

Row = TypeVar("Row")
Property = Callable[[Call, Row], Json]

PAGE, MOST = 100, 999


@dataclass(frozen=True, slots=True)
class Shape(Generic[Row]):
    """One entity type. ``default`` empty: all comes unasked; ``empty``: known properties that are null here.

    ``has`` says which properties a row of a mixed list has.
    """

    name: str
    properties: Mapping[str, Property[Row]]
    default: tuple[str, ...] = ()
    empty: frozenset[str] = frozenset()
    expands: Mapping[str, Property[Row]] = field(default_factory=dict)
    odata_type: Callable[[Row], str] | None = None
    has: Callable[[Row, str], bool] | None = None
    page: int = PAGE
    most: int = MOST

    def get(self, call: Call, row: Row, name: str) -> Json:
        """One property, or a path into one; refuses a name that the type does not have."""
        first, _, rest = name.partition("/")
        if first in self.expands:
            return _inside(self.expands[first](call, row), rest)
        if first in self.properties:
            return _inside(self.properties[first](call, row), rest)
        if first in self.empty:
            return None
        raise invalid(f"Could not find a property named '{first}' on type '{self.name}'.")

    def shown(self, call: Call, row: Row) -> JsonObject:
        """The row with the properties that the caller selected, and what he expanded."""
        names = [name for name in self.selected(call) if self.has is None or self.has(row, name)]
        found: JsonObject = {"@odata.type": self.odata_type(row)} if self.odata_type else {}
        found |= {name: self.properties[name](call, row) if name in self.properties else None for name in names}
        return found | {name: self.expands[name](call, row) for name in self.expanded(call)}

    def selected(self, call: Call) -> Sequence[str]:
        """The names behind ``$select``, or the default ones; refuses unknown names."""
        if not (chosen := words(call, "$select")):
            return self.default or tuple(self.properties)
        for name in chosen:
            if name not in self.properties and name not in self.empty:
                raise Problem(400, "BadRequest", f"Parsing OData Select and Expand failed: {self._unknown(name)}")
        return chosen

    def expanded(self, call: Call) -> Sequence[str]:
        """The names behind ``$expand``; refuses those that cannot be expanded."""
        chosen = [name.partition("(")[0] for name in words(call, "$expand")]
        for name in chosen:
            if name not in self.expands:
                raise Problem(400, "BadRequest", f"Parsing OData Select and Expand failed: {self._unknown(name)}")
        return chosen

    def _unknown(self, name: str) -> str:
        return f"Could not find a property named '{name}' on type '{self.name}'."


def words(call: Call, option: str) -> list[str]:
    """A query option that is a list of names."""
    return [name.strip() for name in call.query.get(option, "").split(",") if name.strip()]


def one(call: Call, shape: Shape[Row], row: Row, *, path: str) -> Answer:
    """The answer that shows one object."""
    return Answer(body={"@odata.context": context(call, f"{path}/$entity"), **shape.shown(call, row)})


def context(call: Call, what: str) -> str:
    """The address of the metadata; real Graph names its own host here, so does the demo."""
    return f"https://graph.microsoft.com/{call.version}/$metadata#{what}"


def listed(
    call: Call, shape: Shape[Row], rows: Iterable[Row], *, by_id: Callable[[str], Row | None] | None = None
) -> Answer:
    """One page of a collection: filtered, searched, selected, with the address of the next page."""
    shape.selected(call)
    shape.expanded(call)
    matching = chosen(call, shape, rows, by_id=by_id)
    size, start = _size(call, shape), _start(call)
    counted = call.query.get("$count", "").casefold() == "true"
    if counted:
        matching = list(matching)
    window = list(islice(iter(matching), start, start + size + 1))
    body: JsonObject = {"@odata.context": context(call, call.path.strip("/"))}
    if counted and isinstance(matching, list):
        body["@odata.count"] = len(matching)
    if len(window) > size:
        body["@odata.nextLink"] = _next_link(call, start + size)
    body["value"] = [shape.shown(call, row) for row in window[:size]]
    return Answer(body=body)


def chosen(
    call: Call, shape: Shape[Row], rows: Iterable[Row], *, by_id: Callable[[str], Row | None] | None = None
) -> Iterable[Row]:
    """The rows that ``$filter`` and ``$search`` let pass; ``by_id`` spares a walk where only some ids can."""
    found = _filtered(call, shape, rows, by_id)
    if not (search := call.query.get("$search")):
        return found
    _demand_eventual(call, "$search")
    terms = [_term(part) for part in search.split(" OR ")]
    return (row for row in found if any(_has(call, shape, row, term) for term in terms))


def _filtered(
    call: Call, shape: Shape[Row], rows: Iterable[Row], by_id: Callable[[str], Row | None] | None
) -> Iterable[Row]:
    if not (text := call.query.get("$filter")):
        return rows
    wanted = parse(text)
    if wanted.advanced:
        _demand_eventual(call, "$filter")
    if by_id is not None and wanted.ids is not None:
        rows = [row for key in sorted(wanted.ids) if (row := by_id(key)) is not None]
    return _passing(call, shape, rows, wanted)


def _passing(call: Call, shape: Shape[Row], rows: Iterable[Row], wanted: Filter) -> Iterable[Row]:
    return (row for row in rows if wanted.test(lambda name, row=row: shape.get(call, row, name)))  # type: ignore[misc]


def _demand_eventual(call: Call, option: str) -> None:
    if not call.eventual:
        text = f"Request with {option} query parameter only works through MSGraph with a special request header: "
        raise Problem(400, "Request_UnsupportedQuery", f"{text}'ConsistencyLevel: eventual'")


def _term(part: str) -> tuple[str, str]:
    name, sign, text = part.strip().strip('"').partition(":")
    if not sign:
        raise Problem(400, "Request_UnsupportedQuery", 'Syntax error: $search needs "property:value".')
    return name, text.casefold()


def _has(call: Call, shape: Shape[Row], row: Row, term: tuple[str, str]) -> bool:
    name, text = term
    value = str(shape.get(call, row, name) or "").casefold()
    return value.startswith(text) or any(word.startswith(text) for word in value.split())


def _size(call: Call, shape: Shape[Row]) -> int:
    top = call.query.get("$top")
    if top is None:
        return shape.page
    if not top.isdecimal() or not 1 <= int(top) <= shape.most:
        raise Problem(
            400, "Request_BadRequest", f"Invalid page size specified: '{top}'. Must be between 1 and {shape.most}."
        )
    return int(top)


def _start(call: Call) -> int:
    token = call.query.get("$skiptoken")
    if token is None:
        return 0
    try:
        return int(base64.urlsafe_b64decode(token + "==").decode().removeprefix("start="))
    except ValueError as error:
        raise Problem(400, "Directory_ExpiredPageToken", "The specified page token value is invalid.") from error


def _next_link(call: Call, start: int) -> str:
    token = base64.urlsafe_b64encode(f"start={start}".encode()).decode().rstrip("=")
    query = {name: value for name, value in call.query.items() if name != "$skiptoken"} | {"$skiptoken": token}
    return f"{call.url(call.path)}?{urlencode(query, safe='$,', quote_via=quote)}"


def _inside(value: Json, path: str) -> Json:
    for name in filter(None, path.split("/")):
        value = value.get(name) if isinstance(value, dict) else None
    return value
