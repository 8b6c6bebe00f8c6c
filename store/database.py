"""Connections: one writer at a time on SQLite, a pool on PostgreSQL; readers have their own and never wait for it."""

from abc import ABC, abstractmethod
from asyncio import CancelledError, Lock, Task, create_task, current_task, shield, to_thread, wait
from collections.abc import AsyncIterator, Callable, Generator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from types import coroutine
from typing import Any, TypeVar

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Connection as Blocking
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from store.address import Address
from store.connection import Connection, PostgresConnection, SqliteConnection

BUSY_MS = 15_000  # how long SQLite waits for another process's write
# A worker that hangs inside a unit of work must not hold its tenant for ever.
POSTGRES_OPTIONS = "-c lock_timeout=30s -c idle_in_transaction_session_timeout=60s"
T = TypeVar("T")


class Database(ABC):
    """Somewhere to read and write, and who is writing."""

    def __init__(self) -> None:
        self._writing: set[Task[Any] | None] = set()

    @staticmethod
    def at(address: Address) -> "Database":
        """Connects at first use."""
        return Sqlite(address) if address.file else Postgres(address)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Connection]:
        """One transaction: committed at the end of the block, rolled back on any exception."""
        task = current_task()
        if task in self._writing:
            raise RuntimeError("a unit of work is open in this task already: it would wait for itself")
        self._writing.add(task)
        try:
            async with self._transaction() as connection:
                yield connection
        finally:
            self._writing.discard(task)

    @abstractmethod
    def reading(self) -> AbstractAsyncContextManager[Connection]:
        """A connection that reads what is committed, statement by statement."""

    @abstractmethod
    async def close(self) -> None:
        """Close every connection."""

    @abstractmethod
    def _transaction(self) -> AbstractAsyncContextManager[Connection]: ...


class Sqlite(Database):
    """A file. Statements run at once; what may wait for the disk or another process waits in a thread."""

    def __init__(self, address: Address) -> None:
        super().__init__()
        self._turnstile = Lock()
        self._writer = create_engine(address.blocking, hide_parameters=True, pool_size=1, max_overflow=0)
        self._reader = create_engine(address.blocking, hide_parameters=True, pool_size=1)
        self._read_by: Blocking | None = None
        event.listen(self._writer, "connect", prepare_writer)
        event.listen(self._writer, "begin", begin_immediate)
        event.listen(self._reader, "connect", prepare_reader)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Connection]:
        """One connection for everybody: each statement is over before another begins. Others have a turn before it: who
        reads record after record does not hold up what is to leave on time.
        """
        await others_first()
        if self._read_by is None:
            self._read_by = self._reader.connect()
        try:
            yield SqliteConnection(self._read_by)
        except DBAPIError:
            self._forget_reader()
            raise

    async def close(self) -> None:
        self._forget_reader()
        self._reader.dispose()
        self._writer.dispose()

    def _forget_reader(self) -> None:
        reader, self._read_by = self._read_by, None
        if reader is not None:
            reader.close()

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[Connection]:
        async with self._turnstile:
            connection = self._writer.connect()
            try:
                await finished(connection.begin)
                yield SqliteConnection(connection)
                await finished(lambda: _ended(connection))
            finally:
                if not connection.closed:
                    await finished(connection.close)  # rolls back what was not committed


class Postgres(Database):
    """A server, with a pool of connections for each purpose."""

    def __init__(self, address: Address) -> None:
        super().__init__()
        own = {} if "options" in address.url.query else {"options": POSTGRES_OPTIONS}
        self._writer, self._reader = (
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

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Connection]:
        async with self._reader.connect() as connection:
            yield PostgresConnection(connection)

    async def close(self) -> None:
        await self._reader.dispose()
        await self._writer.dispose()

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[Connection]:
        async with self._writer.begin() as connection:
            yield PostgresConnection(connection)


def _ended(connection: Blocking) -> None:
    """One way to the thread and back for both."""
    connection.commit()
    connection.close()


async def finished(work: Callable[[], T]) -> T:
    """Do it in a thread. Whoever is cancelled meanwhile goes only when it is over: nobody else may come in between."""
    task = create_task(to_thread(work))
    try:
        return await shield(task)
    except CancelledError:
        while not task.done():
            with suppress(CancelledError):
                await wait({task})
        raise


@coroutine
def others_first() -> Generator[None, None, None]:
    """Go on after whatever is ready to run has run."""
    yield


def prepare_writer(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    """Settings of a SQLite connection that writes. FULL: what was marked as begun survives a power cut."""
    _pragmas(connection, "journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON")


def prepare_reader(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    """Settings of a SQLite connection that cannot write, not even by mistake."""
    _pragmas(connection, "query_only = ON")


def begin_immediate(connection: Blocking) -> None:
    """Take SQLite's write lock at once: a plain BEGIN that writes later fails when another wrote in between."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _pragmas(connection: DBAPIConnection, *settings: str) -> None:
    connection.isolation_level = None  # the driver begins no transactions of its own
    cursor = connection.cursor()
    for each in (f"busy_timeout = {BUSY_MS}", *settings):
        cursor.execute(f"PRAGMA {each}")
    cursor.close()
