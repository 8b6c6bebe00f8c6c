"""What is read about some people just before their reminders are sent: who they are, when they work, what is true."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from logging import getLogger

from actions.spec import Fact
from engine.clocks import hours_of
from engine.hours import Hours
from engine.house_facts import HOUSE_FACTS
from engine.kit import Kit
from engine.reminder import Reminder
from tenant.model import User
from tenant.ports import Priority, TenantReader
from tenant.trouble import Trouble

LOG = getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Some people and their reminders. ``true``: of whom each declared fact is so, as far as it could be read; a fact
    that could not be read at all is missing, and its reminders wait.
    """

    reminders: Mapping[str, tuple[Reminder, ...]]  # by person id
    users: Mapping[str, User]
    hours: Mapping[str, Hours]
    true: Mapping[str, Mapping[str, bool]] = field(default_factory=dict)

    def readable(self, reminder: Reminder) -> bool:
        """Could its fact be looked at?"""
        return reminder.fact in HOUSE_FACTS or reminder.fact in self.true

    def so(self, reminder: Reminder) -> bool | None:
        """Is its declared fact true of its person? None: this person could not be read."""
        return self.true.get(reminder.fact, {}).get(reminder.person.id)


async def read_batch(kit: Kit, reminders: Mapping[str, tuple[Reminder, ...]]) -> Batch | None:
    """None where the people themselves cannot be read now: all of them wait."""
    reader = kit.reader("reminders", Priority.SWEEP)
    try:
        users = {user.id: user async for user in reader.users(reminders)}
        hours = await hours_of(reader, kit.house, users.values())
    except Trouble as trouble:
        LOG.warning("reminders wait: %s", trouble)
        return None
    asked: dict[str, list[str]] = {}
    for person, theirs in reminders.items():
        for fact in {each.fact for each in theirs} - HOUSE_FACTS.keys() if person in users else ():
            asked.setdefault(fact, []).append(person)
    true = {fact: so for fact, people in asked.items() if (so := await known_of(kit, fact, people)) is not None}
    return Batch(reminders=reminders, users=users, hours=hours, true=true)


async def known_of(kit: Kit, fact: str, people: Sequence[str]) -> dict[str, bool] | None:
    """Of whom the fact is so, as `true_of`. None for one that is not declared (any more), or that nobody can read now:
    nobody else waits for those.
    """
    try:
        return await true_of(kit.declarations.fact(fact), people, kit.reader(f"reminders-{fact}", Priority.SWEEP))
    except KeyError:
        LOG.warning("reminders for %s wait: no such fact is declared", fact)
    except Trouble as trouble:
        LOG.warning("reminders for %s wait: %s", fact, trouble)
    return None


async def true_of(fact: Fact, people: Sequence[str], reader: TenantReader) -> dict[str, bool]:
    """Of whom the fact is true; those who could not be read are left out. Raises tenant trouble."""
    return {person: so async for person, so in fact.true_of(people, reader)} if people else {}
