"""The first tables, and an audit chain that nothing can edit."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TENANT = "tenant_id"


def upgrade() -> None:
    """Make everything."""
    _tenants()
    _requests()
    _audit()
    _talk()
    _work()
    _append_only()


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _number(name: str, default: str | None = None) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False, server_default=default)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _json(name: str = "record") -> sa.Column[object]:
    return sa.Column(name, sa.JSON, nullable=False)


def _lease() -> tuple[sa.Column[str], sa.Column[datetime]]:
    return sa.Column("lease_owner", sa.Text), _moment("lease_until", nullable=True)


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=f"pk_{table}")


def _once(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=f"uq_{table}_{'_'.join(columns)}")


def _tenants() -> None:
    op.create_table(
        "tenants",
        _words(TENANT),
        _number("last_request", "0"),
        _number("last_notice", "0"),
        _number("last_link", "0"),
        _words("last_hash"),
        sa.Column("halted", sa.Boolean, nullable=False, server_default=sa.text("false")),
        _json("writes_on"),
        _key("tenants", TENANT),
    )


def _requests() -> None:
    op.create_table(
        "requests",
        *(_words(TENANT), _number("number"), _words("activity_id"), _words("asker_id"), _words("state")),
        *(_number("version"), _moment("asked_at"), _moment("expires_at"), *_lease(), _json()),
        _key("requests", TENANT, "number"),
        _once("requests", TENANT, "activity_id"),
    )
    op.create_index("ix_requests_state", "requests", ["state"])
    op.create_table(
        "rows",
        *(_words(TENANT), _number("number"), _number("n"), _words("state")),
        *(sa.Column("undone_by", sa.Integer), _json()),
        _key("rows", TENANT, "number", "n"),
        sa.ForeignKeyConstraint([TENANT, "number"], ["requests.tenant_id", "requests.number"], name="fk_rows_requests"),
    )
    op.create_table(
        "decisions",
        *(_words(TENANT), _number("request"), _number("n"), _words("approver_id"), _json()),
        _key("decisions", TENANT, "request", "n"),
        _once("decisions", TENANT, "request", "approver_id"),
        sa.ForeignKeyConstraint(
            [TENANT, "request"], ["requests.tenant_id", "requests.number"], name="fk_decisions_requests"
        ),
    )


def _audit() -> None:
    op.create_table(
        "audit_chain",
        *(_words(TENANT), _number("n"), _moment("at"), _words("kind"), _words("actor"), _words("subject")),
        *(sa.Column("request", sa.Integer), _json("facts"), _words("before"), _words("hash")),
        _key("audit_chain", TENANT, "n"),
    )
    op.create_table(
        "people",
        *(_words(TENANT), _words("person_id"), _words("key")),
        _key("people", TENANT, "person_id"),
        _once("people", TENANT, "key"),
    )


def _talk() -> None:
    op.create_table(
        "drafts",
        *(_words(TENANT), _words("place"), _words("person_id"), _number("version"), _json()),
        _key("drafts", TENANT, "place", "person_id"),
    )
    op.create_table(
        "cards",
        *(_words(TENANT), _words("about"), _words("receiver"), _words("place"), _words("message")),
        _key("cards", TENANT, "about", "receiver"),
    )
    op.create_table("addresses", _words(TENANT), _words("key"), _json("reference"), _key("addresses", TENANT, "key"))
    op.create_table(
        "personal_places",
        *(_words(TENANT), _words("person_id"), _words("key")),
        _key("personal_places", TENANT, "person_id"),
    )
    op.create_table(
        "replies", _words(TENANT), _words("activity_id"), _json("reply"), _key("replies", TENANT, "activity_id")
    )


def _work() -> None:
    op.create_table(
        "errands",
        *(_words(TENANT), _words("activity_id"), _moment("accepted_at")),
        *(sa.Column("answered", sa.Boolean, nullable=False), _number("attempts"), *_lease(), _json()),
        _key("errands", TENANT, "activity_id"),
    )
    op.create_index("ix_errands_answered_accepted_at", "errands", ["answered", "accepted_at"])
    _reminders()
    op.create_table(
        "notices",
        *(_words(TENANT), _number("seq"), _number("generation"), _words("kind"), _words("about"), _words("receiver")),
        *(_moment("due"), _number("attempts"), *_lease(), _json()),
        _key("notices", TENANT, "seq"),
        _once("notices", TENANT, "kind", "about", "receiver"),
    )
    op.create_index("ix_notices_due", "notices", ["due"])


def _reminders() -> None:
    op.create_table(
        "reminders",
        *(_words(TENANT), _words("id"), _words("person_id"), _words("fact"), _words("state")),
        *(_moment("due"), _number("version"), *_lease(), _json()),
        _key("reminders", TENANT, "id"),
    )
    op.create_index("ix_reminders_state_due", "reminders", ["state", "due"])
    is_open = sa.text("state = 'open'")
    op.create_index(
        "uq_reminders_open",
        "reminders",
        [TENANT, "person_id", "fact"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )


def _append_only() -> None:
    refusal = "the audit chain is append-only"
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_chain_no_{verb.lower()} BEFORE {verb} ON audit_chain"
                f" BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION refuse_to_edit_the_audit_chain() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN RAISE EXCEPTION '{refusal}' USING ERRCODE = 'restrict_violation'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_chain_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_chain"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_edit_the_audit_chain()"
    )
