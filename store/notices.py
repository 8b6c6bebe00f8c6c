"""Notices: what waits to be shown. A later one takes the place of an earlier that was not sent yet.

A notice's id is its number and its generation ("7.2"). Replacing it while it is being sent makes a new generation, so
that settling the old one leaves the new one waiting; the new one is not sent before the old one is through.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, text

from engine import CardRef, Notice, Person
from store.columns import LONG_AGO
from store.desk import WritingDesk
from store.shelf import Shelf, lease_values
from store.tables import notices
from store.talk import TalkWriting

NOTICES = Shelf(Notice, notices)

# Made once: making a statement costs more than running it.
_THEIRS = notices.c.tenant_id == bindparam("tenant_id")
_SAME = (
    notices.select()
    .where(_THEIRS, *(notices.c[name] == bindparam(name) for name in ("kind", "about", "receiver")))
    .with_for_update()
)
_NUMBERED = notices.select().where(_THEIRS, notices.c.seq == bindparam("seq")).with_for_update()
_DELETE = notices.delete().where(_THEIRS, notices.c.seq == bindparam("seq"))
_NEXT = text("UPDATE tenants SET last_notice = last_notice + 1 WHERE tenant_id = :tenant_id RETURNING last_notice")


def read_notice(row: Row[Any]) -> Notice:
    """The notice that lies in a row."""
    found = NOTICES.read(row)
    return replace(found, id=f"{row.seq}.{row.generation}", due=None if row.due == LONG_AGO else row.due)


def receiver_of(notice: Notice) -> str:
    """A person's id or a place's key."""
    return notice.to.id if isinstance(notice.to, Person) else notice.to.key


class NoticeWriting(TalkWriting):
    """Queues notices and lets go of them."""

    desk: WritingDesk

    async def notify(self, notice: Notice) -> Notice:
        earlier = await self._earlier(notice)
        if earlier is None:
            return await self._queue(notice)
        return await self._replace(earlier, notice)

    async def _earlier(self, notice: Notice) -> Row[Any] | None:
        same = {"kind": notice.kind.value, "about": notice.about, "receiver": receiver_of(notice)}
        return await self.desk.first(notice.tenant_id, _SAME, same)

    async def _queue(self, notice: Notice) -> Notice:
        seq = (await self.desk.all(notice.tenant_id, _NEXT, {}))[0].last_notice
        await self.desk.insert(notice.tenant_id, notices, {**_values(notice), "seq": seq, "generation": 1})
        return replace(notice, id=f"{seq}.1")

    async def _replace(self, earlier: Row[Any], notice: Notice) -> Notice:
        """It keeps its place in the queue. A new message that is still owed stays owed, and a receiver who could not
        be reached is not tried sooner because there is more to say.
        """
        unsent = read_notice(earlier)
        owed = unsent.fresh and not earlier.lease_owner
        kept = replace(notice, attempts=unsent.attempts, fresh=notice.fresh or owed)
        if unsent.attempts:
            kept = replace(kept, due=max(earlier.due, notice.due or LONG_AGO))
        generation = earlier.generation + 1
        values = {**_values(kept), "seq": earlier.seq, "generation": generation}
        await self.desk.change(notice.tenant_id, notices, values)
        return replace(kept, id=f"{earlier.seq}.{generation}")

    async def settle_notice(self, tenant_id: str, notice_id: str, *, card: CardRef | None = None) -> None:
        seq, generation = _numbers(notice_id)
        row = await self.desk.first(tenant_id, _NUMBERED, {"seq": seq})
        if row is None:
            return
        if card:
            await self.save_card(tenant_id, row.about, row.receiver, card)
        if row.generation == generation:
            await self.desk.write_many(tenant_id, _DELETE, [{"tenant_id": tenant_id, "seq": seq}])
        else:
            free = {"tenant_id": tenant_id, "seq": seq, "attempts": 0, **lease_values(None)}
            await self.desk.change(tenant_id, notices, free)

    async def retry_notice(self, tenant_id: str, notice_id: str, due: datetime, *, counts: bool) -> None:
        """Holds for a replacement too: it is the receiver who cannot be reached."""
        seq, _ = _numbers(notice_id)
        row = await self.desk.first(tenant_id, _NUMBERED, {"seq": seq})
        if row:
            later = {"due": max(row.due, due), "attempts": row.attempts + counts, **lease_values(None)}
            await self.desk.change(tenant_id, notices, {"tenant_id": tenant_id, "seq": seq, **later})


def _values(notice: Notice) -> dict[str, object]:
    return {**NOTICES.values(notice), "receiver": receiver_of(notice), "due": notice.due or LONG_AGO}


def _numbers(notice_id: str) -> tuple[int, int]:
    seq, _, generation = notice_id.partition(".")
    return int(seq), int(generation)
