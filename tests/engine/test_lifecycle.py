"""One table says what may follow what."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.spec import Direction, Reason, Risk
from engine import ENDED, LIFE, NotPossible, Person, Place, Request, State, Step, advance
from engine.lifecycle import moved

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


def request(state: State = State.ASKED) -> Request:
    return Request(
        tenant_id="t", number=1, action="mfa enable", arguments={}, said="mfa enable", asker=Person("a", "Ana"),
        place=Place("p", personal=True), activity_id="1", correlation="c", direction=Direction.STRENGTHEN,
        risk=Risk.HIGH, asked_at=NOW, expires_at=NOW, state=state,
    )  # fmt: skip


@given(st.sampled_from(State), st.sampled_from(Step))
def test_a_step_is_taken_exactly_where_the_table_has_it(state: State, step: Step) -> None:
    if (state, step) in LIFE:
        assert advance(request(state), step).state is LIFE[state, step]
        return
    with pytest.raises(NotPossible):
        advance(request(state), step)


@given(st.lists(st.sampled_from(Step), max_size=40))
def test_nothing_leaves_an_end_and_running_needs_an_approval(steps: list[Step]) -> None:
    now, taken = request(), []
    for step in steps:
        if now.state in ENDED:
            with pytest.raises(NotPossible):
                advance(now, step)
        elif (now.state, step) in LIFE:
            now = advance(now, step)
            taken.append(step)
    if now.state in (State.RUNNING, State.PAUSED, State.PARTLY_DONE):
        assert taken[:4] == [Step.PLAN, Step.SUBMIT, Step.APPROVE, Step.START]
        assert taken.count(Step.APPROVE) == 1


def test_every_state_can_be_reached() -> None:
    reached = {State.ASKED}
    while more := {end for (start, _), end in LIFE.items() if start in reached} - reached:
        reached |= more
    assert reached == set(State)


def test_the_ends_are_the_ends() -> None:
    assert {
        State.DONE, State.PARTLY_DONE, State.FAILED, State.REJECTED, State.CANCELLED, State.EXPIRED, State.STALE
    } == ENDED  # fmt: skip


def test_a_move_says_who_when_and_why() -> None:
    paused = moved(request(State.RUNNING), Step.PAUSE, by="Muster", at=NOW, why=Reason("too-many-failures"))
    assert (paused.moved_by, paused.moved_at, paused.failed) == ("Muster", NOW, Reason("too-many-failures"))
    resumed = moved(paused, Step.RESUME, by="Ana", at=NOW)
    assert (resumed.failed, resumed.finished_at) == (None, None)
    assert moved(resumed, Step.STOP, by="Ana", at=NOW).finished_at == NOW
