"""What people with a role say of campaigns: announced, pause, resume, stop, skip; and what they may read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from difflib import get_close_matches

from actions.spec import Refusal, Subject
from engine.campaign import OVER, Announcement, Campaign, CampaignState, Member, MemberState, Progress
from engine.campaigns.closing import Closing
from engine.campaigns.enlisting import PART, Whom, parts, remind
from engine.campaigns.holding import ignoring
from engine.campaigns.launching import due_of, over_key, sweep_key
from engine.campaigns.membership import moved
from engine.campaigns.waves import progress, reason
from engine.help_request import HelpState
from engine.journal import record
from engine.kit import Kit
from engine.lifecycle import ENDED
from engine.people import Standings
from engine.ports import Reading, Unit
from engine.request import Person, Request
from engine.retrying import retried

LONGEST = 500  # an announcement, as it is recorded
MANY = 1000
NOT_DONE = tuple(state for state in MemberState if state not in (MemberState.DONE, MemberState.LEFT))
Changed = Callable[[Campaign], Campaign]


class Keeping:
    """Keeps campaigns by people's words. Every method that changes one raises Refusal where the person may not."""

    def __init__(self, kit: Kit, standings: Standings, closing: Closing) -> None:
        self._kit = kit
        self._standings = standings
        self._closing = closing

    # --- reading

    async def campaigns(self, *, all_of_them: bool) -> Sequence[Campaign]:
        """Newest first; those that are not over, or all."""
        states = () if all_of_them else tuple(state for state in CampaignState if state not in OVER)
        return await self._kit.store.campaigns(self._kit.tenant_id, states=states)

    async def campaign(self, name: str) -> Campaign:
        """The latest of that name. Refusal: no-such-campaign (said, near)."""
        return await self._named(self._kit.store, name)

    async def _named(self, reading: Reading, name: str) -> Campaign:
        said = " ".join(name.replace('"', " ").split())
        found = await reading.campaign_named(self._kit.tenant_id, said)
        if found is None:
            known = {each.terms.name.casefold(): each.terms.name for each in await self.campaigns(all_of_them=True)}
            near = get_close_matches(said.casefold(), known, n=3) or list(known)[:3]
            raise Refusal("no-such-campaign", said=said[:60], near=", ".join(known[each] for each in near))
        return found

    async def progress(self, name: str) -> Progress:
        """How far it has come. Refusal: no-such-campaign."""
        campaign = await self.campaign(name)
        counts = await self._kit.store.count_members(campaign.tenant_id, campaign.number)
        asked = await self._kit.store.help_requests(
            campaign.tenant_id, states=(HelpState.OPEN,), campaign=campaign.number, limit=MANY
        )
        return progress(campaign, counts, self._kit.calendar, help_open=len(asked))

    async def left(self, name: str, why: str, *, limit: int) -> Sequence[Member]:
        """Who is not done, for this reason or for any; by person id. Refusal: no-such-campaign."""
        campaign, after, found = await self.campaign(name), "", list[Member]()
        while len(found) < limit:
            page = await self._kit.store.members(
                campaign.tenant_id, campaign.number, states=NOT_DONE, after=after, limit=PART
            )
            found += [each for each in page if why in ("", reason(each.state, each.why))]
            if len(page) < PART:
                break
            after = page[-1].person.id
        return found[:limit]

    async def managers_told(self, name: str) -> int:
        """Of how many who are not done a manager was told. Refusal: no-such-campaign."""
        campaign = await self.campaign(name)
        if not campaign.terms.manager_after:
            return 0
        found = parts(self._kit.store, campaign, Whom(NOT_DONE))
        return sum([sum(each.manager_told for each in part) async for part in found])

    async def requests(self, name: str, *, open_only: bool) -> Sequence[Request]:
        """What it asked for, in order; or what of that is open still. Refusal: no-such-campaign."""
        campaign = await self.campaign(name)
        found = [await self._kit.store.request(campaign.tenant_id, number) for number in campaign.asked]
        return [each for each in found if each is not None and not (open_only and each.state in ENDED)]

    # --- saying

    async def announce(self, who: Person, name: str, text: str) -> Campaign:
        """People were told, in these words: now it begins. Refusals: campaign-not-now, announcement-needed."""
        said = " ".join(text.split())[:LONGEST]
        if not said:
            raise Refusal("announcement-needed")
        now = self._kit.now()

        def begin(before: Campaign) -> Campaign:
            told = Announcement(said, who, now)
            return replace(before, state=CampaignState.RUNNING, announced=told, began=now)

        return await self._move(who, name, "campaign-announced", states=(CampaignState.UNANNOUNCED,), change=begin)

    async def pause(self, who: Person, name: str) -> Campaign:
        """Nobody is reminded, and no wave opens."""
        return await self._move(
            who, name, "campaign-paused", states=(CampaignState.RUNNING, CampaignState.HELD),
            change=lambda before: replace(before, state=CampaignState.PAUSED),
        )  # fmt: skip

    async def resume(self, who: Person, name: str) -> Campaign:
        """Go on; in spite of what it held itself for, where it did. Refusal: halted."""
        if await self._kit.store.halted(self._kit.tenant_id):
            raise Refusal("halted")
        return await self._move(
            who, name, "campaign-resumed", states=(CampaignState.HELD, CampaignState.PAUSED), change=self._in_spite
        )

    def _in_spite(self, before: Campaign) -> Campaign:
        held, today = before.held, self._kit.calendar.local_date(self._kit.now()).isoformat()
        ignored = before.ignored if held is None else ignoring(before, held, today)
        return replace(before, state=CampaignState.RUNNING, held=None, ignored=ignored)

    async def stop(self, who: Person, name: str) -> Campaign:
        """For good: nothing more is sent or asked for. What it asked for already stays asked for, see `requests`."""
        await self._standings.need_operator(who)
        stopped = await retried(lambda: self._stop(who, name))
        self._kit.jobs.wake("due", stopped.tenant_id, over_key(stopped.number))
        return stopped

    async def _stop(self, who: Person, name: str) -> Campaign:
        async with self._kit.store.change() as unit:
            before = await self._named(unit, name)
            self._need(before, tuple(state for state in CampaignState if state not in OVER))
            stopped = await self._closing.over(unit, before, CampaignState.STOPPED)
            await self._record(unit, stopped, "campaign-stopped", who)
        return stopped

    async def _move(
        self, who: Person, name: str, kind: str, *, states: Sequence[CampaignState], change: Changed
    ) -> Campaign:
        await self._standings.need_operator(who)

        async def move() -> Campaign:
            async with self._kit.store.change() as unit:
                before = await self._named(unit, name)
                self._need(before, states)
                saved = await unit.save_campaign(change(before))
                key = sweep_key(saved.number)
                due = await unit.due(saved.tenant_id, key) or due_of(saved, key)
                await unit.save_due(replace(due, due=self._kit.now()))
                await self._record(unit, saved, kind, who)
            return saved

        moved_on = await retried(move)
        self._kit.jobs.wake("due", moved_on.tenant_id, sweep_key(moved_on.number))
        return moved_on

    def _need(self, campaign: Campaign, states: Sequence[CampaignState]) -> None:
        if campaign.state not in states:
            raise Refusal("campaign-not-now", campaign=campaign.terms.name, state=campaign.state.value)

    async def skip(self, who: Person, name: str, person: Subject, until: datetime | None) -> Member:
        """Not before that moment; None: back in. Refusals: not-in-campaign, done-in-campaign, until-past."""
        await self._standings.need_operator(who)
        if until is not None and until <= self._kit.now():
            raise Refusal("until-past", until=until.isoformat())
        return await retried(lambda: self._skip(who, name, person, until))

    async def _skip(self, who: Person, name: str, person: Subject, until: datetime | None) -> Member:
        async with self._kit.store.change() as unit:
            campaign = await self._named(unit, name)
            self._need(campaign, tuple(state for state in CampaignState if state not in OVER))
            member = await self._in(unit, campaign, person)
            saved = await moved(unit, self._kit, campaign, _skipped(member, until, self._kit.now()))
            await remind(unit, self._kit, campaign, saved)
            facts = {"until": until.isoformat() if until else ""}
            await self._record(unit, campaign, "campaign-skip", who, subject=person, facts=facts)
        return saved

    async def _in(self, unit: Unit, campaign: Campaign, person: Subject) -> Member:
        member = await unit.member(campaign.tenant_id, campaign.number, person.id)
        if member is None or member.state is MemberState.LEFT:
            raise Refusal("not-in-campaign", campaign=campaign.terms.name, person=person.name)
        if member.state is MemberState.DONE:
            raise Refusal("done-in-campaign", campaign=campaign.terms.name, person=person.name)
        return member

    async def _record(
        self, unit: Unit, campaign: Campaign, kind: str, who: Person, *, subject: Subject | None = None,
        facts: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        await record(
            unit, kind, tenant_id=campaign.tenant_id, at=self._kit.now(), by=who,
            subject_id=subject.id if subject else "", facts={"campaign": str(campaign.number), **(facts or {})},
        )  # fmt: skip


def _skipped(member: Member, until: datetime | None, now: datetime) -> Member:
    """Back in, they wait for the next look, which asks them."""
    if until is None:
        return replace(member, state=MemberState.WAITING, why="", until=None, since=now)
    return replace(member, state=MemberState.SKIPPED, why="skipped", until=until, since=now)
