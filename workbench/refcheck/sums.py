"""Figures agree with each other: growth with levels, parts with totals, ratios with their operands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from workbench.refcheck.findings import Spot, rule
from workbench.refcheck.joins import Partner, year_before

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.refcheck.frame import Floats, Ints
    from workbench.refcheck.package import Definition, Tables

_GROWTH = re.compile(r"growth\(([a-z0-9_]+)\)")
_PAIR = re.compile(r"([a-z0-9_]+)([-+/])([a-z0-9_]+)")
_ROUNDING = 1e-9


@rule("growth", "error")
def growth(tables: Tables) -> Iterator[Spot]:
    """Published growth agrees with the levels it is the growth of, by the intervals of their printed digits."""
    frame = tables.frame
    for row, level in _derived(tables, _GROWTH):
        told = Partner(frame, row.code).rows
        levels = Partner(frame, level[0])
        now = levels.of(told)
        before = levels.of(told, year_before(frame)[frame.columns["period"].codes[told]])
        both = (now >= 0) & (before >= 0)
        yield from _growths(tables, told[both], now[both], before[both])


def _growths(tables: Tables, told: Ints, now: Ints, before: Ints) -> Iterator[Spot]:
    frame = tables.frame
    new, old = frame.numbers[now], frame.numbers[before]
    with np.errstate(divide="ignore", invalid="ignore"):
        computed = 100 * (new - old) / np.abs(old)
        low = 100 * ((new - frame.halves[now]) / (old + frame.halves[before]) - 1)
        high = 100 * ((new + frame.halves[now]) / (old - frame.halves[before]) - 1)
    said = frame.numbers[told]
    gap = np.maximum(low - (said + frame.halves[told]), (said - frame.halves[told]) - high)
    allowed = tables.limits["growth"]
    for place in np.flatnonzero((gap > _ROUNDING) & (old > 0)).tolist():
        revised = abs(said[place] - computed[place]) <= allowed
        levels = f"{_cite(tables, int(now[place]))} and {_cite(tables, int(before[place]))}"
        expected = f"about {computed[place]:.2f}, from {levels}"
        hint = (
            f"up to {allowed} points: is the base revised?" if revised else "growth and levels do not belong together"
        )
        yield tables.at(int(told[place]), "value", expected=expected, hint=hint, severity="info" if revised else "")


def _derived(tables: Tables, form: re.Pattern[str]) -> Iterator[tuple[Definition, tuple[str, ...]]]:
    for row in tables.rows_of("indicators"):
        match = form.fullmatch(row.get("derived_from").replace(" ", ""))
        if match:
            yield row, match.groups()


def _cite(tables: Tables, row: int) -> str:
    frame = tables.frame
    return f"{frame.text(row, 'value')} in {frame.text(row, 'period')} (line {frame.lines[row]})"


def _tolerance(tables: Tables, row: Definition) -> float:
    try:
        return max(tables.limits["total"], float(row.get("rel_tol") or 0))
    except ValueError:
        return tables.limits["total"]


@rule("total", "error")
def total(tables: Tables) -> Iterator[Spot]:
    """A total is the sum of its parts, and a balance their difference, but for printed digits."""
    for row, (one, sign, other) in _derived(tables, _PAIR):
        if sign in "+-":
            direction = 1 if sign == "+" else -1
            yield from _against(tables, row, one, other, lambda a, b, by=direction: a + by * b)


@rule("ratio", "error")
def ratio(tables: Tables) -> Iterator[Spot]:
    """A ratio is the quotient of its operands: a figure per head times the population is the whole."""
    for row, (one, sign, other) in _derived(tables, _PAIR):
        if sign == "/":
            yield from _against(tables, row, one, other, lambda a, b: a / b, any_source=True)


def _against(tables: Tables, row: Definition, one: str, other: str, combine: object, *,
             any_source: bool = False) -> Iterator[Spot]:  # fmt: skip
    assert callable(combine)
    frame = tables.frame
    told = Partner(frame, row.code, any_source=any_source).rows
    first = Partner(frame, one, any_source=any_source).of(told)
    second = Partner(frame, other, any_source=any_source).of(told)
    both = (first >= 0) & (second >= 0)
    told, first, second = told[both], first[both], second[both]
    scale = [tables.power(code) for code in (one, other, row.code)]
    percent = 100.0 if row.get("unit") == "percent" and "/" in row.get("derived_from") else 1.0

    def ends(rows: Ints, by: float, side: int) -> Floats:
        return (frame.numbers[rows] + side * frame.halves[rows]) * by

    with np.errstate(divide="ignore", invalid="ignore"):
        corners = [
            percent * combine(ends(first, scale[0], s), ends(second, scale[1], t)) for s in (-1, 1) for t in (-1, 1)
        ]
        computed = percent * combine(ends(first, scale[0], 0), ends(second, scale[1], 0))
    said, half = frame.numbers[told] * scale[2], frame.halves[told] * scale[2]
    if not len(told):
        return
    gap = np.maximum(np.min(corners, axis=0) - (said + half), (said - half) - np.max(corners, axis=0))
    slack = _tolerance(tables, row) * np.maximum(np.abs(said), np.abs(computed))
    for place in np.flatnonzero(gap > slack).tolist():
        value = computed[place] / scale[2]
        parts = f"{_cite(tables, int(first[place]))} and {_cite(tables, int(second[place]))}"
        yield tables.at(int(told[place]), "value", expected=f"about {value:.6g}, from {parts}")


@rule("members", "error")
def members(tables: Tables) -> Iterator[Spot]:
    """The members of a group do not add up to more than the group has, nor all of them to less."""
    frame = tables.frame
    groups: dict[str, list[str]] = {}
    for row in tables.rows_of("entities"):
        for group in row.parts("partition"):
            groups.setdefault(group, []).append(row.code)
    additive = [row for row in tables.rows_of("indicators") if row.get("kind") in ("flow", "stock")
                and row.get("unit") not in ("percent", "index", "percentage_point")]  # fmt: skip
    for row in additive:
        rows = Partner(frame, row.code, any_source=True).rows
        rows = rows[frame.where("counterpart", "")[rows]]
        for group, codes in groups.items():
            yield from _group_sums(tables, row, rows, group, codes)


def _group_sums(tables: Tables, row: Definition, rows: Ints, group: str, codes: list[str]) -> Iterator[Spot]:
    frame = tables.frame
    wholes = rows[frame.where("entity", group)[rows]]
    if not len(wholes):
        return
    parts = rows[frame.where("entity", *codes)[rows]]
    periods = frame.columns["period"].codes
    size = len(frame.columns["period"].words)
    sums = np.bincount(periods[parts], frame.numbers[parts], minlength=size)
    counts = np.bincount(periods[parts], minlength=size)
    slack = max(0.02, _tolerance(tables, row))
    for whole in wholes.tolist():
        period, said = periods[whole], frame.numbers[whole]
        complete = counts[period] == len(codes)
        if counts[period] and (sums[period] > said * (1 + slack) or (complete and sums[period] < said * (1 - slack))):
            expected = f"about {sums[period]:.6g}, the sum of {counts[period]} of {len(codes)} members"
            yield tables.at(whole, "value", expected=expected)


RULES = (growth, total, ratio, members)
