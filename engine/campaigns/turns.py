"""Requests that a campaign made, known by the turn that they carry; and whether they may still go on."""

from actions.spec import Refusal
from engine.campaign import OVER, Campaign, CampaignState
from engine.ports import Reading
from engine.request import Request

MADE = "campaign:"


def turn_of(campaign: Campaign, day: str) -> str:
    """Of what it asks for on that day. What is asked for when it has ended is one more."""
    return f"{MADE}{campaign.number}:{'end:' if campaign.state in OVER else ''}{day}"


def made_by(request: Request) -> int | None:
    """The number of the campaign that made it; None: somebody, or something else, did."""
    number, colon, _ = request.activity_id.removeprefix(MADE).partition(":")
    return int(number) if request.activity_id.startswith(MADE) and colon and number.isdigit() else None


async def need_going(reading: Reading, request: Request) -> None:
    """What a campaign asked for waits while the campaign is held or paused, and for good where it was at its end.

    Raises Refusal: campaign-holds (campaign, state). One that was stopped left it to people.
    """
    number = made_by(request)
    campaign = await reading.campaign(request.tenant_id, number) if number is not None else None
    if campaign is not None and _held(campaign):
        state = "held" if campaign.state is CampaignState.ENDED else campaign.state.value
        raise Refusal("campaign-holds", campaign=campaign.terms.name, state=state)


def _held(campaign: Campaign) -> bool:
    if campaign.state is CampaignState.ENDED:
        return campaign.held is not None
    return campaign.state in (CampaignState.HELD, CampaignState.PAUSED)
