"""When a reminder comes next, by its cadence and within the person's hours. Pure."""

from datetime import date, datetime

from engine.clocks import local_day, next_open, next_slot, start_of, workdays_after
from engine.clocks.week import DAY
from engine.hours import Hours
from engine.reminder import Reminder


def following(reminder: Reminder, hours: Hours, last: date, now: datetime) -> datetime | None:
    """The person's moment on the next day of the cadence after ``last``, the day of their last message. Days that
    passed while nobody was awake are not made up for; None: there is none before the end.
    """
    day = _next_day(reminder, hours, last, today=local_day(hours, now))
    if day is None:
        return None
    after = max(start_of(hours, day), now)
    moment = next_slot(hours, reminder.person.id, after, at=reminder.cadence.at)
    return moment if reminder.until is None or moment < reminder.until else None


def _next_day(reminder: Reminder, hours: Hours, last: date, *, today: date) -> date | None:
    cadence = reminder.cadence
    if cadence.days:
        began = local_day(hours, reminder.began)
        return min((day for each in cadence.days if last < (day := began + each * DAY) >= today), default=None)
    if not cadence.every:
        return None
    day = workdays_after(hours, last, cadence.every) if cadence.workdays else last + cadence.every * DAY
    return max(day, today)


def soonest(reminder: Reminder, hours: Hours, after: datetime) -> datetime:
    """The person's own moment from then on; where its end comes sooner, the first that is open, or else the end."""
    due, until = next_slot(hours, reminder.person.id, after, at=reminder.cadence.at), reminder.until
    return min(next_open(hours, after), until) if until is not None and due >= until else due
