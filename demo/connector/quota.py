"""How often a bot may speak, as Microsoft publishes it, on the demo's clock.

Source: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit (per bot and conversation; the
global limit per app and tenant is the later copies' 50 requests a second).
"""

import math
from collections import deque

from demo.clock import Clock

SENDS = ((7, 1.0), (8, 2.0), (60, 30.0), (1_800, 3_600.0))
ROSTERS = ((14, 1.0), (16, 2.0), (120, 30.0), (3_600, 3_600.0))
EVERYTHING = ((50, 1.0),)
Windows = tuple[tuple[int, float], ...]


class Quota:
    """Counts what was let through in the last hour."""

    def __init__(self, clock: Clock) -> None:
        """Nothing has been asked yet."""
        self._clock = clock
        self._passed: dict[str, deque[float]] = {}

    def wait(self, conversation: str, *, roster: bool = False) -> int:
        """Whole seconds after which to try again; 0 lets the request through and counts it."""
        kind, windows = ("roster", ROSTERS) if roster else ("send", SENDS)
        keys: tuple[tuple[str, Windows], ...] = ((f"{kind} {conversation}", windows), ("everything", EVERYTHING))
        now = self._clock.elapsed()
        waits = [self._over(key, limits, now) for key, limits in keys]
        if max(waits) <= 0:
            for key, _ in keys:
                self._passed.setdefault(key, deque(maxlen=4_000)).append(now)
            return 0
        return max(1, math.ceil(max(waits)))

    def _over(self, key: str, windows: Windows, now: float) -> float:
        passed = self._passed.get(key, deque())
        return max((_until_free(passed, most, seconds, now) for most, seconds in windows), default=0.0)


def _until_free(passed: deque[float], most: int, seconds: float, now: float) -> float:
    """How long until fewer than ``most`` lie within the last ``seconds``."""
    if len(passed) < most:
        return 0.0
    return passed[-most] + seconds - now
