"""Seeing to a campaign: every hour while it runs, and to all of its people once a day.

It acts from records alone, in small transactions that each can be the last one: whoever comes next goes on from there.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from logging import getLogger

from actions.spec import Onward, Reason
from engine.campaign import OVER, Campaign, CampaignState, MemberState
from engine.campaigns.aftercare import Aftercare
from engine.campaigns.closing import Closing
from engine.campaigns.enlisting import Enlisting, Whom, parts
from engine.campaigns.holding import Holding
from engine.campaigns.joining import Joining
from engine.campaigns.launching import after_key, forget_key, over_key, terms_key
from engine.campaigns.onward import Came, Going, by_hand
from engine.campaigns.telling import tell
from engine.campaigns.waves import Counts, done, everybody_done, next_opening, people, stands, unreached
from engine.clocks import is_open, next_open, usual
from engine.due import Due
from engine.journal import record, why
from engine.kit import Kit
from engine.late import need
from engine.lifecycle import ENDED
from engine.ports import LostRace, Unit
from engine.run.signals import LASTING, PASSING, reason_of
from tenant.trouble import Trouble

LOG = getLogger(__name__)
HOURLY = timedelta(hours=1)
DAY = timedelta(days=1)
SOON = timedelta(minutes=10)  # until somebody else goes on with what its worker died of
DAWN = 5  # local hour, from which on everybody is looked at
ALIVE = (CampaignState.RUNNING, CampaignState.HELD, CampaignState.PAUSED)
BACK = (
    MemberState.ASKED, MemberState.PARKED, MemberState.NOT_REACHABLE, MemberState.SKIPPED, MemberState.LEFT,
)  # fmt: skip


class Sweeping:
    """Sees to campaigns."""

    def __init__(self, kit: Kit, going: Going) -> None:
        self._kit = kit
        self._going = going
        self._enlisting = Enlisting(kit)
        self._joining = Joining(kit)
        self._holding = Holding(kit)
        self._closing = Closing(kit, going)
        self._aftercare = Aftercare(kit, self._holding)

    async def see_to(self, due: Due) -> None:
        """What a due record of a campaign leads to. Harmless when doubled or late."""
        campaign = await self._kit.store.campaign(due.tenant_id, int(due.about))
        if campaign is None or due.due > self._kit.now():
            return
        async with self._kit.store.change() as unit:  # it may take longer than any lease
            current = await unit.due(due.tenant_id, due.id)
            if current is None or current.due != due.due:  # somebody else sees to it
                return
            touched = replace(due, due=self._kit.now() + SOON)
            await unit.save_due(touched)
        after = await self._after(campaign, due)
        async with self._kit.store.change() as unit:
            current = await unit.due(due.tenant_id, due.id)
            if current is None or current.due != touched.due:  # somebody wants it sooner
                return
            if after is None:
                await unit.settle_due(due.tenant_id, due.id)
            else:
                await unit.save_due(after)
        self._kit.announce()

    async def _after(self, campaign: Campaign, due: Due) -> Due | None:
        """The record as it is to be afterwards; None: it is done with. What passes is tried again."""
        try:
            if due.id == terms_key(campaign.number):
                await self._closing.renew(campaign)
                return None
            if due.id == forget_key(campaign.number):
                await self._closing.forget(campaign)
                return None
            if due.id == after_key(campaign.number):
                return await self._aftercare.look(campaign, due)
            if due.id == over_key(campaign.number):
                return await self._closing.close(campaign, due)
            return None if campaign.state in OVER else await self._sweep(campaign, due)
        except (LostRace, *PASSING) as later:
            LOG.warning("campaign %s is seen to later: %s", campaign.number, later)
            return replace(due, due=self._kit.now() + SOON)
        except Trouble as trouble:
            return await self._hindered(campaign, due, reason_of(trouble))
        except KeyError:
            return await self._hindered(campaign, due, Reason("unknown-fact", {"fact": campaign.terms.fact}))

    async def _hindered(self, campaign: Campaign, due: Due, reason: Reason, *, what: str = "trouble") -> Due:
        """Its place hears of it, once until it is something else."""
        if due.facts.get(what) != reason.code:
            async with self._kit.store.change() as unit:
                await tell(unit, campaign, "campaign-waits", {**reason.facts, "why": reason.code})
        return replace(due, due=self._kit.now() + HOURLY, facts={**due.facts, what: reason.code})

    async def _sweep(self, campaign: Campaign, due: Due) -> Due | None:
        if campaign.terms.until <= self._kit.now() and await self._time_is_over(campaign):
            await self._last_look(campaign)
            await self._end(campaign)
            return None
        if campaign.state not in ALIVE:
            return replace(due, due=campaign.terms.until)
        daily = self._is_dawn(due, began := self._kit.now())
        if daily:
            await self._look(campaign)
            due = replace(due, since=began)
        campaign = await self._as_it_is(campaign)
        if campaign.state is CampaignState.RUNNING:
            campaign = await self._run(campaign, daily=daily)
        await self._note(campaign)
        if await self._everybody(campaign):
            await self._end(campaign)
            return None
        if campaign.state is CampaignState.RUNNING:
            due = await self._blind(campaign, due) if daily else due
            due = await self._standing(campaign, await self._onward(campaign, due))
        calm = {key: fact for key, fact in due.facts.items() if key != "trouble"}
        return replace(due, due=await self._next(campaign), facts=calm)

    async def _look(self, campaign: Campaign) -> None:
        """At everybody who was asked, is parked, skipped, not reached or has left."""
        inside = await self._joining.take_in(campaign) if campaign.state is CampaignState.RUNNING else None
        await self._enlisting.look(campaign, (Whom(BACK),), inside=inside)

    async def _last_look(self, campaign: Campaign) -> None:
        """Whoever became ready on the last day is ready. What cannot be read for good does not keep it from ending."""
        if campaign.state not in ALIVE:
            return
        try:
            await self._enlisting.look(campaign, (Whom(BACK),))
        except (*LASTING, KeyError) as trouble:
            LOG.warning("campaign %s ends without a last look: %s", campaign.number, trouble)

    async def _as_it_is(self, campaign: Campaign) -> Campaign:
        """Somebody may have said something meanwhile."""
        return await self._kit.store.campaign(campaign.tenant_id, campaign.number) or campaign

    def _is_dawn(self, due: Due, now: datetime) -> bool:
        """Has a new day of the office begun since everybody was looked at?"""
        return due.since is None or due.since < self._dawn(now)

    def _dawn(self, now: datetime) -> datetime:
        """When the office's present day began."""
        calendar = self._kit.calendar
        today = calendar.local_date(now)
        dawn = calendar.at(today, DAWN)
        return dawn if dawn <= now else calendar.at(today - DAY, DAWN)

    async def _run(self, campaign: Campaign, *, daily: bool) -> Campaign:
        """Hold, or open what is to be opened and ask its people."""
        guard = daily or self._changes(campaign)
        reason = await self._holding.why(campaign, await self._counts(campaign), guard=guard)
        if reason is not None:
            return await self._hold(campaign, reason)
        while True:
            await self._enlisting.look(campaign, tuple(self._waiting(campaign)))
            opened = await self._open(campaign)
            if opened is None:
                return campaign
            campaign = opened

    def _waiting(self, campaign: Campaign) -> list[Whom]:
        """Whoever is in an open wave and was not asked yet: a worker died there, they were skipped, or are new."""
        return [Whom((MemberState.WAITING,), wave) for wave in range(1, campaign.wave + 1)]

    async def _open(self, campaign: Campaign) -> Campaign | None:
        """Open the next wave, if its time has come; None: not yet."""
        now = self._kit.now()
        moment = next_opening(campaign, await self._counts(campaign), self._kit.calendar)
        if moment is None or moment > now:
            return None
        async with self._kit.store.change() as unit:
            current = await unit.campaign(campaign.tenant_id, campaign.number)
            if current is None or (current.state, current.wave) != (CampaignState.RUNNING, campaign.wave):
                return None
            opened = await unit.save_campaign(replace(current, wave=current.wave + 1, wave_opened=now))
            facts = {"wave": str(opened.wave), "of": str(len(opened.terms.waves))}
            await self._record(unit, opened, "campaign-wave", facts)
            await tell(unit, opened, "campaign-wave", facts)
        return opened

    async def _hold(self, campaign: Campaign, reason: Reason) -> Campaign:
        waiting = await self._holding.waiting(campaign)
        async with self._kit.store.change() as unit:
            current = await unit.campaign(campaign.tenant_id, campaign.number)
            if current is None or current.state is not CampaignState.RUNNING:
                return current or campaign
            held = await unit.save_campaign(replace(current, state=CampaignState.HELD, held=reason))
            await self._record(unit, held, "campaign-held", why(reason))
            await tell(unit, held, "campaign-held", {**reason.facts, "why": reason.code, "waiting": waiting})
        return held

    async def _blind(self, campaign: Campaign, due: Due) -> Due:
        """A guard that sees nothing any more is told of; one that never could was named in the plan."""
        unread = await self._holding.unread(campaign)
        if unread is not None and due.facts.get("blind") == "no":
            async with self._kit.store.change() as unit:
                await tell(unit, campaign, "campaign-blind", {**unread.facts, "why": unread.code})
        return replace(due, facts={**due.facts, "blind": "yes" if unread else "no"})

    async def _standing(self, campaign: Campaign, due: Due) -> Due:
        """A wave that keeps the next one shut for long is told of once: nobody would notice what does not happen."""
        counts, wave = await self._counts(campaign), campaign.wave
        today = self._kit.calendar.local_date(self._kit.now())
        if due.facts.get("stands") == str(wave) or not stands(campaign, counts, today):
            return due
        facts = {
            "wave": str(wave), "done": str(done(counts, wave)), "people": str(people(counts, wave)),
            "percent": str(campaign.terms.advance), "unreached": str(unreached(counts, wave)),
        }  # fmt: skip
        async with self._kit.store.change() as unit:
            await tell(unit, campaign, "campaign-stands", facts)
        return replace(due, facts={**due.facts, "stands": str(wave)})

    async def _onward(self, campaign: Campaign, due: Due) -> Due:
        """Once a day; what hinders it is told once."""
        today = self._holding.today()
        if not self._going.wanted(campaign) or due.facts.get("asked") == today:
            return due
        result = await self._going.ask(campaign)
        if result.came not in (Came.ASKED, Came.NOTHING, Came.HINDERED):
            return due
        if result.why is not None:
            due = await self._hindered(campaign, due, result.why, what="hindered")
            return replace(due, facts={**due.facts, "asked": today})
        rest = {key: fact for key, fact in due.facts.items() if key != "hindered"}
        return replace(due, facts={**rest, "asked": today})

    async def _note(self, campaign: Campaign) -> None:
        """How many are ready, for this day; the last count of a day stays."""
        today, ready = self._kit.calendar.local_date(self._kit.now()), done(await self._counts(campaign))
        if campaign.trend and campaign.trend[-1] == (today, ready):
            return
        async with self._kit.store.change() as unit:
            current = await unit.campaign(campaign.tenant_id, campaign.number)
            if current is not None and current.state not in OVER:
                before = tuple(each for each in current.trend if each[0] != today)
                await unit.save_campaign(replace(current, trend=(*before, (today, ready))))

    async def _everybody(self, campaign: Campaign) -> bool:
        """All that will ever be in it are ready."""
        if campaign.terms.joiners or campaign.state not in ALIVE or not everybody_done(await self._counts(campaign)):
            return False
        request = await need(self._kit.store, campaign.tenant_id, campaign.request)
        return request.state in ENDED

    async def _time_is_over(self, campaign: Campaign) -> bool:
        """Also that of newcomers, who have their own."""
        now = self._kit.now()
        if campaign.terms.joiners and campaign.state in ALIVE:
            async for part in parts(self._kit.store, campaign, Whom((MemberState.ASKED, MemberState.WAITING))):
                if any(each.joined and each.until is not None and each.until > now for each in part):
                    return False
        return True

    async def _end(self, campaign: Campaign) -> None:
        counts = await self._counts(campaign)
        async with self._kit.store.change() as unit:
            current = await unit.campaign(campaign.tenant_id, campaign.number)
            if current is None or current.state in OVER:
                return
            ended = await self._closing.over(unit, current, CampaignState.ENDED)
            everybody = sum(n for (_, state, _), n in counts.items() if state is not MemberState.LEFT)
            facts = {"done": str(done(counts)), "people": str(everybody), "instead": by_hand(ended)}
            await self._record(unit, ended, "campaign-ended", facts)
            await tell(unit, ended, "campaign-ended", facts)
        self._kit.jobs.wake("due", ended.tenant_id, over_key(ended.number))

    async def _next(self, campaign: Campaign) -> datetime:
        """When its time is over or a wave opens; else in an hour, while people work or may be locked out by what it has
        asked for; else when the office opens or a day begins.
        """
        now = self._kit.now()
        moment = next_opening(campaign, await self._counts(campaign), self._kit.calendar)
        ahead = [self._dawn(now) + DAY, moment, campaign.terms.until]
        if campaign.state is CampaignState.RUNNING:
            office = usual(self._kit.house)
            hourly = self._changes(campaign) or is_open(office, now)
            ahead.append(now + HOURLY if hourly else next_open(office, now))
        return min(each for each in ahead if each is not None and each > now)

    def _changes(self, campaign: Campaign) -> bool:
        """Has it asked for anything that may lock people out?"""
        return campaign.terms.onward is not Onward.NOTHING and bool(campaign.asked)

    async def _counts(self, campaign: Campaign) -> Counts:
        return await self._kit.store.count_members(campaign.tenant_id, campaign.number)

    async def _record(self, unit: Unit, campaign: Campaign, kind: str, facts: dict[str, str]) -> None:
        known = {"campaign": str(campaign.number), **facts}
        await record(unit, kind, tenant_id=campaign.tenant_id, at=self._kit.now(), facts=known)
