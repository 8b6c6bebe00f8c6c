"""Requests, their rows and the decisions on them."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Integer, Row, bindparam, func, or_, select

from engine import Decision, Lease, LostRace, PlannedRow, Request, RowState, State
from store.desk import Desk, WritingDesk
from store.parts import parts
from store.shelf import Shelf, lease_of, lease_values
from store.tables import decisions, requests, rows, tenants

REQUESTS = Shelf(Request, requests)
ROWS = Shelf(PlannedRow, rows)
DECISIONS = Shelf(Decision, decisions)

# Made once: making a statement costs more than running it.
_TENANT: BindParameter[str] = bindparam("tenant_id")
_NUMBER: BindParameter[int] = bindparam("number")
_ONE = requests.select().where(requests.c.tenant_id == _TENANT, requests.c.number == _NUMBER)
_ROWS = (
    rows.select()
    .where(rows.c.tenant_id == _TENANT, rows.c.number == _NUMBER, rows.c.n > bindparam("after"))
    .where(rows.c.state.in_(bindparam("states", expanding=True)))
    .order_by(rows.c.n)
    .limit(bindparam("limit", type_=Integer))
)
_DECISIONS = (
    decisions.select().where(decisions.c.tenant_id == _TENANT, decisions.c.request == _NUMBER).order_by(decisions.c.n)
)


def read_request(row: Row[Any]) -> Request:
    """The request that lies in a row."""
    return REQUESTS.read(row, lease=lease_of(row))


class RequestReading:
    """Reads requests."""

    desk: Desk

    async def request(self, tenant_id: str, number: int) -> Request | None:
        row = await self.desk.first(tenant_id, _ONE, {"number": number})
        return read_request(row) if row else None

    async def request_of(self, tenant_id: str, activity_id: str) -> Request | None:
        asked_by = (requests.c.tenant_id == tenant_id) & (requests.c.activity_id == activity_id)
        row = await self.desk.first(tenant_id, requests.select().where(asked_by))
        return read_request(row) if row else None

    async def requests(
        self, tenant_id: str, *, states: Collection[State] = (), asker: str = "", limit: int = 20
    ) -> Sequence[Request]:
        wanted = requests.select().where(requests.c.tenant_id == tenant_id)
        if states:
            wanted = wanted.where(requests.c.state.in_([each.value for each in states]))
        if asker:
            wanted = wanted.where(requests.c.asker_id == asker)
        found = await self.desk.all(tenant_id, wanted.order_by(requests.c.number.desc()).limit(limit))
        return [read_request(row) for row in found]

    async def rows(
        self, tenant_id: str, number: int, *, states: Collection[RowState] = (), after: int = 0, limit: int = 100
    ) -> Sequence[PlannedRow]:
        wanted = [each.value for each in states or RowState]
        values = {"number": number, "after": after, "states": wanted, "limit": limit}
        found = await self.desk.all(tenant_id, _ROWS, values)
        return [ROWS.read(row) for row in found]

    async def decisions(self, tenant_id: str, number: int) -> Sequence[Decision]:
        found = await self.desk.all(tenant_id, _DECISIONS, {"number": number})
        return [DECISIONS.read(row) for row in found]


class RequestWriting(RequestReading):
    """Writes requests. A unit of work holds its tenant, so a check and the write after it belong together."""

    desk: WritingDesk

    async def add_request(self, request: Request) -> Request:
        tenant_id = request.tenant_id
        if await self.request_of(tenant_id, request.activity_id):
            raise LostRace(f"request of activity {request.activity_id}")
        numbered = replace(request, number=await self._next_number(tenant_id))
        lease = lease_values(request.lease)
        await self.desk.insert(tenant_id, requests, REQUESTS.values(numbered, asker_id=request.asker.id, **lease))
        return numbered

    async def _next_number(self, tenant_id: str) -> int:
        mine = tenants.c.tenant_id == tenant_id
        await self.desk.write(tenant_id, tenants.update().where(mine).values(last_request=tenants.c.last_request + 1))
        counted = await self.desk.all(tenant_id, select(tenants.c.last_request).where(mine))
        return int(counted[0].last_request)

    async def save_request(self, request: Request) -> Request:
        saved = replace(request, version=request.version + 1)
        unchanged = _is(request.tenant_id, request.number) & (requests.c.version == request.version)
        values = REQUESTS.values(saved, asker_id=request.asker.id)
        if not await self.desk.write(request.tenant_id, requests.update().where(unchanged).values(values)):
            raise LostRace(f"request {request.number}")
        return saved

    async def lease_request(self, tenant_id: str, number: int, lease: Lease, now: datetime) -> bool:
        held, until = requests.c.lease_owner, requests.c.lease_until
        free = _is(tenant_id, number) & or_(held.is_(None), held == lease.owner, until <= now)
        return await self.desk.write(tenant_id, requests.update().where(free).values(lease_values(lease))) == 1

    async def release_request(self, tenant_id: str, number: int, owner: str) -> None:
        mine = _is(tenant_id, number) & (requests.c.lease_owner == owner)
        await self.desk.write(tenant_id, requests.update().where(mine).values(lease_values(None)))

    async def put_rows(self, tenant_id: str, number: int, rows_: Sequence[PlannedRow]) -> None:
        for part in parts(rows_):  # others have their turn in between
            values = [ROWS.values(each, tenant_id=tenant_id, number=number) for each in part]
            await self.desk.write_many(tenant_id, rows.insert(), values)

    async def drop_rows(self, tenant_id: str, number: int) -> None:
        await self.desk.write(tenant_id, rows.delete().where(_of(tenant_id, number)))

    async def set_rows(
        self, tenant_id: str, number: int, rows_: Sequence[PlannedRow], *, owner: str, now: datetime
    ) -> None:
        held = _is(tenant_id, number) & (requests.c.lease_owner == owner) & (requests.c.lease_until > now)
        if not await self.desk.first(tenant_id, select(requests.c.number).where(held).with_for_update()):
            raise LostRace(f"lease of request {number}")
        this = _of(tenant_id, number) & (rows.c.n == bindparam("this"))
        # ``undone_by`` is `mark_undone`'s alone.
        change = rows.update().where(this).values(state=bindparam("state"), record=bindparam("record"))
        packed = [{"this": each.n, **ROWS.values(each)} for each in rows_]
        values = [{name: each[name] for name in ("this", "state", "record")} for each in packed]
        await self.desk.write_many(tenant_id, change, values)

    async def mark_undone(self, tenant_id: str, number: int, ns: Collection[int], by: int) -> int:
        marked = 0
        for part in parts(sorted(ns)):
            these = _of(tenant_id, number) & rows.c.n.in_(part) & rows.c.undone_by.is_(None)
            marked += await self.desk.write(tenant_id, rows.update().where(these).values(undone_by=by))
        return marked

    async def add_decision(self, tenant_id: str, decision: Decision) -> None:
        on_it = (decisions.c.tenant_id == tenant_id) & (decisions.c.request == decision.request)
        counted = await self.desk.all(tenant_id, select(func.count()).select_from(decisions).where(on_it))
        n, who = counted[0][0] + 1, decision.approver.id
        values = DECISIONS.values(decision, tenant_id=tenant_id, n=n, approver_id=who)
        if not await self.desk.insert(tenant_id, decisions, values):
            raise LostRace(f"decision of {who} on request {decision.request}")


def _is(tenant_id: str, number: int) -> ColumnElement[bool]:
    return (requests.c.tenant_id == tenant_id) & (requests.c.number == number)


def _of(tenant_id: str, number: int) -> ColumnElement[bool]:
    return (rows.c.tenant_id == tenant_id) & (rows.c.number == number)
