"""The real engine on the real store, pointed at the make-believe tenant; and the people of the story."""

from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import ModuleType

import pytest

import actions.mfa
from actions.args import Include, People, Several
from actions.mfa.enable import EnableMfa
from actions.spec import Action
from bot.alarm import OfficeCalendar
from demo.clock import START, WallClock
from demo.seed import cast
from demo.server import start
from demo.world import World
from dialogs import Catalogue
from engine import Engine, House, Notice, Person, Place, PlannedRow, Request, RowState, Store
from store import open_store
from tenant.cloud import custom
from tenant.credentials import Credentials, Secret
from tenant.graph import GraphTenants
from tenant.ports import Area, Purpose

ANA, BEA, CARL = Person(cast.ANA, "Ana Ruiz"), Person(cast.BEA, "Bea Holm"), Person(cast.CARL, "Carl Weber")
OLGA, DAN, EVE = Person(cast.OLGA, "Olga Petrova"), Person(cast.DAN, "Dan Moor"), Person(cast.EVE, "Eve Lind")
CHAT = Place("ana-chat", personal=True)
RATE = 20.0
BOTH = pytest.mark.parametrize("kind", ["sqlite", "postgresql"])


class QuickClock:
    """Real time, twenty times faster, that can also be moved on by hand while nothing is under way."""

    def __init__(self) -> None:
        self._wall = WallClock()
        self._began = self._wall.elapsed()
        self._skipped = 0.0

    def elapsed(self) -> float:
        return (self._wall.elapsed() - self._began) * RATE + self._skipped

    def now(self) -> datetime:
        return START + timedelta(seconds=self.elapsed())

    async def sleep(self, seconds: float) -> None:
        await self._wall.sleep(max(0.0, seconds) / RATE)

    def skip(self, by: timedelta) -> None:
        self._skipped += by.total_seconds()


class Bell:
    """Wake-ups in the order in which they came; the test decides who answers them, and when."""

    def __init__(self) -> None:
        self.rung: deque[tuple[str, str, str]] = deque()

    def wake(self, kind: str, tenant_id: str, key: str) -> None:
        if kind != "notices":
            self.rung.append((kind, tenant_id, key))


@dataclass(slots=True, kw_only=True)
class Bench:
    """One house with everything in it."""

    world: World
    clock: QuickClock
    store: Store
    tenants: GraphTenants
    house: House
    bell: Bell = field(default_factory=Bell)
    extra: Sequence[ModuleType] = ()
    turn: int = 0
    engine: Engine = field(init=False)

    def __post_init__(self) -> None:
        self.engine = self.another("one")

    def another(self, owner: str, **changed: object) -> Engine:
        """A second process on the same database."""
        house = House(**{name: getattr(self.house, name) for name in House.__slots__} | changed)  # type: ignore[arg-type]
        return Engine(
            store=self.store, tenants=self.tenants, declarations=Catalogue.of([actions.mfa, *self.extra]),
            clock=self.clock, jobs=self.bell, calendar=OfficeCalendar("Europe/Berlin"), house=house, owner=owner,
        )  # fmt: skip

    async def settle(self, engine: Engine | None = None) -> None:
        """Answer every wake-up, until it is quiet."""
        while self.bell.rung:
            await (engine or self.engine).work(*self.bell.rung.popleft())

    async def ask(self, action: Action, asker: Person = ANA) -> Request:
        """Asked and planned, as an errand does it."""
        self.turn += 1
        request = await self.engine.ask(asker, action, CHAT, activity_id=f"turn-{self.turn}", correlation="test")
        return await self.engine.plan(request.number)

    async def enable(self, who: str, *include: str) -> Request:
        """A plan for ``mfa enable``."""
        return await self.ask(EnableMfa(who=await self.people(who), include=Include(include)))

    async def people(self, said: str) -> People:
        """Pinned, as the conversation does it."""
        reader = self.tenants.reader(cast.TENANT_ID, Purpose("test"))
        found = await People.parse(said).resolve(reader)
        assert not isinstance(found, Several)
        return found

    async def waiting(self, who: str, *include: str) -> Request:
        """Planned and submitted, writes for mfa on."""
        await self.engine.set_writes(OLGA, Area.MFA, True)
        planned = await self.enable(who, *include)
        return await self.engine.submit(planned.number, ANA, "the audit asks for it")

    async def approved(self, who: str, *include: str) -> Request:
        """As many yeses as it needs."""
        request = await self.waiting(who, *include)
        for approver in (BEA, CARL)[: request.quorum]:
            await self.engine.approve(request.number, approver, request.digest)
        return await self.now(request)

    async def now(self, request: Request) -> Request:
        """As it stands."""
        found = await self.engine.request(request.number)
        assert found is not None
        return found

    async def rows(self, request: Request, *states: RowState) -> list[PlannedRow]:
        """All of them."""
        return list(await self.engine.rows(request.number, states=states, limit=5_000))

    async def notices(self) -> list[Notice]:
        """What is queued for delivery."""
        now = self.clock.now() + timedelta(days=400)
        claimed = await self.store.claim_notices(f"test-{self.clock.elapsed()}", now, now, 500)
        async with self.store.change() as unit:
            for notice in claimed:
                await unit.settle_notice(notice.tenant_id, notice.id)
        return list(claimed)

    async def events(self, *kinds: str) -> list[str]:
        """The kinds of the audit chain, in order; the chain is whole."""
        assert await self.engine.chain_broken_at() is None
        links = await self.store.chain(cast.TENANT_ID, limit=5_000)
        return [link.event.kind for link in links if not kinds or link.event.kind in kinds]


HOUSE = House(
    tenant_id=cast.TENANT_ID,
    operators=(cast.OPERATORS,),
    approvers=(cast.APPROVERS,),
    owners=(cast.OWNERS,),
    break_glass=frozenset({cast.BREAK_GLASS_1, cast.BREAK_GLASS_2}),
    own_ids=frozenset({cast.APP_ID}),
    lease=timedelta(minutes=20),  # a minute for real: a busy machine must not look like a dead worker
)


@asynccontextmanager
async def opened(url: str, *, scenario: str = "no-p1", users: int = 60) -> AsyncIterator[Bench]:
    """A bench on this database."""
    clock = QuickClock()
    world = World(scenario=scenario, users=users, clock=clock, limits="off")
    running = await start(world)
    cloud = custom(graph=running.graph, login=running.login)
    everything = Secret(cast.APP_ID, cast.APP_SECRET)
    store = await open_store(url)
    tenants = GraphTenants(cloud, Credentials(read=everything), clock, memory=store)
    try:
        yield Bench(world=world, clock=clock, store=store, tenants=tenants, house=HOUSE)
    finally:
        await store.close()
        await tenants.close()
        await running.close()
