"""Forecasts come due: stored claims that nothing could decide when they were made, and that the tables decide now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workbench.desk.reading import stored_as_document
from workbench.errors import UsageError
from workbench.store import DECIDED, Filter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.reference import Reference
    from workbench.store import Store, StoredClaim, StoredDocument


@dataclass(frozen=True, slots=True)
class Due:
    """A claim that can be decided now: as it is stored, and the suggestion of today (that of a check record)."""

    claim: StoredClaim
    url: str
    suggestion: dict[str, Any]

    def record(self) -> dict[str, Any]:
        """Return it as plain values: the claim, both outcomes with their workings, the rows and the verdict."""
        claim, before, now = self.claim, self.claim.body["suggestion"], self.suggestion
        return {
            "document_id": claim.document_id,
            "document_title": claim.document_title,
            "document_url": self.url,
            "published": claim.published,
            "claim_id": claim.id,
            "quote": claim.quote,
            "sentence": claim.sentence,
            **{name: now[name] for name in ("indicator", "entity", "counterpart", "period")},
            "before": before["outcome"],
            "before_working": before["working"] or before["as_published_working"],
            "now": now["outcome"],
            "working": now["working"],
            "margin": now["margin"],
            "hints": now["hints"],
            "evidence": now["evidence"],
            "rating": claim.rating,
            "reviewer": claim.reviewer,
            "decided_at": claim.decided_at,
        }

    def __str__(self) -> str:
        """``a1: "20%" (published 2023-03-01): not_due -> contradicted``, then both workings."""
        told = self.record()
        day = told["published"] or "undated"
        quote = " ".join(told["quote"].split())
        lines = [f'{told["document_id"]}: "{quote}" (published {day}): {told["before"]} -> {told["now"]}']
        lines += [f"  then: {told['before_working']}", f"  now:  {told['working']}"]
        if told["rating"]:
            lines.append(f"  verdict: {told['rating']} by {told['reviewer']} on {(told['decided_at'] or '')[:10]}")
        return "\n".join(lines)


def due(store: Store, reference: Reference) -> Iterator[Due]:
    """Yield the claims about the future that were not due and that the tables decide now, in the order of the queue.

    Nothing is stored. Each document is read once more, so that a claim is judged in its context; what reviewers have
    corrected stays as they read it.
    """
    for document_id, ids in store.ids_by_document(Filter(state="waiting")).items():
        document = store.document(document_id)
        claims = [claim for claim in document.claims if claim.id in ids]
        found = _judged(store, document, claims, reference)
        for claim in claims:
            suggestion = found.get(claim.id)
            if suggestion and suggestion["outcome"] in DECIDED:
                yield Due(claim, document.url, suggestion)


def _judged(
    store: Store, stored: StoredDocument, claims: list[StoredClaim], reference: Reference
) -> dict[str, dict[str, Any]]:
    """Return the suggestions of today on some claims of a document."""
    from workbench.check import check
    from workbench.check.reread import reread
    from workbench.records import suggestion_record

    document = stored_as_document(stored)
    found = {each.claim_id: suggestion_record(each) for each in check(document, reference).suggestions}
    for claim in claims:
        if claim.corrected or claim.added_by:
            try:
                again = reread(document, store.extracted(claim.id), claim.corrections, reference)
            except UsageError:
                # The tables no longer know what the reviewer named: nothing to decide with.
                found.pop(claim.id, None)
            else:
                found[claim.id] = again["suggestion"]
    return found
