"""Every decision, write, refusal and reminder is an event in one chain per tenant: append-only, each carrying the hash
of the one before. People appear by a random key, so a person can be forgotten and the chain still verifies.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from json import dumps

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened. ``actor`` and ``subject`` are a person's random key, or a word like ``muster``.

    ``facts`` hold no secret, no phone number and no name.
    """

    at: datetime
    kind: str
    actor: str
    subject: str = ""
    request: int | None = None
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Link:
    """An event in its chain."""

    n: int
    event: Event
    before: str
    hash: str


def link(n: int, event: Event, before: str) -> Link:
    """Chain one event to the hash of the one before."""
    return Link(n, event, before, digest(n, event, before))


def digest(n: int, event: Event, before: str) -> str:
    """SHA-256 over the link's number, the hash before it and the event, as sorted compact JSON."""
    told = [n, before, event.at.isoformat(), event.kind, event.actor, event.subject, event.request, dict(event.facts)]
    return sha256(dumps(told, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def broken_at(links: Iterable[Link]) -> int | None:
    """The number of the first link that does not follow from the one before; None for a whole chain."""
    before, expected = GENESIS, 1
    for each in links:
        if each.n != expected or each.before != before or each.hash != digest(each.n, each.event, before):
            return expected
        before, expected = each.hash, expected + 1
    return None
