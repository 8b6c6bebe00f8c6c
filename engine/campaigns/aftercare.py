"""The days after a campaign: what it asked for last may lock people out, and nobody else looks."""

from dataclasses import replace
from datetime import datetime, timedelta

from actions.spec import Onward
from engine.campaign import Campaign
from engine.campaigns.holding import Holding
from engine.campaigns.launching import after_key, due_of
from engine.campaigns.telling import tell
from engine.due import Due
from engine.journal import record, why
from engine.kit import Kit
from engine.lifecycle import ENDED
from engine.ports import Unit

HOURLY = timedelta(hours=1)
WATCHED = timedelta(days=3)  # behind its end, and behind that of whatever it asked for


async def promise_aftercare(unit: Unit, campaign: Campaign, now: datetime) -> None:
    """In the transaction that ends it, where anything was to follow and nothing holds it."""
    if campaign.terms.onward is not Onward.NOTHING and campaign.terms.guard and campaign.held is None:
        await unit.save_due(replace(due_of(campaign, after_key(campaign.number)), due=now + HOURLY))


class Aftercare:
    """Looks at the sign-ins of a campaign's people when it is over."""

    def __init__(self, kit: Kit, holding: Holding) -> None:
        self._kit = kit
        self._holding = holding

    async def look(self, campaign: Campaign, due: Due) -> Due | None:
        """When to look again; None: no more. Raises tenant trouble that passes."""
        if campaign.held is not None or not await self._fresh(campaign):
            return None
        reason = await self._holding.locked_out(campaign)
        if reason is None:
            return replace(due, due=self._kit.now() + HOURLY)
        async with self._kit.store.change() as unit:
            current = await unit.campaign(campaign.tenant_id, campaign.number)
            if current is None or current.held is not None:
                return None
            held = await unit.save_campaign(replace(current, held=reason))  # so nothing more is asked for either
            facts = {"campaign": str(held.number), **why(reason)}
            await record(unit, "campaign-held", tenant_id=held.tenant_id, at=self._kit.now(), facts=facts)
            await tell(unit, held, "campaign-locked-out", {**reason.facts, "why": reason.code})
        return None

    async def _fresh(self, campaign: Campaign) -> bool:
        """Is it over since a few days only, or is something of it open, or done since a few days only?"""
        since = self._kit.now() - WATCHED
        if campaign.ended is None or campaign.ended > since:
            return True
        for number in campaign.asked:
            request = await self._kit.store.request(campaign.tenant_id, number)
            if request is not None and (request.state not in ENDED or (request.finished_at or since) > since):
                return True
        return False
