"""The tables of the review store, in SQL that SQLite and PostgreSQL both read."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

VERSION_TABLE = "workbench_store_version"

metadata = MetaData()

document = Table(
    "document",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String, nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("published", String(10)),
    Column("text", Text, nullable=False),
    Column("sha256", String(64), nullable=False, index=True),
    Column("reference_version", String, nullable=False),
    Column("record", Text, nullable=False),
    Column("imported_at", String, nullable=False),
    # The same words in another layout have the same ``words_sha256``.
    Column("words_sha256", String(64), nullable=False, server_default="", index=True),
    Column("withdrawn_at", String),
)

# ``rev``, ``rating`` and their like repeat the newest event, so that the queue filters without reading the trail.
claim = Table(
    "claim",
    metadata,
    Column("id", String, primary_key=True),
    Column("document", Integer, ForeignKey("document.number"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("quote", Text, nullable=False),
    Column("kind", String, nullable=False, index=True),
    Column("outcome", String, nullable=False, index=True),
    Column("as_published", String, nullable=False),
    Column("indicator", String, index=True),
    Column("checkworthy", Float, nullable=False, index=True),
    Column("body", Text, nullable=False),
    Column("rev", Integer, nullable=False),
    Column("rating", String, index=True),
    Column("note", Text, nullable=False),
    Column("second_opinion", Boolean, nullable=False),
    Column("reviewer", String),
    Column("decided_at", String),
    Column("decided_on", String),
    Column("sentence", Text, nullable=False, server_default=""),
    # What a verdict rests on, as a digest; a verdict is stale when the two differ.
    Column("basis", String(64), nullable=False, server_default=""),
    Column("decided_basis", String(64)),
    Column("figure", String, index=True),
    Column("dismissed", String),
    Column("phase", String, nullable=False, server_default="", index=True),
    Column("corrections", Text),
    Column("extracted", Text),
    Column("added_by", String),
    Column("replaces", String),
    Index("claim_in_order", "document", "position"),
)

verdict_event = Table(
    "verdict_event",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("claim", String, ForeignKey("claim.id")),
    Column("rev", Integer),
    Column("action", String, nullable=False),
    Column("rating", String),
    Column("note", Text, nullable=False),
    Column("second_opinion", Boolean, nullable=False),
    Column("reviewer", String, nullable=False, index=True),
    Column("at", String, nullable=False),
    Column("suggested", String, nullable=False),
    Column("suggested_as_published", String, nullable=False),
    Column("reference_version", String, nullable=False),
    Column("prev_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Column("form", Integer, nullable=False, server_default="1"),
    Column("document", String, index=True),
    Column("dismissed", String),
    # The chain vouches for ``detail_sha256``; a withdrawn document loses its details and keeps their hashes.
    Column("detail", Text),
    Column("detail_sha256", String(64)),
    UniqueConstraint("claim", "rev"),
)

# One row: the end of the hash chain. Locking it puts all writers in one line, on every database.
chain = Table(
    "chain",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("hash", String(64), nullable=False),
    Column("events", Integer, nullable=False),
)

# The newest verdict of each reviewer of a claim under blind review; it stays when the claim is settled.
opinion = Table(
    "opinion",
    metadata,
    Column("claim", String, ForeignKey("claim.id"), primary_key=True),
    Column("reviewer", String, primary_key=True),
    Column("rev", Integer, nullable=False),
    Column("rating", String),
    Column("note", Text, nullable=False),
    Column("second_opinion", Boolean, nullable=False),
    Column("dismissed", String),
    Column("at", String, nullable=False),
    Column("linked_row", Text, nullable=False),
    Column("body", Text),
    Column("corrections", Text),
)

assignment = Table(
    "assignment",
    metadata,
    Column("claim", String, ForeignKey("claim.id"), primary_key=True),
    Column("reviewer", String, primary_key=True, index=True),
    Column("by", String, nullable=False),
    Column("at", String, nullable=False),
)

member = Table(
    "member",
    metadata,
    Column("name", String, primary_key=True),
    Column("role", String, nullable=False),
    Column("by", String, nullable=False),
    Column("at", String, nullable=False),
)

saved_view = Table(
    "saved_view",
    metadata,
    Column("owner", String, primary_key=True),
    Column("name", String, primary_key=True),
    Column("query", Text, nullable=False),
    Column("at", String, nullable=False),
)
