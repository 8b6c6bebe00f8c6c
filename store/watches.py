"""Watches, and what is said by a schedule: both were begun by one turn, which begins no second."""

from collections.abc import Collection, Sequence

from engine import Schedule, ScheduleState, Watch, WatchState
from store.desk import Desk, WritingDesk
from store.numbered import Register
from store.shelf import Shelf
from store.tables import schedules, watches

WATCHES = Register(Shelf(Watch, watches))
SCHEDULES = Register(Shelf(Schedule, schedules))


class WatchReading:
    """Reads watches and schedules."""

    desk: Desk

    async def watch(self, tenant_id: str, number: int) -> Watch | None:
        return await WATCHES.one(self.desk, tenant_id, number)

    async def watch_of(self, tenant_id: str, activity_id: str) -> Watch | None:
        return await WATCHES.of(self.desk, tenant_id, activity_id)

    async def watches(
        self, tenant_id: str, *, states: Collection[WatchState] = (), limit: int = 1000
    ) -> Sequence[Watch]:
        wanted = WATCHES.any(tenant_id, states).order_by(watches.c.number).limit(limit)
        return await WATCHES.read(self.desk, tenant_id, wanted)

    async def schedule(self, tenant_id: str, number: int) -> Schedule | None:
        return await SCHEDULES.one(self.desk, tenant_id, number)

    async def schedule_of(self, tenant_id: str, activity_id: str) -> Schedule | None:
        return await SCHEDULES.of(self.desk, tenant_id, activity_id)

    async def schedules(
        self, tenant_id: str, *, states: Collection[ScheduleState] = (), limit: int = 1000
    ) -> Sequence[Schedule]:
        wanted = SCHEDULES.any(tenant_id, states).order_by(schedules.c.number).limit(limit)
        return await SCHEDULES.read(self.desk, tenant_id, wanted)


class WatchWriting(WatchReading):
    """Writes watches and schedules."""

    desk: WritingDesk

    async def add_watch(self, watch: Watch) -> Watch:
        return await WATCHES.add(self.desk, watch)

    async def save_watch(self, watch: Watch) -> Watch:
        return await WATCHES.save(self.desk, watch)

    async def add_schedule(self, schedule: Schedule) -> Schedule:
        return await SCHEDULES.add(self.desk, schedule)

    async def save_schedule(self, schedule: Schedule) -> Schedule:
        return await SCHEDULES.save(self.desk, schedule)
