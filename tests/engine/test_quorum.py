"""How many approvers a plan needs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.spec import Direction, Risk
from engine import Counts
from engine.quorum import quorum

UP, DOWN = Direction.STRENGTHEN, Direction.WEAKEN


@pytest.mark.parametrize(
    ("risk", "direction", "rows", "released", "needed"),
    [
        (Risk.LOW, UP, 1, 0, 1),
        (Risk.HIGH, UP, 500, 0, 1),
        (Risk.HIGH, UP, 501, 0, 2),
        (Risk.HIGH, UP, 5, 1, 2),
        (Risk.HIGH, UP, 501, 1, 3),
        (Risk.CRITICAL, UP, 1, 0, 2),
        (Risk.CRITICAL, DOWN, 501, 1, 3),
        (Risk.HIGH, DOWN, 25, 0, 1),
        (Risk.HIGH, DOWN, 26, 0, 2),
        (Risk.LOW, Direction.NEUTRAL, 26, 0, 1),
    ],
)
def test_the_table(risk: Risk, direction: Direction, rows: int, released: int, needed: int) -> None:
    assert quorum(risk=risk, direction=direction, counts=Counts(todo=rows, released=released)) == needed


counted = st.builds(Counts, todo=st.integers(0, 2_000), released=st.integers(0, 50))


@given(st.sampled_from(Risk), counted)
def test_weakening_never_needs_fewer(risk: Risk, counts: Counts) -> None:
    weaker = quorum(risk=risk, direction=DOWN, counts=counts)
    assert 1 <= quorum(risk=risk, direction=UP, counts=counts) <= weaker <= 3
