"""Hints for the traps that claims fall into, raised only when the claim fits the trap and not the truth."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import islice
from typing import TYPE_CHECKING

from workbench.check import kin
from workbench.check import rows as pick
from workbench.check.changes import levels_of, record
from workbench.check.kin import Case
from workbench.check.levels import days_of
from workbench.check.money import currency_of, needs_rate
from workbench.check.working import row_line
from workbench.errors import UsageError
from workbench.interval import Figure, evaluate, shown
from workbench.link.fit import MONEY, is_percent, per_person

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from workbench.check.view import Reading

__all__ = ["Case", "base_year", "hints"]

_SCALES = tuple(Fraction(10) ** n for n in (-9, -6, -5, -3, 3, 5, 6, 7, 9))
_SCALE_WORDS = ("thousand", "million", "billion", "trillion", "lakh", "crore", "mn", "bn", "tn", "m", "k")
_UNITS = {
    "mile for kilometre": Fraction("1.609344"),
    "short ton for metric ton": Fraction("0.90718474"),
    "long ton for metric ton": Fraction("1.0160469"),
    "pound for kilogram": Fraction("0.45359237"),
    "acre for hectare": Fraction("0.40468564"),
    "gallon for litre": Fraction("3.785411784"),
    "barrel for tonne of oil": Fraction("7.33"),
}
_AMOUNTS = ("money", "quantity", "count", "rate")
_MOST = 3
_MOST_YEARS = 6
_PARTS_OF_YEAR = {"Q": 4, "M": 12}
_NEIGHBOURS = 3


def hints(case: Case, *, only_with: frozenset[str] | None = None) -> tuple[str, ...]:
    """Return the traps a contradicted claim fits, as ``"<trap>: <sentence>"``, likeliest first, at most three.

    ``only_with`` names traps without one of which none counts.
    """
    found = list(islice(_fallen_into(case, _OF_THE_FIGURE), _MOST))
    if only_with is not None and only_with.isdisjoint(hint.partition(":")[0] for hint in found):
        return ()
    others = (kin.sibling, kin.entity, kin.period, _rate_record, _cumulative)
    return (*found, *islice(_fallen_into(case, others), _MOST - len(found)))


def fits_slip(case: Case) -> bool:
    """Tell whether a claim fits a slip in its unit, scale or basis, or a series of the same family."""
    return next(_fallen_into(case, (*_OF_THE_FIGURE, kin.sibling)), None) is not None


def _fallen_into(case: Case, traps: Iterable[Callable[[Case], str | None]]) -> Iterator[str]:
    """Yield the hint of each trap that a claim fits; those further on are looked for only when asked."""
    for trap in traps:
        if trap not in case.looked_for:
            try:
                case.looked_for[trap] = trap(case)
            except UsageError:
                case.looked_for[trap] = None
        hint = case.looked_for[trap]
        if hint:
            yield hint


def _results(readings: list[Reading]) -> Iterator[Figure]:
    for reading in readings:
        try:
            yield reading.result()
        except UsageError:
            continue


def _slip(case: Case) -> str | None:
    if case.claim.kind not in _AMOUNTS or not isinstance(case.claim.value, (Decimal, tuple)):
        return None
    for figure in _results(case.readings):
        for scale in _SCALES:
            if case.admits.holds(figure.scaled(scale)):
                return f"scale_slip: the claim fits {shown(figure.value)} with its scale off by {shown(scale)}"
    return None


def _unit(case: Case) -> str | None:
    """Tell a unit mistaken for its neighbour; a metric prefix is one where no scale word stands beside it."""
    if case.claim.kind != "quantity" or case.claim.bound not in ("=", "~"):
        return None
    words = case.claim.quote.lower().split()
    for figure in _results(case.readings):
        for name, by in _UNITS.items():
            if case.admits.holds(figure.scaled(by)) or case.admits.holds(figure.scaled(1 / by)):
                return f"unit_slip: the claim fits {shown(figure.value)} if the unit was mistaken ({name})"
        if not any(word in _SCALE_WORDS for word in words):
            for by in (Fraction(1, 1000), Fraction(1000)):
                if case.admits.holds(figure.scaled(by)):
                    return f"unit_slip: the claim fits {shown(figure.value)} with another prefix of its unit"
    return None


def _money(case: Case) -> str | None:
    """Tell a figure in the tables' money called by the name of another, or converted at the rate of another day."""
    indicator = case.indicator
    if not needs_rate(case.claim, indicator):
        return None
    told = MONEY.match(case.claim.unit or "")
    own = currency_of(indicator)
    same = case.read(replace(case.claim, unit=(case.claim.unit or "").replace(told[0] if told else "", own)))
    if any(case.admits.holds(figure) for figure in _results(same)):
        return f"currency_basis: the claim fits the figure in {own}: {row_line(same[0].rows[0])}"
    return kin.other_rate(case, same)


def _head(case: Case) -> str | None:
    """Tell a total given as a figure per head, or the other way round."""
    unit = case.claim.unit or ""
    if case.claim.kind not in ("money", "quantity", "rate") or unit.startswith("count:"):
        return None
    other = unit.partition(" / ")[0] if per_person(unit) else f"{unit} / person"
    kind = "money" if per_person(unit) and MONEY.match(other) else "rate"
    read = case.read(replace(case.claim, unit=other, kind=kind))
    if any(case.admits.holds(figure) for figure in _results(read)):
        told = "the total, not the figure per head" if per_person(unit) else "the figure per head, not the total"
        return f"total_vs_per_capita: the claim fits {told}: {row_line(read[0].rows[0])}"
    return None


def _reversed(case: Case) -> str | None:
    if case.claim.kind != "percent_change":
        return None
    for figure in _results(case.readings):
        if figure.low > -100 and case.admits.holds(_turned(figure)):
            return (
                f"reversed_percent: the change is {shown(figure.value, 4)}%; "
                f"told from the other end it is {shown(_turned(figure).value, 4)}%"
            )
    return None


def _turned(figure: Figure) -> Figure:
    """Return the same change measured from the new value, p / (100 + p), with its own sign."""
    ends = [100 * p / (100 + p) for p in (figure.value, figure.low, figure.high)]
    return Figure(ends[0], min(ends), max(ends))


def _points(case: Case) -> str | None:
    if not is_percent(case.indicator):
        return None
    if case.claim.kind == "percent_change":
        other, told = case.read(replace(case.claim, kind="pp_change")), "percentage points, not per cent"
    elif case.claim.kind == "pp_change":
        other, told = case.read(replace(case.claim, kind="percent_change")), "per cent, not percentage points"
    else:
        return None
    if any(case.admits.holds(figure) for figure in _results(other)):
        return f"points_vs_percent: the claim fits the change in {told}"
    return None


def _basis(case: Case) -> str | None:
    """Tell a change on another basis: on the year before, on the period before, at an annual rate."""
    if case.claim.kind not in ("percent_change", "percent") or not case.readings or is_percent(case.indicator):
        return None
    row = case.readings[0].rows[0]
    line = pick.same_length(case.view.observed(row.indicator, row.entity, row.counterpart), row)
    freq = case.view.reference.indicators[row.indicator].freq
    before = pick.preceding((row.start, row.end))
    year = pick.at(line, *pick.before((row.start, row.end)))
    step = pick.at(line, *before)
    ways = [("on the year before", "growth(#0, #1)", old) for old in year]
    if freq in _PARTS_OF_YEAR:
        ways += [("on the period before", "growth(#0, #1)", old) for old in step]
        ways += [("at an annual rate", f"annualised(#0, #1, {_PARTS_OF_YEAR[freq]})", old) for old in step]
    used = {r for reading in case.readings for r in reading.rows}
    for told, formula, old in ways:
        plain = formula.startswith("growth") and old in used
        figures = [Figure.printed(r.value, r.step) for r in (row, old)]
        if not plain and case.admits.holds(evaluate(formula, figures)):
            return f"basis: the claim fits the change {told}: {row_line(row)}; {row_line(old)}"
    return None


def _rate_record(case: Case) -> str | None:
    if case.claim.kind != "superlative" or isinstance(case.claim.value, Decimal):
        return None
    base = levels_of(case.view, case.indicator.indicator)
    level = replace(case.claim, unit=None, quote="")
    if base == case.indicator.indicator and is_percent(case.indicator):
        return None
    for reading in record(case.view, level, replace(case.link, indicator=base)):
        if reading.unit != "%" and case.admits.holds(reading.result()):
            return f"level_vs_rate: the level was a record, its growth was not: {row_line(reading.rows[0])}"
    return None


def _cumulative(case: Case) -> str | None:
    """Tell a whole over several years given as one year's figure, or one year's as the whole."""
    if case.claim.kind not in ("money", "quantity", "count") or not case.readings:
        return None
    row = case.readings[0].rows[0]
    if case.view.reference.indicators[row.indicator].kind != "flow":
        return None
    period = days_of(case.view, case.claim, case.readings[0].rows)
    rows = pick.annual(case.view.observed(row.indicator, row.entity, row.counterpart))
    line = sorted((r for r in rows if period and r.end <= period[1]), key=lambda r: r.end, reverse=True)
    for years in range(2, min(len(line), _MOST_YEARS) + 1):
        parts = [Figure.printed(r.value, r.step) for r in line[:years]]
        total = evaluate(f"sum({', '.join(f'#{i}' for i in range(years))})", parts)
        if case.admits.holds(total):
            span = f"{line[years - 1].period} to {line[0].period}"
            return f"cumulative_vs_annual: the claim fits the sum of {years} years, {span}"
    if len(case.readings[0].rows) > 1 and any(case.admits.holds(Figure.printed(r.value, r.step)) for r in line[:1]):
        return f"cumulative_vs_annual: the claim fits one year alone: {row_line(line[0])}"
    return None


_OF_THE_FIGURE = (_money, _head, _points, _reversed, _basis, _slip, _unit)


@dataclass(frozen=True, slots=True)
class _Base:
    period: str
    growth: Fraction


def base_year(case: Case) -> str | None:
    """Tell a change that only holds for a base that is the extreme of its neighbourhood; it is true all the same."""
    if case.claim.kind not in ("percent_change", "multiple") or len(case.readings[0].rows) != 2:
        return None
    new, old = case.readings[0].rows
    if old.indicator != new.indicator or (old.end.year, old.end.month) == (new.end.year - 1, new.end.month):
        return None
    rows = pick.same_length(case.view.observed(old.indicator, old.entity, old.counterpart), old)
    line = [r for r in rows if r.source == old.source and r.end < new.end]
    near = [r for r in line if abs(r.start.year - old.start.year) <= _NEIGHBOURS and r.end.month == old.end.month]
    bases = [_Base(r.period, 100 * (Fraction(new.value) - Fraction(r.value)) / abs(Fraction(r.value)))
             for r in sorted(near, key=lambda r: r.end) if r.value]  # fmt: skip
    mine = next((b for b in bases if b.period == old.period), None)
    others = [b.growth for b in bases if b is not mine]
    if mine is None or len(others) < 2 or not (mine.growth > max(others) or mine.growth < min(others)):
        return None
    if all(_alike(mine.growth, other) for other in others):
        return None
    shown_bases = ", ".join(f"{b.period} {shown(b.growth, 3)}%" for b in bases)
    return f"base_year: {old.period} is the extreme of its neighbourhood; the change since {shown_bases}"


def _alike(one: Fraction, other: Fraction) -> bool:
    """Tell whether two changes would be told as much the same."""
    return (one > 0) == (other > 0) and abs(one) <= 2 * abs(other)
