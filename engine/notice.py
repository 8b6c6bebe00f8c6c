"""What the engine wants somebody to see. A notice points at a record; what it says is read when it is sent.

Notices are written in the transaction that made them true, and delivered at least once. A later notice about the same
thing for the same receiver replaces one that has not been sent yet, so a busy run never floods a chat.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from engine.request import Person, Place


class NoticeKind(StrEnum):
    """What is to be shown."""

    REQUEST = "request"  # the request's card as it stands now; edits the earlier card of this receiver
    REMINDER = "reminder"  # "slot:<person>:<day>": the message of that slot, for all reminders that it speaks for
    HELP = "help"  # "help:<number>": to the help desk's channel; edited as it is answered
    PREVIEW = "preview"  # "preview:<campaign, or r and a request>:<language>:<message>": to whoever asked to see it
    TOLD = "told"  # a sentence: ``code`` and ``facts``
    CHANGED = "changed"  # "change:<request>:<n>": to the person of that row, what it did to them
    ASKED_METHOD = "asked-method"  # "method:<person>:<key>": whether the method of their NEW_METHOD statement is theirs
    HAND_OVER = "hand-over"  # "hand-over:<request>": to whoever may open its secret, once


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One thing to show to one receiver: a person (their personal chat) or a place."""

    tenant_id: str
    kind: NoticeKind
    about: str  # "request:7", "reminder:<id>": with the receiver, the key under which a card is edited in place
    to: Person | Place
    code: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    due: datetime | None = None  # None: at once
    fresh: bool = False  # post a new message even where an earlier card could be edited
    id: str = ""  # given by the store
    attempts: int = 0
    urgent: bool = True  # somebody waits for it, or security does
    campaign: int = 0  # whose turn it takes among those that are not urgent
    slot: date | None = None  # the receiver's local day; then it is sent at most once, whatever becomes of the answer


@dataclass(frozen=True, slots=True)
class CardRef:
    """Where a card about something was posted: the conversation's key and the message's id there."""

    place: str
    message: str
