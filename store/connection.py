"""Running statements: on SQLite at once and in the event loop's own thread, on PostgreSQL over the network.

A statement on a local file takes less than handing it to another thread and taking the answer back does; what may wait
for the disk or for another process (beginning and ending a change) goes to a thread all the same (store/database.py).
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Executable, Row
from sqlalchemy.engine import Connection as Blocking
from sqlalchemy.ext.asyncio import AsyncConnection

Values = Mapping[str, object]


class Connection(ABC):
    """One open connection. ``dialect`` is SQLAlchemy's name of the database."""

    dialect: str

    @abstractmethod
    async def all(self, statement: Executable, values: Values | None = None) -> Sequence[Row[Any]]:
        """Every row of the answer. ``values`` fill the statement's parameters."""

    @abstractmethod
    async def write(self, statement: Executable, values: Values | Sequence[Values] | None = None) -> int:
        """Run a statement, once for each of several ``values``; how many rows it changed or deleted."""


class SqliteConnection(Connection):
    """At once."""

    dialect = "sqlite"

    def __init__(self, connection: Blocking) -> None:
        self._connection = connection

    async def all(self, statement: Executable, values: Values | None = None) -> Sequence[Row[Any]]:
        return self._connection.execute(statement, values).all()

    async def write(self, statement: Executable, values: Values | Sequence[Values] | None = None) -> int:
        with self._connection.execute(statement, values) as done:
            return done.rowcount


class PostgresConnection(Connection):
    """Over the network."""

    dialect = "postgresql"

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def all(self, statement: Executable, values: Values | None = None) -> Sequence[Row[Any]]:
        return (await self._connection.execute(statement, values)).all()

    async def write(self, statement: Executable, values: Values | Sequence[Values] | None = None) -> int:
        return (await self._connection.execute(statement, values)).rowcount
