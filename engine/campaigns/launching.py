"""What the rows of an approved campaign leave behind: the campaign itself, or its new terms, and its people.

Each is kept in the transaction that settles its row, and what is there already is left as it is: whoever dies between
two rows, no campaign and nobody in it is there twice.
"""

from collections.abc import Sequence
from dataclasses import replace

from actions.spec import CampaignTerms, Enrol, Launch, Refusal, subject_id, terms_text
from engine.campaign import OVER, Campaign, Member
from engine.due import Due, DueKind
from engine.journal import record
from engine.kit import Kit
from engine.ports import Unit
from engine.request import Person, PlannedRow, Request
from tenant.model import Kind, Statement


def sweep_key(number: int) -> str:
    """The id of the record that says when a campaign is seen to next."""
    return f"campaign:{number}"


def terms_key(number: int) -> str:
    """The id of the record that says: the open reminders of this campaign take its new terms."""
    return f"campaign-terms:{number}"


def over_key(number: int) -> str:
    """The id of the record that says: this campaign is over, and what it leaves open is to be closed."""
    return f"campaign-over:{number}"


def after_key(number: int) -> str:
    """The id of the record that says: this campaign is over, and whether its people can sign in is still looked at."""
    return f"campaign-after:{number}"


def forget_key(number: int) -> str:
    """The id of the record that says: who was ready in this campaign is remembered no longer."""
    return f"forget-campaign:{number}"


def due_of(campaign: Campaign, key: str) -> Due:
    """A record about this campaign, due at its end; whoever wants it sooner says so."""
    return Due(
        tenant_id=campaign.tenant_id, id=key, due=campaign.terms.until, kind=DueKind.CAMPAIGN,
        about=str(campaign.number),
    )  # fmt: skip


class Launching:
    """Keeps campaigns and their people."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    async def launch(self, unit: Unit, request: Request, row: PlannedRow, then: Launch) -> None:
        """A new campaign, which waits for its announcement; or new terms for the one that is there.

        Raises Refusal: campaign-runs, no-such-campaign, until-past.
        """
        known = await unit.campaign_named(request.tenant_id, then.terms.name)
        if then.terms.until <= self._kit.now():
            raise Refusal("until-past", until=then.terms.until.isoformat())
        if row.subject.id == subject_id(then.terms.name):
            await self._begin(unit, request, then.terms, known=known)
        elif known is None or known.state in OVER:
            raise Refusal("no-such-campaign", said=then.terms.name, near="")
        else:
            await self._change(unit, request, replace(known, terms=then.terms))

    async def _begin(self, unit: Unit, request: Request, terms: CampaignTerms, *, known: Campaign | None) -> None:
        if known is not None and known.state not in OVER:
            if known.request != request.number:
                raise Refusal("campaign-runs", campaign=known.terms.name)
            return
        await self._forget_the_last(unit, request.tenant_id, terms.name)
        new = Campaign(
            tenant_id=request.tenant_id, number=0, terms=terms, by=request.asker, place=request.place,
            request=request.number,
        )  # fmt: skip
        added = await unit.add_campaign(new)
        await unit.add_due(due_of(added, sweep_key(added.number)))
        await self._kept(unit, request, added, "campaign-launched")

    async def _forget_the_last(self, unit: Unit, tenant_id: str, name: str) -> None:
        """Whoever was ready in an earlier campaign of this name is not ready in this one by that."""
        for each in await unit.statements(tenant_id, Kind.READY_IN):
            if subject_id(each.key) == subject_id(name):
                await unit.unstate(tenant_id, each.kind, each.subject, each.key)

    async def _change(self, unit: Unit, request: Request, changed: Campaign) -> None:
        """Open waves stay open. Open reminders take the new end and rhythm in their own time."""
        saved = await unit.save_campaign(changed)
        now = self._kit.now()
        await unit.save_due(replace(due_of(saved, terms_key(saved.number)), due=now))
        swept = await unit.due(saved.tenant_id, sweep_key(saved.number))
        if swept is not None:
            await unit.save_due(replace(swept, due=now))
        await self._kept(unit, request, saved, "campaign-changed")

    async def _kept(self, unit: Unit, request: Request, campaign: Campaign, kind: str) -> None:
        """For plans to read."""
        said = Statement(
            kind=Kind.CAMPAIGN, subject=subject_id(campaign.terms.name), value=terms_text(campaign.terms),
            source=f"request {request.number}", by=request.asker.name, at=self._kit.now(),
        )  # fmt: skip
        await unit.state(campaign.tenant_id, said)
        await record(
            unit, kind, tenant_id=campaign.tenant_id, at=self._kit.now(), request=request.number,
            facts={"campaign": str(campaign.number)},
        )  # fmt: skip

    async def enrol(self, unit: Unit, request: Request, people: Sequence[Enrol]) -> None:
        """These people of one campaign are in it. Raises Refusal where the request's campaign is not there."""
        name = people[0].campaign
        known = await unit.campaign_named(request.tenant_id, name)
        if known is None or known.request != request.number:
            raise Refusal("campaign-runs", campaign=name)
        if known.state in OVER:
            raise Refusal("campaign-over", campaign=name, state=known.state.value)
        await unit.add_members([self._member(known, each) for each in people])

    def _member(self, campaign: Campaign, each: Enrol) -> Member:
        return Member(
            tenant_id=campaign.tenant_id, campaign=campaign.number, person=Person(each.person.id, each.person.name),
            wave=each.wave, why=each.why, since=self._kit.now(),
        )  # fmt: skip
