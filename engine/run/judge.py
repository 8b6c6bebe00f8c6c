"""Judging rows: pure. From what a row was and what is seen now to what becomes of it."""

from dataclasses import replace

from actions.spec import Action, Outcome, Reason, Seen
from engine.request import PlannedRow, RowState

MAYBE_WRITTEN = frozenset({RowState.DOING, RowState.UNKNOWN})
NOT_VERIFIED = Reason("not-verified")
LOST = Reason("lost-answer")  # also on a row that is to do again: our write may still arrive
FOREIGN = Reason("changed-by-someone-else")
# No row can go well until a person mends it: three are of Exchange's and the groups' own doors.
HOLDING = frozenset(
    {"forbidden", "sign-in-failed", "unlicensed", "role-missing", "exchange-writes-off", "group-not-writable"}
)
BUSY = "throttled"


def before_write(action: Action, row: PlannedRow, seen: Seen | None) -> PlannedRow:
    """A row in TODO may be written; any other answer is its fate, without a write."""
    return _resumed(action, row, seen) if row.state in MAYBE_WRITTEN else _first(action, row, seen)


def _first(action: Action, row: PlannedRow, seen: Seen | None) -> PlannedRow:
    if seen is None:
        return _failed(row, Reason("not-readable"))
    if seen.gone:
        return _skipped(row, "gone")
    if action.counts_as(row.after, seen.value):
        return _done(row) if row.outcome == LOST else _skipped(row, "already-so")
    return row if action.counts_as(row.before, seen.value) else _skipped(row, "changed-meanwhile")


def _resumed(action: Action, row: PlannedRow, seen: Seen | None) -> PlannedRow:
    """Written perhaps, by a worker that died: ours where it is as we wanted it, to do where it is as it was."""
    if seen is None:
        return unseen(row)
    settled = _settled(action, row, seen)
    if settled is not None:
        return settled
    if not action.repeatable:
        return _failed(row, Reason("not-repeatable"))
    return replace(row, state=RowState.TODO, outcome=LOST)


def after_write(action: Action, row: PlannedRow, seen: Seen | None) -> PlannedRow | None:
    """The fate of a row that was written, perhaps; None while it still reads as it was: replicas lag behind."""
    return None if seen is None else _settled(action, row, seen)


def _settled(action: Action, row: PlannedRow, seen: Seen) -> PlannedRow | None:
    if seen.gone:
        return _failed(row, Reason("gone"))
    if action.counts_as(row.after, seen.value):
        return _done(row)
    return None if action.counts_as(row.before, seen.value) else _failed(row, FOREIGN)


def unsettled(action: Action, row: PlannedRow, *, outcome: Outcome | None, tries: int, most: int) -> PlannedRow:
    """A row that still reads as it was after all looks. Confirmed: not verified. Not confirmed: to do again, a few
    times, where writing twice does no harm.
    """
    if outcome is not None and not outcome.unsure:
        return unseen(row)
    if outcome is not None and outcome.failed is not None:  # refused, and it shows: the refusal was meant
        return _failed(row, outcome.failed)
    if action.repeatable and tries < most:
        return replace(row, state=RowState.TODO, outcome=LOST)
    return _failed(row, LOST if action.repeatable else Reason("not-repeatable"))


def barred(row: PlannedRow, why: Reason) -> PlannedRow:
    """The action does not write this row any more, whatever was approved."""
    return replace(row, state=RowState.SKIPPED, outcome=why)


def settled_by(row: PlannedRow, why_not: Reason | None) -> PlannedRow:
    """A row of what only Muster keeps: kept in the same transaction, or not kept for this reason."""
    return _done(row) if why_not is None else _failed(row, why_not)


def unseen(row: PlannedRow) -> PlannedRow:
    """Written, perhaps, and it does not show: only a later look can tell."""
    return replace(row, state=RowState.UNKNOWN, outcome=NOT_VERIFIED)


def refused(row: PlannedRow, reason: Reason) -> PlannedRow:
    """Microsoft said no to this row; where no row can go well, it stays to do until a person has mended it."""
    if reason.code in HOLDING or reason.code == BUSY:
        return replace(row, state=RowState.TODO, outcome=None)
    return _failed(row, reason)


def _done(row: PlannedRow) -> PlannedRow:
    return replace(row, state=RowState.DONE, outcome=None, verified=True)


def _failed(row: PlannedRow, reason: Reason) -> PlannedRow:
    return replace(row, state=RowState.FAILED, outcome=reason)


def _skipped(row: PlannedRow, code: str) -> PlannedRow:
    return replace(row, state=RowState.SKIPPED, outcome=Reason(code))
