"""(c) A run of 3,600 changes: wall time over the floor that the budgets set."""

from collections.abc import Sequence
from dataclasses import dataclass

from bench import floor
from bench.channel import Speaker, Wanted
from bench.exactly import planned, users_for
from bench.floor import Asked, Forced
from bench.scenery import ANA, BEA, CARL, OLGA, Bot, Scenery, Tenant

APPROVERS: Sequence[Speaker] = (BEA, CARL)
SECOND_FROM = 500  # rows above which a second approver is needed
NOTHING = Forced("nothing", 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """One run, from the last approval to the card that says how it ended.

    ``verified``: the card says that all of them were read back; ``written``: those that took place; ``refused``:
    answers 429; ``writes`` and ``reads``: what the budgets force upon each.
    """

    changes: int
    limits: str
    verified: bool
    written: int
    seconds: float
    requests: int
    refused: int
    writes: Forced
    reads: Forced

    @property
    def floor(self) -> float:
        """Seconds that the writes need, and on top those that the reads need."""
        return self.writes.seconds + self.reads.seconds

    @property
    def ratio(self) -> float | None:
        """Wall time over the floor; None where the budgets force nothing."""
        return self.seconds / self.floor if self.floor else None


async def measure(place: Scenery, *, changes: int, limits: str = "documented") -> Changed:
    """Plan and submit so many changes, then approve and run them under these limits, buckets full."""
    users = users_for(changes)
    async with place.tenant(users=users) as tenant, place.bot(tenant) as bot:
        needed = APPROVERS[: 1 + (changes > SECOND_FROM)]
        number = await _submitted(place, tenant, bot, changes=changes, approvers=needed)
        for each in needed[:-1]:
            await place.channel.say(bot.url, each, f"approve {number}", until=f"1 of {len(needed)}")
        await tenant.change("limits", {"mode": limits})
        await tenant.forget()
        ended = place.channel.expect(lambda post: post.chat == ANA.chat and '"undo"' in post.body)
        start = place.clock.elapsed()
        await place.channel.deliver(bot.url, needed[-1], f"approve {number}")
        card = await ended
        asked = tuple(floor.read(await tenant.requests()))
        return Changed(
            changes=changes,
            limits=limits,
            verified=f"Done and read back: {changes:,} people changed" in card.body,
            written=sum(each.method == "PATCH" and each.status == 204 for each in asked),
            seconds=card.at - start,
            requests=len(asked),
            refused=sum(each.status == 429 for each in asked),
            writes=_longest(asked, users=users, strict=limits == "strict", writes=True),
            reads=_longest(asked, users=users, strict=limits == "strict", writes=False),
        )


def _longest(asked: Sequence[Asked], *, users: int, strict: bool, writes: bool) -> Forced:
    """What the writes, or the reads, are forced to take; what was refused was not needed."""
    some = (each for each in asked if (each.method != "GET") is writes and each.status != 429)
    return next(iter(floor.forced(some, users=users, strict=strict)), NOTHING)


async def _submitted(place: Scenery, tenant: Tenant, bot: Bot, *, changes: int, approvers: Sequence[Speaker]) -> int:
    channel = place.channel
    await channel.say(bot.url, OLGA, "writes on mfa", until="mfa")
    number = await planned(place, tenant, bot, changes=changes)
    cards = [channel.expect(_asks(each)) for each in approvers]
    await channel.say(bot.url, ANA, f'submit {number} reason:"measured"', until="Waiting")
    for each in cards:
        await each
    return number


def _asks(approver: Speaker) -> Wanted:
    return lambda post: post.chat == approver.chat and '"approve"' in post.body
