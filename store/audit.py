"""The audit chain, the keys of the people in it, and the tenant's switches."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from secrets import token_hex
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, or_, select

from engine import GENESIS, Event, Link, link
from store.desk import Desk, WritingDesk
from store.tables import audit_chain, people, tenants
from tenant.ports import Area

_BRAKE = select(tenants.c.brake).where(tenants.c.tenant_id == bindparam("tenant_id"))
_SWITCHES = select(tenants.c.writes_on, tenants.c.halted).where(tenants.c.tenant_id == bindparam("tenant_id"))


class AuditReading:
    """Reads the chain and the switches."""

    desk: Desk

    async def chain(self, tenant_id: str, *, after: int = 0, limit: int = 1000) -> Sequence[Link]:
        later = (audit_chain.c.tenant_id == tenant_id) & (audit_chain.c.n > after)
        found = await self.desk.all(tenant_id, audit_chain.select().where(later).order_by(audit_chain.c.n).limit(limit))
        return [_link(row) for row in found]

    async def writes_on(self, tenant_id: str) -> frozenset[Area]:
        row = await self.desk.first(tenant_id, _SWITCHES, {})
        return frozenset(Area(each) for each in row.writes_on) if row else frozenset()

    async def halted(self, tenant_id: str) -> bool:
        row = await self.desk.first(tenant_id, _SWITCHES, {})
        return bool(row and row.halted)

    async def brake(self, tenant_id: str) -> datetime | None:
        found = await self.desk.first(tenant_id, _BRAKE, {})
        return found.brake if found else None


class AuditWriting(AuditReading):
    """Appends to the chain; presses the switches."""

    desk: WritingDesk

    async def append(self, tenant_id: str, event: Event) -> Link:
        mine = tenants.c.tenant_id == tenant_id
        head = (await self.desk.all(tenant_id, select(tenants.c.last_link, tenants.c.last_hash).where(mine)))[0]
        # In UTC before it is hashed: that is how it will be read again.
        told = replace(event, at=event.at.astimezone(UTC), facts=dict(event.facts))
        new = link(head.last_link + 1, told, head.last_hash or GENESIS)
        await self.desk.write(tenant_id, audit_chain.insert().values(tenant_id=tenant_id, **_values(new)))
        await self.desk.write(tenant_id, tenants.update().where(mine).values(last_link=new.n, last_hash=new.hash))
        return new

    async def person_key(self, tenant_id: str, person_id: str) -> str:
        row = await self.desk.first(tenant_id, select(people.c.key).where(_person(tenant_id, person_id)))
        if row:
            return str(row.key)
        key = token_hex(16)
        await self.desk.insert(tenant_id, people, {"tenant_id": tenant_id, "person_id": person_id, "key": key})
        return key

    async def forget(self, tenant_id: str, person_id: str) -> bool:
        return await self.desk.write(tenant_id, people.delete().where(_person(tenant_id, person_id))) == 1

    async def set_writes(self, tenant_id: str, area: Area, on: bool) -> None:
        open_now = await self.writes_on(tenant_id)
        wanted = sorted(open_now | {area} if on else open_now - {area})
        change = tenants.update().where(tenants.c.tenant_id == tenant_id)
        await self.desk.write(tenant_id, change.values(writes_on=[each.value for each in wanted]))

    async def set_halted(self, tenant_id: str, halted: bool) -> None:
        await self.desk.write(tenant_id, tenants.update().where(tenants.c.tenant_id == tenant_id).values(halted=halted))

    async def set_brake(self, tenant_id: str, until: datetime) -> None:
        earlier = or_(tenants.c.brake.is_(None), tenants.c.brake < until)
        change = tenants.update().where(tenants.c.tenant_id == tenant_id, earlier)
        await self.desk.write(tenant_id, change.values(brake=until))


def _person(tenant_id: str, person_id: str) -> ColumnElement[bool]:
    return (people.c.tenant_id == tenant_id) & (people.c.person_id == person_id)


def _values(new: Link) -> dict[str, object]:
    event = new.event
    told = {"at": event.at, "kind": event.kind, "actor": event.actor, "subject": event.subject}
    return {**told, "request": event.request, "facts": event.facts, "n": new.n, "before": new.before, "hash": new.hash}


def _link(row: Row[Any]) -> Link:
    event = Event(at=row.at, kind=row.kind, actor=row.actor, subject=row.subject, request=row.request, facts=row.facts)
    return Link(row.n, event, row.before, row.hash)
