"""Working under a lease: taken once, renewed while the worker lives, and simply ending when it dies."""

from asyncio import CancelledError, Lock, create_task
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

from engine.kit import RESTING, Kit
from engine.ports import Unit
from engine.request import Lease


class LeaseLost(Exception):
    """Somebody else works on this record now, so this worker stops without a word."""


async def take(kit: Kit, number: int) -> str | None:
    """Take the request's lease under a new name; None while somebody else works on it."""
    owner = kit.worker()
    async with kit.store.change() as unit:
        await unit.release_request(kit.tenant_id, number, RESTING)
        taken = await unit.lease_request(kit.tenant_id, number, kit.lease(owner), kit.now())
    return owner if taken else None


@asynccontextmanager
async def kept(kit: Kit, number: int, owner: str) -> AsyncIterator[None]:
    """Renew the lease while the block runs. Gives it back at the end; after an exception it is left to end by itself,
    so that what broke is not tried again at once.
    """
    renewing = Lock()
    beat = create_task(_beat(kit, number, owner, renewing))
    try:
        yield
    finally:
        async with renewing:  # never in the middle of a transaction
            beat.cancel()
        with suppress(CancelledError):
            await beat
    await give_back(kit, number, owner)  # last, or a late beat would take it again


async def _beat(kit: Kit, number: int, owner: str, renewing: Lock) -> None:
    held = True
    while held:
        await kit.clock.sleep(kit.house.lease.total_seconds() / 3)
        async with renewing, kit.store.change() as unit:
            held = await unit.lease_request(kit.tenant_id, number, kit.lease(owner), kit.now())


async def keep(kit: Kit, unit: Unit, number: int, owner: str) -> None:
    """Renew inside a unit of work. Raises LeaseLost."""
    if not await unit.lease_request(kit.tenant_id, number, kit.lease(owner), kit.now()):
        raise LeaseLost


async def give_back(kit: Kit, number: int, owner: str) -> None:
    """The work is done. Gives nothing back that is somebody else's, or that was put to rest."""
    async with kit.store.change() as unit:
        await unit.release_request(kit.tenant_id, number, owner)


async def rest(kit: Kit, number: int, owner: str, *, wait: timedelta) -> None:
    """Let go of the request, to be looked at again after ``wait``, or sooner by whoever is woken for it."""
    now = kit.now()
    async with kit.store.change() as unit:
        if await unit.lease_request(kit.tenant_id, number, kit.lease(owner), now):
            await unit.release_request(kit.tenant_id, number, owner)
            await unit.lease_request(kit.tenant_id, number, Lease(RESTING, now + wait), now)
