import stat
from asyncio import gather, to_thread
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import JSON, Column, Engine, Integer, MetaData, Table, Text, create_engine, inspect, text

from actions.spec import Cadence
from store import CannotOpen, migrate, open_store
from store.address import Address
from store.columns import Moment, metadata
from store.opening import MIGRATIONS
from tenant.model import Kind, Statement
from tests.store.records import LATER, NOW, SOON, TENANT, a_reminder, a_request

KEPT_APART = {"alembic_version"}


@pytest.fixture
def engine(empty_url: str) -> Iterator[Engine]:
    made = create_engine(Address.of(empty_url).blocking)
    yield made
    made.dispose()


def test_migrations_make_exactly_the_tables_that_the_code_knows(empty_url: str, engine: Engine) -> None:
    assert migrate(empty_url) == "0004"
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []


def upgrade_to(version: str, engine: Engine) -> None:
    """The tables as an earlier Muster made them."""
    script = ScriptDirectory(str(MIGRATIONS))
    with (
        engine.begin() as connection,
        EnvironmentContext(Config(), script, fn=lambda at, _: script._upgrade_revs(version, at)) as environment,
    ):
        environment.configure(connection=connection)
        environment.run_migrations()


async def test_an_older_database_is_brought_up_to_date_where_it_lies(empty_url: str, engine: Engine) -> None:
    upgrade_to("0001", engine)
    with engine.begin() as connection:
        insert = "INSERT INTO people (tenant_id, person_id, key) VALUES (:tenant, 'p', 'k')"
        connection.execute(text(insert), {"tenant": TENANT})
        assert "statements" not in inspect(connection).get_table_names()
    assert migrate(empty_url) == "0004"
    store = await open_store(empty_url)
    async with store.change() as unit:
        assert await unit.person_key(TENANT, "p") == "k"
        await unit.state(TENANT, told := Statement(kind=Kind.ASKED, subject="p", at=NOW))
    assert await store.statements(TENANT, Kind.ASKED) == [told]
    assert await store.next_due() is None
    await store.close()


OLD_PERSON = {"id": "b-2", "name": "Bea Holm"}
OLD = {
    "person": OLD_PERSON, "began": NOW.isoformat(), "asked_by": {"id": "a-1", "name": "Ana Ruiz"}, "request": 7,
    "cadence": [0, 3], "sent": 2, "snoozed": 1, "help_asked": False, "last_sent": True,
}  # fmt: skip


def old_table(name: str, **columns: object) -> Table:
    """As an earlier Muster filled it: every column with what it held."""
    types: dict[type, Any] = {str: Text, int: Integer, dict: JSON, datetime: Moment}
    made: list[Column[Any]] = [Column(key, types[type(value)], default=value) for key, value in columns.items()]
    return Table(name, MetaData(), Column("tenant_id", Text, default=TENANT), *made)


OLD_REMINDERS = old_table(
    "reminders", id="", person_id="b-2", fact="", state="open", due=SOON, version=3, record=OLD
)  # fmt: skip
OLD_NOTICES = old_table(
    "notices", seq=1, generation=1, kind="reminder", about="reminder:r-1", receiver="b-2", due=NOW, attempts=0,
    record={"to": {"is": "Person", **OLD_PERSON}},
)  # fmt: skip


async def test_reminders_of_before_there_were_campaigns_go_on(empty_url: str, engine: Engine) -> None:
    upgrade_to("0003", engine)
    with engine.begin() as connection:
        for n, fact in enumerate(("registered", "number-updated")):
            connection.execute(OLD_REMINDERS.insert(), {"id": f"r-{n}", "fact": fact})
        connection.execute(OLD_NOTICES.insert())
    assert migrate(empty_url) == "0004"
    store = await open_store(empty_url)
    waiting, unsent = await store.reminder(TENANT, "r-0"), await store.reminder(TENANT, "r-1")
    assert waiting == replace(
        a_reminder("r-0", due=SOON), request=7, cadence=Cadence(days=(0, 3)), sent=2, snoozed=1, last_sent=True,
        version=3,
    )  # fmt: skip
    assert unsent
    assert (unsent.sent, unsent.last_sent, unsent.due < NOW) == (1, False, True)
    assert await store.claim_notices("me", LATER, LATER, 9) == []
    assert await store.claim_reminders("me", LATER, LATER, 9) == [unsent, waiting]
    await store.close()


def test_constraints_are_named_alike(empty_url: str, engine: Engine) -> None:
    migrate(empty_url)
    found = inspect(engine)
    for name, table in metadata.tables.items():
        assert found.get_pk_constraint(name)["name"] == table.primary_key.name
        assert found.get_pk_constraint(name)["constrained_columns"] == [each.name for each in table.primary_key]
    assert set(found.get_table_names()) == set(metadata.tables) | KEPT_APART


def test_every_table_carries_the_tenant_first() -> None:
    assert all(table.primary_key.columns.values()[0].name == "tenant_id" for table in metadata.tables.values())


def test_migrating_again_changes_nothing(empty_url: str) -> None:
    assert migrate(empty_url) == migrate(empty_url)


async def test_several_processes_may_start_at_once(empty_url: str) -> None:
    opened = await gather(*(open_store(empty_url) for _ in range(4)))
    async with opened[0].change() as unit:
        await unit.add_request(a_request())
    assert await opened[3].request(TENANT, 1)
    await gather(*(each.close() for each in opened))


async def test_it_can_migrate_while_the_event_loop_runs(empty_url: str) -> None:
    assert migrate(empty_url) == await to_thread(migrate, empty_url)


async def test_unmade_tables_are_named_with_the_cure(empty_url: str) -> None:
    with pytest.raises(CannotOpen, match="python -m bot migrate"):
        await open_store(empty_url, migrate=False)


async def test_a_database_of_a_newer_muster_is_left_alone(empty_url: str, engine: Engine) -> None:
    migrate(empty_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for change in (True, False):
        with pytest.raises(CannotOpen):
            await open_store(empty_url, migrate=change)


async def test_the_file_is_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "muster.db"
    file.touch(0o644)
    store = await open_store(f"sqlite+aiosqlite:///{file}")
    async with store.change() as unit:
        await unit.add_request(a_request())
        modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in tmp_path.iterdir()}
    await store.close()
    assert modes == {"muster.db": 0o600, "muster.db-wal": 0o600, "muster.db-shm": 0o600}


async def test_a_folder_that_does_not_exist_is_one_clear_sentence(tmp_path: Path) -> None:
    with pytest.raises(CannotOpen, match=r"^The folder .*/nowhere does not exist: make it, or name another\.$"):
        await open_store(f"sqlite:///{tmp_path}/nowhere/muster.db")


async def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("buy milk\n" * 500)
    with pytest.raises(CannotOpen, match="not a database"):
        await open_store(f"sqlite:///{tmp_path}/notes.txt")
    assert (tmp_path / "notes.txt").read_text() == "buy milk\n" * 500


async def test_a_server_that_does_not_answer_is_one_sentence_without_the_password(tmp_path: Path) -> None:
    with pytest.raises(CannotOpen) as refused:
        await open_store(f"postgresql://muster:s3cret@/muster?host={tmp_path}")
    assert "does not answer" in str(refused.value)
    assert "s3cret" not in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "said", ["", "muster.db", "mysql://x/y", "sqlite://", "sqlite:///:memory:", "postgresql+asyncpg:///x"]
)
def test_other_addresses_are_refused_in_a_sentence(said: str) -> None:
    with pytest.raises(CannotOpen):
        Address.of(said)


@pytest.mark.parametrize(
    "said, driver",
    [
        ("sqlite:///a.db", "sqlite+aiosqlite"),
        ("sqlite+aiosqlite:///a.db", "sqlite+aiosqlite"),
        ("postgres://h/d", "postgresql+psycopg"),
        ("postgresql://h/d", "postgresql+psycopg"),
        ("postgresql+psycopg://h/d", "postgresql+psycopg"),
    ],
)
def test_addresses_are_taken_as_people_write_them(said: str, driver: str) -> None:
    assert Address.of(said).url.drivername == driver


def test_an_address_is_shown_without_what_is_secret() -> None:
    assert str(Address.of("postgresql://m:s3cret@h/d?sslpassword=x")) == "postgresql+psycopg://m:***@h/d"


async def test_a_closed_or_broken_memory_is_not_ready(empty_url: str, engine: Engine) -> None:
    store = await open_store(empty_url)
    assert await store.ready()
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE tenants RENAME TO gone"))
    assert not await store.ready()
    await store.close()
