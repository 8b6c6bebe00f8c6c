"""Everything one request's card needs, read once."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum

from actions.args import rebuild
from actions.spec import Action, Reason
from dialogs.command import Known
from dialogs.words import count, headcount, is_named, phrase
from engine import Decision, Person, Place, PlannedRow, Reading, Request, RowState
from tenant.ports import Clock

SHOWN = 8  # rows of a kind on a card: keeps it far below Teams' 25 KB and readable on a telephone
PAGE = 20  # the same for somebody who pages through a long plan
HELD_READ = 1_000  # guarded rows looked through for the first few of each kind
NAMED_READ = 1_000  # changing rows looked through for what each warning of theirs names
NOT_READY = "not-ready"
NOT_CONFIRMED = "not-confirmed"
GUARDS = frozenset({
    "break-glass", "own-identity", "sync-account", "room", "service-account", "guest", "disabled", "gone",
    "role-holder", "methods-unknown", NOT_READY,
})  # fmt: skip
"""Codes of the engine's guards: all else that is held cannot be done, whoever is named."""


class Viewer(StrEnum):
    """For whom a card is drawn: decides its buttons. What may really be done is decided when one is pressed."""

    ASKER = "asker"
    APPROVER = "approver"


@dataclass(frozen=True, slots=True)
class Named:
    """What a warning of this code says, and of how many rows."""

    code: str
    said: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """A request with the first rows of each kind and what stands around it."""

    request: Request
    viewer: Viewer
    decided: bool  # the viewer has said yes or no to it already
    now: datetime
    zone: tzinfo
    action: type[Action] | None
    changing: tuple[PlannedRow, ...] = ()
    guarded: tuple[PlannedRow, ...] = ()
    not_ready: tuple[PlannedRow, ...] = ()
    cannot: tuple[PlannedRow, ...] = ()
    done: tuple[PlannedRow, ...] = ()
    failed: tuple[PlannedRow, ...] = ()
    skipped: tuple[PlannedRow, ...] = ()
    decisions: tuple[Decision, ...] = ()
    writes: bool = False
    halted: bool = False
    start: int = 0
    notes: tuple[Reason, ...] = ()  # what goes with the whole plan
    named: tuple[Named, ...] = ()  # warnings that are counted by what they say, of the first rows

    @property
    def data(self) -> dict[str, str]:
        """What each button of the card carries: it names the record and the plan that was shown, no more."""
        return {"request": str(self.request.number), "digest": self.request.digest}

    @property
    def about_people(self) -> bool:
        """Is each row somebody, or a setting?"""
        return self.action is None or self.action.about == "person"

    def counted(self, number: int) -> str:
        """``12 people``, ``1 setting``."""
        return headcount(number) if self.action is None or self.about_people else count(number, self.action.about)

    def held(self, codes: Collection[str]) -> dict[str, int]:
        """How many rows are held for each of these reasons."""
        return {code: number for code, number in self.request.counts.held_why.items() if code in codes and number}


@dataclass(frozen=True, slots=True)
class Gatherer:
    """Reads what cards need."""

    records: Reading
    catalogue: Known
    clock: Clock
    zone: tzinfo

    async def gather(self, request: Request, receiver: Person | Place, *, start: int = 0) -> Material:
        """For one receiver. ``start``: rows up to this number are left out (paging through a long plan)."""
        action = self.catalogue.named(request.action)
        known = action if action is not None and issubclass(action, Action) else None
        shown = PAGE if start else SHOWN
        held = await self._rows(request, (RowState.HELD,), start, HELD_READ)
        cannot = tuple(row for row in held if row.cannot is not None)
        spared = tuple(row for row in held if row.guard is not None)
        decisions = tuple(await self.records.decisions(request.tenant_id, request.number))
        return Material(
            request=request,
            viewer=viewer_of(request, receiver),
            decided=isinstance(receiver, Person) and any(each.approver.id == receiver.id for each in decisions),
            now=self.clock.now(),
            zone=self.zone,
            action=known,
            changing=await self._rows(request, tuple(set(RowState) - {RowState.HELD}), start, shown),
            guarded=tuple(row for row in spared if row.guard is not None and row.guard.code != NOT_READY)[:shown],
            not_ready=tuple(row for row in spared if row.guard is not None and row.guard.code == NOT_READY)[:shown],
            cannot=cannot[:shown],
            done=await self._rows(request, (RowState.DONE,), start, shown),
            failed=await self._rows(request, (RowState.FAILED, RowState.UNKNOWN), start, shown),
            skipped=await self._rows(request, (RowState.SKIPPED,), start, shown),
            decisions=decisions,
            writes=known is not None and known.area in await self.records.writes_on(request.tenant_id),
            halted=await self.records.halted(request.tenant_id),
            start=start,
            notes=_notes(known, request),
            named=await self._named(request),
        )

    async def _named(self, request: Request) -> tuple[Named, ...]:
        """Counted over the rows that are read; the request counts them all."""
        if not any(number and is_named(code) for code, number in request.counts.warned_why.items()):
            return ()
        rows = await self._rows(request, tuple(set(RowState) - {RowState.HELD}), 0, NAMED_READ)
        found = Counter((each.code, phrase(each)) for row in rows for each in row.warnings if is_named(each.code))
        return tuple(Named(code, said, number) for (code, said), number in found.most_common())

    async def _rows(
        self, request: Request, states: tuple[RowState, ...], start: int, limit: int
    ) -> tuple[PlannedRow, ...]:
        if not any(getattr(request.counts, state.value) for state in states):
            return ()  # each kind is counted with the request
        rows = await self.records.rows(request.tenant_id, request.number, states=states, after=start, limit=limit)
        return tuple(rows)


def _notes(action: type[Action] | None, request: Request) -> tuple[Reason, ...]:
    """As they held when the plan was made, and not before. What is taken back needs no word about doing it."""
    if action is None or request.planned_at is None or (request.undo_of and request.direction is not action.direction):
        return ()
    return rebuild(action, request.arguments).notes(request.planned_at)


def viewer_of(request: Request, receiver: Person | Place) -> Viewer:
    """The asker, and the place where it was asked, see the asker's card; everybody else an approver's."""
    asked = request.asker.id if isinstance(receiver, Person) else request.place.key
    there = receiver.id if isinstance(receiver, Person) else receiver.key
    return Viewer.ASKER if asked == there else Viewer.APPROVER
