"""How many approvers a plan needs."""

from actions.spec import Direction, Risk
from engine.request import Counts

MANY_ROWS = 500
MANY_WEAKENED = 25


def quorum(*, risk: Risk, direction: Direction, counts: Counts) -> int:
    """One; one more above 500 rows; one more if a guarded row runs; two at least for the gravest."""
    needed = 1 + (counts.runnable > MANY_ROWS) + (counts.released > 0)
    return max(needed, 2) if is_grave(risk=risk, direction=direction, counts=counts) else needed


def is_grave(*, risk: Risk, direction: Direction, counts: Counts) -> bool:
    """A critical action, or one that takes protection from more than 25 people."""
    return risk is Risk.CRITICAL or (direction is Direction.WEAKEN and counts.runnable > MANY_WEAKENED)
