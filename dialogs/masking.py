"""What leaves for a place where others read along shows no phone number in full. One home, at the edge: every reply."""

from dataclasses import fields, is_dataclass, replace
from enum import StrEnum
from re import compile as pattern
from typing import TypeVar, cast

from dialogs.reply import Button, Reply
from tenant.model import without_numbers

T = TypeVar("T")
EXAMPLES = ("+31 612345678", "+31 6 12345678")  # nobody's: shown as a place to fill, not as somebody's number
TYPED = frozenset({"next", "example"})  # what these say can be typed
HIDDEN = pattern(r"(\+\d{1,3} )?•[•\d ()./-]*")


def for_others(reply: Reply) -> Reply:
    """The reply with every phone number in it masked, whoever wrote it there. What its buttons carry stays as it is:
    it names records and holds no number.
    """
    return _masked(reply)


def _masked(value: T) -> T:
    if isinstance(value, str):
        return value if isinstance(value, StrEnum) else cast("T", _of_text(value))
    if isinstance(value, tuple):
        return cast("T", tuple(_masked(each) for each in value))
    if isinstance(value, Button):
        return cast("T", replace(value, title=_masked(value.title)))
    if is_dataclass(value) and not isinstance(value, type):
        return cast(
            "T", replace(value, **{each.name: _field(each.name, getattr(value, each.name)) for each in fields(value)})
        )
    return value


def _field(name: str, value: object) -> object:
    shown = _masked(value)
    if name not in TYPED:
        return shown
    return _to_fill(shown) if isinstance(shown, str) else tuple(map(_to_fill, cast("tuple[str, ...]", shown)))


def _to_fill(text: str) -> str:
    """Dots cannot be typed: where they stand, something is to be filled in."""
    return HIDDEN.sub(lambda found: f"{found[1] or ''}…", text)


def _of_text(text: str) -> str:
    for each in EXAMPLES:
        text = text.replace(each, "+31 …")
    return without_numbers(text)
