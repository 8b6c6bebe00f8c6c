"""A reminder is over: what is kept of that, in the transaction that makes it true."""

from dataclasses import replace

from engine.campaigns.membership import settled
from engine.help_request import HelpState
from engine.house_facts import HOUSE_FACTS, NUMBER_ANSWERED
from engine.journal import record
from engine.kit import Kit
from engine.methods import look_also
from engine.notice import Notice, NoticeKind
from engine.ports import Unit
from engine.questions import withdraw_question
from engine.reminder import Reminder, ReminderState


async def close(unit: Unit, kit: Kit, reminder: Reminder, state: ReminderState) -> Reminder:
    """It is over, for this reason. Its campaign hears of it; whoever is done needs no help any more."""
    now = kit.now()
    saved = await unit.save_reminder(replace(reminder, state=state))
    if reminder.campaign is not None:
        await settled(unit, kit, saved, state)
    if state is ReminderState.NOT_REACHABLE and reminder.fact == NUMBER_ANSWERED:
        await withdraw_question(unit, kit, reminder.person)
    if state is ReminderState.DONE and reminder.fact not in HOUSE_FACTS:
        await look_also(unit, reminder.tenant_id, reminder.person.id, now)
        await _no_help(unit, kit, saved)
    await record(
        unit, f"reminder-{state.value.replace(' ', '-')}", tenant_id=reminder.tenant_id, at=now,
        subject_id=reminder.person.id, request=reminder.request,
        facts={"fact": reminder.fact, "sent": str(reminder.sent)},
    )  # fmt: skip
    return saved


async def done_about(unit: Unit, kit: Kit, fact: str, about: str) -> int:
    """Close every open reminder that waits for this fact of the house, which is true now; how many those were."""
    found = await unit.reminders_about(kit.tenant_id, fact, about)
    for each in found:
        await close(unit, kit, each, ReminderState.DONE)
    return len(found)


async def _no_help(unit: Unit, kit: Kit, reminder: Reminder) -> None:
    """The desk sees it on its card, so that nobody writes an answer in vain."""
    open_ = (HelpState.OPEN, HelpState.ANSWERED)
    for each in await unit.help_requests(reminder.tenant_id, states=open_, person_id=reminder.person.id):
        if each.reminder == reminder.id:
            await unit.save_help_request(replace(each, state=HelpState.CLOSED))
            about, desk = f"help:{each.number}", kit.house.help_place
            if desk is not None:
                await unit.notify(Notice(tenant_id=each.tenant_id, kind=NoticeKind.HELP, about=about, to=desk))
