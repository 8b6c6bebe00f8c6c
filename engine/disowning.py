"""Saying "Not mine": what was done to somebody is reversed, and the owners are told.

What was added goes at the person's own word. A reversal that would write a number is put before the approvers instead:
whoever sits in somebody's chat must not be able to bring a number of theirs back.
"""

from datetime import timedelta
from itertools import count

from actions.spec import Refusal
from engine.alerts import alert, owners_key
from engine.asking import Asking
from engine.believing import disowned
from engine.journal import record
from engine.kit import Kit
from engine.late import need
from engine.numbers import added, writes_number
from engine.planning import Planning
from engine.ports import Unit
from engine.request import Person, PlannedRow, Request, RowState, Rule, State

LASTS = timedelta(days=30)  # so long after it was done it can be said
IN_VAIN = frozenset({State.FAILED, State.CANCELLED, State.EXPIRED, State.STALE})


class Disowning:
    """Makes requests that reverse one row, which the person it is about calls not theirs."""

    def __init__(self, kit: Kit, asking: Asking, planning: Planning) -> None:
        self._kit = kit
        self._asking = asking
        self._planning = planning

    async def disown(self, who: Person, number: int, n: int) -> Request:
        """The request, planned and on its way; the same one however often it is said. Raises Refusal."""
        row = await self._own_row(who, number, n)
        request, turn = await self._said_before(number, n)
        if request is None:
            original = await self._reversible(row, number)
            request = await self._say(who, original, row, turn=turn)
        planned = await self._planning.plan(request.number)
        if planned.state is State.APPROVED:
            self._kit.wake(planned)
        return planned

    async def _own_row(self, who: Person, number: int, n: int) -> PlannedRow:
        found = await self._kit.store.rows(self._kit.tenant_id, number, after=n - 1, limit=1)
        if not found or found[0].n != n or found[0].subject.id != who.id:
            raise Refusal("not-yours")
        return found[0]

    async def _said_before(self, number: int, n: int) -> tuple[Request | None, str]:
        """The request that came of it, and the key under which a new one is to be found where that was in vain."""
        for attempt in count(1):
            turn = f"disown:{number}:{n}:{attempt}"
            known = await self._kit.store.request_of(self._kit.tenant_id, turn)
            if known is None or not _in_vain(known):
                return known, turn
        raise AssertionError("numbers do not end")

    async def _reversible(self, row: PlannedRow, number: int) -> Request:
        original = await need(self._kit.store, self._kit.tenant_id, number)
        if original.only is not None:  # what it did was the taking back
            raise Refusal("undone-already", by=str(number), number=str(original.undo_of))
        if row.undone_by is not None:
            raise Refusal("undone-already", by=str(row.undone_by), number=str(number))
        if row.state is not RowState.DONE:
            raise Refusal("nothing-to-undo", number=str(number))
        self._kit.need_reversible(original)
        done = original.finished_at or original.moved_at or original.asked_at
        if self._kit.now() - done > LASTS:
            raise Refusal("too-late", number=str(number), days=str(LASTS.days))
        return original

    async def _say(self, who: Person, original: Request, row: PlannedRow, *, turn: str) -> Request:
        """One transaction: the request, what is known of the number from now on, the owners' alert."""

        async def and_remember(unit: Unit, new: Request) -> None:
            value, tenant_id = row.after or "", new.tenant_id
            if digits := added(row.before, row.after):
                await disowned(unit, self._kit, who, digits, value=value)
            facts = {"name": who.name, "number": str(original.number), "undo": str(new.number)}
            await alert(unit, self._kit, f"disowned:{new.number}", code=_alarm(row), facts=facts)
            await record(
                unit, "disowned", tenant_id=tenant_id, at=self._kit.now(), by=who, subject_id=who.id,
                request=new.number, facts={"of": str(original.number), "row": str(row.n)},
            )  # fmt: skip

        rule = None if writes_number(row.after, row.before) else Rule.OWN_WORD
        new = await self._asking.take_back(who, original, row.n, rule=rule, turn=turn, also=and_remember)
        self._kit.jobs.wake("due", new.tenant_id, owners_key(f"disowned:{new.number}"))
        return new


def _alarm(row: PlannedRow) -> str:
    """What an owner must know: whether a number that may be planted stands there, goes already, or is wanted back."""
    if not writes_number(row.after, row.before):
        return "disowned"
    return "change-denied" if added(row.before, row.after) else "removal-denied"


def _in_vain(request: Request) -> bool:
    """It came to nothing, or was stopped before it began: then it may be said again."""
    stopped = request.state is State.PARTLY_DONE and request.counts.todo > 0
    return request.state in IN_VAIN or stopped
