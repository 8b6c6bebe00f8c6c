"""How often somebody is reminded: a plain value. From `actions.spec`; how people say it is `actions.args.Every`."""

from dataclasses import dataclass
from datetime import time

MORNING = time(9)


@dataclass(frozen=True, slots=True)
class Cadence:
    """On these ``days`` after the beginning; or, without them, at the beginning and then ``every`` so many days.

    ``workdays``: only days on which the person works count. ``at``: their local time, the earliest of the day.
    """

    days: tuple[int, ...] = ()
    every: int = 0
    workdays: bool = True
    at: time = MORNING

    def said(self) -> str:
        """As people say it: ``2 workdays at 09:00``, ``0,3,7,14``."""
        if self.days:
            return ",".join(map(str, self.days))
        unit = "workday" if self.workdays else "day"
        return f"{self.every} {unit}{'' if self.every == 1 else 's'} at {self.at:%H:%M}"


USUAL = Cadence(days=(0, 3, 7, 14))
