"""``$batch``: at most 20 calls of one version in one request, each judged and repeated by itself.

https://learn.microsoft.com/graph/json-batching: the outer 200 says nothing about the items, they come back in any
order, and each is throttled on its own. Only the failed ones are sent again, after the longest wait any of them asks.
"""

from collections import deque
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import add

from tenant.graph.budget import Cost, cost
from tenant.graph.call import Answer, Call
from tenant.graph.hearing import batch_answers
from tenant.graph.judge import judge
from tenant.graph.session import Session
from tenant.graph.wire import Thing, text, things
from tenant.retry import Wait, decide
from tenant.trouble import Forbidden, LostAnswer, NotFound, Protected, Throttled, Trouble, Unavailable

LARGEST = 20


@dataclass(frozen=True, slots=True)
class Judged:
    """One call of a batch: its ``answer`` if it went well, else its ``trouble``."""

    call: Call
    answer: Answer = field(default_factory=lambda: Answer(status=0))
    trouble: Trouble | None = None


@dataclass(frozen=True, slots=True)
class _Pending:
    """A call that has no fate yet, and how hard was tried."""

    call: Call
    attempt: int = 1
    failing_since: float | None = None
    renewed: bool = False
    seconds: float = 0.0


async def batch(session: Session, calls: Sequence[Call]) -> AsyncIterator[Judged]:
    """Every call once, as its fate is known. All calls have one version and one lane; any number of them.

    Raises only what concerns all of them alike: no token, or a batch that Microsoft does not accept.
    """
    if len({call.version for call in calls}) > 1:
        raise ValueError("one batch, one version")
    waiting = deque(map(_Pending, calls))
    while waiting:
        chunk = _chunk(session, waiting)
        again: list[_Pending] = []
        for judged, pending in zip(await _round(session, [one.call for one in chunk]), chunk, strict=True):
            match _next(session, pending, judged):
                case _Pending() as more:
                    again.append(more)
                case settled:
                    yield settled
        waiting.extend(again)
        await session.clock.sleep(max((one.seconds for one in again), default=0.0))


def of_one_person(session: Session, judged: Judged) -> bool:
    """Is what went wrong about this one account (gone, or kept from us), and no permission that Muster lacks?"""
    match judged.trouble:
        case NotFound() | Protected():
            return True
        case Forbidden() as trouble:
            return session.granted(trouble.scope)
        case _:
            return False


def _chunk(session: Session, waiting: deque[_Pending]) -> list[_Pending]:
    """As many as the batch holds and as the governor lets go at once."""
    size = min(LARGEST, len(waiting), session.pace.room(cost(waiting[0].call).lane))
    return [waiting.popleft() for _ in range(size)]


def _next(session: Session, pending: _Pending, judged: Judged) -> _Pending | Judged:
    """Settled, or another attempt."""
    trouble = judged.trouble
    if trouble is None:
        return judged
    now = session.clock.elapsed()
    since = now if pending.failing_since is None else pending.failing_since
    verdict = decide(trouble, session.effort(pending.attempt, since), may_repeat=judged.call.may_repeat)
    more = replace(pending, attempt=pending.attempt + 1, failing_since=since)
    if isinstance(verdict, Wait):
        return replace(more, seconds=verdict.seconds)
    if not pending.renewed and session.worth_a_new_token(trouble):
        return replace(more, renewed=True, seconds=0.0)
    return Judged(judged.call, trouble=session.explain(judged.call, trouble))


async def _round(session: Session, calls: Sequence[Call]) -> list[Judged]:
    outer = Call(
        method="POST",
        path="/$batch",
        version=calls[0].version,
        body={"requests": [_item(str(place), call) for place, call in enumerate(calls)]},
        safe=not any(call.is_write for call in calls),
    )
    price: Cost = reduce(add, map(cost, calls))
    try:
        answer = await session.send_once(outer, price)
    except (Throttled, Unavailable, LostAnswer) as trouble:
        return [Judged(call, trouble=_own(call, trouble)) for call in calls]
    return list(_read(calls, answer))


def _own(call: Call, trouble: Throttled | Unavailable | LostAnswer) -> Trouble:
    """A read beside a write in a batch whose answer was lost has lost nothing."""
    if isinstance(trouble, LostAnswer) and not call.is_write:
        return Unavailable(str(trouble), retry_after=trouble.retry_after)
    return trouble


def _item(name: str, call: Call) -> Thing:
    headers = {"ConsistencyLevel": "eventual"} if call.eventual else {}
    item: dict[str, Thing | str] = {"id": name, "method": call.method, "url": call.target}
    if call.body is not None:
        headers = headers | {"Content-Type": "application/json"}
        item["body"] = call.body
    return item | ({"headers": headers} if headers else {})


def _read(calls: Sequence[Call], answer: Answer) -> Iterator[Judged]:
    names = [text(item, "id") for item in things(answer.body, "responses")]
    found = dict(zip(names, batch_answers(answer.body), strict=True))
    for place, call in enumerate(calls):
        own = found.get(str(place))
        if own is None:
            yield Judged(call, trouble=_missing(call))
        else:
            yield Judged(call, own, judge(call, own))


def _missing(call: Call) -> Trouble:
    """Microsoft answered the batch and left this one out."""
    return LostAnswer("left out of the answer") if call.is_write else Unavailable("left out of the answer")
