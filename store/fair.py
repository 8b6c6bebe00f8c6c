"""Whose turn it is: everybody's first before anybody's second, however long the others' queues are.

What is due is never counted: from each queue no more is looked at than could be taken, by its index.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Table, func, select, text

from store.connection import Connection

LOCK = 0x6D757375  # any number, the same in every process of Muster; another than that of the migrations


@dataclass(frozen=True, slots=True)
class Queues:
    """Records of one table that wait in several queues. ``turn`` is the column that tells the queues apart, ``wanted``
    what a record must be to stand in one, ``order`` how they stand there.
    """

    table: Table
    turn: ColumnElement[int]
    wanted: ColumnElement[bool]
    order: tuple[ColumnElement[Any], ...]

    async def pick(self, connection: Connection, free: ColumnElement[bool], limit: int) -> Sequence[Row[Any]]:
        """Of those that are free, whose turn it is. One picks at a time: two would pick the same."""
        if connection.dialect == "postgresql":
            await connection.all(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
        shares = [await self._first(connection, row.turn, free, limit) for row in await connection.all(self._turns())]
        places = [(n, self._place(row), row) for share in shares for n, row in enumerate(share)]
        return [row for _, _, row in sorted(places, key=lambda each: each[:2])][:limit]

    async def _first(
        self, connection: Connection, turn: int, free: ColumnElement[bool], limit: int
    ) -> Sequence[Row[Any]]:
        theirs = select(*self.table.primary_key, *self.order).where(self.wanted, self.turn == turn, free)
        return await connection.all(theirs.order_by(*self.order).limit(limit).with_for_update(skip_locked=True))

    def _place(self, row: Row[Any]) -> tuple[object, ...]:
        return tuple(row._mapping[each] for each in self.order)

    def _turns(self) -> Select[Any]:
        """The numbers of the queues, each found from the one before by a step in the index."""
        least = select(func.min(self.turn).label("turn")).where(self.wanted)
        steps = least.cte("turns", recursive=True)
        following = least.where(self.turn > steps.c.turn).correlate(steps).scalar_subquery()
        turns = steps.union_all(select(following).where(steps.c.turn.is_not(None)))
        return select(turns.c.turn).where(turns.c.turn.is_not(None))
