"""Wake-ups through a real PostgreSQL: each is followed, one waiting is enough, and they outlive who sent them."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.fleet import Fleet, conninfo
from bot.tracker import Tracker
from demo.clock import WallClock
from demo.driver import Scene, Stage
from demo.screen import draw, plain
from tests.store.databases import TEMPLATE, Server, server

__all__ = ["server"]


@pytest.fixture
def database(server: Server) -> Iterator[str]:
    name = server.make(template="template0")
    yield server.url(name)
    server.run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def fleet(database: str) -> AsyncIterator[tuple[Fleet, Tracker]]:
    tracker = Tracker()
    opened = Fleet(database, tracker)
    await opened.open()
    yield opened, tracker
    await opened.stop_worker()
    await opened.close()


async def test_a_wake_up_reaches_a_worker_that_comes_later(fleet: tuple[Fleet, Tracker]) -> None:
    jobs, tracker = fleet
    followed: asyncio.Queue[tuple[str, str, str]] = asyncio.Queue()

    async def work(kind: str, tenant_id: str, key: str) -> None:
        if key == "broken":
            raise ZeroDivisionError
        await followed.put((kind, tenant_id, key))

    jobs.work_with(work)
    jobs.wake("request", "t", "broken")
    await tracker.idle()
    for _ in range(3):
        jobs.wake("request", "t", "7")
        await tracker.idle()
    await jobs.start_worker()
    async with asyncio.timeout(20):
        assert await followed.get() == ("request", "t", "7")
        jobs.wake("notices", "t", "")
        assert await followed.get() == ("notices", "t", "")
    assert followed.empty()


async def test_opening_twice_makes_the_tables_once(fleet: tuple[Fleet, Tracker], database: str) -> None:
    other = Fleet(database, Tracker())
    await other.open()
    await other.close()


def test_the_address_is_what_the_driver_takes() -> None:
    assert conninfo("postgresql+psycopg://m:s@db/x?a=b") == "postgresql://m:s@db/x?a=b"
    assert conninfo("postgres://db/x") == "postgresql://db/x"


async def test_the_whole_bot_works_on_postgresql(server: Server, tmp_path: Path) -> None:
    name = server.make(template=TEMPLATE)
    scene = Scene(extra=(("MUSTER_DATABASE_URL", server.url(name)),))
    async with Stage(scene, database=tmp_path / "unused.db", clock=WallClock()) as stage:
        ana = stage.world.person("ana")
        await stage.teams.say(ana, stage.chats.personal(ana), "mfa status ana@contoso.com")
        async with asyncio.timeout(30):
            while not stage.chats.log:
                await stage.clock.sleep(0.1)
        assert "ana@contoso.com" in "\n".join(plain(draw(stage.chats.log[0])))
    server.run(f"DROP DATABASE {name} WITH (FORCE)")
