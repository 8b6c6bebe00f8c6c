"""When a person may be written to: time zones, working days, public holidays."""

from engine.clocks.days import is_open, local_day, next_slot

__all__ = ["is_open", "local_day", "next_slot"]
