"""What can go wrong between Muster and a chat, as types.

ConnectorTrouble
├── NotReachable   the app was removed or blocked there, or the conversation is gone: do not try again
├── TooLarge       the message is over Teams' limit
├── Withheld       whoever sends it no longer wants it to leave
└── Unreachable    no answer, 5xx, 429, no token: later perhaps; ``retry_after`` seconds where Teams says so
"""

from collections.abc import Mapping

RETRIED = frozenset({408, 412, 429, 500, 502, 503, 504})
"""https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit names 412, 429, 502 and 504."""

SURELY_NOT_SENT = frozenset({412, 429, 503})
"""Refused before anything was posted; any other of those may have posted it all the same."""


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


def judge(status: int, headers: Mapping[str, str], code: str) -> ConnectorTrouble | None:
    """None for a success; else what it means. ``code`` is the error code of the body."""
    told = f"{status} {code}".strip()
    if status < 300:
        return None
    if status == 401:
        return Stale(told)
    if status in RETRIED:
        after = _seconds(headers.get("Retry-After", ""))
        return Unreachable(told, retry_after=after, sent=status not in SURELY_NOT_SENT, throttled=status == 429)
    if status in (403, 404, 410):
        return NotReachable(told)
    return TooLarge(told) if status == 413 else ConnectorTrouble(told)


def _seconds(text: str) -> float | None:
    try:
        return max(0.0, float(text))
    except ValueError:
        return None
