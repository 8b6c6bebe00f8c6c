"""Conditional Access, read: policies and named locations. Microsoft allows one such request a second to a whole tenant.

https://learn.microsoft.com/graph/api/conditionalaccessroot-list-policies and -list-namedlocations
"""

from dataclasses import dataclass

from tenant.graph.call import Call
from tenant.graph.conditional_access import policy
from tenant.graph.paging import stream
from tenant.graph.session import Session
from tenant.graph.wire import Thing, flag, text, texts
from tenant.model import AccessPolicy, Location, LocationKind

PATH = "/identity/conditionalAccess/policies"
_LOCATIONS = "/identity/conditionalAccess/namedLocations"
_KEPT = 5.0
_KINDS = {"ipNamedLocation": LocationKind.IP, "countryNamedLocation": LocationKind.COUNTRY}


@dataclass(slots=True)
class Changes:
    """How often this process has changed a tenant's policies: what was read before that is old."""

    count: int = 0


@dataclass(frozen=True, slots=True)
class _Read:
    policies: tuple[AccessPolicy, ...]
    until: float
    changes: int


class Policies:
    """One reader's view of the policies, five seconds old at most and never older than our own last change."""

    def __init__(self, session: Session, changes: Changes) -> None:
        self._session, self._changes = session, changes
        self._kept: _Read | None = None

    async def all(self) -> tuple[AccessPolicy, ...]:
        """Every policy, in Microsoft's order. Raises Unlicensed without P1."""
        kept, now, changes = self._kept, self._session.clock.elapsed(), self._changes.count
        if kept is None or kept.until <= now or kept.changes != changes:
            found = tuple([policy(thing) async for thing in stream(self._session, Call(path=PATH))])
            kept = self._kept = _Read(found, self._session.clock.elapsed() + _KEPT, changes)
        return kept.policies


async def locations(session: Session) -> tuple[Location, ...]:
    """The named locations; their addresses are not kept."""
    return tuple([_location(thing) async for thing in stream(session, Call(path=_LOCATIONS))])


def _location(thing: Thing) -> Location:
    kind = text(thing, "@odata.type").removeprefix("#microsoft.graph.")
    return Location(
        id=text(thing, "id"),
        name=text(thing, "displayName"),
        kind=_KINDS.get(kind, LocationKind.OTHER),
        trusted=flag(thing, "isTrusted"),
        countries=texts(thing, "countriesAndRegions"),
    )
