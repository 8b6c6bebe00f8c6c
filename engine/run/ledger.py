"""The transactions of a run: each checks the lease, settles rows and counts, and appends to the audit chain as one."""

from asyncio import Lock
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace

from actions.spec import Action, Reason, Refusal
from engine import tell
from engine.alerts import not_reversed
from engine.campaigns.turns import need_going
from engine.journal import masked, record, why
from engine.kit import Kit
from engine.late import need
from engine.lease import LeaseLost, keep
from engine.lifecycle import Step, moved
from engine.ports import LostRace, Reading, Unit
from engine.request import PlannedRow, Request, RowState, State
from engine.run.following import Following
from engine.run.judge import settled_by
from engine.run.signals import Hold, Stopped
from engine.tally import shifted

FATES = frozenset({RowState.DONE, RowState.FAILED, RowState.SKIPPED, RowState.UNKNOWN})
SETTLED = FATES - {RowState.UNKNOWN}
Pairs = Sequence[tuple[PlannedRow, PlannedRow]]  # a row as it lies in the store, and what becomes of it


class Ledger:
    """Keeps one run's record under one lease."""

    def __init__(self, kit: Kit, request: Request, owner: str, *, action: Action) -> None:
        self._kit = kit
        self._number = request.number
        self._owner = owner
        self._area = action.area
        self._following = Following(kit, action)
        self._one_at_a_time = Lock()

    async def mark(self, pairs: Pairs) -> None:
        """The last moment before a write: still running, not halted, the area open, the lease ours? Then DOING.

        Raises Stopped, Hold, LeaseLost.
        """
        async with self._unit() as unit:
            request = await need(unit, self._kit.tenant_id, self._number)
            await self._may_write(unit, request)
            await self._put(unit, request, pairs)

    async def settle(self, pairs: Pairs) -> None:
        """What became of rows. Counts whatever happened to the request meanwhile. Raises Stopped, LeaseLost."""
        async with self._unit() as unit:
            request = await self._put(unit, await need(unit, self._kit.tenant_id, self._number), pairs)
            paused = await self._pause_if_too_many(unit, request)
            await tell.show(unit, paused, all_of_them=False)
        self._kit.announce()
        if paused.state is not State.RUNNING:
            raise Stopped

    async def keep(self, rows: Sequence[PlannedRow]) -> None:
        """Rows of a `kept` action: what they leave behind, and that they are done. Raises Stopped, Hold, LeaseLost."""
        async with self._unit() as unit:
            request = await need(unit, self._kit.tenant_id, self._number)
            await self._may_write(unit, request)
            cannot = await self._following.kept(unit, request, rows)
            pairs = [(row, settled_by(row, cannot.get(row.n))) for row in rows]
            saved = await self._count(unit, request, pairs)
            await tell.show(unit, saved, all_of_them=False)
        self._kit.announce()

    async def check(self) -> None:
        """Between chunks: may the run go on? Raises Stopped, Hold."""
        await self._may_write(self._kit.store, await need(self._kit.store, self._kit.tenant_id, self._number))

    @asynccontextmanager
    async def _unit(self) -> AsyncIterator[Unit]:
        """One at a time in this process: chunks in flight would only wait for each other in the database.

        A lease that lapsed while this process stood still is ours as long as nobody else took it.
        """
        async with self._one_at_a_time:
            try:
                async with self._kit.store.change() as unit:
                    await keep(self._kit, unit, self._number, self._owner)
                    yield unit
            except LostRace:
                raise LeaseLost from None

    async def _may_write(self, reading: Reading, request: Request) -> None:
        if request.state is not State.RUNNING or await reading.halted(request.tenant_id):
            raise Stopped
        if self._area not in await reading.writes_on(request.tenant_id):
            raise Hold(Reason("writes-closed", {"area": self._area.value}))
        try:
            await need_going(reading, request)
        except Refusal as no:
            raise Hold(no.reason) from no

    async def _put(self, unit: Unit, request: Request, pairs: Pairs) -> Request:
        saved = await self._count(unit, request, pairs)
        for _, row in pairs:
            if row.state is RowState.DONE:  # however it became so: each row only once
                await self._following.left_by(unit, request, row)
        return saved

    async def _count(self, unit: Unit, request: Request, pairs: Pairs) -> Request:
        after = [row for _, row in pairs]
        await unit.set_rows(self._kit.tenant_id, self._number, after, owner=self._owner, now=self._kit.now())
        counts = shifted(request.counts, (row for row, _ in pairs), after)
        await self._undone(unit, request, after)
        for row in after:
            if row.state in FATES:
                await self._record(unit, row)
        tries = 0 if SETTLED.intersection(row.state for row in after) else request.tries
        return await unit.save_request(replace(request, counts=counts, tries=tries))

    async def _undone(self, unit: Unit, request: Request, rows: Sequence[PlannedRow]) -> None:
        """An undo keeps the numbers of the rows it reverses."""
        done = [row.n for row in rows if row.state is RowState.DONE]
        if request.undo_of is not None and done:
            await unit.mark_undone(self._kit.tenant_id, request.undo_of, done, self._number)

    async def _record(self, unit: Unit, row: PlannedRow) -> None:
        facts = {"state": row.state.value, "from": masked(row.before or ""), "to": masked(row.after or "")}
        await record(
            unit, "write" if row.state is not RowState.SKIPPED else "skip", tenant_id=self._kit.tenant_id,
            at=self._kit.now(), subject_id=row.subject.id, request=self._number, facts={**facts, **why(row.outcome)},
        )  # fmt: skip

    async def _pause_if_too_many(self, unit: Unit, request: Request) -> Request:
        counts, house = request.counts, self._kit.house
        settled = counts.done + counts.failed + counts.skipped + counts.unknown
        many = counts.failed >= house.pause_least and counts.failed > settled * house.pause_share
        if request.state is not State.RUNNING or not many or not counts.todo:
            return request
        reason = Reason("too-many-failures", {"failed": str(counts.failed), "settled": str(settled)})
        return await pause(unit, self._kit, request, reason)


async def pause(unit: Unit, kit: Kit, request: Request, reason: Reason) -> Request:
    """A run pauses itself, and everybody who has the card hears why."""
    now = kit.now()
    paused = moved(request, Step.PAUSE, by="Muster", at=now, why=reason)
    await record(unit, "paused", tenant_id=request.tenant_id, at=now, request=request.number, facts=why(reason))
    await not_reversed(unit, kit, request, reason)
    await tell.show(unit, paused)
    return await unit.save_request(paused)
