"""Sending no faster than Teams allows, so that no send is ever wasted on a 429.

https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit: a bot in one conversation 7 in 1 s, 8 in
2 s, 60 in 30 s and 1,800 in 3,600 s; an app in one tenant 50 a second in later copies of that page and 30 in old ones.
So we send 48.5 a second, five at a time, which leaves room for what the network jolts together; where Teams says stop
even so, 25 a second for a while.
"""

from collections import OrderedDict, deque
from collections.abc import Sequence

from tenant.ports import Clock

Window = tuple[int, float]
CONVERSATION: Sequence[Window] = ((7, 1.0), (8, 2.0), (60, 30.0), (1800, 3600.0))
OVERALL: Sequence[Window] = ((5, 5 / 48.5),)
CAREFUL: Sequence[Window] = ((5, 5 / 25),)
CAREFUL_FOR = 600.0  # seconds after a 429
_REMEMBERED = 5000  # conversations; the longest silent is forgotten first


class Pace:
    """One line of sends through its windows."""

    def __init__(self, windows: Sequence[Window]) -> None:
        """``windows``: at most so many in so many seconds, all of them at once."""
        self._windows = windows
        self._times: deque[float] = deque(maxlen=max(count for count, _ in windows))

    def reserve(self, now: float) -> float:
        """Take the next free place and return its time; never before ``now``."""
        at = max(now, self._times[-1] if self._times else now)
        for count, seconds in self._windows:
            if len(self._times) >= count:
                at = max(at, self._times[-count] + seconds)
        self._times.append(at)
        return at

    def narrow(self, windows: Sequence[Window]) -> None:
        """From now on these windows; what was sent still counts."""
        self._windows = windows
        self._times = deque(self._times, maxlen=max(count for count, _ in windows))


class Paces:
    """All conversations together, and each for itself."""

    def __init__(self, clock: Clock) -> None:
        """Nothing has been sent yet."""
        self._clock = clock
        self._all = Pace(OVERALL)
        self._careful_until: float | None = None
        self._each: OrderedDict[str, Pace] = OrderedDict()

    async def wait(self, conversation: str) -> None:
        """Return when one more may be sent there."""
        now = self._clock.elapsed()
        if self._careful_until is not None and now >= self._careful_until:
            self._careful_until = None
            self._all.narrow(OVERALL)
        at = self._all.reserve(self._pace(conversation).reserve(now))
        if at > now:
            await self._clock.sleep(at - now)

    def be_careful(self) -> None:
        """Teams said stop: all go slower for a while."""
        self._careful_until = self._clock.elapsed() + CAREFUL_FOR
        self._all.narrow(CAREFUL)

    def _pace(self, conversation: str) -> Pace:
        pace = self._each.setdefault(conversation, Pace(CONVERSATION))
        self._each.move_to_end(conversation)
        if len(self._each) > _REMEMBERED:
            self._each.popitem(last=False)
        return pace
