"""``$batch``: at most 20 calls of one version in one request, each judged and repeated by itself.

https://learn.microsoft.com/graph/json-batching: the outer 200 says nothing about the items, they come back in any
order, and each is throttled on its own. Only the failed ones are sent again, after the longest wait any of them asks.
"""

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import add

from tenant.graph.budget import Cost, cost
from tenant.graph.call import Answer, Call
from tenant.graph.hearing import batch_answers
from tenant.graph.judge import judge
from tenant.graph.session import Session
from tenant.graph.wire import Thing, text, things
from tenant.retry import Wait, decide
from tenant.trouble import LostAnswer, Throttled, Trouble, Unavailable

LARGEST = 20


@dataclass(frozen=True, slots=True)
class Judged:
    """One call of a batch: its ``answer`` if it went well, else its ``trouble``."""

    call: Call
    answer: Answer = field(default_factory=lambda: Answer(status=0))
    trouble: Trouble | None = None


async def batch(session: Session, calls: Sequence[Call]) -> AsyncIterator[Judged]:
    """Every call once, as its fate is known. All calls have one version and one lane; any number of them."""
    if len({call.version for call in calls}) > 1:
        raise ValueError("one batch, one version")
    at = 0
    while at < len(calls):
        size = min(LARGEST, session.pace.room(cost(calls[at]).lane))
        async for judged in _settle(session, calls[at : at + size]):
            yield judged
        at += size


async def _settle(session: Session, calls: Sequence[Call]) -> AsyncIterator[Judged]:
    attempt, started, renewed = 0, None, False
    waiting: Sequence[Call] = calls
    while waiting:
        attempt += 1
        failed: list[Judged] = []
        for judged in await _round(session, waiting):
            if judged.trouble is None:
                yield judged
            else:
                failed.append(judged)
        started = session.clock.elapsed() if started is None else started
        plan = _sort(session, failed, _Tried(attempt, started, renewed))
        for judged in plan.final:
            yield judged
        if plan.again:
            await session.clock.sleep(plan.seconds)
        waiting, renewed = plan.again, renewed or plan.renewed


@dataclass(frozen=True, slots=True)
class _Tried:
    attempt: int
    started: float
    renewed: bool


@dataclass(slots=True)
class _Plan:
    final: list[Judged]
    again: list[Call]
    seconds: float = 0.0
    renewed: bool = False


def _sort(session: Session, failed: Sequence[Judged], tried: _Tried) -> _Plan:
    """Which items are settled, which go again, and after how long."""
    plan = _Plan([], [])
    for judged in failed:
        trouble = judged.trouble
        assert trouble is not None
        verdict = decide(
            trouble, session.effort(tried.attempt, tried.started), may_repeat=judged.call.may_repeat
        )
        if isinstance(verdict, Wait):
            plan.again.append(judged.call)
            plan.seconds = max(plan.seconds, verdict.seconds)
        elif not tried.renewed and session.worth_a_new_token(trouble):
            plan.again.append(judged.call)
            plan.renewed = True
        else:
            explained = session.explain(judged.call, trouble)
            plan.final.append(Judged(judged.call, trouble=explained))
    return plan


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
