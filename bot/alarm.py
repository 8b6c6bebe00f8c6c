"""The alarm clock and the office's calendar. APScheduler holds no truth: it wakes, and the records say what is due."""

import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from bot.log import correlation
from bot.tracker import Tracker
from engine import Recurrence
from tenant.ports import Clock

_log = logging.getLogger(__name__)

EVERY = 10  # seconds between two looks

Work = Callable[[str, str, str], Awaitable[None]]


class OfficeCalendar:
    """`engine.ports.Calendar` in one time zone: each local date once, whatever its clocks do that night."""

    def __init__(self, zone: str) -> None:
        """``zone``: a name of the time zone database."""
        self._zone = ZoneInfo(zone)

    def at(self, day: date, hour: int, minute: int = 0) -> datetime:
        """That local time as UTC. In the gap of spring the moment is moved forward by the gap; of the doubled hour of
        autumn the first counts (PEP 495, ``fold=0``).
        """
        return datetime.combine(day, time(hour, minute), self._zone).astimezone(UTC)

    def local_date(self, moment: datetime) -> date:
        """The office's date at that moment."""
        return moment.astimezone(self._zone).date()

    def day_of(self, rule: Recurrence, after: date) -> date:
        """APScheduler's cron says which dates a rule has. It is asked at noon in UTC, where no clock is ever moved: at
        local times it would fire twice in the doubled hour of autumn, and at a time that is not there in spring.
        """
        begin = datetime.combine(after + timedelta(days=1), time(), UTC)
        found: datetime | None = _trigger(rule).get_next_fire_time(None, begin)
        assert found is not None, "a rule without an end has a next date"
        return found.date()

    def moment(self, day: date, at: time, zone: str) -> datetime:
        """As `at`, in any zone."""
        return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)


def _trigger(rule: Recurrence) -> CronTrigger:
    if rule.workdays:
        return CronTrigger(day_of_week="mon-fri", hour=12, timezone=UTC)
    if rule.weekdays:
        return CronTrigger(day_of_week=",".join(str(day - 1) for day in rule.weekdays), hour=12, timezone=UTC)
    if rule.monthday:
        return CronTrigger(day="last" if rule.monthday < 0 else str(rule.monthday), hour=12, timezone=UTC)
    return CronTrigger(hour=12, timezone=UTC)


class Alarm:
    """Looks every ten seconds whether something is due. One look at a time; a late one is made up for once."""

    def __init__(self, look: Callable[[], Awaitable[None]], clock: Clock, *, every: int = EVERY) -> None:
        """``look`` must not raise. A clock that stands still has nothing new that is due, and is left in peace."""
        self._look, self._clock, self._every = look, clock, every
        self._seen: float | None = None
        self._scheduler: AsyncIOScheduler | None = None

    def start(self) -> None:
        """Begin; needs a running event loop."""
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._scheduler.add_job(self._ring, misfire_grace_time=None)  # at once: a crash may have left work behind
        self._scheduler.add_job(
            self._ring,
            IntervalTrigger(seconds=self._every, timezone=UTC),
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
        )
        self._scheduler.start()

    def stop(self) -> None:
        """No more looks."""
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=False)
            self._scheduler = None

    async def _ring(self) -> None:
        now = self._clock.elapsed()
        if now == self._seen:
            return
        self._seen = now
        await self._look()


class LocalJobs:
    """`engine.ports.Jobs` in this process: a wake-up is a task. One at a time for each record; a wake-up that comes
    while its record is worked on leads to one more look afterwards.
    """

    def __init__(self, tracker: Tracker) -> None:
        """Nothing is done before `work_with` says by whom."""
        self._tracker = tracker
        self._work: Work | None = None
        self._awake: dict[tuple[str, str, str], bool] = {}  # record → woken again meanwhile?

    def work_with(self, work: Work) -> None:
        """Who works: called with kind, tenant and key."""
        self._work = work

    def wake(self, kind: str, tenant_id: str, key: str) -> None:
        """Soon, work on this record."""
        record = (kind, tenant_id, key)
        if record in self._awake:
            self._awake[record] = True
            return
        self._awake[record] = False
        self._tracker.spawn(self._run(record))

    async def _run(self, record: tuple[str, str, str]) -> None:
        try:
            again = True
            while again:
                self._awake[record] = False
                await self._once(record)
                again = self._awake[record]
        finally:
            del self._awake[record]

    async def _once(self, record: tuple[str, str, str]) -> None:
        if self._work is not None:
            await undisturbed(f"{record[0]} {record[2]}", self._work(*record))


async def undisturbed(what: str, work: Awaitable[object]) -> None:
    """The edge of a wake-up: whatever goes wrong is logged, and the alarm finds the record again."""
    correlation.set("")
    try:
        await work
    except Exception:
        _log.exception("the wake-up of %s failed; the alarm finds it again", what)
