"""Campaigns, as the engine's front shows them."""

from collections.abc import Sequence
from datetime import datetime

from actions.spec import Subject
from engine.campaign import Campaign, Member, Progress
from engine.campaigns.keeping import Keeping
from engine.campaigns.previewing import Previewed, Previewing
from engine.front import Front
from engine.request import Person, Place, Request


class Campaigns(Front):
    """A campaign begins with an approved request (``campaign start``). All here is for operators, but for reading.

    Every method that takes a name raises Refusal no-such-campaign (said, near).
    """

    _campaigns: Keeping
    _previewing: Previewing

    async def campaigns(self, all_of_them: bool = False) -> Sequence[Campaign]:
        """Those that are not over, or all there ever were; newest first."""
        return await self._campaigns.campaigns(all_of_them=all_of_them)

    async def campaign(self, name: str) -> Campaign:
        """The latest of that name."""
        return await self._campaigns.campaign(name)

    async def progress(self, name: str) -> Progress:
        """A campaign and how far it has come, wave by wave."""
        return await self._campaigns.progress(name)

    async def left(self, name: str, why: str = "", *, limit: int = 1000) -> Sequence[Member]:
        """Who is not done, for this reason (`Progress.left`) or for any."""
        return await self._campaigns.left(name, why, limit=limit)

    async def managers_told(self, name: str) -> int:
        """Of how many who are not done a manager was told; `left` says of whom."""
        return await self._campaigns.managers_told(name)

    async def campaign_requests(self, name: str, *, open_only: bool = False) -> Sequence[Request]:
        """What the campaign asked for so far, in order; or what of that is open."""
        return await self._campaigns.requests(name, open_only=open_only)

    async def announce(self, who: Person, name: str, text: str) -> Campaign:
        """Record how people were told; it begins. Refusals: announcement-needed, campaign-not-now (campaign, state)."""
        async with self._audited("campaign-announced", who):
            return await self._campaigns.announce(who, name, text)

    async def pause_campaign(self, who: Person, name: str) -> Campaign:
        """Nobody is reminded, and no wave opens. Refusal: campaign-not-now."""
        async with self._audited("campaign-pause", who):
            return await self._campaigns.pause(who, name)

    async def resume_campaign(self, who: Person, name: str) -> Campaign:
        """Go on, in spite of what it held itself for. Refusals: halted, campaign-not-now."""
        async with self._audited("campaign-resume", who):
            return await self._campaigns.resume(who, name)

    async def stop_campaign(self, who: Person, name: str) -> Campaign:
        """End it for good. What it asked for stays (`campaign_requests`). Refusal: campaign-not-now."""
        async with self._audited("campaign-stop", who):
            return await self._campaigns.stop(who, name)

    async def skip(self, who: Person, name: str, person: Subject, until: datetime | None) -> Member:
        """Leave somebody out until that moment; None: take them back in.

        Refusals: not-in-campaign (campaign, person), done-in-campaign (campaign, person), until-past, campaign-not-now.
        """
        async with self._audited("campaign-skip", who):
            return await self._campaigns.skip(who, name, person, until)

    async def preview(self, who: Person, name: str, place: Place) -> Previewed:
        """Show every message in every language to somebody with a role, in their own chat. Of a campaign that is not
        there yet, as the newest open request for it says.
        """
        async with self._audited("campaign-preview", who):
            return await self._previewing.preview(who, name, place)

    async def previewed(self, key: str) -> Campaign | None:
        """The campaign that a notice of a preview speaks of, by what stands there of it."""
        return await self._previewing.of_key(key)
