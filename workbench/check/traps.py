"""Hints for the traps that contradicted claims fall into, raised only when the claim fits the trap."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from workbench.check import rows as pick
from workbench.check.changes import change, growth, levels_of, record
from workbench.check.levels import days_of, level
from workbench.check.working import row_line
from workbench.errors import UsageError
from workbench.interval import Figure, shown
from workbench.link.fit import is_change, is_percent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.check.admit import Admitted
    from workbench.check.view import Reading, View
    from workbench.model import Claim, Link

_SCALES = tuple(Fraction(10) ** n for n in (-9, -6, -5, -3, 3, 5, 6, 7, 9))
_UNITS = {
    "mile for kilometre": Fraction("1.609344"),
    "short ton for metric ton": Fraction("0.90718474"),
    "long ton for metric ton": Fraction("1.0160469"),
    "pound for kilogram": Fraction("0.45359237"),
    "acre for hectare": Fraction("0.40468564"),
    "barrel for tonne of oil": Fraction("7.33"),
}


@dataclass(frozen=True, slots=True)
class Case:
    """A contradicted claim with its link, what it admits and how the tables were read."""

    view: View
    claim: Claim
    link: Link
    admits: Admitted
    readings: list[Reading]
    mentioned: tuple[str, ...] = ()


def hints(case: Case) -> list[str]:
    """Return the traps a contradicted claim fits, as ``"<trap>: <sentence>"``, likeliest first, at most three."""
    found: list[str] = []
    for trap in (_slips, _reversed, _points, _sibling, _entity, _period, _rate_record, _cumulative):
        try:
            hint = trap(case)
        except UsageError:
            continue
        if hint:
            found.append(hint)
    return found[:3]


def _results(readings: list[Reading]) -> Iterator[Figure]:
    for reading in readings:
        try:
            yield reading.result()
        except UsageError:
            continue


def _slips(case: Case) -> str | None:
    if case.claim.kind in ("rank", "superlative", "streak", "multiple", "percent", "percent_change", "pp_change"):
        return None
    for figure in _results(case.readings):
        for scale in _SCALES:
            if case.admits.holds(figure.scaled(scale)):
                return f"scale_slip: the claim fits {shown(figure.value)} with its scale off by {shown(scale)}"
        for name, by in _UNITS.items():
            if case.claim.kind == "quantity" and (
                case.admits.holds(figure.scaled(by)) or case.admits.holds(figure.scaled(1 / by))
            ):
                return f"unit_slip: the claim fits {shown(figure.value)} if the unit was mistaken ({name})"
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
    """Return the same change measured from the new value: -p / (100 + p), with the direction of the claim."""
    ends = [-100 * p / (100 + p) for p in (figure.value, figure.low, figure.high)]
    signed = ends if figure.value < 0 else [-e for e in ends]
    sign = -1 if figure.value < 0 else 1
    values = [sign * abs(e) for e in signed]
    return Figure(values[0], min(values), max(values))


def _points(case: Case) -> str | None:
    assert case.link.indicator is not None
    indicator = case.view.reference.indicators[case.link.indicator]
    if not is_percent(indicator) or is_change(indicator):
        return None
    if case.claim.kind == "percent_change":
        other, told = (
            change(case.view, replace(case.claim, kind="pp_change"), case.link),
            "percentage points, not per cent",
        )
    elif case.claim.kind == "pp_change":
        other, told = (
            growth(case.view, replace(case.claim, kind="percent_change"), case.link),
            "per cent, not percentage points",
        )
    else:
        return None
    if any(case.admits.holds(figure) for figure in _results(other)):
        return f"points_vs_percent: the claim fits the change in {told}"
    return None


def _again(view: View, claim: Claim, link: Link) -> list[Reading]:
    return growth(view, claim, link) if claim.kind == "percent_change" else level(view, claim, link)


def _comparable(claim: Claim) -> bool:
    return claim.value is not None and claim.kind in (
        "money",
        "quantity",
        "count",
        "percent",
        "rate",
        "percent_change",
        "fraction",
    )


def _sibling(case: Case) -> str | None:
    assert case.link.indicator is not None
    if not _comparable(case.claim):
        return None
    for name in _siblings(case.view, case.link.indicator):
        for reading in _again(case.view, case.claim, replace(case.link, indicator=name)):
            if case.admits.holds(reading.result()):
                trap = _sibling_trap(case.view, case.link.indicator, name)
                return (
                    f"{trap}: the claim fits {case.view.reference.indicators[name].label}: {row_line(reading.rows[0])}"
                )
    return None


def _siblings(view: View, name: str) -> list[str]:
    indicators = view.reference.indicators
    mine = indicators[name]
    if mine.derived_from.startswith("growth("):
        base = indicators.get(mine.derived_from[7:-1])
        family = _family(view, base.indicator) if base else []
        return [g for member in family for g in view.linker.growth_of(member) if g != name]
    return _family(view, name)


def _family(view: View, name: str) -> list[str]:
    indicators = view.reference.indicators
    mine = indicators[name]
    roots = {name, mine.parent} - {""}
    return [
        other.indicator
        for other in indicators.values()
        if other.indicator != name
        and (other.parent in roots or other.indicator == mine.parent)
        and other.unit == mine.unit
    ]


def _sibling_trap(view: View, name: str, other: str) -> str:
    one, two = view.reference.indicators[name], view.reference.indicators[other]
    base_one = view.reference.indicators[levels_of(view, name)]
    base_two = view.reference.indicators[levels_of(view, other)]
    if (base_one.prices or one.prices) != (base_two.prices or two.prices) and base_one.prices and base_two.prices:
        return "nominal_vs_real"
    if base_one.currency != base_two.currency and base_one.currency and base_two.currency:
        return "currency_basis"
    return "sibling_indicator"


def _period(case: Case) -> str | None:
    assert case.link.indicator is not None
    assert case.link.entity is not None
    if not _comparable(case.claim) or not case.readings or case.claim.bound not in ("=", "~", "range"):
        return None
    row = case.readings[0].rows[0]
    rows = pick.same_length(case.view.observed(row.indicator, row.entity, row.counterpart), row)
    near = sorted((r for r in rows if r.period != row.period), key=lambda r: abs((r.start - row.start).days))
    for other in near[:10]:
        moved = replace(case.claim, period=(other.start, other.end), base_period=None)
        for reading in _again(case.view, moved, case.link):
            if case.admits.holds(reading.result()):
                return f"wrong_period: the claim fits another period: {row_line(reading.rows[0])}"
    return None


def _entity(case: Case) -> str | None:
    if not _comparable(case.claim) or case.claim.bound not in ("=", "range"):
        return None
    for entity in dict.fromkeys((*case.claim.entities, *case.mentioned)):
        if entity != case.link.entity and case.link.indicator and case.view.reference.has(case.link.indicator, entity):
            for reading in _again(case.view, case.claim, replace(case.link, entity=entity, counterpart=None)):
                if case.admits.holds(reading.result()):
                    return f"wrong_entity: the claim fits another: {row_line(reading.rows[0])}"
    return None


def _rate_record(case: Case) -> str | None:
    assert case.link.indicator is not None
    if case.claim.kind != "superlative" or not is_change(case.view.reference.indicators[case.link.indicator]):
        return None
    base = levels_of(case.view, case.link.indicator)
    for reading in (
        record(case.view, case.claim, replace(case.link, indicator=base)) if base != case.link.indicator else ()
    ):
        if case.admits.holds(reading.result()):
            return f"level_vs_rate: the level was a record, its growth was not: {row_line(reading.rows[0])}"
    return None


def _cumulative(case: Case) -> str | None:
    """Tell a whole over several years given as one year's figure."""
    if (
        case.claim.kind not in ("money", "quantity", "count")
        or not case.readings
        or not isinstance(case.claim.value, Decimal)
    ):
        return None
    row = case.readings[0].rows[0]
    if case.view.reference.indicators[row.indicator].kind != "flow":
        return None
    period = days_of(case.claim, case.readings[0].rows)
    rows = pick.annual(case.view.observed(row.indicator, row.entity, row.counterpart))
    line = sorted((r for r in rows if period and r.end <= period[1]), key=lambda r: r.end, reverse=True)
    for years in range(2, min(len(line), 6)):
        total = sum((Fraction(r.value) for r in line[:years]), Fraction())
        if case.admits.holds(Figure.exact(total)):
            span = f"{line[years - 1].period} to {line[0].period}"
            return f"cumulative_vs_annual: the claim fits the sum of {years} years, {span}"
    return None
