"""Reminding the owners of certificates that are about to end, once for each end of each, until a later one is there."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from actions.spec import Cadence, Finding, FindingState
from engine.closing import done_about
from engine.due import Due, DueKind
from engine.house_facts import CERTIFICATE_RENEWED
from engine.journal import record
from engine.kit import Kit
from engine.ports import Unit
from engine.promise import promise
from engine.request import Person
from tenant.ports import Priority, TenantReader

CHECK = "certificates"
TOLD = "certificate:"  # how the ids of the records begin that say which ends were told of
WEEKLY = Cadence(days=(0, 7, 14, 21, 28, 35, 42))


class Certificates:
    """Looks for ends that come near."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    async def look(self) -> None:
        """Open the reminders that there must be, and close those whose certificate was renewed. Nothing where no such
        check is declared. Raises tenant trouble.
        """
        reader = self._kit.reader(CHECK, Priority.SWEEP)
        found = await self._found(reader)
        await self._close(_latest(found))
        soon = [about for about in _ending(found) if _end_of(about) > self._kit.now()]
        owners = await self._owners(reader) if soon else ()
        for about in soon:
            await self._open(about, owners)

    async def _found(self, reader: TenantReader) -> Sequence[Finding]:
        try:
            check = self._kit.declarations.check(CHECK)
        except KeyError:
            return ()
        return [each async for each in check().findings(reader)]

    async def _close(self, latest: Mapping[str, str]) -> None:
        for told in await self._kit.store.dues(self._kit.tenant_id, prefix=TOLD):
            host, _, on = told.about.partition("|")
            if latest.get(host, "") > on:
                async with self._kit.store.change() as unit:
                    if await unit.settle_due(told.tenant_id, told.id):
                        await done_about(unit, self._kit, CERTIFICATE_RENEWED, told.about)

    async def _open(self, about: str, owners: Sequence[Person]) -> None:
        """Whoever stopped their reminder is left in peace: that it was told is kept until the end has come."""
        told = Due(
            tenant_id=self._kit.tenant_id, id=f"{TOLD}{about}", due=_end_of(about) + timedelta(days=1),
            kind=DueKind.SNAPSHOT, about=about,
        )  # fmt: skip
        async with self._kit.store.change() as unit:
            if await unit.add_due(told):
                for owner in owners:
                    await self._remind(unit, owner, about)

    async def _remind(self, unit: Unit, owner: Person, about: str) -> None:
        now = self._kit.now()
        reminder = promise(
            tenant_id=self._kit.tenant_id, person=owner, fact=CERTIFICATE_RENEWED, about=about, now=now, asked_by=owner,
            cadence=WEEKLY, until=_end_of(about),
        )  # fmt: skip
        await unit.save_reminder(reminder)
        await record(
            unit, "reminder", tenant_id=self._kit.tenant_id, at=now, subject_id=owner.id,
            facts={"fact": CERTIFICATE_RENEWED},
        )  # fmt: skip

    async def _owners(self, reader: TenantReader) -> Sequence[Person]:
        found: dict[str, Person] = {}
        for group in self._kit.house.owners:
            found |= {user.id: Person(user.id, user.name) async for user in reader.members(group) if user.enabled}
        return tuple(found.values())


def _ending(found: Sequence[Finding]) -> Sequence[str]:
    """What is about to end, or has ended, as ``host|YYYY-MM-DD``."""
    return [
        f"{each.title.facts['host']}|{each.title.facts['on']}"
        for each in found
        if each.state is FindingState.FAIL and {"host", "on"} <= each.title.facts.keys()
    ]


def _latest(found: Sequence[Finding]) -> Mapping[str, str]:
    """Until when each host's certificate is good, as far as that could be read."""
    ends: dict[str, str] = {}
    for each in found:
        told = each.title.facts
        if each.state is not FindingState.COULD_NOT_READ and {"host", "on"} <= told.keys():
            ends[told["host"]] = max(ends.get(told["host"], ""), told.get("next", ""), told["on"])
    return ends


def _end_of(about: str) -> datetime:
    """Midnight UTC at the beginning of the day on which it ends."""
    return datetime.strptime(about.rpartition("|")[2], "%Y-%m-%d").replace(tzinfo=UTC)
