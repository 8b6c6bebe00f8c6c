"""Asking for a change: the record comes first, so a repeated turn finds it and a crash loses nothing."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from actions.args import canonical, pin
from actions.spec import Action, Direction
from engine.journal import record
from engine.kit import RESTING, Kit
from engine.ports import LostRace, Unit
from engine.request import Person, Place, Request

REVERSED = {
    Direction.STRENGTHEN: Direction.WEAKEN,
    Direction.WEAKEN: Direction.STRENGTHEN,
    Direction.NEUTRAL: Direction.NEUTRAL,
}
Also = Callable[[Unit, Request], Awaitable[None]]


class Asking:
    """Stores new requests."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    async def ask(self, asker: Person, action: Action, place: Place, *, activity_id: str, correlation: str) -> Request:
        """A new request for an action whose arguments are pinned; the earlier one where the turn is a repeated one."""
        now = self._kit.now()
        kind = type(action)
        return await self._add(
            Request(
                tenant_id=self._kit.tenant_id,
                number=0,
                action=kind.name,
                arguments=pin(action),
                said=canonical(action),
                asker=asker,
                place=place,
                activity_id=activity_id,
                correlation=correlation,
                direction=kind.direction,
                risk=kind.risk,
                asked_at=now,
                expires_at=now + self._kit.house.expires_after,
            )
        )

    async def reverse(
        self, asker: Person, original: Request, place: Place, *, activity_id: str, correlation: str
    ) -> Request:
        """A new request that reverses another one. Undoing a strengthening is a weakening."""
        turned = self._turned(asker, original)
        return await self._add(replace(turned, place=place, activity_id=activity_id, correlation=correlation))

    async def take_back(self, asker: Person, original: Request, n: int, *, turn: str, also: Also) -> Request:
        """A new request that reverses one row at its own person's word. Whoever asked for the row sees the card."""
        said = f"not mine: row {n} of request {original.number}"
        turned = replace(self._turned(asker, original), said=said, only=n, activity_id=turn, correlation=turn)
        return await self._add(turned, also)

    def _turned(self, asker: Person, original: Request) -> Request:
        now = self._kit.now()
        return Request(
            tenant_id=original.tenant_id,
            number=0,
            action=original.action,
            arguments=original.arguments,
            said=f"undo {original.number}",
            asker=asker,
            place=original.place,
            activity_id="",
            correlation="",
            direction=REVERSED[original.direction],
            risk=original.risk,
            asked_at=now,
            expires_at=now + self._kit.house.expires_after,
            undo_of=original.number,
        )

    async def _add(self, request: Request, also: Also | None = None) -> Request:
        """Whoever asks goes on to plan, so the record rests for a while before anybody else does. ``also`` belongs to
        the same transaction.
        """
        resting = replace(request, lease=self._kit.lease(RESTING))
        try:
            async with self._kit.store.change() as unit:
                added = await unit.add_request(resting)
                await record(
                    unit, "asked", tenant_id=added.tenant_id, at=added.asked_at, by=added.asker, request=added.number,
                    facts={"action": added.action},
                )  # fmt: skip
                if also is not None:
                    await also(unit, added)
        except LostRace:
            earlier = await self._kit.store.request_of(request.tenant_id, request.activity_id)
            assert earlier is not None
            return earlier
        return added
