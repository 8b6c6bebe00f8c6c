"""When the work of the night is done, by the office's clock."""

from datetime import datetime, time, timedelta

from engine.kit import Kit
from engine.ports import Calendar


def next_night(kit: Kit, at: time) -> datetime:
    """That local time today if it is still ahead, else tomorrow; once for each date of the office."""
    calendar: Calendar = kit.calendar
    today = calendar.local_date(kit.now())
    soon = calendar.at(today, at.hour, at.minute)
    return soon if soon > kit.now() else calendar.at(today + timedelta(days=1), at.hour, at.minute)
