"""Due reminders: checked just before they are sent, one message a day for each person, and only within their hours."""

from collections.abc import Mapping, Sequence
from itertools import islice

from engine.batch import read_batch
from engine.kit import Kit
from engine.managers import Managers
from engine.ports import LostRace
from engine.reminder import Reminder
from engine.slotting import Slotting

TOGETHER = 100  # people who are looked at in one go
MOST_QUEUED = 1_000  # notices that wait for nobody in particular; more would only grow old


class Sending:
    """Sends what is due."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self._managers = Managers(kit)
        self._slotting = Slotting(kit)

    async def due(self, limit: int) -> int:
        """Claim due reminders and see to each. Halted, or while as much is queued as can be sent in a while, nothing is
        sent and everything stays due.
        """
        if await self._kit.store.halted(self._kit.tenant_id):
            return 0
        most = min(limit, MOST_QUEUED - await self._kit.store.queued(self._kit.tenant_id))
        if most <= 0:
            return 0
        now = self._kit.now()
        until = now + self._kit.house.reminder_lease
        claimed = await self._kit.store.claim_reminders(self._kit.worker(), now, until, most)
        for some in _by_person(claimed):
            await self._see_to(some)
        if claimed:
            self._kit.announce()
        if len(claimed) == most:
            self._kit.jobs.wake("reminders", self._kit.tenant_id, "")
        return len(claimed)

    async def _see_to(self, claimed: Mapping[str, Sequence[Reminder]]) -> None:
        """Those of some people. What cannot be looked at is tried again when the lease ends."""
        theirs = {person: await self._all_of(person, some) for person, some in claimed.items()}
        batch = await read_batch(self._kit, theirs)
        if batch is None:
            return
        managers = await self._managers.of(batch)
        for person in theirs:
            try:
                async with self._kit.store.change() as unit:
                    if not await unit.halted(self._kit.tenant_id):
                        await self._slotting.decide(unit, person, batch, managers=managers)
            except LostRace:  # the person answered at this very moment
                continue

    async def _all_of(self, person_id: str, claimed: Sequence[Reminder]) -> tuple[Reminder, ...]:
        """Also what would be due later: one message speaks of all that is due on that day."""
        ids = {each.id for each in claimed}
        others = await self._kit.store.reminders_of(self._kit.tenant_id, person_id)
        return (*claimed, *(each for each in others if each.id not in ids))


def _by_person(claimed: Sequence[Reminder]) -> Sequence[Mapping[str, Sequence[Reminder]]]:
    """By person, a hundred of them at a time, in the order in which they were claimed."""
    people: dict[str, list[Reminder]] = {}
    for each in claimed:
        people.setdefault(each.person.id, []).append(each)
    rest = iter(people.items())
    return list(iter(lambda: dict(islice(rest, TOGETHER)), {}))
