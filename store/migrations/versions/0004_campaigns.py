"""Campaigns, their members, help, slots, schedules and snapshots; reminders about something; turns in the queue."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TENANT = "tenant_id"
LEASED = "lease_until IS NOT NULL"
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def upgrade() -> None:
    """Make the new tables; give reminders and notices what they were not asked for before."""
    _campaigns()
    _people()
    _again_and_again()
    op.add_column("tenants", _moment("brake", nullable=True))
    _reminders()
    _notices()
    _index_where("ix_dues_lease_until", LEASED, "dues", "lease_until")


def _campaigns() -> None:
    op.create_table(
        "campaigns",
        *(_words(TENANT), _number("number"), _words("name_key"), _number("request"), _words("state")),
        *(_moment("ended", nullable=True), _number("version"), _json()),
        _key("campaigns", TENANT, "number"),
        sa.UniqueConstraint(TENANT, "request", name="uq_campaigns_tenant_id_request"),
    )
    not_over = "state NOT IN ('ended', 'stopped')"
    _index_where("uq_campaigns_name_key", not_over, "campaigns", TENANT, "name_key", unique=True)
    op.create_table(
        "members",
        *(_words(TENANT), _number("campaign"), _words("person_id"), _number("wave"), _words("state"), _words("why")),
        *(_number("version"), _json()),
        _key("members", TENANT, "campaign", "person_id"),
        sa.ForeignKeyConstraint(
            [TENANT, "campaign"], ["campaigns.tenant_id", "campaigns.number"], name="fk_members_campaigns"
        ),
    )
    op.create_index("ix_members_tenant_id_person_id", "members", [TENANT, "person_id"])
    op.create_index("ix_members_counted", "members", [TENANT, "campaign", "wave", "state", "why"])


def _people() -> None:
    op.create_table(
        "slots",
        *(_words(TENANT), _words("person_id"), _words("day"), _words("state"), _json()),
        _key("slots", TENANT, "person_id", "day"),
    )
    op.create_index("ix_slots_tenant_id_day", "slots", [TENANT, "day"])
    op.create_table(
        "help_requests",
        *(_words(TENANT), _number("number"), _words("person_id"), sa.Column("campaign", sa.Integer), _words("state")),
        *(_moment("at"), _number("version"), _json()),
        _key("help_requests", TENANT, "number"),
    )
    _index_where("uq_help_requests_open", "state = 'open'", "help_requests", TENANT, "person_id", unique=True)


def _again_and_again() -> None:
    op.create_table(
        "schedules",
        *(_words(TENANT), _number("number"), _words("activity_id"), _words("state"), _number("version"), _json()),
        _key("schedules", TENANT, "number"),
        sa.UniqueConstraint(TENANT, "activity_id", name="uq_schedules_tenant_id_activity_id"),
    )
    op.create_table("snapshots", _words(TENANT), _words("day"), _json(), _key("snapshots", TENANT, "day"))


def _reminders() -> None:
    op.add_column("reminders", _words("about", ""))
    op.add_column("reminders", _number("turn", "0"))
    _records()
    op.drop_index("uq_reminders_open", "reminders")
    op.drop_index("ix_reminders_state_due", "reminders")
    is_open = "state = 'open'"
    _index_where("uq_reminders_open", is_open, "reminders", TENANT, "person_id", "fact", "about", unique=True)
    _index_where("ix_reminders_open_due", is_open, "reminders", TENANT, "due")
    _index_where("ix_reminders_open_turn_due", is_open, "reminders", "turn", "due")
    _index_where("ix_reminders_open_about", f"{is_open} AND about <> ''", "reminders", TENANT, "fact", "about")
    _index_where("ix_reminders_over", "state <> 'open'", "reminders", TENANT, "state", "due")
    _index_where("ix_reminders_lease_until", LEASED, "reminders", "lease_until")


def _records() -> None:
    """A cadence was its days alone. A message that waits to be sent was about one reminder and is now about somebody's
    day: it goes, and its reminder is as if it had not been sent yet.
    """
    columns = sa.column("due", sa.DateTime(timezone=True)), sa.column("record", sa.JSON)
    reminders = sa.table("reminders", sa.column(TENANT), sa.column("id"), *columns)
    bind = op.get_bind()
    waiting = sa.text("SELECT tenant_id, substr(about, 10) FROM notices WHERE kind = 'reminder'")
    unsent = {(tenant_id, id_) for tenant_id, id_ in bind.execute(waiting)}
    for tenant_id, id_, due, record in bind.execute(reminders.select()).all():
        this = (reminders.c.tenant_id == tenant_id) & (reminders.c.id == id_)
        new = {**record, "cadence": {"days": record["cadence"]}}
        if (tenant_id, id_) in unsent:
            new |= {"sent": record["sent"] - 1, "last_sent": False}
            due = LONG_AGO
        bind.execute(reminders.update().where(this).values(record=new, due=due))
    op.execute("DELETE FROM notices WHERE kind = 'reminder'")


def _notices() -> None:
    op.add_column("notices", sa.Column("urgent", sa.Boolean, nullable=False, server_default=sa.text("true")))
    op.add_column("notices", _number("campaign", "0"))
    op.create_index("ix_notices_turn", "notices", ["urgent", "campaign", "seq", "due", TENANT])
    _index_where("ix_notices_lease_until", LEASED, "notices", "lease_until")


def _index_where(name: str, condition: str, table: str, *columns: str, unique: bool = False) -> None:
    said = sa.text(condition)
    op.create_index(name, table, list(columns), unique=unique, sqlite_where=said, postgresql_where=said)


def _words(name: str, default: str | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default=default)


def _number(name: str, default: str | None = None) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False, server_default=default)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _json() -> sa.Column[object]:
    return sa.Column("record", sa.JSON, nullable=False)


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=f"pk_{table}")
