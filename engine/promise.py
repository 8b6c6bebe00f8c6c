"""Making the record of a reminder."""

from datetime import datetime
from uuid import uuid4

from actions.spec import USUAL, Cadence
from engine.reminder import Reminder
from engine.request import Person


def promise(
    *,
    tenant_id: str,
    person: Person,
    fact: str,
    now: datetime,
    asked_by: Person,
    request: int | None = None,
    cadence: Cadence = USUAL,
) -> Reminder:
    """A new reminder, due at once."""
    return Reminder(
        tenant_id=tenant_id, id=uuid4().hex, person=person, fact=fact, began=now, due=now, asked_by=asked_by,
        request=request, cadence=cadence,
    )  # fmt: skip
