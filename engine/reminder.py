"""The record of a reminder: whom, what it waits for, when next, when it ends."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from engine.request import Person


class ReminderState(StrEnum):
    """Why a reminder is, or is no more."""

    OPEN = "open"
    DONE = "done"  # the fact became true
    ENDED = "ended"  # the last one was sent
    NOT_REACHABLE = "not reachable"  # blocked, or the app is not there
    STOPPED = "stopped"  # by a person with a role


class Answer(StrEnum):
    """What the person said to a reminder."""

    DONE = "done"
    TOMORROW = "tomorrow"
    HELP = "help"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """One open promise to one person: at most one per person and fact.

    ``cadence`` is days after ``began``: (0, 3, 7, 14) sends at once, then on those days at 09:00 local time.
    """

    tenant_id: str
    id: str
    person: Person
    fact: str
    began: datetime
    due: datetime
    asked_by: Person
    request: int | None = None
    cadence: tuple[int, ...] = (0, 3, 7, 14)
    sent: int = 0
    snoozed: int = 0
    state: ReminderState = ReminderState.OPEN
    help_asked: bool = False
    last_sent: bool = False  # nothing follows but the end, unless the person asks for another
    version: int = 0
