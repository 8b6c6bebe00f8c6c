"""The record of a watch: an action that is planned anew again and again, and perhaps a standing approval for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from actions.spec import Reason
from engine.request import Person, Place


class WatchState(StrEnum):
    """Why a watch looks, or does no more."""

    ON = "on"
    OFF = "off"  # somebody ended it
    ENDED = "ended"  # its time is over
    STOPPED = "stopped"  # its asker may not ask any more


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """A standing approval: of how many rows a day, by whom, until when. ``used`` counts the rows of ``day`` (ISO)."""

    by: Person
    most: int
    until: datetime
    given: datetime
    day: str = ""
    used: int = 0

    def left(self, day: str) -> int:
        """How many rows it still covers on that day."""
        return self.most - (self.used if day == self.day else 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """One watch. ``version`` guards every save: compare and swap. ``activity_id``: of the turn that began it."""

    tenant_id: str
    number: int  # given by the store, from 1 in each tenant
    action: str
    arguments: Mapping[str, str]  # argument name → its pinned text
    said: str  # the canonical command of the action, for people
    every: timedelta
    by: Person
    place: Place
    activity_id: str
    began: datetime
    until: datetime | None = None
    state: WatchState = WatchState.ON
    version: int = 0
    allowed: Allowance | None = None
    last: datetime | None = None  # when it looked last
    last_request: int | None = None  # what it asked for last
    trouble: Reason | None = None  # why its last look came to nothing; its asker heard of it
