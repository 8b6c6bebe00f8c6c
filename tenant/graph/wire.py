"""Reading JSON without trusting it: a property that is missing or of another type is absent, never a crash."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import TypeAlias

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"
Thing: TypeAlias = Mapping[str, "Json"]

NOTHING: Thing = {}


def text(thing: Thing, name: str) -> str:
    """The string there, or an empty one."""
    value = thing.get(name)
    return value if isinstance(value, str) else ""


def maybe(thing: Thing, name: str) -> str | None:
    """The string there, or None where it is absent or empty."""
    return text(thing, name) or None


def flag(thing: Thing, name: str) -> bool:
    """Is it exactly true?"""
    return thing.get(name) is True


def number(thing: Thing, name: str) -> int:
    """The whole number there, or 0."""
    value = thing.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def decimal(thing: Thing, name: str) -> float:
    """The number there, whole or not, or 0."""
    value = thing.get(name)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0.0


def part(thing: Thing, name: str) -> Thing:
    """The object there, or an empty one."""
    value = thing.get(name)
    return value if isinstance(value, Mapping) else NOTHING


def things(thing: Thing, name: str) -> Iterator[Thing]:
    """The objects in the list there."""
    for item in _list(thing, name):
        if isinstance(item, Mapping):
            yield item


def texts(thing: Thing, name: str) -> tuple[str, ...]:
    """The strings in the list there."""
    return tuple(item for item in _list(thing, name) if isinstance(item, str))


def moment(thing: Thing, name: str) -> datetime | None:
    """The ISO 8601 time there, aware; None where it is absent or unreadable."""
    try:
        value = datetime.fromisoformat(text(thing, name))
    except ValueError:
        return None
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def _list(thing: Thing, name: str) -> Sequence[Json]:
    value = thing.get(name)
    return value if isinstance(value, Sequence) and not isinstance(value, str) else ()
