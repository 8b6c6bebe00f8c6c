"""The record of a reminder: whom, what it waits for, when next, when it ends."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from actions.spec import USUAL, Cadence
from engine.hours import Hours
from engine.request import Person


class ReminderState(StrEnum):
    """Why a reminder is, or is no more."""

    OPEN = "open"
    DONE = "done"  # the fact became true
    ENDED = "ended"  # the last one was sent, or its end has come
    NOT_REACHABLE = "not reachable"  # by no way that is permitted and configured
    STOPPED = "stopped"  # by a person with a role, or with its campaign


class Answer(StrEnum):
    """What the person said to a reminder."""

    DONE = "done"
    LATER = "later"  # today
    TOMORROW = "tomorrow"
    DAY = "day"  # that they picked
    HELP = "help"
    NO_SMARTPHONE = "no-smartphone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """One open promise to one person: at most one per person, fact and ``about``.

    ``fact``: a declared fact about the person, or one of the house's own (`engine.house_facts`) about ``about``: a
    request's number, a system, a host. ``due``: the next moment, within the person's hours (``hours``; None: nobody
    has looked yet). ``until``: nothing is sent after. ``warned``: that their manager will be told; ``told_manager``.
    ``again``: the day of theirs for which they asked to hear of it once more, although it has its message.
    """

    tenant_id: str
    id: str
    person: Person
    fact: str
    about: str = ""
    began: datetime
    due: datetime
    asked_by: Person
    request: int | None = None
    campaign: int | None = None
    cadence: Cadence = USUAL
    until: datetime | None = None
    hours: Hours | None = None
    most_snoozes: int = 0  # 0: as often as they like; below: never
    sent: int = 0
    snoozed: int = 0
    state: ReminderState = ReminderState.OPEN
    help_asked: bool = False
    warned: bool = False
    told_manager: bool = False
    again: date | None = None
    last_sent: bool = False  # nothing follows but the end, unless the person asks for another
    version: int = 0
