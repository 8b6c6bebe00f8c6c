"""A turn that needs Microsoft: recorded first, acknowledged, then worked on, and found again after a crash."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from engine.request import Lease, Person, Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """Which moment of which schedule something is said for. ``late``: why it is said so long after its moment ("down",
    "halted"), else empty; ``missed``: how many moments before this one were passed over for it.
    """

    schedule: int
    due: datetime
    zone: str  # IANA, whose local time it is
    late: str = ""
    missed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """One message that waits for its answer. ``activity_id`` is unique: a repeated turn finds the first."""

    tenant_id: str
    activity_id: str
    person: Person
    place: Place
    text: str
    mentions: Mapping[str, str] = field(default_factory=dict)  # shown name → object id
    accepted_at: datetime
    answered: bool = False
    attempts: int = 0
    standing: str = ""  # the id of the daily check that it is for; "": somebody spoke
    lease: Lease | None = None
    occurrence: Occurrence | None = None  # of a schedule; None: somebody spoke, or it is a daily check
