"""The tables. What is searched, ordered or compared has a column; the rest of a record is one plain JSON document.

Every table carries ``tenant_id``. A change here needs a migration: a test compares the two on both databases.
"""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from store.columns import Moment, index_where, lease, metadata, moment, number, record, words

LEASED = "lease_until IS NOT NULL"

tenants = Table(  # one row a tenant: its counters, its switches, the head of its audit chain; units of work lock it
    "tenants",
    metadata,
    words("tenant_id"),
    number("last_request", "0"),
    number("last_notice", "0"),
    number("last_link", "0"),
    words("last_hash"),
    Column("halted", Boolean, nullable=False, server_default=text("false")),
    Column("writes_on", JSON, nullable=False),
    Column("brake", Moment),
    PrimaryKeyConstraint("tenant_id"),
)

requests = Table(
    "requests",
    metadata,
    words("tenant_id"),
    number("number"),
    words("activity_id"),
    words("asker_id"),
    words("state"),
    number("version"),
    moment("asked_at"),
    moment("expires_at"),
    *lease(),
    record(),
    PrimaryKeyConstraint("tenant_id", "number"),
    UniqueConstraint("tenant_id", "activity_id"),
    Index(None, "state"),
)

rows = Table(
    "rows",
    metadata,
    words("tenant_id"),
    number("number"),
    number("n"),
    words("state"),
    Column("undone_by", Integer),
    record(),
    PrimaryKeyConstraint("tenant_id", "number", "n"),
    ForeignKeyConstraint(["tenant_id", "number"], ["requests.tenant_id", "requests.number"]),
)

decisions = Table(
    "decisions",
    metadata,
    words("tenant_id"),
    number("request"),
    number("n"),
    words("approver_id"),
    record(),
    PrimaryKeyConstraint("tenant_id", "request", "n"),
    UniqueConstraint("tenant_id", "request", "approver_id"),
    ForeignKeyConstraint(["tenant_id", "request"], ["requests.tenant_id", "requests.number"]),
)

audit_chain = Table(  # append-only: triggers refuse every change
    "audit_chain",
    metadata,
    words("tenant_id"),
    number("n"),
    moment("at"),
    words("kind"),
    words("actor"),
    words("subject"),
    Column("request", Integer),
    Column("facts", JSON, nullable=False),
    words("before"),
    words("hash"),
    PrimaryKeyConstraint("tenant_id", "n"),
)

people = Table(  # who stands behind a key of the audit chain; a forgotten person's row is gone
    "people",
    metadata,
    words("tenant_id"),
    words("person_id"),
    words("key"),
    PrimaryKeyConstraint("tenant_id", "person_id"),
    UniqueConstraint("tenant_id", "key"),
)

drafts = Table(
    "drafts",
    metadata,
    words("tenant_id"),
    words("place"),
    words("person_id"),
    number("version"),
    record(),
    PrimaryKeyConstraint("tenant_id", "place", "person_id"),
)

errands = Table(
    "errands",
    metadata,
    words("tenant_id"),
    words("activity_id"),
    moment("accepted_at"),
    Column("answered", Boolean, nullable=False),
    number("attempts"),
    *lease(),
    record(),
    PrimaryKeyConstraint("tenant_id", "activity_id"),
    Index(None, "answered", "accepted_at"),
)

reminders = Table(  # ``turn``: the number of its campaign, or 0
    "reminders",
    metadata,
    words("tenant_id"),
    words("id"),
    words("person_id"),
    words("fact"),
    Column("about", Text, nullable=False, server_default=text("''")),
    words("state"),
    moment("due"),
    number("turn", "0"),
    number("version"),
    *lease(),
    record(),
    PrimaryKeyConstraint("tenant_id", "id"),
    # None of all states: SQLite keeps no statistics, and would take "open" to be rare.
    index_where("uq_reminders_open", "state = 'open'", "tenant_id", "person_id", "fact", "about", unique=True),
    index_where("ix_reminders_open_due", "state = 'open'", "tenant_id", "due"),
    index_where("ix_reminders_open_turn_due", "state = 'open'", "turn", "due"),
    index_where("ix_reminders_open_about", "state = 'open' AND about <> ''", "tenant_id", "fact", "about"),
    index_where("ix_reminders_over", "state <> 'open'", "tenant_id", "state", "due"),
    index_where("ix_reminders_lease_until", LEASED, "lease_until"),
)

slots = Table(  # the one message that somebody gets on a day of theirs
    "slots",
    metadata,
    words("tenant_id"),
    words("person_id"),
    words("day"),
    words("state"),
    record(),
    PrimaryKeyConstraint("tenant_id", "person_id", "day"),
    Index(None, "tenant_id", "day"),
)

campaigns = Table(  # ``name_key``: its name, whatever the letters' case
    "campaigns",
    metadata,
    words("tenant_id"),
    number("number"),
    words("name_key"),
    number("request"),
    words("state"),
    Column("ended", Moment),
    number("version"),
    record(),
    PrimaryKeyConstraint("tenant_id", "number"),
    UniqueConstraint("tenant_id", "request"),
    index_where("uq_campaigns_name_key", "state NOT IN ('ended', 'stopped')", "tenant_id", "name_key", unique=True),
)

members = Table(
    "members",
    metadata,
    words("tenant_id"),
    number("campaign"),
    words("person_id"),
    number("wave"),
    words("state"),
    words("why"),
    number("version"),
    record(),
    PrimaryKeyConstraint("tenant_id", "campaign", "person_id"),
    ForeignKeyConstraint(["tenant_id", "campaign"], ["campaigns.tenant_id", "campaigns.number"]),
    Index(None, "tenant_id", "person_id"),
    Index("ix_members_counted", "tenant_id", "campaign", "wave", "state", "why"),
)

help_requests = Table(
    "help_requests",
    metadata,
    words("tenant_id"),
    number("number"),
    words("person_id"),
    Column("campaign", Integer),
    words("state"),
    moment("at"),
    number("version"),
    record(),
    PrimaryKeyConstraint("tenant_id", "number"),
    index_where("uq_help_requests_open", "state = 'open'", "tenant_id", "person_id", unique=True),
)

schedules = Table(  # what is said again and again by itself
    "schedules",
    metadata,
    words("tenant_id"),
    number("number"),
    words("activity_id"),
    words("state"),
    number("version"),
    record(),
    PrimaryKeyConstraint("tenant_id", "number"),
    UniqueConstraint("tenant_id", "activity_id"),
)

snapshots = Table(
    "snapshots", metadata, words("tenant_id"), words("day"), record(), PrimaryKeyConstraint("tenant_id", "day")
)

statements = Table(  # what somebody told Muster, or what Muster did: one per kind, subject and key
    "statements",
    metadata,
    words("tenant_id"),
    words("kind"),
    words("subject"),
    words("key"),
    moment("at"),
    record(),
    PrimaryKeyConstraint("tenant_id", "kind", "subject", "key"),
)

dues = Table(  # what is to be told or looked for at a moment
    "dues",
    metadata,
    words("tenant_id"),
    words("id"),
    moment("due"),
    *lease(),
    record(),
    PrimaryKeyConstraint("tenant_id", "id"),
    Index(None, "due"),
    index_where("ix_dues_lease_until", LEASED, "lease_until"),
)

watches = Table(  # actions that are planned anew again and again
    "watches",
    metadata,
    words("tenant_id"),
    number("number"),
    words("activity_id"),
    words("state"),
    number("version"),
    record(),
    PrimaryKeyConstraint("tenant_id", "number"),
    UniqueConstraint("tenant_id", "activity_id"),
)

notices = Table(  # what waits to be shown; ``generation`` counts how often it was replaced before it was sent
    "notices",
    metadata,
    words("tenant_id"),
    number("seq"),
    number("generation"),
    words("kind"),
    words("about"),
    words("receiver"),
    moment("due"),
    number("attempts"),
    Column("urgent", Boolean, nullable=False, server_default=text("true")),
    number("campaign", "0"),
    *lease(),
    record(),
    PrimaryKeyConstraint("tenant_id", "seq"),
    UniqueConstraint("tenant_id", "kind", "about", "receiver"),
    Index(None, "due"),
    Index("ix_notices_turn", "urgent", "campaign", "seq", "due", "tenant_id"),
    index_where("ix_notices_lease_until", LEASED, "lease_until"),
)

cards = Table(
    "cards",
    metadata,
    words("tenant_id"),
    words("about"),
    words("receiver"),
    words("place"),
    words("message"),
    PrimaryKeyConstraint("tenant_id", "about", "receiver"),
)

addresses = Table(  # conversations, as `bot` can find them again
    "addresses",
    metadata,
    words("tenant_id"),
    words("key"),
    Column("reference", JSON, nullable=False),
    PrimaryKeyConstraint("tenant_id", "key"),
)

personal_places = Table(
    "personal_places",
    metadata,
    words("tenant_id"),
    words("person_id"),
    words("key"),
    PrimaryKeyConstraint("tenant_id", "person_id"),
)

replies = Table(  # what a turn was answered, for when its activity comes again
    "replies",
    metadata,
    words("tenant_id"),
    words("activity_id"),
    Column("reply", JSON, nullable=False),
    PrimaryKeyConstraint("tenant_id", "activity_id"),
)
