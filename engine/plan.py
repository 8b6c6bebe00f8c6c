"""A plan under way: rows stream in, are guarded, stored in parts, counted and hashed."""

from collections.abc import AsyncIterator
from dataclasses import replace

from actions.args import included_in, named_in
from actions.spec import Action, Already, Cannot, Change, Reason, Refusal, Row
from engine.digest import Digest
from engine.facts import FactReader
from engine.guards import Facts, guard
from engine.kit import Kit
from engine.late import need
from engine.lease import keep
from engine.request import PlannedRow, Request, RowState
from engine.reversing import reversed_rows
from engine.tally import Tally
from engine.vetting import vetted
from tenant.ports import Priority, TenantReader

PART = 200  # rows that are guarded and stored together

Numbered = tuple[int, Row]  # an Already is not stored and has the number 0


class Plan:
    """Makes one request's plan. Raises Refusal, tenant trouble, LeaseLost."""

    def __init__(self, kit: Kit, request: Request, owner: str) -> None:
        self._kit = kit
        self._request = request
        self._owner = owner
        self.tally = Tally()
        self.digest = Digest(request)
        self._handed: list[PlannedRow] = []  # rows that yield a secret

    async def make(self) -> None:
        """Store every row. What an earlier, killed attempt left behind is dropped first."""
        await self._store((), first=True)
        async for rows in self._rows():
            await self._store(rows)

    def fit_to_hand_over(self) -> None:
        """One secret, for one person who did not ask for it and whose account it does not open. Raises Refusal."""
        if not self._kit.handed(self._request) or not self.tally.counts().runnable:
            return
        if len(self._handed) != 1 or self.tally.counts().runnable != 1:
            raise Refusal("one-at-a-time")
        row = self._handed[0]
        if row.for_person in ("", self._request.asker.id, row.subject.id):
            raise Refusal("hand-over-to-another")

    async def look(self) -> None:
        """Count and hash what the plan would be; nothing is stored."""
        async for _ in self._rows():
            pass

    async def _rows(self) -> AsyncIterator[tuple[PlannedRow, ...]]:
        action = self._kit.action(self._request)
        priority = Priority.PERSON if self._request.watch is None else Priority.SWEEP
        reader = self._kit.reader(self._request.correlation, priority)
        facts = FactReader(reader, self._kit.house, self._request)
        async for part in _parts(self._source(action, reader)):
            known = await facts.about([row for _, row in part if isinstance(row, Change)])
            yield tuple(self._row(n, row, known, action) for n, row in part)

    async def _source(self, action: Action, reader: TenantReader) -> AsyncIterator[Numbered]:
        if self._request.undo_of is not None:
            original = await need(self._kit.store, self._kit.tenant_id, self._request.undo_of)
            turned = reversed_rows(self._kit.store, original, action, only=self._request.only)
            async for numbered in vetted(action, turned, reader):
                yield numbered
            return
        n = 0
        async for row in action.plan(reader):
            if isinstance(row, Already):
                self.tally.already(row.why.code)
            else:
                n += 1
                yield n, row

    def _row(self, n: int, row: Row, facts: Facts, action: Action) -> PlannedRow:
        self._not_their_own(row, action)
        planned = _planned(n, self._line(row), facts, released=self._released(action))
        self.tally.row(planned)
        if planned.state is RowState.TODO and self._kit.handed(self._request):
            self._handed.append(planned)
        self.digest.add(planned)
        return planned

    def _not_their_own(self, row: Row, action: Action) -> None:
        """Whoever has somebody's chat could else let themselves in. Taking back stays open. Raises Refusal."""
        if self._request.undo_of is None and action.handed and row.subject.id == self._request.asker.id:
            raise Refusal("own-hand-over")

    def _line(self, row: Row) -> Row:
        """The next in line hands it over where whoever asks would."""
        while isinstance(row, Change) and row.instead is not None and row.for_person == self._request.asker.id:
            row = row.instead
        return row

    def _released(self, action: Action) -> "Released":
        """An undo names its rows one by one: exactly those that were done."""
        return Released(named_in(action), included_in(action), everybody=self._request.undo_of is not None)

    async def _store(self, rows: tuple[PlannedRow, ...], *, first: bool = False) -> None:
        tenant_id, number = self._kit.tenant_id, self._request.number
        async with self._kit.store.change() as unit:
            await keep(self._kit, unit, number, self._owner)
            if first:
                await unit.drop_rows(tenant_id, number)
            await unit.put_rows(tenant_id, number, rows)


class Released:
    """Which guards the command releases: all of a person who was named, some for everybody."""

    def __init__(self, named: frozenset[str], included: frozenset[str], *, everybody: bool) -> None:
        self._named = named
        self._included = included
        self._everybody = everybody

    def from_guard(self, person_id: str, why: Reason) -> bool:
        """Nobody can be named who is not there."""
        if why.code == "gone":
            return False
        return self._everybody or person_id in self._named or why.code in self._included


def _planned(n: int, row: Row, facts: Facts, *, released: Released) -> PlannedRow:
    if isinstance(row, Cannot):
        return PlannedRow(n=n, subject=row.subject, after=row.after, cannot=row.why, state=RowState.HELD)
    assert isinstance(row, Change)
    planned = PlannedRow(
        n=n, subject=row.subject, before=row.before, after=row.after, warnings=row.warnings, for_person=row.for_person
    )
    why = guard(row, facts)
    if why is None:
        return planned
    if released.from_guard(row.subject.id, why):
        return replace(planned, guard=why, released=True)
    return replace(planned, guard=why, state=RowState.HELD)


async def _parts(source: AsyncIterator[Numbered]) -> AsyncIterator[list[Numbered]]:
    part: list[Numbered] = []
    async for numbered in source:
        part.append(numbered)
        if len(part) == PART:
            yield part
            part = []
    if part:
        yield part
