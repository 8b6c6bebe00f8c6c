"""How the rooms are joined."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import aiohttp
from aiohttp import web

from bot import door
from bot.alarm import Alarm, LocalJobs, OfficeCalendar, undisturbed
from bot.app.identity import cloud_of, credentials_of, rules_of
from bot.connector import Connector
from bot.courier import Courier
from bot.files import Files
from bot.fleet import Fleet
from bot.notifier import Notifier
from bot.reaching import Reaching
from bot.settings import Settings
from bot.slots import Slots
from bot.tracker import Tracker
from bot.turns import Turns
from bot.upload import Uploads
from dialogs import Catalogue, Dialogs, Reply
from engine import Engine, House, Notice, Place, Store
from store import open_store
from tenant.graph import GraphTenants
from tenant.ports import Clock


@dataclass(slots=True, kw_only=True)
class Inside:
    """Everything that is open while Muster runs."""

    settings: Settings
    clock: Clock
    tracker: Tracker
    http: aiohttp.ClientSession
    store: Store
    tenants: GraphTenants
    jobs: LocalJobs | Fleet
    engine: Engine
    notifier: Notifier
    keys: door.SigningKeys
    web: web.Application
    alarm: Alarm | None = None

    async def start_work(self) -> None:
        """Run jobs, and look regularly for what is due."""
        if isinstance(self.jobs, Fleet):
            await self.jobs.start_worker()
        self.alarm = Alarm(self.look, self.clock)
        self.alarm.start()

    async def take_over(self) -> None:
        """Go on with what an earlier process left in the middle. With SQLite this process is the only one (its port
        is taken, so no second one got here), and whoever held a lease is dead; PostgreSQL's leases end by themselves.
        """
        if not _shared(self.settings):
            await self.store.break_leases()

    async def stop_work(self) -> None:
        """Begin nothing new."""
        if self.alarm is not None:
            self.alarm.stop()
            self.alarm = None
        if isinstance(self.jobs, Fleet):
            await self.jobs.stop_worker()

    async def look(self) -> None:
        """One wake-up of the alarm clock."""
        with self.tracker.busy():
            await undisturbed("whatever is due", self._look())

    async def _look(self) -> None:
        """Delivering goes on beside the looks: while messages wait for Teams' pace, the next ones are made ready."""
        await self.engine.tick()
        self.tracker.spawn(undisturbed("notices", self.notifier.deliver()))

    async def work(self, kind: str, tenant_id: str, key: str) -> None:
        """What a wake-up leads to."""
        if kind == "notices":
            await self.notifier.deliver()
        else:
            await self.engine.work(kind, tenant_id, key)

    async def close(self) -> None:
        """Let go of everything."""
        if isinstance(self.jobs, Fleet):
            await self.jobs.close()
        await self.tenants.close()
        await self.http.close()
        await self.store.close()


async def assemble(settings: Settings, clock: Clock, known: Catalogue) -> Inside:
    """Open the database and join the rooms. Raises `store.CannotOpen`."""
    store: Store = await open_store(settings.database_url)
    http = aiohttp.ClientSession(trust_env=settings.cloud != "custom")
    tracker = Tracker()
    jobs = Fleet(settings.database_url, tracker) if _shared(settings) else LocalJobs(tracker)
    if isinstance(jobs, Fleet):
        await jobs.open()
    tenants = GraphTenants(cloud_of(settings), credentials_of(settings), clock, memory=store, rules=rules_of(settings))
    engine, dialogs = _minds(settings, clock, known, store=store, tenants=tenants, jobs=jobs)
    courier = Courier(
        _connector(settings, clock, http, tenants=tenants, store=store),
        store,
        tenant_id=settings.tenant_id,
        service_url=settings.bot_cloud.service_url or settings.service_url,
    )
    local = settings.cloud == "custom"
    turns = Turns(
        dialogs,
        courier,
        store,
        uploads=Uploads(http, local=local),
        files=Files(dialogs=dialogs, courier=courier, http=http, clock=clock, local=local),
        tracker=tracker,
        tenant_id=settings.tenant_id,
    )
    engine.answer_errands_with(turns.answer)
    keys = door.SigningKeys(settings.bot_cloud.openid_url, http, clock)
    inside = Inside(
        settings=settings,
        clock=clock,
        tracker=tracker,
        http=http,
        store=store,
        tenants=tenants,
        jobs=jobs,
        engine=engine,
        notifier=_notifier(
            dialogs,
            engine,
            courier,
            reaching=Reaching(courier, tenants, store, tenant_id=settings.tenant_id),
            store=store,
            clock=clock,
        ),
        keys=keys,
        web=_web(settings, keys, turns, store),
    )
    jobs.work_with(inside.work)
    return inside


def _shared(settings: Settings) -> bool:
    return settings.database_url.startswith("postgres")


def _minds(
    settings: Settings, clock: Clock, known: Catalogue, *, store: Store, tenants: GraphTenants, jobs: LocalJobs | Fleet
) -> tuple[Engine, Dialogs]:
    engine = Engine(
        store=store,
        tenants=tenants,
        declarations=known,
        clock=clock,
        jobs=jobs,
        calendar=OfficeCalendar(settings.time_zone),
        house=house_of(settings),
        owner=f"muster/{uuid4().hex[:12]}",
    )
    zone = ZoneInfo(settings.time_zone)
    return engine, Dialogs(engine, known, tenants=tenants, store=store, clock=clock, zone=zone)


def house_of(settings: Settings) -> House:
    """Who may do what, as the owner set it."""
    return House(
        tenant_id=settings.tenant_id,
        operators=settings.operators,
        approvers=settings.approvers,
        owners=settings.owners,
        break_glass=frozenset(settings.break_glass),
        own_ids=frozenset({settings.app_id}),
        approvals_place=_place(settings.approvals_chat),
        escalation=settings.escalation,
        help_place=_place(settings.help_chat),
        zone=settings.time_zone,
        country=settings.country,
        tell_managers=frozenset(settings.tell_managers),
    )


def _place(chat: str) -> Place | None:
    return Place(chat, personal=False) if chat else None


def _notifier(
    dialogs: Dialogs, engine: Engine, courier: Courier, *, reaching: Reaching, store: Store, clock: Clock
) -> Notifier:
    async def show(notice: Notice) -> Reply | None:
        return await dialogs.show(notice, notice.to)

    return Notifier(
        show,
        courier,
        Slots(show, reaching.reach, engine),
        not_reached=engine.not_reachable,
        said=engine.said_unasked,
        store=store,
        clock=clock,
    )


def _connector(
    settings: Settings, clock: Clock, http: aiohttp.ClientSession, *, tenants: GraphTenants, store: Store
) -> Connector:
    async def throttled(seconds: float) -> None:
        async with store.change() as unit:
            await unit.set_brake(settings.tenant_id, clock.now() + timedelta(seconds=seconds))

    tokens = tenants.tokens(settings.tenant_id, credentials_of(settings).connector)
    scope = cloud_of(settings).bot_scope
    return Connector(
        http,
        clock,
        token=lambda: tokens.token(scope),
        forget_token=tokens.forget,
        hosts=settings.bot_cloud.hosts,
        app_id=settings.app_id,
        tenant_id=settings.tenant_id,
        throttled=throttled,
    )


def _web(settings: Settings, keys: door.SigningKeys, turns: Turns, store: Store) -> web.Application:
    async def ready() -> bool:
        return keys.ready and await store.ready()

    cloud = settings.bot_cloud
    house = door.House(tenant_id=settings.tenant_id, app_id=settings.app_id, hosts=cloud.hosts)
    return door.build_app(door.Door(door.Passport(settings.app_id, cloud, keys), house, turns.take, ready))
