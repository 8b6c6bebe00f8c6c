"""What every part of the conversation works with, and what they all do: who speaks, what may they, what is drafted."""

from dataclasses import dataclass, replace
from datetime import tzinfo
from uuid import NAMESPACE_URL, uuid5

from actions.spec import Action, Declared, Refusal
from dialogs.catalogue import Catalogue
from dialogs.command import ANYONE, ASKERS, STAFF, Command, Role, Turn, may
from dialogs.fill import fresh
from dialogs.said import Said
from dialogs.views.material import Gatherer
from dialogs.views.request import RequestCard, request_card
from dialogs.words import listed
from engine import Draft, Engine, Event, Person, Place, Request, Standing, Store
from tenant.ports import Clock, Priority, Purpose, TenantReader, Tenants


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who speaks, where, in which turn: from the authenticated activity."""

    tenant_id: str
    person: Person
    place: Place
    activity_id: str
    locale: str = ""

    @classmethod
    def of(cls, said: Said) -> "Speaker":
        """Whoever said it."""
        return cls(
            tenant_id=said.tenant_id,
            person=said.person,
            place=said.place,
            activity_id=said.activity_id,
            locale=said.locale,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The tools, handed to every part."""

    engine: Engine
    catalogue: Catalogue
    tenants: Tenants
    store: Store
    clock: Clock
    zone: tzinfo

    def reader(self, speaker: Speaker) -> TenantReader:
        """The tenant, read with a person's patience; Microsoft's logs show the turn's correlation id."""
        purpose = Purpose(correlation(speaker.activity_id), Priority.PERSON)
        return self.tenants.reader(speaker.tenant_id, purpose)

    def turn(self, speaker: Speaker, standing: Standing, *, digest: str = "") -> Turn:
        """What a command sees."""
        return Turn(
            engine=self.engine,
            records=self.store,
            catalogue=self.catalogue,
            clock=self.clock,
            zone=self.zone,
            tenant_id=speaker.tenant_id,
            person=speaker.person,
            place=speaker.place,
            activity_id=speaker.activity_id,
            correlation=correlation(speaker.activity_id),
            standing=standing,
            reader=self.reader(speaker),
            locale=speaker.locale,
            digest=digest,
        )

    async def permitted(self, kind: type[Declared], speaker: Speaker) -> Standing:
        """The speaker's standing, if they may say this at all; raises Refusal.

        For what only shows, rights may be a minute old. The engine judges anew whatever moves something.
        """
        needs = needed(kind)
        standing = await self.engine.standing(speaker.person, deciding=bool(needs) and decides(kind))
        if needs and not standing.readable:
            raise Refusal("roles-unreadable", scope=standing.lacking)
        if not may(standing, needs):
            await self.refused(kind, speaker, "not-allowed")
            raise Refusal("not-allowed", what=f"`{kind.name}`", who=who_could(needs))
        return standing

    async def refused(self, kind: type[Declared], speaker: Speaker, why: str) -> None:
        """Who tried what and might not is an event in the audit chain."""
        async with self.store.change() as unit:
            actor = await unit.person_key(speaker.tenant_id, speaker.person.id)
            facts = {"word": kind.name, "why": why}
            await unit.append(speaker.tenant_id, Event(at=self.clock.now(), kind="refused", actor=actor, facts=facts))

    async def card(self, request: Request, receiver: Person | Place, *, start: int = 0) -> RequestCard:
        """A request as it stands, for one receiver."""
        gatherer = Gatherer(self.store, self.catalogue, self.clock, self.zone)
        return request_card(await gatherer.gather(request, receiver, start=start))

    async def blank(self, speaker: Speaker) -> Draft:
        """A draft of this speaker to be filled, standing in the place of any that is there."""
        there = await self.store.draft(speaker.tenant_id, speaker.place.key, speaker.person.id)
        empty = Draft(
            tenant_id=speaker.tenant_id,
            place=speaker.place.key,
            person_id=speaker.person.id,
            command="",
            saved_at=self.clock.now(),
        )
        return empty if there is None else replace(empty, version=there.version)

    async def draft(self, speaker: Speaker) -> Draft | None:
        """The open question to this speaker, if it is not too old."""
        there = await self.store.draft(speaker.tenant_id, speaker.place.key, speaker.person.id)
        return fresh(there, self.clock.now())

    async def save(self, draft: Draft) -> Draft:
        """Keep a question open. LostRace when the same person answered it at the same instant."""
        async with self.store.change() as unit:
            return await unit.save_draft(replace(draft, saved_at=self.clock.now()))

    async def drop(self, speaker: Speaker) -> None:
        """Forget the open question."""
        async with self.store.change() as unit:
            await unit.drop_draft(speaker.tenant_id, speaker.place.key, speaker.person.id)


def needed(kind: type[Declared]) -> frozenset[Role]:
    """Any one of these roles. Looking at oneself needs none: the errand checks whom a check is about."""
    if issubclass(kind, Command):
        return kind.needs
    return ASKERS if issubclass(kind, Action) else ANYONE


def decides(kind: type[Declared]) -> bool:
    """Does it move something? Then rights are read anew."""
    return issubclass(kind, Action) or (issubclass(kind, Command) and not kind.reads)


def who_could(needs: frozenset[Role]) -> str:
    """``an operator``, ``an approver or an owner``."""
    if needs >= STAFF:
        return "a role in Muster (operator, approver or owner)"
    return listed([f"an {role}" for role in sorted(needs)], last="or")


def correlation(activity_id: str) -> str:
    """A GUID made of the turn's id: the same for a turn that is worked on again after a crash."""
    return str(uuid5(NAMESPACE_URL, f"urn:muster:turn:{activity_id}"))
