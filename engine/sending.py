"""Due reminders: checked just before they are sent, from records alone."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby
from logging import getLogger

from engine.answering import MORNING
from engine.journal import record
from engine.kit import Kit
from engine.methods import look_also
from engine.notice import Notice, NoticeKind
from engine.ports import LostRace, Unit
from engine.reminder import Reminder, ReminderState
from engine.reminding import true_of
from tenant.ports import Priority
from tenant.trouble import Trouble

LOG = getLogger(__name__)
TOGETHER = 100  # people who are looked at in one go
UNREAD = timedelta(hours=1)  # until somebody who could not be read is looked at again
GRACE = timedelta(days=1)  # between the last reminder and its end: time to answer it


class Sending:
    """Sends what is due."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    async def due(self, limit: int) -> int:
        """Claim due reminders and see to each. Halted, nothing is sent and everything stays due."""
        if await self._kit.store.halted(self._kit.tenant_id):
            return 0
        now = self._kit.now()
        until = now + self._kit.house.reminder_lease
        claimed = await self._kit.store.claim_reminders(self._kit.worker(), now, until, limit)
        by_fact = sorted(claimed, key=lambda each: each.fact)
        for fact, group in groupby(by_fact, key=lambda each: each.fact):
            some = list(group)
            for start in range(0, len(some), TOGETHER):
                await self._see_to(fact, some[start : start + TOGETHER])
        if claimed:
            self._kit.announce()
        return len(claimed)

    async def _see_to(self, fact: str, reminders: Sequence[Reminder]) -> None:
        """Trouble: they stay due, and are tried again when the lease ends. So do those of a fact that is not declared
        (any more), and nobody else waits for them.
        """
        try:
            declared = self._kit.declarations.fact(fact)
        except KeyError:
            LOG.warning("reminders for %s wait: no such fact is declared", fact)
            return
        reader = self._kit.reader(f"reminders-{fact}", Priority.SWEEP)
        try:
            people = [each.person.id for each in reminders]
            so: Mapping[str, bool] = await true_of(declared, people, reader)
        except Trouble as trouble:
            LOG.warning("reminders for %s wait: %s", fact, trouble)
            return
        for reminder in reminders:
            await self._one(reminder, so.get(reminder.person.id))

    async def _one(self, reminder: Reminder, so: bool | None) -> None:
        try:
            async with self._kit.store.change() as unit:
                if await unit.halted(reminder.tenant_id):
                    return
                await self._decide(unit, reminder, so)
        except LostRace:  # the person answered at this very moment
            return

    async def _decide(self, unit: Unit, reminder: Reminder, so: bool | None) -> None:
        now = self._kit.now()
        if so:
            await self._close(unit, reminder, ReminderState.DONE)
        elif so is None:
            await unit.save_reminder(replace(reminder, due=now + UNREAD))
        elif reminder.last_sent:
            await self._close(unit, reminder, ReminderState.ENDED)
        else:
            await self._send(unit, reminder)

    async def _send(self, unit: Unit, reminder: Reminder) -> None:
        now = self._kit.now()
        following = self._following(reminder, now)
        today = self._kit.calendar.local_date(now)
        due = following or self._kit.calendar.at(today + GRACE, MORNING)
        sent = replace(reminder, due=due, sent=reminder.sent + 1, last_sent=following is None)
        await unit.save_reminder(sent)
        await unit.notify(
            Notice(
                tenant_id=reminder.tenant_id, kind=NoticeKind.REMINDER, about=f"reminder:{reminder.id}",
                to=reminder.person, fresh=True,
            )
        )  # fmt: skip
        await self._record(unit, reminder, "reminded")

    def _following(self, reminder: Reminder, now: datetime) -> datetime | None:
        """The next day of the cadence. Days that passed while nobody was awake are not made up for."""
        began = self._kit.calendar.local_date(reminder.began)
        days = (began + timedelta(days=each) for each in reminder.cadence.days)
        ahead = (moment for day in days if (moment := self._kit.calendar.at(day, MORNING)) > now)
        return min((each for each in ahead if self._kit.calendar.local_date(each) > began), default=None)

    async def _close(self, unit: Unit, reminder: Reminder, state: ReminderState) -> None:
        await unit.save_reminder(replace(reminder, state=state))
        if state is ReminderState.DONE:
            await look_also(unit, reminder.tenant_id, reminder.person.id, self._kit.now())
        await self._record(unit, reminder, f"reminder-{state.value.replace(' ', '-')}")

    async def _record(self, unit: Unit, reminder: Reminder, kind: str) -> None:
        await record(
            unit, kind, tenant_id=reminder.tenant_id, at=self._kit.now(), subject_id=reminder.person.id,
            request=reminder.request, facts={"fact": reminder.fact, "sent": str(reminder.sent)},
        )  # fmt: skip
