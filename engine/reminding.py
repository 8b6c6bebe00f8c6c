"""Opening reminders: who is to be reminded of what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from actions.spec import Cadence, Reason, Subject
from engine.batch import true_of as true_of
from engine.guards import account_guard
from engine.house_facts import ATTESTED
from engine.journal import record
from engine.kit import Kit
from engine.people import Standings
from engine.ports import Unit
from engine.promise import promise
from engine.request import Person
from tenant.model import User
from tenant.ports import Priority

ATTEST_AGAIN = Cadence(days=(0, 7, 14, 28))


@dataclass(frozen=True, slots=True, kw_only=True)
class RemindResult:
    """What became of asking for reminders, person by person. ``spared`` could not answer one, and why."""

    new: tuple[Subject, ...] = ()
    already: tuple[Subject, ...] = ()
    true_already: tuple[Subject, ...] = ()
    spared: tuple[tuple[Subject, Reason], ...] = ()


class Reminding:
    """Opens reminders and takes answers."""

    def __init__(self, kit: Kit, standings: Standings) -> None:
        self._kit = kit
        self._standings = standings

    async def remind(
        self, who: Person, people: Sequence[Subject], fact: str, *, request: int | None = None
    ) -> RemindResult:
        """Remind those of whom the fact is not true. An operator. Raises Refusal, tenant trouble, KeyError."""
        await self._standings.need_operator(who)
        declared = self._kit.declarations.fact(fact)
        reader = self._kit.reader(f"remind-{who.id}", Priority.PERSON)
        users = {user.id: user async for user in reader.users([each.id for each in people])}
        spared = tuple((each, why) for each in people if (why := self._spared(users.get(each.id))) is not None)
        left = [each for each in people if each.id not in {subject.id for subject, _ in spared}]
        so = await true_of(declared, [each.id for each in left], reader)
        wanted = [each for each in left if not so.get(each.id)]
        new = await self._open(who, wanted, fact, request)
        return RemindResult(
            new=tuple(each for each in wanted if each.id in new),
            already=tuple(each for each in wanted if each.id not in new),
            true_already=tuple(each for each in left if so.get(each.id)),
            spared=spared,
        )

    def _spared(self, user: User | None) -> Reason | None:
        """Whom nobody can reach in a chat, or who must not get one."""
        if user is None:
            return Reason("gone")
        if user.id in self._kit.house.break_glass:
            return Reason("break-glass")
        return Reason("own-identity") if user.id in self._kit.house.own_ids else account_guard(user)

    async def _open(self, who: Person, wanted: Sequence[Subject], fact: str, request: int | None) -> frozenset[str]:
        """The ids of those who had no open reminder for this fact, of a campaign or otherwise."""
        new: set[str] = set()
        for start in range(0, len(wanted), 100):
            async with self._kit.store.change() as unit:
                for each in wanted[start : start + 100]:
                    known = await unit.reminders_of(self._kit.tenant_id, each.id)
                    if all(other.fact != fact for other in known):
                        await self._begin(unit, who, Person(each.id, each.name), fact=fact, request=request)
                        new.add(each.id)
        return frozenset(new)

    async def _begin(self, unit: Unit, who: Person, person: Person, *, fact: str, request: int | None) -> None:
        tenant_id, now = self._kit.tenant_id, self._kit.now()
        await unit.save_reminder(
            promise(tenant_id=tenant_id, person=person, fact=fact, now=now, asked_by=who, request=request)
        )
        await record(
            unit, "remind", tenant_id=tenant_id, at=now, by=who, subject_id=person.id, request=request,
            facts={"fact": fact},
        )  # fmt: skip


async def remind_to_attest(unit: Unit, kit: Kit, who: Person, system: str, *, due: datetime) -> None:
    """From then on, until somebody vouches for the system again."""
    if await unit.reminder_of(kit.tenant_id, who.id, ATTESTED, system) is None:
        new = promise(
            tenant_id=kit.tenant_id, person=who, fact=ATTESTED, about=system, now=kit.now(), due=due, asked_by=who,
            cadence=ATTEST_AGAIN,
        )  # fmt: skip
        await unit.save_reminder(new)
