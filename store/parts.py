"""Long lists, a part at a time."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

AT_ONCE = 1_000  # records or ids in one statement; SQLite takes 32,766 values in an IN (...)
T = TypeVar("T")


def parts(many: Sequence[T]) -> Iterator[Sequence[T]]:
    """In order, each short enough for one statement."""
    for start in range(0, len(many), AT_ONCE):
        yield many[start : start + AT_ONCE]
