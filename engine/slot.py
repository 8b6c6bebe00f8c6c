"""The one message that somebody gets from Muster on a day of theirs, and what became of it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

CHAT, FEED, MAIL = "chat", "feed", "mail"  # the ways; in the activity feed stands the heading alone


class SlotState(StrEnum):
    """What is known of the message. A slot that is found POSTING by somebody else becomes UNKNOWN, for good."""

    QUEUED = "queued"
    POSTING = "posting"  # the request to Teams, Graph or the mailbox is under way
    SENT = "sent"
    UNKNOWN = "unknown"  # it may have been sent: it is not sent again in this slot
    NOT_REACHED = "not reached"  # by no way that is permitted and configured
    DROPPED = "dropped"  # not sent: nothing was left to say, it had waited too long, or was tried often enough


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """At most one per person and local day. ``at``: when it was decided on, from what was read a moment before.
    ``how``: chat, feed or mail. ``reminders``: the ids it speaks for.
    """

    tenant_id: str
    person_id: str
    day: date
    about: str
    at: datetime
    state: SlotState = SlotState.QUEUED
    how: str = ""
    reminders: tuple[str, ...] = ()
