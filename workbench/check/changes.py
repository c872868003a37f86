"""Readings of claims about change: growth, points, multiples over time, records and streaks."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from workbench.check import rows as pick
from workbench.check.levels import basis_of, days_of, rows_at, shifted
from workbench.check.view import Reading, View
from workbench.link.clauses import moneys_named
from workbench.link.fit import is_change, is_exchange_rate, is_percent

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from workbench.model import Claim, Indicator, Link, Observation

_STRETCH = 2
_OTHER_END = re.compile(r"\b(?:of|against|to|on)\b")
_STEP_BASES = ("qoq", "mom")


def base_of(claim: Claim, period: tuple[date, date]) -> tuple[tuple[date, date], bool]:
    """Return the period a change is measured from, and whether it is the customary one (a year earlier)."""
    usual = pick.before(period)
    if claim.base_period and claim.base_period[0] and claim.base_period[1]:
        given = (claim.base_period[0], claim.base_period[1])
        return given, given == usual
    if claim.basis in _STEP_BASES:
        return pick.preceding(period), False
    return usual, True


def narrowed(claim: Claim, rows: Sequence[Observation]) -> Claim:
    """Return the claim with a stretch of several periods read as from its first period to its last.

    "Since January of last year prices have risen 13%" compares the newest month with that January.
    """
    if claim.base_period is not None or claim.period is None or None in claim.period:
        return claim
    start, end = claim.period
    inside = sorted((r for r in rows if start and end and start <= r.start and r.end <= end), key=lambda r: r.start)
    if len({row.period for row in inside}) < _STRETCH or any(r.start == start and r.end == end for r in rows):
        return claim
    first, last = inside[0], inside[-1]
    return replace(claim, period=(last.start, last.end), base_period=(first.start, first.end))


def _year_to(claim: Claim, rows: Sequence[Observation], indicator: Indicator) -> Claim:
    """Return a change "in the year to October" as that of October on the October before, where nothing adds up."""
    start, end = claim.period or (None, None)
    if start is None or end is None or indicator.kind == "flow":
        return claim
    if claim.base_period not in (None, pick.before((start, end))):
        return claim
    if pick.before((start, end))[1] + timedelta(days=1) != start or (start.month, start.day) == (1, 1):
        return claim
    last = max((row for row in rows if start <= row.start and row.end == end), key=lambda row: row.start, default=None)
    return replace(claim, period=(last.start, last.end), base_period=None, basis="yoy") if last else claim


def _between_ends(claim: Claim) -> Claim:
    """Return a change over a stretch of whole years as one from its first year to its last."""
    start, end = claim.period or (None, None)
    if claim.base_period is not None or start is None or end is None or end.year == start.year:
        return claim
    if (start.month, start.day, end.month, end.day) != (1, 1, 12, 31):
        return claim
    return replace(claim, period=(start.replace(year=end.year), end), base_period=(start, end.replace(year=start.year)))


def levels_of(view: View, indicator: str) -> str:
    """Return the indicator whose growth ``indicator`` is, or itself."""
    derived = view.reference.indicators[indicator].derived_from
    base = derived[7:-1] if derived.startswith("growth(") else indicator
    return base if base in view.reference.indicators else indicator


def growth(view: View, claim: Claim, link: Link) -> list[Reading]:
    """Return the readings of a percentage change: published growth where the tables hold it, else computed."""
    assert link.indicator is not None
    found: list[Reading] = []
    for entity, counterpart in view.reporters(link):
        found.extend(_growth(view, claim, link.indicator, entity, counterpart))
    return found


def _growth(view: View, claim: Claim, name: str, entity: str, counterpart: str) -> list[Reading]:
    base = levels_of(view, name)
    published = [name] if is_change(view.reference.indicators[name]) else list(view.linker.growth_of(name))
    rates = [row for rate in published for row in view.observed(rate, entity, counterpart)]
    rows = view.observed(base, entity, counterpart) if base not in published else []
    claim = narrowed(_year_to(claim, rows or rates, view.reference.indicators[base]), rows or rates)
    period = days_of(view, claim, rates or rows)
    if period is None:
        return []
    start, usual = base_of(claim, period)
    if usual:
        exact = pick.at(rates, *period)
        if exact:
            return [Reading("#0", (row,), "%", basis_of(row)) for row in exact]
    return _computed(view, claim, base, rows, (period, start))


def _computed(
    view: View,
    claim: Claim,
    base: str,
    rows: Sequence[Observation],
    days: tuple[tuple[date, date], tuple[date, date]],
) -> list[Reading]:
    period, start = days
    indicator = view.reference.indicators[base]
    revised = indicator.kind in ("flow", "stock") or not indicator.kind
    # A rate of exchange tells what the other money costs: it falls as the entity's own money rises.
    function = "loss" if is_exchange_rate(indicator) and not _is_of_other_money(claim, indicator) else "growth"
    return [
        Reading(formula, used, "%", basis_of(used[0]), computed_growth=revised)
        for formula, used in _pairs(function, rows, period, start, indicator)
    ]


def _is_of_other_money(claim: Claim, indicator: Indicator) -> bool:
    """Tell whether a change of an exchange rate is told of the money that is priced, as of the dollar in JPY/USD."""
    own, _, priced = indicator.unit.partition("/")
    named = moneys_named(_OTHER_END.split(claim.subject)[0])
    return priced in named and own not in named


def _pairs(
    function: str,
    rows: Sequence[Observation],
    period: tuple[date, date],
    start: tuple[date, date],
    indicator: Indicator,
) -> list[tuple[str, tuple[Observation, ...]]]:
    """Return a function of the new and the old period, within one source."""
    found = []
    for new_formula, new in rows_at(rows, period, indicator):
        for old_formula, old in rows_at(rows, start, indicator):
            if new[0].source == old[0].source:
                formula = f"{function}({new_formula}, {shifted(old_formula, len(new))})"
                found.append((formula, (*new, *old)))
    return found


def change(view: View, claim: Claim, link: Link) -> list[Reading]:
    """Return the readings of a change in the indicator's own unit: points, basis points, an amount."""
    return _over_time(view, claim, link, "difference")


def multiple(view: View, claim: Claim, link: Link) -> list[Reading]:
    """Return the readings of a multiple over time: the level over that of the base period."""
    return _over_time(view, claim, link, "ratio")


def of_then(view: View, claim: Claim, link: Link) -> list[Reading]:
    """Return the readings of "half of the rate told for 2012": the level as a percentage of that of the base period."""
    return _over_time(view, claim, link, "share")


def _over_time(view: View, claim: Claim, link: Link, function: str) -> list[Reading]:
    assert link.indicator is not None
    claim = _between_ends(claim)
    name = link.indicator if is_percent(view.reference.indicators[link.indicator]) else levels_of(view, link.indicator)
    found = []
    for entity, counterpart in view.reporters(link):
        rows = view.observed(name, entity, counterpart)
        period = days_of(view, claim, rows)
        if period is None:
            continue
        start, _ = base_of(claim, period)
        for formula, used in _pairs(function, rows, period, start, view.reference.indicators[name]):
            text = f"product({formula}, 100)" if claim.kind == "bp_change" else formula
            found.append(Reading(text, used, claim.unit or "ratio", basis_of(used[0])))
    return found


def record(view: View, claim: Claim, link: Link) -> list[Reading]:
    """Return the readings of a record: the period's figure against every earlier one (or those since a year)."""
    assert link.indicator is not None
    indicator = view.reference.indicators[link.indicator]
    if claim.unit == "%" and is_percent(indicator) and not is_change(indicator) and claim.value is None:
        return _record_of_change(view, claim, link, "difference")
    # A record of prices is told of their rise, hardly ever of the index.
    if (claim.unit == "%" and not is_percent(indicator)) or (claim.unit is None and indicator.unit == "index"):
        return _record_of_change(view, claim, link)
    found = []
    for entity, counterpart in view.reporters(link):
        rows = view.observed(link.indicator, entity, counterpart)
        period = days_of(view, claim, rows)
        if period is None:
            continue
        since = claim.base_period[0] if claim.base_period else None
        for mine in pick.at(rows, *period):
            others = [
                row
                for row in pick.same_length(rows, mine)
                if row.end < mine.start and row.source == mine.source and (since is None or row.start > since)
            ]
            if others:
                names = ", ".join(f"#{i}" for i in range(len(others) + 1))
                name = "lag" if claim.relation == "low" else "lead"
                note = f"{len(others)} earlier periods from {min(r.period for r in others)}"
                found.append(Reading(f"{name}({names})", (mine, *others), "", basis_of(mine), note=note))
    return found


def _record_of_change(view: View, claim: Claim, link: Link, function: str = "growth") -> list[Reading]:
    """Return the readings of a record rise or fall of a level: its growth on a year earlier against earlier growths."""
    assert link.indicator is not None
    found = []
    for entity, counterpart in view.reporters(link):
        rows = view.observed(link.indicator, entity, counterpart)
        period = days_of(view, claim, rows)
        since = claim.base_period[0] if claim.base_period else None
        for mine in pick.at(rows, *period) if period else ():
            line = {(r.start, r.end): r for r in pick.same_length(rows, mine) if r.source == mine.source}
            pairs = [
                (row, old)
                for row in sorted(line.values(), key=lambda r: r.end, reverse=True)
                if row.end <= mine.end and (since is None or row.start > since or row is mine)
                if (old := line.get(pick.before((row.start, row.end)))) is not None
            ]
            if len(pairs) > 1 and pairs[0][0] is mine:
                used = tuple(dict.fromkeys(row for pair in pairs for row in pair))
                at = {row: i for i, row in enumerate(used)}
                steps = ", ".join(f"{function}(#{at[new]}, #{at[old]})" for new, old in pairs)
                name = "lag" if claim.relation == "low" else "lead"
                told = "growth" if function == "growth" else "change"
                note = f"{told} against {len(pairs) - 1} earlier ones from {min(new.period for new, _ in pairs)}"
                found.append(Reading(f"{name}({steps})", used, "%", basis_of(mine), note=note))
    return found


def streak(view: View, claim: Claim, link: Link, length: int) -> list[Reading]:
    """Return the readings of a run of rises (falls): the smallest (largest) change of the last ``length`` periods."""
    assert link.indicator is not None
    name = levels_of(view, link.indicator)
    since = claim.base_period[0] if claim.base_period and claim.value is None else None
    found = []
    for entity, counterpart in view.reporters(link):
        rows = view.observed(name, entity, counterpart)
        period = days_of(view, claim, rows)
        for mine in pick.at(rows, *period) if period else ():
            line = sorted(
                (r for r in pick.same_length(rows, mine) if r.source == mine.source and r.end <= mine.end),
                key=lambda r: r.end,
                reverse=True,
            )
            length = sum(r.start > since for r in line) if since else length  # "every year since 2015"
            line = line[: length + 1]
            length = min(length, len(line) - 1) if _broken(line, claim) else length
            if len(line) == length + 1:
                steps = ", ".join(f"growth(#{i}, #{i + 1})" for i in range(length))
                extreme = "max" if claim.direction == "down" else "min"
                found.append(Reading(f"{extreme}({steps})", tuple(line), "%", basis_of(mine)))
    return found


def _broken(line: list[Observation], claim: Claim) -> bool:
    """Tell whether the rows known, newest first, hold a step against the direction of a streak."""
    down = claim.direction == "down"
    return any((new.value >= old.value) == down or new.value == old.value for new, old in pairwise(line))
