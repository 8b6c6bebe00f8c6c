"""Facts of the house's own that reminders wait for, read from records alone."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from json import JSONDecodeError, loads

from engine.ends import end_key
from engine.ports import Reading
from engine.reminder import Reminder
from engine.request import State
from tenant.model import Kind

DECIDED = "decided"
ATTESTED = "attested"
EXEMPTION_OVER = "exemption-over"
CERTIFICATE_RENEWED = "certificate-renewed"
NUMBER_ANSWERED = "number-answered"
OLD = timedelta(days=90)  # an attestation

Predicate = Callable[[Reading, Reminder, datetime], Awaitable[bool]]


async def decided(reading: Reading, reminder: Reminder, _now: datetime) -> bool:
    """The request (``about``: its number) no longer waits, or not for this person, who has said their word."""
    request = await reading.request(reminder.tenant_id, int(reminder.about))
    if request is None or request.state is not State.WAITING:
        return True
    said = await reading.decisions(reminder.tenant_id, request.number)
    return any(each.approver.id == reminder.person.id for each in said)


async def attested(reading: Reading, reminder: Reminder, now: datetime) -> bool:
    """Somebody vouched for the system (``about``) in the last 90 days."""
    found = await reading.statements(reminder.tenant_id, Kind.ATTESTED, [reminder.about])
    return any(each.at + OLD > now for each in found)


async def exemption_over(reading: Reading, reminder: Reminder, _now: datetime) -> bool:
    """Nothing that the request (``about``: its number) did is left to end by itself."""
    return await reading.due(reminder.tenant_id, end_key(int(reminder.about))) is None


async def certificate_renewed(reading: Reading, reminder: Reminder, _now: datetime) -> bool:
    """Somebody attested a later end of the certificate (``about``: ``host|YYYY-MM-DD``, its end when this began). That
    a later one is served is seen by the daily look, which closes the reminder.
    """
    host, _, end = reminder.about.partition("|")
    found = await reading.statements(reminder.tenant_id, Kind.ATTESTED, [f"certificate:{host.casefold()}"])
    return any(_until(each.value) > end for each in found)


async def number_answered(reading: Reading, reminder: Reminder, _now: datetime) -> bool:
    """No question about a number is open to the person (``about``: their id)."""
    return not await reading.statements(reminder.tenant_id, Kind.ASKED, [reminder.about])


HOUSE_FACTS: Mapping[str, Predicate] = {
    DECIDED: decided,
    ATTESTED: attested,
    EXEMPTION_OVER: exemption_over,
    CERTIFICATE_RENEWED: certificate_renewed,
    NUMBER_ANSWERED: number_answered,
}


def _until(value: str) -> str:
    """The attested day as YYYY-MM-DD; "" where it says none."""
    try:
        said = loads(value)
        return datetime.fromisoformat(str(said["until"])).replace(tzinfo=UTC).date().isoformat()
    except (JSONDecodeError, KeyError, TypeError, ValueError):
        return ""
