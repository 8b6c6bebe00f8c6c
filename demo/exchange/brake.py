"""How busy Exchange is. Microsoft publishes no limit for ``adminapi``; in ``strict`` only a few requests run at a time.

Without it a request is answered at once. In ``strict`` each one takes a moment of the clock, and what comes while the
most are running is refused: a guess at the harshest behaviour, so that a careless client is found out here.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from demo.exchange import trouble
from demo.faults import Fault
from demo.world import World

MOST_AT_ONCE = 4
SECONDS_EACH = 0.25
RETRY_AFTER = 2


@asynccontextmanager
async def held(world: World, struck: tuple[Fault, ...]) -> AsyncIterator[None]:
    """Be one of those who are served; wait for what a fault or the mode takes. Raises Refused (429) above the most."""
    organisation, strict = world.exchange, world.limits.mode == "strict"
    if strict and organisation.busy >= MOST_AT_ONCE:
        raise trouble.service(429, code="TooManyRequests", retry_after=RETRY_AFTER)
    organisation.busy += 1
    try:
        slow = sum(fault.ms / 1000 for fault in struck if fault.effect == "slow")
        await _pause(world, slow + (SECONDS_EACH if strict else 0.0))
        yield
    finally:
        organisation.busy -= 1


async def _pause(world: World, seconds: float) -> None:
    if seconds > 0:
        world.in_flight -= 1  # it waits for the clock, so nobody need wait for it
        try:
            await world.clock.sleep(seconds)
        finally:
            world.in_flight += 1
