"""What ends by itself soon is told beforehand: to whoever asked for it, and to whom it is about."""

from actions.spec import Cadence
from engine.due import Due
from engine.ends import end_key
from engine.house_facts import EXEMPTION_OVER
from engine.kit import Kit
from engine.ports import Unit
from engine.promise import promise
from engine.request import Person, Request
from engine.reversing import reversible_rows

ONCE = Cadence(days=(0,))
TOGETHER = 100


class Foretelling:
    """Opens the reminders of an end."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    async def look(self, due: Due) -> None:
        """Its moment has come. Nobody is reminded of what was undone meanwhile."""
        request = await self._kit.store.request(due.tenant_id, due.request or 0)
        if due.due > self._kit.now():
            return
        people = await self._people(request) if request is not None else {}
        found = list(people.values())
        for start in range(0, len(found), TOGETHER):
            async with self._kit.store.change() as unit:
                for person in found[start : start + TOGETHER]:
                    await self._remind(unit, due, person, request)
        async with self._kit.store.change() as unit:
            await unit.settle_due(due.tenant_id, due.id)
        self._kit.jobs.wake("reminders", due.tenant_id, "")

    async def _people(self, request: Request) -> dict[str, Person]:
        rows = [row.subject async for row in reversible_rows(self._kit.store, request) if row.subject.is_person]
        about = {each.id: Person(each.id, each.name) for each in rows}
        return {request.asker.id: request.asker, **about} if about else {}

    async def _remind(self, unit: Unit, due: Due, person: Person, request: Request | None) -> None:
        number, end = str(due.request), await unit.due(due.tenant_id, end_key(due.request or 0))
        if request is None or end is None or await unit.reminder_of(due.tenant_id, person.id, EXEMPTION_OVER, number):
            return
        new = promise(
            tenant_id=due.tenant_id, person=person, fact=EXEMPTION_OVER, about=number, now=self._kit.now(),
            asked_by=request.asker, request=request.number, cadence=ONCE, until=end.since or due.since,
        )  # fmt: skip
        await unit.save_reminder(new)
