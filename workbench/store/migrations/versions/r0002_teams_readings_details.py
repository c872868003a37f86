"""Teams, blind review, reviewers' readings, dismissals, withdrawals; what each verdict rested on."""

import sqlalchemy as sa
from alembic import op

from workbench.store.basis import filled_in

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Widen the trail, the claims and the documents; add the tables of a team."""
    _verdict_event()
    _document()
    _claim()
    _team()
    filled_in(op.get_bind())


def _verdict_event() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.drop_constraint("verdict_event_action_check", "verdict_event", type_="check")
    # SQLite copies the table; what is told here of the old one leaves the check on ``action`` behind.
    with op.batch_alter_table("verdict_event", copy_from=_first_verdict_event()) as batch:
        batch.alter_column("claim", existing_type=sa.String, nullable=True)
        batch.alter_column("rev", existing_type=sa.Integer, nullable=True)
        batch.add_column(sa.Column("form", sa.Integer, nullable=False, server_default="1"))
        batch.add_column(sa.Column("document", sa.String))
        batch.add_column(sa.Column("dismissed", sa.String))
        batch.add_column(sa.Column("detail", sa.Text))
        batch.add_column(sa.Column("detail_sha256", sa.String(64)))
    op.create_index("ix_verdict_event_reviewer", "verdict_event", ["reviewer"])
    op.create_index("ix_verdict_event_document", "verdict_event", ["document"])


def _first_verdict_event() -> sa.Table:
    return sa.Table(
        "verdict_event",
        sa.MetaData(),
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
    )


def _document() -> None:
    op.add_column("document", sa.Column("words_sha256", sa.String(64), nullable=False, server_default=""))
    op.add_column("document", sa.Column("withdrawn_at", sa.String))
    op.create_index("ix_document_words_sha256", "document", ["words_sha256"])


def _claim() -> None:
    for column in (
        sa.Column("sentence", sa.Text, nullable=False, server_default=""),
        sa.Column("basis", sa.String(64), nullable=False, server_default=""),
        sa.Column("decided_basis", sa.String(64)),
        sa.Column("figure", sa.String),
        sa.Column("dismissed", sa.String),
        sa.Column("phase", sa.String, nullable=False, server_default=""),
        sa.Column("corrections", sa.Text),
        sa.Column("extracted", sa.Text),
        sa.Column("added_by", sa.String),
        sa.Column("replaces", sa.String),
    ):
        op.add_column("claim", column)
    op.create_index("ix_claim_figure", "claim", ["figure"])
    op.create_index("ix_claim_phase", "claim", ["phase"])


def _team() -> None:
    op.create_table(
        "opinion",
        sa.Column("claim", sa.String, sa.ForeignKey("claim.id"), primary_key=True),
        sa.Column("reviewer", sa.String, primary_key=True),
        sa.Column("rev", sa.Integer, nullable=False),
        sa.Column("rating", sa.String),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("second_opinion", sa.Boolean, nullable=False),
        sa.Column("dismissed", sa.String),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("linked_row", sa.Text, nullable=False),
        sa.Column("body", sa.Text),
        sa.Column("corrections", sa.Text),
    )
    op.create_table(
        "assignment",
        sa.Column("claim", sa.String, sa.ForeignKey("claim.id"), primary_key=True),
        sa.Column("reviewer", sa.String, primary_key=True, index=True),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("at", sa.String, nullable=False),
    )
    op.create_table(
        "member",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("at", sa.String, nullable=False),
    )
    op.create_table(
        "saved_view",
        sa.Column("owner", sa.String, primary_key=True),
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("query", sa.Text, nullable=False),
        sa.Column("at", sa.String, nullable=False),
    )
