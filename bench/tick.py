"""(g) One tick of the engine with a thousand due reminders, among few and among very many that wait.

A tick claims what is due, looks at the people and at what they were to do, and writes down what follows: a slot, a
notice, the reminder's next moment, a line of the audit chain. Nothing is sent. Each person's hours are read from a
make-believe tenant without limits; what they were to do is a fact of the house (an attestation), so it is read from the
database. The same thousand are made due again for each round; the rounds of both databases alternate.
"""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from bench.scenery import Scenery
from bot.alarm import OfficeCalendar
from bot.app.catalogue import catalogue
from bot.app.identity import cloud_of, credentials_of, rules_of
from bot.clock import WallClock
from bot.settings import load
from demo import server
from demo.clock import SteppedClock
from demo.directory import Person
from demo.driver import settings_for
from demo.seed import cast
from demo.server import Running
from demo.world import World
from engine import Engine, House, Store
from engine import Person as Somebody
from engine.house_facts import ATTESTED
from engine.promise import promise
from store import open_store
from tenant.graph import GraphTenants

MORNING = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)  # a Wednesday, in the middle of everybody's day
COLUMNS = "tenant_id, id, person_id, fact, about, state, due, turn, version, record"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticks:
    """Seconds of each round, among ``few`` and among ``many`` that wait. ``queued``: notices after each tick."""

    due: int
    few: int
    many: int
    among_few: tuple[float, ...]
    among_many: tuple[float, ...]
    queued: frozenset[int]

    @property
    def ratio(self) -> float:
        """The median of the pairs."""
        return median(many / few for few, many in zip(self.among_few, self.among_many, strict=True))

    @property
    def whole(self) -> bool:
        """Did each tick see to all that was due?"""
        return self.queued == {self.due}


class Unhurried:
    """`tenant.ports.Clock`: it is always `MORNING`, and whoever waits for the tenant's pace has waited already."""

    def __init__(self) -> None:
        """Nobody has waited yet."""
        self._waited = 0.0

    def now(self) -> datetime:
        """`MORNING`."""
        return MORNING

    def elapsed(self) -> float:
        """All the seconds that anybody slept."""
        return self._waited

    async def sleep(self, seconds: float) -> None:
        """Only let others run."""
        self._waited += max(0.0, seconds)
        await WallClock().sleep(0)


class Asleep:
    """`engine.ports.Jobs` of a process that has none: nobody is woken."""

    def wake(self, kind: str, tenant_id: str, key: str) -> None:
        """Nothing."""


@dataclass(frozen=True, slots=True)
class Stocked:
    """A database with its engine."""

    path: Path
    store: Store
    tenants: GraphTenants
    engine: Engine

    async def close(self) -> None:
        """Let go of everything."""
        await self.tenants.close()
        await self.store.close()

    def again(self, due: int) -> None:
        """The same people's reminders are due once more, and nothing is known of the round before."""
        with closing(sqlite3.connect(self.path)) as database, database:
            database.execute("DELETE FROM slots")
            database.execute("DELETE FROM notices")
            mine = [(cast.TENANT_ID, f"r{number}") for number in range(due)]
            then = str((MORNING - timedelta(minutes=1)).replace(tzinfo=None)) + ".000000"
            database.executemany(f"UPDATE reminders SET due = '{then}' WHERE tenant_id = ? AND id = ?", mine)  # noqa: S608 - ours

    def queued(self) -> int:
        """How many notices wait."""
        with closing(sqlite3.connect(self.path)) as database:
            return int(database.execute("SELECT count(*) FROM notices").fetchone()[0])


async def measure(place: Scenery, *, due: int, few: int, many: int, rounds: int) -> Ticks:
    """Rounds alternate between the two databases; the first of each is not counted."""
    clock = SteppedClock(MORNING)
    world = World(users=due * 5 // 4 + 100, clock=clock, limits="off")
    running = await server.start(world)
    try:
        people = [each for each in world.directory.people.values() if _writes_to(each)][:due]
        stocks = [await _stocked(place, running, people, waiting=each) for each in (few, many)]
        seconds: tuple[list[float], list[float]] = ([], [])
        queued: set[int] = set()
        for _ in range(rounds + 1):
            for stock, times in zip(stocks, seconds, strict=True):
                stock.again(due)
                times.append(await _tick(place, stock))
                queued.add(stock.queued())
        for stock in stocks:
            await stock.close()
    finally:
        await running.close()
    return Ticks(
        due=due, few=few, many=many, among_few=tuple(seconds[0][1:]), among_many=tuple(seconds[1][1:]),
        queued=frozenset(queued),
    )  # fmt: skip


async def _tick(place: Scenery, stock: Stocked) -> float:
    begun = place.clock.elapsed()
    await stock.engine.tick()
    return place.clock.elapsed() - begun


def _writes_to(person: Person) -> bool:
    return person.id >= cast.generated(0) and person.enabled and person.user_type == "Member"


async def _stocked(place: Scenery, running: Running, people: Sequence[Person], *, waiting: int) -> Stocked:
    path = place.folder / f"tick-{waiting}.db"
    url = f"sqlite+aiosqlite:///{path}"
    store = await open_store(url)
    ana = Somebody(cast.ANA, "Ana Ruiz")
    first = promise(
        tenant_id=running.world.tenant_id, person=ana, fact=ATTESTED, about="mail", now=MORNING, asked_by=ana
    )
    async with store.change() as unit:
        for number, each in enumerate(people):
            await unit.save_reminder(replace(first, id=f"r{number}", person=Somebody(each.id, each.name)))
    _fill(path, waiting)
    tenants = _tenants(running, url, store)
    engine = Engine(
        store=store, tenants=tenants, declarations=catalogue(), clock=running.world.clock, jobs=Asleep(),
        calendar=OfficeCalendar("UTC"), owner="bench",
        house=House(tenant_id=running.world.tenant_id, claims=len(people) + 100),
    )  # fmt: skip
    return Stocked(path, store, tenants, engine)


def _tenants(running: Running, url: str, store: Store) -> GraphTenants:
    named = {name.removeprefix("MUSTER_").lower(): value for name, value in settings_for(running, url).items()}
    settings = load(named)
    cloud, credentials = cloud_of(settings), credentials_of(settings)
    return GraphTenants(cloud, credentials, Unhurried(), memory=store, rules=rules_of(settings))


def _fill(path: Path, waiting: int) -> None:
    """Copies of the first reminder for people who are not there, due in the next thirty days."""
    copies = f"""
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :waiting)
        INSERT INTO reminders ({COLUMNS})
        SELECT tenant_id, printf('w%07d', i), printf('somebody-%07d', i), fact, 'system-' || (i % 50), state,
               strftime('%Y-%m-%d %H:%M:%S.000000', due, '+' || (3600 + i * 2592000 / :waiting) || ' seconds'),
               turn, version, record
        FROM reminders, n WHERE id = 'r0'"""  # noqa: S608 - ours
    with closing(sqlite3.connect(path)) as database, database:
        _quickly(database)
        database.execute(copies, {"waiting": waiting})


def _quickly(database: sqlite3.Connection) -> None:
    """In memory: what is lost in a crash is made anew."""
    database.execute("PRAGMA synchronous = OFF")
    database.execute("PRAGMA cache_size = -500000")
