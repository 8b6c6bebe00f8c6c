"""The arithmetic of somebody's clock: their zone, their days, their hours. Pure but for `hours_of`, which reads."""

from engine.clocks.holidays import has_holidays, is_holiday
from engine.clocks.reading import hours_of, usual
from engine.clocks.week import is_workday, local_day, start_of, workdays_after
from engine.clocks.window import is_open, last_day, next_open, next_slot, window
from engine.clocks.zones import main_zone, zone_of

__all__ = [
    "has_holidays", "hours_of", "is_holiday", "is_open", "is_workday", "last_day", "local_day", "main_zone",
    "next_open", "next_slot", "start_of", "usual", "window", "workdays_after", "zone_of",
]  # fmt: skip
