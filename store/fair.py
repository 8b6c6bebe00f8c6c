"""Whose turn it is: everybody's first before anybody's second, however long the others' queues are.

What is due is never counted: from each queue no more is looked at than could be taken, by its index.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Row, Select, Table, bindparam, func, or_, select, text

from store.columns import Moment
from store.connection import Connection

LOCK = 0x6D757375  # any number, the same in every process of Muster; another than that of the migrations
_LOCK = text("SELECT pg_advisory_xact_lock(:key)")


@dataclass(frozen=True, slots=True, eq=False)
class Queues:
    """Records of one table that wait in several queues until they are due. ``turn`` is the column that tells the queues
    apart, ``wanted`` what a record must be to stand in one, ``order`` how they stand there.
    """

    table: Table
    turn: ColumnElement[int]
    wanted: ColumnElement[bool]
    order: ColumnElement[Any]

    async def pick(self, connection: Connection, now: datetime, limit: int) -> Sequence[Row[Any]]:
        """Of those that are due and free, whose turn it is. One picks at a time: two would pick the same."""
        if connection.dialect == "postgresql":
            await connection.all(_LOCK, {"key": LOCK})
        turns = [row.turn for row in await connection.all(_turns(self))]
        values = {"now": now, "limit": limit}
        shares = [await connection.all(_first(self), {"turn": turn, **values}) for turn in turns]
        places = [(n, row._mapping[self.order], row) for share in shares for n, row in enumerate(share)]
        return [row for _, _, row in sorted(places, key=lambda each: each[:2])][:limit]


def is_free(table: Table, now: datetime | ColumnElement[datetime]) -> ColumnElement[bool]:
    """Nobody works on it, or whoever did is dead."""
    return or_(table.c.lease_until.is_(None), table.c.lease_until <= now)


@cache
def _first(queues: Queues) -> Select[Any]:
    """The first of one queue. Made once, as the next is: making a statement costs more than running it."""
    now = bindparam("now", type_=Moment)
    theirs = select(*queues.table.primary_key, queues.order).where(queues.wanted, queues.turn == bindparam("turn"))
    due = theirs.where(queues.table.c.due <= now, is_free(queues.table, now)).order_by(queues.order)
    return due.limit(bindparam("limit", type_=Integer)).with_for_update(skip_locked=True)


@cache
def _turns(queues: Queues) -> Select[Any]:
    """The numbers of the queues, each found from the one before by a step in the index."""
    least = select(func.min(queues.turn).label("turn")).where(queues.wanted)
    steps = least.cte("turns", recursive=True)
    following = least.where(queues.turn > steps.c.turn).correlate(steps).scalar_subquery()
    turns = steps.union_all(select(following).where(steps.c.turn.is_not(None)))
    return select(turns.c.turn).where(turns.c.turn.is_not(None))
