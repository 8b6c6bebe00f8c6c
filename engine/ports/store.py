"""The memory itself: opens units of work, and hands out what is due."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol

from engine.due import Due
from engine.errand import Errand
from engine.notice import Notice
from engine.ports.reading import Reading
from engine.ports.writing import Unit
from engine.reminder import Reminder
from engine.request import Request


class Store(Reading, Protocol):
    """The memory."""

    def change(self) -> AbstractAsyncContextManager[Unit]:
        """Open a unit of work: commits at the end of the block, rolls back on any exception."""
        ...

    async def claim_errands(self, owner: str, now: datetime, until: datetime, limit: int) -> Sequence[Errand]:
        """Unanswered errands without a living lease; they get this lease, an attempt is counted."""
        ...

    async def claim_requests(self, owner: str, now: datetime, until: datetime, limit: int) -> Sequence[Request]:
        """Requests that want work (asked, approved, running) without a living lease; they get this one."""
        ...

    async def claim_expired(self, now: datetime, limit: int) -> Sequence[Request]:
        """Planned, waiting or approved requests whose ``expires_at`` has passed."""
        ...

    async def claim_reminders(self, owner: str, now: datetime, until: datetime, limit: int) -> Sequence[Reminder]:
        """Open reminders that are due, without a living lease; they get this one. Fair: no campaign's wait for more
        than their share of another's (ordered by how many of its own campaign stand before it, then by due time).
        """
        ...

    async def claim_dues(self, owner: str, now: datetime, until: datetime, limit: int) -> Sequence[Due]:
        """Records that are due, without a living lease; they get this one."""
        ...

    async def claim_notices(self, owner: str, now: datetime, until: datetime, limit: int) -> Sequence[Notice]:
        """Notices that are due, without a living lease; they get this one. What somebody waits for comes first
        (`Notice.urgent`), then fairly between campaigns (`Notice.campaign`), oldest first. At most one per receiver
        and thing is ever queued.
        """
        ...

    async def queued(self, tenant_id: str) -> int:
        """How many notices wait that are not urgent."""
        ...

    async def break_leases(self) -> None:
        """End every lease. Only for a process that is alone on its database: whoever held one is dead."""
        ...

    async def next_due(self) -> datetime | None:
        """When the next record wants attention (reminder, due record, notice, expiry, errand or lease end)."""
        ...

    async def ready(self) -> bool:
        """Can it be read now?"""
        ...

    async def close(self) -> None:
        """Let go of the database."""
        ...
