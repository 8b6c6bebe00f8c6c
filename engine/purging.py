"""Deleting what is kept of people longer than needed, a little at a time, once a night."""

from dataclasses import replace
from datetime import time

from engine.due import Due, DueKind
from engine.journal import record
from engine.kit import Kit
from engine.nightly import next_night

NIGHTLY = "purge"  # the id of the record
NIGHT = time(3, 30)
AT_ONCE = 1000  # records in one transaction, so that nobody waits long behind it


class Purging:
    """Deletes."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    async def promise(self) -> None:
        """Promise the next night's, unless it is promised."""
        due = Due(tenant_id=self._kit.tenant_id, id=NIGHTLY, due=next_night(self._kit, NIGHT), kind=DueKind.PURGE)
        async with self._kit.store.change() as unit:
            await unit.add_due(due)

    async def purge(self, due: Due) -> None:
        """All that is older than the house keeps; broken off, it goes on when the record is found again."""
        if due.due > self._kit.now():
            return
        before, gone, part = self._kit.now() - self._kit.house.keeps, 0, AT_ONCE
        while part >= AT_ONCE:
            async with self._kit.store.change() as unit:
                part = await unit.purge(due.tenant_id, before, AT_ONCE)
            gone += part
        async with self._kit.store.change() as unit:
            await unit.save_due(replace(due, due=next_night(self._kit, NIGHT)))
            if gone:
                await record(
                    unit, "purged", tenant_id=due.tenant_id, at=self._kit.now(), facts={"records": str(gone)}
                )  # fmt: skip
