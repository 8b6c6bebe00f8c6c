"""Frozen dataclasses to plain JSON and back, led by their annotations: no class name is stored, no code is ever run.

A field that is missing in the JSON takes its default and an unknown one is passed over, so that records of yesterday's
and of tomorrow's version can be read. Moments are kept as ISO 8601 text in UTC, local days and times as ISO 8601 text,
durations as seconds.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import TypeVar, cast, get_args, get_origin, get_type_hints

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
T = TypeVar("T")
TAG = "is"  # tells the members of a union apart, by the name of the class


@dataclass(frozen=True, slots=True)
class Codec:
    """How one type becomes JSON, and is made of it again."""

    pack: Callable[[object], Json]
    unpack: Callable[[Json], object]


def pack(value: object) -> Json:
    """The plain JSON of a dataclass value."""
    return codec(type(value)).pack(value)


def unpack(kind: type[T], raw: Json) -> T:
    """The value of this type. Raises KeyError, TypeError or ValueError where the JSON does not fit."""
    return cast("T", codec(kind).unpack(raw))


def codec(kind: object) -> Codec:
    """The codec of an annotation, made once. Raises TypeError for a type that has no plain JSON."""
    return _made(kind)


def field_codecs(kind: type) -> Mapping[str, Codec]:
    """The codec of every field of a dataclass, in order, made once."""
    return _fields_made(cast("Hashable", kind))


@cache
def _made(kind: object) -> Codec:
    origin = get_origin(kind)
    if kind in (str, int, bool, float, NoneType):
        return Codec(lambda value: cast("Json", value), lambda raw: raw)
    if kind is datetime:
        return Codec(_pack_time, lambda raw: datetime.fromisoformat(str(raw)))
    if kind in (date, time):
        return _local(kind)
    if kind is timedelta:
        return Codec(lambda value: cast("timedelta", value).total_seconds(), lambda raw: timedelta(seconds=_float(raw)))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return Codec(lambda value: cast("Enum", value).value, kind)
    if isinstance(kind, type) and is_dataclass(kind):
        return _dataclass(kind)
    if origin is tuple and get_args(kind)[1:] == (Ellipsis,):
        return _sequence(codec(get_args(kind)[0]))
    if origin is tuple:
        return _several(tuple(codec(each) for each in get_args(kind)))
    if origin is frozenset:
        return _set(codec(get_args(kind)[0]))
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping(codec(get_args(kind)[1]))
    if isinstance(kind, UnionType):
        return _union(get_args(kind))
    raise TypeError(f"{kind} has no plain JSON: teach store/codec.py, or keep it out of the records")


@cache
def _fields_made(kind: type) -> Mapping[str, Codec]:
    hints = get_type_hints(kind)
    return {each.name: codec(hints[each.name]) for each in fields(kind)}


def _float(raw: Json) -> float:
    if not isinstance(raw, int | float):
        raise TypeError(f"{raw!r} is no number of seconds")
    return float(raw)


def _pack_time(value: object) -> Json:
    moment = cast("datetime", value)
    if moment.tzinfo is None:
        raise ValueError("a time without a zone cannot be stored")
    return moment.astimezone(UTC).isoformat()


def _local(kind: "type[date] | type[time]") -> Codec:
    """A day or a time of day where somebody is."""
    return Codec(
        lambda value: cast("date | time", value).isoformat(),
        lambda raw: kind.fromisoformat(str(raw)),
    )


def _dataclass(kind: type) -> Codec:
    def pack_fields(value: object) -> Json:
        return {name: each.pack(getattr(value, name)) for name, each in field_codecs(kind).items()}

    def unpack_fields(raw: Json) -> object:
        known, found = field_codecs(kind), cast("dict[str, Json]", raw)
        return kind(**{name: each.unpack(found[name]) for name, each in known.items() if name in found})

    return Codec(pack_fields, unpack_fields)


def _sequence(item: Codec) -> Codec:
    return Codec(
        lambda value: [item.pack(each) for each in cast("tuple[object, ...]", value)],
        lambda raw: tuple(item.unpack(each) for each in cast("list[Json]", raw)),
    )


def _several(items: tuple[Codec, ...]) -> Codec:
    """A tuple of so many, each of its own type."""
    return Codec(
        lambda value: [each.pack(one) for each, one in zip(items, cast("tuple[object, ...]", value), strict=True)],
        lambda raw: tuple(each.unpack(one) for each, one in zip(items, cast("list[Json]", raw), strict=True)),
    )


def _set(item: Codec) -> Codec:
    """In order, so that the same set is always the same text."""
    return Codec(
        lambda value: [item.pack(each) for each in sorted(cast("frozenset[str]", value))],
        lambda raw: frozenset(item.unpack(each) for each in cast("list[Json]", raw)),
    )


def _mapping(item: Codec) -> Codec:
    return Codec(
        lambda value: {key: item.pack(each) for key, each in cast("Mapping[str, object]", value).items()},
        lambda raw: {key: item.unpack(each) for key, each in cast("dict[str, Json]", raw).items()},
    )


def _union(members: tuple[type, ...]) -> Codec:
    kinds = [each for each in members if each is not NoneType]
    return _optional(codec(kinds[0]) if len(kinds) == 1 else _tagged({each.__name__: each for each in kinds}))


def _optional(some: Codec) -> Codec:
    return Codec(
        lambda value: None if value is None else some.pack(value),
        lambda raw: None if raw is None else some.unpack(raw),
    )


def _tagged(kinds: Mapping[str, type]) -> Codec:
    """Members of a union must be dataclasses: only they have room for the tag."""

    def pack_member(value: object) -> Json:
        return {TAG: type(value).__name__, **cast("dict[str, Json]", codec(type(value)).pack(value))}

    def unpack_member(raw: Json) -> object:
        found = cast("dict[str, Json]", raw)
        return codec(kinds[str(found[TAG])]).unpack(found)

    return Codec(pack_member, unpack_member)
