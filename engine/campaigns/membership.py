"""What reminders need to know of campaigns, and campaigns of reminders."""

from dataclasses import replace

from engine.campaign import Campaign, CampaignState, Member, MemberState
from engine.journal import record
from engine.kit import Kit
from engine.ports import Reading, Unit
from engine.reminder import Reminder, ReminderState
from tenant.model import Kind, Statement

STILL_IN = frozenset({MemberState.WAITING, MemberState.ASKED, MemberState.PARKED, MemberState.NOT_REACHABLE})
ENDS_AS = {ReminderState.DONE: MemberState.DONE, ReminderState.NOT_REACHABLE: MemberState.NOT_REACHABLE}


def about(campaign: int) -> str:
    """What a campaign's reminders are about, so that no two campaigns, and no ``remind``, share one."""
    return f"campaign:{campaign}"


async def may_send(reading: Reading, reminder: Reminder) -> bool:
    """Is the reminder's campaign running, and the person asked in it? One without a campaign always is."""
    if reminder.campaign is None:
        return True
    campaign = await reading.campaign(reminder.tenant_id, reminder.campaign)
    if campaign is None or campaign.state is not CampaignState.RUNNING:
        return False
    member = await reading.member(reminder.tenant_id, reminder.campaign, reminder.person.id)
    return member is not None and member.state is MemberState.ASKED


async def settled(unit: Unit, kit: Kit, reminder: Reminder, state: ReminderState) -> None:
    """In the transaction that closes a reminder of a campaign: its person is done in it, or cannot be reached."""
    became = ENDS_AS.get(state)
    if reminder.campaign is None or became is None:
        return
    member = await unit.member(reminder.tenant_id, reminder.campaign, reminder.person.id)
    campaign = await unit.campaign(reminder.tenant_id, reminder.campaign)
    if campaign is not None and member is not None and member.state in STILL_IN:
        why = MemberState.NOT_REACHABLE.value.replace(" ", "-") if became is MemberState.NOT_REACHABLE else ""
        await moved(unit, kit, campaign, replace(member, state=became, why=why, since=kit.now()))


async def moved(unit: Unit, kit: Kit, campaign: Campaign, member: Member) -> Member:
    """Save where somebody stands now, and what follows: who is done is ready for what comes after the campaign.

    Raises LostRace.
    """
    saved = await unit.save_member(member)
    if saved.state is MemberState.DONE:
        ready = Statement(
            kind=Kind.READY_IN, subject=saved.person.id, key=campaign.terms.name, value=str(saved.wave),
            source=f"campaign {campaign.number}", at=kit.now(),
        )  # fmt: skip
        await unit.state(saved.tenant_id, ready)
    if saved.state is not MemberState.ASKED:
        await record(
            unit, "campaign-member", tenant_id=saved.tenant_id, at=kit.now(), subject_id=saved.person.id,
            facts={"campaign": str(campaign.number), "state": saved.state.value, "why": saved.why},
        )  # fmt: skip
    return saved
