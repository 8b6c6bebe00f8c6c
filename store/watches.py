"""Watches, numbered from 1 in each tenant. They stay when they have ended, so that their numbers do not come again."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from sqlalchemy import ColumnElement, func, select

from engine import LostRace, Watch, WatchState
from store.desk import Desk, WritingDesk
from store.shelf import Shelf
from store.tables import watches

WATCHES = Shelf(Watch, watches)


class WatchReading:
    """Reads watches."""

    desk: Desk

    async def watch(self, tenant_id: str, number: int) -> Watch | None:
        row = await self.desk.first(tenant_id, watches.select().where(_is(tenant_id, number)))
        return WATCHES.read(row) if row else None

    async def watch_of(self, tenant_id: str, activity_id: str) -> Watch | None:
        begun_by = (watches.c.tenant_id == tenant_id) & (watches.c.activity_id == activity_id)
        row = await self.desk.first(tenant_id, watches.select().where(begun_by))
        return WATCHES.read(row) if row else None

    async def watches(
        self, tenant_id: str, *, states: Collection[WatchState] = (), limit: int = 1000
    ) -> Sequence[Watch]:
        wanted = watches.select().where(watches.c.tenant_id == tenant_id)
        if states:
            wanted = wanted.where(watches.c.state.in_([each.value for each in states]))
        found = await self.desk.all(tenant_id, wanted.order_by(watches.c.number).limit(limit))
        return [WATCHES.read(row) for row in found]


class WatchWriting(WatchReading):
    """Writes watches. A unit of work holds its tenant, so no two get one number."""

    desk: WritingDesk

    async def add_watch(self, watch: Watch) -> Watch:
        tenant_id = watch.tenant_id
        mine = watches.c.tenant_id == tenant_id
        last = await self.desk.all(tenant_id, select(func.max(watches.c.number)).where(mine))
        numbered = replace(watch, number=(last[0][0] or 0) + 1)
        if not await self.desk.insert(tenant_id, watches, WATCHES.values(numbered)):
            raise LostRace(f"watch of activity {watch.activity_id}")
        return numbered

    async def save_watch(self, watch: Watch) -> Watch:
        saved = replace(watch, version=watch.version + 1)
        unchanged = _is(watch.tenant_id, watch.number) & (watches.c.version == watch.version)
        if not await self.desk.write(watch.tenant_id, watches.update().where(unchanged).values(WATCHES.values(saved))):
            raise LostRace(f"watch {watch.number}")
        return saved


def _is(tenant_id: str, number: int) -> ColumnElement[bool]:
    return (watches.c.tenant_id == tenant_id) & (watches.c.number == number)
