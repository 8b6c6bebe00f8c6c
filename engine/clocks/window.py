"""When somebody may be written to: a window on each of their working days, and a moment of their own in it.

A window that begins or ends at a time that the clocks skip or double that day is the part of it which lies inside on
the wall, whichever way the clock is read (PEP 495).
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from hashlib import sha256

from engine.clocks.week import DAY, FAR, is_workday, local_day
from engine.clocks.zones import zone_of
from engine.hours import Hours

BROAD = timedelta(hours=1)  # at least so much of the window is left for spreading
ROOM = 16  # part of the window behind everybody's moment: for who is looked at late, or waits for Teams' pace
NEAR = 14  # days before an end in which a working day is looked for
MICRO = timedelta(microseconds=1)
PARTS = 2**32


def window(hours: Hours, day: date) -> tuple[datetime, datetime] | None:
    """From when to when (UTC, the end excluded) they may be written to on that day; None: not at all."""
    if not is_workday(hours, day):
        return None
    starts, ends = (_both(hours, day, each) for each in (hours.starts, hours.ends))
    first, last = max(starts), min(ends)
    if first < last:
        return first, last
    doubled = starts[0] < starts[1] and ends[0] < ends[1]  # all of it happens twice: the first time counts
    return (starts[0], ends[0]) if doubled and starts[0] < ends[0] else None


def is_open(hours: Hours, now: datetime) -> bool:
    """May they be written to now?"""
    if hours.away_until is not None and now < hours.away_until:
        return False
    today = window(hours, local_day(hours, now))
    return today is not None and today[0] <= now < today[1]


def next_slot(hours: Hours, person_id: str, after: datetime, *, at: time | None = None) -> datetime:
    """The person's own moment in their next window, not before ``after`` (nor while they are away): people are spread
    evenly over what is left of it, but for its last sixteenth. ``at``: their local time, the earliest of the day; one
    after their hours counts as the last hour. The later ``after``, the later the moment.
    """
    begins, ends = _next_window(hours, after, at=at)
    return begins + _share(person_id, (ends - begins) * (ROOM - 1) // ROOM)


def next_open(hours: Hours, after: datetime) -> datetime:
    """The first moment from then on at which they may be written to."""
    return _next_window(hours, after, at=None)[0]


def last_day(hours: Hours, until: datetime) -> date:
    """The last of their working days that is over by then: what somebody is told as the day by which to have done it.
    Where none is near, the day before.
    """
    ends = local_day(hours, until)
    for days in range(NEAR):
        today = window(hours, ends - days * DAY)
        if today is not None and today[1] <= until:
            return ends - days * DAY
    return ends - DAY


def _next_window(hours: Hours, after: datetime, *, at: time | None) -> tuple[datetime, datetime]:
    after = after if hours.away_until is None else max(after, hours.away_until)
    first = local_day(hours, after)
    for days in range(FAR):
        today = window(hours, first + days * DAY)
        if today is not None and after < today[1]:
            return max(after, _not_before(hours, first + days * DAY, today, at=at)), today[1]
    raise ValueError(f"no working day in {FAR} days: {hours}")


def _not_before(hours: Hours, day: date, today: tuple[datetime, datetime], *, at: time | None) -> datetime:
    start, end = today
    if at is None:
        return start
    wanted = max(_both(hours, day, at))
    return max(start, wanted) if wanted < end else max(start, end - BROAD)


def _share(person_id: str, length: timedelta) -> timedelta:
    """Less than ``length``, in whole microseconds, the same share of it for the same person."""
    return (length // MICRO * _place(person_id) // PARTS) * MICRO


@lru_cache(maxsize=100_000)
def _place(person_id: str) -> int:
    return int.from_bytes(sha256(person_id.encode()).digest()[:4], "big")


def _both(hours: Hours, day: date, at: time) -> tuple[datetime, datetime]:
    """Both readings of a local time, in UTC; they differ only where the clocks skip or double it."""
    local = datetime.combine(day, at, zone_of(hours.zone))
    return local.replace(fold=0).astimezone(UTC), local.replace(fold=1).astimezone(UTC)
