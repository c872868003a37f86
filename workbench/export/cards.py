"""A claim's card as HTML: every text is escaped, every link goes to a web address or is shown as text."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from workbench.export import wording
from workbench.export.comparison import compare
from workbench.ratings import DEFAULT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from workbench.export.source import Claim
    from workbench.export.wording import Names
    from workbench.ratings import Scale

    Body = Mapping[str, Any]

CSS = """
.wb { --holds: light-dark(#005EEB, #8ABDFF); --fails: light-dark(#981616, #FF9C94);
  --partly: light-dark(#6E008A, #E3A6F7); --open: light-dark(#4A4F57, #BAC1CB);
  --line: light-dark(#D5D9E0, #3A424E); --soft: light-dark(#F4F6F9, #1A212B);
  font-variant-numeric: tabular-nums; line-height: 1.5; overflow-wrap: anywhere; }
.wb .holds { --tone: var(--holds); --style: solid; }
.wb .fails { --tone: var(--fails); --style: double; }
.wb .partly { --tone: var(--partly); --style: dashed; }
.wb .open { --tone: var(--open); --style: dotted; }
.wb h2 { font-size: 1.15rem; line-height: 1.35; font-weight: 600; margin: 0; padding: 0; unicode-bidi: isolate; }
.wb h3 { font-size: 0.8rem; font-weight: 600; letter-spacing: 0.03em; text-transform: uppercase;
  margin: 1rem 0 0.35rem; padding: 0; color: var(--open); }
.wb p { margin: 0 0 0.35rem; }
.wb .outcomes { display: grid; grid-template-columns: 1fr 1fr; gap: 0.75rem; margin-top: 0.6rem; }
.wb .outcome { border-left: 4px var(--style) var(--tone); padding: 0.1rem 0 0.1rem 0.7rem; }
.wb .outcome small { display: block; color: var(--open); font-size: 0.8rem; }
.wb .outcome strong { color: var(--tone); font-size: 1.05rem; }
.wb .outcome span { display: block; font-size: 0.875rem; }
.wb .working { margin: 0; padding: 0.5rem 0.7rem; background: var(--soft); border-radius: 4px; list-style: none;
  font-size: 0.875rem; }
.wb .working li { margin: 0; padding: 0.1rem 0; unicode-bidi: isolate; }
.wb .working li + li { border-top: 1px solid var(--line); }
.wb dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.15rem 0.9rem; margin: 0; font-size: 0.9rem; }
.wb .compared { grid-template-columns: 3fr 3fr 4fr; gap: 0.75rem; margin: 0.6rem 0 0.2rem; }
.wb .compared dt { font-size: 0.8rem; } .wb .compared dd { font-weight: 600; }
.wb .compared small { display: block; color: var(--open); font-size: 0.8rem; font-weight: 400; }
.wb dt { color: var(--open); }
.wb dd { margin: 0; unicode-bidi: isolate; }
.wb table { border-collapse: collapse; width: 100%; font-size: 0.85rem; border: 0; margin: 0; }
.wb th, .wb td { text-align: left; padding: 0.3rem 0.6rem 0.3rem 0; border: 0; border-bottom: 1px solid var(--line);
  vertical-align: top; }
.wb th { font-weight: 600; color: var(--open); white-space: nowrap; }
.wb td.number, .wb th.number { text-align: right; white-space: nowrap; }
.wb td.place, .wb td.day { white-space: nowrap; }
.wb .hint { border-left: 4px dashed var(--partly); padding-left: 0.7rem; font-size: 0.9rem; }
.wb a { color: light-dark(#0050C8, #8ABDFF); text-decoration: underline; }
"""


def text(value: object) -> str:
    """Return any value as HTML text.

    >>> text("<b> & co")
    '&lt;b&gt; &amp; co'
    """
    return escape(str(value), quote=True)


def link(address: str, words: str) -> str:
    """Return a link to a web address; anything else (``javascript:``, a path) is shown as words only.

    >>> link("https://example.org", "A"), link("javascript:alert(1)", "A")
    ('<a href="https://example.org" target="_blank" rel="noopener noreferrer">A</a>', 'A')
    """
    if not address.lower().startswith(("https://", "http://")):
        return text(words)
    return f'<a href="{text(address)}" target="_blank" rel="noopener noreferrer">{text(words)}</a>'


def outcomes(body: Body) -> str:
    """Return the suggestion of today beside the one as of publication, and the figures that are compared."""
    found = body.get("suggestion") or {}
    now = _outcome("With all figures known today", found.get("latest"), found.get("reason"))
    then = _outcome("As of publication", found.get("as_published"), found.get("as_published_reason"))
    return f'<div class="outcomes">{now}{then}</div>{_compared(body)}'


def _outcome(when: str, code: str | None, reason: str | None) -> str:
    why = wording.reason(reason)
    return (
        f'<div class="outcome {wording.tone(code)}"><small>{text(when)}</small>'
        f"<strong>{text(wording.outcome(code))}</strong>{f'<span>{text(why)}</span>' if why else ''}</div>"
    )


def _compared(body: Body) -> str:
    """Return the claimed figure beside the one of the tables and how far they are apart, where two such stand."""
    found = compare(body)
    if found is None:
        return ""
    pairs = (
        ("Claimed", found.claimed, f"admits {found.admits}" if found.admits else ""),
        ("Tables", found.found, f"{found.rounded}, as the rows are rounded" if found.rounded else ""),
        ("Difference", found.apart, ""),
    )
    shown = "".join(
        f"<div><dt>{name}</dt><dd>{text(words)}{f'<small>{text(more)}</small>' if more else ''}</dd></div>"
        for name, words, more in pairs
    )
    return f'<dl class="compared">{shown}</dl>'


def workings(body: Body, names: Names = str) -> str:
    """Return the arithmetic step by step, of today and, where it differs, as of publication."""
    found = body.get("suggestion") or {}
    now, then = found.get("working") or "", found.get("as_published_working") or ""
    rule = (found.get("tolerance") or {}).get("rule")
    steps, earlier = ([wording.spelled(line, names) for line in wording.lines(working)] for working in (now, then))
    shown = _lines("Working", steps + ([f"Tolerance: {rule}"] if rule and now else []))
    return shown + (_lines("Working as of publication", earlier) if then != now else "")


def _lines(title: str, lines: Sequence[str]) -> str:
    if not lines:
        return ""
    items = "".join(f"<li>{text(line)}</li>" for line in lines)
    return f'<h3>{text(title)}</h3><ul class="working">{items}</ul>'


def hints(body: Body, names: Names = str) -> str:
    """Return the traps that the claim may have fallen into."""
    given = (body.get("suggestion") or {}).get("hints") or ()
    found = [wording.hint(wording.spelled(hint, names)) for hint in given]
    shown = "".join(
        f'<p class="hint">{f"<strong>{text(trap)}:</strong> " if trap else ""}{text(sentence)}</p>'
        for trap, sentence in found
    )
    return f"<h3>Watch out</h3>{shown}" if shown else ""


def reading(body: Body, names: Names = str) -> str:
    """Return how the claim was read."""
    pairs = "".join(f"<dt>{text(name)}</dt><dd>{text(words)}</dd>" for name, words in wording.reading(body, names))
    return f"<h3>Read as</h3><dl>{pairs}</dl>" if pairs else ""


def evidence(body: Body, names: Names = str) -> str:
    """Return the rows that the suggestions rest on, with vintage, source and place in the tables."""
    found = body.get("suggestion") or {}
    now, then = found.get("evidence") or [], found.get("as_published_evidence") or []
    extra = [row for row in then if row not in now]
    return _table("Rows used", now, names) + _table("Rows used as of publication", extra, names)


def _table(title: str, rows: Sequence[Mapping[str, Any]], names: Names) -> str:
    if not rows:
        return ""
    head = (
        '<tr><th scope="col">Figure</th><th scope="col">Period</th><th scope="col" class="number">Value</th>'
        '<th scope="col">Published</th><th scope="col">Source</th><th scope="col">Row</th></tr>'
    )
    lines = "".join(_row(row, names) for row in rows)
    return f"<h3>{text(title)}</h3><table><thead>{head}</thead><tbody>{lines}</tbody></table>"


def _row(row: Mapping[str, Any], names: Names) -> str:
    parts = [names(row.get(name) or "") for name in ("indicator", "entity", "counterpart") if row.get(name)]
    place = f"{row.get('table', '')}:{row.get('line', '')}".removeprefix("observations/")
    return (
        f"<tr><td>{text(', '.join(parts))}</td><td>{text(row.get('period') or '')}</td>"
        f'<td class="number">{text(row.get("value") or "")} {text(wording.unit(row.get("unit")))}</td>'
        f'<td class="day">{text(row.get("vintage") or "always known")}</td>'
        f"<td>{link(row.get('url') or '', row.get('source') or 'source')}</td><td>{text(place)}</td></tr>"
    )


def alternatives(body: Body, names: Names = str) -> str:
    """Return the other readings that were looked at."""
    found = (body.get("suggestion") or {}).get("alternatives") or ()
    items = "".join(
        f"<li><strong>{text(names(other.get('indicator') or ''))}</strong> would be "
        f"{text(wording.outcome(other.get('outcome')).lower())}: "
        f"{text(wording.spelled(other.get('working') or '', names))}</li>"
        for other in found
    )
    return f'<h3>Other readings looked at</h3><ul class="working">{items}</ul>' if items else ""


def decided(claim: Claim, scale: Scale = DEFAULT) -> str:
    """Return what people have decided on a stored claim: the verdict, or why it was dismissed; or nothing."""
    if claim.dismissed:
        told = f"Dismissed by {text(claim.reviewer or '')}: {text(wording.dismissal(claim.dismissed))}."
        return f'<p class="hint">{told}{f" <q>{text(claim.note)}</q>" if claim.note else ""}</p>'
    return verdict(claim.rating, claim.note, claim.reviewer, claim.decided_at, scale)


def verdict(rating: str | None, note: str, reviewer: str | None, day: str | None, scale: Scale = DEFAULT) -> str:
    """Return the verdict of a person, or nothing."""
    if not rating and not note:
        return ""
    head = " · ".join(part for part in ("Verdict" if rating else "Note", reviewer or "", (day or "")[:10]) if part)
    said = f"<strong>{text(scale.label(rating))}</strong>" if rating else ""
    return f'<div class="outcome {scale.tone(rating)}"><small>{text(head)}</small>{said}<span>{text(note)}</span></div>'
