"""Reading JSON that others sent: every step may be missing or of another type, and then the answer is empty."""

from collections.abc import Iterator, Mapping

Json = Mapping[str, object]
NOTHING: Json = {}


def inside(value: object, *path: str) -> Json:
    """The object at this path; empty where there is none."""
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value if isinstance(value, Mapping) else NOTHING


def text(value: object, *path: str) -> str:
    """The string at this path; "" where there is none."""
    found = inside(value, *path[:-1]).get(path[-1])
    return found if isinstance(found, str) else ""


def objects(value: object, *path: str) -> Iterator[Json]:
    """The objects in the list at this path."""
    found = inside(value, *path[:-1]).get(path[-1])
    if isinstance(found, list):
        yield from (each for each in found if isinstance(each, Mapping))


def strings(value: Json) -> dict[str, str]:
    """The entries that are strings."""
    return {name: each for name, each in value.items() if isinstance(each, str)}
