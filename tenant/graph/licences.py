"""What the tenant has bought (https://learn.microsoft.com/graph/api/subscribedsku-list)."""

from tenant.graph.call import Call
from tenant.graph.paging import stream
from tenant.graph.session import Session
from tenant.graph.wire import Thing, number, part, text, things
from tenant.model import Licence

# A subscription in its grace period still serves.
_ALIVE = frozenset({"Enabled", "Warning"})


async def licences(session: Session) -> tuple[Licence, ...]:
    """The products that serve now."""
    found = [_licence(t) async for t in stream(session, Call(path="/subscribedSkus")) if _alive(t)]
    return tuple(found)


def _alive(thing: Thing) -> bool:
    return text(thing, "capabilityStatus") in _ALIVE


def _licence(thing: Thing) -> Licence:
    return Licence(
        sku=text(thing, "skuPartNumber"),
        plans=frozenset(text(plan, "servicePlanId") for plan in things(thing, "servicePlans")),
        bought=number(part(thing, "prepaidUnits"), "enabled"),
        used=number(thing, "consumedUnits"),
    )
