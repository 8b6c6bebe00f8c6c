"""``nudge off``: Microsoft asks nobody at sign-in for a better method."""

from actions.settings.campaign import SCOPES, CampaignAction, made_to, value_of
from actions.spec import Direction, Risk
from tenant.model import Campaign
from tenant.ports import Area


class NudgeOff(
    CampaignAction,
    name="nudge off",
    area=Area.POLICIES,
    direction=Direction.WEAKEN,
    risk=Risk.LOW,
    about="setting",
    scopes=SCOPES,
):
    """Switch Microsoft's registration campaign off.

    For whom it was is kept for the next time. Undo sets it back.
    """

    def wanted(self, campaign: Campaign) -> Campaign:
        """Off, for whom it was."""
        return made_to(f"off, for {value_of(campaign).partition(', for ')[2]}", campaign)
