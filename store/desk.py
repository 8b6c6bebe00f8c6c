"""Where statements are run: a reader's desk takes a connection for each, a unit of work's desk keeps its own."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Executable, Insert, Row, Table, Update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from store.database import Database
from store.tables import tenants

Values = Mapping[str, object]


class Desk(ABC):
    """Runs what is read; every question is about one tenant."""

    @abstractmethod
    async def all(self, tenant_id: str, statement: Executable) -> Sequence[Row[Any]]:
        """Every row of the answer."""

    async def first(self, tenant_id: str, statement: Executable) -> Row[Any] | None:
        """The first row, if there is one."""
        found = await self.all(tenant_id, statement)
        return found[0] if found else None


class ReadingDesk(Desk):
    """Outside of a unit of work: never waits for a writer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self, tenant_id: str, statement: Executable) -> Sequence[Row[Any]]:
        async with self._database.reading() as connection:
            return (await connection.execute(statement)).all()


class WritingDesk(Desk):
    """Inside a unit of work. The first touch of a tenant locks its row in ``tenants``, so that the units of one tenant
    come one after another on PostgreSQL just as they do on SQLite: what was read is still so when it is written.
    """

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._held: set[str] = set()

    async def all(self, tenant_id: str, statement: Executable) -> Sequence[Row[Any]]:
        await self._hold(tenant_id)
        return (await self._connection.execute(statement)).all()

    async def write(self, tenant_id: str, statement: Executable) -> int:
        """Run a statement; how many rows it changed or deleted (not known for an insert: see `insert`)."""
        await self._hold(tenant_id)
        return (await self._connection.execute(statement)).rowcount

    async def write_many(self, tenant_id: str, statement: Insert | Update, values: Sequence[Values]) -> None:
        """Run a statement once for each set of values."""
        await self._hold(tenant_id)
        if values:
            await self._connection.execute(statement, values)

    async def insert(self, tenant_id: str, table: Table, values: Values) -> bool:
        """Insert a row; False where a unique key says that it is there already."""
        statement = self._insert(table).values(dict(values)).on_conflict_do_nothing()
        return bool(await self.all(tenant_id, statement.returning(table.c.tenant_id)))

    async def put(self, tenant_id: str, table: Table, values: Values) -> None:
        """Insert a row, or change the one with the same primary key."""
        keys = [column.name for column in table.primary_key]
        rest = {name: value for name, value in values.items() if name not in keys}
        statement = self._insert(table).values(dict(values))
        await self.write(tenant_id, statement.on_conflict_do_update(index_elements=keys, set_=rest))

    async def _hold(self, tenant_id: str) -> None:
        if tenant_id in self._held:
            return
        first = {"tenant_id": tenant_id, "last_hash": "", "writes_on": []}
        await self._connection.execute(self._insert(tenants).values(first).on_conflict_do_nothing())
        await self._connection.execute(tenants.select().where(tenants.c.tenant_id == tenant_id).with_for_update())
        self._held.add(tenant_id)

    def _insert(self, table: Table) -> "postgresql.Insert | sqlite.Insert":
        """Both databases know ON CONFLICT, each through its own dialect."""
        return (postgresql.insert if self._connection.dialect.name == "postgresql" else sqlite.insert)(table)
