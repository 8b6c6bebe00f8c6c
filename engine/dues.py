"""Seeing to due records: once each, from the record alone, and nothing is sent while everything is halted."""

from collections.abc import Awaitable, Callable, Mapping

from engine.alerts import Alerts, told
from engine.campaigns.sweeping import Sweeping
from engine.daily import Daily
from engine.due import Due, DueKind
from engine.ending import Ending
from engine.escalating import Escalating
from engine.foretelling import Foretelling
from engine.house_facts import OLD
from engine.journal import record
from engine.kit import Kit
from engine.looking import Looking
from engine.managers import Managers
from engine.methods import Methods
from engine.people import Standings
from engine.ports import Unit
from engine.purging import Purging
from engine.reminding import remind_to_attest
from engine.reversing import can_reverse
from engine.schedules.saying import Saying
from engine.snapshots import Snapshots
from engine.use import Use
from tenant.model import Kind

EVEN_HALTED = frozenset({DueKind.OWNERS, DueKind.UNDO, DueKind.SNAPSHOT, DueKind.PURGE})
Way = Callable[[Due], Awaitable[None]]


class Dues:
    """Does what is due."""

    def __init__(
        self, kit: Kit, *, ending: Ending, looking: Looking, methods: Methods, daily: Daily, sweeping: Sweeping
    ) -> None:
        self._kit = kit
        alerts = Alerts(kit)
        self._saying = Saying(kit, Standings(kit))
        self._ways: Mapping[DueKind, Way] = {
            DueKind.TELL: self._tell,
            DueKind.ATTESTED: self._attested,
            DueKind.OWNERS: alerts.tell,
            DueKind.ERRAND: daily.say,
        }
        self._long: Mapping[DueKind, Way] = {
            DueKind.OWNERS: alerts.tell,
            DueKind.USE: Use(kit).look,
            DueKind.UNDO: ending.reverse,
            DueKind.WATCH: looking.look,
            DueKind.NEW_METHODS: methods.look,
            DueKind.CAMPAIGN: sweeping.see_to,
            DueKind.SCHEDULE: self._saying.say,
            DueKind.APPROVERS: Escalating(kit).look,
            DueKind.ENDS_SOON: Foretelling(kit).look,
            DueKind.MANAGER: Managers(kit).tell,
            DueKind.SNAPSHOT: Snapshots(kit).take,
            DueKind.PURGE: Purging(kit).purge,
        }

    async def due(self, limit: int) -> int:
        """Claim what is due and see to each. Halted, only the owners hear, and of what should have ended; everything
        else stays due.
        """
        now = self._kit.now()
        claimed = await self._kit.store.claim_dues(self._kit.worker(), now, now + self._kit.house.reminder_lease, limit)
        halted = bool(claimed) and await self._kit.store.halted(self._kit.tenant_id)
        for due in claimed:
            if due.kind in EVEN_HALTED or not halted:
                await self._ways.get(due.kind, self._in_its_own_time)(due)
            elif due.kind is DueKind.SCHEDULE:
                await self._saying.held(due)
        return len(claimed)

    async def work(self, due_id: str) -> None:
        """What a wake-up for one record leads to: what takes long, and what should not wait for a tick."""
        due = await self._kit.store.due(self._kit.tenant_id, due_id)
        way = self._long.get(due.kind) if due is not None else None
        if due is None or way is None:
            return
        if due.kind in EVEN_HALTED or not await self._kit.store.halted(self._kit.tenant_id):
            await way(due)

    async def _in_its_own_time(self, due: Due) -> None:
        """Reading a large tenant takes minutes, and the tick must go on."""
        self._kit.jobs.wake("due", due.tenant_id, due.id)

    async def _tell(self, due: Due) -> None:
        """To whoever asked, unless everything was reversed meanwhile: then there is nothing left to be told of."""
        still = due.request is None or await self._stands(due.request)
        async with self._kit.store.change() as unit:
            if not await unit.halted(due.tenant_id) and await unit.settle_due(due.tenant_id, due.id) and still:
                await self._say(unit, due)

    async def _stands(self, number: int) -> bool:
        request = await self._kit.store.request(self._kit.tenant_id, number)
        return request is not None and await can_reverse(self._kit.store, request)

    async def _attested(self, due: Due) -> None:
        """A promise of an earlier version: it becomes the reminder that is made nowadays with the attestation."""
        async with self._kit.store.change() as unit:
            found = await unit.statements(due.tenant_id, Kind.ATTESTED, [due.about])
            fresh = any(each.at + OLD > self._kit.now() for each in found)
            if not fresh and await unit.settle_due(due.tenant_id, due.id) and due.to is not None:
                await remind_to_attest(unit, self._kit, due.to, due.about, due=self._kit.now())

    async def _say(self, unit: Unit, due: Due) -> None:
        if due.to is not None:
            await unit.notify(told(due, due.to))
            await record(
                unit, "told", tenant_id=due.tenant_id, at=self._kit.now(), subject_id=due.to.id, request=due.request,
                facts={"code": due.code},
            )  # fmt: skip
