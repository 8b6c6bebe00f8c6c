"""Sending no faster than Teams allows, so that no send is ever wasted on a 429.

https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit: a bot in one conversation 7 in 1 s, 8 in
2 s, 60 in 30 s and 1,800 in 3,600 s; an app in one tenant 50 a second in later copies of that page and 30 in old ones.
So we send 48 a second, five at a time. Nobody but Teams knows when a message arrives: some time between its leaving and
its answer. So no message leaves while another 50 may have arrived within the last second, however the network or a busy
process jolts them together. Where Teams says stop even so, 25 a second for a while.
"""

from collections import OrderedDict, deque
from collections.abc import Sequence
from dataclasses import dataclass

from tenant.ports import Clock

Window = tuple[int, float]
CONVERSATION: Sequence[Window] = ((7, 1.0), (8, 2.0), (60, 30.0), (1800, 3600.0))
OVERALL: Sequence[Window] = ((5, 5 / 48),)
TEAMS: Window = (50, 1.0)
TICK = 0.001
JOLT = 0.1  # seconds after its leaving, after which a message is taken to have arrived, answered or not
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


@dataclass(slots=True)
class Departure:
    """A message that left. ``arrived``: at the latest, in seconds of the clock."""

    arrived: float


class Paces:
    """All conversations together, and each for itself."""

    def __init__(self, clock: Clock) -> None:
        """Nothing has been sent yet."""
        self._clock = clock
        self._all = Pace(OVERALL)
        self._left: list[Departure] = []
        self._careful_until: float | None = None
        self._each: OrderedDict[str, Pace] = OrderedDict()

    async def turn(self, conversation: str) -> None:
        """Return when it is the turn of one more that is to be sent there; then it `leave`s. Whoever waits for their
        conversation holds up nobody else: a place among all is taken when that is over.
        """
        await self._until(self._pace(conversation).reserve(self._clock.elapsed()))
        now = self._clock.elapsed()
        if self._careful_until is not None and now >= self._careful_until:
            self._careful_until = None
            self._all.narrow(OVERALL)
        await self._until(self._all.reserve(now))

    async def _until(self, moment: float) -> None:
        wait = moment - self._clock.elapsed()
        if wait > 0:
            await self._clock.sleep(wait)

    async def leave(self) -> Departure:
        """Return when one more may leave, a jolt after its turn at the most; tell `answered` when it is answered."""
        while (early := self._early()) > 0:
            await self._clock.sleep(early + TICK)
        self._left.append(leaving := Departure(self._clock.elapsed() + JOLT))
        return leaving

    def answered(self, departure: Departure) -> None:
        """It has arrived."""
        departure.arrived = min(departure.arrived, self._clock.elapsed())

    def _early(self) -> float:
        """Seconds until fewer than Teams allows may have arrived within its window."""
        most, seconds = TEAMS
        now = self._clock.elapsed()
        self._left = [each for each in self._left if each.arrived + seconds > now]
        if len(self._left) < most:
            return 0.0
        return sorted(each.arrived for each in self._left)[-most] + seconds - now

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
