"""What the tables are made of: moments, days, leases, and names for every constraint."""

from datetime import UTC, datetime

from sqlalchemy import JSON, Column, DateTime, Dialect, Index, Integer, MetaData, Text, TypeDecorator, text

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)  # stands for "at once" where a due time is ordered and compared


class Moment(TypeDecorator[datetime]):
    """A moment: aware when it goes in, in UTC when it comes out. SQLite keeps it as text of one width."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def words(name: str) -> Column[str]:
    """A text that is always there."""
    return Column(name, Text, nullable=False)


def number(name: str, default: str | None = None) -> Column[int]:
    """A whole number."""
    return Column(name, Integer, nullable=False, server_default=default)


def moment(name: str) -> Column[datetime]:
    """A moment that is always known."""
    return Column(name, Moment, nullable=False)


def record() -> Column[object]:
    """Whatever else belongs to the record."""
    return Column("record", JSON, nullable=False)


def lease() -> tuple[Column[str], Column[datetime]]:
    """Who works on it, and until when."""
    return Column("lease_owner", Text), Column("lease_until", Moment)


def index_where(name: str, condition: str, *columns: str, unique: bool = False) -> Index:
    """An index of the rows for which this is so. Only a statement that says it in the same words uses it."""
    said = text(condition)
    return Index(name, *columns, unique=unique, sqlite_where=said, postgresql_where=said)
