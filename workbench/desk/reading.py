"""A person's own reading of a claim, and claims that the extractor missed: judged at once and kept."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from workbench.model import Document

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workbench.reference import Reference
    from workbench.store import Store, StoredClaim, StoredDocument, VerdictEvent


def stored_as_document(stored: StoredDocument) -> Document:
    """Return a stored document as the extractor reads it."""
    published = date.fromisoformat(stored.published) if stored.published else None
    return Document(
        stored.id, stored.text, published=published, title=stored.title, url=stored.url, author=stored.author
    )


def read_as(
    store: Store, claim_id: str, corrections: Mapping[str, Any], reference: Reference, *, viewer: str | None = None
) -> dict[str, Any]:
    """Return the check record that a claim would have with these corrections; nothing is stored.

    ``corrections`` are all that differ from the extractor's reading, as ``workbench.check.reread`` takes them; none
    gives the extractor's reading, judged anew.
    """
    from workbench.check.reread import reread

    claim = store.claim(claim_id, viewer=viewer)
    document = stored_as_document(store.document(claim.document_id))
    return reread(document, store.extracted(claim_id), corrections, reference)


def correct(
    store: Store, claim_id: str, seen: int, corrections: Mapping[str, Any], reference: Reference, *, reviewer: str
) -> VerdictEvent:
    """Judge a claim as a reviewer reads it and keep that as their reading; see ``read_as``.

    Raises UsageError for a correction that is not understood, RevisionConflict when somebody else was first.
    """
    body = read_as(store, claim_id, corrections, reference, viewer=reviewer)
    return store.correct(claim_id, seen, body, corrections, reviewer=reviewer)


def add_claim(
    store: Store, document_id: str, start: int, end: int, reference: Reference, *, reviewer: str
) -> StoredClaim:
    """Make a claim of the words that a reviewer has selected, judge it and store it.

    Raises UsageError where they hold neither a figure nor a time, StoreError when the claim is there already.
    """
    from workbench.check.reread import claim_at, reread
    from workbench.records import claim_record

    document = stored_as_document(store.document(document_id))
    record = claim_record(claim_at(document, start, end))
    body = {**reread(document, record, {}, reference), "checkworthy": 1.0}
    return store.add_claim(document_id, body, reviewer=reviewer)
