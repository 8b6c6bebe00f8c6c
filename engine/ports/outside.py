"""What is no memory: wake-ups, calendars, the declared actions."""

from datetime import date, datetime, time
from typing import Protocol

from actions.spec import Action, Check, Fact
from engine.schedules.recurrence import Recurrence


class Jobs(Protocol):
    """Wake-ups. The record is the truth: a lost or doubled job harms nothing."""

    def wake(self, kind: str, tenant_id: str, key: str) -> None:
        """Soon, call the engine for this record; ``kind``: errand, request, reminders, due or notices."""
        ...


class Calendar(Protocol):
    """Local time, as offices keep it."""

    def at(self, day: date, hour: int, minute: int = 0) -> datetime:
        """That local time on that day in the office's zone, as UTC. A time that does not exist is moved forward; of
        a doubled one the first counts.
        """
        ...

    def local_date(self, moment: datetime) -> date:
        """The office's date at that moment."""
        ...

    def day_of(self, rule: Recurrence, after: date) -> date:
        """The first date of the rule after that one, in any week, public holidays or not."""
        ...

    def moment(self, day: date, at: time, zone: str) -> datetime:
        """That local time on that day in any zone (IANA), as UTC; else as `at`."""
        ...


class Declarations(Protocol):
    """The declared actions and facts, by name."""

    def action(self, name: str) -> type[Action]:
        """Raises KeyError."""
        ...

    def fact(self, name: str) -> Fact:
        """Raises KeyError."""
        ...

    def check(self, name: str) -> type[Check]:
        """Raises KeyError."""
        ...
