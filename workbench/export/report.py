"""A document's report as one HTML file that needs nothing else: the text with its marks, then each claim."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbench.export import cards, wording
from workbench.export.marks import pieces

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from workbench.export.source import Claim, Document

_PAGE_CSS = """
:root { color-scheme: light dark; }
body { margin: 0 auto; max-width: 50rem; padding: 2rem 1.25rem 4rem; background: light-dark(#FFFFFF, #0E141B);
  color: light-dark(#0E141B, #EEF1F5); font: 16px/1.55 system-ui, sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 0.25rem; }
.about { color: light-dark(#4A4F57, #BAC1CB); margin: 0 0 1.5rem; }
.article { white-space: pre-wrap; unicode-bidi: plaintext; font-size: 1.05rem; line-height: 1.7; }
.article a { color: inherit; text-decoration: underline 2px var(--style) var(--tone); text-underline-offset: 3px; }
article + article { margin-top: 5rem; }
section { border-top: 1px solid light-dark(#D5D9E0, #3A424E); margin-top: 2rem; padding-top: 1.25rem; }
section .outcomes { margin-bottom: 0.75rem; }
:target { outline: 2px solid light-dark(#0050C8, #8ABDFF); outline-offset: 6px; }
"""
_WORTHY = 0.5


def html_report(record: Mapping[str, Any], text: str) -> str:
    """Return the report of a check record and its text."""
    return "".join(_page(_title(record), [_document(record, text, {}, "claim")]))


def report(documents: Iterable[Document]) -> Iterator[str]:
    """Yield one page with the reports of stored documents and the verdicts on their claims, piece by piece."""
    bodies = (_stored(number, document) for number, document in enumerate(documents, 1))
    return _page("Fact-check report", bodies)


def _page(title: str, bodies: Iterable[str]) -> Iterator[str]:
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    yield (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f'<title>{cards.text(title)}</title><style>{cards.CSS}{_PAGE_CSS}</style></head><body class="wb"><main>\n'
    )
    yield from bodies
    yield "</main></body></html>\n"


def _title(record: Mapping[str, Any]) -> str:
    return str(record.get("title") or record["id"])


def _stored(number: int, document: Document) -> str:
    record = {name: getattr(document, name) for name in ("id", "title", "url", "author", "published")}
    record |= {"reference_version": document.reference_version, "claims": [claim.body for claim in document.claims]}
    return _document(record, document.text, {claim.id: claim for claim in document.claims}, f"document-{number}-claim")


def _document(record: Mapping[str, Any], text: str, verdicts: Mapping[str, Claim], anchor: str) -> str:
    claims = [claim for claim in record["claims"] if claim.get("checkworthy", 1.0) >= _WORTHY]
    sections = "".join(
        _section(f"{anchor}-{number}", number, claim, verdicts.get(claim["id"]))
        for number, claim in enumerate(claims, 1)
    )
    return (
        f"<article><h1>{cards.text(_title(record))}</h1>{_about(record, len(claims))}"
        f'<div class="article">{_article(text, claims, anchor)}</div>{sections}</article>\n'
    )


def _about(record: Mapping[str, Any], claims: int) -> str:
    known = (
        record.get("author") or "",
        f"published {record['published']}" if record.get("published") else "publication date unknown",
        f"{claims} claims",
        f"reference tables {record['reference_version']}" if record.get("reference_version") else "",
    )
    address = record.get("url") or ""
    parts = [cards.text(part) for part in known if part] + ([cards.link(address, address)] if address else [])
    return f'<p class="about">{" · ".join(parts)}</p>'


def _article(text: str, claims: list[Mapping[str, Any]], anchor: str) -> str:
    found = []
    for piece in pieces(text, [(claim["start"], claim["end"]) for claim in claims]):
        shown = cards.text(piece.text)
        if piece.claims:
            number = piece.claims[0]
            suggestion = claims[number].get("suggestion") or {}
            shown = f'<a class="{wording.tone(suggestion.get("outcome"))}" href="#{anchor}-{number + 1}">{shown}</a>'
        found.append(shown)
    return "".join(found)


def _section(anchor: str, number: int, body: Mapping[str, Any], stored: Claim | None) -> str:
    verdict = cards.verdict(stored.rating, stored.note, stored.reviewer, stored.decided_at) if stored else ""
    return (
        f'<section id="{anchor}"><h2>{number}. {cards.text(body["quote"])}</h2>{cards.outcomes(body)}{verdict}'
        f"{cards.workings(body)}{cards.hints(body)}{cards.reading(body)}{cards.evidence(body)}"
        f"{cards.alternatives(body)}</section>"
    )
