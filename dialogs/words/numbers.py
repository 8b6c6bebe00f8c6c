"""Numbers as people say them."""

from collections.abc import Sequence


def count(number: int, one: str, many: str = "") -> str:
    """``1 person``, ``12 people``, ``1,200 rows``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def headcount(number: int) -> str:
    """``1 person``, ``12 people``."""
    return count(number, "person", "people")


def listed(items: Sequence[str], *, last: str = "and") -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"
