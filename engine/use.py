"""Has somebody used what was set for them? A method that Muster wrote counts as done only after that.

Microsoft's sign-in log tells the kind of method that answered, not which one. So a sign-in proves something only for a
person all of whose methods of that kind were set for them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from logging import getLogger

from engine.due import Due, DueKind
from engine.journal import record
from engine.kit import Kit
from engine.ports import Unit
from tenant.model import Kind, Method, MethodKind, Statement
from tenant.ports import Priority, TenantReader
from tenant.trouble import Throttled, Trouble, Unavailable

LOG = getLogger(__name__)
LOOK = "use"  # the id of the one due record
DAILY = timedelta(days=1)
SOON = timedelta(hours=1)  # until the next try where this one was cut short
KEPT = timedelta(days=30)  # Microsoft keeps the sign-in log for so long
LATE = timedelta(days=1)  # a sign-in may reach the log late

Answered = dict[tuple[str, MethodKind], datetime]  # when a person last answered with a method of this kind


async def promise_look(unit: Unit, kit: Kit) -> None:
    """From tomorrow on, look once a day, as long as there is something to look for."""
    due = Due(tenant_id=kit.tenant_id, id=LOOK, due=kit.now() + DAILY, kind=DueKind.USE)
    await unit.add_due(due)


class Use:
    """Looks for the use of methods that were set for people."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    async def look(self, due: Due) -> None:
        """Only Microsoft's word counts: what cannot be read was not used, and is looked for again."""
        began = self._kit.now()
        if due.due > began:
            return
        async with self._kit.store.change() as unit:  # it may take longer than any lease
            await unit.save_due(replace(due, due=began + SOON))
        waiting = await self._kit.store.statements(due.tenant_id, Kind.SET_FOR_THEM)
        try:
            used = await self._used(waiting, due, began) if waiting else ()
        except Trouble as trouble:
            LOG.warning("who has used what was set for them cannot be read: %s", trouble)
            wait = SOON if isinstance(trouble, Throttled | Unavailable) else DAILY
            await self._again(replace(due, due=began + wait))
            return
        await self._keep(used)
        await self._again(replace(due, due=began + DAILY, since=began - LATE))

    async def _used(self, waiting: Sequence[Statement], due: Due, now: datetime) -> Sequence[Statement]:
        reader = self._kit.reader("use", Priority.SWEEP)
        since = max(due.since or waiting[0].at, now - KEPT)
        answered = await _answered(reader, since, frozenset(each.subject for each in waiting))
        people = {person for person, _ in answered}
        used: list[Statement] = []
        if people:
            async for person, methods in reader.methods(people):
                mine = [each for each in waiting if each.subject == person]
                used += _proven(mine, methods, answered)
        return used

    async def _keep(self, used: Sequence[Statement]) -> None:
        async with self._kit.store.change() as unit:
            for each in used:
                now = await unit.statements(self._kit.tenant_id, each.kind, [each.subject])
                if each not in now:  # written anew meanwhile: that one has not been used
                    continue
                await unit.unstate(self._kit.tenant_id, each.kind, each.subject, each.key)
                at = self._kit.now()
                await record(unit, "used", tenant_id=self._kit.tenant_id, at=at, subject_id=each.subject)

    async def _again(self, due: Due) -> None:
        """Until nothing is left to look for."""
        async with self._kit.store.change() as unit:
            if await unit.statements(due.tenant_id, Kind.SET_FOR_THEM):
                await unit.save_due(due)
            else:
                await unit.settle_due(due.tenant_id, due.id)


def _proven(mine: Sequence[Statement], methods: Sequence[Method], answered: Answered) -> Iterator[Statement]:
    """Of one person's statements those whose method has answered since it was written."""
    by_id = {each.key: each for each in mine}
    own = {method.kind for method in methods if method.id not in by_id}
    for method in methods:
        said = by_id.get(method.id)
        if said is not None and method.kind not in own and answered.get((said.subject, method.kind), said.at) > said.at:
            yield said


async def _answered(reader: TenantReader, since: datetime, people: frozenset[str]) -> Answered:
    latest: Answered = {}
    async for sign_in in reader.sign_ins(since, people=people):
        for kind in sign_in.methods if sign_in.succeeded and sign_in.user_id in people else ():
            known = latest.get((sign_in.user_id, kind), sign_in.at)
            latest[sign_in.user_id, kind] = max(known, sign_in.at)
    return latest
