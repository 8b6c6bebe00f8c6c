"""Phone numbers inside a row's text, by their digits: enough to say whether two values speak of the same number."""

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
