"""Who is told something in their own chat: their language, and what stands around their reminders."""

from collections.abc import Sequence
from uuid import NAMESPACE_URL, uuid5

from dialogs.desk import Desk
from dialogs.views.reminder import Told
from dialogs.words.people import Speech, translated
from engine import Person, Reminder, ReminderState
from tenant.ports import Priority, Purpose
from tenant.trouble import Trouble

SILENT = frozenset({ReminderState.DONE, ReminderState.STOPPED})


async def told_of(desk: Desk, reminder: Reminder) -> Told:
    """The reminder with the texts of its campaign."""
    campaign, others = None, await desk.engine.asks_others(reminder)
    if reminder.campaign is not None:
        campaign = await desk.store.campaign(reminder.tenant_id, reminder.campaign)
    if campaign is None:
        return Told(reminder=reminder, now=desk.clock.now(), others=others)
    terms = campaign.terms
    return Told(reminder=reminder, now=desk.clock.now(), campaign=terms.name, texts=terms.texts)


async def told_of_those(desk: Desk, tenant_id: str, ids: Sequence[str]) -> Sequence[Told]:
    """What a message speaks for, without what is over meanwhile."""
    found = [await desk.store.reminder(tenant_id, each) for each in ids]
    return [await told_of(desk, each) for each in found if each is not None and each.state not in SILENT]


async def speech_of(desk: Desk, tenant_id: str, person: Person) -> Speech:
    """The person's language: as their reminders know it, else as the directory says; English where neither does."""
    for each in await desk.store.reminders_of(tenant_id, person.id):
        if each.hours is not None:
            return translated(each.hours.language)
    correlation = str(uuid5(NAMESPACE_URL, f"urn:muster:language:{person.id}"))
    reader = desk.tenants.reader(tenant_id, Purpose(correlation, Priority.PERSON))
    try:
        languages = [user.language async for user in reader.users([person.id])]
    except Trouble:
        return translated("")
    return translated(next(iter(languages), None) or "")
