"""What the engine needs from outside: a memory, a way to be woken, a calendar, the declared actions.

`store` keeps `Store`, `bot` keeps `Jobs` and `Calendar`, `dialogs.catalogue` keeps `Declarations`.
"""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import date, datetime, time
from typing import Protocol

from actions.spec import Action, Check, Fact
from engine.audit import Event, Link
from engine.campaign import Campaign, CampaignState, Member, MemberState
from engine.draft import Draft
from engine.due import Due
from engine.errand import Errand
from engine.help_request import HelpRequest, HelpState
from engine.notice import CardRef, Notice
from engine.reminder import Reminder
from engine.request import Decision, Lease, PlannedRow, Request, RowState, State
from engine.schedule import Schedule, ScheduleState
from engine.schedules.recurrence import Recurrence
from engine.slot import Slot
from engine.snapshot import Snapshot
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

    async def reminder_of(self, tenant_id: str, person_id: str, fact: str, about: str = "") -> Reminder | None:
        """The open reminder of a person for a fact."""
        ...

    async def reminders_of(self, tenant_id: str, person_id: str) -> Sequence[Reminder]:
        """All open reminders of a person, by due time."""
        ...

    async def reminders_about(self, tenant_id: str, fact: str, about: str) -> Sequence[Reminder]:
        """All open reminders that wait for one of the house's facts."""
        ...

    async def slot(self, tenant_id: str, person_id: str, day: date) -> Slot | None:
        """The person's message of that day of theirs."""
        ...

    async def slots(
        self, tenant_id: str, person_ids: Collection[str], *, since: date, limit: int = 1000
    ) -> Sequence[Slot]:
        """Theirs from that day on, by person and day."""
        ...

    async def campaign(self, tenant_id: str, number: int) -> Campaign | None:
        """One campaign."""
        ...

    async def campaign_named(self, tenant_id: str, name: str) -> Campaign | None:
        """The latest of that name, whatever its letters' case; at most one of a name is not over."""
        ...

    async def campaigns(
        self, tenant_id: str, *, states: Collection[CampaignState] = (), limit: int = 100
    ) -> Sequence[Campaign]:
        """Newest first; ``states`` empty: any."""
        ...

    async def member(self, tenant_id: str, campaign: int, person_id: str) -> Member | None:
        """One person in one campaign."""
        ...

    async def members(
        self, tenant_id: str, campaign: int, *, states: Collection[MemberState] = (), wave: int = 0, after: str = "",
        limit: int = 500,
    ) -> Sequence[Member]:  # fmt: skip
        """By person id, those after ``after``; ``states`` empty: any; ``wave`` 0: any."""
        ...

    async def memberships_of(self, tenant_id: str, person_ids: Collection[str]) -> Sequence[Member]:
        """These people in campaigns that are not over."""
        ...

    async def count_members(self, tenant_id: str, campaign: int) -> Mapping[tuple[int, MemberState, str], int]:
        """How many, by wave, state and ``why``."""
        ...

    async def help_request(self, tenant_id: str, number: int) -> HelpRequest | None:
        """One help request."""
        ...

    async def help_requests(
        self, tenant_id: str, *, states: Collection[HelpState] = (), person_id: str = "", campaign: int = 0,
        limit: int = 100,
    ) -> Sequence[HelpRequest]:  # fmt: skip
        """Newest first; nothing said: any."""
        ...

    async def schedule(self, tenant_id: str, number: int) -> Schedule | None:
        """One schedule."""
        ...

    async def schedule_of(self, tenant_id: str, activity_id: str) -> Schedule | None:
        """The schedule that this turn began."""
        ...

    async def schedules(
        self, tenant_id: str, *, states: Collection[ScheduleState] = (), limit: int = 1000
    ) -> Sequence[Schedule]:
        """By number; ``states`` empty: any."""
        ...

    async def snapshots(self, tenant_id: str, *, since: date, limit: int = 400) -> Sequence[Snapshot]:
        """By day, from that day on."""
        ...

    async def brake(self, tenant_id: str) -> datetime | None:
        """Until when Teams asked every process to send nothing; None: not now."""
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

    def day_of(self, rule: Recurrence, after: date) -> date:
        """The first date of the rule after that one, in any week, public holidays or not."""
        ...

    def moment(self, day: date, at: time, zone: str) -> datetime:
        """That local time on that day in any zone (IANA), as UTC; else as `at`."""
        ...


class Declarations(Protocol):
    """The declared actions and facts, by name."""

    def action(self, name: str) -> type[Action]:
        """Raises KeyError."""
        ...

    def fact(self, name: str) -> Fact:
        """Raises KeyError."""
        ...

    def check(self, name: str) -> type[Check]:
        """Raises KeyError."""
        ...
