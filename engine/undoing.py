"""Undo: a new request whose plan is the reversed rows of a finished one. It needs the same care as any change."""

from actions.spec import Refusal
from engine.asking import Asking
from engine.kit import Kit
from engine.late import need
from engine.lifecycle import ENDED
from engine.people import Standings
from engine.planning import Planning
from engine.request import Person, Place, Request, RowState, State
from engine.reversing import can_reverse

RAN = frozenset({State.DONE, State.PARTLY_DONE, State.FAILED})
STILL_OPEN = frozenset(State) - ENDED
MANY = 1_000  # open requests that are looked through


class Undoing:
    """Makes undo requests."""

    def __init__(self, kit: Kit, standings: Standings, asking: Asking, planning: Planning) -> None:
        self._kit = kit
        self._standings = standings
        self._asking = asking
        self._planning = planning

    async def undo(self, number: int, who: Person, place: Place, *, activity_id: str, correlation: str) -> Request:
        """The new request, planned. Raises Refusal where there is nothing to undo, or it is being undone."""
        await self._standings.need_operator(who)
        known = await self._kit.store.request_of(self._kit.tenant_id, activity_id)
        if known is None:
            original = await self._undoable(number)
            known = await self._asking.reverse(who, original, place, activity_id=activity_id, correlation=correlation)
        return await self._planning.plan(known.number)

    async def _undoable(self, number: int) -> Request:
        original = await need(self._kit.store, self._kit.tenant_id, number)
        if original.state not in RAN:
            raise Refusal("not-now", number=str(number), state=original.state.value)
        self._kit.need_reversible(original)
        if (other := await self._open_undo(number)) is not None:
            raise Refusal("undo-open", by=str(other.number), number=str(number))
        if await can_reverse(self._kit.store, original):
            return original
        raise await self._nothing_left(original)

    async def _open_undo(self, number: int) -> Request | None:
        waiting = await self._kit.store.requests(self._kit.tenant_id, states=STILL_OPEN, limit=MANY)
        return next((each for each in waiting if each.undo_of == number and each.only is None), None)

    async def _nothing_left(self, original: Request) -> Refusal:
        done = await self._kit.store.rows(original.tenant_id, original.number, states=(RowState.DONE,), limit=1)
        if done and done[0].undone_by is not None:
            return Refusal("undone-already", by=str(done[0].undone_by), number=str(original.number))
        return Refusal("nothing-to-undo", number=str(original.number))
