"""An open reminder of a campaign whose terms were changed: its end, its rhythm, and so its next moment. Pure."""

from dataclasses import replace
from datetime import date, datetime

from engine.campaign import Campaign, Member
from engine.campaigns.enlisting import NEVER, until
from engine.clocks import last_day, start_of
from engine.hours import Hours
from engine.reminder import Reminder
from engine.rhythm import following, soonest


def renewed(reminder: Reminder, campaign: Campaign, member: Member, *, last: date | None, now: datetime) -> Reminder:
    """Under the campaign's present terms. ``last``: the day of their last message; None: there was none."""
    terms = campaign.terms
    after = replace(reminder, cadence=terms.cadence, until=until(campaign, member), most_snoozes=terms.snoozes or NEVER)
    same = (after.cadence, after.until) == (reminder.cadence, reminder.until)
    if same or reminder.hours is None:  # nobody has looked yet: its moment is found then
        return after
    return replace(after, due=_due(reminder, after, reminder.hours, last=last, now=now), last_sent=False)


def _due(before: Reminder, after: Reminder, hours: Hours, *, last: date | None, now: datetime) -> datetime:
    """Where nothing was to follow but the end: what the new rhythm says. Else never later than it was, not sooner than
    the person wished, and on the last day before an end that has come nearer than that.
    """
    found = following(after, hours, last, now) if last is not None else None
    if before.last_sent:
        return found or after.until or before.due
    due = before.due
    if found is not None and last is not None and due == following(before, hours, last, start_of(hours, last)):
        due = min(due, found)
    if after.until is None or due < after.until:
        return due
    return soonest(after, hours, max(now, start_of(hours, last_day(hours, after.until))))
