"""A checked claim in plain words, to be pasted into an article or a message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.export import wording
from workbench.export.comparison import compare
from workbench.ratings import DEFAULT

if TYPE_CHECKING:
    from workbench.export.source import Claim, Head
    from workbench.export.wording import Names
    from workbench.ratings import Scale


def told(
    claim: Claim, sentence: str, document: Head, *, names: Names = str, scale: Scale = DEFAULT, place: str = ""
) -> str:
    """Return a claim with where it stands, verdict, working and sources, a line each; ``place`` is its address."""
    body, found = claim.body, claim.body.get("suggestion") or {}
    compared = compare(body)
    rows = found.get("evidence") or ()
    lines = [
        f"“{' '.join(str(body['quote']).split())}” in: {' '.join(sentence.split())}",
        ", ".join(
            part for part in (document.title or document.id, document.published or "undated", document.url) if part
        ),
        f"Verdict: {scale.label(claim.rating)} ({claim.reviewer}, {(claim.decided_at or '')[:10]})"
        if claim.rating
        else f"Suggested, not yet decided: {wording.outcome(found.get('outcome')).lower()}",
        claim.note,
        f"Claimed: {compared.claimed}. The tables: {compared.found}. Difference: {compared.apart}." if compared else "",
        *(wording.spelled(line, names) for line in wording.lines(found.get("working"))),
        *(f"Source: {each}" for each in dict.fromkeys(row.get("url") or row.get("source") for row in rows) if each),
        f"Checked against tables version {document.reference_version}" if rows else "",
        place,
    ]
    return "\n".join(line for line in lines if line)
