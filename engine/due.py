"""The record of something that is due at a moment and waits for nothing else: to be told, or to be looked for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from engine.request import Person, Place


class DueKind(StrEnum):
    """What is to be done when the moment has come."""

    TELL = "tell"  # tell ``to``, unless all that ``request`` did was reversed meanwhile
    ATTESTED = "attested"  # tell ``to`` that what they attested of ``about`` has become old
    OWNERS = "owners"  # tell every owner, in their personal chats; not held up by a halt
    USE = "use"  # look who has used a method that was set for them
    UNDO = "undo"  # reverse all that ``request`` did; ``since``: the moment that was approved
    WATCH = "watch"  # let the watch of number ``about`` look
    NEW_METHODS = "new-methods"  # look for methods that appeared since ``since``, and ask their people
    CAMPAIGN = "campaign"  # see to the campaign of number ``about``: waves, who is ready, holds, what follows
    SCHEDULE = "schedule"  # say what the schedule of number ``about`` says
    SNAPSHOT = "snapshot"  # count how far the tenant is, and look for what is about to end
    PURGE = "purge"  # delete what is kept of people longer than needed
    APPROVERS = "approvers"  # remind the approvers of ``request``, then ask the next group of them
    ENDS_SOON = "ends-soon"  # remind asker and people that what ``request`` did ends at ``since``
    MANAGER = "manager"  # tell ``to`` that somebody in their team has not answered the reminder ``about``
    ERRAND = "errand"  # say ``text`` in ``place`` for ``to``, every day


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the findings of a daily check came to: their digest on the latest day, and on the one before it."""

    activity_id: str  # of the latest day's errand
    digest: str
    before: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One thing to do once, at ``due`` or soon after. ``id`` says what it is, so that it is not promised twice."""

    tenant_id: str
    id: str
    due: datetime
    kind: DueKind
    to: Person | None = None
    code: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    about: str = ""
    request: int | None = None
    since: datetime | None = None  # of a look that is repeated: how far the one before has seen; of what is told a
    # manager: until when today's message may leave
    place: Place | None = None
    text: str = ""
    seen: Seen | None = None  # of a daily errand: what its findings came to
