"""Reminding the owners of certificates that are about to end, once for each end of each."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta

from actions.spec import Cadence, Finding, FindingState
from engine.due import Due, DueKind
from engine.journal import record
from engine.kit import Kit
from engine.promise import promise
from engine.request import Person
from tenant.ports import Priority, TenantReader

CHECK = "certificates"
RENEWED = "certificate-renewed"  # the house's fact that these reminders wait for
WEEKLY = Cadence(days=(0, 7, 14, 21, 28, 35, 42))


class Certificates:
    """Looks for ends that come near."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    async def look(self) -> None:
        """Open what reminders there must be. Raises tenant trouble."""
        reader = self._kit.reader(CHECK, Priority.SWEEP)
        soon = [each async for each in _ending(self._kit, reader) if _end_of(each) > self._kit.now()]
        owners = await self._owners(reader) if soon else []
        for about in soon:
            await self._remind(about, owners)

    async def _remind(self, about: str, owners: Sequence[Person]) -> None:
        """Whoever stopped their reminder is left in peace: each end is told of once."""
        now, end = self._kit.now(), _end_of(about)
        marker = Due(
            tenant_id=self._kit.tenant_id, id=f"certificate:{about}", due=end + timedelta(days=1),
            kind=DueKind.SNAPSHOT, about=about,
        )  # fmt: skip
        async with self._kit.store.change() as unit:
            if not await unit.add_due(marker):
                return
            for owner in owners:
                reminder = promise(
                    tenant_id=self._kit.tenant_id, person=owner, fact=RENEWED, about=about, now=now, asked_by=owner,
                    cadence=WEEKLY, until=end,
                )  # fmt: skip
                await unit.save_reminder(reminder)
                await record(
                    unit, "reminder", tenant_id=self._kit.tenant_id, at=now, subject_id=owner.id,
                    facts={"fact": RENEWED},
                )  # fmt: skip

    async def _owners(self, reader: TenantReader) -> Sequence[Person]:
        found: dict[str, Person] = {}
        for group in self._kit.house.owners:
            found |= {user.id: Person(user.id, user.name) async for user in reader.members(group) if user.enabled}
        return tuple(found.values())


async def renewed(kit: Kit, reader: TenantReader, about: str) -> bool:
    """Is a certificate in use there that ends later? What cannot be read is not renewed. Raises tenant trouble."""
    host, _, on = about.partition("|")
    async for found in _found(kit, reader):
        told = found.title.facts
        if found.state is not FindingState.COULD_NOT_READ and told.get("host") == host and told.get("on", "") > on:
            return True
    return False


async def _ending(kit: Kit, reader: TenantReader) -> AsyncIterator[str]:
    """What is about to end, or has ended, as ``host|YYYY-MM-DD``."""
    async for found in _found(kit, reader):
        told = found.title.facts
        if found.state is FindingState.FAIL and told.get("host") and told.get("on"):
            yield f"{told['host']}|{told['on']}"


async def _found(kit: Kit, reader: TenantReader) -> AsyncIterator[Finding]:
    """Nothing where no such check is declared."""
    try:
        check = kit.declarations.check(CHECK)
    except KeyError:
        return
    async for found in check().findings(reader):
        yield found


def _end_of(about: str) -> datetime:
    """Midnight UTC at the beginning of the day on which it ends."""
    return datetime.strptime(about.rpartition("|")[2], "%Y-%m-%d").replace(tzinfo=UTC)
