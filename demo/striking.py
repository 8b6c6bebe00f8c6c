"""Faults where Graph's own door does not stand: at the Connector, and at the pages with the channel's keys."""

from aiohttp import web

from demo.faults import Fault
from demo.graph.door import Hanging
from demo.wire import Dropped
from demo.world import World


async def suffer(world: World, request: web.Request) -> tuple[Fault, ...]:
    """Carry out what a fault orders before a request is answered; the faults that struck are returned.

    Raises `Hanging` and `Dropped`; a status, or an answer that shall be lost, is for the caller to give.
    """
    struck = world.faults.strike(request.method, request.path_qs)
    for fault in struck:
        if fault.effect == "slow":
            await world.clock.sleep(fault.ms / 1000)
        elif fault.effect == "hang":
            raise Hanging
        elif fault.effect == "drop":
            raise Dropped
    return struck


def refused(faults: tuple[Fault, ...]) -> Fault | None:
    """The fault among these that answers with a status, if any."""
    return next((fault for fault in faults if fault.effect == "status"), None)
