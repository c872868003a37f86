"""Periods read, keep one granularity a series, and leave no holes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from workbench.refcheck.findings import Spot, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.refcheck.package import Tables

_LENGTHS = {"A": 366, "S": 184, "Q": 92, "M": 31, "W": 7, "D": 1}
_NAMES = {"A": "a year", "S": "a half-year", "Q": "a quarter", "M": "a month", "W": "a week", "D": "a day"}
_FORWARD = ("A", "S", "Q", "M")


@rule("period", "error")
def period(tables: Tables) -> Iterator[Spot]:
    """A period is a year, quarter, half-year, month, week, day or interval that the calendar knows."""
    frame = tables.frame
    for row in np.flatnonzero(frame.forms == "?").tolist():
        if frame.text(row, "period").strip():
            yield tables.at(row, "period", expected="such as 2022, 2022-Q3, 2022-11, 2022-W51 or 2022-01/2022-11")
    for event in tables.rows_of("events"):
        start, end = event.get("start"), event.get("end")
        for name, text in (("start", start), ("end", end)):
            if text and not _reads(text):
                yield tables.defined("events", event, name, expected="a day such as 2022-02-24")
        if end and _reads(start) and _reads(end) and _first(end) < _first(start):
            yield tables.defined("events", event, "end", expected=f"{start} or later")


def _reads(text: str) -> bool:
    from workbench.reference.periods import days_of_period

    try:
        days_of_period(text)
    except ValueError:
        return False
    return True


def _first(text: str) -> int:
    from workbench.reference.periods import days_of_period

    return days_of_period(text)[0].toordinal()


@rule("granularity", "error")
def granularity(tables: Tables) -> Iterator[Spot]:
    """The periods of a series have the length that its indicator's freq says; intervals may stand beside them."""
    frame = tables.frame
    if not len(frame):
        return
    words = frame.columns["indicator"].texts
    known = [tables.indicators[code].get("freq") or "A" if code in tables.indicators else "" for code in words]
    wanted = np.array(known, "U1")[frame.columns["indicator"].codes]
    plain = (frame.forms != "?") & (frame.forms != "I") & (wanted != "")
    for row in np.flatnonzero(plain & (frame.forms != wanted)).tolist():
        expected = f"{_NAMES.get(str(wanted[row]), 'a period')}, as freq of the indicator says"
        yield tables.at(row, "period", expected=expected, hint="a year to date is an interval such as 2022-01/2022-11")


@rule("hole", "warning")
def hole(tables: Tables) -> Iterator[Spot]:
    """A series has no period missing between its first and its last."""
    frame = tables.frame
    rows = np.flatnonzero(frame.observed & np.isin(frame.forms, _FORWARD))
    for form in _FORWARD:
        chosen = rows[frame.forms[rows] == form]
        order = np.lexsort([frame.starts[chosen], frame.series[chosen]])
        chosen = chosen[order]
        gap = np.diff(frame.starts[chosen])
        inside = (np.diff(frame.series[chosen]) == 0) & (gap > _LENGTHS[form] + 3)
        for place in np.flatnonzero(inside).tolist():
            row, before = int(chosen[place + 1]), int(chosen[place])
            missing = round(gap[place] / (_LENGTHS[form] * 0.9973)) - 1
            found = f"{frame.text(row, 'period')} after {frame.text(before, 'period')}"
            yield tables.at(row, "period", found=found, expected=f"{missing} more in between")


RULES = (period, granularity, hole)
