"""The red button, and the switches that open an area for writing."""

from actions.spec import Refusal
from engine import tell
from engine.journal import record
from engine.kit import RESTING, Kit
from engine.people import Standings
from engine.request import Person, State
from tenant.ports import Area

UNDER_WAY = (State.APPROVED, State.RUNNING)
MANY = 1_000


class Switches:
    """Changes what Muster may do at all. Every method raises Refusal where the person may not."""

    def __init__(self, kit: Kit, standings: Standings) -> None:
        self._kit = kit
        self._standings = standings

    async def halt(self, who: Person) -> bool:
        """Stop all runs and reminders at once. Anybody with a role. False: it was halted already."""
        await self._standings.need_any(who)
        return await self._halted(who, to=True)

    async def resume_all(self, who: Person) -> bool:
        """Let everything go on. An owner. False: nothing was halted."""
        await self._standings.need_owner(who)
        return await self._halted(who, to=False)

    async def _halted(self, who: Person, *, to: bool) -> bool:
        tenant_id = self._kit.tenant_id
        async with self._kit.store.change() as unit:
            if await unit.halted(tenant_id) is to:
                return False
            await unit.set_halted(tenant_id, to)
            await record(unit, "halt" if to else "resume-all", tenant_id=tenant_id, at=self._kit.now(), by=who)
            under_way = await unit.requests(tenant_id, states=UNDER_WAY, limit=MANY)
            for request in under_way:
                await unit.release_request(tenant_id, request.number, RESTING)
                await tell.show(unit, request)
        for request in under_way:
            self._kit.wake(request)
        return True

    async def set_writes(self, who: Person, area: Area, *, on: bool) -> bool:
        """Open or close an area. An owner; never without break-glass accounts. False: it was so already."""
        await self._standings.need_owner(who)
        if on and not self._kit.house.break_glass:
            raise Refusal("no-break-glass")
        tenant_id = self._kit.tenant_id
        async with self._kit.store.change() as unit:
            if (area in await unit.writes_on(tenant_id)) is on:
                return False
            await unit.set_writes(tenant_id, area, on)
            kind = "writes-on" if on else "writes-off"
            await record(unit, kind, tenant_id=tenant_id, at=self._kit.now(), by=who, facts={"area": area.value})
        return True
