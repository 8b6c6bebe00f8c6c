"""Who is who: operators, approvers, owners, by membership in the groups that the house names."""

from dataclasses import dataclass

from actions.spec import Refusal
from engine.kit import Kit
from engine.request import Person
from tenant.ports import Priority
from tenant.trouble import Forbidden, Trouble


@dataclass(frozen=True, slots=True)
class Standing:
    """What a person may do here. ``readable`` False: the tenant did not say, so nothing is allowed; ``lacking`` is the
    permission that would let it say.
    """

    operator: bool = False
    approver: bool = False
    owner: bool = False
    readable: bool = True
    lacking: str = ""

    @property
    def any(self) -> bool:
        """Has the person any role?"""
        return self.operator or self.approver or self.owner


class Standings:
    """Reads standings. Those for showing are remembered for a minute; those for deciding never."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self._seen: dict[str, tuple[float, Standing]] = {}

    async def of(self, person: Person, *, deciding: bool) -> Standing:
        """The person's standing now (``deciding``) or within the last minute."""
        if not deciding and (remembered := self._remembered(person.id)) is not None:
            return remembered
        standing = await self._read(person)
        if standing.readable:
            self._seen[person.id] = (self._kit.clock.elapsed(), standing)
        else:
            self._seen.pop(person.id, None)
        return standing

    def _remembered(self, person_id: str) -> Standing | None:
        at, standing = self._seen.get(person_id, (0.0, None))
        fresh = self._kit.clock.elapsed() - at < self._kit.house.role_cache.total_seconds()
        return standing if fresh else None

    async def _read(self, person: Person) -> Standing:
        house = self._kit.house
        groups = frozenset((*house.operators, *house.approvers, *house.escalation, *house.owners))
        try:
            reader = self._kit.reader(f"standing-{person.id}", Priority.PERSON)
            held = await reader.memberships(person.id, groups) if groups else frozenset[str]()
        except Forbidden as no:
            return Standing(readable=False, lacking=no.scope)
        except Trouble:
            return Standing(readable=False)
        return Standing(
            operator=not held.isdisjoint(house.operators),
            approver=not held.isdisjoint((*house.approvers, *house.escalation)),
            owner=not held.isdisjoint(house.owners),
        )

    async def need_operator(self, person: Person, *, deciding: bool = True) -> None:
        """Raises Refusal unless the person is an operator."""
        if not (await self._need(person, deciding=deciding)).operator:
            raise Refusal("not-operator")

    async def need_asker(self, person: Person, *, deciding: bool = True) -> None:
        """Raises Refusal unless the person is an operator, or an owner: some things only an owner can ask for."""
        standing = await self._need(person, deciding=deciding)
        if not (standing.operator or standing.owner):
            raise Refusal("not-operator")

    async def need_approver(self, person: Person) -> None:
        """Raises Refusal unless the person is an approver, as read this moment."""
        if not (await self._need(person, deciding=True)).approver:
            raise Refusal("not-approver")

    async def need_owner(self, person: Person) -> None:
        """Raises Refusal unless the person is an owner, as read this moment."""
        if not (await self._need(person, deciding=True)).owner:
            raise Refusal("not-owner")

    async def need_any(self, person: Person) -> None:
        """Raises Refusal unless the person has a role. For what only stops or shows things, so an answer a minute
        old will do.
        """
        if not (await self._need(person, deciding=False)).any:
            raise Refusal("not-allowed", what="That", who="an operator, an approver or an owner")

    async def _need(self, person: Person, *, deciding: bool) -> Standing:
        standing = await self.of(person, deciding=deciding)
        if not standing.readable:
            raise Refusal("standing-unreadable", scope=standing.lacking)
        return standing
