"""Asking for schedules, and ending them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from actions.spec import Refusal
from engine.clocks import has_holidays
from engine.clocks.zones import is_zone
from engine.due import Due, DueKind
from engine.journal import record
from engine.kit import Kit
from engine.people import Standings
from engine.ports import LostRace, Reading, Unit
from engine.request import Person, Place
from engine.schedule import Schedule, ScheduleState, Where
from engine.schedules.days import Days
from engine.schedules.recurrence import Recurrence

MANY = 100  # schedules at the same time
LONGEST = 1_000  # characters of what is said


class Keeping:
    """Keeps schedules. Every method raises Refusal where the person may not, or it cannot be."""

    def __init__(self, kit: Kit, standings: Standings) -> None:
        self._kit = kit
        self._standings = standings

    async def schedule(
        self, who: Person, place: Place, rule: str, said: str, *, where: Where, activity_id: str
    ) -> Schedule:
        """A new schedule; the same one for a repeated turn."""
        await self._standings.need_asker(who)
        known = await self._kit.store.schedule_of(self._kit.tenant_id, activity_id)
        return known or await self._add(await self._new(who, place, rule, said, where=where, activity_id=activity_id))

    async def _new(
        self, who: Person, place: Place, rule: str, said: str, *, where: Where, activity_id: str
    ) -> Schedule:
        zone = where.zone or self._kit.house.zone
        country = next(filter(has_holidays, (where.country, self._kit.house.country)), "").upper()
        recurrence, said = Recurrence.parse(rule), said.strip()
        if not is_zone(zone):
            raise Refusal("no-such-zone", zone=zone)
        if not 0 < len(said) <= LONGEST:
            raise Refusal("not-sayable", most=str(LONGEST))
        open_ = await self._kit.store.schedules(self._kit.tenant_id, states=(ScheduleState.ON,), limit=MANY)
        if len(open_) >= MANY:
            raise Refusal("too-many-schedules", most=str(MANY))
        now = self._kit.now()
        first = days_of(self._kit, recurrence, Where(zone, country)).first(now)
        return Schedule(
            tenant_id=self._kit.tenant_id, number=0, rule=recurrence.said(), said=said, zone=zone, by=who, place=place,
            activity_id=activity_id, began=now, next_day=first.day, next=first.at, country=country,
        )  # fmt: skip

    async def _add(self, new: Schedule) -> Schedule:
        try:
            async with self._kit.store.change() as unit:
                added = await unit.add_schedule(new)
                await unit.add_due(due_of(added))
                await self._record(unit, "schedule", added, by=new.by, facts={"rule": added.rule})
        except LostRace:
            earlier = await self._kit.store.schedule_of(new.tenant_id, new.activity_id)
            assert earlier is not None
            return earlier
        return added

    async def unschedule(self, who: Person, number: int) -> Schedule:
        """It is said no more. Whoever asked for it may, an operator or an owner."""
        known = await self._open(self._kit.store, number)
        if known.by.id != who.id:
            await self._standings.need_asker(who)
        async with self._kit.store.change() as unit:
            ended = await unit.save_schedule(replace(await self._open(unit, number), state=ScheduleState.OFF))
            await unit.settle_due(ended.tenant_id, schedule_key(number))
            await self._record(unit, "unschedule", ended, by=who)
        return ended

    async def schedules(self, *, all_of_them: bool) -> Sequence[Schedule]:
        """In the order in which they were asked for."""
        states = () if all_of_them else (ScheduleState.ON,)
        return await self._kit.store.schedules(self._kit.tenant_id, states=states)

    async def _open(self, reading: Reading, number: int) -> Schedule:
        schedule = await reading.schedule(self._kit.tenant_id, number)
        if schedule is None:
            raise Refusal("no-such-schedule", number=str(number))
        if schedule.state is not ScheduleState.ON:
            raise Refusal("schedule-over", number=str(number), state=schedule.state.value)
        return schedule

    async def _record(
        self, unit: Unit, kind: str, schedule: Schedule, *, by: Person, facts: Mapping[str, str] | None = None
    ) -> None:
        known = {"schedule": str(schedule.number)} | dict(facts or {})
        await record(unit, kind, tenant_id=schedule.tenant_id, at=self._kit.now(), by=by, facts=known)


def days_of(kit: Kit, rule: Recurrence, where: Where) -> Days:
    """The rule's moments. Where nobody knew the asker's country, this house's public holidays are kept."""
    return Days(calendar=kit.calendar, rule=rule, zone=where.zone, country=where.country or kit.house.country)


def due_of(schedule: Schedule) -> Due:
    """The record that says when it is said next."""
    return Due(
        tenant_id=schedule.tenant_id, id=schedule_key(schedule.number), due=schedule.next, kind=DueKind.SCHEDULE,
        about=str(schedule.number),
    )  # fmt: skip


def schedule_key(number: int) -> str:
    """The id of that record."""
    return f"schedule:{number}"
