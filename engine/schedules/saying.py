"""One moment of a schedule: what it says becomes an errand of whoever asked for it, once for each local date.

Moments that passed while nobody was awake, or everything was halted, are made up for once, late, and it is said why.
"""

from dataclasses import replace
from datetime import timedelta
from logging import getLogger

from engine.alerts import alert
from engine.due import Due
from engine.errand import Errand, Occurrence
from engine.journal import record
from engine.kit import RESTING, Kit
from engine.notice import Notice, NoticeKind
from engine.people import Standings
from engine.ports import LostRace, Unit
from engine.request import Lease
from engine.schedule import Schedule, ScheduleState, Where
from engine.schedules.days import Moment
from engine.schedules.keeping import days_of, due_of, schedule_key
from engine.schedules.recurrence import Recurrence
from tenant.ports import Priority
from tenant.trouble import Trouble

LOG = getLogger(__name__)
LATE = timedelta(minutes=10)  # from then on it is said that it is late
HALTED = "halted"


class Saying:
    """Does what schedules are for."""

    def __init__(self, kit: Kit, standings: Standings) -> None:
        self._kit = kit
        self._standings = standings

    async def say(self, due: Due) -> None:
        """See to what has come, and promise the next moment."""
        schedule = await self._kit.store.schedule(due.tenant_id, int(due.about))
        if schedule is None or schedule.state is not ScheduleState.ON or schedule.next > self._kit.now():
            return
        if await self._may_no_more(schedule):
            await self._stop(schedule)
            return
        errand = await self._occur(schedule.number, due)
        if errand is not None:
            self._kit.jobs.wake("errand", errand.tenant_id, errand.activity_id)

    async def held(self, due: Due) -> None:
        """Everything is halted: remembered once, so that it can be said why it comes late."""
        if due.code != HALTED:
            async with self._kit.store.change() as unit:
                if await unit.due(due.tenant_id, due.id) is not None:
                    await unit.save_due(replace(due, code=HALTED))

    async def _may_no_more(self, schedule: Schedule) -> bool:
        """Roles that cannot be read stop nothing: the errand answers why it cannot look."""
        if await self._has_left(schedule.by.id):
            return True
        standing = await self._standings.of(schedule.by, deciding=True)
        return standing.readable and not (standing.operator or standing.owner)

    async def _has_left(self, person_id: str) -> bool:
        """Is their account gone or disabled? A group may keep a disabled one for years."""
        reader = self._kit.reader("schedules", Priority.NORMAL)
        try:
            return not [user async for user in reader.users([person_id]) if user.enabled]
        except Trouble:
            return False

    async def _occur(self, number: int, due: Due) -> Errand | None:
        """One transaction: the errand, and the next moment. None: somebody else was faster, or it is over."""
        async with self._kit.store.change() as unit:
            schedule = await unit.schedule(due.tenant_id, number)
            now = self._kit.now()
            if schedule is None or schedule.state is not ScheduleState.ON or schedule.next > now:
                return None
            if await unit.halted(due.tenant_id):
                return None
            days = days_of(self._kit, Recurrence.parse(schedule.rule), Where(schedule.zone, schedule.country))
            come = list(days.passed(Moment(schedule.next_day, schedule.next), now))
            following = days.after(come[-1].day)
            saved = await unit.save_schedule(
                replace(schedule, next_day=following.day, next=following.at, last=come[-1].at)
            )
            await unit.save_due(due_of(saved))
            errand = self._errand(schedule, come[-1], len(come) - 1, halted=due.code == HALTED)
            try:
                await unit.add_errand(errand)
            except LostRace:  # that date was said already
                return None
        return errand

    def _errand(self, schedule: Schedule, moment: Moment, missed: int, *, halted: bool) -> Errand:
        now = self._kit.now()
        late = "" if now - moment.at <= LATE and not missed else HALTED if halted else "down"
        return Errand(
            tenant_id=schedule.tenant_id, activity_id=f"schedule:{schedule.number}:{moment.day.isoformat()}",
            person=schedule.by, place=schedule.place, text=schedule.said, accepted_at=now,
            lease=Lease(RESTING, now + self._kit.house.errand_lease),
            occurrence=Occurrence(
                schedule=schedule.number, due=moment.at, zone=schedule.zone, late=late, missed=missed
            ),
        )  # fmt: skip

    async def _stop(self, schedule: Schedule) -> None:
        """Whoever asked for it may not ask any more: its place and the owners hear of it."""
        async with self._kit.store.change() as unit:
            current = await unit.schedule(schedule.tenant_id, schedule.number)
            if current is None or current.state is not ScheduleState.ON:
                return
            await unit.save_schedule(replace(current, state=ScheduleState.STOPPED))
            await unit.settle_due(current.tenant_id, schedule_key(current.number))
            await self._tell(unit, current)

    async def _tell(self, unit: Unit, schedule: Schedule) -> None:
        facts = {
            "schedule": str(schedule.number), "name": schedule.by.name, "said": schedule.said, "command": "schedules",
        }  # fmt: skip
        told = Notice(
            tenant_id=schedule.tenant_id, kind=NoticeKind.TOLD, about=schedule_key(schedule.number),
            to=schedule.place, code="schedule-stopped", facts=facts,
        )  # fmt: skip
        await unit.notify(told)
        await alert(unit, self._kit, schedule_key(schedule.number), code="schedule-stopped", facts=facts)
        await record(
            unit, "schedule-stopped", tenant_id=schedule.tenant_id, at=self._kit.now(),
            facts={"schedule": str(schedule.number)},
        )  # fmt: skip
