"""Reminders: at most one open promise per person, fact and what it is about."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, literal_column
from sqlalchemy.exc import IntegrityError

from engine import LostRace, Reminder, ReminderState
from store.desk import Desk, WritingDesk
from store.shelf import Shelf, lease_values
from store.tables import reminders

REMINDERS = Shelf(Reminder, reminders)
# Written out, not handed over: only then a database sees that the indexes of open reminders serve.
OPEN = reminders.c.state == literal_column("'open'")
OVER = reminders.c.state != literal_column("'open'")
ABOUT_SOMETHING = reminders.c.about != literal_column("''")


class ReminderReading:
    """Reads reminders."""

    desk: Desk

    async def reminder(self, tenant_id: str, reminder_id: str) -> Reminder | None:
        return await self._reminder(tenant_id, reminders.c.id == reminder_id)

    async def reminder_of(self, tenant_id: str, person_id: str, fact: str, about: str = "") -> Reminder | None:
        promised = (reminders.c.person_id == person_id) & (reminders.c.fact == fact) & (reminders.c.about == about)
        return await self._reminder(tenant_id, promised & OPEN)

    async def reminders_of(self, tenant_id: str, person_id: str) -> Sequence[Reminder]:
        return await self._open(tenant_id, reminders.c.person_id == person_id)

    async def reminders_about(self, tenant_id: str, fact: str, about: str) -> Sequence[Reminder]:
        waits = (reminders.c.fact == fact) & (reminders.c.about == about)
        return await self._open(tenant_id, waits & ABOUT_SOMETHING if about else waits)

    async def _open(self, tenant_id: str, which: ColumnElement[bool]) -> Sequence[Reminder]:
        """Few, so ordered here: SQLite would read all that are open in that order, to find these."""
        wanted = reminders.select().where(reminders.c.tenant_id == tenant_id, which, OPEN)
        found = await self.desk.all(tenant_id, wanted)
        return [REMINDERS.read(row) for row in sorted(found, key=_by_due)]

    async def _reminder(self, tenant_id: str, which: ColumnElement[bool]) -> Reminder | None:
        row = await self.desk.first(tenant_id, reminders.select().where(reminders.c.tenant_id == tenant_id, which))
        return REMINDERS.read(row) if row else None

    async def reminders(self, tenant_id: str, *, limit: int = 100) -> Sequence[Reminder]:
        """Each kind by its own index."""
        theirs = reminders.select().where(reminders.c.tenant_id == tenant_id)
        waiting = theirs.where(OPEN)
        lost = theirs.where(OVER, reminders.c.state == ReminderState.NOT_REACHABLE.value)
        rows: list[Row[Any]] = []
        for each in (waiting, lost):
            rows += await self.desk.all(tenant_id, each.order_by(reminders.c.due).limit(limit))
        return [REMINDERS.read(row) for row in sorted(rows, key=_by_due)[:limit]]


class ReminderWriting(ReminderReading):
    """Saves reminders."""

    desk: WritingDesk

    async def save_reminder(self, reminder: Reminder) -> Reminder:
        """Saving gives a claim's lease back: whoever saved has seen to it."""
        saved = replace(reminder, version=reminder.version + 1)
        turn = reminder.campaign or 0
        values = REMINDERS.values(saved, person_id=reminder.person.id, turn=turn, **lease_values(None))
        try:
            stored = await self._stored(reminder, values)
        except IntegrityError:  # opened again while another one of this person, fact and thing is open
            stored = False
        if not stored:
            raise LostRace(f"reminder {reminder.id}")
        return saved

    async def _stored(self, reminder: Reminder, values: dict[str, object]) -> bool:
        if not reminder.version:
            return await self.desk.insert(reminder.tenant_id, reminders, values)
        return await self.desk.change(reminder.tenant_id, reminders, values, reminder.version)


def _by_due(row: Row[Any]) -> tuple[datetime, str]:
    return row.due, row.id
