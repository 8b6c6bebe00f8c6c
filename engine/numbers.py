"""Phone numbers inside a row's text: enough to say whether two values speak of the same number."""

from re import compile as pattern

NUMBER = pattern(r"\+\d[\d \u00a0().-]*")


def numbers(value: str | None) -> tuple[str, ...]:
    """The digits of every number in a value, country code first, without extensions; each once, in order."""
    found = ("".join(filter(str.isdigit, each)) for each in NUMBER.findall(value or ""))
    return tuple(dict.fromkeys(found))


def added(before: str | None, after: str | None) -> tuple[str, ...]:
    """The numbers that stand in ``after`` and did not stand in ``before``."""
    known = numbers(before)
    return tuple(each for each in numbers(after) if each not in known)


def writes_number(before: str | None, after: str | None) -> bool:
    """Would this change register a number, also one that stands there already as another phone's, or with another
    extension?
    """
    return not _phones(after) <= _phones(before)


def _phones(value: str | None) -> frozenset[str]:
    parts = ("".join(part.split()) for part in (value or "").split(";"))
    return frozenset(part for part in parts if NUMBER.search(part))
