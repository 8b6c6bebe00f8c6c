"""What can go wrong between Muster and a chat, as types.

ConnectorTrouble
├── NotReachable   the app was removed or blocked there, or the conversation is gone: do not try again
├── TooLarge       the message is over Teams' limit
├── Withheld       whoever sends it no longer wants it to leave
└── Unreachable    no answer, 5xx, 429, no token: later perhaps; ``retry_after`` seconds where Teams says so
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from math import isfinite

RETRIED = frozenset({408, 412, 429, 500, 502, 503, 504})
"""https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit names 412, 429, 502 and 504."""

SURELY_NOT_SENT = frozenset({412, 429, 503})
"""Refused before anything was posted; any other of those may have posted it all the same."""

A_DAY = 86_400.0  # seconds; nobody means longer


class ConnectorTrouble(Exception):
    """The root; the message is for logs."""


class NotReachable(ConnectorTrouble):
    """403 or 404: nobody there will ever read it."""

    @property
    def blocked(self) -> bool:
        """Did the person themselves shut Muster out? Then installing the app anew would not be right."""
        return "MessageWritesBlocked" in str(self)


class TooLarge(ConnectorTrouble):
    """413."""


class Withheld(ConnectorTrouble):
    """Asked just before it left, its sender said no; nothing was sent."""


class Unreachable(ConnectorTrouble):
    """Worth another try."""

    def __init__(
        self, message: str, *, retry_after: float | None = None, sent: bool = False, throttled: bool = False
    ) -> None:
        """``sent``: the request went out, so a message may have been posted although it was not confirmed.
        ``throttled``: Teams says stop.
        """
        super().__init__(message)
        self.retry_after, self.sent, self.throttled = retry_after, sent, throttled


class Stale(ConnectorTrouble):
    """401: the token was not accepted; once, another is fetched."""


def judge(status: int, headers: Mapping[str, str], code: str, now: datetime) -> ConnectorTrouble | None:
    """None for a success; else what it means. ``code`` is the error code of the body; at ``now`` it was answered."""
    told = f"{status} {code}".strip()
    if status < 300:
        return None
    if status == 401:
        return Stale(told)
    if status in RETRIED:
        after = _seconds(headers.get("Retry-After", ""), now)
        return Unreachable(told, retry_after=after, sent=status not in SURELY_NOT_SENT, throttled=status == 429)
    if status in (403, 404, 410):
        return NotReachable(told)
    return TooLarge(told) if status == 413 else ConnectorTrouble(told)


def _seconds(text: str, now: datetime) -> float | None:
    """Seconds, or a date: https://www.rfc-editor.org/rfc/rfc9110#field.retry-after; None where it is neither."""
    try:
        seconds = float(text)
    except ValueError:
        return _until(text, now)
    return min(max(0.0, seconds), A_DAY) if isfinite(seconds) else None


def _until(text: str, now: datetime) -> float | None:
    try:
        date = parsedate_to_datetime(text)
    except ValueError:
        return None
    aware = date if date.tzinfo else date.replace(tzinfo=UTC)
    return min(max(0.0, (aware - now).total_seconds()), A_DAY)
