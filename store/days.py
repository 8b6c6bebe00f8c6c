"""What there is once a day: a person's slot, the tenant's snapshot."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import ColumnElement

from engine import Slot, Snapshot
from store.desk import Desk, WritingDesk
from store.parts import parts
from store.shelf import Shelf
from store.tables import slots, snapshots

SLOTS = Shelf(Slot, slots)
SNAPSHOTS = Shelf(Snapshot, snapshots)


class DayReading:
    """Reads slots and snapshots."""

    desk: Desk

    async def slot(self, tenant_id: str, person_id: str, day: date) -> Slot | None:
        row = await self.desk.first(tenant_id, slots.select().where(_is(tenant_id, person_id, day)))
        return SLOTS.read(row) if row else None

    async def slots(
        self, tenant_id: str, person_ids: Collection[str], *, since: date, limit: int = 1000
    ) -> Sequence[Slot]:
        later = slots.select().where(slots.c.tenant_id == tenant_id, slots.c.day >= since.isoformat())
        ordered = later.order_by(slots.c.person_id, slots.c.day)
        found: list[Slot] = []
        for part in parts(sorted(set(person_ids))):
            theirs = ordered.where(slots.c.person_id.in_(part)).limit(limit - len(found))
            found += [SLOTS.read(row) for row in await self.desk.all(tenant_id, theirs)]
            if len(found) >= limit:
                break
        return found

    async def snapshots(self, tenant_id: str, *, since: date, limit: int = 400) -> Sequence[Snapshot]:
        later = (snapshots.c.tenant_id == tenant_id) & (snapshots.c.day >= since.isoformat())
        found = await self.desk.all(tenant_id, snapshots.select().where(later).order_by(snapshots.c.day).limit(limit))
        return [SNAPSHOTS.read(row) for row in found]


class DayWriting(DayReading):
    """Writes slots and snapshots."""

    desk: WritingDesk

    async def take_slot(self, slot: Slot) -> bool:
        return await self.desk.insert(slot.tenant_id, slots, SLOTS.values(slot))

    async def save_slot(self, slot: Slot) -> None:
        await self.desk.change(slot.tenant_id, slots, SLOTS.values(slot))

    async def add_snapshot(self, snapshot: Snapshot) -> bool:
        return await self.desk.insert(snapshot.tenant_id, snapshots, SNAPSHOTS.values(snapshot))


def _is(tenant_id: str, person_id: str, day: date) -> ColumnElement[bool]:
    return (slots.c.tenant_id == tenant_id) & (slots.c.person_id == person_id) & (slots.c.day == day.isoformat())
