"""Cancelling, pausing, resuming, stopping: one transaction each, and the loser of a race hears who was faster."""

from actions.spec import Reason, Refusal
from engine import tell
from engine.alerts import not_reversed
from engine.journal import record
from engine.kit import RESTING, Kit
from engine.late import need, too_late
from engine.lifecycle import NotPossible, Step, moved
from engine.people import Standings
from engine.ports import Unit
from engine.request import Person, Request, State


class Moving:
    """Moves requests by a person's word. Every method raises Refusal where the person may not or it is too late."""

    def __init__(self, kit: Kit, standings: Standings) -> None:
        self._kit = kit
        self._standings = standings

    async def cancel(self, number: int, who: Person) -> Request:
        """Drop a request that has not started. Its asker or another operator."""
        request = await need(self._kit.store, self._kit.tenant_id, number)
        if who.id != request.asker.id:
            await self._standings.need_operator(who, deciding=False)
        return await self._move(number, Step.CANCEL, who)

    async def pause(self, number: int, who: Person) -> Request:
        """Stop between two chunks, to go on later. Anybody with a role."""
        await self._standings.need_any(who)
        return await self._move(number, Step.PAUSE, who)

    async def stop(self, number: int, who: Person) -> Request:
        """End a run for good. Anybody with a role. Rows that a dead worker left are looked at once more."""
        await self._standings.need_any(who)
        stopped = await self._move(number, Step.STOP, who)
        self._kit.wake(stopped)
        return stopped

    async def resume(self, number: int, who: Person) -> Request:
        """Go on with a paused run. An operator, and not while everything is halted."""
        await self._standings.need_operator(who)
        if await self._kit.store.halted(self._kit.tenant_id):
            raise Refusal("halted")
        resumed = await self._move(number, Step.RESUME, who)
        self._kit.wake(resumed)
        return resumed

    async def expire(self, request: Request) -> None:
        """Its time has passed. Somebody who acts at the same moment wins."""
        async with self._kit.store.change() as unit:
            current = await need(unit, request.tenant_id, request.number)
            if current.expires_at <= self._kit.now() and current.state in EXPIRING:
                await self._save(unit, current, Step.EXPIRE, None)

    async def by_itself(self, number: int, step: Step) -> Request | None:
        """Muster's own step; None where it is not possible (any more)."""
        try:
            async with self._kit.store.change() as unit:
                request = await need(unit, self._kit.tenant_id, number)
                moved_on = await self._save(unit, request, step, None)
        except NotPossible:
            return None
        self._kit.wake(moved_on)
        return moved_on

    async def _move(self, number: int, step: Step, who: Person) -> Request:
        async with self._kit.store.change() as unit:
            request = await need(unit, self._kit.tenant_id, number)
            try:
                return await self._save(unit, request, step, who)
            except NotPossible:
                raise too_late(request, step, self._kit.now()) from None

    async def _save(self, unit: Unit, request: Request, step: Step, who: Person | None) -> Request:
        now = self._kit.now()
        after = moved(request, step, by=who.name if who else "Muster", at=now)
        await record(unit, step.value, tenant_id=request.tenant_id, at=now, by=who, request=request.number)
        await unit.release_request(request.tenant_id, request.number, RESTING)
        if step in HINDERING:
            await not_reversed(unit, self._kit, after, Reason(step.value))
        saved = await unit.save_request(after)
        await tell.show(unit, saved)
        return saved


HINDERING = frozenset({Step.CANCEL, Step.EXPIRE, Step.PAUSE, Step.STOP})
EXPIRING = frozenset({State.PLANNED, State.WAITING, State.APPROVED})
