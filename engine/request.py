"""The records of a change: a request, its rows, its decisions. Frozen values; `lifecycle` says what may follow what."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from actions.spec import Direction, Reason, Risk, Subject


class State(StrEnum):
    """Where a request stands."""

    ASKED = "asked"
    PLANNED = "planned"
    WAITING = "waiting"
    APPROVED = "approved"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    PARTLY_DONE = "partly done"
    FAILED = "failed"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    STALE = "stale"


class RowState(StrEnum):
    """Where one row stands. UNKNOWN: written perhaps; only a look can tell."""

    TODO = "todo"
    DOING = "doing"
    UNKNOWN = "unknown"
    DONE = "done"
    SKIPPED = "skipped"
    FAILED = "failed"
    HELD = "held"  # guarded and not released, or Cannot: never runs


class Verdict(StrEnum):
    """What an approver said."""

    APPROVE = "approve"
    REJECT = "reject"


class Rule(StrEnum):
    """By what a request was approved, where nobody was asked for their word on it."""

    OWN_WORD = "own-word"  # of the person it is about
    END = "end"  # it was approved together with the request that it reverses
    ALLOWANCE = "allowance"  # a standing approval of its watch


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who speaks or is spoken to. ``id`` is the Entra object id, from the authenticated turn."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Place:
    """A conversation, by a key that only `bot` can read. ``personal``: nobody else sees it."""

    key: str
    personal: bool


@dataclass(frozen=True, slots=True)
class Lease:
    """Who works on a record, and until when; a dead worker's lease simply ends."""

    owner: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many rows of each kind, for every card."""

    todo: int = 0
    doing: int = 0
    unknown: int = 0
    done: int = 0
    skipped: int = 0
    failed: int = 0
    held: int = 0
    already: int = 0
    released: int = 0  # guarded rows that run because they were named
    already_why: Mapping[str, int] = field(default_factory=dict)  # reason code → how many
    held_why: Mapping[str, int] = field(default_factory=dict)
    warned_why: Mapping[str, int] = field(default_factory=dict)  # rows that will change, by the code of each warning

    @property
    def runnable(self) -> int:
        """Rows that were to change when the plan was made."""
        return self.todo + self.doing + self.unknown + self.done + self.skipped + self.failed


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One asked-for change. ``version`` guards every save: compare and swap."""

    tenant_id: str
    number: int
    action: str
    arguments: Mapping[str, str]  # argument name → its pinned text (`actions.args`)
    said: str  # the canonical command, for people
    asker: Person
    place: Place
    activity_id: str  # of the turn that asked; unique, so a repeated turn finds this request
    correlation: str
    direction: Direction
    risk: Risk
    asked_at: datetime
    expires_at: datetime
    state: State = State.ASKED
    version: int = 0
    reason: str = ""
    submitted_by: Person | None = None  # who put it before the approvers; need not be the asker
    digest: str = ""
    planned_at: datetime | None = None
    finished_at: datetime | None = None
    quorum: int = 1
    counts: Counts = Counts()
    undo_of: int | None = None
    only: int | None = None  # of an undo: the one row that it reverses, which its person called not theirs
    rule: Rule | None = None  # what approves it, or has approved it, in place of an approver
    watch: int | None = None  # the number of the watch that asked for it
    failed: Reason | None = None
    audience: tuple[Person | Place, ...] = ()  # who got the approval card besides the asker: theirs is kept up to date
    moved_by: str = ""  # who moved it last, by name, so that the loser of a race is told
    moved_at: datetime | None = None
    tries: int = 0  # times that a worker took the run up and died of it, without settling a row
    lease: Lease | None = None

    @property
    def must_not_rest(self) -> bool:
        """Its plan is approved already, and nobody waits for it in a chat: where it is held up, it pauses and the
        owners hear of it.
        """
        return self.rule in (Rule.OWN_WORD, Rule.END)

    @property
    def put_forward(self) -> bool:
        """It reverses what somebody called not theirs and would write a number, so it goes before the approvers by
        itself: nobody's own word writes a number.
        """
        return self.only is not None and self.rule is None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedRow:
    """One stored row of a plan, and what became of it. ``n`` is its place in the stored order, from 1.

    ``guard``: why it was spared, even where naming the person released it (``released``).
    """

    n: int
    subject: Subject
    before: str | None = None
    after: str | None = None
    warnings: tuple[Reason, ...] = ()
    for_person: str = ""  # who alone is shown the secret that this row yields
    guard: Reason | None = None
    released: bool = False
    cannot: Reason | None = None
    state: RowState = RowState.TODO
    outcome: Reason | None = None
    verified: bool = False
    undone_by: int | None = None  # the request that reversed it: each row once


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One approver's word on one plan, bound to what was shown by its digest."""

    request: int
    approver: Person
    verdict: Verdict
    digest: str
    at: datetime
    reason: str = ""
