"""A document's claims as HTML for a notebook: the text with its marks, then a line a claim worth checking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbench.counting import many
from workbench.export import cards, wording
from workbench.export.marks import pieces

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Record = Mapping[str, Any]

_WORTHY = 0.5
_CSS = """
.wb-cell { color-scheme: light dark; background: light-dark(#FFFFFF, #0E141B); color: light-dark(#0E141B, #EEF1F5);
  padding: 0.75rem 1rem; max-width: 60rem; font: 15px/1.55 system-ui, sans-serif; }
.wb-cell .text { white-space: pre-wrap; max-height: 24em; overflow-y: auto; margin: 0.5rem 0 1rem; }
.wb-cell mark { background: none; color: inherit; text-decoration: underline 2px var(--style) var(--tone);
  text-underline-offset: 3px; }
.wb-cell td strong { color: var(--tone); white-space: nowrap; }
"""


def extraction_html(record: Record, text: str) -> str:
    """Return an extraction record and its text as HTML; every text is escaped, nothing is loaded."""
    head = ("Claim", "Kind", "Value", "Period", "About")
    rows = []
    for claim in _worthy(record):
        said = dict(wording.reading(claim))
        about = ", ".join(claim["entities"]) or claim["subject"]
        cells = (claim["quote"], claim["kind"].replace("_", " "), said.get("value", ""), said.get("period", ""), about)
        rows.append([cards.text(cell) for cell in cells])
    return _cell(record, text, head, rows)


def checked_html(record: Record, text: str) -> str:
    """Return a check record and its text as HTML; every text is escaped, nothing is loaded."""
    head = ("Claim", "Period", "Latest", "As published", "Working")
    rows = []
    for claim in _worthy(record):
        found = claim["suggestion"]
        working = "<br>".join(cards.text(wording.spelled(line, str)) for line in wording.lines(found["working"]))
        hints = "".join(f"<br><em>{cards.text(hint)}</em>" for hint in found["hints"])
        said = [cards.text(claim["quote"]), cards.text(wording.days(claim["period"]))]
        rows.append([*said, _outcome(found["latest"]), _outcome(found["as_published"]), working + hints])
    return _cell(record, text, head, rows)


def _worthy(record: Record) -> list[Record]:
    return [claim for claim in record["claims"] if claim["checkworthy"] >= _WORTHY]


def _outcome(code: str) -> str:
    return f'<strong class="{wording.tone(code)}">{cards.text(wording.outcome(code))}</strong>'


def _cell(record: Record, text: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    titles = "".join(f'<th scope="col">{name}</th>' for name in head)
    lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    day = f"published {record['published']}" if record["published"] else "publication date unknown"
    return (
        f'<style>{cards.CSS}{_CSS}</style><div class="wb wb-cell">'
        f"<h2>{cards.text(record.get('title') or record['id'])}</h2>"
        f"<p>{cards.text(day)}, {many(len(rows), 'claim')}</p>"
        f'<div class="text" tabindex="0" role="region" aria-label="Text">{_marked(record, text)}</div>'
        f"<table><thead><tr>{titles}</tr></thead><tbody>{lines}</tbody></table></div>"
    )


def _marked(record: Record, text: str) -> str:
    claims = _worthy(record)
    found = []
    for piece in pieces(text, [(claim["start"], claim["end"]) for claim in claims]):
        shown = cards.text(piece.text)
        if piece.claims:
            suggestion = claims[piece.claims[0]].get("suggestion") or {}
            shown = f'<mark class="{wording.tone(suggestion.get("latest"))}">{shown}</mark>'
        found.append(shown)
    return "".join(found)
