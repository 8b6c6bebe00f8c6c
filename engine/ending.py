"""Bringing to its end what was approved for a time only. The promise stands until nothing is left to reverse: whoever
dies, whatever is switched off, it comes back, and the owners hear why it has not ended yet.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import count

from engine.asking import Asking
from engine.due import Due
from engine.ends import ENDS
from engine.kit import Kit
from engine.lifecycle import ENDED, Step
from engine.moving import Moving
from engine.open_end import OpenEnd
from engine.planning import Planning
from engine.ports import Unit
from engine.request import Request, RowState, State
from engine.reversing import pages, reversible_rows

WAITS = (timedelta(minutes=15), timedelta(hours=1), timedelta(hours=6), timedelta(days=1))  # between two tries
UNDER_WAY = frozenset({State.RUNNING, State.PAUSED})
SWITCHED_OFF = frozenset({"halted", "writes-closed"})


class Ending:
    """Reverses requests when their time is over."""

    def __init__(self, kit: Kit, *, asking: Asking, planning: Planning, moving: Moving) -> None:
        self._kit = kit
        self._asking = asking
        self._planning = planning
        self._moving = moving

    async def open_ends(self) -> Sequence[OpenEnd]:
        """What is to be reversed, the soonest first."""
        promised = await self._kit.store.dues(self._kit.tenant_id, prefix=ENDS)
        found = [await self._open_end(due) for due in promised]
        return sorted((each for each in found if each is not None), key=lambda each: each.at)

    async def _open_end(self, due: Due) -> OpenEnd | None:
        request = await self._kit.store.request(due.tenant_id, due.request or 0)
        if request is None:
            return None
        subjects = [row.subject async for row in reversible_rows(self._kit.store, request)]
        return OpenEnd(request=request, subjects=tuple(subjects), at=due.since or due.due) if subjects else None

    async def reverse(self, due: Due) -> None:
        """What a promise leads to when its moment has come; also while everything is halted, to say so."""
        original = await self._kit.store.request(due.tenant_id, due.request or 0)
        if original is None or due.due > self._kit.now():
            return
        if original.state in UNDER_WAY:  # nothing more of it begins
            await self._moving.by_itself(original.number, Step.STOP)
        attempts = await self._attempts(original.number)
        last = attempts[-1] if attempts else None
        if last is not None and last.state not in ENDED:
            await self._push(last)
            await self._later(due, len(attempts))
        elif await self._left(original, last):
            await self._begin(original, due, len(attempts) + 1)
        else:
            async with self._kit.store.change() as unit:
                await unit.settle_due(due.tenant_id, due.id)

    async def _attempts(self, number: int) -> list[Request]:
        """The reversals that were begun so far."""
        found: list[Request] = []
        for attempt in count(1):
            known = await self._kit.store.request_of(self._kit.tenant_id, _turn(number, attempt))
            if known is None:
                break
            found.append(known)
        return found

    async def _left(self, original: Request, last: Request | None) -> bool:
        """Is there a row to reverse, besides those that somebody else has changed since, or whose person is gone?"""
        passed: set[int] = set()
        if last is not None:
            async for page in pages(self._kit.store, last, RowState.SKIPPED, RowState.HELD):
                passed.update(row.n for row in page)
        async for row in reversible_rows(self._kit.store, original):
            if row.n not in passed:
                return True
        return False

    async def _begin(self, original: Request, due: Due, attempt: int) -> None:
        """One transaction: the request is there, and the promise comes back to see what became of it."""

        async def and_come_back(unit: Unit, _new: Request) -> None:
            await unit.save_due(replace(due, due=self._kit.now() + _wait(attempt)))

        new = await self._asking.end(original, turn=_turn(original.number, attempt), also=and_come_back)
        await self._push(new)

    async def _push(self, request: Request) -> None:
        """See that it goes on: what was only switched off meanwhile is resumed, what rested too long is begun anew."""
        if request.state is State.ASKED:
            request = await self._planning.plan(request.number)
        if request.state is State.PAUSED and request.expires_at <= self._kit.now():
            await self._moving.by_itself(request.number, Step.STOP)
        elif request.state is State.PAUSED and await self._switched_on(request):
            await self._moving.by_itself(request.number, Step.RESUME)
        elif request.state in (State.APPROVED, State.RUNNING):
            self._kit.wake(request)

    async def _switched_on(self, request: Request) -> bool:
        if request.failed is None or request.failed.code not in SWITCHED_OFF:
            return False
        area = self._kit.declarations.action(request.action).area
        store, tenant_id = self._kit.store, request.tenant_id
        return area in await store.writes_on(tenant_id) and not await store.halted(tenant_id)

    async def _later(self, due: Due, attempt: int) -> None:
        async with self._kit.store.change() as unit:
            if await unit.due(due.tenant_id, due.id):
                await unit.save_due(replace(due, due=self._kit.now() + _wait(attempt)))


def _turn(number: int, attempt: int) -> str:
    return f"end:{number}:{attempt}"


def _wait(attempt: int) -> timedelta:
    return WAITS[min(attempt, len(WAITS)) - 1]
