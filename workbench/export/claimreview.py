"""ClaimReview (JSON-LD, schema.org) of what people decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbench.export.source import chosen
from workbench.export.verdicts import PAGES, review_url

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.export.source import Claim, Document, Source
    from workbench.ratings import Scale


def claim_review(source: Source, *, documents: Sequence[str] | None = None, pages: str = PAGES) -> list[dict[str, Any]]:
    """Return one ClaimReview for each claim with a rating; unknown fields are left out."""
    return [
        _review(document, claim, pages, source.scale)
        for document in chosen(source, documents)
        for claim in document.claims
        if claim.rating is not None
    ]


def _review(document: Document, claim: Claim, pages: str, scale: Scale) -> dict[str, Any]:
    body = claim.body
    start, end = body.get("sentence") or (body["start"], body["end"])
    suggestion = body.get("suggestion") or {}
    explanation = " ".join(part for part in (claim.note, suggestion.get("working")) if part)
    return _known(
        {
            "@context": "https://schema.org",
            "@type": "ClaimReview",
            "claimReviewed": document.text[start:end] or body["quote"],
            "url": review_url(claim.id, pages),
            "datePublished": (claim.decided_at or "")[:10],
            "author": _named("Person", claim.reviewer),
            "itemReviewed": _item(document, body.get("speaker") or document.author),
            "reviewRating": _rating(claim.rating or "", explanation, scale),
        }
    )


def _item(document: Document, author: str) -> dict[str, Any]:
    appearance = _known(
        {
            "@type": "CreativeWork",
            "headline": document.title,
            "url": document.url,
            "datePublished": document.published,
            "author": _named("Person", document.author),
        }
    )
    item = {
        "@type": "Claim",
        "author": _named("Person", author),
        "datePublished": document.published,
        "appearance": appearance,
        "firstAppearance": appearance,
    }
    return _known(item)


def _rating(code: str, explanation: str, scale: Scale) -> dict[str, Any]:
    step = scale.get(code)
    number = step.number if step else None
    place = {"ratingValue": number, "bestRating": scale.best, "worstRating": scale.worst} if number is not None else {}
    return _known({"@type": "Rating", "alternateName": scale.label(code), "ratingExplanation": explanation, **place})


def _named(kind: str, name: str | None) -> dict[str, str] | None:
    return {"@type": kind, "name": name} if name else None


def _known(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, "", {})}
