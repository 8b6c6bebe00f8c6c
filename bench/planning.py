"""(b) Planning ``mfa enable everyone``: wall time over the floor of its own requests, and memory."""

from bench.scenery import ANA, Scenery
from bench.taken import SETTLED, Stage, Taken, stage

PLAN = '"submit"'  # the plan's card has this button


async def measure(place: Scenery, *, users: int, settled: float = SETTLED, limits: str = "documented") -> Taken:
    """Plan for so many accounts under these limits, on a new tenant, bot and database."""
    async with stage(place, users=users, settled=settled, limits=limits) as ready:
        return await ready.taken(lambda: _planned(ready))


async def _planned(ready: Stage) -> float:
    return (await ready.place.channel.say(ready.bot.url, ANA, "mfa enable everyone", until=PLAN)).at
