"""One request to Graph and its answer, as values: a retry builds the body anew from the same value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import quote, urlencode

from tenant.graph.wire import NOTHING, Thing
from tenant.retry import repeatable

Version = Literal["v1.0", "beta"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """``path`` begins with a slash and is already encoded; ``query`` is not.

    ``eventual`` sends ``ConsistencyLevel: eventual`` (advanced queries). ``safe`` marks a POST that changes nothing,
    or whose every effect is absolute; ``absolute`` one that changes something, and no more the second time.
    ``link`` is a nextLink to be followed word for word instead of path and query.
    """

    path: str
    method: str = "GET"
    version: Version = "v1.0"
    query: tuple[tuple[str, str], ...] = ()
    body: Thing | None = None
    eventual: bool = False
    safe: bool = False
    absolute: bool = False
    link: str = ""

    @property
    def may_repeat(self) -> bool:
        """May it be sent twice?"""
        return repeatable(self.method, safe=self.safe or self.absolute)

    @property
    def is_write(self) -> bool:
        """Might it change something?"""
        return self.method != "GET" and not self.safe

    @property
    def target(self) -> str:
        """Path and query as they stand in a ``$batch`` item, relative to the version."""
        encoded = urlencode(self.query, quote_via=quote, safe="$,()'")
        return f"{self.path}?{encoded}" if encoded else self.path

    def url(self, base: str) -> str:
        """The whole address, encoded."""
        return self.link or f"{base}/{self.version}{self.target}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A status with its headers (names in lower case) and its JSON object, empty for 204.

    The object does not show in a repr: it may hold a pass or telephone numbers.
    """

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Thing = field(default_factory=lambda: NOTHING, repr=False)


def segment(name: str) -> str:
    """A name as one path segment: a guest's ``#EXT#`` must not cut the address."""
    return quote(name, safe="")


def literal(value: str) -> str:
    """A string inside a ``$filter``, quoted as OData demands."""
    doubled = value.replace("'", "''")
    return f"'{doubled}'"


def select(*names: str) -> tuple[str, str]:
    """The ``$select`` option."""
    return "$select", ",".join(names)
