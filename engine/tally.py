"""Counting rows, while a plan is made and while it runs."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from engine.request import Counts, PlannedRow, RowState

FIELDS = {
    RowState.TODO: "todo",
    RowState.DOING: "doing",
    RowState.UNKNOWN: "unknown",
    RowState.DONE: "done",
    RowState.SKIPPED: "skipped",
    RowState.FAILED: "failed",
    RowState.HELD: "held",
}


class Tally:
    """The counts of a plan under way."""

    def __init__(self) -> None:
        self._states: Counter[str] = Counter()
        self._already: Counter[str] = Counter()
        self._held: Counter[str] = Counter()
        self._warned: Counter[str] = Counter()
        self._released = 0

    def already(self, code: str) -> None:
        """One more that is so already, for this reason."""
        self._already[code] += 1

    def row(self, row: PlannedRow) -> None:
        """One more stored row."""
        self._states[FIELDS[row.state]] += 1
        self._released += row.released
        if row.state is RowState.HELD and (why := row.cannot or row.guard) is not None:
            self._held[why.code] += 1
        if row.state is RowState.TODO:
            self._warned.update({each.code for each in row.warnings})

    def counts(self) -> Counts:
        """What was counted."""
        states = self._states
        return Counts(
            todo=states["todo"],
            doing=states["doing"],
            unknown=states["unknown"],
            done=states["done"],
            skipped=states["skipped"],
            failed=states["failed"],
            held=states["held"],
            already=self._already.total(),
            released=self._released,
            already_why=dict(self._already),
            held_why=dict(self._held),
            warned_why=dict(self._warned),
        )


def shifted(counts: Counts, before: Iterable[PlannedRow], after: Iterable[PlannedRow]) -> Counts:
    """The counts after these rows went from one state to another."""
    change: Counter[str] = Counter()
    change.update(FIELDS[row.state] for row in after)
    change.subtract(FIELDS[row.state] for row in before)
    return replace(counts, **{name: getattr(counts, name) + by for name, by in change.items() if by})
