"""From readings to an outcome: each reading against what the claim admits, then all readings together."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from workbench.check import rows as pick
from workbench.check.recipe import comparison, joined, literal, made
from workbench.check.working import evidence, rows_recipe
from workbench.errors import UsageError
from workbench.interval import Figure, as_decimal
from workbench.model import Judgement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.check.admit import Admitted
    from workbench.check.view import Reading, View
    from workbench.model import Indicator, Observation

BASE_REVISED = Fraction(6, 10)
_PLAIN = ("#0", "value(#0)")
_SHOWN_READINGS = 4
_TRUE = ("supported", "close")
_FAR = Fraction(3, 2)


@dataclass(frozen=True, slots=True)
class Judged:
    """One reading with its outcome and reason; ``earlier`` is the print of the figure that holds where it does not."""

    reading: Reading
    figure: Figure
    outcome: str
    reason: str | None
    earlier: Observation | None = None


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
    indicators = view.reference.indicators
    recipe, rows = joined((_recipe(admits, j), evidence(_rows(j), indicators)) for j in shown[:_SHOWN_READINGS])
    return made(
        outcome,
        reason,
        recipe,
        rows,
        known={first.reading.formula: first.figure},
        formula=first.reading.formula,
        margin=as_decimal(min((admits.margin(j.figure) for j in judged), default=Fraction())),
        tolerance=admits.tolerance(),
        result=(as_decimal(first.figure.value), as_decimal(first.figure.low), as_decimal(first.figure.high)),
        result_unit=first.reading.unit,
        hints=tuple(_conflict(judged) if outcome == "mixed" else _hints(admits, first)),
    )


def _rows(judged: Judged) -> list[Observation]:
    return [*judged.reading.rows, *([judged.earlier] if judged.earlier else ())]


def _one(view: View, admits: Admitted, reading: Reading) -> Judged:
    figure = reading.result()
    if admits.holds(figure):
        return Judged(reading, figure, "supported", None)
    earlier = _other_vintage(view, admits, reading)
    if earlier is not None:
        return Judged(reading, figure, "close", "other_vintage", earlier)
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
    if reading.formula not in _PLAIN:
        return Fraction()
    absolute = Fraction(indicator.abs_tol or 0)
    return max(absolute, abs(reading.result().value) * Fraction(indicator.rel_tol or 0))


def _other_vintage(view: View, admits: Admitted, reading: Reading) -> Observation | None:
    """Return an earlier published value of the same figure that holds."""
    if reading.formula != "#0":
        return None
    row = reading.rows[0]
    series = view.series(row.indicator, row.entity, row.counterpart)
    others = [r for r in pick.observed(series) if r.period == row.period and r.source == row.source and r is not row]
    return next((other for other in others if admits.holds(Figure.printed(other.value, other.step))), None)


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


def _recipe(admits: Admitted, judged: Judged) -> str:
    reading = judged.reading
    parts = [rows_recipe(len(reading.rows)), literal(reading.note), comparison(reading.formula, admits)]
    if reading.formula not in _PLAIN:
        parts.insert(1, f"{{{reading.formula}:=}}")
    if judged.earlier is not None:
        number = len(reading.rows)
        parts.append(f"an earlier print: {{#{number}}}; {comparison(f'#{number}', admits)}")
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
