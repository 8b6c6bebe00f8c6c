"""A campaign's reminders, when its terms change and when it is over; and what follows at its end."""

from collections.abc import AsyncIterator, Awaitable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from actions.spec import Reason, subject_id
from engine.campaign import Campaign, CampaignState, Member, MemberState
from engine.campaigns.aftercare import promise_aftercare
from engine.campaigns.enlisting import SAVED, Whom, few, parts, reminder_of
from engine.campaigns.launching import due_of, forget_key, over_key, sweep_key, terms_key
from engine.campaigns.onward import Asked, Came, Going
from engine.campaigns.renewing import renewed
from engine.campaigns.telling import tell
from engine.clocks import local_day
from engine.closing import close
from engine.due import Due
from engine.kit import Kit
from engine.ports import LostRace, Reading, Unit
from engine.reminder import Reminder, ReminderState
from tenant.model import Kind

REMINDED = Whom((MemberState.ASKED, MemberState.PARKED))
AGAIN = timedelta(hours=1)
UNDECIDED = timedelta(hours=6)  # what is approved too late, or by nobody, is asked for anew
PATIENCE = timedelta(days=14)  # after its end, until nothing more is asked for
ENDS_AS = {CampaignState.ENDED: ReminderState.ENDED, CampaignState.STOPPED: ReminderState.STOPPED}


class Closing:
    """Closes campaigns."""

    def __init__(self, kit: Kit, going: Going) -> None:
        self._kit = kit
        self._going = going

    async def over(self, unit: Unit, campaign: Campaign, state: CampaignState) -> Campaign:
        """In the transaction that ends it: nothing of it goes on, and what it leaves open is promised to be closed.

        What it was held for, or that it was paused, stays written: then nothing follows at its end.
        """
        now = self._kit.now()
        held = Reason("paused") if campaign.state is CampaignState.PAUSED else campaign.held
        saved = await unit.save_campaign(replace(campaign, state=state, ended=now, held=held))
        await unit.unstate(saved.tenant_id, Kind.CAMPAIGN, subject_id(saved.terms.name), "")
        for key in (sweep_key(saved.number), terms_key(saved.number)):
            await unit.settle_due(saved.tenant_id, key)
        await unit.save_due(replace(due_of(saved, over_key(saved.number)), due=now))
        await promise_aftercare(unit, saved, now)
        await unit.save_due(replace(due_of(saved, forget_key(saved.number)), due=now + self._kit.house.keeps))
        return saved

    async def forget(self, campaign: Campaign) -> None:
        """Who was ready in it; unless there is another of that name since, which began by forgetting them."""
        latest = await self._kit.store.campaign_named(campaign.tenant_id, campaign.terms.name)
        if latest is None or latest.number != campaign.number:
            return
        about = subject_id(campaign.terms.name)
        ready = await self._kit.store.statements(campaign.tenant_id, Kind.READY_IN)
        mine = [each for each in ready if subject_id(each.key) == about]
        for start in range(0, len(mine), SAVED):
            async with self._kit.store.change() as unit:
                for each in mine[start : start + SAVED]:
                    await unit.unstate(campaign.tenant_id, each.kind, each.subject, each.key)

    async def renew(self, campaign: Campaign) -> None:
        """Open reminders take the present terms."""
        async for some in self._reminded(campaign):
            async with self._kit.store.change() as unit:
                for member in some:
                    await self._renew(unit, campaign, member)

    async def _reminded(self, campaign: Campaign) -> AsyncIterator[Sequence[Member]]:
        async for part in parts(self._kit.store, campaign, REMINDED):
            for some in few(part):
                yield some

    async def _renew(self, unit: Unit, campaign: Campaign, member: Member) -> None:
        known = await reminder_of(unit, campaign, member)
        if known is None:
            return
        new = renewed(known, campaign, member, last=await _last_day(unit, known), now=self._kit.now())
        if new != known:
            await self._save(unit.save_reminder(new))

    async def close(self, campaign: Campaign, due: Due) -> Due | None:
        """Close what is open; then what follows at the end is asked for, until that is decided. None: all is done."""
        state = ENDS_AS.get(campaign.state)
        if state is None:
            return None
        async for some in self._reminded(campaign):
            async with self._kit.store.change() as unit:
                for member in some:
                    known = await reminder_of(unit, campaign, member)
                    if known is not None:
                        await self._save(close(unit, self._kit, known, state))
        return await self._at_the_end(campaign, due)

    async def _at_the_end(self, campaign: Campaign, due: Due) -> Due | None:
        ended, now = campaign.ended, self._kit.now()
        if ended is None or campaign.held is not None or not self._going.wanted(campaign):
            return None
        result = await self._going.ask(campaign)
        if result.came is Came.NOTHING or now > ended + PATIENCE:
            return None
        return await self._again(campaign, due, result)

    async def _again(self, campaign: Campaign, due: Due, result: Asked) -> Due:
        """What hinders it is told once."""
        said = due.facts.get("trouble", "")
        if result.why is not None and result.why.code != said:
            async with self._kit.store.change() as unit:
                await tell(unit, campaign, "campaign-waits", {**result.why.facts, "why": result.why.code})
            said = result.why.code
        wait = UNDECIDED if result.came in (Came.ASKED, Came.BUSY) else AGAIN
        return replace(due, due=self._kit.now() + wait, facts={"trouble": said} if said else {})

    async def _save(self, saving: Awaitable[object]) -> None:
        """Somebody who answered at this very moment is faster; what they said counts."""
        try:
            await saving
        except LostRace:
            return


async def _last_day(reading: Reading, reminder: Reminder) -> date | None:
    """Of their last message about it."""
    if not reminder.sent or reminder.hours is None:
        return None
    began = local_day(reminder.hours, reminder.began)
    known = await reading.slots(reminder.tenant_id, [reminder.person.id], since=began)
    return max((each.day for each in known if reminder.id in each.reminders), default=began)
