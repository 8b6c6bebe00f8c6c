"""Making the record of a reminder."""

from datetime import datetime
from uuid import uuid4

from actions.spec import USUAL, Cadence
from engine.hours import Hours
from engine.reminder import Reminder
from engine.request import Person


def promise(
    *,
    tenant_id: str,
    person: Person,
    fact: str,
    now: datetime,
    asked_by: Person,
    about: str = "",
    due: datetime | None = None,
    request: int | None = None,
    campaign: int | None = None,
    cadence: Cadence = USUAL,
    until: datetime | None = None,
    hours: Hours | None = None,
    most_snoozes: int = 0,
) -> Reminder:
    """A new reminder, due now unless ``due`` says when. It is sent at the person's next open moment; one of a campaign
    at the person's own moment in what is left of their day, so that a wave is spread.
    """
    return Reminder(
        tenant_id=tenant_id, id=uuid4().hex, person=person, fact=fact, about=about, began=due or now, due=due or now,
        asked_by=asked_by, request=request, campaign=campaign, cadence=cadence, until=until, hours=hours,
        most_snoozes=most_snoozes,
    )  # fmt: skip
