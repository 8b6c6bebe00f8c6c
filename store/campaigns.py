"""Campaigns. Of a name, whatever its letters' case, at most one is not over."""

from collections.abc import Collection, Sequence

from engine import Campaign, CampaignState
from store.desk import Desk, WritingDesk
from store.numbered import Register
from store.shelf import Shelf
from store.tables import campaigns

CAMPAIGNS = Register(Shelf(Campaign, campaigns))


class CampaignReading:
    """Reads campaigns."""

    desk: Desk

    async def campaign(self, tenant_id: str, number: int) -> Campaign | None:
        return await CAMPAIGNS.one(self.desk, tenant_id, number)

    async def campaign_named(self, tenant_id: str, name: str) -> Campaign | None:
        called = CAMPAIGNS.any(tenant_id, ()).where(campaigns.c.name_key == name.casefold())
        found = await CAMPAIGNS.read(self.desk, tenant_id, called.order_by(campaigns.c.number.desc()).limit(1))
        return found[0] if found else None

    async def campaigns(
        self, tenant_id: str, *, states: Collection[CampaignState] = (), limit: int = 100
    ) -> Sequence[Campaign]:
        wanted = CAMPAIGNS.any(tenant_id, states).order_by(campaigns.c.number.desc()).limit(limit)
        return await CAMPAIGNS.read(self.desk, tenant_id, wanted)


class CampaignWriting(CampaignReading):
    """Writes campaigns."""

    desk: WritingDesk

    async def add_campaign(self, campaign: Campaign) -> Campaign:
        return await CAMPAIGNS.add(self.desk, campaign, name_key=campaign.terms.name.casefold())

    async def save_campaign(self, campaign: Campaign) -> Campaign:
        return await CAMPAIGNS.save(self.desk, campaign, name_key=campaign.terms.name.casefold())
