"""What people with a role declare: a list of numbers, or the state of a system that Microsoft's cloud cannot see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from json import dumps

from actions.spec import Subject
from engine.closing import done_about
from engine.house_facts import ATTESTED, OLD
from engine.journal import masked, record
from engine.kit import Kit
from engine.people import Standings
from engine.reminding import remind_to_attest
from engine.request import Person
from tenant.model import Kind, Statement


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One line of a named list: whose number, the number as it is written there, and how old it is."""

    subject: Subject
    value: str = field(repr=False)
    at: datetime


class Declaring:
    """Takes the word of operators and owners."""

    def __init__(self, kit: Kit, standings: Standings) -> None:
        self._kit = kit
        self._standings = standings

    async def name_list(self, who: Person, name: str, entries: Sequence[ListEntry]) -> int:
        """An owner's list takes the place of every earlier one. Returns how many people stand in it.

        Somebody with two numbers has two statements, so that the doubt is not settled silently.
        """
        await self._standings.need_owner(who)
        listed = [
            Statement(
                kind=Kind.LISTED, subject=subject, key=key, value=entry.value, source=name, by=who.name, at=entry.at
            )
            for (subject, key), entry in _keyed(entries).items()
        ]
        people = len({each.subject for each in listed})
        async with self._kit.store.change() as unit:
            await unit.replace_statements(self._kit.tenant_id, Kind.LISTED, listed)
            await record(
                unit, "list-named", tenant_id=self._kit.tenant_id, at=self._kit.now(), by=who,
                facts={"name": masked(name), "people": str(people)},
            )  # fmt: skip
        return people

    async def attest(self, who: Person, system: str, values: Mapping[str, str]) -> Statement:
        """An operator or an owner vouches for a system's settings; they are reminded when that has become old."""
        await self._standings.need_asker(who)
        tenant_id, now = self._kit.tenant_id, self._kit.now()
        said = Statement(
            kind=Kind.ATTESTED, subject=system, value=dumps(dict(values), sort_keys=True, separators=(",", ":")),
            by=who.name, at=now,
        )  # fmt: skip
        async with self._kit.store.change() as unit:
            await unit.state(tenant_id, said)
            await unit.settle_due(tenant_id, f"attested:{system}")  # of an earlier version
            await done_about(unit, self._kit, ATTESTED, system)
            await remind_to_attest(unit, self._kit, who, system, due=now + OLD)
            await record(unit, "attested", tenant_id=tenant_id, at=now, by=who, facts={"system": masked(system)})
        return said


def _keyed(entries: Sequence[ListEntry]) -> Mapping[tuple[str, str], ListEntry]:
    """By subject and key: "" for the first number of a person, "2", "3" … for others; of one number the newest line."""
    newest: dict[tuple[str, str], ListEntry] = {}
    for entry in entries:
        known = newest.get((entry.subject.id, entry.value))
        if known is None or known.at < entry.at:
            newest[entry.subject.id, entry.value] = entry
    count: dict[str, int] = {}
    keyed: dict[tuple[str, str], ListEntry] = {}
    for (subject, _), entry in newest.items():
        count[subject] = count.get(subject, 0) + 1
        keyed[subject, str(count[subject]) if count[subject] > 1 else ""] = entry
    return keyed
