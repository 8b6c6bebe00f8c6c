"""How records lie in their tables: fields that are searched have columns, the rest is one JSON document."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import Row, Table

from engine import Lease
from store.codec import Json, field_codecs

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Shelf(Generic[T]):
    """One kind of record and its table. Fields named like a column lie there; ``lease`` has two columns of its own."""

    kind: type[T]
    table: Table

    def values(self, record: T, **extra: object) -> dict[str, object]:
        """The column values of a record, without its lease. ``extra`` are columns that are no fields."""
        codecs = {name: each for name, each in field_codecs(self.kind).items() if name != "lease"}
        columns = {name: _plain(getattr(record, name)) for name in codecs if name in self.table.c}
        document = {name: each.pack(getattr(record, name)) for name, each in codecs.items() if name not in columns}
        return {**columns, **extra, "record": document}

    def read(self, row: Row[Any], **extra: object) -> T:
        """The record that lies in a row. ``extra`` are fields that neither a column nor the document has."""
        columns = row._mapping
        document = cast("Mapping[str, Json]", columns["record"])
        found = {
            name: _field(each.unpack, columns[name] if name in columns else document[name])
            for name, each in field_codecs(self.kind).items()
            if name in columns or name in document
        }
        return self.kind(**found, **extra)


def lease_values(lease: Lease | None) -> dict[str, object]:
    """The two columns of a lease."""
    return {"lease_owner": lease and lease.owner, "lease_until": lease and lease.until}


def lease_of(row: Row[Any]) -> Lease | None:
    """The lease that lies in a row."""
    return Lease(row.lease_owner, row.lease_until) if row.lease_owner else None


def _plain(value: object) -> object:
    """A day lies as ISO 8601 text, which has the days' order."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value


def _field(unpack: Any, stored: object) -> Any:  # noqa: ANN401 - what a field holds is the record's affair
    return stored if isinstance(stored, datetime) else unpack(stored)
