"""Opening the memory, and bringing its tables up to date."""

from asyncio import to_thread
from pathlib import Path
from threading import Lock
from typing import Any

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, NullPool, create_engine, event, text
from sqlalchemy.exc import DBAPIError

from store.address import Address, CannotOpen
from store.database import Database, begin_immediate, prepare_writer
from store.memory import Memory

MIGRATIONS = Path(__file__).parent / "migrations"
ONE_AT_A_TIME = Lock()  # Alembic keeps its present context in a global
POSTGRES_LOCK = 0x6D757374  # any number, the same in every process of Muster


async def open_store(url: str, *, migrate: bool = True) -> Memory:
    """The memory at this address; its tables are made or brought up to date first, unless ``migrate=False``.

    Takes ``sqlite:///muster.db`` and ``postgresql://…``. Raises CannotOpen, in one sentence.
    """
    address = Address.of(url)
    await to_thread(_prepare, address, change=migrate)
    return Memory(Database.at(address))


def migrate(url: str) -> str:
    """Bring the tables up to date; the answer is their version. Blocks. Raises CannotOpen."""
    return _prepare(Address.of(url), change=True)


def _prepare(address: Address, *, change: bool) -> str:
    address.prepare()
    engine = _engine(address)
    try:
        with ONE_AT_A_TIME, engine.begin() as connection:
            return _upgrade(connection) if change else _expect_newest(connection)
    except DBAPIError as trouble:
        raise CannotOpen(f"The database {address} does not answer: {_first_line(trouble.orig)}") from None
    except CommandError:
        raise CannotOpen(f"The database {address} was written by a newer Muster: run that one, or a later.") from None
    finally:
        engine.dispose()


def _engine(address: Address) -> Engine:
    options = {} if address.file else {"connect_timeout": 10}
    engine = create_engine(address.blocking, hide_parameters=True, poolclass=NullPool, connect_args=options)
    if address.file:
        event.listen(engine, "connect", prepare_writer)
        event.listen(engine, "begin", begin_immediate)
    return engine


def _upgrade(connection: Connection) -> str:
    """All steps in one transaction: a killed migration leaves what was there, a second process waits for the first."""
    script = ScriptDirectory(str(MIGRATIONS))
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": POSTGRES_LOCK})

    def steps(revision: Any, _context: MigrationContext) -> Any:  # noqa: ANN401 - Alembic's own, passed through
        return script._upgrade_revs("head", revision)

    with EnvironmentContext(Config(), script, fn=steps) as environment:
        environment.configure(connection=connection, transactional_ddl=True)
        environment.run_migrations()
    return _version(connection)


def _expect_newest(connection: Connection) -> str:
    newest = ScriptDirectory(str(MIGRATIONS)).get_current_head()
    if _version(connection) != newest:
        raise CannotOpen("The database's tables are not those of this Muster: run `python -m bot migrate` first.")
    return str(newest)


def _version(connection: Connection) -> str:
    return str(MigrationContext.configure(connection).get_current_revision())


def _first_line(trouble: BaseException | None) -> str:
    """What the driver says, without the statement and its values."""
    return str(trouble).strip().splitlines()[0] if str(trouble).strip() else type(trouble).__name__
