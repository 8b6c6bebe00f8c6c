"""The heartbeat: finds due records and sees that somebody works on them. It acts from records alone.

A record that wants longer work gets a short lease in nobody's name and a wake-up; should the wake-up be lost, the
lease ends and the next tick wakes again.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from logging import getLogger

from actions.spec import Reason
from engine import tell
from engine.alerts import not_reversed
from engine.dues import Dues
from engine.errand import Errand
from engine.journal import record, why
from engine.kit import RESTING, Kit
from engine.late import need
from engine.lifecycle import Step, moved
from engine.moving import Moving
from engine.notice import Notice, NoticeKind
from engine.planning import Planning
from engine.ports import LostRace
from engine.request import Lease, Request, State
from engine.run.running import Running
from engine.sending import Sending

LOG = getLogger(__name__)
Answerer = Callable[[Errand], Awaitable[None]]
HOPELESS = timedelta(hours=1)  # a plan that still is not made broke its workers again and again


class Ticking:
    """Claims due records; does the work that a wake-up is for."""

    def __init__(
        self, kit: Kit, *, planning: Planning, running: Running, moving: Moving, sending: Sending, dues: Dues
    ) -> None:
        self._kit = kit
        self._dues = dues
        self._planning = planning
        self._running = running
        self._moving = moving
        self._sending = sending
        self.answerer: Answerer | None = None

    async def accept(self, errand: Errand) -> bool:
        """Store an errand and wake somebody for it. False: this turn is known already."""
        leased = Lease(RESTING, self._kit.now() + self._kit.house.errand_lease)
        try:
            async with self._kit.store.change() as unit:
                await unit.add_errand(replace(errand, lease=leased))
        except LostRace:
            return False
        self._kit.jobs.wake("errand", errand.tenant_id, errand.activity_id)
        return True

    async def tick(self) -> int:
        """Returns how many due records were seen to."""
        limit, done = self._kit.house.claims, 0
        for claim in (self._errands, self._requests, self._expired, self._sending.due, self._dues.due):
            done += await claim(limit - done) if limit > done else 0
        if done:
            self._kit.announce()
        return done

    async def next_due(self) -> datetime | None:
        """When the next record wants attention. Halted, what is overdue waits for no clock."""
        due = await self._kit.store.next_due()
        overdue = due is not None and due <= self._kit.now()
        return None if overdue and await self._kit.store.halted(self._kit.tenant_id) else due

    async def _errands(self, limit: int) -> int:
        until = self._kit.now() + self._kit.house.errand_lease
        claimed = await self._kit.store.claim_errands(RESTING, self._kit.now(), until, limit)
        for errand in claimed:
            if errand.attempts > self._kit.house.errand_attempts:
                await self._give_up(errand)
            else:
                self._kit.jobs.wake("errand", errand.tenant_id, errand.activity_id)
        return len(claimed)

    async def _give_up(self, errand: Errand) -> None:
        told = Notice(
            tenant_id=errand.tenant_id, kind=NoticeKind.TOLD, about=f"errand:{errand.activity_id}", to=errand.place,
            code="went-wrong", facts={"correlation": errand.activity_id}, fresh=True,
        )  # fmt: skip
        async with self._kit.store.change() as unit:
            await unit.answer_errand(errand.tenant_id, errand.activity_id)
            await unit.notify(told)

    async def _requests(self, limit: int) -> int:
        until = self._kit.now() + self._kit.house.lease
        claimed = await self._kit.store.claim_requests(RESTING, self._kit.now(), until, limit)
        halted = bool(claimed) and await self._kit.store.halted(self._kit.tenant_id)
        for request in claimed:
            if request.state is State.ASKED or not halted:
                self._kit.wake(request)
        return len(claimed)

    async def _expired(self, limit: int) -> int:
        overdue = await self._kit.store.claim_expired(self._kit.now(), limit)
        for request in overdue:
            await self._moving.expire(request)
        return len(overdue)

    async def work(self, kind: str, tenant_id: str, key: str) -> None:
        """What a wake-up leads to. Harmless when doubled, late or about something that is done."""
        job = (kind, key)
        if tenant_id != self._kit.tenant_id or job in self._kit.at_work:
            return
        self._kit.at_work.add(job)
        try:
            await self._work(kind, key)
        finally:
            self._kit.at_work.discard(job)
            self._kit.announce()

    async def _work(self, kind: str, key: str) -> None:
        match kind:
            case "errand":
                await self._errand(key)
            case "request":
                await self._request(int(key))
            case "reminders":
                await self._sending.due(self._kit.house.claims)
            case "due":
                await self._dues.work(key)
            case _:
                LOG.debug("a wake-up of kind %s is not the engine's", kind)

    async def _errand(self, activity_id: str) -> None:
        errand = await self._kit.store.errand(self._kit.tenant_id, activity_id)
        if errand is None or errand.answered or self.answerer is None:
            return
        await self.answerer(errand)
        async with self._kit.store.change() as unit:
            await unit.answer_errand(errand.tenant_id, activity_id)

    async def _request(self, number: int) -> None:
        request = await self._kit.store.request(self._kit.tenant_id, number)
        if request is not None and request.state is State.ASKED:
            await self._plan(request)
        elif request is not None:
            await self._running.run(number)

    async def _plan(self, request: Request) -> None:
        """Found again after a crash: whoever asked is told, unless an errand is about to answer anyway."""
        if self._kit.now() - request.asked_at > HOPELESS:
            await self._fail(request.number)
            return
        planned = await self._planning.plan(request.number)
        if planned.state is State.APPROVED:  # by a rule
            self._kit.wake(planned)
            return
        if planned.watch is not None:  # which goes on where it was interrupted, when its moment is claimed again
            return
        errand = await self._kit.store.errand(request.tenant_id, request.activity_id)
        if planned.state is not State.ASKED and (errand is None or errand.answered):
            async with self._kit.store.change() as unit:
                await tell.show(unit, planned)

    async def _fail(self, number: int) -> None:
        reason, now = Reason("crashed"), self._kit.now()
        async with self._kit.store.change() as unit:
            request = await need(unit, self._kit.tenant_id, number)
            if request.state is State.ASKED:
                await record(
                    unit, "plan-failed", tenant_id=request.tenant_id, at=now, request=number, facts=why(reason)
                )
                await not_reversed(unit, self._kit, request, reason)
                failed = await unit.save_request(moved(request, Step.FAIL, by="Muster", at=now, why=reason))
                await tell.show(unit, failed)
