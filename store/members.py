"""The people in campaigns."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select

from engine import OVER, LostRace, Member, MemberState
from store.desk import Desk, WritingDesk
from store.parts import parts
from store.shelf import Shelf
from store.tables import campaigns, members

MEMBERS = Shelf(Member, members)
NOT_OVER = campaigns.c.state.not_in([each.value for each in OVER])
_THEIRS = (campaigns.c.tenant_id == members.c.tenant_id) & (campaigns.c.number == members.c.campaign)


class MemberReading:
    """Reads members."""

    desk: Desk

    async def member(self, tenant_id: str, campaign: int, person_id: str) -> Member | None:
        this = _in(tenant_id, campaign) & (members.c.person_id == person_id)
        row = await self.desk.first(tenant_id, members.select().where(this))
        return MEMBERS.read(row) if row else None

    async def members(
        self, tenant_id: str, campaign: int, *, states: Collection[MemberState] = (), wave: int = 0, after: str = "",
        limit: int = 500,
    ) -> Sequence[Member]:  # fmt: skip
        wanted = members.select().where(_in(tenant_id, campaign), members.c.person_id > after)
        if states:
            wanted = wanted.where(members.c.state.in_([each.value for each in states]))
        if wave:
            wanted = wanted.where(members.c.wave == wave)
        return _read(await self.desk.all(tenant_id, wanted.order_by(members.c.person_id).limit(limit)))

    async def memberships_of(self, tenant_id: str, person_ids: Collection[str]) -> Sequence[Member]:
        found: list[Member] = []
        for part in parts(sorted(set(person_ids))):
            found += _read(await self.desk.all(tenant_id, _memberships(tenant_id, part)))
        return found

    async def count_members(self, tenant_id: str, campaign: int) -> Mapping[tuple[int, MemberState, str], int]:
        groups = (members.c.wave, members.c.state, members.c.why)
        counted = select(*groups, func.count()).where(_in(tenant_id, campaign)).group_by(*groups)
        found = await self.desk.all(tenant_id, counted)
        return {(wave, MemberState(state), why): how_many for wave, state, why, how_many in found}


class MemberWriting(MemberReading):
    """Writes members."""

    desk: WritingDesk

    async def add_members(self, new: Sequence[Member]) -> int:
        added = 0
        for part in parts(new):
            added += await self.desk.insert_many(part[0].tenant_id, members, [_values(each) for each in part])
        return added

    async def save_member(self, member: Member) -> Member:
        saved = replace(member, version=member.version + 1)
        if not await self.desk.change(member.tenant_id, members, _values(saved), member.version):
            raise LostRace(f"member {member.person.id} of campaign {member.campaign}")
        return saved


def _memberships(tenant_id: str, person_ids: Sequence[str]) -> Select[Any]:
    these = (members.c.tenant_id == tenant_id) & members.c.person_id.in_(person_ids) & NOT_OVER
    wanted = select(*members.c).join_from(members, campaigns, _THEIRS).where(these)
    return wanted.order_by(members.c.person_id, members.c.campaign)


def _in(tenant_id: str, campaign: int) -> ColumnElement[bool]:
    return (members.c.tenant_id == tenant_id) & (members.c.campaign == campaign)


def _read(found: Sequence[Row[Any]]) -> Sequence[Member]:
    return [MEMBERS.read(row) for row in found]


def _values(member: Member) -> dict[str, object]:
    return MEMBERS.values(member, person_id=member.person.id)
