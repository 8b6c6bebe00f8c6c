"""What follows for those who are ready: asked for by the campaign, with an approval of its own each time."""

from dataclasses import dataclass, replace
from enum import StrEnum
from logging import getLogger

from actions.args import People, Route, Selector, rebuild
from actions.spec import Action, Onward, Reason, Refusal, subject_id
from engine.asking import Also, Asking
from engine.campaign import OVER, Campaign, CampaignState
from engine.clocks import is_open as within_hours
from engine.clocks import usual
from engine.deciding import Deciding
from engine.kit import Kit
from engine.lifecycle import Step
from engine.moving import Moving
from engine.people import Standings
from engine.planning import Planning
from engine.ports import LostRace, Unit
from engine.request import Request, State
from engine.run.signals import PASSING, reason_of
from engine.unasked import Later, NoLonger, is_open, may_ask, worth_asking
from tenant.model import Kind
from tenant.trouble import Trouble

LOG = getLogger(__name__)
ACTION = {Onward.ENABLE: "mfa enable", Onward.ENFORCE: "mfa enforce", Onward.RETIRE_PHONES: "phone retire"}
AT_THE_END = frozenset({Onward.RETIRE_PHONES})
MAY_ASK = frozenset({CampaignState.RUNNING, CampaignState.ENDED})


class Came(StrEnum):
    """What became of asking."""

    ASKED = "asked"
    NOTHING = "nothing"  # is to be done, or it is the very plan that was refused
    BUSY = "busy"  # the last one still waits or runs
    CLOSED = "closed"  # it is no office hour
    LATER = "later"  # it cannot be told now
    HINDERED = "hindered"


@dataclass(frozen=True, slots=True)
class Asked:
    """What it came to. ``why``: what hinders it, which a person must mend."""

    came: Came
    why: Reason | None = None


class Going:
    """Asks for what follows."""

    def __init__(
        self, kit: Kit, standings: Standings, *, asking: Asking, planning: Planning, deciding: Deciding, moving: Moving
    ) -> None:
        self._kit = kit
        self._standings = standings
        self._asking = asking
        self._planning = planning
        self._deciding = deciding
        self._moving = moving

    def wanted(self, campaign: Campaign) -> bool:
        """Is anything to follow, as things stand?"""
        onward = campaign.terms.onward
        if campaign.state is CampaignState.ENDED:
            return onward is not Onward.NOTHING
        return campaign.state is CampaignState.RUNNING and onward not in (Onward.NOTHING, *AT_THE_END)

    async def ask(self, campaign: Campaign) -> Asked:
        """Once an office workday, however often it is called: the request is found again by its day. What is asked for
        when the campaign has ended is one more.
        """
        if not within_hours(usual(self._kit.house), self._kit.now()):
            return Asked(Came.CLOSED)
        try:
            return await self._ask(campaign)
        except (Later, *PASSING) as later:
            LOG.warning("campaign %s asks later: %s", campaign.number, later)
            return Asked(Came.LATER)
        except NoLonger:
            return Asked(Came.HINDERED, Reason("not-operator"))
        except Refusal as refusal:
            return Asked(Came.HINDERED, refusal.reason)
        except Trouble as trouble:
            return Asked(Came.HINDERED, reason_of(trouble))
        except KeyError:
            return Asked(Came.HINDERED, Reason("unknown-action", {"action": ACTION[campaign.terms.onward]}))

    async def _ask(self, campaign: Campaign) -> Asked:
        request = await self._kit.store.request_of(campaign.tenant_id, self._turn(campaign))
        new = await self._new(campaign) if request is None else request
        if isinstance(new, Came):
            return Asked(new)
        planned = await self._planning.plan(new.number)
        if planned.state is State.ASKED:
            raise Later("somebody else makes its plan")
        if planned.state is State.PLANNED:
            await self._send(campaign, planned)
        return Asked(Came.ASKED if planned.failed is None else Came.HINDERED, planned.failed)

    def _turn(self, campaign: Campaign) -> str:
        day = self._kit.calendar.local_date(self._kit.now()).isoformat()
        return f"campaign:{campaign.number}:{'end:' if campaign.state in OVER else ''}{day}"

    async def _new(self, campaign: Campaign) -> Request | Came:
        name = ACTION[campaign.terms.onward]
        await may_ask(self._kit, self._standings, campaign.by, name)
        last = await self._last(campaign)
        if is_open(last):
            return Came.BUSY
        if not await self._anybody(campaign):
            return Came.NOTHING
        drafted = self._asking.drafted_for_campaign(campaign, self._action(campaign, name), self._turn(campaign))
        outdated = last is not None and last.state is State.STALE  # approved too late: the same is wanted still
        if not await worth_asking(self._kit, drafted, None if outdated else last):
            return Came.NOTHING
        return await self._asking.of_campaign(drafted, self._and_remember(campaign))

    async def _last(self, campaign: Campaign) -> Request | None:
        return await self._kit.store.request(campaign.tenant_id, campaign.asked[-1]) if campaign.asked else None

    async def _anybody(self, campaign: Campaign) -> bool:
        about = subject_id(campaign.terms.name)
        ready = await self._kit.store.statements(campaign.tenant_id, Kind.READY_IN)
        return any(subject_id(each.key) == about for each in ready)

    def _action(self, campaign: Campaign, name: str) -> Action:
        """For the people of this campaign who are ready; by the way that its terms name, where the action has ways."""
        kind = self._kit.declarations.action(name)
        named, terms = {each.name for each in kind.arguments()}, campaign.terms
        pinned = {"who": People((Selector("campaign", terms.name, subject_id(terms.name)),)).pinned()}
        if terms.route and "route" in named:
            pinned["route"] = Route.parse(terms.route).pinned()
        return rebuild(kind, pinned)

    def _and_remember(self, campaign: Campaign) -> Also:
        async def remember(unit: Unit, new: Request) -> None:
            now = await unit.campaign(campaign.tenant_id, campaign.number)
            if now is None or now.state not in MAY_ASK:
                raise NoLonger
            try:
                await unit.save_campaign(replace(now, asked=(*now.asked, new.number)))
            except LostRace as race:
                raise Later("somebody spoke of the campaign at this very moment") from race

        return remember

    async def _send(self, campaign: Campaign, planned: Request) -> None:
        """To the approvers. Raises Refusal, where nobody may be asked; then the request is dropped."""
        try:
            await self._deciding.submit(planned.number, campaign.by, f"campaign {campaign.terms.name}")
        except Refusal:
            await self._moving.by_itself(planned.number, Step.CANCEL)
            raise
