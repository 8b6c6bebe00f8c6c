"""What a row can leave behind once it is done: plain values, which the engine keeps. From `actions.spec`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from actions.rows import Subject
from tenant.model import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Remind:
    """Follow-up: remind this person until the fact is true of them."""

    person: Subject
    fact: str
    cadence: tuple[int, ...] = (0, 3, 7, 14)


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoAt:
    """Follow-up: at that time everything that the request did is reversed by itself (an exemption's end).

    Whoever approves the plan approves its end. Once per request, at the earliest of its rows' moments; a reversal
    leaves no end behind, unless it is of the action's own direction again (the undo of an undo).
    """

    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Tell:
    """Follow-up: at that time tell whoever asked. Once per request and code, however many rows leave it behind."""

    at: datetime
    code: str
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TellThem:
    """Follow-up: tell the person, in their own chat, what their row did; they can answer that it is not theirs."""

    person: Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Remember:
    """Follow-up: keep a statement about the row's subject; ``forget`` drops the one of that kind and key instead."""

    kind: Kind
    subject: Subject
    key: str = ""
    value: str = ""
    forget: bool = False


Then = Remind | UndoAt | Tell | TellThem | Remember
