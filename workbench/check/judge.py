"""From readings to an outcome: each reading against what the claim admits, then all readings together."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from workbench.check import rows as pick
from workbench.check.working import evidence, formula_text, rows_text
from workbench.errors import UsageError
from workbench.interval import Figure, as_decimal
from workbench.model import Judgement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.check.admit import Admitted
    from workbench.check.view import Reading, View
    from workbench.model import Indicator, Observation

BASE_REVISED = Fraction(6, 10)
_TRUE = ("supported", "close")
_FAR = Fraction(3, 2)


@dataclass(frozen=True, slots=True)
class Judged:
    """One reading with its outcome and reason."""

    reading: Reading
    figure: Figure
    outcome: str
    reason: str | None


def judge(view: View, admits: Admitted, readings: Sequence[Reading]) -> Judgement:
    """Judge all readings of a claim together; there must be at least one.

    True on every reading is supported (close where the digits or a tolerance had to be stretched), false on every
    one is contradicted, and true on some is mixed.
    """
    judged: list[Judged] = []
    for reading in readings:
        try:
            judged.append(_one(view, admits, reading))
        except UsageError:
            continue
    if not judged:
        return Judgement("no_data", "missing_rows", working="the base figure is zero")
    outcome, reason = _together(judged)
    order = sorted(judged, key=lambda j: (outcome == "mixed" and j.outcome not in _TRUE, j.outcome != outcome))
    first = order[0] if outcome != "mixed" else judged[0]
    shown = [first, *(j for j in order if j is not first)]
    return Judgement(
        outcome,
        reason,
        working=" | ".join(_line(admits, j) for j in shown[:4]),
        formula=first.reading.formula,
        evidence=evidence(_rows(shown), dict(view.reference.indicators)),
        margin=as_decimal(min((admits.margin(j.figure) for j in judged), default=Fraction())),
        tolerance=admits.tolerance(),
        result=(as_decimal(first.figure.value), as_decimal(first.figure.low), as_decimal(first.figure.high)),
        result_unit=first.reading.unit,
        hints=tuple(_conflict(judged) if outcome == "mixed" else _hints(admits, first)),
    )


def _rows(judged: Sequence[Judged]) -> list[Observation]:
    """Return the rows of the first reading in the order of its formula, then those of the others."""
    rows = list(judged[0].reading.rows)
    for other in judged[1:4]:
        rows.extend(row for row in other.reading.rows if row not in rows)
    return rows


def _one(view: View, admits: Admitted, reading: Reading) -> Judged:
    figure = reading.result()
    if admits.holds(figure):
        return Judged(reading, figure, "supported", None)
    if _other_vintage(view, admits, reading):
        return Judged(reading, figure, "close", "other_vintage")
    if admits.holds_loosely(figure):
        return Judged(reading, figure, "close", "loose_digits")
    indicator = view.reference.indicators[reading.rows[0].indicator]
    if admits.widened(tolerance_of(indicator, reading)).holds(figure):
        return Judged(reading, figure, "close", "base_revised" if reading.computed_growth else "indicator_tolerance")
    return Judged(reading, figure, "contradicted", None)


def tolerance_of(indicator: Indicator, reading: Reading) -> Fraction:
    """Return how far a reading may lie off: the indicator's own tolerance, or a revised base for computed growth."""
    if reading.computed_growth:
        return BASE_REVISED
    if reading.formula not in ("#0", "value(#0)"):
        return Fraction()
    absolute = Fraction(indicator.abs_tol or 0)
    return max(absolute, abs(reading.result().value) * Fraction(indicator.rel_tol or 0))


def _other_vintage(view: View, admits: Admitted, reading: Reading) -> bool:
    """Tell whether an earlier published value of the same figure holds."""
    if reading.formula != "#0":
        return False
    row = reading.rows[0]
    series = view.series(row.indicator, row.entity, row.counterpart)
    others = [r for r in pick.observed(series) if r.period == row.period and r.source == row.source and r is not row]
    return any(admits.holds(Figure.printed(other.value, other.step)) for other in others)


def _together(judged: Sequence[Judged]) -> tuple[str, str | None]:
    outcomes = {j.outcome for j in judged}
    if outcomes == {"contradicted"}:
        return "contradicted", None
    if "contradicted" in outcomes:
        reporters = {j.reading.rows[0].entity for j in judged}
        return "mixed", "reporter" if len(reporters) > 1 else "source_conflict"
    if "supported" in outcomes:
        return "supported", None
    return "close", next(j.reason for j in judged if j.outcome == "close")


def _line(admits: Admitted, judged: Judged) -> str:
    reading = judged.reading
    arithmetic = formula_text(reading.formula, reading.figures(), judged.figure)
    parts = [rows_text(reading.rows), arithmetic, reading.note, admits.compared(judged.figure)]
    return "; ".join(part for part in parts if part)


def _conflict(judged: Sequence[Judged]) -> list[str]:
    by = {truth: sorted({_reporter(j) for j in judged if (j.outcome in _TRUE) == truth}) for truth in (True, False)}
    return [f"reporter: it holds by {', '.join(by[True])} and not by {', '.join(by[False])}"]


def _reporter(judged: Judged) -> str:
    row = judged.reading.rows[0]
    return f"{row.source} ({row.entity})" if row.source else row.entity


def _hints(admits: Admitted, judged: Judged) -> list[str]:
    if judged.reason == "other_vintage":
        return ["vintage: the claim fits an earlier print of this figure, which was revised"]
    if judged.outcome != "supported":
        return []
    value, low, high = judged.figure.value, admits.low, admits.high
    if high is None and low is not None and low > 0 and value > _FAR * low:
        return ["far above: the bound holds, but the figure is far above it"]
    if low is None and high is not None and high > 0 and value * _FAR < high:
        return ["far below: the bound holds, but the figure is far below it"]
    return []
