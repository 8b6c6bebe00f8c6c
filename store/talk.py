"""What a conversation leaves behind: drafts, errands, answers, the places where people can be reached."""

from dataclasses import replace
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Row, bindparam, select

from engine import CardRef, Draft, Errand, LostRace
from store.desk import Desk, WritingDesk
from store.shelf import Shelf, lease_of, lease_values
from store.tables import addresses, cards, drafts, errands, personal_places, replies

DRAFTS = Shelf(Draft, drafts)
ERRANDS = Shelf(Errand, errands)

# Asked in every turn, so made once: making a statement costs more than running it.
_TENANT: BindParameter[str] = bindparam("tenant_id")
_DRAFT = drafts.select().where(
    drafts.c.tenant_id == _TENANT, drafts.c.place == bindparam("place"), drafts.c.person_id == bindparam("person_id")
)
_ADDRESS = select(addresses.c.reference).where(addresses.c.tenant_id == _TENANT, addresses.c.key == bindparam("key"))
_PERSONAL = select(personal_places.c.key).where(
    personal_places.c.tenant_id == _TENANT, personal_places.c.person_id == bindparam("person_id")
)
_REPLY = select(replies.c.reply).where(
    replies.c.tenant_id == _TENANT, replies.c.activity_id == bindparam("activity_id")
)


def read_errand(row: Row[Any]) -> Errand:
    """The errand that lies in a row."""
    return ERRANDS.read(row, lease=lease_of(row))


class TalkReading:
    """Reads what was said and where."""

    desk: Desk

    async def draft(self, tenant_id: str, place: str, person_id: str) -> Draft | None:
        row = await self.desk.first(tenant_id, _DRAFT, {"place": place, "person_id": person_id})
        return DRAFTS.read(row) if row else None

    async def errand(self, tenant_id: str, activity_id: str) -> Errand | None:
        row = await self.desk.first(tenant_id, errands.select().where(_errand(tenant_id, activity_id)))
        return read_errand(row) if row else None

    async def card(self, tenant_id: str, about: str, receiver: str) -> CardRef | None:
        this = (cards.c.tenant_id == tenant_id) & (cards.c.about == about) & (cards.c.receiver == receiver)
        row = await self.desk.first(tenant_id, cards.select().where(this))
        return CardRef(row.place, row.message) if row else None

    async def address(self, tenant_id: str, key: str) -> str | None:
        row = await self.desk.first(tenant_id, _ADDRESS, {"key": key})
        return str(row.reference) if row else None

    async def personal_place(self, tenant_id: str, person_id: str) -> str | None:
        row = await self.desk.first(tenant_id, _PERSONAL, {"person_id": person_id})
        return str(row.key) if row else None

    async def reply_to(self, tenant_id: str, activity_id: str) -> str | None:
        row = await self.desk.first(tenant_id, _REPLY, {"activity_id": activity_id})
        return str(row.reply) if row else None


class TalkWriting(TalkReading):
    """Remembers what was said and where."""

    desk: WritingDesk

    async def save_draft(self, draft: Draft) -> Draft:
        saved = replace(draft, version=draft.version + 1)
        values = DRAFTS.values(saved)
        unchanged = _draft(draft.tenant_id, draft.place, draft.person_id) & (drafts.c.version == draft.version)
        if draft.version:
            stored = await self.desk.write(draft.tenant_id, drafts.update().where(unchanged).values(values)) == 1
        else:
            stored = await self.desk.insert(draft.tenant_id, drafts, values)
        if not stored:
            raise LostRace(f"draft of {draft.person_id}")
        return saved

    async def drop_draft(self, tenant_id: str, place: str, person_id: str) -> None:
        await self.desk.write(tenant_id, drafts.delete().where(_draft(tenant_id, place, person_id)))

    async def add_errand(self, errand: Errand) -> None:
        values = ERRANDS.values(errand, **lease_values(errand.lease))
        if not await self.desk.insert(errand.tenant_id, errands, values):
            raise LostRace(f"errand {errand.activity_id}")

    async def answer_errand(self, tenant_id: str, activity_id: str) -> None:
        change = errands.update().where(_errand(tenant_id, activity_id))
        await self.desk.write(tenant_id, change.values(answered=True, **lease_values(None)))

    async def save_card(self, tenant_id: str, about: str, receiver: str, card: CardRef) -> None:
        where = {"tenant_id": tenant_id, "about": about, "receiver": receiver}
        await self.desk.put(tenant_id, cards, {**where, "place": card.place, "message": card.message})

    async def save_address(self, tenant_id: str, key: str, reference: str, person_id: str = "") -> None:
        await self.desk.put(tenant_id, addresses, {"tenant_id": tenant_id, "key": key, "reference": reference})
        if person_id:
            personal = {"tenant_id": tenant_id, "person_id": person_id, "key": key}
            await self.desk.put(tenant_id, personal_places, personal)

    async def save_reply(self, tenant_id: str, activity_id: str, reply: str) -> None:
        values = {"tenant_id": tenant_id, "activity_id": activity_id, "reply": reply}
        await self.desk.put(tenant_id, replies, values)


def _draft(tenant_id: str, place: str, person_id: str) -> ColumnElement[bool]:
    return (drafts.c.tenant_id == tenant_id) & (drafts.c.place == place) & (drafts.c.person_id == person_id)


def _errand(tenant_id: str, activity_id: str) -> ColumnElement[bool]:
    return (errands.c.tenant_id == tenant_id) & (errands.c.activity_id == activity_id)
