"""The records of a campaign: what was approved, where it stands, and who is in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from actions.spec import CampaignTerms, Reason
from engine.request import Person, Place


class CampaignState(StrEnum):
    """Where a campaign stands."""

    UNANNOUNCED = "to be announced"  # approved; begins when its announcement is recorded
    RUNNING = "running"
    HELD = "held"  # by itself; ``held`` says why
    PAUSED = "paused"  # by a person
    ENDED = "ended"  # its time is over, or everybody is ready
    STOPPED = "stopped"  # by a person


OVER = frozenset({CampaignState.ENDED, CampaignState.STOPPED})


@dataclass(frozen=True, slots=True)
class Announcement:
    """How people were told of the campaign, in the words of whoever recorded it."""

    text: str
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """One campaign. ``wave``: how many waves are open. ``asked``: numbers of the requests that it made, in order."""

    tenant_id: str
    number: int
    terms: CampaignTerms
    by: Person
    place: Place
    request: int  # that was approved
    state: CampaignState = CampaignState.UNANNOUNCED
    announced: Announcement | None = None
    began: datetime | None = None
    ended: datetime | None = None
    wave: int = 0
    wave_opened: datetime | None = None
    held: Reason | None = None
    ignored: Mapping[str, str] | None = None  # what a person went on in spite of: the day and the people of each code
    asked: tuple[int, ...] = ()
    trend: tuple[tuple[date, int], ...] = ()  # how many were ready at the end of each local day
    version: int = 0


class MemberState(StrEnum):
    """Where somebody in a campaign stands."""

    WAITING = "waiting"  # their wave is not open
    ASKED = "asked"  # reminded
    DONE = "done"  # they have what the campaign is about, and have used it or registered it themselves
    PARKED = "parked"  # ``why``: on-leave, inactive, no-teams; looked at again every day
    NOT_REACHABLE = "not reachable"
    SKIPPED = "skipped"  # by an operator, until ``until``
    LEFT = "left"  # gone, disabled, or in the campaign no more


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One person in one campaign. ``why``: where they stand as far as is known, see `actions.spec.Enrol`."""

    tenant_id: str
    campaign: int
    person: Person
    wave: int
    state: MemberState = MemberState.WAITING
    why: str = ""
    until: datetime | None = None
    since: datetime
    help: bool = False
    joined: bool = False  # came after the plan
    manager_told: bool = False  # of them, as far as anybody can know
    version: int = 0


@dataclass(frozen=True, slots=True)
class WaveProgress:
    """``number`` from 1. ``people`` does not count those who left, are skipped or parked."""

    number: int
    opened: bool
    opens: datetime | None
    people: int
    done: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """A campaign and how far it has come. ``left``: how many are not done, by reason code."""

    campaign: Campaign
    waves: tuple[WaveProgress, ...]
    left: Mapping[str, int]
    help_open: int = 0
