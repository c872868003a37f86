"""Values have the size that their declared meaning implies."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from workbench.refcheck.findings import Spot, rule
from workbench.reference.periods import days_of_period

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.refcheck.package import Definition, Tables

_YEARS = re.compile(r"(\d{4}[-0-9QHW]*)(?:/(\d{4}[-0-9QHW]*))?")


@rule("index-base", "error")
def index_base(tables: Tables) -> Iterator[Spot]:
    """An index is 100 in its base period."""
    frame = tables.frame
    for row in tables.rows_of("indicators"):
        span = _span(row.get("base_period"))
        if row.get("unit") != "index" or span is None:
            continue
        mine = frame.observed_of(row.code)
        based = mine[(frame.starts[mine] >= span[0]) & (frame.ends[mine] <= span[1])]
        series = frame.series[based]
        for number in np.unique(series).tolist():
            rows = based[series == number]
            mean = float(frame.numbers[rows].mean())
            if abs(mean - 100) > max(0.5, float(frame.halves[rows].max())):
                expected = f"100 in {row.get('base_period')}, where the mean is {mean:.4g}"
                yield tables.at(int(rows[0]), "value", expected=expected, hint="is it another base, or no index?")


def _span(text: str) -> tuple[int, int] | None:
    match = _YEARS.fullmatch(text)
    if not match:
        return None
    try:
        return days_of_period(match[1])[0].toordinal(), days_of_period(match[2] or match[1])[1].toordinal()
    except ValueError:
        return None


@rule("index-size", "warning")
def index_size(tables: Tables) -> Iterator[Spot]:
    """The values of an index lie around 100, not around the size of a rate of change."""
    frame = tables.frame
    for row in tables.rows_of("indicators"):
        rows = frame.observed_of(row.code)
        if row.get("unit") == "index" and len(rows) and float(np.median(np.abs(frame.numbers[rows]))) < 20:
            middle = float(np.median(frame.numbers[rows]))
            expected = f"values around 100; their median is {middle:.4g}"
            yield tables.at(int(rows[0]), "value", expected=expected, hint="do the rows hold changes in per cent?")


@rule("base-period", "error")
def base_period(tables: Tables) -> Iterator[Spot]:
    """An index names the period where it is 100, in the form of a period."""
    for row in tables.rows_of("indicators"):
        text = row.get("base_period")
        if (text and _span(text) is None) or (row.get("unit") == "index" and not text):
            yield tables.defined("indicators", row, "base_period", expected="a period such as 2015 or 1982/1984")


@rule("share", "error")
def share(tables: Tables) -> Iterator[Spot]:
    """A share in per cent lies between 0 and 100, unless its indicator allows more."""
    frame = tables.frame
    for row in tables.rows_of("indicators"):
        if row.get("kind") != "ratio" or row.get("unit") != "percent":
            continue
        mine = frame.observed_of(row.code)
        values = frame.numbers[mine]
        outside = ((values > 100) & (not row.get("max"))) | ((values < 0) & (not row.get("min")))
        for number in mine[outside].tolist():
            hint = "set min or max in indicators.csv where more is possible"
            yield tables.at(number, "value", expected="0 to 100", hint=hint)


@rule("per-head", "warning")
def per_head(tables: Tables) -> Iterator[Spot]:
    """Divided by population, money and energy have a size that a person can have, so the scale of the unit is right."""
    frame = tables.frame
    people = _population(tables)
    if not people:
        return
    for row in tables.rows_of("indicators"):
        low, high = _PLAUSIBLE.get(row.get("unit"), (0.0, 0.0))
        if not high or row.get("kind") != "flow" or not re.fullmatch(r"-?\d{1,2}|", row.get("unit_mult")):
            continue
        mine = frame.observed_of(row.code)
        mine = mine[frame.where("counterpart", "")[mine]]
        by = 10.0 ** int(row.get("unit_mult") or 0)
        heads = [(n, people.get((frame.text(n, "entity"), frame.text(n, "period")), 0.0)) for n in mine.tolist()]
        each = [frame.numbers[n] * by / head for n, head in heads if head > 0]
        middle = float(np.median(each)) if len(each) >= 5 else 0.0
        if each and middle and not low <= abs(middle) <= high:
            yield _implausible(tables, row, middle)


# What a person's share of a year's total can be, in the base unit: the least and most of all countries, with room.
_PLAUSIBLE = {
    "currency": (5.0, 5e7),
    "terawatt_hour": (1e-8, 1e-4),
    "gigawatt_hour": (1e-5, 1e-1),
    "megawatt_hour": (1e-2, 1e2),
    "kilowatt_hour": (10.0, 1e5),
    "metric_ton": (1e-3, 200.0),
}
_FEW_ROWS = 200_000


def _population(tables: Tables) -> dict[tuple[str, str], float]:
    """Return people by entity and period, from the indicator that counts persons as a stock."""
    frame = tables.frame
    codes = [row.code for row in tables.rows_of("indicators") if row.get("unit") == "count:person"
             and row.get("kind") == "stock" and "population" in row.code]  # fmt: skip
    if not codes or len(frame.observed_of(codes[0])) > _FEW_ROWS:
        return {}
    mult = tables.indicators[codes[0]].get("unit_mult")
    by = 10.0 ** int(mult) if re.fullmatch(r"-?\d{1,2}", mult) else 1.0
    return {
        (frame.text(n, "entity"), frame.text(n, "period")): frame.numbers[n] * by
        for n in frame.observed_of(codes[0]).tolist()
    }


def _implausible(tables: Tables, row: Definition, middle: float) -> Spot:
    found = f"{middle:.3g} {row.get('unit')} a person"
    hint = "is unit_mult right, or is the publisher's unit another?"
    return tables.defined("indicators", row, "unit_mult", found=found, expected="a size that countries have", hint=hint)


RULES = (index_base, index_size, base_period, share, per_head)
