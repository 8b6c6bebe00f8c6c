"""The record of something that is said again and again by itself."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from engine.request import Person, Place


class ScheduleState(StrEnum):
    """Is it still said?"""

    ON = "on"
    OFF = "off"  # somebody ended it
    STOPPED = "stopped"  # whoever asked for it may not ask any more


@dataclass(frozen=True, slots=True)
class Where:
    """``zone`` (IANA) and ``country`` (two letters) of whoever asks; empty where they are not known."""

    zone: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """``said`` (a command) in ``place`` for ``by``, by ``rule`` (canonical words) in ``zone`` (IANA, the asker's).

    ``next_day`` is the local date of the next occurrence, which with the number is its key: a doubled hour says it
    once. ``next``: that occurrence's moment.
    """

    tenant_id: str
    number: int
    rule: str
    said: str
    zone: str
    by: Person
    place: Place
    activity_id: str
    began: datetime
    next_day: date
    next: datetime
    last: datetime | None = None
    state: ScheduleState = ScheduleState.ON
    version: int = 0
    country: str = ""  # whose public holidays are no workdays (two letters); empty: not known, or this house's by now
