"""What a row can leave behind once it is done: plain values, which the engine keeps. From `actions.spec`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from actions.cadence import USUAL, Cadence
from actions.rows import Subject
from actions.terms import CampaignTerms
from tenant.model import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Remind:
    """Follow-up: remind this person until the fact is true of them."""

    person: Subject
    fact: str
    cadence: Cadence = USUAL


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Launch:
    """Follow-up: keep this campaign; a running one of the same name takes these terms from now on."""

    terms: CampaignTerms


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrol:
    """Follow-up: this person is in the campaign of that name, in that wave (from 1).

    ``why`` is where they stood when the plan was made: ready, must-register, must-update, not-allowed, on-leave,
    inactive, no-teams.
    """

    campaign: str
    person: Subject
    wave: int
    why: str


Then = Remind | UndoAt | Tell | TellThem | Remember | Launch | Enrol
