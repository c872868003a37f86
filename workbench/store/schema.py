"""The tables of the review store, in SQL that SQLite and PostgreSQL both read."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
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
    Index("claim_in_order", "document", "position"),
)

verdict_event = Table(
    "verdict_event",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("claim", String, ForeignKey("claim.id"), nullable=False),
    Column("rev", Integer, nullable=False),
    Column("action", String, nullable=False),
    Column("rating", String),
    Column("note", Text, nullable=False),
    Column("second_opinion", Boolean, nullable=False),
    Column("reviewer", String, nullable=False),
    Column("at", String, nullable=False),
    Column("suggested", String, nullable=False),
    Column("suggested_as_published", String, nullable=False),
    Column("reference_version", String, nullable=False),
    Column("prev_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    UniqueConstraint("claim", "rev"),
    CheckConstraint("action IN ('decide', 'note', 'undo')"),
)

# One row: the end of the hash chain. Locking it puts all writers in one line, on every database.
chain = Table(
    "chain",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("hash", String(64), nullable=False),
    Column("events", Integer, nullable=False),
)
