"""Moving people of a campaign from where they stand to where a look says, with their reminders, a part at a time."""

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.campaign import OVER, Campaign, Member, MemberState
from engine.campaigns.membership import about, moved
from engine.campaigns.placing import placed
from engine.campaigns.seeing import Seeing
from engine.closing import close
from engine.kit import Kit
from engine.ports import LostRace, Reading, Unit
from engine.promise import promise
from engine.reminder import Reminder, ReminderState

PART = 500  # people who are looked at together
SAVED = 100  # people who are saved together: what somebody says meanwhile waits for no more than these
NEVER = -1  # as `Reminder.most_snoozes` has it: terms of 0 let nobody put it off
CLOSES = {
    MemberState.DONE: ReminderState.DONE,
    MemberState.LEFT: ReminderState.STOPPED,
    MemberState.SKIPPED: ReminderState.STOPPED,
}


@dataclass(frozen=True, slots=True)
class Whom:
    """Which people of a campaign: in these states, of this wave (0: of any)."""

    states: tuple[MemberState, ...]
    wave: int = 0


async def parts(reading: Reading, campaign: Campaign, whom: Whom) -> AsyncIterator[Sequence[Member]]:
    """Them, a part at a time."""
    after = ""
    while page := await reading.members(
        campaign.tenant_id, campaign.number, states=whom.states, wave=whom.wave, after=after, limit=PART
    ):
        yield page
        after = page[-1].person.id


def few(members: Sequence[Member]) -> list[Sequence[Member]]:
    """As many at a time as are saved together."""
    return [members[start : start + SAVED] for start in range(0, len(members), SAVED)]


class Enlisting:
    """Looks at people of a campaign, and keeps what came of it."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    async def look(self, campaign: Campaign, whom: Sequence[Whom], *, inside: Collection[str] | None = None) -> int:
        """How many stand elsewhere now. Raises tenant trouble; then those before are kept, and the others come with
        the next look.
        """
        ids = [each.person.id async for part in self._all(campaign, whom) for each in part]
        if not ids:
            return 0
        seeing = Seeing(self._kit, campaign, inside=inside)
        await seeing.prepare(ids)
        changed = 0
        async for part in self._all(campaign, whom):
            views, now = await seeing.about(part), self._kit.now()
            looked_at = [(each, placed(each, views[each.person.id], now)) for each in part]
            for some in few([after for before, after in looked_at if after != before]):
                changed += await self._keep(campaign, some)
        return changed

    async def _all(self, campaign: Campaign, whom: Sequence[Whom]) -> AsyncIterator[Sequence[Member]]:
        for each in whom:
            async for part in parts(self._kit.store, campaign, each):
                mine = [member for member in part if member.wave <= campaign.wave]
                if mine:
                    yield mine

    async def _keep(self, campaign: Campaign, members: Sequence[Member]) -> int:
        """One transaction, unless the campaign is over meanwhile. Who was moved by somebody else stays there."""
        kept = 0
        async with self._kit.store.change() as unit:
            current = await unit.campaign(campaign.tenant_id, campaign.number)
            if current is None or current.state in OVER:
                return kept
            for member in members:
                kept += await self._one(unit, current, member)
        return kept

    async def _one(self, unit: Unit, campaign: Campaign, member: Member) -> bool:
        try:
            saved = await moved(unit, self._kit, campaign, member)
        except LostRace:
            return False
        await remind(unit, self._kit, campaign, saved)
        return True


async def remind(unit: Unit, kit: Kit, campaign: Campaign, member: Member) -> None:
    """Whoever is asked has a reminder; whoever is done, gone or skipped has none any more."""
    known = await reminder_of(unit, campaign, member)
    if member.state is MemberState.ASKED and known is None:
        await unit.save_reminder(_promised(kit, campaign, member))
    closed = CLOSES.get(member.state)
    if closed is not None and known is not None:
        await close(unit, kit, known, closed)


async def reminder_of(reading: Reading, campaign: Campaign, member: Member) -> Reminder | None:
    """The open reminder of this campaign for that person."""
    return await reading.reminder_of(
        campaign.tenant_id, member.person.id, campaign.terms.fact, about=about(campaign.number)
    )


def _promised(kit: Kit, campaign: Campaign, member: Member) -> Reminder:
    terms = campaign.terms
    return promise(
        tenant_id=campaign.tenant_id, person=member.person, fact=terms.fact, about=about(campaign.number),
        now=kit.now(), asked_by=campaign.by, request=campaign.request, campaign=campaign.number,
        cadence=terms.cadence, until=until(campaign, member), most_snoozes=terms.snoozes or NEVER,
    )  # fmt: skip


def until(campaign: Campaign, member: Member) -> datetime:
    """Until when this person is reminded: newcomers have their grace."""
    end = campaign.terms.until
    return max(end, member.until) if member.joined and member.until is not None else end
