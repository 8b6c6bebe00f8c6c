"""Connections: one writer at a time on SQLite, a pool on PostgreSQL; readers have their own and never wait for it."""

from asyncio import Lock, Task, current_task
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from store.address import Address

BUSY_MS = 15_000  # how long SQLite waits for another process's write
# A worker that hangs inside a unit of work must not hold its tenant for ever.
POSTGRES_OPTIONS = "-c lock_timeout=30s -c idle_in_transaction_session_timeout=60s"


@dataclass(slots=True)
class Database:
    """Two engines on one database, and who is writing."""

    writer: AsyncEngine
    reader: AsyncEngine
    turnstile: AbstractAsyncContextManager[None]
    _writing: set[Task[Any] | None] = field(default_factory=set)

    @classmethod
    def at(cls, address: Address) -> "Database":
        """Engines connect at first use."""
        return _sqlite(address) if address.file else _postgres(address)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """One transaction: committed at the end of the block, rolled back on any exception."""
        task = current_task()
        if task in self._writing:
            raise RuntimeError("a unit of work is open in this task already: it would wait for itself")
        self._writing.add(task)
        try:
            async with self.turnstile, self.writer.begin() as connection:
                yield connection
        finally:
            self._writing.discard(task)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A connection that reads what is committed, statement by statement."""
        async with self.reader.connect() as connection:
            yield connection

    async def close(self) -> None:
        """Close every connection."""
        await self.reader.dispose()
        await self.writer.dispose()


def _postgres(address: Address) -> Database:
    own = {} if "options" in address.url.query else {"options": POSTGRES_OPTIONS}
    writer, reader = (
        create_async_engine(
            address.url,
            hide_parameters=True,
            pool_pre_ping=True,
            pool_size=10,
            connect_args={"connect_timeout": 10, **own},
            isolation_level=level,
        )
        for level in ("READ COMMITTED", "AUTOCOMMIT")
    )
    return Database(writer, reader, nullcontext())


def _sqlite(address: Address) -> Database:
    writer = create_async_engine(address.url, hide_parameters=True, pool_size=1, max_overflow=0)
    reader = create_async_engine(address.url, hide_parameters=True, pool_size=4)
    event.listen(writer.sync_engine, "connect", prepare_writer)
    event.listen(writer.sync_engine, "begin", begin_immediate)
    event.listen(reader.sync_engine, "connect", prepare_reader)
    return Database(writer, reader, Lock())


def prepare_writer(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    """Settings of a SQLite connection that writes. FULL: what was marked as begun survives a power cut."""
    _pragmas(connection, "journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON")


def prepare_reader(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    """Settings of a SQLite connection that cannot write, not even by mistake."""
    _pragmas(connection, "query_only = ON")


def begin_immediate(connection: Connection) -> None:
    """Take SQLite's write lock at once: a plain BEGIN that writes later fails when another wrote in between."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _pragmas(connection: DBAPIConnection, *settings: str) -> None:
    connection.isolation_level = None  # the driver begins no transactions of its own
    cursor = connection.cursor()
    for each in (f"busy_timeout = {BUSY_MS}", *settings):
        cursor.execute(f"PRAGMA {each}")
    cursor.close()
