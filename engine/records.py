"""What anybody who holds the engine may read of its records."""

from collections.abc import AsyncIterator, Collection, Sequence

from engine.audit import Link, broken_at
from engine.kit import Kit
from engine.reminder import Reminder
from engine.request import Decision, PlannedRow, Request, RowState, State
from tenant.ports import Area


class Records:
    """Readings of one tenant's records. Nothing here waits for a writer, or asks Microsoft."""

    _kit: Kit

    async def request(self, number: int) -> Request | None:
        """One request."""
        return await self._kit.store.request(self._kit.tenant_id, number)

    async def requests(self, *, states: Collection[State] = (), asker: str = "", limit: int = 20) -> Sequence[Request]:
        """Newest first."""
        return await self._kit.store.requests(self._kit.tenant_id, states=states, asker=asker, limit=limit)

    async def rows(
        self, number: int, *, states: Collection[RowState] = (), after: int = 0, limit: int = 100
    ) -> Sequence[PlannedRow]:
        """Rows in stored order, those with ``n > after``."""
        return await self._kit.store.rows(self._kit.tenant_id, number, states=states, after=after, limit=limit)

    async def decisions(self, number: int) -> Sequence[Decision]:
        """In the order they came."""
        return await self._kit.store.decisions(self._kit.tenant_id, number)

    async def halted(self) -> bool:
        """Is the red button pressed?"""
        return await self._kit.store.halted(self._kit.tenant_id)

    async def writes_on(self) -> frozenset[Area]:
        """The areas that are open. Empty: observe mode."""
        return await self._kit.store.writes_on(self._kit.tenant_id)

    async def reminder(self, reminder_id: str) -> Reminder | None:
        """One reminder."""
        return await self._kit.store.reminder(self._kit.tenant_id, reminder_id)

    async def reminders(self, *, limit: int = 100) -> Sequence[Reminder]:
        """Those that are open, and those whose person cannot be reached."""
        return await self._kit.store.reminders(self._kit.tenant_id, limit=limit)

    async def chain_broken_at(self) -> int | None:
        """The number of the first audit event that does not follow from the one before; None: the chain is whole."""
        return broken_at([link async for link in self._chain()])

    async def _chain(self) -> AsyncIterator[Link]:
        after = 0
        while page := await self._kit.store.chain(self._kit.tenant_id, after=after):
            for link in page:
                yield link
            after = page[-1].n
