"""What leaves for a place where others read along shows no phone number in full. One home, at the edge: every reply."""

from dataclasses import fields, is_dataclass, replace
from enum import StrEnum
from typing import TypeVar, cast

from dialogs.reply import Button, Reply
from tenant.model import without_numbers

T = TypeVar("T")


def for_others(reply: Reply) -> Reply:
    """The reply with every phone number in it masked, whoever wrote it there. What its buttons carry stays as it is:
    it names records and holds no number.
    """
    return _masked(reply)


def _masked(value: T) -> T:
    if isinstance(value, str):
        return value if isinstance(value, StrEnum) else cast("T", without_numbers(value))
    if isinstance(value, tuple):
        return cast("T", tuple(_masked(each) for each in value))
    if isinstance(value, Button):
        return cast("T", replace(value, title=_masked(value.title)))
    if is_dataclass(value) and not isinstance(value, type):
        return cast("T", replace(value, **{each.name: _masked(getattr(value, each.name)) for each in fields(value)}))
    return value
