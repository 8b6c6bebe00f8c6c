"""``python -m bench.awake --people N``: a make-believe tenant in which so many people work now, whenever that is.

Each of them works every day and all day in a zone where it is about noon, in a country without holidays, and has no
sign-in method. The first line on stdout says where it listens, as ``python -m demo tenant`` does. It serves until it
is told to stop.
"""

import argparse
import asyncio
import json
from collections.abc import Sequence
from datetime import datetime, time

from demo import server, tenant
from demo.clock import WallClock
from demo.directory import Lagging
from demo.mailbox import WEEKDAYS, Mailbox
from demo.seed import cast, methods
from demo.seed.people import is_ordinary
from demo.world import World

NOON = 12


def ids(people: int) -> Sequence[str]:
    """Who they are."""
    ordinary = [number for number in range(people * 10 // 9 + 10) if is_ordinary(number)]
    return [cast.generated(number) for number in ordinary[:people]]


def world(people: int) -> World:
    """The tenant."""
    made = World(users=people * 10 // 9 + 100, clock=WallClock())
    for each in ids(people):
        person = made.person(each)
        person.location, person.mailbox = None, _noon(made.now())
        person.methods = Lagging((methods.password(person.created),))
    return made


def _noon(now: datetime) -> Mailbox:
    """The names of these zones have the sign the other way round."""
    behind = now.hour - NOON
    return Mailbox(zone=f"Etc/GMT{behind:+d}" if behind else "UTC", days=WEEKDAYS, starts=time(0), ends=time(23, 59))


async def _serve(people: int) -> None:
    running = await server.start(world(people))
    print(json.dumps(tenant.facts(running)), flush=True)
    try:
        await asyncio.Event().wait()
    finally:
        await running.close()


def main() -> None:
    """Serve."""
    parser = argparse.ArgumentParser(prog="python -m bench.awake", description=__doc__)
    parser.add_argument("--people", type=int, required=True)
    asyncio.run(_serve(parser.parse_args().people))


if __name__ == "__main__":
    main()
