"""Documents, their claims, and the trail of verdicts."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables of the first version."""
    _document()
    _claim()
    _verdict_event()
    chain = op.create_table(
        "chain",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("events", sa.Integer, nullable=False),
    )
    op.bulk_insert(chain, [{"id": 1, "hash": "0" * 64, "events": 0}])


def _document() -> None:
    op.create_table(
        "document",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("id", sa.String, nullable=False, unique=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("published", sa.String(10)),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False, index=True),
        sa.Column("reference_version", sa.String, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.Column("imported_at", sa.String, nullable=False),
    )


def _claim() -> None:
    op.create_table(
        "claim",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("document", sa.Integer, sa.ForeignKey("document.number"), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("quote", sa.Text, nullable=False),
        sa.Column("kind", sa.String, nullable=False, index=True),
        sa.Column("outcome", sa.String, nullable=False, index=True),
        sa.Column("as_published", sa.String, nullable=False),
        sa.Column("indicator", sa.String, index=True),
        sa.Column("checkworthy", sa.Float, nullable=False, index=True),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("rev", sa.Integer, nullable=False),
        sa.Column("rating", sa.String, index=True),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("second_opinion", sa.Boolean, nullable=False),
        sa.Column("reviewer", sa.String),
        sa.Column("decided_at", sa.String),
        sa.Column("decided_on", sa.String),
        sa.Index("claim_in_order", "document", "position"),
    )


def _verdict_event() -> None:
    op.create_table(
        "verdict_event",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("claim", sa.String, sa.ForeignKey("claim.id"), nullable=False),
        sa.Column("rev", sa.Integer, nullable=False),
        sa.Column("action", sa.String, nullable=False),
        sa.Column("rating", sa.String),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("second_opinion", sa.Boolean, nullable=False),
        sa.Column("reviewer", sa.String, nullable=False),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("suggested", sa.String, nullable=False),
        sa.Column("suggested_as_published", sa.String, nullable=False),
        sa.Column("reference_version", sa.String, nullable=False),
        sa.Column("prev_hash", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.UniqueConstraint("claim", "rev"),
        sa.CheckConstraint("action IN ('decide', 'note', 'undo')"),
    )
