"""Deleting what is kept of people longer than needed. What is numbered for all (campaigns, requests) stays."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Delete, Row, Select, Table, bindparam, select

from engine import OVER, HelpState, ReminderState
from store.desk import WritingDesk
from store.parts import parts
from store.reminders import OVER as REMINDER_OVER
from store.tables import campaigns, cards, errands, help_requests, members, reminders, replies, slots


class Purging:
    """Deletes, a bounded number of records at a time."""

    desk: WritingDesk

    async def purge(self, tenant_id: str, before: datetime, limit: int = 1000) -> int:
        gone = 0
        for which in (_reminders(before), _members(tenant_id, before), _slots(before), _help(before), _errands(before)):
            if gone < limit:
                gone += await self._drop(tenant_id, which, limit - gone)
        return gone

    async def _drop(self, tenant_id: str, which: Select[Any], limit: int) -> int:
        table = next(iter(which.selected_columns)).table
        assert isinstance(table, Table)
        found = await self.desk.all(tenant_id, which.where(table.c.tenant_id == tenant_id).limit(limit))
        for part in parts(found):
            await self.desk.write_many(tenant_id, _one(table), [row._asdict() for row in part])
            await self._drop_what_hung_on(tenant_id, table, part)
        return len(found)

    async def _drop_what_hung_on(self, tenant_id: str, table: Table, gone: Sequence[Row[Any]]) -> None:
        """The answers of errands; where the cards of slots and help requests stood."""
        if table is errands:
            answers = replies.c.activity_id.in_([row.activity_id for row in gone])
            await self.desk.write(tenant_id, replies.delete().where(replies.c.tenant_id == tenant_id, answers))
        if abouts := _cards_about(table, gone):
            shown = (cards.c.tenant_id == tenant_id) & cards.c.about.in_(abouts)
            await self.desk.write(tenant_id, cards.delete().where(shown))


def _reminders(before: datetime) -> Select[Any]:
    each = [state.value for state in ReminderState if state is not ReminderState.OPEN]
    return _select(reminders).where(REMINDER_OVER, reminders.c.state.in_(each), reminders.c.due < before)


def _members(tenant_id: str, before: datetime) -> Select[Any]:
    over = campaigns.c.state.in_([each.value for each in OVER]) & (campaigns.c.ended < before)
    theirs = select(campaigns.c.number).where(campaigns.c.tenant_id == tenant_id, over)
    return _select(members).where(members.c.campaign.in_(theirs))


def _slots(before: datetime) -> Select[Any]:
    return _select(slots).where(slots.c.day < before.date().isoformat())


def _help(before: datetime) -> Select[Any]:
    """Answered so long ago is closed, whether or not somebody said so."""
    return _select(help_requests).where(help_requests.c.state != HelpState.OPEN.value, help_requests.c.at < before)


def _errands(before: datetime) -> Select[Any]:
    return _select(errands).where(errands.c.answered.is_(True), errands.c.accepted_at < before)


def _select(table: Table) -> Select[Any]:
    return select(*table.primary_key)


def _one(table: Table) -> Delete:
    """By its key, whose parts are handed over by their names."""
    return table.delete().where(*(column == bindparam(column.name) for column in table.primary_key))


def _cards_about(table: Table, gone: Sequence[Row[Any]]) -> Sequence[str]:
    if table is slots:
        return [f"slot:{row.person_id}:{row.day}" for row in gone]
    return [f"help:{row.number}" for row in gone] if table is help_requests else ()
