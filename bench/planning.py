"""(b) Planning ``mfa enable everyone``: wall time over the floor of its own requests, and memory."""

from dataclasses import dataclass

from bench import bare, floor, procfs
from bench.floor import Forced
from bench.scenery import ANA, Scenery

SETTLED = 5.0  # seconds after it is ready in which a bot comes to rest
PLAN = '"submit"'  # the plan's card has this button


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One plan. ``bare``: seconds that its requests take when a plain client sends them to a tenant without limits.

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
    def ratio(self) -> float:
        """Wall time over the floor."""
        return self.seconds / self.floor.seconds

    @property
    def grown(self) -> float:
        """MB over idle."""
        return self.peak - self.idle


async def measure(place: Scenery, *, users: int, settled: float = SETTLED, limits: str = "documented") -> Planned:
    """Plan for so many accounts under these limits, on a new tenant, bot and database."""
    async with place.tenant(users=users, limits=limits) as tenant:
        async with place.bot(tenant) as bot:
            await place.clock.sleep(settled)
            idle, cpu = procfs.resident(bot.child.pid), procfs.cpu_seconds(bot.child.pid)
            procfs.forget_peak(bot.child.pid)
            start = place.clock.elapsed()
            shown = await place.channel.say(bot.url, ANA, "mfa enable everyone", until=PLAN)
            peak, cpu = procfs.peak(bot.child.pid), procfs.cpu_seconds(bot.child.pid) - cpu
        found = tuple(floor.read(await tenant.requests()))
        asked = [each for each in found if each.status != 429]  # what was refused was not needed
        return Planned(
            users=users,
            limits=limits,
            seconds=shown.at - start,
            requests=len(found),
            refused=len(found) - len(asked),
            forced=floor.forced(asked, users=users, strict=limits == "strict"),
            bare=await bare.seconds(place, tenant, asked),
            idle=idle,
            peak=peak,
            cpu=cpu,
        )
