"""One chunk of a run: look, mark, apply, look again, settle."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from logging import getLogger

from actions.spec import Action, Outcome, Reason, Secret, Seen
from engine.request import PlannedRow, RowState
from engine.reversing import change_of
from engine.run.judge import BUSY, HOLDING, after_write, before_write, refused, unseen, unsettled
from engine.run.ledger import Ledger
from engine.run.signals import LASTING, ComeBack, Hold, reason_of, signal_of
from tenant.ports import Clock, TenantReader, TenantWriter
from tenant.trouble import LostAnswer, Throttled, Trouble, Unavailable

LOG = getLogger(__name__)
LOOKS = (0.0, 2.0, 4.0, 8.0)  # seconds before each look after a write: replicas lag behind for moments
ONE_LOOK = (0.0,)  # while somebody waits for a secret: Teams gives a dialog ten seconds
TRIES = 3  # writes of one row whose answers were lost


@dataclass(slots=True)
class Applied:
    """What `apply` told about a chunk, and the trouble that ended it early."""

    outcomes: dict[str, Outcome] = field(default_factory=dict)
    trouble: Trouble | None = None
    crashed: bool = False
    unseen: Trouble | None = None  # why the last look after the write saw nothing

    def of(self, row: PlannedRow) -> Outcome | None:
        """The outcome of a row, where there is one."""
        return self.outcomes.get(row.subject.id)

    def refusal(self, row: PlannedRow) -> Reason | None:
        """Why Microsoft did not do this row; None where it did, or where only a look can tell."""
        outcome = self.of(row)
        if outcome is not None:
            return None if outcome.unsure else outcome.failed
        if self.trouble is None or isinstance(self.trouble, LostAnswer | Unavailable):
            return None
        return reason_of(self.trouble)


class Chunks:
    """Works on chunks of one run."""

    def __init__(
        self, *, action: Action, reader: TenantReader, writer: TenantWriter, ledger: Ledger, clock: Clock,
        secrets: dict[str, Secret] | None = None,
    ) -> None:  # fmt: skip
        """``secrets``: where those go that `apply` yields, and nowhere else; somebody waits for them now."""
        self._action = action
        self._reader = reader
        self._writer = writer
        self._ledger = ledger
        self._clock = clock
        self._tries: Counter[int] = Counter()
        self._secrets = secrets
        self._looks = LOOKS if secrets is None else ONE_LOOK

    async def work(self, rows: Sequence[PlannedRow]) -> None:
        """Everything for these rows. Raises Stopped, Hold, ComeBack, LeaseLost, after settling what was begun."""
        seen = await self._look(rows)
        judged = [(row, before_write(self._action, row, seen.get(row.subject.id))) for row in rows]
        settled = [(row, fate) for row, fate in judged if fate is not row]
        doing = [(row, _doing(row)) for row, fate in judged if fate is row]
        await self._ledger.mark([*settled, *doing]) if doing else await self._ledger.settle(settled)
        if doing:
            await self._write([row for _, row in doing])

    async def look_again(self, rows: Sequence[PlannedRow]) -> None:
        """One more look at rows that may have been written; nothing is written. Raises Stopped, Hold, ComeBack."""
        seen = await self._look(rows)
        judged = [(row, before_write(self._action, row, seen.get(row.subject.id))) for row in rows]
        if changed := [(row, fate) for row, fate in judged if fate != row]:
            await self._ledger.settle(changed)

    async def verify_late(self, rows: Sequence[PlannedRow]) -> None:
        """The last look of a run at rows that were confirmed and did not show it yet."""
        seen = await self._look(rows)
        judged = [(row, after_write(self._action, row, seen.get(row.subject.id))) for row in rows]
        if changed := [(row, fate) for row, fate in judged if fate is not None]:
            await self._ledger.settle(changed)

    async def _look(self, rows: Sequence[PlannedRow]) -> Mapping[str, Seen]:
        try:
            return await seen_now(self._action, rows, self._reader)
        except Trouble as trouble:
            raise signal_of(trouble) from trouble

    async def _write(self, rows: Sequence[PlannedRow]) -> None:
        self._tries.update(row.n for row in rows)
        applied = await self._apply(rows)
        fates = {row.n: refused(row, why) for row in rows if (why := applied.refusal(row)) is not None}
        await self._verify([row for row in rows if row.n not in fates], applied, fates)
        await self._ledger.settle([(row, fates[row.n]) for row in rows])
        _raise_what_concerns_all(rows, applied)

    async def _apply(self, rows: Sequence[PlannedRow]) -> Applied:
        applied = Applied()
        try:
            async for outcome in self._action.apply([change_of(row) for row in rows], self._writer):
                applied.outcomes[outcome.subject_id] = self._without_secret(outcome)
        except Trouble as trouble:
            applied.trouble = trouble
        except Exception:
            LOG.exception("apply of %s broke", self._action.name)
            applied.crashed = True
        return applied

    def _without_secret(self, outcome: Outcome) -> Outcome:
        if outcome.secret is not None and self._secrets is not None:
            self._secrets[outcome.subject_id] = outcome.secret
        return replace(outcome, secret=None)

    async def _verify(self, rows: Sequence[PlannedRow], applied: Applied, fates: dict[int, PlannedRow]) -> None:
        """Look until every row shows its value, a few times; write down what each comes to."""
        waiting = list(rows)
        for pause in self._looks:
            if not waiting:
                return
            await self._clock.sleep(pause)
            try:
                waiting = await self._look_at(waiting, fates)
                applied.unseen = None
            except Trouble as trouble:
                applied.unseen = trouble
        for row in waiting:
            fates[row.n] = self._unsettled(row, applied)

    async def _look_at(self, rows: Sequence[PlannedRow], fates: dict[int, PlannedRow]) -> list[PlannedRow]:
        """The rows that still read as they were; the others have their fate."""
        seen = await seen_now(self._action, rows, self._reader)
        found = {row.n: after_write(self._action, row, seen.get(row.subject.id)) for row in rows}
        fates.update({n: fate for n, fate in found.items() if fate is not None})
        return [row for row in rows if found[row.n] is None]

    def _unsettled(self, row: PlannedRow, applied: Applied) -> PlannedRow:
        if self._secrets and row.subject.id in self._secrets:  # nobody tells the secret of what was not made
            return replace(row, state=RowState.DONE, outcome=None)
        if applied.unseen is not None:
            return unseen(row)
        if applied.crashed and applied.of(row) is None:
            return refused(row, Reason("crashed"))
        return unsettled(self._action, row, outcome=applied.of(row), tries=self._tries[row.n], most=TRIES)


async def seen_now(action: Action, rows: Sequence[PlannedRow], reader: TenantReader) -> dict[str, Seen]:
    """The present values, by subject. Raises tenant trouble."""
    return {seen.subject_id: seen async for seen in action.look([change_of(row) for row in rows], reader)}


def _doing(row: PlannedRow) -> PlannedRow:
    return replace(row, cannot=None, state=RowState.DOING, outcome=None, verified=False)


def _raise_what_concerns_all(rows: Sequence[PlannedRow], applied: Applied) -> None:
    """A missing permission or a full pipe is not this row's affair."""
    if isinstance(applied.trouble, LASTING):
        raise Hold(reason_of(applied.trouble))
    reasons = [why for row in rows if (why := applied.refusal(row)) is not None]
    holding = next((why for why in reasons if why.code in HOLDING), None)
    if holding is not None:
        raise Hold(holding)
    if isinstance(applied.trouble, Throttled):
        raise signal_of(applied.trouble)
    if any(why.code == BUSY for why in reasons):
        raise ComeBack
    if applied.unseen is not None:
        raise signal_of(applied.unseen)
