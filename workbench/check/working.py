"""The working of a suggestion as lines that a person can redo, and the rows as evidence."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from workbench.counting import many
from workbench.interval import Figure, shown
from workbench.model import Evidence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from workbench.model import Document, Event, Indicator, Observation

_SHOWN_ROWS = 4
_ROW = re.compile(r"#(\d+)")
_SIMPLE = re.compile(r"([a-z_]+)\(([^()]*)\)")
_TEXTS = {
    "growth": "({0} / {1} - 1) x 100",
    "loss": "({1} / {0} - 1) x 100",
    "compound": "(({0} / {1})^(1/{2}) - 1) x 100",
    "annualised": "(({0} / {1})^{2} - 1) x 100",
    "difference": "{0} - {1}",
    "ratio": "{0} / {1}",
    "share": "{0} / {1} x 100",
    "inverse": "1 / {0}",
    "product": "{0} x {1}",
}


def row_line(row: Observation) -> str:
    """Say what a row of the tables says.

    ``goods_trade_usd CHN RUS 2022 = 190.271 (published 2023-01-13)``
    """
    place = (row.indicator, row.entity, row.counterpart, row.period)
    return _line(place, row.printed, row.vintage.isoformat() if row.vintage else "", row.status, row.source)


def evidence_line(row: Evidence) -> str:
    """Say what a row of evidence says, in the words of :func:`row_line`.

    >>> evidence_line(Evidence("t.csv", 2, "trade", "CHN", "", "2024", "200", "1e9 USD", "2019-06-05", "", "", "T"))
    'trade CHN 2024 = 200 (set 2019-06-05, target)'
    """
    place = (row.indicator, row.entity, row.counterpart, row.period)
    return _line(place, row.value, row.vintage, row.status, row.source)


def _line(place: Sequence[str], printed: str, vintage: str, status: str, source: str) -> str:
    day = f"published {vintage}" if vintage else "undated"
    if status == "T":
        day = f"set {vintage}" if vintage else "day of setting unknown"
    said = {"E": "estimate", "F": "forecast", "T": "target", "P": "provisional"}.get(status, "")
    about = ", ".join(part for part in (day, said, source) if part)
    return f"{' '.join(part for part in place if part)} = {printed} ({about})"


def rows_recipe(count: int) -> str:
    """Return the recipe of the lines of the first rows; how many more there are is said.

    >>> rows_recipe(6)
    '{#0}; {#1}; {#2}; {#3}; and 2 more rows'
    """
    lines = [f"{{#{number}}}" for number in range(min(count, _SHOWN_ROWS))]
    if count > _SHOWN_ROWS:
        lines.append(f"and {many(count - _SHOWN_ROWS, 'more row')}")
    return "; ".join(lines)


def formula_text(formula: str, figures: Sequence[Figure], result: Figure) -> str:
    """Return the arithmetic of a formula with its figures put in, ``figures`` are all rows of evidence.

    >>> formula_text("ratio(#0, #1)", [Figure.exact(6), Figure.exact(3)], Figure.exact(2))
    '6 / 3 = 2'
    """
    name = formula.split("(", maxsplit=1)[0]
    named = [figures[int(number)] for number in _ROW.findall(formula)]
    if name in ("rank", "rank_low"):
        return f"place {shown(result.value)} of {len(named)}"
    if name in ("lead", "lag"):
        others = [f.value for f in named[1:]]
        extreme, word = (max(others), "largest") if name == "lead" else (min(others), "smallest")
        return f"{shown(named[0].value)} against the {word} of {len(others)} others, {shown(extreme)}"
    if name in ("sum", "mean"):
        return f"{name} of {len(named)} rows = {shown(result.value)}"
    return f"{_put_in(formula, figures)} = {shown(result.value)}"


def _put_in(formula: str, figures: Sequence[Figure]) -> str:
    text = _ROW.sub(lambda m: shown(figures[int(m[1])].value, 7), formula)
    for _ in range(8):
        match = _SIMPLE.search(text)
        if not match or match[1] not in _TEXTS:
            break
        arguments = [part.strip() for part in match[2].split(",")]
        inner = _TEXTS[match[1]].format(*arguments)
        whole = match.span() == (0, len(text))
        text = text[: match.start()] + (inner if whole else f"[{inner}]") + text[match.end() :]
    return text


def scale_of(unit: str) -> Fraction:
    """Return the multiplier that an evidence unit begins with.

    >>> scale_of("1e9 USD"), scale_of("percent")
    (Fraction(1000000000, 1), Fraction(1, 1))
    """
    head, _, rest = unit.partition(" ")
    return Fraction(10) ** int(head[2:]) if rest and re.fullmatch(r"1e-?\d+", head) else Fraction(1)


def evidence(rows: Sequence[Observation], indicators: Mapping[str, Indicator]) -> tuple[Evidence, ...]:
    """Return rows in the form that is exported; ``unit`` begins with the multiplier of the printed value, if any."""
    found = []
    for row in rows:
        if row.indicator not in indicators:  # a rate of exchange, which is no row of the tables
            found.append(_rate_evidence(row))
            continue
        indicator = indicators[row.indicator]
        unit = indicator.currency or "currency" if indicator.unit == "currency" else indicator.unit
        if indicator.unit_mult:
            unit = f"1e{indicator.unit_mult} {unit}"
        found.append(
            Evidence(
                row.table, row.line, row.indicator, row.entity, row.counterpart, row.period, row.printed, unit,
                row.vintage.isoformat() if row.vintage else "", row.source, row.url, row.status,
            )
        )  # fmt: skip
    return tuple(found)


def _rate_evidence(row: Observation) -> Evidence:
    return Evidence(
        row.table, row.line, row.indicator, row.entity, row.counterpart, row.period, row.printed,
        f"{row.counterpart}/{row.entity}", row.vintage.isoformat() if row.vintage else "", row.source, row.url,
    )  # fmt: skip


def event_evidence(event: Event) -> Evidence:
    """Return an event in the form that is exported: its first day is the value."""
    return Evidence(
        event.table, event.line, event.event, event.entities[0] if event.entities else "",
        event.entities[1] if len(event.entities) > 1 else "", days_text(event), event.start.isoformat(), "date", "",
        event.source, event.url,
    )  # fmt: skip


def document_evidence(document: Document, told_for: date | None = None) -> Evidence:
    """Return the day of publication as a row, or the day the text tells of, for what is measured up to it."""
    day = told_for or document.published
    said = day.isoformat() if day else ""
    return Evidence("document", 0, document.id, "", "", said, said, "date", "", "the document itself", document.url)


def text_evidence(document: Document, value: Decimal, step: Decimal, unit: str) -> Evidence:
    """Return a figure of the text as a row, with the digits it is printed with."""
    scale = step.adjusted()
    printed, prefix = (value.scaleb(-scale), f"1e{scale} ") if scale > 0 else (value, "")
    return Evidence(
        "text",
        0,
        document.id,
        "",
        "",
        "",
        format(printed, "f"),
        f"{prefix}{unit}",
        "",
        "the document itself",
        document.url,
    )


def evidence_figure(row: Evidence) -> Figure:
    """Return a row of evidence as a figure: days exactly, values with the interval of their printed digits.

    >>> row = Evidence("t.csv", 2, "trade", "CHN", "RUS", "2022", "190.3", "1e9 USD", "", "", "")
    >>> evidence_figure(row).high == 190350000000
    True
    """
    if row.unit == "date":
        return Figure.exact(date.fromisoformat(row.value).toordinal())
    value = Decimal(row.value)
    step = Decimal(1).scaleb(int(value.as_tuple().exponent))
    return Figure.printed(value, step).scaled(scale_of(row.unit))


def days_text(event: Event) -> str:
    """Return the day or days of an event."""
    return event.start.isoformat() if event.start == event.end else f"{event.start}/{event.end}"
