"""(d) Start: from exec to the first answer, with an empty database."""

from dataclasses import dataclass
from statistics import median

from bench.child import Child, free_port
from bench.scenery import ANA, Scenery, Tenant, settings

SAID, ANSWER = "help", '"AdaptiveCard"'
TRY_EVERY = 0.01  # seconds between two deliveries to a bot that does not listen yet
PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Starts:
    """Seconds from exec to the POST of the first answer, start by start."""

    seconds: tuple[float, ...]

    @property
    def middle(self) -> float:
        """The median."""
        return median(self.seconds)


async def measure(place: Scenery, *, times: int = 5) -> Starts:
    """Start so many bots, one after the other, each on a database that is not there yet."""
    async with place.tenant(users=60) as tenant:
        return Starts(tuple([await _once(place, tenant, number) for number in range(times)]))


async def _once(place: Scenery, tenant: Tenant, number: int) -> float:
    port = free_port()
    env = settings(tenant.facts, place.channel, place.folder / f"start-{number}.db", port=port)
    answered = place.channel.expect(lambda post: post.chat == ANA.chat and ANSWER in post.body)
    start = place.clock.elapsed()
    child = await Child.start("bot", log=place.folder / "bot.log", env=env)
    try:
        await _greeted(place, f"http://127.0.0.1:{port}", child)
        return (await answered).at - start
    finally:
        await child.stop()


async def _greeted(place: Scenery, url: str, child: Child) -> None:
    """Teams delivers again what was not taken: as soon as somebody listens, the line is in."""
    deadline = place.clock.elapsed() + PATIENCE
    while place.clock.elapsed() < deadline:
        if await place.channel.deliver(url, ANA, SAID) == 200:
            return
        await place.clock.sleep(TRY_EVERY)
    raise RuntimeError(f"the bot did not answer:\n{child.log_end()}")
