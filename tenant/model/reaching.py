"""When somebody works, on what, and what can be sent to them beside a chat."""

from dataclasses import dataclass, field
from datetime import datetime, time

WORKWEEK = frozenset({1, 2, 3, 4, 5})


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingHours:
    """A mailbox's settings: https://learn.microsoft.com/graph/api/resources/mailboxsettings

    ``zone`` is an IANA name ("Europe/Berlin"), None where the mailbox names none that is known. ``days`` are ISO
    weekdays (Monday is 1). ``away``: automatic replies are on now; ``away_until``: when they end (UTC), None where that
    was not said. ``language`` is a locale ("nl-NL").
    """

    zone: str | None = None
    days: frozenset[int] = WORKWEEK
    starts: time = time(8)
    ends: time = time(17)
    away: bool = False
    away_until: datetime | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A device that somebody owns in Entra. ``system`` and ``version`` as Microsoft writes them ("iOS", "17.4").

    ``seen``: about when it was last used (``approximateLastSignInDateTime``, up to two weeks behind).
    """

    id: str
    name: str = ""
    system: str = ""
    version: str = ""
    enabled: bool = True
    seen: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedNote:
    """A notification in somebody's Teams activity feed. ``preview``: at most 150 characters are shown."""

    user_id: str
    preview: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A plain-text message by mail."""

    user_id: str
    to: str = field(repr=False)
    subject: str
    text: str = field(repr=False)
