"""Asks an action about rows that its plan did not just make: those of an undo, and those of a run before it writes."""

from collections import deque
from collections.abc import AsyncIterator

from actions.spec import Action, Change, Row
from tenant.ports import TenantReader


async def vetted(
    action: Action, changes: AsyncIterator[tuple[int, Change]], tenant: TenantReader
) -> AsyncIterator[tuple[int, Row]]:
    """The action's answers under their changes' numbers. Raises tenant trouble; ValueError where one is left out, for a
    row that nobody answered for must not run.
    """
    asked: deque[tuple[int, str]] = deque()

    async def asking() -> AsyncIterator[Change]:
        async for n, change in changes:
            asked.append((n, change.subject.id))
            yield change

    async for row in action.vet(asking(), tenant):
        n, subject_id = asked.popleft() if asked else (0, "")
        if row.subject.id != subject_id:
            raise ValueError(f"{action.name}: an answer about {row.subject.id} is out of order")
        yield n, row
    if asked:
        raise ValueError(f"{action.name}: {len(asked)} rows were left without an answer")
