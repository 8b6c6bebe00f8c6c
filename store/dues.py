"""Due records: what is to be told or looked for at a moment. One per id."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func

from engine import Due
from store.desk import Desk, WritingDesk
from store.shelf import Shelf, lease_values
from store.tables import dues

DUES = Shelf(Due, dues)


class DueReading:
    """Reads due records."""

    desk: Desk

    async def due(self, tenant_id: str, due_id: str) -> Due | None:
        row = await self.desk.first(tenant_id, dues.select().where(_is(tenant_id, due_id)))
        return DUES.read(row) if row else None

    async def dues(self, tenant_id: str, *, prefix: str, limit: int = 1000) -> Sequence[Due]:
        begins = (dues.c.tenant_id == tenant_id) & (func.substr(dues.c.id, 1, len(prefix)) == prefix)
        found = await self.desk.all(tenant_id, dues.select().where(begins).order_by(dues.c.due, dues.c.id).limit(limit))
        return [DUES.read(row) for row in found]


class DueWriting(DueReading):
    """Promises and settles."""

    desk: WritingDesk

    async def add_due(self, due: Due) -> bool:
        return await self.desk.insert(due.tenant_id, dues, DUES.values(due))

    async def save_due(self, due: Due) -> None:
        await self.desk.put(due.tenant_id, dues, DUES.values(due, **lease_values(None)))

    async def settle_due(self, tenant_id: str, due_id: str) -> bool:
        return await self.desk.write(tenant_id, dues.delete().where(_is(tenant_id, due_id))) == 1


def _is(tenant_id: str, due_id: str) -> ColumnElement[bool]:
    return (dues.c.tenant_id == tenant_id) & (dues.c.id == due_id)
