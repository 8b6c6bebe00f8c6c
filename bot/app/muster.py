"""One running Muster: started, stopped with grace or dropped without, waited for until nothing is under way."""

import asyncio
import logging
from contextlib import AsyncExitStack
from datetime import datetime
from enum import Flag, auto

from aiohttp import web

from bot.app.catalogue import catalogue
from bot.app.inside import Inside, assemble
from bot.log import correlation
from bot.settings import Settings
from dialogs import Catalogue
from tenant.ports import Clock

_log = logging.getLogger(__name__)

GRACE = 20.0  # seconds that a shutdown waits for what is under way; what is left is found again by its record
LAST_BYTES = 0.05  # seconds for an answer that is being written when the sockets close


class Part(Flag):
    """What this process does: answer Teams, or run changes and reminders."""

    WEB = auto()
    WORKER = auto()
    BOTH = WEB | WORKER


class Muster:
    """The product. `build` makes it, `start` opens everything."""

    def __init__(self, settings: Settings, clock: Clock, *, part: Part, known: Catalogue | None) -> None:
        """Costs nothing."""
        self._settings, self._clock, self._part, self._known = settings, clock, part, known
        self._inside: Inside | None = None
        self._runner: web.AppRunner | None = None
        self.base_url = ""

    async def start(self) -> None:
        """Open the database, the connections and the port. Raises `store.CannotOpen` or OSError in one sentence."""
        self._inside = await assemble(self._settings, self._clock, self._known or catalogue())
        async with AsyncExitStack() as unwind:
            unwind.push_async_callback(self.drop)
            await self._begin(self._inside)
            unwind.pop_all()

    async def _begin(self, inside: Inside) -> None:
        if Part.WEB in self._part:
            self.base_url = await self._listen(inside)
            await inside.take_over()
            inside.tracker.spawn(inside.keys.refresh())
        if Part.WORKER in self._part:
            await inside.start_work()
        await inside.engine.begin()

    async def _listen(self, inside: Inside) -> str:
        self._runner = web.AppRunner(inside.web, access_log=None, shutdown_timeout=LAST_BYTES)
        await self._runner.setup()
        await web.TCPSite(self._runner, self._settings.host, self._settings.port).start()
        host, port = self._runner.addresses[0][:2]
        return f"http://{f'[{host}]' if ':' in host else host}:{port}"

    async def stop(self) -> None:
        """Take nothing new, finish what is under way, close everything."""
        if self._inside is None:
            return
        await self._inside.stop_work()
        if self._runner is not None:
            await asyncio.gather(*(site.stop() for site in self._runner.sites))
        try:
            async with asyncio.timeout(GRACE):
                await self.idle()
        except TimeoutError:
            _log.warning("stopped while something was under way; its record brings it back")
        await self.drop()

    async def drop(self) -> None:
        """Fall over: nothing is finished, nobody is told, the sockets and the database are closed."""
        inside, self._inside = self._inside, None
        if inside is None:
            return
        await inside.stop_work()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
        await inside.tracker.cancel()
        await inside.close()

    async def idle(self) -> None:
        """Return when no turn, job or send is under way."""
        await self._opened.tracker.idle()

    async def tick(self) -> None:
        """One look of the alarm clock: everything that is due is acted on, and waited for."""
        correlation.set("")
        await self._opened.look()
        await self.idle()

    async def next_due(self) -> datetime | None:
        """When the next record wants attention; None where none does."""
        return await self._opened.store.next_due()

    @property
    def _opened(self) -> Inside:
        if self._inside is None:
            raise RuntimeError("Muster has not been started")
        return self._inside


def build(settings: Settings, clock: Clock, *, part: Part = Part.BOTH, known: Catalogue | None = None) -> Muster:
    """A Muster with these settings, on this clock; nothing is opened before `Muster.start`.

    ``known``: what can be said to it; None for everything that this repository declares.
    """
    return Muster(settings, clock, part=part, known=known)
