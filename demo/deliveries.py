"""Every message that reached somebody, in order, small enough to keep hundreds of thousands: for counting.

A message is what is posted anew in a chat, a note in the feed, or a mail to an address; an edit is none.
"""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from demo.directory import Person
from demo.wire import Json, JsonObject, stamp

MOST = 10_000
"""On one page."""
zone = cache(ZoneInfo)


@dataclass(frozen=True, slots=True)
class Delivery:
    """``how``: chat, group, feed or mail; ``person``: the object id, of a group chat its name; ``local``: there."""

    how: str
    person: str
    at: datetime
    local: datetime
    digest: str

    def as_json(self, number: int) -> JsonObject:
        """As ``/_demo/deliveries`` shows it; ``n`` counts from 1."""
        local = self.local.isoformat(timespec="seconds")
        shown: JsonObject = {"n": number, "how": self.how, "person": self.person, "at": stamp(self.at)}
        return shown | {"local": local, "digest": self.digest}


@dataclass(slots=True)
class Deliveries:
    """What was accepted, and how often the answer was "too many requests"."""

    made: list[Delivery] = field(default_factory=list)
    throttled: int = 0

    def to(self, person: Person, how: str, *, at: datetime, what: Json) -> None:
        """One more to a person."""
        local = at.astimezone(zone(person.mailbox.iana))
        self.made.append(Delivery(how, person.id, at, local, digest(what)))

    def to_all(self, name: str, *, at: datetime, what: Json) -> None:
        """One more to a group chat or a channel."""
        self.made.append(Delivery("group", name, at, at, digest(what)))

    def page(self, after: int, limit: int = MOST) -> JsonObject:
        """Those behind number ``after``; ``next`` is the ``after`` of the next page."""
        rows = self.made[after : after + min(max(1, limit), MOST)]
        shown: list[Json] = [row.as_json(after + place) for place, row in enumerate(rows, 1)]
        total = len(self.made)
        return {"deliveries": shown, "next": after + len(rows), "total": total, "throttled": self.throttled}


def digest(what: Json) -> str:
    """The same for the same content."""
    text = what if isinstance(what, str) else json.dumps(what, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]
