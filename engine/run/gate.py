"""What must be true before the first write of a run, read at that moment. Unreadable means no run."""

from collections.abc import AsyncIterator, Mapping

from actions.spec import Action, Cannot, Change, Reason, Seen
from engine.digest import Digest
from engine.kit import Kit
from engine.request import PlannedRow, Request, RowState, Rule
from engine.reversing import change_of, pages
from engine.run.chunk import seen_now
from engine.run.judge import barred
from engine.run.signals import PASSING, Drifted, Hold, signal_of
from engine.vetting import vetted
from tenant.model import usable
from tenant.ports import TenantReader
from tenant.trouble import Trouble

WILL_RUN = (RowState.TODO, RowState.DOING, RowState.UNKNOWN)
IN_PLAN = (*WILL_RUN, RowState.DONE)
SAMPLE = 200  # rows that are compared with the plan
DRIFT_SHARE = 0.05
DRIFT_LEAST = 3
ADMINS = 2  # Global Administrators who must stay able to sign in


class Gate:
    """Asks the tenant whether a run may begin."""

    def __init__(self, kit: Kit, request: Request, action: Action, reader: TenantReader) -> None:
        self._kit = kit
        self._request = request
        self._action = action
        self._reader = reader

    async def approved(self) -> None:
        """The stored rows are those that the approvals name by their digest. Raises Drifted."""
        digest = Digest(self._request)
        async for page in pages(self._kit.store, self._request):
            for row in page:
                digest.add(row)
        if digest.text() != self._request.digest:
            raise Drifted("plan-altered")

    def in_time(self) -> None:
        """A run that rested until its request's time was over needs a new plan: guards and approvals are of long ago.

        Raises Hold.
        """
        if self._request.expires_at <= self._kit.now():
            raise Hold(Reason("too-old", {"number": str(self._request.number)}))

    async def fresh(self) -> None:
        """The plan is young and the tenant is as it was planned. Raises Drifted, Hold, ComeBack.

        What must end does not wait for another plan: rows that somebody else changed are skipped, the others go back.
        """
        if self._request.rule is Rule.END:
            return
        planned_at = self._request.planned_at
        if planned_at is None or self._kit.now() - planned_at > self._kit.house.plan_lasts:
            raise Drifted
        if not self._action.kept:
            await self._as_it_was()

    async def _as_it_was(self) -> None:
        sample = await self._kit.store.rows(
            self._request.tenant_id, self._request.number, states=WILL_RUN, limit=SAMPLE
        )
        try:
            differ = await self._differing(list(sample))
        except Trouble as trouble:
            raise signal_of(trouble) from trouble
        if differ >= DRIFT_LEAST and differ > len(sample) * DRIFT_SHARE:
            raise Drifted

    async def _differing(self, sample: list[PlannedRow]) -> int:
        seen = await seen_now(self._action, sample, self._reader) if sample else {}
        return sum(not self._as_planned(row, seen) for row in sample)

    def _as_planned(self, row: PlannedRow, seen: Mapping[str, Seen]) -> bool:
        found = seen.get(row.subject.id)
        return found is not None and not found.gone and self._action.counts_as(row.before, found.value)

    async def safe(self) -> None:
        """At least two enabled Global Administrators outside the plan have a usable method. Raises Hold, ComeBack.

        Nobody can be locked out by what only Muster keeps.
        """
        if self._action.kept:
            return
        try:
            able = await self._able_admins()
        except PASSING as trouble:
            raise signal_of(trouble) from trouble
        except Trouble as trouble:
            raise Hold(Reason("admins-unreadable", {"why": trouble.code, **trouble.facts})) from trouble
        if able < ADMINS:
            raise Hold(Reason("too-few-admins", {"able": str(able), "least": str(ADMINS)}))

    async def barred(self) -> AsyncIterator[tuple[PlannedRow, PlannedRow]]:
        """Rows that the action would write no more, each as it is and as it is then: whoever has come into a role
        since the plan, for example. Raises Hold, ComeBack.
        """
        asked: dict[int, PlannedRow] = {}
        try:
            async for n, answer in vetted(self._action, self._to_do(asked), self._reader):
                row = asked.pop(n)
                if isinstance(answer, Cannot):
                    yield row, barred(row, answer.why)
        except Trouble as trouble:
            raise signal_of(trouble) from trouble

    async def _to_do(self, asked: dict[int, PlannedRow]) -> AsyncIterator[tuple[int, Change]]:
        async for page in pages(self._kit.store, self._request, RowState.TODO):
            for row in page:
                asked[row.n] = row
                yield row.n, change_of(row)

    async def _able_admins(self) -> int:
        admins = (await self._reader.roles()).global_administrators - await self._planned_people()
        enabled = [user.id async for user in self._reader.users(admins) if user.enabled] if admins else []
        if not enabled:
            return 0
        policy = await self._reader.method_policy()
        return sum([bool(usable(admin, methods, policy)) async for admin, methods in self._reader.methods(enabled)])

    async def _planned_people(self) -> frozenset[str]:
        found: set[str] = set()
        async for page in pages(self._kit.store, self._request, *IN_PLAN):
            found.update(row.subject.id for row in page)
        return frozenset(found)
