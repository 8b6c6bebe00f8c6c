"""Telling the place of a campaign what happened to it."""

from collections.abc import Mapping

from engine.campaign import Campaign
from engine.notice import Notice, NoticeKind
from engine.ports import Unit


async def tell(unit: Unit, campaign: Campaign, code: str, facts: Mapping[str, str]) -> None:
    """A sentence, in the transaction that makes it true. One of the same code that was not sent yet gives way."""
    said = {**facts, "campaign": campaign.terms.name, "number": str(campaign.number)}
    told = Notice(
        tenant_id=campaign.tenant_id, kind=NoticeKind.TOLD, about=f"campaign:{campaign.number}:{code}",
        to=campaign.place, code=code, facts=said, fresh=True,
    )  # fmt: skip
    await unit.notify(told)
