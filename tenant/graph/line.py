"""Who goes next: a person before a sweep, and yet nobody waits for ever. Pure."""

from dataclasses import dataclass, field
from typing import Generic, TypeVar

from tenant.ports import Priority

T = TypeVar("T")

_RANK = {Priority.PERSON: 0, Priority.NORMAL: 1, Priority.SWEEP: 2}
#: Every tenth turn goes to whoever has waited longest, however humble.
FAIR_EVERY = 10


@dataclass(slots=True)
class Line(Generic[T]):
    """A queue by priority, then by arrival."""

    _waiting: list[tuple[Priority, T]] = field(default_factory=list)
    _turns: int = 0

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, priority: Priority, who: T) -> None:
        """Join at the end of one's own priority."""
        self._waiting.append((priority, who))

    def remove(self, who: T) -> None:
        """Leave without a turn; no matter if not in line."""
        self._waiting = [entry for entry in self._waiting if entry[1] is not who]

    def head(self) -> T | None:
        """Whose turn it is."""
        entry = self._head()
        return entry[1] if entry else None

    def pop(self) -> None:
        """The head takes its turn."""
        if entry := self._head():
            self._waiting.remove(entry)
            self._turns += 1

    def _head(self) -> tuple[Priority, T] | None:
        if not self._waiting:
            return None
        if self._turns % FAIR_EVERY == FAIR_EVERY - 1:
            return self._waiting[0]
        return min(self._waiting, key=lambda entry: _RANK[entry[0]])
