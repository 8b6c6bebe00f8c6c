"""Handing a secret over: the approved request waits, and runs at the moment in which the named person opens it. So the
secret goes straight to their eyes and is kept nowhere: not in the store, not in a log, not in the audit chain.
"""

from actions.spec import Refusal
from engine.handover import Handover
from engine.journal import record
from engine.kit import Kit
from engine.late import need
from engine.notice import Notice, NoticeKind
from engine.ports import Reading, Unit
from engine.request import Person, PlannedRow, Request, RowState, State
from engine.run.running import Running

NOT_YET = frozenset({State.ASKED, State.PLANNED, State.WAITING, State.PAUSED})
CAN_OPEN = frozenset({State.APPROVED, State.RUNNING})


class Handing:
    """Opens secrets."""

    def __init__(self, kit: Kit, running: Running) -> None:
        self._kit = kit
        self._running = running

    async def hand_over(self, who: Person, number: int) -> Handover:
        """The secret, made now. Raises Refusal, and the record says what became of it."""
        request = await need(self._kit.store, self._kit.tenant_id, number)
        row = await self._row(request)
        self._theirs(request, row, who)
        await self._open(who, number)
        secrets = await self._running.hand_over(number)
        after = await need(self._kit.store, self._kit.tenant_id, number)
        if secrets is None:
            raise Refusal("secret-gone", number=str(number))
        secret = secrets.get(row.subject.id)
        if secret is None:
            raise await self._why_not(after)
        return Handover(request=after, subject=row.subject, secret=secret)

    async def not_reached(self, notice: Notice) -> None:
        """No message reaches whoever is to open it: whoever asked hears, and asks for it to be handed to another."""
        number = int(notice.about.partition(":")[2])
        async with self._kit.store.change() as unit:
            request = await need(unit, notice.tenant_id, number)
            told = Notice(
                tenant_id=notice.tenant_id, kind=NoticeKind.TOLD, about=notice.about, to=request.place,
                code="hand-over-not-reached", facts={"number": str(number)},
            )  # fmt: skip
            await unit.notify(told)
            await record(unit, "not-told", tenant_id=notice.tenant_id, at=self._kit.now(), request=number)

    async def _row(self, request: Request) -> PlannedRow:
        row = await handed_row(self._kit.store, request) if self._kit.handed(request) else None
        if row is None:
            raise Refusal("not-handed", number=str(request.number))
        return row

    def _theirs(self, request: Request, row: PlannedRow, who: Person) -> None:
        """Whoever asked for it, or put it before the approvers, never sees it, even where they were named."""
        asked = (request.asker.id, request.submitted_by and request.submitted_by.id)
        if row.for_person != who.id or who.id in asked:
            raise Refusal("not-yours")

    async def _open(self, who: Person, number: int) -> None:
        """Still to be had? Then the chain says who opens it, before anything is made."""
        async with self._kit.store.change() as unit:
            request = await need(unit, self._kit.tenant_id, number)
            row = await handed_row(unit, request)
            if request.state in NOT_YET:
                raise Refusal("not-now", number=str(number), state=request.state.value)
            if request.state not in CAN_OPEN or row is None or row.state is not RowState.TODO:
                raise Refusal("secret-gone", number=str(number))
            if await unit.halted(request.tenant_id):
                raise Refusal("halted")
            await record(
                unit, "hand-over", tenant_id=request.tenant_id, at=self._kit.now(), by=who, subject_id=row.subject.id,
                request=number,
            )  # fmt: skip

    async def _why_not(self, request: Request) -> Refusal:
        """Nothing was made, or what was made is lost: then it is to be taken back, and asked for anew."""
        row = await handed_row(self._kit.store, request)
        if row is not None and row.state in (RowState.DONE, RowState.UNKNOWN):
            return Refusal("secret-gone", number=str(request.number))
        why = row.outcome if row is not None and row.outcome is not None else request.failed
        code = why.code if why is not None else request.state.value
        return Refusal("hand-over-failed", number=str(request.number), why=code)


async def handed_row(reading: Reading, request: Request) -> PlannedRow | None:
    """The one row of a request that yields a secret."""
    found = [row for row in await reading.rows(request.tenant_id, request.number, limit=1000) if row.for_person]
    runs = [row for row in found if row.state is not RowState.HELD]
    return runs[0] if runs else None


async def invite(unit: Unit, kit: Kit, request: Request) -> None:
    """In the transaction that approves a request: whoever hands its secret over hears that it waits for them."""
    row = await handed_row(unit, request) if request.state is State.APPROVED and kit.handed(request) else None
    if row is not None:
        waits = Notice(
            tenant_id=request.tenant_id, kind=NoticeKind.HAND_OVER, about=f"hand-over:{request.number}",
            to=Person(row.for_person, ""),
        )  # fmt: skip
        await unit.notify(waits)
