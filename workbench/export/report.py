"""Reports as one HTML file that needs nothing else: each text with its marks, then its claims one by one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from workbench.counting import many
from workbench.export import cards, chart, series, wording
from workbench.export.marks import pieces
from workbench.ratings import DEFAULT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from workbench.export.source import Claim, Document
    from workbench.export.wording import Names
    from workbench.ratings import Scale
    from workbench.reference import Reference

    Record = Mapping[str, Any]

_PAGE_CSS = """
:root { color-scheme: light dark; }
body { margin: 0 auto; max-width: 50rem; padding: 2rem 1.25rem 4rem; background: light-dark(#FFFFFF, #0E141B);
  color: light-dark(#0E141B, #EEF1F5); font: 16px/1.55 system-ui, sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 0.25rem; }
.wb .about, .wb .key { color: var(--open); margin: 0 0 0.5rem; font-size: 0.9rem; }
.wb .key { margin-bottom: 1.5rem; }
.wb .key span { text-decoration: underline 2px var(--style) var(--tone); text-underline-offset: 3px; }
.article { white-space: pre-wrap; unicode-bidi: plaintext; font-size: 1.05rem; line-height: 1.7; }
.wb .article a { color: inherit; text-decoration: underline 2px var(--style) var(--tone); text-underline-offset: 3px; }
article + article { margin-top: 5rem; }
section { border-top: 1px solid light-dark(#D5D9E0, #3A424E); margin-top: 2rem; padding-top: 1.25rem; }
section .outcomes { margin-bottom: 0.75rem; }
.wb .said { margin: 0.4rem 0 0; padding: 0; font-style: normal; color: var(--open); }
.wb th, .wb td { overflow-wrap: break-word; }
.wb .back { font-size: 0.85rem; }
:target { outline: 2px solid light-dark(#0050C8, #8ABDFF); outline-offset: 6px; }
@media (max-width: 40rem) {
  .wb .outcomes, .wb .compared { grid-template-columns: 1fr; }
  .wb thead { display: none; }
  .wb tr { display: block; border-bottom: 1px solid var(--line); padding: 0.3rem 0; }
  .wb td { display: inline-block; padding: 0 0.9rem 0 0; border: 0; }
  .wb td:first-child { display: block; font-weight: 600; }
  svg[role=img] { font-size: 19px; }
}
@media print {
  :root { color-scheme: light; }
  @page { margin: 18mm 16mm; }
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  h1, h2, h3 { break-after: avoid; }
  .outcomes, .working, tr, svg { break-inside: avoid; }
  article + article { break-before: page; margin-top: 0; }
  .wb .back { display: none; }
  td a[href]::after { content: " <" attr(href) ">"; font-size: 0.8em; }
}
"""
_WORTHY = 0.5


@dataclass(frozen=True, slots=True)
class _Tables:
    """What a report is told by: tables, where they are at hand, label codes and have series to draw; a scale rates."""

    reference: Reference | None
    scale: Scale = DEFAULT

    @property
    def names(self) -> Names:
        """The function from codes of the tables to their labels; codes stay as they are without tables."""
        return wording.names_from(self.reference) if self.reference else str

    def chart(self, claim: Record, published: str | None) -> str:
        """Return the drawing of the series behind a claim with its key, or nothing where there is none to draw."""
        drawn = series.series(claim, published, self.reference) if self.reference else None
        if drawn is None:
            return ""
        told = cards.text(f"{drawn.title}, in {drawn.unit}. {series.legend(drawn)}")
        return f'<h3>The series</h3><p class="about">{told}</p>{chart.svg(drawn)}'


def html_report(record: Record, text: str, reference: Reference | None = None) -> str:
    """Return the report of a check record and its text, as one page; tables that are given have their series drawn."""
    return "".join(html_reports([(record, text)], reference))


def html_reports(checked: Iterable[tuple[Record, str]], reference: Reference | None = None) -> Iterator[str]:
    """Yield one page with the reports of check records and their texts, piece by piece; see ``html_report``."""
    source = iter(checked)
    first = list(islice(source, 2))
    title = _title(first[0][0]) if len(first) == 1 else "Fact-check report"
    tables = _Tables(reference)
    bodies = (
        _document(record, text, {}, f"document-{number}-claim", tables)
        for number, (record, text) in enumerate(chain(first, source), 1)
    )
    return _page(title, bodies)


def report(documents: Iterable[Document], reference: Reference | None = None, scale: Scale = DEFAULT) -> Iterator[str]:
    """Yield one page with the reports of stored documents and the verdicts on their claims, piece by piece.

    Tables that are given have their series drawn; ``scale`` names the verdicts.
    """
    tables = _Tables(reference, scale)
    bodies = (_stored(number, document, tables) for number, document in enumerate(documents, 1))
    return _page("Fact-check report", bodies)


def _page(title: str, bodies: Iterable[str]) -> Iterator[str]:
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    yield (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f"<title>{cards.text(title)}</title><style>{cards.CSS}{chart.CSS}{_PAGE_CSS}</style></head>"
        '<body class="wb"><main>\n'
    )
    yield from bodies
    yield "</main></body></html>\n"


def _title(record: Record) -> str:
    return str(record.get("title") or record["id"])


def _stored(number: int, document: Document, tables: _Tables) -> str:
    record = {name: getattr(document, name) for name in ("id", "title", "url", "author", "published")}
    record |= {"reference_version": document.reference_version, "claims": [claim.body for claim in document.claims]}
    verdicts = {claim.id: claim for claim in document.claims}
    return _document(record, document.text, verdicts, f"document-{number}-claim", tables)


def _document(record: Record, text: str, verdicts: Mapping[str, Claim], anchor: str, tables: _Tables) -> str:
    claims = [claim for claim in record["claims"] if claim.get("checkworthy", 1.0) >= _WORTHY]
    sections = "".join(
        _section(f"{anchor}-{number}", number, claim, verdicts.get(claim["id"]), _sentence(claim, text), record, tables)
        for number, claim in enumerate(claims, 1)
    )
    return (
        f"<article><h1>{cards.text(_title(record))}</h1>{_about(record)}{_key(claims)}"
        f'<div class="article">{_article(text, claims, anchor)}</div>{sections}</article>\n'
    )


def _about(record: Record) -> str:
    known = (
        record.get("author") or "",
        f"published {record['published']}" if record.get("published") else "publication date unknown",
        f"reference tables {record['reference_version']}" if record.get("reference_version") else "",
    )
    address = record.get("url") or ""
    parts = [cards.text(part) for part in known if part] + ([cards.link(address, address)] if address else [])
    return f'<p class="about">{" · ".join(parts)}</p>'


def _key(claims: list[Record]) -> str:
    """Return how many claims came out how, each outcome marked as its claims are in the text."""
    counts = Counter((claim.get("suggestion") or {}).get("latest") for claim in claims)
    parts = [
        f'<span class="{wording.tone(code)}">{count} {cards.text(wording.outcome(code).lower())}</span>'
        for code, count in counts.most_common()
    ]
    return f'<p class="key">{many(len(claims), "claim")}{": " if parts else ""}{", ".join(parts)}</p>'


def _article(text: str, claims: list[Record], anchor: str) -> str:
    found = []
    marked: set[int] = set()
    for piece in pieces(text, [(claim["start"], claim["end"]) for claim in claims]):
        shown = cards.text(piece.text)
        if piece.claims:
            number = piece.claims[0]
            suggestion = claims[number].get("suggestion") or {}
            place = "" if number in marked else f' id="{anchor}-{number + 1}-mark"'
            marked.add(number)
            tone = wording.tone(suggestion.get("outcome"))
            shown = f'<a class="{tone}"{place} href="#{anchor}-{number + 1}">{shown}</a>'
        found.append(shown)
    return "".join(found)


def _sentence(claim: Record, text: str) -> str:
    start, end = claim.get("sentence") or (0, 0)
    return " ".join(text[start:end].split())


def _section(
    anchor: str, number: int, body: Record, stored: Claim | None, sentence: str, record: Record, tables: _Tables
) -> str:
    verdict = cards.decided(stored, tables.scale) if stored else ""
    names = tables.names
    said = f'<blockquote class="said">{cards.text(sentence)}</blockquote>' if sentence != body["quote"] else ""
    return (
        f'<section id="{anchor}"><h2>{number}. {cards.text(" ".join(body["quote"].split()))}</h2>{said}'
        f"{cards.outcomes(body)}{verdict}{cards.reading(body, names)}{cards.workings(body, names)}"
        f"{cards.hints(body, names)}{tables.chart(body, record.get('published'))}"
        f"{cards.evidence(body, names)}{cards.alternatives(body, names)}"
        f'<p><a class="back" href="#{anchor}-mark">Back to the text</a></p></section>'
    )
