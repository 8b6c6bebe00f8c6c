"""Asking for a change: the record comes first, so a repeated turn finds it and a crash loses nothing."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from actions.args import canonical, pin
from actions.spec import Action, Direction
from engine.campaign import Campaign
from engine.journal import record
from engine.kit import RESTING, Kit
from engine.ports import LostRace, Unit
from engine.request import Person, Place, Request, Rule
from engine.watch import Watch

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
        return await self._add(self._new(asker, action, place, activity_id=activity_id, correlation=correlation))

    def _new(self, asker: Person, action: Action, place: Place, *, activity_id: str, correlation: str) -> Request:
        now = self._kit.now()
        kind = type(action)
        return Request(
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

    async def reverse(
        self, asker: Person, original: Request, place: Place, *, activity_id: str, correlation: str
    ) -> Request:
        """A new request that reverses another one. Undoing a strengthening is a weakening."""
        turned = self._turned(asker, original)
        return await self._add(replace(turned, place=place, activity_id=activity_id, correlation=correlation))

    async def take_back(
        self, asker: Person, original: Request, n: int, *, rule: Rule | None, turn: str, also: Also
    ) -> Request:
        """A new request that reverses one row, which its person called not theirs; by their own word where ``rule``
        says so. Whoever asked for the row sees the card.
        """
        said = f"not mine: row {n} of request {original.number}"
        turned = replace(self._turned(asker, original), said=said, only=n, rule=rule)
        return await self._add(replace(turned, activity_id=turn, correlation=turn), also)

    async def end(self, original: Request, *, turn: str, also: Also) -> Request:
        """A new request that reverses another one because its end has come. Whoever asked for it sees the card."""
        turned = self._turned(original.asker, original)
        new = replace(turned, rule=Rule.END, activity_id=turn, correlation=turn)
        return await self._add(new, also, by_itself=True)

    def drafted(self, watch: Watch, turn: str) -> Request:
        """What a watch asks for at one of its moments, not stored yet."""
        kind, now = self._kit.declarations.action(watch.action), self._kit.now()
        return Request(
            tenant_id=watch.tenant_id,
            number=0,
            action=watch.action,
            arguments=watch.arguments,
            said=watch.said,
            asker=watch.by,
            place=watch.place,
            activity_id=turn,
            correlation=turn,
            direction=kind.direction,
            risk=kind.risk,
            asked_at=now,
            expires_at=now + self._kit.house.expires_after,
            watch=watch.number,
        )

    async def of_watch(self, drafted: Request, also: Also) -> Request:
        """Store what was drafted; the earlier one where it is there already."""
        return await self._add(drafted, also, by_itself=True)

    def drafted_for_campaign(self, campaign: Campaign, action: Action, turn: str) -> Request:
        """What a campaign asks for at one of its moments, not stored yet."""
        return self._new(campaign.by, action, campaign.place, activity_id=turn, correlation=turn)

    async def of_campaign(self, drafted: Request, also: Also) -> Request:
        """Store what was drafted; the earlier one where it is there already."""
        return await self._add(drafted, also, by_itself=True)

    async def at_their_word(self, asker: Person, action: Action, place: Place, *, turn: str, also: Also) -> Request:
        """A new request that somebody's own word approves, for it is about them alone."""
        new = self._new(asker, action, place, activity_id=turn, correlation=turn)
        return await self._add(replace(new, rule=Rule.OWN_WORD), also)

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

    async def _add(self, request: Request, also: Also | None = None, *, by_itself: bool = False) -> Request:
        """Whoever asks goes on to plan, so the record rests for a while before anybody else does. ``also`` belongs to
        the same transaction. ``by_itself``: nobody said a word.
        """
        resting = replace(request, lease=self._kit.lease(RESTING))
        by = None if by_itself else request.asker
        try:
            async with self._kit.store.change() as unit:
                added = await unit.add_request(resting)
                await record(
                    unit, "asked", tenant_id=added.tenant_id, at=added.asked_at, by=by, request=added.number,
                    facts={"action": added.action},
                )  # fmt: skip
                if also is not None:
                    await also(unit, added)
        except LostRace:
            earlier = await self._kit.store.request_of(request.tenant_id, request.activity_id)
            assert earlier is not None
            return earlier
        return added
