"""View models: what a page shows, made from what the store and the tables hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hashlib import sha256 as digest
from typing import TYPE_CHECKING, Any

from workbench.app.messages import short
from workbench.export import wording
from workbench.export.marks import pieces
from workbench.link import period_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from workbench.ratings import Scale
    from workbench.store import ClaimSummary, DocumentSummary, StoredClaim, StoredDocument


@dataclass(frozen=True, slots=True)
class Words:
    """A document's words in pieces with the claims over each: all that stays the same from press to press."""

    version: str
    pieces: tuple[tuple[str, tuple[int, ...]], ...]
    claims: tuple[tuple[str, str], ...]

    def data(self) -> dict[str, Any]:
        """Return what the article's component takes."""
        return {
            "version": self.version,
            "pieces": self.pieces,
            "claims": [{"id": claim_id, "quote": quote} for claim_id, quote in self.claims],
        }


def words(document: StoredDocument, listed: Sequence[str], version: str) -> Words:
    """Cut a document's text at its listed claims (by id, in their order)."""
    bodies = {claim.id: claim.body for claim in document.claims}
    here = [claim_id for claim_id in listed if claim_id in bodies]
    spans = [(bodies[claim_id]["start"], bodies[claim_id]["end"]) for claim_id in here]
    cut = tuple((piece.text, piece.claims) for piece in pieces(document.text, spans))
    return Words(version, cut, tuple((claim_id, str(bodies[claim_id]["quote"])) for claim_id in here))


def version(sha256: str, listed: Sequence[str]) -> str:
    """Return a name for a text with these claims; it changes when either does."""
    return digest("\0".join((sha256, *listed)).encode("utf8", "surrogatepass")).hexdigest()[:16]


def marks(shown: Words, claims: Mapping[str, ClaimSummary], current: str, scale: Scale) -> dict[str, Any]:
    """Return the states of an article's claims, in few bytes: tone, decided or not, and what to say of it."""
    said: dict[str, int] = {}
    states = []
    for claim_id, _ in shown.claims:
        claim = claims[claim_id]
        suggested = f"suggested: {wording.outcome(claim.outcome)}"
        told = f"decided: {scale.label(claim.rating)}" if claim.rating else suggested
        tone = scale.tone(claim.rating) if claim.rating else wording.tone(claim.outcome)
        states.append((tone[0], int(claim.rating is not None), said.setdefault(told, len(said))))
    return {"version": shown.version, "states": states, "said": list(said), "current": current}


def flags(claim: ClaimSummary) -> list[str]:
    """Return what else there is to say of a claim, in a word or two each."""
    found = {
        "stale": claim.stale,
        "second opinion wanted": claim.second_opinion,
        "reading corrected": claim.corrected,
        f"added by {claim.added_by or ''}": bool(claim.added_by),
        "changed since an earlier version": bool(claim.replaces),
        _PHASES.get(claim.phase, ""): bool(claim.phase),
    }
    return [words for words, holds in found.items() if holds and words]


def period(days: Sequence[str | None] | None) -> str:
    """Return an interval of days as the tables write it.

    >>> period(["2021-01-01", "2021-12-31"]), period(["2022-07-01", "2022-09-30"]), period(None)
    ('2021', '2022-Q3', '')
    """
    if not days:
        return ""
    start, end = (date.fromisoformat(day) if day else None for day in days)
    return period_name((start, end)) or ""


DOCUMENT_COLUMNS = ("Title", "Published", "Claims", "Decided", "Open", "Imported", "State")
QUEUE_COLUMNS = ("Claim", "Sentence", "Document", "Suggested", "Verdict", "Reviewer")
FORECAST_COLUMNS = ("Claim", "Due", *QUEUE_COLUMNS[1:])
_SENTENCE, _LONGEST_CUT = 170, 20
_PHASES = {
    "blind": "under blind review", "agreed": "reviewers agree", "disputed": "reviewers disagree",
    "adjudicated": "adjudicated",
}  # fmt: skip


def document_rows(documents: Sequence[DocumentSummary]) -> list[dict[str, Any]]:
    """Return the list of documents as rows of cells, each with the document's id."""
    return [
        _row(
            document.id,
            document.title or document.id,
            document.published or "undated",
            str(document.worthy),
            str(document.decided),
            str(document.worthy - document.decided),
            document.imported_at[:16].replace("T", " "),
            "withdrawn" if document.withdrawn_at else "decided" if document.worthy == document.decided else "open",
        )
        for document in documents
    ]


def queue_rows(claims: Sequence[ClaimSummary], scale: Scale) -> list[dict[str, Any]]:
    """Return a page of the queue as rows of cells; the suggestion and the verdict have the colour of their meaning."""
    return [
        _row(
            claim.id,
            short(claim.quote, 60),
            around(claim.sentence, claim.quote),
            short(claim.document_title or claim.document_id, 60),
            wording.outcome(claim.outcome),
            _verdict(claim, scale),
            (claim.reviewer or "") if claim.rating or claim.dismissed else "",
            tones={1: "soft", 3: wording.tone(claim.outcome), 4: scale.tone(claim.rating)},
        )
        for claim in claims
    ]


def forecast_rows(claims: Sequence[StoredClaim], scale: Scale) -> list[dict[str, Any]]:
    """Return forecasts as rows of the queue with the last day of the time they are about, the next one first."""
    last = {claim.id: (claim.body.get("period") or [None, None])[1] for claim in claims}
    rows = queue_rows(sorted(claims, key=lambda claim: last[claim.id] or "9999"), scale)
    for row in rows:
        row["cells"].insert(1, last[row["id"]] or "no date read")
        row["tones"].insert(1, "narrow" if last[row["id"]] else "soft")
    return rows


def around(sentence: str, quote: str) -> str:
    """Return a sentence on one line; a long one is cut so that the claim's words stay in it, at a word.

    >>> around("Exports of  Peru rose by 12%.", "12%")
    'Exports of Peru rose by 12%.'
    >>> around("The ministry of trade said again " * 7 + "that exports rose by 12%.", "12%")[:30]
    '…said again The ministry of tr'
    """
    line, words = " ".join(sentence.split()), " ".join(quote.split())
    if len(line) <= _SENTENCE:
        return line
    start = max(0, min(line.find(words) - _SENTENCE // 2, len(line) - _SENTENCE))
    end = start + _SENTENCE
    if start:
        start = max(start, line.find(" ", start, start + _LONGEST_CUT) + 1)
    if end < len(line):
        end = max(line.rfind(" ", end - _LONGEST_CUT, end), 0) or end
    return ("…" if start else "") + line[start:end].strip() + ("…" if end < len(line) else "")


def _row(row_id: str, *cells: str, tones: Mapping[int, str] | None = None) -> dict[str, Any]:
    return {"id": row_id, "cells": list(cells), "tones": [(tones or {}).get(at, "") for at in range(len(cells))]}


def _verdict(claim: ClaimSummary, scale: Scale) -> str:
    found = [scale.label(claim.rating)] if claim.rating else ["dismissed"] if claim.dismissed else []
    return ", ".join([*found, *flags(claim)])
