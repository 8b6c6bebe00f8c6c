"""Where statements are run: a reader's desk takes a connection for each, a unit of work's desk keeps its own."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Delete, Executable, Insert, Row, Table, Update, bindparam

from store.connection import Connection, Values
from store.database import Database
from store.insertion import OF, UNCHANGED, adding, adding_many, changing, putting
from store.tables import tenants

_TENANT = tenants.select().where(tenants.c.tenant_id == bindparam("tenant_id")).with_for_update()


class Desk(ABC):
    """Runs what is read; every question is about one tenant."""

    @abstractmethod
    async def all(self, tenant_id: str, statement: Executable, values: Values | None = None) -> Sequence[Row[Any]]:
        """Every row of the answer. ``values`` fill the statement's parameters, beside ``tenant_id``."""

    async def first(self, tenant_id: str, statement: Executable, values: Values | None = None) -> Row[Any] | None:
        """The first row, if there is one."""
        found = await self.all(tenant_id, statement, values)
        return found[0] if found else None


class ReadingDesk(Desk):
    """Outside of a unit of work: never waits for a writer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self, tenant_id: str, statement: Executable, values: Values | None = None) -> Sequence[Row[Any]]:
        async with self._database.reading() as connection:
            return await connection.all(statement, _filled(tenant_id, values))


class WritingDesk(Desk):
    """Inside a unit of work. The first touch of a tenant locks its row in ``tenants``, so that the units of one tenant
    come one after another on PostgreSQL just as they do on SQLite: what was read is still so when it is written.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._held: set[str] = set()

    async def all(self, tenant_id: str, statement: Executable, values: Values | None = None) -> Sequence[Row[Any]]:
        await self._hold(tenant_id)
        return await self._connection.all(statement, _filled(tenant_id, values))

    async def write(self, tenant_id: str, statement: Executable) -> int:
        """Run a statement; how many rows it changed or deleted (not known for an insert: see `insert`)."""
        await self._hold(tenant_id)
        return await self._connection.write(statement)

    async def write_many(self, tenant_id: str, statement: Delete | Insert | Update, values: Sequence[Values]) -> None:
        """Run a statement once for each set of values."""
        await self._hold(tenant_id)
        if values:
            await self._connection.write(statement, values)

    async def insert(self, tenant_id: str, table: Table, values: Values) -> bool:
        """Insert a row; False where a unique key says that it is there already."""
        await self._hold(tenant_id)
        return bool(await self._connection.all(adding(table, tuple(values), self._connection.dialect), values))

    async def insert_many(self, tenant_id: str, table: Table, values: Sequence[Values]) -> int:
        """Insert rows that are not there yet; how many those were."""
        await self._hold(tenant_id)
        if not values:
            return 0
        statement = adding_many(table, tuple(values[0]), self._connection.dialect)
        return await self._connection.write(statement, values)

    async def change(self, tenant_id: str, table: Table, values: Values, unchanged: int = 0) -> bool:
        """Change the row with the same primary key; where it has a version, only if that is ``unchanged``."""
        await self._hold(tenant_id)
        keys = {OF + column.name: values[column.name] for column in table.primary_key}
        rest = {name: value for name, value in values.items() if name not in table.primary_key}
        expected = {UNCHANGED: unchanged} if "version" in table.c else {}
        statement = changing(table, tuple(values), self._connection.dialect)
        return await self._connection.write(statement, {**rest, **keys, **expected}) == 1

    async def put(self, tenant_id: str, table: Table, values: Values) -> None:
        """Insert a row, or change the one with the same primary key."""
        await self._hold(tenant_id)
        await self._connection.write(putting(table, tuple(values), self._connection.dialect), values)

    async def _hold(self, tenant_id: str) -> None:
        if tenant_id in self._held:
            return
        first = {"tenant_id": tenant_id, "last_hash": "", "writes_on": []}
        await self._connection.write(adding(tenants, tuple(first), self._connection.dialect), first)
        if self._connection.dialect != "sqlite":  # there the whole database is held
            await self._connection.all(_TENANT, {"tenant_id": tenant_id})
        self._held.add(tenant_id)


def _filled(tenant_id: str, values: Values | None) -> Values | None:
    return None if values is None else {"tenant_id": tenant_id, **values}
