"""``python -m bench.campaign_child --at MOMENT``: the real bot on a clock that another process moves.

On stdout it says ``ready URL``, and then before every move of its clock ``at MOMENT`` (nothing is under way, and a
record is due then) or ``sleep MOMENT`` (something under way waits for the clock). It goes on when stdin answers ``go``;
``stay``: look again, without moving. It never ends by itself.
"""

import argparse
import asyncio
import sys
from collections.abc import Awaitable
from datetime import UTC, datetime, timedelta

from bot.alarm import EVERY
from bot.app import Muster, Part, build
from bot.settings import load
from demo import quiet
from demo.clock import SteppedClock

POLL = 0.003  # real seconds between two looks whether everybody waits for the clock
LOOK_AGAIN = 10  # turns of the loop: what a finished future set off runs a turn later
ROUNDS = 20  # looks in a row, after which what is still due waits for the clock: for Teams' silence, say
MOST_WAITS = 1000  # of those in a row, after which something is surely due for ever
LOOK = timedelta(seconds=EVERY)
HOP = timedelta(hours=1)
MIDNIGHT = datetime(2027, 1, 1, tzinfo=UTC)


class Stepped:
    """The bot, and the words that are exchanged about its clock."""

    def __init__(self, at: datetime) -> None:
        """It looks every ten seconds, as the bot's alarm does, but for those looks at which nothing is due."""
        self._clock = SteppedClock(at)
        self._muster: Muster = build(load(), self._clock, part=Part.WEB)
        self._answers = asyncio.StreamReader()
        self._waits = 0

    async def live(self) -> None:
        """For ever."""
        protocol = asyncio.StreamReaderProtocol(self._answers)
        await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, sys.stdin)
        await self._through(self._muster.start())
        _say(f"ready {self._muster.base_url}")
        while True:
            await self._settled()
            await self._next()

    async def _settled(self) -> None:
        """Until nothing is under way, and nothing is due or what is due waits for something else."""
        for _ in range(ROUNDS):
            await self._through(self._muster.idle())
            due = await self._muster.next_due()
            if due is None or due > self._clock.now():
                self._waits = 0
                return
            await self._through(self._muster.tick())
        self._waits += 1
        if self._waits > MOST_WAITS:
            raise RuntimeError(f"something stays due at {self._clock.now()}")

    async def _next(self) -> None:
        now = self._clock.now()
        due = await self._muster.next_due() or now + HOP
        target = _look_at(now + LOOK if self._waits else max(due, now))
        if await self._may("at", target):
            await self._clock.advance_to(target)

    async def _through(self, action: Awaitable[None]) -> None:
        """Until it is done; whenever all wait for the clock, it moves to the next of them."""
        task = asyncio.ensure_future(action)
        while not task.done():
            await asyncio.wait({task}, timeout=POLL)
            if not task.done() and quiet.everybody_waits_for_the_clock(in_flight=0):
                await self._wake()
        await task

    async def _wake(self) -> None:
        for _ in range(LOOK_AGAIN):
            await self._clock.sleep(0)
        due = self._clock.next_due()
        waits = quiet.everybody_waits_for_the_clock(in_flight=0)  # what the parent answers is asked for here
        if due is not None and waits and await self._may("sleep", due):
            await self._clock.advance_to(due)

    async def _may(self, what: str, target: datetime) -> bool:
        """Ask the parent, whose clock goes first."""
        _say(f"{what} {target.astimezone(UTC).isoformat()}")
        answer = (await self._answers.readline()).decode().strip()
        if not answer:
            raise SystemExit("the parent is gone")
        return answer == "go"


def _look_at(due: datetime) -> datetime:
    """The first look from then on."""
    return MIDNIGHT - (due - MIDNIGHT) // -LOOK * LOOK  # rounded up


def _say(line: str) -> None:
    print(line, flush=True)


def main() -> None:
    """Until it is killed."""
    parser = argparse.ArgumentParser(prog="python -m bench.campaign_child", description=__doc__)
    parser.add_argument("--at", type=datetime.fromisoformat, required=True, help="where its clock begins, in UTC")
    asyncio.run(_live(parser.parse_args().at))


async def _live(at: datetime) -> None:
    await Stepped(at).live()


if __name__ == "__main__":
    main()
