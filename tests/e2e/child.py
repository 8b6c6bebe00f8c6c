"""`python -m bot` as a child process, with the make-believe Microsoft in ours."""

import asyncio
import os
import socket
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from demo.clock import WallClock
from demo.connector.chats import Chats
from demo.connector.people import find
from demo.connector.routes import CHATS
from demo.connector.teams import Teams
from demo.driver import settings_for
from demo.screen import draw, plain
from demo.server import Running, start
from demo.world import World

PATIENCE = 60.0  # seconds for anything that is waited for


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(slots=True)
class Child:
    """One bot process at a time, always on the same port and database."""

    running: Running
    chats: Chats
    teams: Teams
    folder: Path
    clock: WallClock
    port: int = field(default_factory=free_port)
    starts: int = 0
    process: Process | None = None

    @property
    def database_url(self) -> str:
        """The one database of all its lives."""
        return f"sqlite+aiosqlite:///{self.folder / 'muster.db'}"

    async def start(self) -> None:
        """Start it and wait until it is ready."""
        settings = settings_for(self.running, self.database_url, port=self.port)
        clean = {name: value for name, value in os.environ.items() if not name.startswith("MUSTER_")}
        with (self.folder / f"bot-{self.starts}.log").open("wb") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", env={**clean, **settings}, stdout=log, stderr=log
            )
        self.starts += 1
        self.teams.bot_url = f"http://127.0.0.1:{self.port}"
        await self.until(self._ready)

    async def kill(self) -> None:
        """SIGKILL: no goodbye of any kind."""
        assert self.process is not None
        self.process.kill()
        await self.process.wait()

    async def say(self, person: str, text: str) -> None:
        """Somebody types a line in their personal chat."""
        who = find(self.running.world, person)
        delivery = await self.teams.say(who, self.chats.personal(who), text)
        assert delivery.status in (200, 201, 202), delivery

    async def until_shown(self, person: str, text: str) -> None:
        """Wait until this text stands somewhere in the person's chat."""
        await self.until(lambda: self.shows(person, text))

    async def until(self, holds: "Callable[[], object]") -> None:
        """Wait until it holds (a plain or an async predicate)."""
        deadline = self.clock.elapsed() + PATIENCE
        while self.clock.elapsed() < deadline:
            held = holds()
            if await held if asyncio.iscoroutine(held) else held:
                return
            await self.clock.sleep(0.05)
        raise AssertionError(f"waited {PATIENCE:.0f} seconds in vain; the bot's log:\n{self._last_log()}")

    def shows(self, person: str, text: str) -> bool:
        """Does, or did, this text stand in the person's chat?"""
        chat = self.chats.personal(find(self.running.world, person))
        events = (event for event in self.chats.log if event.conversation == chat.id)
        return any(text in " ".join(" ".join(plain(draw(event))).split()) for event in events)

    async def _ready(self) -> bool:
        try:
            async with aiohttp.ClientSession() as http, http.get(f"{self.teams.bot_url}/readyz") as answer:
                return answer.status == 200
        except aiohttp.ClientError:
            return False

    def _last_log(self) -> str:
        return (self.folder / f"bot-{self.starts - 1}.log").read_text()[-3000:]


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Child]:
    """The make-believe Microsoft on the wall clock, and a child that is stopped at the end."""
    clock = WallClock()
    running = await start(World(users=300, clock=clock))
    chats = running.runner.app[CHATS]
    teams = Teams(chats, running.connector, clock=clock)
    child = Child(running, chats, teams, folder, clock)
    try:
        yield child
    finally:
        if child.process is not None and child.process.returncode is None:
            await child.kill()
        await teams.close()
        await running.close()
