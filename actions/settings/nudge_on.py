"""``nudge on``: let Microsoft ask people at sign-in for a better method."""

from datetime import datetime

from actions.settings.campaign import EVERYBODY, NOBODY, SCOPES, CampaignAction, made_to, value_of
from actions.spec import Direction, Reason, Risk
from tenant.model import Campaign
from tenant.ports import Area


class NudgeOn(
    CampaignAction,
    name="nudge on",
    area=Area.POLICIES,
    direction=Direction.STRENGTHEN,
    risk=Risk.LOW,
    about="setting",
    scopes=SCOPES,
):
    """Switch Microsoft's registration campaign on: people are asked at sign-in to set up a better method.

    For whom it is stays as it is; where it is for nobody, it becomes for everybody, towards Microsoft Authenticator.
    Microsoft asks only those who have just signed in with MFA, so it makes nobody register who has no method: `remind`
    does. Undo sets it back.
    """

    def wanted(self, campaign: Campaign) -> Campaign:
        """On, for whom it was."""
        whom = value_of(campaign).partition(", for ")[2]
        return made_to(f"on, for {EVERYBODY if whom == NOBODY else whom}", campaign)

    def notes(self, planned: datetime) -> tuple[Reason, ...]:
        """What it does not do."""
        return (Reason("nudge-upgrades"),)
