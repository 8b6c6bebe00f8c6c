"""The bot and its make-believe Microsoft, started together and moved together: what play, chat and tests stand on."""

import asyncio
from collections.abc import Awaitable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType

from bot.app import Catalogue, Muster, Part, build
from bot.settings import load
from demo import federation, quiet, server
from demo.clock import START, Clock, SteppedClock
from demo.connector.chats import Chats
from demo.connector.people import find
from demo.connector.routes import CHATS
from demo.connector.teams import Teams
from demo.seed import cast
from demo.server import Running
from demo.wire import Json
from demo.world import World

MOST_ROUNDS = 100
"""Wake-ups in a row after which something is surely due for ever."""
HOP = timedelta(hours=1)
"""How time passes while something stays due that nobody may do."""
PATIENCE = 45.0
"""Real seconds without any progress after which waiting is given up."""
POLL = 0.001
LOOK_AGAIN = 10


class Stuck(Exception):
    """The bot is neither idle nor waiting for the clock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What the world is like at the start. ``approvals_chat``, ``help_chat``: a group chat's name, or empty.

    ``certificates``: "fresh" where none of a federated domain's shall end soon. ``extra``: settings of the bot.
    """

    scenario: str = "no-p1"
    users: int = 60
    seed: int = 1
    limits: str = "documented"
    hidden_state: str = "works"
    approvals_chat: str = ""
    help_chat: str = ""
    certificates: str = ""
    faults: tuple[Json, ...] = ()
    extra: tuple[tuple[str, str], ...] = field(default=())


def settings_for(running: Running, database_url: str, *, approvals_chat: str = "", port: int = 0) -> dict[str, str]:
    """The environment of a bot that works with this tenant: MUSTER_* and their values.

    Reading, each kind of writing and Exchange have registrations of their own, as a careful owner would set it up.
    """
    return {
        "MUSTER_TENANT_ID": running.world.tenant_id,
        "MUSTER_APP_ID": cast.BOT_APP_ID,
        "MUSTER_APP_SECRET": cast.BOT_SECRET,
        "MUSTER_READ_APP_ID": cast.READER_ID,
        "MUSTER_READ_APP_SECRET": cast.READER_SECRET,
        "MUSTER_MFA_APP_ID": cast.STATE_WRITER_ID,
        "MUSTER_MFA_APP_SECRET": cast.STATE_WRITER_SECRET,
        "MUSTER_PHONE_APP_ID": cast.METHODS_WRITER_ID,
        "MUSTER_PHONE_APP_SECRET": cast.METHODS_WRITER_SECRET,
        "MUSTER_METHODS_APP_ID": cast.METHODS_WRITER_ID,
        "MUSTER_METHODS_APP_SECRET": cast.METHODS_WRITER_SECRET,
        "MUSTER_POLICIES_APP_ID": cast.POLICIES_WRITER_ID,
        "MUSTER_POLICIES_APP_SECRET": cast.POLICIES_WRITER_SECRET,
        "MUSTER_EXCHANGE_APP_ID": cast.EXCHANGE_ID,
        "MUSTER_EXCHANGE_APP_SECRET": cast.EXCHANGE_SECRET,
        "MUSTER_CLOUD": "custom",
        "MUSTER_GRAPH_URL": running.graph,
        "MUSTER_LOGIN_URL": running.login,
        "MUSTER_EXCHANGE_URL": running.exchange,
        "MUSTER_OPENID_URL": running.openid,
        "MUSTER_SERVICE_URL": running.connector,
        "MUSTER_SERVICE_URL_HOSTS": "127.0.0.1",
        "MUSTER_DATABASE_URL": database_url,
        "MUSTER_OPERATORS": cast.OPERATORS,
        "MUSTER_APPROVERS": cast.APPROVERS,
        "MUSTER_OWNERS": cast.OWNERS,
        "MUSTER_BREAK_GLASS": f"{cast.BREAK_GLASS_1},{cast.BREAK_GLASS_2}",
        "MUSTER_APPROVALS_CHAT": approvals_chat,
        "MUSTER_HOST": "127.0.0.1",
        "MUSTER_PORT": str(port),
    }


class Stage:
    """``async with Stage(scene, database=path) as stage``: the world, the server, the people and the real bot."""

    world: World
    running: Running
    chats: Chats
    teams: Teams
    muster: Muster

    def __init__(
        self, scene: Scene, *, database: Path, clock: Clock | None = None, known: Catalogue | None = None
    ) -> None:
        """``clock``: a stepped one, from Monday 2026-11-23 08:00 UTC, unless another is given.

        ``known``: what can be said to the bot; everything that it declares, unless something is given.
        """
        self.scene, self.clock = scene, clock or SteppedClock(START)
        self._database, self._known = database, known
        self._besides: asyncio.Future[None] | None = None
        self._told = 0
        self.steps = True  # False: real time moves the clock (see demo/chat.py), and nothing is waited for twice

    async def __aenter__(self) -> "Stage":
        """Build the tenant and start the bot."""
        scene = self.scene
        self.world = World(
            scenario=scene.scenario, users=scene.users, seed=scene.seed, limits=scene.limits, clock=self.clock
        )
        self.world.hidden_state = scene.hidden_state
        self.world.faults.declare(scene.faults)
        if scene.certificates == "fresh":
            federation.renew(self.world.federations.values(), self.clock.now())
        self.running = await server.start(self.world)
        self.chats = self.running.runner.app[CHATS]
        self.teams = Teams(self.chats, self.running.connector, clock=self.clock)
        await self.start_bot()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take everything down."""
        await self.muster.drop()
        await self.teams.close()
        await self.running.close()

    async def start_bot(self) -> None:
        """Build the bot on the stage's database and let it listen. On a stepped clock the stage is its alarm clock."""
        part = Part.WEB if isinstance(self.clock, SteppedClock) else Part.BOTH
        self.muster = build(load(self._settings()), self.clock, part=part, known=self._known)
        await self.settle(self.muster.start())
        self.teams.bot_url = self.muster.base_url

    async def restart_bot(self) -> None:
        """The bot falls over without goodbye and comes back on the same database."""
        await self.muster.drop()
        await self.start_bot()

    @property
    def zone(self) -> str:
        """The office's time zone."""
        return dict(self.scene.extra).get("MUSTER_TIME_ZONE", "UTC")

    async def without_bot(self, by: timedelta) -> None:
        """The bot falls over, and comes back on the same database so much later."""
        await self.muster.drop()
        if not isinstance(self.clock, SteppedClock):
            raise TypeError("only a stepped clock can be moved")
        await self.clock.advance(by)
        await self.start_bot()

    async def settle(self, action: Awaitable[object] | None = None) -> None:
        """Do one thing and wait until nothing is under way and nothing is due any more.

        Where real time moves the clock, only the thing itself is waited for.
        """
        if action is not None:
            await self._wait(action)
            if not self.steps:
                return
        if self._besides is not None:
            await self._wait(self._besides)
            self._besides = None
        for _ in range(MOST_ROUNDS):
            await self._wait(self.muster.idle())
            await self._tell_of_installs()
            due, before = await self.muster.next_due(), self._progress()
            if due is None or due > self.clock.now():
                return
            await self._wait(self.muster.tick())
            if await self.muster.next_due() == due and self._progress() == before:
                return  # it stays due and nothing comes of it: somebody has halted everything
        raise Stuck(f"still something due after {MOST_ROUNDS} wake-ups at {self.clock.now():%Y-%m-%d %H:%M:%S}")

    async def _tell_of_installs(self) -> None:
        """Teams tells the bot of every app that Graph installed for somebody, a moment later."""
        installed = self.world.reach.installs
        while self._told < len(installed):
            person = self.world.directory.people[installed[self._told]]
            self._told += 1
            await self._wait(self.teams.install(person))
            await self._wait(self.muster.idle())

    def meanwhile(self, action: Coroutine[object, object, None]) -> None:
        """Begin something now that is waited for with whatever comes next."""
        self._besides = asyncio.ensure_future(action)

    async def later(self, until: datetime) -> None:
        """Let time pass: at each moment at which a record is due the bot looks, as its alarm clock would."""
        clock = self.clock
        if not isinstance(clock, SteppedClock):
            raise TypeError("only a stepped clock can be moved")
        while (due := await self.muster.next_due()) is not None and max(due, clock.now()) < until:
            await clock.advance_to(due if due > clock.now() else min(until, clock.now() + HOP))
            await self.settle()
        await clock.advance_to(until)
        await self.settle()

    def _settings(self) -> dict[str, object]:
        chat = self._chat(self.scene.approvals_chat, (cast.ANA, cast.BEA, cast.CARL, cast.OLGA))
        url = f"sqlite+aiosqlite:///{self._database}"
        named = settings_for(self.running, url, approvals_chat=chat) | dict(self.scene.extra)
        if self.scene.help_chat:
            named["MUSTER_HELP_CHAT"] = self._chat(self.scene.help_chat, (cast.ANA, cast.MIA, cast.NILS))
        return {name.removeprefix("MUSTER_").lower(): value for name, value in named.items()}

    def _chat(self, name: str, members: tuple[str, ...]) -> str:
        return self.chats.group(name, [find(self.world, one) for one in members]).id if name else ""

    # --- waiting --------------------------------------------------------------------------------------------------

    async def _wait(self, action: Awaitable[object]) -> None:
        """Until it is done; the stepped clock moves to the next sleeper whenever all wait for it."""
        task = asyncio.ensure_future(action)
        if not (isinstance(self.clock, SteppedClock) and self.steps):
            await task
            return
        still = 0.0
        while not task.done():
            before = self._progress()
            await asyncio.wait({task}, timeout=POLL)
            still = 0.0 if self._progress() != before else still + POLL
            if still > PATIENCE:
                task.cancel()
                raise Stuck(f"nothing has moved for {PATIENCE:.0f} seconds at {self.clock.now():%Y-%m-%d %H:%M:%S}")
            if not task.done() and still >= 3 * POLL and self._stalled():
                await self._step(self.clock)
        await task

    async def _step(self, clock: SteppedClock) -> None:
        """Look twice, some turns of the loop apart: what a finished future set off runs a turn later."""
        before = self._progress()
        for _ in range(LOOK_AGAIN):
            await clock.sleep(0)
        due = clock.next_due()
        if due is not None and self._progress() == before and self._stalled():
            await clock.advance_to(due)

    def _stalled(self) -> bool:
        return quiet.everybody_waits_for_the_clock(in_flight=self.world.in_flight)

    def _progress(self) -> tuple[float, ...]:
        return (
            self.clock.elapsed(),
            self.world.in_flight,
            len(self.world.recorder.requests),
            len(self.chats.log),
        )
