"""Verdicts on their way out: CSV, XLSX, ClaimReview, JSON lines and HTML reports; and a verdict table back in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from workbench.errors import UsageError
from workbench.export.claimreview import claim_review
from workbench.export.reading import is_verdict_table, read_verdict_csv, read_verdicts
from workbench.export.report import html_report, html_reports, report
from workbench.export.source import chosen
from workbench.export.verdicts import COLUMNS, PAGES, export_csv, review_url, verdict_row
from workbench.export.workbook import export_xlsx

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workbench.export.source import Source
    from workbench.reference import Reference

__all__ = [
    "COLUMNS",
    "FORMATS",
    "claim_review",
    "export_csv",
    "export_jsonl",
    "export_store",
    "export_xlsx",
    "html_report",
    "html_reports",
    "is_verdict_table",
    "read_verdict_csv",
    "read_verdicts",
    "report",
    "review_url",
    "verdict_row",
]

FORMATS = ("csv", "claimreview", "jsonl", "html")


def export_jsonl(source: Source, *, documents: Sequence[str] | None = None) -> Iterator[str]:
    """Yield the check record of each document as a line, with the newest verdict of each claim in ``verdict``."""
    for document in chosen(source, documents):
        claims = [
            {
                **claim.body,
                "verdict": {
                    "rating": claim.rating,
                    "note": claim.note,
                    "reviewer": claim.reviewer,
                    "date": claim.decided_at,
                    "dismissed": claim.dismissed,
                    "second_opinion": claim.second_opinion,
                },
            }
            for claim in document.claims
        ]
        record = {
            "id": document.id,
            "published": document.published,
            "title": document.title,
            "url": document.url,
            "author": document.author,
            "text_sha256": document.sha256,
            "reference_version": document.reference_version,
            "claims": claims,
        }
        yield json.dumps(record, ensure_ascii=False) + "\n"


def export_store(
    source: Source,
    form: str,
    *,
    documents: Sequence[str] | None = None,
    decided_only: bool = False,
    pages: str = PAGES,
    bom: bool = False,
    reference: Reference | None = None,
) -> Iterator[str]:
    """Yield what a store holds as ``csv``, ``claimreview``, ``jsonl`` or ``html``, piece by piece.

    ``reference`` are the tables whose series the ``html`` draws.
    """
    if form == "csv":
        return export_csv(source, documents=documents, decided_only=decided_only, pages=pages, bom=bom)
    if form == "jsonl":
        return export_jsonl(source, documents=documents)
    if form == "claimreview":
        reviews = claim_review(source, documents=documents, pages=pages)
        return iter([json.dumps(reviews, ensure_ascii=False, indent=2) + "\n"])
    if form == "html":
        return report(chosen(source, documents), reference, source.scale)
    raise UsageError(f"no format {form!r}", hint="one of " + ", ".join(FORMATS))
