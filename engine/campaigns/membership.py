"""What reminders need to know of campaigns, and campaigns of reminders."""

from engine.campaign import CampaignState, MemberState
from engine.kit import Kit
from engine.ports import Reading, Unit
from engine.reminder import Reminder, ReminderState


async def may_send(reading: Reading, reminder: Reminder) -> bool:
    """Is the reminder's campaign running, and the person asked in it? One without a campaign always is."""
    if reminder.campaign is None:
        return True
    campaign = await reading.campaign(reminder.tenant_id, reminder.campaign)
    member = await reading.member(reminder.tenant_id, reminder.campaign, reminder.person.id)
    running = campaign is not None and campaign.state is CampaignState.RUNNING
    return running and member is not None and member.state is MemberState.ASKED


async def settled(unit: Unit, kit: Kit, reminder: Reminder, state: ReminderState) -> None:
    """In the transaction that closes a reminder of a campaign."""
