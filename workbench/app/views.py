"""View models: what a page shows, made from what the store and the tables hold."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

import pandas as pd

from workbench.export import wording
from workbench.export.marks import pieces
from workbench.ratings import DEFAULT
from workbench.store import WORTHY

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from workbench.model import Observation
    from workbench.reference import Reference
    from workbench.store import ClaimSummary, DocumentSummary, StoredClaim, StoredDocument

_DISPLAY_UNITS = {"percent": "%", "percentage_point": "percentage points"}
_SCALES = ((Decimal(10) ** 12, "trillion"), (Decimal(10) ** 9, "billion"), (Decimal(10) ** 6, "million"))


def article(document: StoredDocument, current: str) -> dict[str, Any]:
    """Return the text in pieces with the claims that cover them, ready for the page's component."""
    claims = [claim for claim in document.claims if claim.checkworthy >= WORTHY]
    spans = [(claim.body["start"], claim.body["end"]) for claim in claims]
    return {
        "pieces": [[piece.text, list(piece.claims)] for piece in pieces(document.text, spans)],
        "claims": [_mark(number, claim) for number, claim in enumerate(claims, 1)],
        "current": current,
    }


def _mark(number: int, claim: StoredClaim) -> dict[str, Any]:
    words = wording.outcome(claim.outcome)
    said = f"decided: {DEFAULT.label(claim.rating)}" if claim.rating else f"suggested: {words}"
    return {
        "id": claim.id,
        "tone": wording.tone(claim.rating or claim.outcome),
        "decided": claim.rating is not None,
        "label": f"Claim {number}, {claim.quote}, {said}",
    }


def place_of(document: StoredDocument, claim_id: str) -> tuple[int, int]:
    """Return the number of a claim among those worth checking, from 1, and how many there are."""
    worthy = [claim.id for claim in document.claims if claim.checkworthy >= WORTHY]
    return (worthy.index(claim_id) + 1 if claim_id in worthy else 0), len(worthy)


def names_from(reference: Reference) -> Callable[[str], str]:
    """Return a function from codes of the tables to their labels; an unknown code stays as it is."""

    def name(code: str) -> str:
        if code in reference.indicators:
            return reference.indicators[code].label
        return reference.entities[code].label if code in reference.entities else code

    return name


@dataclass(frozen=True, slots=True)
class Series:
    """The reference series behind a claim, in one unit, with what the claim says of it.

    ``points``: columns ``day``, ``value``, ``period``, ``vintage``, ``known`` (published by the document's day) and
    ``used`` (a row of the suggestion). ``low`` and ``high`` bound what the claim admits, where it speaks of a level.
    """

    title: str
    unit: str
    points: pd.DataFrame
    low: float | None
    high: float | None
    published: str | None
    summary: str


def series(body: Mapping[str, Any], published: str | None, reference: Reference) -> Series | None:
    """Return the series that a claim was checked against; ``None`` where there is none to draw."""
    suggestion = body.get("suggestion") or {}
    indicator, entity = str(suggestion.get("indicator") or ""), suggestion.get("entity")
    if indicator not in reference.indicators or not entity:
        return None
    rows = _newest(reference.series(indicator, entity, suggestion.get("counterpart") or ""))
    if len(rows) < 2:
        return None
    definition = reference.indicators[indicator]
    scale, word = _scale(rows)
    unit = " ".join(part for part in (word, _unit(definition.unit, definition.currency)) if part)
    points = _points(rows, scale, published, suggestion)
    low, high = _band(suggestion, scale)
    names = names_from(reference)
    partner = suggestion.get("counterpart")
    title = f"{definition.label}, {names(entity)}" + (f" and {names(partner)}" if partner else "")
    first, last = points.iloc[0], points.iloc[-1]
    summary = (
        f"{title}, {unit}: from {first['value']:,.6g} in {first['period']} to {last['value']:,.6g} in {last['period']}"
    )
    return Series(title, unit, points, low, high, published, summary)


def _newest(rows: Sequence[Observation]) -> list[Observation]:
    """Keep one row for each period: the newest vintage of what was observed or expected, targets left out."""
    by_period: dict[str, Observation] = {}
    for row in rows:
        if row.status != "T" and "/" not in row.period:
            by_period[row.period] = row
    return sorted(by_period.values(), key=lambda row: row.end)


def _scale(rows: Sequence[Observation]) -> tuple[Decimal, str]:
    top = max(abs(row.value) for row in rows)
    return next(((by, word) for by, word in _SCALES if top >= by), (Decimal(1), ""))


def _unit(unit: str, currency: str) -> str:
    return currency if unit == "currency" else _DISPLAY_UNITS.get(unit, wording.unit(unit))


def _points(
    rows: Sequence[Observation], scale: Decimal, published: str | None, suggestion: Mapping[str, Any]
) -> pd.DataFrame:
    used = {(row["table"], row["line"]) for row in suggestion.get("evidence") or ()}
    return pd.DataFrame(
        {
            "day": [pd.Timestamp(row.end) for row in rows],
            "value": [float(row.value / scale) for row in rows],
            "period": [row.period for row in rows],
            "vintage": [row.vintage.isoformat() if row.vintage else "always known" for row in rows],
            "known": [not published or not row.vintage or row.vintage.isoformat() <= published for row in rows],
            "used": [(row.table, row.line) in used for row in rows],
        }
    )


def _band(suggestion: Mapping[str, Any], scale: Decimal) -> tuple[float | None, float | None]:
    """Return the claim's tolerance on the scale of the chart; a computed figure has no place on it."""
    tolerance = suggestion.get("tolerance")
    if not tolerance or suggestion.get("formula") != "#0":
        return None, None
    low, high = (_number(tolerance.get(end)) for end in ("low", "high"))
    return (
        float(low / scale) if low is not None else None,
        float(high / scale) if high is not None else None,
    )


def _number(text: str | None) -> Decimal | None:
    try:
        return Decimal(text) if text is not None else None
    except InvalidOperation:
        return None


DOCUMENT_COLUMNS = ("Title", "Published", "Claims", "Decided", "Open", "Imported")
QUEUE_COLUMNS = ("Claim", "Document", "Suggested", "Verdict", "Reviewer")


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
        )
        for document in documents
    ]


def queue_rows(claims: Sequence[ClaimSummary]) -> list[dict[str, Any]]:
    """Return a page of the queue as rows of cells; the suggestion and the verdict have the colour of their meaning."""
    return [
        _row(
            claim.id,
            " ".join(claim.quote.split()),
            claim.document_title or claim.document_id,
            wording.outcome(claim.outcome),
            _verdict(claim),
            (claim.reviewer or "") if claim.rating else "",
            tones={2: wording.tone(claim.outcome), 3: wording.tone(claim.rating)},
        )
        for claim in claims
    ]


def _row(row_id: str, *cells: str, tones: Mapping[int, str] | None = None) -> dict[str, Any]:
    return {"id": row_id, "cells": list(cells), "tones": [(tones or {}).get(at, "") for at in range(len(cells))]}


def _verdict(claim: ClaimSummary) -> str:
    flags = [DEFAULT.label(claim.rating)] if claim.rating else []
    flags += ["stale"] if claim.stale else []
    flags += ["second opinion"] if claim.second_opinion else []
    return ", ".join(flags)
