"""Tables that are laid over others agree with what lies below."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from workbench.errors import WorkbenchError
from workbench.refcheck.findings import Spot, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.refcheck.package import Tables

_FIGURE = ("indicator", "entity", "counterpart", "period")


@rule("layer-unit", "error")
def layer_unit(tables: Tables) -> Iterator[Spot]:
    """What the tables below define, too, is in their unit and currency."""
    for row in tables.rows_of("indicators"):
        for below in tables.below:
            other = below.indicators.get(row.code)
            for name in ("unit", "currency") if other else ():
                if other and other.get(name) != row.get(name):
                    expected = f"{other.get(name) or 'nothing'} as in {below.folder.name}/indicators.csv:{other.line}"
                    hint = "their figures would mix: give it a code of its own"
                    yield tables.defined("indicators", row, name, expected=expected, hint=hint)


@rule("layer-figure", "warning")
def layer_figure(tables: Tables) -> Iterator[Spot]:
    """A figure that the tables below hold, too, is the same there once both are in one unit."""
    for below in tables.below:
        mine, theirs = tables.frame, below.frame
        by = {code: _both(tables, below, code) for code in mine.columns["indicator"].texts}
        for here, there in _shared(tables, below):
            ours, others = by[mine.text(here, "indicator")]
            one, other = mine.numbers[here] * ours, theirs.numbers[there] * others
            gap = abs(one - other) - mine.halves[here] * ours - theirs.halves[there] * others
            if gap > tables.limits["overlap"] * max(abs(one), abs(other)):
                place = f"{below.folder.name}/{theirs.text(there, 'table')}:{theirs.lines[there]}"
                expected = f"near {other / ours:.6g}, as {theirs.text(there, 'value')} of {place} is in this unit"
                yield tables.at(here, "value", expected=expected, hint="both are kept; the same key counts from here")


def _both(tables: Tables, below: Tables, code: str) -> tuple[float, float]:
    """Return by what the values here and below are multiplied to be in one unit; nan where there is none."""
    from workbench.units import factor

    one, other = (held.indicators.get(code) for held in (tables, below))
    if not one or not other or one.get("currency") != other.get("currency"):
        return np.nan, np.nan
    try:
        unit = float(factor(other.get("unit"), one.get("unit")))
    except WorkbenchError:
        return np.nan, np.nan
    return tables.power(code), below.power(code) * unit


def _shared(tables: Tables, below: Tables) -> Iterator[tuple[int, int]]:
    """Yield pairs of rows, here and below, that tell the same figure; of each the newest print."""
    mine, theirs = tables.frame, below.frame
    rows, others = (frame.newest(np.flatnonzero(frame.observed), *_FIGURE) for frame in (mine, theirs))
    known, there = np.ones(len(others), bool), np.zeros(len(others), np.int64)
    for name in _FIGURE:
        places = {text: code for code, text in enumerate(mine.columns[name].texts)}
        codes = np.array([places.get(text, -1) for text in theirs.columns[name].texts], np.int64)
        found = codes[theirs.columns[name].codes[others]] if len(codes) else there
        known &= found >= 0
        there = there * max(len(places), 1) + found
    here = mine.combined(*_FIGURE, rows=rows)
    _, left, right = np.intersect1d(here, there[known], assume_unique=True, return_indices=True)
    yield from zip(rows[left].tolist(), others[known][right].tolist(), strict=True)


RULES = (layer_unit, layer_figure)
