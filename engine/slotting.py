"""What becomes of one person's due reminders: done, over, put off, or one message for all of them.

Everything here is decided in one transaction, on records and on what was read a moment before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from engine.batch import Batch
from engine.campaigns.membership import may_send
from engine.clocks import is_open, local_day, next_slot, start_of
from engine.clocks.week import DAY
from engine.closing import close
from engine.hours import Hours
from engine.house_facts import HOUSE_FACTS, NUMBER_ANSWERED
from engine.journal import record
from engine.kit import Kit
from engine.managers import warn_or_tell
from engine.notice import Notice, NoticeKind
from engine.ports import Unit
from engine.reminder import Reminder, ReminderState
from engine.request import Person
from engine.rhythm import following, soonest
from engine.slot import Slot, SlotState

UNREAD = timedelta(hours=1)  # until somebody who could not be read is looked at again


class Slotting:
    """Decides for one person at a time."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    async def decide(self, unit: Unit, person_id: str, batch: Batch, *, managers: Mapping[str, Person]) -> None:
        """See to this person's reminders in the batch that are due. Raises LostRace."""
        theirs = [each for each in batch.reminders[person_id] if batch.readable(each)]
        user = batch.users.get(person_id)
        if user is None or not user.enabled:  # gone: nobody reads what is written to them
            for each in batch.reminders[person_id]:
                await close(unit, self._kit, each, ReminderState.NOT_REACHABLE)
            return
        hours = batch.hours[person_id]
        waiting = [each for each in theirs if await self._waits(unit, each, batch.so(each), hours=hours)]
        if any(each.due <= self._kit.now() for each in waiting):
            await self._speak(unit, waiting, hours, managers=managers)

    async def _waits(self, unit: Unit, reminder: Reminder, so: bool | None, *, hours: Hours) -> bool:
        """Is it one to be spoken of today? What else is to be done with it is done."""
        now = self._kit.now()
        if reminder.due > now:
            return await self._joins(unit, reminder, so, hours=hours)
        if reminder.fact in HOUSE_FACTS:
            so = await HOUSE_FACTS[reminder.fact](unit, reminder, now)
        if so:
            await close(unit, self._kit, reminder, ReminderState.DONE)
        elif reminder.last_sent or (reminder.until is not None and reminder.until <= now):
            await close(unit, self._kit, reminder, ReminderState.ENDED)
        elif so is None:
            await unit.save_reminder(replace(reminder, due=now + UNREAD))
        elif not await may_send(unit, reminder):
            await self._put_off(unit, reminder, hours, start_of(hours, local_day(hours, now) + DAY))
        elif reminder.campaign is not None and reminder.hours is None:
            await self._put_off(unit, reminder, hours, now)
        else:
            return True
        return False

    async def _joins(self, unit: Unit, reminder: Reminder, so: bool | None, *, hours: Hours) -> bool:
        """May what is due later today be spoken of with the others? Unless the person put it off to that very hour."""
        today = local_day(hours, self._kit.now())
        if local_day(hours, reminder.due) != today or reminder.again is not None or reminder.last_sent:
            return False
        if reminder.fact in HOUSE_FACTS:
            so = await HOUSE_FACTS[reminder.fact](unit, reminder, self._kit.now())
        return so is False and reminder.hours is not None and await may_send(unit, reminder)

    async def _put_off(self, unit: Unit, reminder: Reminder, hours: Hours, after: datetime) -> None:
        """To the person's next moment from then on."""
        await unit.save_reminder(replace(reminder, due=soonest(reminder, hours, after), hours=hours, again=None))

    async def _speak(
        self, unit: Unit, reminders: Sequence[Reminder], hours: Hours, *, managers: Mapping[str, Person]
    ) -> None:
        """One message for all of them, if they work now and have had none today."""
        now = self._kit.now()
        today = local_day(hours, now)
        free = [each for each in reminders if await self._has_slot(unit, each, today)] if is_open(hours, now) else []
        spoken = [each for each in free if each.fact == NUMBER_ANSWERED] or free  # a question stands alone
        for each in reminders:
            if each not in spoken and each.due <= now:
                after = start_of(hours, today + DAY) if is_open(hours, now) else now
                await self._put_off(unit, each, hours, after)
        if spoken:
            await self._take(unit, spoken, hours, today=today)
            for each in spoken:
                sent = await warn_or_tell(unit, self._kit, self._sent(each, hours, today), managers=managers)
                await unit.save_reminder(sent)
                await self._record(unit, each)

    async def _has_slot(self, unit: Unit, reminder: Reminder, today: date) -> bool:
        """Is the day's message free, or did they ask for one more?"""
        slot = await unit.slot(reminder.tenant_id, reminder.person.id, today)
        if slot is None or slot.state is SlotState.DROPPED:
            return True
        return reminder.again == today and slot.state not in (SlotState.QUEUED, SlotState.POSTING)

    async def _take(self, unit: Unit, reminders: Sequence[Reminder], hours: Hours, *, today: date) -> None:
        first = reminders[0]
        about = f"slot:{first.person.id}:{today.isoformat()}"
        slot = Slot(
            tenant_id=first.tenant_id, person_id=first.person.id, day=today, about=about, at=self._kit.now(),
            reminders=tuple(each.id for each in reminders),
        )  # fmt: skip
        if not await unit.take_slot(slot):
            await unit.save_slot(slot)
        await unit.notify(
            Notice(
                tenant_id=first.tenant_id, kind=NoticeKind.REMINDER, about=about, to=first.person, fresh=True,
                urgent=False, campaign=first.campaign or 0, slot=today,
            )
        )  # fmt: skip

    def _sent(self, reminder: Reminder, hours: Hours, today: date) -> Reminder:
        """Counted, and due again when its cadence says; the last one waits a day for its answer, or until its end."""
        if not reminder.sent:  # its days are counted from the first message
            reminder = replace(reminder, began=self._kit.now())
        then = following(reminder, hours, today, self._kit.now())
        grace = next_slot(hours, reminder.person.id, start_of(hours, today + DAY))
        return replace(
            reminder, hours=hours, due=then or reminder.until or grace, sent=reminder.sent + 1,
            last_sent=then is None, again=None,
        )  # fmt: skip

    async def _record(self, unit: Unit, reminder: Reminder) -> None:
        await record(
            unit, "reminded", tenant_id=reminder.tenant_id, at=self._kit.now(), subject_id=reminder.person.id,
            request=reminder.request, facts={"fact": reminder.fact, "sent": str(reminder.sent)},
        )  # fmt: skip
