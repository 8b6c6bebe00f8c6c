"""What may follow what in a request's life: one table, one function. The diagram in the docs is made from the table."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from actions.spec import Reason
from engine.request import Request, State


class Step(StrEnum):
    """What moves a request; the value is the word for it in a sentence ("Bea approved this")."""

    PLAN = "planned"
    NOTHING = "found nothing to change in"
    FAIL = "failed"
    SUBMIT = "submitted"
    APPROVE = "approved"
    DISOWN = "disowned"
    ALLOW = "allowed"
    END = "brought to its end"
    REJECT = "rejected"
    CANCEL = "cancelled"
    EXPIRE = "expired"
    DRIFT = "found outdated"
    START = "started"
    PAUSE = "paused"
    RESUME = "resumed"
    STOP = "stopped"
    FINISH = "finished"
    FINISH_PARTLY = "partly finished"


LIFE: Mapping[tuple[State, Step], State] = MappingProxyType({
    (State.ASKED, Step.PLAN): State.PLANNED,
    (State.ASKED, Step.FAIL): State.FAILED,
    (State.ASKED, Step.CANCEL): State.CANCELLED,
    (State.PLANNED, Step.NOTHING): State.DONE,
    (State.PLANNED, Step.DISOWN): State.APPROVED,
    (State.PLANNED, Step.ALLOW): State.APPROVED,
    (State.PLANNED, Step.END): State.APPROVED,
    (State.PLANNED, Step.SUBMIT): State.WAITING,
    (State.PLANNED, Step.CANCEL): State.CANCELLED,
    (State.PLANNED, Step.EXPIRE): State.EXPIRED,
    (State.WAITING, Step.APPROVE): State.APPROVED,
    (State.WAITING, Step.REJECT): State.REJECTED,
    (State.WAITING, Step.CANCEL): State.CANCELLED,
    (State.WAITING, Step.EXPIRE): State.EXPIRED,
    (State.APPROVED, Step.START): State.RUNNING,
    (State.APPROVED, Step.DRIFT): State.STALE,
    (State.APPROVED, Step.CANCEL): State.CANCELLED,
    (State.APPROVED, Step.EXPIRE): State.EXPIRED,
    (State.RUNNING, Step.PAUSE): State.PAUSED,
    (State.RUNNING, Step.STOP): State.PARTLY_DONE,
    (State.RUNNING, Step.FINISH): State.DONE,
    (State.RUNNING, Step.FINISH_PARTLY): State.PARTLY_DONE,
    (State.RUNNING, Step.FAIL): State.FAILED,
    (State.PAUSED, Step.RESUME): State.RUNNING,
    (State.PAUSED, Step.STOP): State.PARTLY_DONE,
})  # fmt: skip

ENDED = frozenset(State) - {state for state, _ in LIFE}
"""States that nothing follows: what is wanted after them is a new request."""


class NotPossible(Exception):
    """This step cannot follow from the request's state. A normal answer: whoever comes second hears it."""

    def __init__(self, request: Request, step: Step) -> None:
        """The request as it stands, and what was wanted of it."""
        super().__init__(f"request {request.number} is {request.state.value}: not {step.value}")
        self.request = request
        self.step = step


def advance(request: Request, step: Step) -> Request:
    """The request after this step. Raises NotPossible where the table has no such way."""
    follows = LIFE.get((request.state, step))
    if follows is None:
        raise NotPossible(request, step)
    return replace(request, state=follows)


def moved(request: Request, step: Step, *, by: str, at: datetime, why: Reason | None = None) -> Request:
    """`advance`, and who did it and when. ``why`` replaces what was said of an earlier failure or pause."""
    after = replace(advance(request, step), moved_by=by, moved_at=at, failed=why)
    return replace(after, finished_at=at) if after.state in ENDED else after
