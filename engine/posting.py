"""What is known of somebody's one message of a day, step by step, so that no crash sends it twice.

Just before the message leaves, its slot says so. Whoever finds it like that later cannot know whether it arrived, and
does not send it again in that slot.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from engine.campaigns.membership import may_send
from engine.clocks import is_open, local_day, next_slot
from engine.closing import close
from engine.hours import Hours
from engine.house_facts import NUMBER_ANSWERED, number_answered
from engine.journal import record
from engine.kit import Kit
from engine.managers import due_of, keep_told, may_be_told
from engine.notice import Notice
from engine.ports import Reading, Unit
from engine.reminder import Reminder, ReminderState
from engine.request import Person
from engine.retrying import retried
from engine.slot import CHAT, FEED, Slot, SlotState

FRESH = timedelta(minutes=1)  # since somebody was looked at; a thousand messages leave in less, even at a careful pace


class Posting:
    """Keeps slots while their messages are on their way."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    async def begin(self, notice: Notice) -> bool:
        """May this slot's message leave now? Then it counts as on its way; a second asking is answered no for good."""
        return await retried(lambda: self._begin(notice))

    async def _begin(self, notice: Notice) -> bool:
        async with self._kit.store.change() as unit:
            slot = await _slot(unit, notice)
            if slot is None or slot.state not in (SlotState.QUEUED, SlotState.POSTING):
                return False
            if slot.state is SlotState.POSTING:
                await self._settle(unit, slot, SlotState.UNKNOWN)
                return False
            tried = notice.attempts > 0
            if await unit.halted(notice.tenant_id) or not await self._may_leave(unit, slot, tried=tried):
                await self._drop(unit, slot, tried=tried)
                return False
            await unit.save_slot(replace(slot, state=SlotState.POSTING))
        return True

    async def told(self, notice: Notice, state: SlotState, *, how: str = "") -> None:
        """What became of it. QUEUED: it surely was not sent, and is tried again."""
        await retried(lambda: self._told(notice, state, how=how))

    async def _told(self, notice: Notice, state: SlotState, *, how: str) -> None:
        async with self._kit.store.change() as unit:
            slot = await _slot(unit, notice)
            if slot is None or slot.state not in (SlotState.QUEUED, SlotState.POSTING):
                return
            if state is SlotState.QUEUED:
                await unit.save_slot(replace(slot, state=state))
            else:
                await self._settle(unit, slot, state, how=how)

    async def said(self, notice: Notice) -> None:
        """Something that could not wait was said to a person unasked: their day has its message, and what was queued
        for that day waits for another.
        """
        if not isinstance(notice.to, Person):
            return
        async with self._kit.store.change() as unit:
            now, open_ = self._kit.now(), await unit.reminders_of(notice.tenant_id, notice.to.id)
            hours = next((each.hours for each in open_ if each.hours), None) or Hours(zone=self._kit.house.zone)
            said = Slot(
                tenant_id=notice.tenant_id, person_id=notice.to.id, day=local_day(hours, now), about=notice.about,
                at=now, state=SlotState.SENT, how=CHAT,
            )  # fmt: skip
            if await unit.take_slot(said):
                return
            queued = await unit.slot(said.tenant_id, said.person_id, said.day)
            if queued is not None and queued.state in (SlotState.QUEUED, SlotState.DROPPED):
                await self._hold(unit, queued)
                await unit.save_slot(said)

    async def _may_leave(self, unit: Unit, slot: Slot, *, tried: bool) -> bool:
        """Is there something left to say, in a campaign that runs, on that day and within the person's hours? What had
        to wait, for Teams or for us to be back, is looked at anew; ``tried``: not what Teams does not take as it is.
        """
        now = self._kit.now()
        if now - slot.at > FRESH and not tried:
            return False
        if (due_id := due_of(slot)) is not None:
            return await may_be_told(unit, slot.tenant_id, due_id, now)
        for each in await _reminders(unit, slot):
            if each.state is ReminderState.OPEN and _in_time(each, slot, now) and await may_send(unit, each):
                return True
        return False

    async def _drop(self, unit: Unit, slot: Slot, *, tried: bool) -> None:
        """Unsent. What Teams did not take as it is counts as sent even so; else it would be tried day after day."""
        if tried:
            await self._settle(unit, slot, SlotState.DROPPED)
            return
        await self._hold(unit, slot)
        await unit.save_slot(replace(slot, state=SlotState.DROPPED))

    async def _hold(self, unit: Unit, slot: Slot) -> None:
        """Unsent, so none of its reminders counts; each comes at the person's next hour."""
        if slot.state is not SlotState.QUEUED:
            return
        for each in await _reminders(unit, slot):
            if each.state is ReminderState.OPEN and each.hours is not None:
                due = next_slot(each.hours, each.person.id, self._kit.now(), at=each.cadence.at)
                unsaid = replace(each, due=due, sent=max(0, each.sent - 1), last_sent=False)
                await unit.save_reminder(_unwarned(unsaid))

    async def _settle(self, unit: Unit, slot: Slot, state: SlotState, *, how: str = "") -> None:
        """Whoever was to be told of something was, or never will be. Nobody counts as warned by what may be lost, nor
        by a heading in their activity feed.
        """
        await unit.save_slot(replace(slot, state=state, how=how or slot.how))
        if (due_id := due_of(slot)) is not None:
            await unit.settle_due(slot.tenant_id, due_id)
            if state in (SlotState.SENT, SlotState.UNKNOWN):
                at, person_id = self._kit.now(), slot.person_id
                await record(unit, "manager-told", tenant_id=slot.tenant_id, at=at, subject_id=person_id)
                await keep_told(unit, slot.tenant_id, due_id)
        whole = state is SlotState.SENT and how != FEED
        for each in () if whole else await _reminders(unit, slot):
            if each.state is ReminderState.OPEN and state is SlotState.DROPPED and each.fact == NUMBER_ANSWERED:
                await self._not_asked(unit, each)
            elif each.state is ReminderState.OPEN and _unwarned(each) != each:
                await unit.save_reminder(_unwarned(each))
        await record(
            unit, f"message-{state.value.replace(' ', '-')}", tenant_id=slot.tenant_id, at=self._kit.now(),
            subject_id=slot.person_id, facts={"day": slot.day.isoformat(), "how": how},
        )  # fmt: skip

    async def _not_asked(self, unit: Unit, reminder: Reminder) -> None:
        """Answered meanwhile; or it was tried often enough, and whoever asked is not to wait for an answer."""
        answered = await number_answered(unit, reminder, self._kit.now())
        await close(unit, self._kit, reminder, ReminderState.DONE if answered else ReminderState.NOT_REACHABLE)


async def _slot(reading: Reading, notice: Notice) -> Slot | None:
    if not isinstance(notice.to, Person) or notice.slot is None:
        return None
    return await reading.slot(notice.tenant_id, notice.to.id, notice.slot)


async def _reminders(reading: Reading, slot: Slot) -> Sequence[Reminder]:
    found = [await reading.reminder(slot.tenant_id, each) for each in slot.reminders]
    return [each for each in found if each is not None]


def _in_time(reminder: Reminder, slot: Slot, now: datetime) -> bool:
    """Of yesterday's message, yesterday was the day: today has one of its own."""
    hours = reminder.hours
    return hours is not None and local_day(hours, now) == slot.day and is_open(hours, now)


def _unwarned(reminder: Reminder) -> Reminder:
    """Their manager is not told before they were warned of it for certain."""
    return replace(reminder, warned=reminder.told_manager)
