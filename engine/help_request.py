"""Somebody who is reminded wants help: the record, and what the help desk answered."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from engine.request import Person


class HelpState(StrEnum):
    """Where a help request stands."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class HelpAnswer:
    """One answer, by name, as it was written."""

    by: Person
    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpRequest:
    """One open at a time for each person. ``reminder``: the id of the reminder that they answered."""

    tenant_id: str
    number: int
    person: Person
    reminder: str
    fact: str
    campaign: int | None = None
    language: str = "en"
    at: datetime
    state: HelpState = HelpState.OPEN
    answers: tuple[HelpAnswer, ...] = ()
    version: int = 0
