"""The reference series behind a claim, ready to be drawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from workbench.check.working import evidence_figure
from workbench.errors import WorkbenchError
from workbench.export import wording
from workbench.interval import as_decimal, evaluate
from workbench.model import Evidence

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from workbench.model import Observation
    from workbench.reference import Reference

_DISPLAY_UNITS = {"percent": "%", "percentage_point": "percentage points"}
_SCALES = ((Decimal(10) ** 12, "trillion"), (Decimal(10) ** 9, "billion"), (Decimal(10) ** 6, "million"))


@dataclass(frozen=True, slots=True)
class Point:
    """One figure of a series: ``known`` by the document's day, ``used`` by the suggestion, ``newest`` print of it."""

    day: date
    value: float
    period: str
    vintage: str
    known: bool
    used: bool
    newest: bool


@dataclass(frozen=True, slots=True)
class Series:
    """The reference series behind a claim, in one unit, with what the claim says of it.

    ``low`` and ``high`` bound what the claim admits and ``claimed`` is what it says of the period that begins on
    ``day``; for a change or a share, the level that it asks for.
    """

    title: str
    unit: str
    points: tuple[Point, ...]
    low: float | None
    high: float | None
    claimed: float | None
    day: date | None
    published: str | None
    summary: str


def series(body: Mapping[str, Any], published: str | None, reference: Reference) -> Series | None:
    """Return the series that a claim was checked against; ``None`` where there is none to draw."""
    suggestion = body.get("suggestion") or {}
    indicator, entity, partner = _asked(suggestion, reference)
    if indicator not in reference.indicators or not entity:
        return None
    rows = _drawn(reference.series(indicator, entity, partner))
    if len({row.period for row in rows}) < 2:
        return None
    definition = reference.indicators[indicator]
    scale, word = _scale(rows)
    unit = " ".join(part for part in (word, _unit(definition.unit, definition.currency)) if part)
    points = _points(rows, scale, published, suggestion)
    row, *ends = _claimed(body, rows)
    low, high, claimed = (_float(end, scale) for end in ends)
    names = wording.names_from(reference)
    title = f"{definition.label}, {names(entity)}" + (f" and {names(partner)}" if partner else "")
    first, *_, last = [point for point in points if point.newest]
    summary = f"{title}, {unit}: from {first.value:,.6g} in {first.period} to {last.value:,.6g} in {last.period}"
    return Series(title, unit, points, low, high, claimed, row.start if row else None, published, summary)


def _asked(suggestion: Mapping[str, Any], reference: Reference) -> tuple[str, str, str]:
    """Return the series of the first row used, which may be the other side's; without rows the linked one."""
    known = (row for row in suggestion.get("evidence") or () if row.get("indicator") in reference.indicators)
    source = next(known, suggestion)
    indicator, entity, partner = (str(source.get(name) or "") for name in ("indicator", "entity", "counterpart"))
    return indicator, entity, partner


def legend(series: Series) -> str:
    """Say how the marks of a drawn series are to be read."""
    told = "Large: rows used. Faint: published after the document. Dotted line: day of publication."
    if not all(point.newest for point in series.points):
        told += " Diamonds: earlier prints."
    if series.low is not None or series.high is not None:
        told += " Band: what the claim admits."
    return told


def _drawn(rows: Sequence[Observation]) -> list[Observation]:
    """Leave targets and overlapping intervals out; the oldest print of a period comes first."""
    kept = [row for row in rows if row.status != "T" and "/" not in row.period]
    return sorted(kept, key=lambda row: (row.end, row.vintage or date.min))


def _scale(rows: Sequence[Observation]) -> tuple[Decimal, str]:
    top = max(abs(row.value) for row in rows)
    return next(((by, word) for by, word in _SCALES if top >= by), (Decimal(1), ""))


def _unit(unit: str, currency: str) -> str:
    return currency if unit == "currency" else _DISPLAY_UNITS.get(unit, wording.unit(unit))


def _points(
    rows: Sequence[Observation], scale: Decimal, published: str | None, suggestion: Mapping[str, Any]
) -> tuple[Point, ...]:
    used = _used(suggestion)
    last = {row.period: (row.table, row.line) for row in rows}
    return tuple(
        Point(
            day=row.start,
            value=float(row.value / scale),
            period=row.period,
            vintage=row.vintage.isoformat() if row.vintage else "always known",
            known=not published or not row.vintage or row.vintage.isoformat() <= published,
            used=(row.table, row.line) in used,
            newest=last[row.period] == (row.table, row.line),
        )
        for row in rows
    )


def _claimed(
    body: Mapping[str, Any], rows: Sequence[Observation]
) -> tuple[Observation | None, Decimal | None, Decimal | None, Decimal | None]:
    """Return the row that the claim speaks of, with the ends of its tolerance and their middle as levels of that row.

    Of a change or share the level is found that the claim would ask of that row, the others being as they are; a
    formula that is not linear in the row (a rank, a streak) has no place on the series.
    """
    suggestion = body.get("suggestion") or {}
    tolerance = suggestion.get("tolerance") or {}
    low, high = _number(tolerance.get("low")), _number(tolerance.get("high"))
    drawn = {(row.table, row.line): row for row in rows}
    evidence = [Evidence(**row) for row in suggestion.get("evidence") or ()]
    at = next((at for at, row in enumerate(evidence) if (row.table, row.line) in drawn), None)
    level = _inverse(str(suggestion.get("formula") or ""), evidence, at) if at is not None else None
    if at is None or level is None:
        return None, None, None, None
    row = drawn[evidence[at].table, evidence[at].line]
    low, high = (level(end) * row.value if end is not None else None for end in (low, high))
    if (level(Decimal(1)) - level(Decimal(0))) * row.value < 0:
        low, high = high, low
    known = [end for end in (low, high) if end is not None]
    said = sum(known, Decimal(0)) / len(known) if known and isinstance(body.get("value"), int | float) else None
    return row, low, high, said


def _inverse(formula: str, evidence: Sequence[Evidence], at: int) -> Callable[[Decimal], Decimal] | None:
    """Return what a result asks of a row, as a multiple of what the row says; ``None`` where no line tells it."""

    def times(factor: int) -> Fraction:
        return evaluate(formula, [*figures[:at], figures[at].scaled(Fraction(factor)), *figures[at + 1 :]]).value

    try:
        figures = [evidence_figure(row) for row in evidence]
        first, second, third = times(1), times(2), times(3)
    except (WorkbenchError, ArithmeticError, ValueError):
        return None
    step = second - first
    if not step or third - second != step:
        return None
    return lambda result: as_decimal(1 + (Fraction(result) - first) / step)


def _used(suggestion: Mapping[str, Any]) -> set[tuple[str, int]]:
    return {(row["table"], row["line"]) for row in suggestion.get("evidence") or ()}


def _float(value: Decimal | None, scale: Decimal) -> float | None:
    return float(value / scale) if value is not None else None


def _number(text: str | None) -> Decimal | None:
    try:
        return Decimal(text) if text is not None else None
    except InvalidOperation:
        return None
