"""Promising that what a request did is reversed by itself, once per request, at the earliest moment that was said."""

from dataclasses import replace
from datetime import datetime, timedelta

from engine.due import Due, DueKind
from engine.ports import Unit
from engine.request import Request
from engine.reversing import can_reverse

ENDS = "undo:"  # how the ids of these promises begin
ENDS_SOON = "ends-soon:"  # and those of telling beforehand
BEFORE = timedelta(days=3)  # or a quarter of the time, where that is less;
LEAST = timedelta(hours=8)  # what lasts less long is not told of again


def end_key(number: int) -> str:
    """The id of the promise to reverse a request."""
    return f"{ENDS}{number}"


async def promise_end(unit: Unit, request: Request, at: datetime) -> None:
    """In the transaction that settles a row. A promise that was made for later comes sooner."""
    key = end_key(request.number)
    promised = Due(
        tenant_id=request.tenant_id, id=key, due=at, kind=DueKind.UNDO, to=request.asker, request=request.number,
        since=at,
    )  # fmt: skip
    known = await unit.due(request.tenant_id, key)
    if known is None:
        await unit.add_due(promised)
    elif known.since is not None and known.since > at:
        await unit.save_due(replace(known, due=min(known.due, at), since=at))
    else:
        return
    await _foretell(unit, request, at)


async def _foretell(unit: Unit, request: Request, at: datetime) -> None:
    """Its asker and its people are reminded before the end."""
    lasts = at - (request.moved_at or request.asked_at)
    if lasts >= LEAST:
        soon = Due(
            tenant_id=request.tenant_id, id=f"{ENDS_SOON}{request.number}", due=at - min(BEFORE, lasts / 4),
            kind=DueKind.ENDS_SOON, request=request.number, since=at,
        )  # fmt: skip
        await unit.save_due(soon)


async def drop_end(unit: Unit, tenant_id: str, number: int) -> None:
    """In the transaction that ends a reversal: where nothing is left to reverse, the promise is kept."""
    key = end_key(number)
    original = await unit.request(tenant_id, number) if await unit.due(tenant_id, key) else None
    if original is not None and not await can_reverse(unit, original):
        await unit.settle_due(tenant_id, key)
