"""What a done row leaves behind, kept in the transaction that settles it: so it is there once, whoever dies when."""

from collections.abc import Mapping, Sequence

from actions.spec import (
    Action,
    Direction,
    Enrol,
    Launch,
    Reason,
    Refusal,
    Remember,
    Remind,
    Tell,
    TellThem,
    Then,
    UndoAt,
)
from engine.campaigns.launching import Launching
from engine.due import Due, DueKind
from engine.ends import promise_end
from engine.kit import Kit
from engine.notice import Notice, NoticeKind
from engine.ports import Unit
from engine.promise import promise
from engine.request import Person, PlannedRow, Request
from engine.reversing import change_of
from engine.use import promise_look
from tenant.model import Kind, Statement


class Following:
    """Keeps the follow-ups of one run's rows."""

    def __init__(self, kit: Kit, action: Action) -> None:
        self._kit = kit
        self._action = action
        self._launching = Launching(kit)

    async def kept(self, unit: Unit, request: Request, rows: Sequence[PlannedRow]) -> Mapping[int, Reason]:
        """Everything that the rows of a `kept` action leave behind, in their order. Of a row that is answered for,
        nothing can be kept, for that reason.
        """
        enrols: list[tuple[int, Enrol]] = []
        cannot: dict[int, Reason] = {}
        for row in rows:
            for then in self._action.then(change_of(row), self._kit.now()):
                if isinstance(then, Enrol):
                    enrols.append((row.n, then))
                    continue
                try:
                    await self._keep(unit, request, row, then=then)
                except Refusal as refusal:
                    cannot[row.n] = refusal.reason
        return {**cannot, **await self._enrolled(unit, request, enrols)}

    async def _enrolled(
        self, unit: Unit, request: Request, enrols: Sequence[tuple[int, Enrol]]
    ) -> Mapping[int, Reason]:  # fmt: skip
        try:
            if enrols:
                await self._launching.enrol(unit, request, [enrol for _, enrol in enrols])
        except Refusal as refusal:
            return {n: refusal.reason for n, _ in enrols}
        return {}

    async def left_by(self, unit: Unit, request: Request, row: PlannedRow) -> None:
        """Everything that the action says of this row."""
        for then in self._action.then(change_of(row), self._kit.now()):
            await self._keep(unit, request, row, then=then)

    async def _keep(self, unit: Unit, request: Request, row: PlannedRow, *, then: Then) -> None:
        match then:
            case Remind():
                await self._remind(unit, request, then)
            case Tell():
                await self._tell(unit, request, then)
            case TellThem():
                await self._tell_them(unit, request, row, then=then)
            case Remember():
                await self._remember(unit, request, then)
            case UndoAt():
                await self._end(unit, request, then)
            case Launch():
                await self._launching.launch(unit, request, row, then)
            case Enrol():
                await self._launching.enrol(unit, request, [then])

    async def _remind(self, unit: Unit, request: Request, then: Remind) -> None:
        if await unit.reminder_of(request.tenant_id, then.person.id, then.fact) is None:
            person = Person(then.person.id, then.person.name)
            new = promise(
                tenant_id=request.tenant_id, person=person, fact=then.fact, now=self._kit.now(),
                asked_by=request.asker, request=request.number, cadence=then.cadence,
            )  # fmt: skip
            await unit.save_reminder(new)

    async def _tell(self, unit: Unit, request: Request, then: Tell) -> None:
        """The first row's moment counts for all of the request. Whoever called a row not theirs has no such affairs;
        what is taken back leads to none.
        """
        if request.only is not None or (request.undo_of and request.direction is not self._action.direction):
            return
        due = Due(
            tenant_id=request.tenant_id, id=f"tell:{request.number}:{then.code}", due=then.at, kind=DueKind.TELL,
            to=request.asker, code=then.code, facts=then.facts, request=request.number,
        )  # fmt: skip
        await unit.add_due(due)

    async def _tell_them(self, unit: Unit, request: Request, row: PlannedRow, *, then: TellThem) -> None:
        changed = Notice(
            tenant_id=request.tenant_id, kind=NoticeKind.CHANGED, about=f"change:{request.number}:{row.n}",
            to=Person(then.person.id, then.person.name),
        )  # fmt: skip
        await unit.notify(changed)

    async def _remember(self, unit: Unit, request: Request, then: Remember) -> None:
        if then.forget:
            await unit.unstate(request.tenant_id, then.kind, then.subject.id, then.key)
            return
        kept = Statement(
            kind=then.kind, subject=then.subject.id, key=then.key, value=then.value,
            source=f"request {request.number}", by=request.asker.name, at=self._kit.now(),
        )  # fmt: skip
        await unit.state(request.tenant_id, kept)
        if then.kind is Kind.SET_FOR_THEM:
            await promise_look(unit, self._kit)

    async def _end(self, unit: Unit, request: Request, then: UndoAt) -> None:
        """The earliest moment counts for all of the request. What goes back to how it was has no end of its own."""
        if request.undo_of is None or request.direction is self._action.direction is not Direction.NEUTRAL:
            await promise_end(unit, request, then.at)
