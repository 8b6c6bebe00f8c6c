"""Whether a standing approval covers what a watch asks for. What it does not cover goes to the approvers."""

from dataclasses import replace

from actions.spec import Direction
from engine import tell
from engine.interested import interested
from engine.journal import record
from engine.kit import Kit
from engine.late import need
from engine.lifecycle import Step, moved
from engine.people import Standings
from engine.ports import Unit
from engine.request import Request, Rule, State, Verdict
from engine.watch import Allowance, Watch, WatchState


class Covering:
    """Approves by a standing approval."""

    def __init__(self, kit: Kit, standings: Standings) -> None:
        self._kit = kit
        self._standings = standings

    async def approve(self, number: int, request_number: int) -> Request | None:
        """The request, approved and on its way; None where no standing approval covers it.

        Whoever gave it must be an approver still, as read this moment, and decides nothing about their own account.
        """
        watch = await self._kit.store.watch(self._kit.tenant_id, number)
        request = await need(self._kit.store, self._kit.tenant_id, request_number)
        allowed = watch.allowed if watch is not None else None
        if allowed is None or not self._covers(allowed, request):
            return None
        standing = await self._standings.of(allowed.by, deciding=True)
        if not (standing.readable and standing.approver) or await interested(self._kit, request, [allowed.by.id]):
            return None
        async with self._kit.store.change() as unit:
            approved = await self._use(unit, number, request_number, given_by=allowed)
        if approved is not None:
            self._kit.wake(approved)
        return approved

    def _covers(self, allowed: Allowance, request: Request) -> bool:
        """A strengthening that one approver could let go, without anybody whom a guard spared, within the limit."""
        counts, now = request.counts, self._kit.now()
        plain = request.direction is Direction.STRENGTHEN and request.quorum == 1 and not counts.released
        return plain and now < allowed.until and 0 < counts.runnable <= allowed.left(self._today())

    def _today(self) -> str:
        return self._kit.calendar.local_date(self._kit.now()).isoformat()

    async def _use(self, unit: Unit, number: int, request_number: int, *, given_by: Allowance) -> Request | None:
        """One transaction: its rows are counted, the request is approved, the chain says by what."""
        watch = await unit.watch(self._kit.tenant_id, number)
        request = await need(unit, self._kit.tenant_id, request_number)
        if watch is None or watch.state is not WatchState.ON or watch.allowed is None:
            return None
        if watch.allowed.given != given_by.given or request.state is not State.PLANNED:
            return None
        if not self._covers(watch.allowed, request):
            return None
        await unit.save_watch(replace(watch, allowed=self._used(watch.allowed, request.counts.runnable)))
        return await self._approved(unit, request, watch, given_by)

    def _used(self, allowed: Allowance, rows: int) -> Allowance:
        today = self._today()
        return replace(allowed, day=today, used=allowed.most - allowed.left(today) + rows)

    async def _approved(self, unit: Unit, request: Request, watch: Watch, allowed: Allowance) -> Request:
        now = self._kit.now()
        approved = replace(
            moved(request, Step.ALLOW, by=allowed.by.name, at=now),
            reason=f"watch {watch.number}",
            submitted_by=watch.by,
            rule=Rule.ALLOWANCE,
            expires_at=now + self._kit.house.expires_after,
        )
        facts = {"digest": request.digest, "rule": Rule.ALLOWANCE.value, "watch": str(watch.number)}
        await record(
            unit, Verdict.APPROVE.value, tenant_id=request.tenant_id, at=now, subject_id=allowed.by.id,
            request=request.number, facts=facts | {"rows": str(request.counts.runnable)},
        )  # fmt: skip
        await tell.show(unit, approved)
        return await unit.save_request(approved)
