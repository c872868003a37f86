"""What the Reference page shows, made from what the tables hold: rows of lists, and HTML in which all text is text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from workbench.export import wording
from workbench.export.cards import link, text
from workbench.reference.listing import unit_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from workbench.model import Event, Indicator, Observation, Source
    from workbench.refcheck import Finding
    from workbench.reference import Reference
    from workbench.reference.catalogue import Found

_NAME = re.compile(r"[a-z][a-z0-9_]*")
COLUMNS = ("Figure", "Whom", "Unit", "From", "To", "Rows")
STATUSES = {
    "A": "actual", "E": "estimate", "F": "forecast", "P": "provisional", "B": "break in the series", "T": "target",
}  # fmt: skip
FREQUENCIES = {
    "A": "yearly", "S": "half-yearly", "Q": "quarterly", "M": "monthly", "W": "weekly", "D": "daily",
}  # fmt: skip
SEVERITIES = {"error": "fails", "warning": "partly", "info": "open"}


def found_rows(reference: Reference, found: Iterable[Found]) -> list[dict[str, Any]]:
    """Return series and indicators as rows of a list; their id is what the address holds."""
    rows = []
    for each in found:
        told, extent = reference.indicators[each.indicator], reference.extent(*each)
        cells = (told.label, whom(reference, each), unit(told), extent.first, extent.last, str(extent.rows))
        rows.append({"id": address(each), "cells": list(cells), "tones": ["", "", "soft", "soft", "soft", ""]})
    return rows


def address(found: Found) -> str:
    """Return a series as the address of the page names it."""
    return "|".join(found).rstrip("|")


def whom(reference: Reference, found: Found) -> str:
    """Return whom a series is about; of an indicator, the first of its entities and how many more there are."""
    if found.entity:
        return " and ".join(reference.entities[code].label for code in found[1:] if code)
    names = sorted(reference.entities[code].label for code in reference.entities_of(found.indicator))
    if not names:
        return "computed from others" if reference.indicators[found.indicator].derived_from else "no rows yet"
    return names[0] + (f" and {len(names) - 1:,} more" if len(names) > 1 else "")


def unit(indicator: Indicator) -> str:
    """Return the unit of an indicator as people write it.

    >>> from workbench.model import Indicator
    >>> unit(Indicator("people", "People", "count:person", unit_mult=3)), unit(Indicator("rate", "Rate", "percent"))
    ('thousand person', 'per cent')
    """
    words = unit_in_words(indicator)
    return "per cent" if words == "percent" else wording.unit(words).replace(" count:", " ")


def values(rows: Sequence[Observation], newest: Mapping[str, Observation]) -> str:
    """Return rows as a table; an earlier print of a figure is told as such."""
    head = "".join(
        f'<th scope="col"{kind}>{words}</th>'
        for words, kind in (("Period", ""), ("Value", ' class="number"'), ("Status", ""), ("Published", ""),
                            ("Source", ""), ("Row", ""))
    )  # fmt: skip
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(_value(row, newest) for row in rows)}</tbody></table>"


def _value(row: Observation, newest: Mapping[str, Observation]) -> str:
    earlier = row.status not in "FT" and newest.get(row.period) not in (None, row)
    said = STATUSES.get(row.status, row.status) + (", earlier print" if earlier else "")
    place = f"{row.table}:{row.line}".removeprefix("observations/")
    return (
        f'<tr{" class=earlier" if earlier else ""}><td class="day">{text(row.period)}</td>'
        f'<td class="number">{text(row.printed)}</td><td>{text(said)}</td>'
        f'<td class="day">{text(row.vintage or "always known")}</td>'
        f"<td>{link(row.url, row.source or 'address')}</td><td>{text(place)}</td></tr>"
    )


def about(indicator: Indicator, reference: Reference) -> str:
    """Return what is said of an indicator as pairs of name and words."""
    tolerance = " or ".join(
        words
        for words in (
            f"{indicator.rel_tol} of the value" if indicator.rel_tol else "",
            f"{indicator.abs_tol} {unit(indicator).replace('per cent', 'points')}" if indicator.abs_tol else "",
        )
        if words
    )
    bounds = " ".join(
        f"{word} {end}" for word, end in (("from", indicator.min), ("to", indicator.max)) if end is not None
    )
    parent = reference.indicators.get(indicator.parent)
    pairs = {
        "Definition": indicator.definition,
        "Code": indicator.indicator,
        "Unit": unit(indicator),
        "Kind": indicator.kind,
        "Frequency": FREQUENCIES.get(indicator.freq, indicator.freq),
        "Prices": f"{indicator.prices} prices" if indicator.prices else "",
        "Base": f"100 in {indicator.base_period}" if indicator.kind == "index" else indicator.base_period,
        "Adjusted": "for the season" if indicator.adjustment == "S" else "",
        "Counted": "from the beginning of the year" if indicator.cumulative else "",
        "Computed as": indicator.derived_from,
        "Belongs to": parent.label if parent else indicator.parent,
        "Tolerance": tolerance,
        "Possible": bounds,
        "Also called": ", ".join(indicator.aliases),
    }
    return pairs_of(pairs)


def kin(code: str, reference: Reference) -> list[str]:
    """Return the indicators that one is computed from or belongs to, and those that are computed from it."""
    told = reference.indicators[code]
    named = [*_NAME.findall(told.derived_from), told.parent]
    named += [other.indicator for other in reference.indicators.values()
              if code in (*_NAME.findall(other.derived_from), other.parent)]  # fmt: skip
    return [name for name in dict.fromkeys(named) if name in reference.indicators and name != code]


def pairs_of(pairs: Mapping[str, str]) -> str:
    """Return names and words as a list; those without words are left out."""
    return (
        "<dl>" + "".join(f"<dt>{name}</dt><dd>{text(words)}</dd>" for name, words in pairs.items() if words) + "</dl>"
    )


def source(told: Source) -> str:
    """Return a source with its address and its terms."""
    days = {"retrieved": told.retrieved, "published": told.published}
    parts = [told.publisher, told.licence, *(f"{name} {day}" for name, day in days.items() if day)]
    meta = " · ".join(text(part) for part in parts if part)
    return f"<li>{link(told.url, told.title)}<br><span class='meta'>{meta}</span></li>"


def finding(told: Finding) -> str:
    """Return a finding with its place and its check."""
    tone = SEVERITIES.get(told.severity, "open")
    return (
        f'<li class="{tone}"><strong>{text(told.severity.capitalize())}</strong> {text(told.sentence())}'
        f"<br><span class='meta'>{text(told.file)}:{told.line} · check {text(told.check)}</span></li>"
    )


def concerns(told: Finding, series: Found, sources: Iterable[str]) -> bool:
    """Tell whether a finding is about a series: one of its rows, its definition or a source of its rows."""
    if told.file == "sources.csv":
        return told.key in set(sources)
    words, about = told.key.split(), [part for part in series if part]
    return words == about[:1] or (words[: len(about)] == about and len(words) <= len(about) + 1)


def event(told: Event) -> str:
    """Return a dated event as a row of a table."""
    days = str(told.start) if told.start == told.end else f"{told.start} to {told.end}"
    return f'<tr><td class="day">{days}</td><td>{link(told.url, told.label)}</td></tr>'
