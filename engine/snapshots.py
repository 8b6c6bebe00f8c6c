"""Counting once a night how far the tenant is, and looking for certificates that are about to end.

A night on which nobody was awake is made up for once, on the day on which somebody is.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from logging import getLogger

from actions.spec import Refusal
from engine.certificates import Certificates
from engine.due import Due, DueKind
from engine.kit import Kit
from engine.nightly import next_night
from engine.run.signals import PASSING
from engine.snapshot import Snapshot
from tenant.ports import Priority
from tenant.trouble import Trouble

LOG = getLogger(__name__)
NIGHTLY = "snapshot"  # the id of the record
NIGHT = time(3)
CENSUS = "census"


class Snapshots:
    """Takes snapshots."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self._certificates = Certificates(kit)

    async def promise(self) -> None:
        """Promise the next night's, unless it is promised. Nothing where nothing can be counted."""
        if not self._declared():
            return
        due = Due(
            tenant_id=self._kit.tenant_id, id=NIGHTLY, due=next_night(self._kit, NIGHT), kind=DueKind.SNAPSHOT
        )  # fmt: skip
        async with self._kit.store.change() as unit:
            await unit.add_due(due)

    async def snapshots(self, days: int) -> Sequence[Snapshot]:
        """Those of the last so many days, today's included."""
        since = self._today() - timedelta(days=max(days, 1) - 1)
        return await self._kit.store.snapshots(self._kit.tenant_id, since=since)

    async def take(self, due: Due) -> None:
        """Today's. What passes is waited out: the record is found again when its lease has ended."""
        if due.due > self._kit.now():
            return
        if due.id != NIGHTLY:  # a certificate that was told of, and whose end has come
            async with self._kit.store.change() as unit:
                await unit.settle_due(due.tenant_id, due.id)
            return
        try:
            await self._tried("counting", self._count)
            await self._tried("looking at certificates", self._certificates.look)
        except PASSING as later:
            LOG.warning("what is done at night is done later: %s", later)
            return
        async with self._kit.store.change() as unit:
            await unit.save_due(replace(due, due=next_night(self._kit, NIGHT)))

    async def _tried(self, what: str, work: Callable[[], Awaitable[None]]) -> None:
        """What may not be read tonight is tried again tomorrow, and holds nothing else up. Raises what passes."""
        try:
            await work()
        except PASSING:
            raise
        except (Refusal, Trouble) as no:
            LOG.warning("%s came to nothing on %s: %s", what, self._today(), no)

    async def _count(self) -> None:
        today = self._today()
        if not self._declared() or await self._kit.store.snapshots(self._kit.tenant_id, since=today):
            return
        counts = await self._census()
        async with self._kit.store.change() as unit:
            await unit.add_snapshot(Snapshot(tenant_id=self._kit.tenant_id, day=today, counts=counts))

    async def _census(self) -> Mapping[str, str]:
        reader = self._kit.reader(NIGHTLY, Priority.SWEEP)
        async for found in self._kit.declarations.check(CENSUS)().findings(reader):
            if found.title.code == CENSUS:
                return found.title.facts
        return {}

    def _declared(self) -> bool:
        try:
            self._kit.declarations.check(CENSUS)
        except KeyError:
            return False
        return True

    def _today(self) -> date:
        return self._kit.calendar.local_date(self._kit.now())
