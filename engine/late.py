"""What the second one hears: the request is not where it was, and who moved it."""

from datetime import datetime, timedelta

from actions.spec import Refusal
from engine.lifecycle import LIFE, Step
from engine.ports import Reading
from engine.request import Request, State

DECIDED = frozenset({State.APPROVED, State.RUNNING, State.PAUSED, State.DONE, State.PARTLY_DONE})


async def need(reading: Reading, tenant_id: str, number: int) -> Request:
    """The request, or the Refusal that there is none."""
    found = await reading.request(tenant_id, number)
    if found is None:
        raise Refusal("no-such-request", number=str(number))
    return found


def too_late(request: Request, step: Step, now: datetime) -> Refusal:
    """Why this step cannot be taken any more: who did the same, or where the request stands."""
    same = request.state in {state for (_, taken), state in LIFE.items() if taken is step}
    if same and request.moved_by and request.moved_at is not None:
        return already(request.moved_by, step.value, now - request.moved_at)
    return Refusal("not-now", number=str(request.number), state=request.state.value)


def already(by: str, what: str, passed: timedelta) -> Refusal:
    """Somebody was faster."""
    seconds = max(0, int(passed.total_seconds()))
    return Refusal("already", by=by, what=what, ago=_ago(seconds), seconds=str(seconds))


def _ago(seconds: int) -> str:
    for size, word in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if number := seconds // size:
            return f"{number} {word}{'' if number == 1 else 's'} ago"
    return "a moment ago"
