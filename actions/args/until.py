"""An end in time, as people say it."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from json import dumps, loads
from re import IGNORECASE
from re import compile as pattern
from typing import Self

from actions.args.base import BadArgument
from tenant.ports import TenantReader

SPAN = pattern(r"(?:in |for )?(\d{1,4}) ?(d|days?|w|weeks?)", IGNORECASE)
MOMENT = pattern(r"(\d{4}-\d{2}-\d{2})(?:[ T](\d{1,2}:\d{2}))?")
MORNING = "09:00"  # a day without a time: a reminder comes while people work
MOST_DAYS = 730


@dataclass(frozen=True, slots=True)
class Until:
    """Until when. A span counts from the moment it was resolved, else from the ``now`` that `end` is given."""

    text: str = ""
    at: datetime | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """``90 days``, ``90d``, ``2 weeks``, ``2027-02-19`` (09:00 of that day), ``2027-02-19 17:00``; times in UTC."""
        text = " ".join(text.split())
        if _span(text) is None and _moment(text) is None:
            raise BadArgument("not-an-end", said=text[:40], most=str(MOST_DAYS))
        return cls(text, _moment(text))

    async def resolve(self, tenant: TenantReader) -> Self:
        """Count a span from now, so that the end stays where it was approved. Refuses one that is past or too far."""
        now = tenant.now()
        pinned = replace(self, at=self.end(now))
        if pinned.end(now) <= now:
            raise BadArgument("end-is-past", said=self.text)
        if pinned.end(now) > now + timedelta(days=MOST_DAYS):
            raise BadArgument("not-an-end", said=self.text, most=str(MOST_DAYS))
        return pinned

    def end(self, now: datetime) -> datetime:
        """The end, aware, in UTC."""
        return self.at or now + (_span(self.text) or timedelta())

    def said(self) -> str:
        """As typed."""
        return self.text

    def pinned(self) -> str:
        """JSON: what was typed, and the end where it stands."""
        return dumps([self.text, self.at and self.at.isoformat()])

    @classmethod
    def unpin(cls, text: str) -> Self:
        """From `pinned`."""
        said, at = loads(text)
        return cls(said, at and datetime.fromisoformat(at))


def _span(text: str) -> timedelta | None:
    found = SPAN.fullmatch(text)
    if found is None:
        return None
    days = int(found[1]) * (7 if found[2][0] in "wW" else 1)
    return timedelta(days=days) if 0 < days <= MOST_DAYS else None


def _moment(text: str) -> datetime | None:
    found = MOMENT.fullmatch(text)
    if found is None:
        return None
    try:
        return datetime.strptime(f"{found[1]} {found[2] or MORNING}", "%Y-%m-%d %H:%M").replace(tzinfo=UTC)
    except ValueError:
        return None
