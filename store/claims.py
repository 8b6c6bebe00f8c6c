"""Taking due work, each record for one worker until its lease ends; and when the next record wants attention.

A claim is a transaction of its own and touches leases only. On PostgreSQL it passes over rows that another process is
taking (SKIP LOCKED), so it never waits while it holds anything.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Table, false, func, or_, select, true, union_all

from engine import Due, Errand, Lease, Notice, Reminder, Request, State
from store.connection import Connection
from store.database import Database
from store.dues import DUES
from store.fair import Queues, is_free
from store.notices import read_notice
from store.reminders import OPEN, REMINDERS
from store.requests import read_request
from store.shelf import lease_values
from store.tables import dues, errands, notices, reminders, requests, tenants
from store.talk import read_errand

WANT_WORK = requests.c.state.in_([State.ASKED.value, State.APPROVED.value, State.RUNNING.value])
CAN_EXPIRE = requests.c.state.in_([State.PLANNED.value, State.WAITING.value, State.APPROVED.value])
UNANSWERED = errands.c.answered.is_(False)
_REMINDERS = Queues(reminders, reminders.c.turn, OPEN, reminders.c.due)
_URGENT, _PATIENT = (
    Queues(notices, notices.c.campaign, notices.c.urgent == said, notices.c.seq) for said in (true(), false())
)


class Claims:
    """Claims over all tenants."""

    _database: Database

    async def claim_errands(self, owner: str, now: datetime, until: datetime, limit: int) -> Sequence[Errand]:
        wanted = errands.select().where(UNANSWERED).order_by(errands.c.accepted_at).limit(limit)
        more = {"attempts": errands.c.attempts + 1}
        return [read_errand(row) for row in await self._claim(errands, wanted, Lease(owner, until), now=now, **more)]

    async def claim_requests(self, owner: str, now: datetime, until: datetime, limit: int) -> Sequence[Request]:
        wanted = requests.select().where(WANT_WORK).order_by(requests.c.asked_at).limit(limit)
        return [read_request(row) for row in await self._claim(requests, wanted, Lease(owner, until), now=now)]

    async def claim_reminders(self, owner: str, now: datetime, until: datetime, limit: int) -> Sequence[Reminder]:
        return [REMINDERS.read(row) for row in await self._claim_fairly(_REMINDERS, Lease(owner, until), now, limit)]

    async def claim_dues(self, owner: str, now: datetime, until: datetime, limit: int) -> Sequence[Due]:
        wanted = dues.select().where(dues.c.due <= now).order_by(dues.c.due, dues.c.id).limit(limit)
        return [DUES.read(row) for row in await self._claim(dues, wanted, Lease(owner, until), now=now)]

    async def claim_notices(self, owner: str, now: datetime, until: datetime, limit: int) -> Sequence[Notice]:
        urgent = await self._claim_fairly(_URGENT, Lease(owner, until), now, limit)
        rest = limit - len(urgent)
        found = [*urgent, *(await self._claim_fairly(_PATIENT, Lease(owner, until), now, rest) if rest else ())]
        return [read_notice(row) for row in found]

    async def queued(self, tenant_id: str) -> int:
        waiting = select(func.count()).where(notices.c.urgent == false(), notices.c.tenant_id == tenant_id)
        async with self._database.reading() as connection:
            return int((await connection.all(waiting))[0][0])

    async def claim_expired(self, now: datetime, limit: int) -> Sequence[Request]:
        """No lease: expiring is one compare and swap."""
        due = requests.select().where(CAN_EXPIRE, requests.c.expires_at <= now)
        async with self._database.reading() as connection:
            found = await connection.all(due.order_by(requests.c.expires_at).limit(limit))
            return [read_request(row) for row in found]

    async def break_leases(self) -> None:
        async with self._database.writing() as connection:
            for table in (errands, requests, reminders, dues, notices):
                held = table.c.lease_until.is_not(None)
                await connection.write(table.update().where(held).values(**lease_values(None)))

    async def next_due(self) -> datetime | None:
        async with self._database.reading() as connection:
            found = await connection.all(_NEXT)
            return min((row.moment for row in found if row.moment), default=None)

    async def _claim(
        self, table: Table, wanted: Select[Any], lease: Lease, *, now: datetime, **more: ColumnElement[int]
    ) -> Sequence[Row[Any]]:
        """Lock what is free, and lease it."""
        async with self._database.writing() as connection:
            found = await connection.all(wanted.where(is_free(table, now)).with_for_update(skip_locked=True))
            return await _leased(connection, table, found, lease, **more)

    async def _claim_fairly(self, queues: Queues, lease: Lease, now: datetime, limit: int) -> Sequence[Row[Any]]:
        async with self._database.writing() as connection:
            return await _leased(connection, queues.table, await queues.pick(connection, now, limit), lease)


async def _leased(
    connection: Connection, table: Table, found: Sequence[Row[Any]], lease: Lease, **more: ColumnElement[int]
) -> Sequence[Row[Any]]:
    """As they lie there now, in the order in which they were found."""
    if not found:
        return ()
    taken = table.update().where(_keys(table, found)).values(**lease_values(lease), **more)
    by_key = {_key(table, row): row for row in await connection.all(taken.returning(*table.c))}
    return [by_key[_key(table, row)] for row in found]


def _key(table: Table, row: Row[Any]) -> tuple[object, ...]:
    return tuple(row._mapping[column.name] for column in table.primary_key)


def _keys(table: Table, found: Sequence[Row[Any]]) -> ColumnElement[bool]:
    """By tenant: SQLite finds no index for pairs that are IN a list of pairs."""
    tenant, name = list(table.primary_key)
    by_tenant: dict[object, list[object]] = {}
    for tenant_id, value in (_key(table, row) for row in found):
        by_tenant.setdefault(tenant_id, []).append(value)
    return or_(*((tenant == tenant_id) & name.in_(names) for tenant_id, names in by_tenant.items()))


def _moments() -> Sequence[Select[Any]]:
    """The earliest moment of each kind: free records at their time, leased ones when the lease ends."""
    return [
        *_waiting(errands, UNANSWERED, errands.c.accepted_at),
        *_waiting(requests, WANT_WORK, requests.c.asked_at),
        *_waiting(reminders, OPEN, reminders.c.due, by_tenant=True),
        *_waiting(dues, true(), dues.c.due),
        *_waiting(notices, true(), notices.c.due),
        select(func.min(requests.c.expires_at).label("moment")).where(CAN_EXPIRE),
    ]


def _waiting(
    table: Table, wanted: ColumnElement[bool], due: ColumnElement[datetime], *, by_tenant: bool = False
) -> Sequence[Select[Any]]:
    """``by_tenant``: its index is by tenant and due time, so the first of each tenant is looked up."""
    until = table.c.lease_until
    first = select(func.min(due).label("moment")).where(wanted, until.is_(None))
    if by_tenant:
        of_each = first.where(table.c.tenant_id == tenants.c.tenant_id).correlate(tenants).scalar_subquery()
        first = select(func.min(of_each).label("moment")).select_from(tenants)
    return [first, select(func.min(until).label("moment")).where(wanted, until.is_not(None))]


_NEXT = union_all(*_moments())  # made once: making a statement costs more than running it
