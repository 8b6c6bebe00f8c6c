"""What becomes of a row, from what it was and what is seen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.args import People
from actions.mfa.enable import EnableMfa
from actions.spec import Outcome, Reason, Seen, Subject
from engine import PlannedRow, RowState
from engine.run.judge import LOST, after_write, before_write, refused, unsettled
from tests.engine.acts import Silent

ENABLE = EnableMfa(who=People())
ONCE = Silent(who=People())
TODO, DOING, UNKNOWN = RowState.TODO, RowState.DOING, RowState.UNKNOWN


def row(state: RowState = TODO, outcome: Reason | None = None) -> PlannedRow:
    eve = Subject("eve", "Eve")
    return PlannedRow(n=1, subject=eve, before="disabled", after="enabled", state=state, outcome=outcome)


def seen(value: str | None) -> Seen | None:
    return None if value is None else Seen("eve", None, gone=True) if value == "gone" else Seen("eve", value)


@pytest.mark.parametrize(
    ("start", "value", "end", "code"),
    [
        (row(), "disabled", TODO, None),
        (row(), "enabled", RowState.SKIPPED, "already-so"),
        (row(), "enforced", RowState.SKIPPED, "already-so"),
        (row(), "odd", RowState.SKIPPED, "changed-meanwhile"),
        (row(), "gone", RowState.SKIPPED, "gone"),
        (row(), None, RowState.FAILED, "not-readable"),
        (row(outcome=LOST), "disabled", TODO, "lost-answer"),
        (row(outcome=LOST), "enabled", RowState.DONE, None),
        *((row(state), value, end, code) for state in (DOING, UNKNOWN) for value, end, code in (
            ("disabled", TODO, "lost-answer"),
            ("enabled", RowState.DONE, None),
            ("enforced", RowState.DONE, None),
            ("odd", RowState.FAILED, "changed-by-someone-else"),
            ("gone", RowState.FAILED, "gone"),
            (None, UNKNOWN, "not-verified"),
        )),
    ],
)  # fmt: skip
def test_before_a_write(start: PlannedRow, value: str | None, end: RowState, code: str | None) -> None:
    fate = before_write(ENABLE, start, seen(value))
    assert (fate.state, fate.outcome.code if fate.outcome else None) == (end, code)
    assert fate.verified == (end is RowState.DONE)


@pytest.mark.parametrize("state", [DOING, UNKNOWN])
def test_what_must_not_be_sent_twice_fails_on_resume(state: RowState) -> None:
    fate = before_write(ONCE, row(state), seen("disabled"))
    assert fate.outcome == Reason("not-repeatable")


@pytest.mark.parametrize(
    ("value", "end"),
    [("enabled", RowState.DONE), ("enforced", RowState.DONE), ("odd", RowState.FAILED), ("gone", RowState.FAILED),
     ("disabled", None), (None, None)],
)  # fmt: skip
def test_after_a_write(value: str | None, end: RowState | None) -> None:
    fate = after_write(ENABLE, row(DOING), seen(value))
    assert (fate.state if fate else None) is end


def test_a_confirmed_write_is_never_sent_again_and_a_lost_one_a_few_times() -> None:
    sure, unsure = Outcome(subject_id="eve"), Outcome(subject_id="eve", unsure=True)
    assert unsettled(ENABLE, row(DOING), outcome=sure, tries=1, most=3).state is UNKNOWN
    assert unsettled(ENABLE, row(DOING), outcome=unsure, tries=2, most=3).state is TODO
    assert unsettled(ENABLE, row(DOING), outcome=None, tries=3, most=3).outcome == LOST
    assert unsettled(ONCE, row(DOING), outcome=None, tries=1, most=3).outcome == Reason("not-repeatable")


@pytest.mark.parametrize(
    ("code", "state"),
    [("forbidden", TODO), ("throttled", TODO), ("protected", RowState.FAILED), ("conflict", RowState.FAILED)],
)
def test_what_concerns_every_row_fails_none(code: str, state: RowState) -> None:
    assert refused(row(DOING), Reason(code)).state is state


values = st.sampled_from(["disabled", "enabled", "enforced", "odd", "gone", None])


@given(st.sampled_from([TODO, DOING, UNKNOWN]), st.none() | st.just(LOST), values)
def test_done_is_only_what_was_seen_as_wanted(state: RowState, outcome: Reason | None, value: str | None) -> None:
    fate = before_write(ENABLE, row(state, outcome), seen(value))
    assert fate.state is not RowState.DONE or value in ("enabled", "enforced")
    assert fate.state is not TODO or value == "disabled"
