"""What follows for those who are ready: asked for by the campaign, with an approval of its own each time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from logging import getLogger

from actions.args import People, Route, Selector, rebuild
from actions.spec import Action, Onward, Reason, Refusal, subject_id
from engine.asking import Also, Asking
from engine.campaign import Campaign, CampaignState
from engine.campaigns.turns import turn_of
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
from tenant.ports import Priority
from tenant.trouble import Trouble

LOG = getLogger(__name__)
ACTION = {Onward.ENABLE: "mfa enable", Onward.ENFORCE: "mfa enforce", Onward.RETIRE_PHONES: "phone retire"}
AT_THE_END = frozenset({Onward.RETIRE_PHONES})
MAY_ASK = frozenset({CampaignState.RUNNING, CampaignState.ENDED})


def by_hand(campaign: Campaign) -> str:
    """The action that was to follow and does not, as the campaign was held or paused at its end; "" where none is."""
    return ACTION.get(campaign.terms.onward, "") if campaign.held is not None else ""


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
        return turn_of(campaign, self._kit.calendar.local_date(self._kit.now()).isoformat())

    async def _new(self, campaign: Campaign) -> Request | Came:
        name = ACTION[campaign.terms.onward]
        await may_ask(self._kit, self._standings, campaign.by, name)
        if is_open(await self._kit.store.request(campaign.tenant_id, campaign.asked[-1]) if campaign.asked else None):
            return Came.BUSY
        for action in await self._actions(campaign, self._kit.declarations.action(name)):
            drafted = self._asking.drafted_for_campaign(campaign, action, self._turn(campaign))
            if await worth_asking(self._kit, drafted, await self._last(campaign, drafted)):
                return await self._asking.of_campaign(drafted, self._and_remember(campaign))
        return Came.NOTHING

    async def _last(self, campaign: Campaign, drafted: Request) -> Request | None:
        """The last one that asked for the same people; none where that was approved too late: it is wanted still."""
        for number in reversed(campaign.asked):
            request = await self._kit.store.request(campaign.tenant_id, number)
            if request is not None and request.arguments == drafted.arguments:
                return None if request.state is State.STALE else request
        return None

    async def _actions(self, campaign: Campaign, kind: type[Action]) -> Sequence[Action]:
        """For the people of this campaign who are ready. Nobody decides about their own account: whoever is to approve
        is left out, and each of them asked for alone, behind the others.
        """
        about = subject_id(campaign.terms.name)
        known = await self._kit.store.statements(campaign.tenant_id, Kind.READY_IN)
        ready = {each.subject for each in known if subject_id(each.key) == about}
        may_skip = "skip" in {each.name for each in kind.arguments()}
        able = {person: upn for person, upn in (await self._approvers()).items() if may_skip and person in ready}
        one_by_one = [Selector("person", upn, person) for person, upn in sorted(able.items())]
        crowd = Selector("campaign", campaign.terms.name, about)
        some = [action_for(campaign, kind, crowd, skip=one_by_one)] if ready - able.keys() else []
        return [*some, *(action_for(campaign, kind, each) for each in one_by_one)]

    async def _approvers(self) -> Mapping[str, str]:
        """Of either group, by id: the address. Raises tenant trouble."""
        house, reader = self._kit.house, self._kit.reader("campaign-approvers", Priority.NORMAL)
        groups = dict.fromkeys((*house.approvers, *house.escalation))
        return {user.id: user.upn for group in groups async for user in reader.members(group)}

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


def action_for(campaign: Campaign, kind: type[Action], who: Selector, *, skip: Sequence[Selector] = ()) -> Action:
    """By the way that the terms name, where the action has ways."""
    pinned = {"who": People((who,)).pinned()}
    if skip:
        pinned["skip"] = People(tuple(skip)).pinned()
    if campaign.terms.route and "route" in {each.name for each in kind.arguments()}:
        pinned["route"] = Route.parse(campaign.terms.route).pinned()
    return rebuild(kind, pinned)
