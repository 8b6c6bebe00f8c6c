"""Writing events into the audit chain, in the unit of work that makes them true."""

from collections.abc import Mapping
from datetime import datetime
from re import compile as pattern

from actions.spec import Reason
from engine.audit import Event
from engine.ports import Unit
from engine.request import Person
from tenant.model import without_numbers

MUSTER = "muster"
ADDRESS = pattern(r"\S+@\S+")
LONG = pattern(r"\d(?:[ \u00a0()./-]*\d){5,}")
DIGIT = pattern(r"\d(?=(?:\D*\d){2})")
MOST = 100


async def record(
    unit: Unit,
    kind: str,
    *,
    tenant_id: str,
    at: datetime,
    by: Person | None = None,
    subject_id: str = "",
    request: int | None = None,
    facts: Mapping[str, str] | None = None,
) -> None:
    """Append one event. ``by`` None: Muster itself. ``facts`` that come from the tenant go through `masked` first."""
    actor = await unit.person_key(tenant_id, by.id) if by is not None else MUSTER
    subject = await unit.person_key(tenant_id, subject_id) if subject_id else ""
    event = Event(at=at, kind=kind, actor=actor, subject=subject, request=request, facts=facts or {})
    await unit.append(tenant_id, event)


def masked(text: str) -> str:
    """Without addresses, without all but the last two digits of long numbers, and short."""
    without = without_numbers(ADDRESS.sub("…", text))
    return LONG.sub(lambda found: DIGIT.sub("•", found.group()), without)[:MOST]


def why(reason: Reason | None) -> dict[str, str]:
    """A reason's code as a fact; its own facts may name people, so they stay out."""
    return {"why": reason.code} if reason is not None else {}
