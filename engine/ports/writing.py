"""One unit of work: what can be changed in the memory."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from engine.audit import Event, Link
from engine.campaign import Campaign, Member
from engine.draft import Draft
from engine.due import Due
from engine.errand import Errand
from engine.help_request import HelpRequest
from engine.notice import CardRef, Notice
from engine.ports.reading import Reading
from engine.reminder import Reminder
from engine.request import Decision, Lease, PlannedRow, Request
from engine.schedule import Schedule
from engine.slot import Slot
from engine.snapshot import Snapshot
from engine.watch import Watch
from tenant.model import Kind, Statement
from tenant.ports import Area


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

    async def take_slot(self, slot: Slot) -> bool:
        """This is the person's message of that day. False: there is one already."""
        ...

    async def save_slot(self, slot: Slot) -> None:
        """Write what became of it."""
        ...

    async def add_campaign(self, campaign: Campaign) -> Campaign:
        """Store a new campaign; the answer carries its number (counting from 1 in each tenant). Raises LostRace when
        one of that name is not over, or when its ``request`` has made one already.
        """
        ...

    async def save_campaign(self, campaign: Campaign) -> Campaign:
        """Save if ``version`` is unchanged, else LostRace. The answer carries the next version."""
        ...

    async def add_members(self, members: Sequence[Member]) -> int:
        """Store those that are not there yet; how many those were."""
        ...

    async def save_member(self, member: Member) -> Member:
        """Save if ``version`` is unchanged, else LostRace. The answer carries the next version."""
        ...

    async def add_help_request(self, request: HelpRequest) -> HelpRequest:
        """Store a new one; the answer carries its number. Raises LostRace when the person has an open one."""
        ...

    async def save_help_request(self, request: HelpRequest) -> HelpRequest:
        """Save if ``version`` is unchanged, else LostRace."""
        ...

    async def add_schedule(self, schedule: Schedule) -> Schedule:
        """Store a new schedule; the answer carries its number. Raises LostRace when its ``activity_id`` is there."""
        ...

    async def save_schedule(self, schedule: Schedule) -> Schedule:
        """Save if ``version`` is unchanged, else LostRace."""
        ...

    async def add_snapshot(self, snapshot: Snapshot) -> bool:
        """The snapshot of that day. False: there is one already."""
        ...

    async def set_brake(self, tenant_id: str, until: datetime) -> None:
        """Nobody sends before then; never moves backwards."""
        ...

    async def purge(self, tenant_id: str, before: datetime, limit: int = 1000) -> int:
        """Delete what is kept of people longer than needed, at most so many records: reminders that are over, members
        of campaigns that are over, slots, help requests that are closed, answered errands and their replies, all from
        before that moment. Returns how many.
        """
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

    async def retry_notice(self, tenant_id: str, notice_id: str, due: datetime, *, counts: bool) -> None:
        """Look at it again later; gives the lease back. ``counts``: it failed, so an attempt is counted; what was only
        held back has all its attempts before it.
        """
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
