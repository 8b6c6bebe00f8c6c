"""What can be read from the memory, inside and outside of a change."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from engine.audit import Link
from engine.campaign import Campaign, CampaignState, Member, MemberState
from engine.draft import Draft
from engine.due import Due
from engine.errand import Errand
from engine.help_request import HelpRequest, HelpState
from engine.notice import CardRef
from engine.reminder import Reminder
from engine.request import Decision, PlannedRow, Request, RowState, State
from engine.schedule import Schedule, ScheduleState
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
