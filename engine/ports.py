"""What the engine needs from outside: a memory, a way to be woken, a calendar, the declared actions.

`store` keeps `Store`, `bot` keeps `Jobs` and `Calendar`, `dialogs.catalogue` keeps `Declarations`.
"""

from collections.abc import Collection, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import date, datetime
from typing import Protocol

from actions.spec import Action, Fact
from engine.audit import Event, Link
from engine.draft import Draft
from engine.due import Due
from engine.errand import Errand
from engine.notice import CardRef, Notice
from engine.reminder import Reminder
from engine.request import Decision, Lease, PlannedRow, Request, RowState, State
from engine.watch import Watch, WatchState
from tenant.model import Kind, Statement
from tenant.ports import Area


class LostRace(Exception):
    """Somebody else saved this record first. A normal answer, not a fault: read again and say what they did."""


class Reading(Protocol):
    """What can be read, inside and outside of a change. Outside, readers never take the lock."""

    async def request(self, tenant_id: str, number: int) -> Request | None:
        """One request."""
        ...

    async def request_of(self, tenant_id: str, activity_id: str) -> Request | None:
        """The request that this turn made."""
        ...

    async def requests(
        self, tenant_id: str, *, states: Collection[State] = (), asker: str = "", limit: int = 20
    ) -> Sequence[Request]:
        """Newest first; ``states`` empty: any."""
        ...

    async def rows(
        self, tenant_id: str, number: int, *, states: Collection[RowState] = (), after: int = 0, limit: int = 100
    ) -> Sequence[PlannedRow]:
        """Rows in stored order, those with ``n > after``."""
        ...

    async def decisions(self, tenant_id: str, number: int) -> Sequence[Decision]:
        """In the order they came."""
        ...

    async def writes_on(self, tenant_id: str) -> frozenset[Area]:
        """The areas an owner has opened. Empty: observe mode."""
        ...

    async def halted(self, tenant_id: str) -> bool:
        """Is the red button pressed?"""
        ...

    async def draft(self, tenant_id: str, place: str, person_id: str) -> Draft | None:
        """The half-filled command of this person in this place."""
        ...

    async def errand(self, tenant_id: str, activity_id: str) -> Errand | None:
        """One errand."""
        ...

    async def reminder(self, tenant_id: str, reminder_id: str) -> Reminder | None:
        """One reminder."""
        ...

    async def reminder_of(self, tenant_id: str, person_id: str, fact: str) -> Reminder | None:
        """The open reminder of a person for a fact."""
        ...

    async def reminders(self, tenant_id: str, *, limit: int = 100) -> Sequence[Reminder]:
        """All that are open or not reachable, by due time."""
        ...

    async def statements(self, tenant_id: str, kind: Kind, subjects: Collection[str] = ()) -> Sequence[Statement]:
        """Statements of one kind about these subjects, oldest first; without subjects, all of that kind."""
        ...

    async def due(self, tenant_id: str, due_id: str) -> Due | None:
        """One due record."""
        ...

    async def dues(self, tenant_id: str, *, prefix: str, limit: int = 1000) -> Sequence[Due]:
        """The due records whose ids begin so, by due time."""
        ...

    async def watch(self, tenant_id: str, number: int) -> Watch | None:
        """One watch."""
        ...

    async def watch_of(self, tenant_id: str, activity_id: str) -> Watch | None:
        """The watch that this turn began."""
        ...

    async def watches(
        self, tenant_id: str, *, states: Collection[WatchState] = (), limit: int = 1000
    ) -> Sequence[Watch]:
        """By number; ``states`` empty: any."""
        ...

    async def chain(self, tenant_id: str, *, after: int = 0, limit: int = 1000) -> Sequence[Link]:
        """The audit chain, in order."""
        ...

    async def card(self, tenant_id: str, about: str, receiver: str) -> CardRef | None:
        """Where the card about this was posted for this receiver (a person's id or a place's key)."""
        ...

    async def address(self, tenant_id: str, key: str) -> str | None:
        """The conversation reference that `bot` saved under a place's key, as JSON text."""
        ...

    async def personal_place(self, tenant_id: str, person_id: str) -> str | None:
        """The key of the person's personal chat, once known."""
        ...

    async def reply_to(self, tenant_id: str, activity_id: str) -> str | None:
        """What this turn was answered (JSON text of `bot`'s making), for a repeated activity."""
        ...


class Unit(Reading, Protocol):
    """One unit of work: everything in it commits together or not at all. Nobody awaits the network inside."""

    async def add_request(self, request: Request) -> Request:
        """Store a new request; the answer carries its number (counting from 1 in each tenant).

        Raises LostRace when its ``activity_id`` is there already.
        """
        ...

    async def save_request(self, request: Request) -> Request:
        """Save if ``version`` is unchanged, else LostRace. The answer carries the next version.

        The lease is not saved here (see `lease_request`), so a run never loses it to a pause.
        """
        ...

    async def lease_request(self, tenant_id: str, number: int, lease: Lease, now: datetime) -> bool:
        """Take or renew the lease; False when somebody else holds one that has not ended."""
        ...

    async def release_request(self, tenant_id: str, number: int, owner: str) -> None:
        """Give the lease back."""
        ...

    async def put_rows(self, tenant_id: str, number: int, rows: Sequence[PlannedRow]) -> None:
        """Append rows of a plan (a long plan comes in parts)."""
        ...

    async def drop_rows(self, tenant_id: str, number: int) -> None:
        """Forget an unfinished plan's rows."""
        ...

    async def set_rows(
        self, tenant_id: str, number: int, rows: Sequence[PlannedRow], *, owner: str, now: datetime
    ) -> None:
        """Save what became of these rows. LostRace unless ``owner`` holds the request's lease at ``now``."""
        ...

    async def mark_undone(self, tenant_id: str, number: int, ns: Collection[int], by: int) -> int:
        """Mark rows as reversed by a request, those that were not yet; returns how many."""
        ...

    async def add_decision(self, tenant_id: str, decision: Decision) -> None:
        """One word per approver and request; LostRace on the second."""
        ...

    async def append(self, tenant_id: str, event: Event) -> Link:
        """Append to the audit chain."""
        ...

    async def person_key(self, tenant_id: str, person_id: str) -> str:
        """The random key under which this person appears in the audit chain; made at first use."""
        ...

    async def forget(self, tenant_id: str, person_id: str) -> bool:
        """Drop the person's key: the chain still verifies, and nobody can tell who it was."""
        ...

    async def set_writes(self, tenant_id: str, area: Area, on: bool) -> None:
        """Open or close an area."""
        ...

    async def set_halted(self, tenant_id: str, halted: bool) -> None:
        """Press or release the red button."""
        ...

    async def save_draft(self, draft: Draft) -> Draft:
        """Save if ``version`` is unchanged (0: there was none), else LostRace."""
        ...

    async def drop_draft(self, tenant_id: str, place: str, person_id: str) -> None:
        """Forget it."""
        ...

    async def add_errand(self, errand: Errand) -> None:
        """LostRace when the activity is known."""
        ...

    async def answer_errand(self, tenant_id: str, activity_id: str) -> None:
        """It has its answer."""
        ...

    async def save_reminder(self, reminder: Reminder) -> Reminder:
        """Insert (version 0) or save if ``version`` is unchanged, else LostRace."""
        ...

    async def state(self, tenant_id: str, statement: Statement) -> None:
        """Remember a statement, in the place of the one of the same kind, subject and key."""
        ...

    async def unstate(self, tenant_id: str, kind: Kind, subject: str, key: str = "") -> bool:
        """Forget one; False where there was none."""
        ...

    async def replace_statements(self, tenant_id: str, kind: Kind, statements: Sequence[Statement]) -> None:
        """These, and no others, are the statements of this kind."""
        ...

    async def add_due(self, due: Due) -> bool:
        """Promise it; False, and nothing is changed, where one of this id is promised already."""
        ...

    async def save_due(self, due: Due) -> None:
        """Promise it, in the place of the one of this id. Gives a claim's lease back."""
        ...

    async def settle_due(self, tenant_id: str, due_id: str) -> bool:
        """It is done, and gone. False: somebody else was faster, so nothing may be done in its name."""
        ...

    async def add_watch(self, watch: Watch) -> Watch:
        """Store a new watch; the answer carries its number (counting from 1 in each tenant).

        Raises LostRace when its ``activity_id`` is there already.
        """
        ...

    async def save_watch(self, watch: Watch) -> Watch:
        """Save if ``version`` is unchanged, else LostRace. The answer carries the next version."""
        ...

    async def notify(self, notice: Notice) -> Notice:
        """Queue a notice; replaces an unsent one of the same kind about the same thing for the same receiver."""
        ...

    async def settle_notice(self, tenant_id: str, notice_id: str, *, card: CardRef | None = None) -> None:
        """It was delivered (and its card is here), or is given up. Removes it unless it was replaced meanwhile."""
        ...

    async def retry_notice(self, tenant_id: str, notice_id: str, due: datetime) -> None:
        """Try again later; counts an attempt and gives the lease back."""
        ...

    async def save_card(self, tenant_id: str, about: str, receiver: str, card: CardRef) -> None:
        """Remember where the card about something stands."""
        ...

    async def save_address(self, tenant_id: str, key: str, reference: str, person_id: str = "") -> None:
        """Remember a conversation; with ``person_id`` it is that person's personal chat."""
        ...

    async def save_reply(self, tenant_id: str, activity_id: str, reply: str) -> None:
        """Remember what a turn was answered."""
        ...


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
        """Open reminders that are due, without a living lease; they get this one."""
        ...

    async def claim_dues(self, owner: str, now: datetime, until: datetime, limit: int) -> Sequence[Due]:
        """Records that are due, without a living lease; they get this one."""
        ...

    async def claim_notices(self, owner: str, now: datetime, until: datetime, limit: int) -> Sequence[Notice]:
        """Notices that are due, oldest first, without a living lease; they get this one. At most one per receiver
        and thing is ever queued.
        """
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


class Jobs(Protocol):
    """Wake-ups. The record is the truth: a lost or doubled job harms nothing."""

    def wake(self, kind: str, tenant_id: str, key: str) -> None:
        """Soon, call the engine for this record; ``kind``: errand, request, reminders, due or notices."""
        ...


class Calendar(Protocol):
    """Local time, as offices keep it."""

    def at(self, day: date, hour: int, minute: int = 0) -> datetime:
        """That local time on that day in the office's zone, as UTC. A time that does not exist is moved forward; of
        a doubled one the first counts.
        """
        ...

    def local_date(self, moment: datetime) -> date:
        """The office's date at that moment."""
        ...


class Declarations(Protocol):
    """The declared actions and facts, by name."""

    def action(self, name: str) -> type[Action]:
        """Raises KeyError."""
        ...

    def fact(self, name: str) -> Fact:
        """Raises KeyError."""
        ...
