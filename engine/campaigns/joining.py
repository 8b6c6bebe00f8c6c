"""Newcomers: whoever is among the campaign's people by now and was not when it was planned."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from actions.args import People
from actions.spec import Change, Subject
from engine.campaign import OVER, Campaign, Member
from engine.campaigns.enlisting import PART
from engine.facts import FactReader
from engine.guards import guard
from engine.kit import Kit
from engine.late import need
from engine.request import Person
from tenant.model import User
from tenant.ports import Priority


class Joining:
    """Takes newcomers in."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    async def take_in(self, campaign: Campaign) -> frozenset[str] | None:
        """The ids of everybody whom its people come to now; None where it takes nobody in. Raises tenant trouble."""
        if not campaign.terms.joiners or campaign.terms.until <= self._kit.now():
            return None
        reader = self._kit.reader(f"campaign-{campaign.number}", Priority.SWEEP)
        request = await need(self._kit.store, campaign.tenant_id, campaign.request)
        facts = FactReader(reader, self._kit.house, request)
        met: set[str] = set()
        part: list[User] = []
        async for user in People.unpin(campaign.terms.people).expand(reader):
            met.add(user.id)
            part.append(user)
            if len(part) == PART:
                await self._some(campaign, part, facts)
                part = []
        await self._some(campaign, part, facts)
        return frozenset(met)

    async def _some(self, campaign: Campaign, users: Sequence[User], facts: FactReader) -> None:
        known = await self._kit.store.memberships_of(campaign.tenant_id, [user.id for user in users])
        inside = {each.person.id for each in known if each.campaign == campaign.number}
        new = [user for user in users if user.id not in inside]
        if not new:
            return
        rows = [Change(subject=Subject.of(user), before=None, after="joins") for user in new]
        about = await facts.about(rows)
        welcome = [row for row in rows if guard(row, about) is None]
        members = [self._member(campaign, row.subject, self._kit.now()) for row in welcome]
        async with self._kit.store.change() as unit:
            current = await unit.campaign(campaign.tenant_id, campaign.number)
            if current is not None and current.state not in OVER:
                await unit.add_members(members)

    def _member(self, campaign: Campaign, subject: Subject, now: datetime) -> Member:
        """In the wave that opened last, with days of their own."""
        return Member(
            tenant_id=campaign.tenant_id, campaign=campaign.number, person=Person(subject.id, subject.name),
            wave=max(1, campaign.wave), why="must-register", since=now, joined=True,
            until=now + timedelta(days=campaign.terms.grace),
        )  # fmt: skip
