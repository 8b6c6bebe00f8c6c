"""What somebody told Muster, or what Muster did: one statement per kind, subject and key."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement

from store.desk import Desk, WritingDesk
from store.parts import AT_ONCE, parts
from store.shelf import Shelf
from store.tables import statements
from tenant.model import Kind, Statement

STATEMENTS = Shelf(Statement, statements)


class StatementReading:
    """Reads statements."""

    desk: Desk

    async def statements(self, tenant_id: str, kind: Kind, subjects: Collection[str] = ()) -> Sequence[Statement]:
        """Of many subjects, those of the kind are read and sifted here: no statement has 30,000 parameters."""
        wanted, about = _of(tenant_id, kind), frozenset(subjects)
        if 0 < len(about) <= AT_ONCE:
            wanted &= statements.c.subject.in_(sorted(about))
        ordered = statements.select().where(wanted).order_by(statements.c.at, statements.c.subject, statements.c.key)
        found = await self.desk.all(tenant_id, ordered)
        return [STATEMENTS.read(row) for row in found if not about or row.subject in about]


class StatementWriting(StatementReading):
    """Remembers and forgets statements."""

    desk: WritingDesk

    async def state(self, tenant_id: str, statement: Statement) -> None:
        await self.desk.put(tenant_id, statements, STATEMENTS.values(statement, tenant_id=tenant_id))

    async def unstate(self, tenant_id: str, kind: Kind, subject: str, key: str = "") -> bool:
        this = _of(tenant_id, kind) & (statements.c.subject == subject) & (statements.c.key == key)
        return await self.desk.write(tenant_id, statements.delete().where(this)) == 1

    async def replace_statements(self, tenant_id: str, kind: Kind, new: Sequence[Statement]) -> None:
        await self.desk.write(tenant_id, statements.delete().where(_of(tenant_id, kind)))
        for part in parts(new):
            values = [STATEMENTS.values(each, tenant_id=tenant_id) for each in part]
            await self.desk.write_many(tenant_id, statements.insert(), values)


def _of(tenant_id: str, kind: Kind) -> ColumnElement[bool]:
    return (statements.c.tenant_id == tenant_id) & (statements.c.kind == kind.value)
