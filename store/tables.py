"""The tables. What is searched, ordered or compared has a column; the rest of a record is one plain JSON document.

Every table carries ``tenant_id``. A change here needs a migration: a test compares the two on both databases.
"""

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)

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


def _words(name: str, default: str | None = None) -> Column[str]:
    return Column(name, Text, nullable=False, server_default=default)


def _number(name: str, default: str | None = None) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default=default)


def _moment(name: str) -> Column[datetime]:
    return Column(name, Moment, nullable=False)


def _record() -> Column[object]:
    return Column("record", JSON, nullable=False)


def _lease() -> tuple[Column[str], Column[datetime]]:
    return Column("lease_owner", Text), Column("lease_until", Moment)


tenants = Table(  # one row a tenant: its counters, its switches, the head of its audit chain; units of work lock it
    "tenants",
    metadata,
    _words("tenant_id"),
    _number("last_request", "0"),
    _number("last_notice", "0"),
    _number("last_link", "0"),
    _words("last_hash"),
    Column("halted", Boolean, nullable=False, server_default=text("false")),
    Column("writes_on", JSON, nullable=False),
    PrimaryKeyConstraint("tenant_id"),
)

requests = Table(
    "requests",
    metadata,
    _words("tenant_id"),
    _number("number"),
    _words("activity_id"),
    _words("asker_id"),
    _words("state"),
    _number("version"),
    _moment("asked_at"),
    _moment("expires_at"),
    *_lease(),
    _record(),
    PrimaryKeyConstraint("tenant_id", "number"),
    UniqueConstraint("tenant_id", "activity_id"),
    Index(None, "state"),
)

rows = Table(
    "rows",
    metadata,
    _words("tenant_id"),
    _number("number"),
    _number("n"),
    _words("state"),
    Column("undone_by", Integer),
    _record(),
    PrimaryKeyConstraint("tenant_id", "number", "n"),
    ForeignKeyConstraint(["tenant_id", "number"], ["requests.tenant_id", "requests.number"]),
)

decisions = Table(
    "decisions",
    metadata,
    _words("tenant_id"),
    _number("request"),
    _number("n"),
    _words("approver_id"),
    _record(),
    PrimaryKeyConstraint("tenant_id", "request", "n"),
    UniqueConstraint("tenant_id", "request", "approver_id"),
    ForeignKeyConstraint(["tenant_id", "request"], ["requests.tenant_id", "requests.number"]),
)

audit_chain = Table(  # append-only: triggers refuse every change
    "audit_chain",
    metadata,
    _words("tenant_id"),
    _number("n"),
    _moment("at"),
    _words("kind"),
    _words("actor"),
    _words("subject"),
    Column("request", Integer),
    Column("facts", JSON, nullable=False),
    _words("before"),
    _words("hash"),
    PrimaryKeyConstraint("tenant_id", "n"),
)

people = Table(  # who stands behind a key of the audit chain; a forgotten person's row is gone
    "people",
    metadata,
    _words("tenant_id"),
    _words("person_id"),
    _words("key"),
    PrimaryKeyConstraint("tenant_id", "person_id"),
    UniqueConstraint("tenant_id", "key"),
)

drafts = Table(
    "drafts",
    metadata,
    _words("tenant_id"),
    _words("place"),
    _words("person_id"),
    _number("version"),
    _record(),
    PrimaryKeyConstraint("tenant_id", "place", "person_id"),
)

errands = Table(
    "errands",
    metadata,
    _words("tenant_id"),
    _words("activity_id"),
    _moment("accepted_at"),
    Column("answered", Boolean, nullable=False),
    _number("attempts"),
    *_lease(),
    _record(),
    PrimaryKeyConstraint("tenant_id", "activity_id"),
    Index(None, "answered", "accepted_at"),
)

reminders = Table(
    "reminders",
    metadata,
    _words("tenant_id"),
    _words("id"),
    _words("person_id"),
    _words("fact"),
    _words("state"),
    _moment("due"),
    _number("version"),
    *_lease(),
    _record(),
    PrimaryKeyConstraint("tenant_id", "id"),
    Index(None, "state", "due"),
    Index(  # at most one open promise per person and fact
        "uq_reminders_open",
        "tenant_id",
        "person_id",
        "fact",
        unique=True,
        sqlite_where=text("state = 'open'"),
        postgresql_where=text("state = 'open'"),
    ),
)

statements = Table(  # what somebody told Muster, or what Muster did: one per kind, subject and key
    "statements",
    metadata,
    _words("tenant_id"),
    _words("kind"),
    _words("subject"),
    _words("key"),
    _moment("at"),
    _record(),
    PrimaryKeyConstraint("tenant_id", "kind", "subject", "key"),
)

dues = Table(  # what is to be told or looked for at a moment
    "dues",
    metadata,
    _words("tenant_id"),
    _words("id"),
    _moment("due"),
    *_lease(),
    _record(),
    PrimaryKeyConstraint("tenant_id", "id"),
    Index(None, "due"),
)

watches = Table(  # actions that are planned anew again and again
    "watches",
    metadata,
    _words("tenant_id"),
    _number("number"),
    _words("activity_id"),
    _words("state"),
    _number("version"),
    _record(),
    PrimaryKeyConstraint("tenant_id", "number"),
    UniqueConstraint("tenant_id", "activity_id"),
)

notices = Table(  # what waits to be shown; ``generation`` counts how often it was replaced before it was sent
    "notices",
    metadata,
    _words("tenant_id"),
    _number("seq"),
    _number("generation"),
    _words("kind"),
    _words("about"),
    _words("receiver"),
    _moment("due"),
    _number("attempts"),
    *_lease(),
    _record(),
    PrimaryKeyConstraint("tenant_id", "seq"),
    UniqueConstraint("tenant_id", "kind", "about", "receiver"),
    Index(None, "due"),
)

cards = Table(
    "cards",
    metadata,
    _words("tenant_id"),
    _words("about"),
    _words("receiver"),
    _words("place"),
    _words("message"),
    PrimaryKeyConstraint("tenant_id", "about", "receiver"),
)

addresses = Table(  # conversations, as `bot` can find them again
    "addresses",
    metadata,
    _words("tenant_id"),
    _words("key"),
    Column("reference", JSON, nullable=False),
    PrimaryKeyConstraint("tenant_id", "key"),
)

personal_places = Table(
    "personal_places",
    metadata,
    _words("tenant_id"),
    _words("person_id"),
    _words("key"),
    PrimaryKeyConstraint("tenant_id", "person_id"),
)

replies = Table(  # what a turn was answered, for when its activity comes again
    "replies",
    metadata,
    _words("tenant_id"),
    _words("activity_id"),
    Column("reply", JSON, nullable=False),
    PrimaryKeyConstraint("tenant_id", "activity_id"),
)
