"""What the house remembers about people and systems, and what is due at a moment."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two more tables; nothing that is there changes."""
    op.create_table(
        "statements",
        *(_words("tenant_id"), _words("kind"), _words("subject"), _words("key"), _moment("at"), _json()),
        sa.PrimaryKeyConstraint("tenant_id", "kind", "subject", "key", name="pk_statements"),
    )
    op.create_table(
        "dues",
        *(_words("tenant_id"), _words("id"), _moment("due")),
        *(sa.Column("lease_owner", sa.Text), _moment("lease_until", nullable=True), _json()),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_dues"),
    )
    op.create_index("ix_dues_due", "dues", ["due"])


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _json() -> sa.Column[object]:
    return sa.Column("record", sa.JSON, nullable=False)
