"""What one long answer took: wall time over the floor of its own requests, processor time, and memory over idle."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bench import bare, floor, procfs
from bench.floor import Forced
from bench.scenery import Bot, Scenery, Tenant

SETTLED = 5.0  # seconds after it is ready in which a bot comes to rest


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One answer. ``bare``: seconds that its requests take when a plain client sends them to a tenant without limits.

    ``idle`` and ``peak`` are MB; ``refused``: answers 429.
    """

    users: int
    limits: str
    seconds: float
    requests: int
    refused: int
    forced: tuple[Forced, ...]
    bare: float
    idle: float
    peak: float
    cpu: float

    @property
    def floor(self) -> Forced:
        """The longest of what the budgets force and what the requests take by themselves."""
        return max((*self.forced, Forced("sent bare", self.bare)), key=lambda each: each.seconds)

    @property
    def floor_name(self) -> str:
        """What that is, for the table."""
        return self.floor.budget if self.floor in self.forced else "its requests sent bare"

    @property
    def ratio(self) -> float:
        """Wall time over the floor."""
        return self.seconds / self.floor.seconds

    @property
    def grown(self) -> float:
        """MB over idle."""
        return self.peak - self.idle


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A tenant of so many ``users`` under these ``limits``, and a bot on it. ``idle``: MB that it holds at rest."""

    place: Scenery
    tenant: Tenant
    bot: Bot
    users: int
    limits: str
    idle: float

    async def taken(self, act: Callable[[], Awaitable[float]]) -> Taken:
        """Act, and tell what it took; ``act`` answers when, on the place's clock, its answer was there.

        Leaves the tenant without limits, and with its own again.
        """
        pid, clock = self.bot.child.pid, self.place.clock
        await self.tenant.forget()
        cpu, start = procfs.cpu_seconds(pid), clock.elapsed()
        procfs.forget_peak(pid)
        seconds = await act() - start
        peak, cpu = procfs.peak(pid), procfs.cpu_seconds(pid) - cpu
        found = tuple(floor.read(await self.tenant.requests()))
        asked = [each for each in found if each.status != 429]  # what was refused was not needed
        spent = await bare.seconds(self.place, self.tenant, asked)
        await self.tenant.change("limits", {"mode": self.limits})
        return Taken(
            users=self.users,
            limits=self.limits,
            seconds=seconds,
            requests=len(found),
            refused=len(found) - len(asked),
            forced=floor.forced(asked, users=self.users, strict=self.limits == "strict"),
            bare=spent,
            idle=self.idle,
            peak=peak,
            cpu=cpu,
        )


@asynccontextmanager
async def stage(
    place: Scenery, *, users: int, settled: float = SETTLED, limits: str = "documented", scenario: str = "no-p1"
) -> AsyncIterator[Stage]:
    """A new tenant, a new bot on it with a new database, and some rest before its memory counts."""
    async with place.tenant(users=users, limits=limits, scenario=scenario) as tenant, place.bot(tenant) as bot:
        await place.clock.sleep(settled)
        idle = procfs.resident(bot.child.pid)
        yield Stage(place=place, tenant=tenant, bot=bot, users=users, limits=limits, idle=idle)
