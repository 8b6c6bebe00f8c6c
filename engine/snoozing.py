"""When a reminder that is put off comes back: within the person's hours, their limit and the time left. Pure."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from actions.spec import Refusal
from engine.clocks import is_workday, last_day, local_day, next_slot, start_of, usual, window
from engine.hours import Hours
from engine.house import House
from engine.reminder import Answer, Reminder

SNOOZES = frozenset({Answer.LATER, Answer.TOMORROW, Answer.DAY})
SOON = timedelta(hours=2)  # at least, when it is later today
FARTHEST = timedelta(days=31)  # where nothing else says until when
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PutOff:
    """One wish to be left in peace for a while. ``day``: the one that they picked."""

    answer: Answer
    day: date | None
    now: datetime
    house: House


def put_off(reminder: Reminder, wish: PutOff) -> Reminder:
    """The reminder with its next moment. Unchanged where it comes then anyway, so a button pressed twice counts once.

    Raises Refusal: too-many-snoozes (most), day-too-late (until), day-is-past, no-workday (day).
    """
    hours = reminder.hours or usual(wish.house)
    today = local_day(hours, wish.now)
    if wish.answer is Answer.LATER and reminder.again == today and reminder.due > wish.now:
        return reminder
    due = _moment(reminder, wish, hours, today=today)
    if due == reminder.due and not reminder.last_sent:
        return reminder
    latest = reminder.until or wish.now + FARTHEST
    if due >= latest:
        raise Refusal("day-too-late", until=max(today, last_day(hours, latest)).isoformat())
    if reminder.most_snoozes and reminder.snoozed >= reminder.most_snoozes:
        raise Refusal("too-many-snoozes", most=str(max(0, reminder.most_snoozes)))
    again = today if local_day(hours, due) == today else None
    return replace(reminder, due=due, hours=hours, snoozed=reminder.snoozed + 1, last_sent=False, again=again)


def _moment(reminder: Reminder, wish: PutOff, hours: Hours, *, today: date) -> datetime:
    day = today + DAY
    if wish.answer is Answer.LATER or (wish.answer is Answer.DAY and wish.day == today):
        later = _later_today(reminder, wish.now, hours, today=today)
        if later is not None:
            return later
    elif wish.answer is Answer.DAY:
        day = _picked(wish.day, hours, today=today)
    return next_slot(hours, reminder.person.id, start_of(hours, day), at=reminder.cadence.at)


def _later_today(reminder: Reminder, now: datetime, hours: Hours, *, today: date) -> datetime | None:
    """Two hours ahead or more, while they still work."""
    open_, soon = window(hours, today), now + SOON
    if open_ is None or soon >= open_[1] or (hours.away_until is not None and hours.away_until > soon):
        return None
    return soon if soon >= open_[0] else next_slot(hours, reminder.person.id, soon)


def _picked(day: date | None, hours: Hours, *, today: date) -> date:
    if day is None or day < today:
        raise Refusal("day-is-past", day=(day or today).isoformat())
    if not is_workday(hours, day):
        raise Refusal("no-workday", day=day.isoformat())
    return day
