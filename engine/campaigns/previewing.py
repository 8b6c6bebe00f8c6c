"""Every message of a campaign, shown to whoever has a role: of one that is there, or of one that is asked for."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from actions.spec import Change, Launch, Subject, subject_id
from engine.campaign import OVER, Campaign
from engine.kit import Kit
from engine.notice import Notice, NoticeKind
from engine.people import Standings
from engine.request import Person, Place, Request, State

START = "campaign start"
OPEN = frozenset({State.PLANNED, State.WAITING, State.APPROVED, State.RUNNING, State.PAUSED})
LANGUAGES = ("en", "nl", "de", "fr", "es")
MESSAGES = (
    "first", "last", "warned", "done", "not-yet", "later", "help", "answer", "no-smartphone", "manager", "stop",
)  # fmt: skip
MANY = 1000
ASKED = "r"  # before the number of a request, where the campaign is not there yet
Named = Callable[[str], Awaitable[Campaign]]


@dataclass(frozen=True, slots=True)
class Previewed:
    """``campaign``: with number 0 where its request is open still. ``messages``: how many are on their way."""

    campaign: Campaign
    messages: int


class Previewing:
    """Shows the messages. Their texts are approved with the plan, so they can be read before it is."""

    def __init__(self, kit: Kit, standings: Standings, named: Named) -> None:
        """``named`` is `Keeping.campaign`."""
        self._kit = kit
        self._standings = standings
        self._named = named

    async def preview(self, who: Person, name: str, place: Place) -> Previewed:
        """Every message in every language, to whoever asks: in a channel, others would have to read them too."""
        await self._standings.need_any(who)
        campaign, to = await self._shown(name), place if place.personal else who
        key = str(campaign.number or f"{ASKED}{campaign.request}")
        shown = [f"preview:{key}:{each}:{message}" for each in LANGUAGES for message in MESSAGES]
        async with self._kit.store.change() as unit:
            for about in shown:
                shows = Notice(
                    tenant_id=campaign.tenant_id, kind=NoticeKind.PREVIEW, about=about, to=to, fresh=True
                )  # fmt: skip
                await unit.notify(shows)
        return Previewed(campaign, len(shown))

    async def of_key(self, key: str) -> Campaign | None:
        """The campaign that a notice of `preview` speaks of; None where it is there no more."""
        tenant_id, number = self._kit.tenant_id, key.removeprefix(ASKED)
        if not number.isdecimal():
            return None
        if not key.startswith(ASKED):
            return await self._kit.store.campaign(tenant_id, int(number))
        request = await self._kit.store.request(tenant_id, int(number))
        return self._of(request) if request is not None and request.action == START else None

    async def _shown(self, name: str) -> Campaign:
        """The one that is not over, else the newest that is asked for, else one that is over. Raises Refusal."""
        said = " ".join(name.replace('"', " ").split())
        known = await self._kit.store.campaign_named(self._kit.tenant_id, said)
        if known is not None and known.state not in OVER:
            return known
        return await self._asked(said) or await self._named(said)

    async def _asked(self, said: str) -> Campaign | None:
        found = await self._kit.store.requests(self._kit.tenant_id, states=OPEN, limit=MANY)
        asked = (self._of(each) for each in found if each.action == START)
        ours = subject_id(said)
        return next((each for each in asked if each is not None and subject_id(each.terms.name) == ours), None)

    def _of(self, request: Request) -> Campaign | None:
        """What the request would launch, by its pinned action."""
        itself = Change(subject=Subject("", request.said), before=None, after=None)
        left = self._kit.action(request).then(itself, request.planned_at or request.asked_at)
        terms = next((each.terms for each in left if isinstance(each, Launch)), None)
        if terms is None:
            return None
        return Campaign(
            tenant_id=request.tenant_id, number=0, terms=terms, by=request.asker, place=request.place,
            request=request.number,
        )  # fmt: skip
