"""Records that are numbered from 1 in each tenant. They stay when they are over, so that no number comes again."""

from collections.abc import Collection, Sequence
from dataclasses import Field, dataclass, replace
from enum import StrEnum
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.exc import IntegrityError

from engine import LostRace
from store.desk import Desk, WritingDesk
from store.shelf import Shelf


class Numbered(Protocol):
    """A frozen dataclass with these fields."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    @property
    def tenant_id(self) -> str:
        """Whose."""
        ...

    @property
    def number(self) -> int:
        """Counting from 1 in each tenant; 0 before it is stored."""
        ...

    @property
    def version(self) -> int:
        """Counts the saves."""
        ...


T = TypeVar("T", bound=Numbered)


@dataclass(frozen=True, slots=True)
class Register(Generic[T]):
    """One kind of numbered record. A unit of work holds its tenant, so no two get one number."""

    shelf: Shelf[T]

    async def one(self, desk: Desk, tenant_id: str, number: int) -> T | None:
        """The record of that number."""
        row = await desk.first(tenant_id, self.shelf.table.select().where(self._is(tenant_id, number)))
        return self.shelf.read(row) if row else None

    async def of(self, desk: Desk, tenant_id: str, activity_id: str) -> T | None:
        """The record that this turn made."""
        columns = self.shelf.table.c
        made = (columns.tenant_id == tenant_id) & (columns.activity_id == activity_id)
        row = await desk.first(tenant_id, self.shelf.table.select().where(made))
        return self.shelf.read(row) if row else None

    def any(self, tenant_id: str, states: Collection[StrEnum]) -> Select[Any]:
        """Those in one of these states; none named: all."""
        wanted = self.shelf.table.select().where(self.shelf.table.c.tenant_id == tenant_id)
        return wanted.where(self.shelf.table.c.state.in_([each.value for each in states])) if states else wanted

    async def read(self, desk: Desk, tenant_id: str, wanted: Select[Any]) -> Sequence[T]:
        """What was found."""
        return [self.shelf.read(row) for row in await desk.all(tenant_id, wanted)]

    async def add(self, desk: WritingDesk, record: T, **extra: object) -> T:
        """Store a new one, with its number. LostRace where a unique key is there already."""
        mine = self.shelf.table.c.tenant_id == record.tenant_id
        last = await desk.all(record.tenant_id, select(func.max(self.shelf.table.c.number)).where(mine))
        numbered = replace(record, number=(last[0][0] or 0) + 1)
        if not await desk.insert(record.tenant_id, self.shelf.table, self.shelf.values(numbered, **extra)):
            raise LostRace(f"new in {self.shelf.table.name}")
        return numbered

    async def save(self, desk: WritingDesk, record: T, **extra: object) -> T:
        """Save if nobody else did, else LostRace; so too where it would take another's unique key."""
        saved = replace(record, version=record.version + 1)
        values = self.shelf.values(saved, **extra)
        try:
            stored = await desk.change(record.tenant_id, self.shelf.table, values, record.version)
        except IntegrityError:
            stored = False
        if not stored:
            raise LostRace(f"{self.shelf.table.name} {record.number}")
        return saved

    def _is(self, tenant_id: str, number: int) -> ColumnElement[bool]:
        return (self.shelf.table.c.tenant_id == tenant_id) & (self.shelf.table.c.number == number)
