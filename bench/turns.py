"""(a) Turns: how many a second, and how much processor time each takes, beside a bare echo of the SDK."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import cycle
from statistics import median

from bench import procfs
from bench.channel import Speaker
from bench.child import Child
from bench.exactly import planned, users_for
from bench.microsoft import Microsoft, microsoft
from bench.scenery import Bot, Scenery, Tenant
from demo.seed import cast

ROWS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much is measured: ``people`` at once, ``turns`` in each of ``rounds``."""

    turns: int = 600
    rounds: int = 5
    people: int = 8
    chats: int = 40


@dataclass(frozen=True, slots=True)
class Pace:
    """Turns a second, and milliseconds of processor time for each."""

    rate: float
    cpu: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Turns:
    """What both did, round by round. ``answers``: messages posted in all rounds together; ``tokens``: by Microsoft."""

    muster: tuple[Pace, ...]
    echo: tuple[Pace, ...]
    answers: int
    turns: int
    tokens: int

    @property
    def ratio(self) -> float:
        """Our rate over the echo's, by their medians."""
        return middle(self.muster).rate / middle(self.echo).rate


def middle(paces: Sequence[Pace]) -> Pace:
    """The medians."""
    return Pace(median(each.rate for each in paces), median(each.cpu for each in paces))


async def measure(place: Scenery, size: Size) -> Turns:
    """Both bots stand ready; rounds alternate, each after some turns that do not count."""
    people = [Speaker(cast.generated(number), f"Operator {number}") for number in range(size.chats)]
    async with place.tenant(users=users_for(ROWS)) as tenant, microsoft(place.channel, place.folder) as names:
        for each in people:
            await tenant.change("state", {"join": {"group": cast.OPERATORS, "person": each.object_id}})
        async with place.bot(tenant, module="bench.unpaced") as muster, _echo(place, tenant, names) as echo:
            number = await planned(place, tenant, muster, changes=ROWS)
            said = f"request show {number}"
            return await _rounds(place, size, said, bots=(muster, echo), people=people, names=names)


async def _rounds(
    place: Scenery, size: Size, said: str, *, bots: tuple[Bot, Bot], people: Sequence[Speaker], names: Microsoft
) -> Turns:
    found: tuple[list[Pace], list[Pace]] = ([], [])
    for bot in bots:
        await load(place, bot, people, said, turns=len(people), at_once=size.people)
    before, tokens = place.channel.posts, names.tokens[0]
    for _ in range(size.rounds):
        for bot, paces in zip(bots, found, strict=True):
            paces.append(await load(place, bot, people, said, turns=size.turns, at_once=size.people))
    return Turns(
        muster=tuple(found[0]),
        echo=tuple(found[1]),
        answers=place.channel.posts - before,
        turns=2 * size.rounds * size.turns,
        tokens=names.tokens[0] - tokens,
    )


async def load(place: Scenery, bot: Bot, people: Sequence[Speaker], said: str, *, turns: int, at_once: int) -> Pace:
    """So many turns, so many under way at any time; raises RuntimeError where one goes wrong."""
    chats, left = cycle(people), iter(range(turns))
    cpu, start = procfs.cpu_seconds(bot.child.pid), place.clock.elapsed()

    async def person() -> None:
        for _ in left:
            status = await place.channel.deliver(bot.url, next(chats), said)
            if status not in (200, 201, 202):
                raise RuntimeError(f"a turn was answered {status}:\n{bot.child.log_end()}")

    await asyncio.gather(*(person() for _ in range(at_once)))
    seconds = place.clock.elapsed() - start
    return Pace(turns / seconds, 1000 * (procfs.cpu_seconds(bot.child.pid) - cpu) / turns)


@asynccontextmanager
async def _echo(place: Scenery, tenant: Tenant, names: Microsoft) -> AsyncIterator[Bot]:
    """The sample with its documented settings."""
    env = names.env | {
        "MICROSOFTAPPID": cast.BOT_APP_ID,
        "MICROSOFTAPPPASSWORD": cast.BOT_SECRET,
        "MICROSOFTAPPTYPE": "SingleTenant",
        "MICROSOFTAPPTENANTID": tenant.facts["tenant_id"],
    }
    child = await Child.start("bench.echo", log=place.folder / "echo.log", env=env)
    try:
        yield Bot(child, (await child.first_line()).strip(), place.folder)
    finally:
        await child.stop()
