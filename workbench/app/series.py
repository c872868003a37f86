"""The reference series behind a claim, ready to be drawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from workbench.app.views import names_from
from workbench.export import wording

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
    ``day``, where it speaks of a level.
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
    indicator, entity = str(suggestion.get("indicator") or ""), suggestion.get("entity")
    if indicator not in reference.indicators or not entity:
        return None
    rows = _drawn(reference.series(indicator, entity, suggestion.get("counterpart") or ""))
    if len({row.period for row in rows}) < 2:
        return None
    definition = reference.indicators[indicator]
    scale, word = _scale(rows)
    unit = " ".join(part for part in (word, _unit(definition.unit, definition.currency)) if part)
    points = _points(rows, scale, published, suggestion)
    low, high, claimed = (_float(end, scale) for end in _claimed(body, rows))
    names = names_from(reference)
    partner = suggestion.get("counterpart")
    title = f"{definition.label}, {names(entity)}" + (f" and {names(partner)}" if partner else "")
    first, *_, last = [point for point in points if point.newest]
    used = [point.day for point in points if point.used]
    summary = f"{title}, {unit}: from {first.value:,.6g} in {first.period} to {last.value:,.6g} in {last.period}"
    day = used[-1] if used and claimed is not None else None
    return Series(title, unit, points, low, high, claimed, day, published, summary)


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


def _claimed(body: Mapping[str, Any], rows: Sequence[Observation]) -> tuple[Decimal | None, ...]:
    """Return the ends of the claim's tolerance and its value in the series' own unit.

    A figure computed from several rows has no place on the series.
    """
    suggestion = body.get("suggestion") or {}
    tolerance, result = suggestion.get("tolerance"), suggestion.get("result")
    used = _used(suggestion)
    row = next((row for row in rows if (row.table, row.line) in used), None)
    if not tolerance or not result or suggestion.get("formula") != "#0" or row is None:
        return None, None, None
    found = _number(result.get("value"))
    factor = row.value / found if found else Decimal(1)
    value = body.get("value")
    said = Decimal(str(value)) if isinstance(value, int | float) else None
    ends = (_number(tolerance.get("low")), _number(tolerance.get("high")), said)
    return tuple(end * factor if end is not None else None for end in ends)


def _used(suggestion: Mapping[str, Any]) -> set[tuple[str, int]]:
    return {(row["table"], row["line"]) for row in suggestion.get("evidence") or ()}


def _float(value: Decimal | None, scale: Decimal) -> float | None:
    return float(value / scale) if value is not None else None


def _number(text: str | None) -> Decimal | None:
    try:
        return Decimal(text) if text is not None else None
    except InvalidOperation:
        return None
