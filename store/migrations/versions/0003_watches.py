"""Watches: actions that are planned anew again and again."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One more table; nothing that is there changes."""
    op.create_table(
        "watches",
        *(_words("tenant_id"), _number("number"), _words("activity_id"), _words("state"), _number("version")),
        sa.Column("record", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "number", name="pk_watches"),
        sa.UniqueConstraint("tenant_id", "activity_id", name="uq_watches_tenant_id_activity_id"),
    )


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False)
