"""What every measurement stands on: the channel in this process, the tenant and the bot each in their own."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from bench.channel import Channel, Speaker
from bench.child import Child
from bot.clock import WallClock
from demo.seed import cast
from demo.wire import JsonObject
from tenant.ports import Clock

READY_EVERY = 0.05
ANA = Speaker(cast.ANA, "Ana Ruiz")
BEA = Speaker(cast.BEA, "Bea Holm")
CARL = Speaker(cast.CARL, "Carl Weber")
OLGA = Speaker(cast.OLGA, "Olga Petrova")


@dataclass(frozen=True, slots=True)
class Tenant:
    """The make-believe Microsoft. ``facts`` is the first line of ``python -m demo tenant``."""

    child: Child
    facts: Mapping[str, str]
    http: aiohttp.ClientSession

    async def change(self, path: str, body: object) -> None:
        """POST to its control pages."""
        async with self.http.post(f"{self.facts['control']}/{path}", json=body) as answer:
            answer.raise_for_status()

    async def requests(self) -> list[JsonObject]:
        """Everything that was asked of it since `forget`."""
        async with self.http.get(f"{self.facts['control']}/requests") as answer:
            found: list[JsonObject] = await answer.json()
            return found

    async def forget(self) -> None:
        """Forget what was asked."""
        async with self.http.delete(f"{self.facts['control']}/requests") as answer:
            answer.raise_for_status()


@dataclass(frozen=True, slots=True)
class Bot:
    """A bot that listens, and the file in which it remembers."""

    child: Child
    url: str
    database: Path


@dataclass(frozen=True, slots=True)
class Scenery:
    """Where measurements take place. ``folder`` holds databases and logs and is new for each."""

    clock: Clock
    http: aiohttp.ClientSession
    channel: Channel
    folder: Path

    @asynccontextmanager
    async def tenant(self, *, users: int, limits: str = "documented", scenario: str = "no-p1") -> AsyncIterator[Tenant]:
        """``python -m demo tenant``."""
        words = ("tenant", "--users", str(users), "--limits", limits, "--scenario", scenario)
        child = await Child.start("demo", *words, log=self.folder / "tenant.log")
        try:
            yield Tenant(child, json.loads(await child.first_line()), self.http)
        finally:
            await child.stop()

    @asynccontextmanager
    async def bot(self, tenant: Tenant, *, module: str = "bot") -> AsyncIterator[Bot]:
        """``python -m bot`` with a database of its own."""
        database = self.folder / f"muster-{self.clock.elapsed():.6f}.db"
        env = settings(tenant.facts, self.channel, database)
        child = await Child.start(module, log=self.folder / "bot.log", env=env)
        try:
            listening = await child.first_line()  # Muster listens on http://127.0.0.1:1234/api/messages
            bot = Bot(child, listening.split()[-1].removesuffix("/api/messages"), database)
            await self._ready(bot)
            yield bot
        finally:
            await child.stop()

    async def _ready(self, bot: Bot) -> None:
        async with asyncio.timeout(60):
            while True:
                async with self.http.get(f"{bot.url}/readyz") as answer:
                    if answer.status == 200:
                        return
                await self.clock.sleep(READY_EVERY)


@asynccontextmanager
async def scenery(folder: Path) -> AsyncIterator[Scenery]:
    """The channel, listening."""
    clock = WallClock()
    connector = aiohttp.TCPConnector(limit=0)
    timeout = aiohttp.ClientTimeout(total=None)
    async with (
        aiohttp.ClientSession(connector=connector, timeout=timeout) as http,
        Channel(clock, http) as channel,
    ):
        yield Scenery(clock, http, channel, folder)


def settings(facts: Mapping[str, str], channel: Channel, database: Path, *, port: int = 0) -> dict[str, str]:
    """The environment of a bot between this tenant and this channel; each purpose has a registration of its own."""
    return {
        "MUSTER_TENANT_ID": facts["tenant_id"],
        "MUSTER_APP_ID": cast.BOT_APP_ID,
        "MUSTER_APP_SECRET": cast.BOT_SECRET,
        "MUSTER_READ_APP_ID": cast.READER_ID,
        "MUSTER_READ_APP_SECRET": cast.READER_SECRET,
        "MUSTER_MFA_APP_ID": cast.STATE_WRITER_ID,
        "MUSTER_MFA_APP_SECRET": cast.STATE_WRITER_SECRET,
        "MUSTER_CLOUD": "custom",
        "MUSTER_GRAPH_URL": facts["graph"],
        "MUSTER_LOGIN_URL": facts["login"],
        "MUSTER_EXCHANGE_URL": facts["exchange"],
        "MUSTER_OPENID_URL": channel.openid,
        "MUSTER_SERVICE_URL": channel.service_url,
        "MUSTER_SERVICE_URL_HOSTS": "127.0.0.1",
        "MUSTER_DATABASE_URL": f"sqlite+aiosqlite:///{database}",
        "MUSTER_OPERATORS": cast.OPERATORS,
        "MUSTER_APPROVERS": cast.APPROVERS,
        "MUSTER_OWNERS": cast.OWNERS,
        "MUSTER_BREAK_GLASS": f"{cast.BREAK_GLASS_1},{cast.BREAK_GLASS_2}",
        "MUSTER_HOST": "127.0.0.1",
        "MUSTER_PORT": str(port),
    }
