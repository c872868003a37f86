"""The verdict CSV: one row a claim with its newest verdict; what a spreadsheet would run stays text."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from workbench.export.source import chosen
from workbench.ratings import DEFAULT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from workbench.export.source import Claim, Document, Source
    from workbench.ratings import Scale

COLUMNS = (
    "claim_id", "document_id", "document_title", "document_url", "claim_text", "claim_author_name", "claim_date",
    "quote", "start", "end", "text_sha256", "kind", "value", "unit", "bound", "period_start", "period_end", "entity",
    "counterpart", "indicator", "suggested_outcome", "suggested_reason", "working", "evidence_value", "evidence_unit",
    "evidence_keys", "evidence_vintage", "evidence_url", "reference_version", "review_rating", "review_note",
    "reviewer_name", "review_date", "review_url", "disagreement", "suggested_outcome_as_published", "checkworthy",
    "dismissed", "second_opinion",
)  # fmt: skip
PAGES = "http://127.0.0.1:8501"
_BETWEEN = " | "
BOM = "\ufeff"
# Spreadsheets of some languages run the wide forms, too.
_RUN = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def export_csv(
    source: Source,
    *,
    documents: Sequence[str] | None = None,
    decided_only: bool = False,
    pages: str = PAGES,
    bom: bool = False,
) -> Iterator[str]:
    """Yield the lines of the verdict CSV (RFC 4180), the header first; ``pages`` is where the review pages are.

    ``bom`` puts the mark before it by which a spreadsheet knows that the file is UTF-8.
    """
    yield (BOM if bom else "") + _line(COLUMNS)
    for cells in verdict_cells(source, documents=documents, decided_only=decided_only, pages=pages):
        yield _line([_cell(cells[name]) for name in COLUMNS])


def verdict_cells(
    source: Source, *, documents: Sequence[str] | None = None, decided_only: bool = False, pages: str = PAGES
) -> Iterator[dict[str, Any]]:
    """Yield the values of each claim by column, ``None`` where there is none."""
    for document in chosen(source, documents):
        for claim in document.claims:
            if claim.rating is not None or not decided_only:
                yield _values(document, claim, pages, source.scale)


def _line(cells: Sequence[object]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.getvalue()


def verdict_row(document: Document, claim: Claim, pages: str = PAGES, scale: Scale = DEFAULT) -> dict[str, str]:
    """Return the cells of a claim, safe for spreadsheets, by column."""
    return {name: _cell(value) for name, value in _values(document, claim, pages, scale).items()}


def _values(document: Document, claim: Claim, pages: str, scale: Scale) -> dict[str, Any]:
    body = claim.body
    suggestion: Mapping[str, Any] = body.get("suggestion") or {}
    period = body.get("period") or [None, None]
    rows = suggestion.get("evidence") or []
    start, end = body.get("sentence") or (body["start"], body["end"])
    entities = body.get("entities") or [None]
    cells: dict[str, Any] = {
        "claim_id": claim.id, "document_id": document.id, "document_title": document.title,
        "document_url": document.url, "claim_text": document.text[start:end] or body["quote"],
        "claim_author_name": body.get("speaker") or document.author, "claim_date": document.published,
        "text_sha256": document.sha256, "period_start": period[0], "period_end": period[1],
        "entity": suggestion.get("entity") or entities[0], "counterpart": suggestion.get("counterpart"),
        "indicator": suggestion.get("indicator"), "suggested_outcome": suggestion.get("outcome"),
        "suggested_reason": suggestion.get("reason"), "working": suggestion.get("working"),
        "evidence_value": _joined(rows, "value"), "evidence_unit": _joined(rows, "unit"),
        "evidence_keys": _BETWEEN.join(map(evidence_key, rows)), "evidence_vintage": _joined(rows, "vintage"),
        "evidence_url": _joined(rows, "url"), "reference_version": document.reference_version,
        "review_rating": claim.rating, "review_note": claim.note, "reviewer_name": claim.reviewer,
        "review_date": claim.decided_at, "review_url": review_url(claim.id, pages),
        "disagreement": scale.disagreement(claim.rating, suggestion.get("outcome") or ""),
        "suggested_outcome_as_published": suggestion.get("as_published"),
        "dismissed": claim.dismissed, "second_opinion": "yes" if claim.second_opinion else "",
    }  # fmt: skip
    plain = ("quote", "start", "end", "kind", "value", "unit", "bound", "checkworthy")
    cells |= {name: body.get(name) for name in plain}
    return {name: cells[name] for name in COLUMNS}


def review_url(claim_id: str, pages: str = PAGES) -> str:
    """Return the address of a claim on the review pages.

    >>> review_url("a 1")
    'http://127.0.0.1:8501/?claim=a%201'
    """
    from urllib.parse import quote

    return f"{pages.rstrip('/')}/?claim={quote(claim_id, safe='')}"


def evidence_key(row: Mapping[str, Any]) -> str:
    """Return what identifies a row of the tables, in one cell.

    >>> evidence_key({"indicator": "gdp", "entity": "FRA", "period": "2021", "vintage": "2022-01-28", "source": "stat"})
    'gdp,FRA,,2021,2022-01-28,stat'
    """
    names = ("indicator", "entity", "counterpart", "period", "vintage", "source")
    return ",".join(str(row.get(name) or "") for name in names)


def _joined(rows: Sequence[Mapping[str, Any]], name: str) -> str:
    return _BETWEEN.join(str(row.get(name) or "") for row in rows)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return safe(value)
    return json.dumps(value)


def safe(text: str) -> str:
    """Return a text that no spreadsheet runs: an apostrophe goes before a sign that would start a formula.

    >>> safe("=1+1"), safe("plain"), safe("'=1+1")
    ("'=1+1", 'plain', "''=1+1")
    """
    return "'" + text if text.lstrip("'")[:1] in _RUN and text else text


def plain(cell: str) -> str:
    """Return the text that ``safe`` was given.

    >>> [plain(safe(text)) for text in ("=1+1", "'=1+1", "'tis", "")]
    ['=1+1', "'=1+1", "'tis", '']
    """
    return cell[1:] if cell.startswith("'") and safe(cell[1:]) == cell else cell
