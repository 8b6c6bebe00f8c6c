"""A run from start to finish: under a lease, in waves of chunks, stoppable between any two."""

from asyncio import gather
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

from actions.spec import Action, Reason, Secret
from engine import tell
from engine.alerts import not_reversed
from engine.ends import drop_end
from engine.journal import record, why
from engine.kit import Kit
from engine.late import need
from engine.lease import LeaseLost, keep, kept, rest, take
from engine.lifecycle import ENDED, Step, moved
from engine.ports import Unit
from engine.request import PlannedRow, Request, RowState, State
from engine.reversing import pages
from engine.run.chunk import Chunks
from engine.run.gate import Gate
from engine.run.judge import MAYBE_WRITTEN
from engine.run.ledger import Ledger, pause
from engine.run.signals import PATIENCE, ComeBack, Drifted, Hold, Stopped, Undeclared, reason_of
from tenant.trouble import Trouble

CAN_RUN = (State.APPROVED, State.RUNNING)
MUSTER = "Muster"
BARRED = 200  # rows that are settled together before the first write
KEPT = 100  # rows of a `kept` action that are settled together
TRIES = 12  # workers that one run may break; a machine that is restarted a few times in a row is not its fault
Work = Callable[[Sequence[PlannedRow]], Awaitable[None]]


class Running:
    """Runs approved requests."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    async def run(self, number: int) -> None:
        """Go as far as it goes now: to the end, to a pause, or to a rest. Harmless to call twice, or by two workers."""
        request = await need(self._kit.store, self._kit.tenant_id, number)
        if not _wants_work(request) or (owner := await take(self._kit, number)) is None:
            return
        try:
            async with kept(self._kit, number, owner):
                await self._try(await self._tried(number, owner), owner)
        except LeaseLost:
            return

    async def hand_over(self, number: int) -> Mapping[str, Secret] | None:
        """Run a request that waits for this moment, once; its secrets, by subject. None: somebody else works on it."""
        if (owner := await take(self._kit, number)) is None:
            return None
        secrets: dict[str, Secret] = {}
        with suppress(LeaseLost):
            async with kept(self._kit, number, owner):
                await self._try(await self._tried(number, owner), owner, secrets)
        return secrets

    async def _tried(self, number: int, owner: str) -> Request:
        """Counted before it begins: whoever dies of it cannot count any more."""
        async with self._kit.store.change() as unit:
            request = await self._mine(unit, number, owner)
            return await unit.save_request(replace(request, tries=request.tries + 1))

    async def _try(self, request: Request, owner: str, secrets: dict[str, Secret] | None = None) -> None:
        """What broke its workers again and again waits for a person. Every orderly end begins the count anew."""
        if request.tries > TRIES:
            await self._hold(request.number, owner, Reason("crashed"))
        else:
            await self._go(request, owner, secrets)
        async with self._kit.store.change() as unit:
            left = await need(unit, request.tenant_id, request.number)
            if left.tries:
                await unit.save_request(replace(left, tries=0))

    async def _go(self, request: Request, owner: str, secrets: dict[str, Secret] | None) -> None:
        """Whatever stops it is an answer: a pause with its reason, a rest, or nothing to say."""
        try:
            await Run(self._kit, request, owner, secrets=secrets).go()
        except Hold as hold:
            await self._hold(request.number, owner, hold.reason)
        except Trouble as trouble:  # no credential may write here
            await self._hold(request.number, owner, reason_of(trouble))
        except Undeclared:
            await self._hold(request.number, owner, Reason("unknown-action", {"action": request.action}))
        except Drifted as drifted:
            await self._stale(request.number, owner, drifted.reason)
        except ComeBack as later:
            await rest(self._kit, request.number, owner, wait=later.wait)
        except Stopped:
            await self._stopped(request.number, owner)

    async def _hold(self, number: int, owner: str, reason: Reason) -> None:
        async with self._kit.store.change() as unit:
            request = await self._mine(unit, number, owner)
            if request.state is State.APPROVED:
                request = moved(request, Step.START, by=MUSTER, at=self._kit.now())
            if request.state is State.RUNNING:
                await pause(unit, self._kit, request, reason)

    async def _stale(self, number: int, owner: str, reason: Reason) -> None:
        async with self._kit.store.change() as unit:
            request = await self._mine(unit, number, owner)
            if request.state is State.APPROVED:
                now = self._kit.now()
                stale = moved(request, Step.DRIFT, by=MUSTER, at=now, why=reason)
                await record(unit, "stale", tenant_id=request.tenant_id, at=now, request=number, facts=why(reason))
                await not_reversed(unit, self._kit, request, reason)
                await tell.show(unit, stale)
                await unit.save_request(stale)

    async def _stopped(self, number: int, owner: str) -> None:
        """Halted, it rests until somebody resumes all; paused or ended, there is nothing to come back for.

        What must not rest does not rest without a word: it pauses, and the owners hear of it.
        """
        if not await self._kit.store.halted(self._kit.tenant_id):
            return
        if (await need(self._kit.store, self._kit.tenant_id, number)).must_not_rest:
            await self._hold(number, owner, Reason("halted"))
        else:
            await rest(self._kit, number, owner, wait=self._kit.house.lease)

    async def _mine(self, unit: Unit, number: int, owner: str) -> Request:
        await keep(self._kit, unit, number, owner)
        return await need(unit, self._kit.tenant_id, number)


class Run:
    """One worker's part in a run."""

    def __init__(self, kit: Kit, request: Request, owner: str, *, secrets: dict[str, Secret] | None = None) -> None:
        """``secrets``: where they go while somebody waits for them; None: nobody does, so none is made."""
        self._kit = kit
        self._request = request
        self._owner = owner
        self._action = _declared(kit, request)
        self._waits = secrets is None and kit.handed(request)
        self._reader = kit.reader(request.correlation)
        self._ledger = Ledger(kit, request, owner, action=self._action)
        self._chunks = Chunks(
            action=self._action, reader=self._reader, writer=kit.writer(request), ledger=self._ledger,
            clock=kit.clock, secrets=secrets,
        )  # fmt: skip

    async def go(self) -> None:
        """Raises Stopped, Hold, ComeBack, Drifted, LeaseLost."""
        if self._request.state in ENDED:
            await self._look_back()
            return
        if self._waits and self._request.state is State.APPROVED:
            self._wait()
        if await self._kit.store.halted(self._kit.tenant_id):
            raise Stopped
        gate = Gate(self._kit, self._request, self._action, self._reader)
        if self._request.state is State.APPROVED:
            await gate.approved()
            await gate.fresh()
        else:
            gate.in_time()
        await gate.safe()
        await self._start()
        await self._each(self._chunks.look_again, *MAYBE_WRITTEN)
        if self._waits and await self._kit.store.rows(
            self._request.tenant_id, self._request.number, states=(RowState.TODO,), limit=1
        ):
            self._wait()
        await self._bar(gate)
        await (self._keep() if self._action.kept else self._write())
        await self._finish()

    async def _write(self) -> None:
        while await self._each(self._chunks.work, RowState.TODO):
            pass  # rows whose answer was lost are to do again
        await self._each(self._chunks.verify_late, RowState.UNKNOWN)

    async def _keep(self) -> None:
        """In their order, so that what the first row leaves behind is there for the others."""
        async for page in pages(self._kit.store, self._request, RowState.TODO, size=KEPT):
            await self._ledger.keep(page)

    async def _bar(self, gate: Gate) -> None:
        """Once more before the first write, and whenever the run goes on: rows that may not be written any more."""
        part: list[tuple[PlannedRow, PlannedRow]] = []
        async for pair in gate.barred():
            part.append(pair)
            if len(part) == BARRED:
                await self._ledger.settle(part)
                part = []
        if part:
            await self._ledger.settle(part)

    def _wait(self) -> None:
        """Until whoever hands the secret over opens it, or its time is over."""
        raise ComeBack(max(self._request.expires_at - self._kit.now(), PATIENCE))

    async def _look_back(self) -> None:
        """Stopped for good: rows that a dead worker may have written are looked at, and nothing is written."""
        async for page in pages(self._kit.store, self._request, *MAYBE_WRITTEN, size=self._action.chunk):
            with suppress(Stopped):
                await self._chunks.look_again(page)

    async def _start(self) -> None:
        if self._request.state is State.APPROVED:
            async with self._kit.store.change() as unit:
                await keep(self._kit, unit, self._request.number, self._owner)
                await self._started(unit)
        await self._ledger.check()

    async def _started(self, unit: Unit) -> None:
        request = await need(unit, self._kit.tenant_id, self._request.number)
        if request.state is not State.APPROVED:
            raise Stopped
        now = self._kit.now()
        started = moved(request, Step.START, by=MUSTER, at=now)
        await record(unit, "started", tenant_id=request.tenant_id, at=now, request=request.number)
        await tell.show(unit, started)
        await unit.save_request(started)

    async def _each(self, work: Work, *states: RowState) -> int:
        """Do the work on all rows in these states, a few chunks at a time. Returns how many rows there were."""
        size, count = self._action.chunk, 0
        async for wave in pages(self._kit.store, self._request, *states, size=size * self._kit.house.in_flight):
            await self._ledger.check()
            chunks = [wave[start : start + size] for start in range(0, len(wave), size)]
            _raise_gravest(await gather(*(work(chunk) for chunk in chunks), return_exceptions=True))
            count += len(wave)
        return count

    async def _finish(self) -> None:
        partly = await self._left_out()
        async with self._kit.store.change() as unit:
            await keep(self._kit, unit, self._request.number, self._owner)
            request = await need(unit, self._kit.tenant_id, self._request.number)
            if request.state is not State.RUNNING:
                raise Stopped
            now = self._kit.now()
            ended = moved(request, _ending(request, partly=partly), by=MUSTER, at=now)
            facts = {"state": ended.state.value, "done": str(request.counts.done), "failed": str(request.counts.failed)}
            await record(unit, "finished", tenant_id=request.tenant_id, at=now, request=request.number, facts=facts)
            if ended.state is not State.DONE:
                await not_reversed(unit, self._kit, ended, await self._first_failure())
            if ended.undo_of is not None:
                await drop_end(unit, ended.tenant_id, ended.undo_of)
            await tell.show(unit, ended)
            await unit.save_request(ended)

    async def _first_failure(self) -> Reason | None:
        rows = await self._kit.store.rows(self._request.tenant_id, self._request.number, limit=1)
        return rows[0].outcome if rows else None

    async def _left_out(self) -> bool:
        """Was a row skipped that is not as it was wanted?"""
        async for page in pages(self._kit.store, self._request, RowState.SKIPPED):
            if any(row.outcome is None or row.outcome.code != "already-so" for row in page):
                return True
        return False


def _declared(kit: Kit, request: Request) -> Action:
    """Raises Undeclared: a newer Muster asked for it, or an older one. A person must look at that."""
    try:
        return kit.action(request)
    except KeyError:
        raise Undeclared from None


def _wants_work(request: Request) -> bool:
    left = request.counts.doing + request.counts.unknown
    return request.state in CAN_RUN or (request.state is State.PARTLY_DONE and left > 0)


def _ending(request: Request, *, partly: bool) -> Step:
    counts = request.counts
    if counts.failed and not counts.done and not counts.unknown and not counts.skipped:
        return Step.FAIL
    return Step.FINISH_PARTLY if counts.failed or counts.unknown or partly else Step.FINISH


def _raise_gravest(results: Sequence[BaseException | None]) -> None:
    """Several chunks may have something to say: what nobody expected goes first, a mere rest last."""
    raised = [each for each in results if each is not None]
    order = (LeaseLost, Hold, Stopped, ComeBack)
    unexpected = next((each for each in raised if not isinstance(each, order)), None)
    if unexpected is not None:
        raise unexpected
    for kind in order:
        for each in raised:
            if isinstance(each, kind):
                raise each
