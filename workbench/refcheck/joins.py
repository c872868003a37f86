"""Finding the row that answers another row: the same series in another indicator, or a period earlier."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from workbench.reference.periods import days_of_period

if TYPE_CHECKING:
    from workbench.refcheck.frame import Frame, Ints

_LAST = date.max - timedelta(days=1)
_SERIES = ("entity", "counterpart", "source")


class Partner:
    """The observed rows of one indicator, found by entity, counterpart, source and period."""

    def __init__(self, frame: Frame, indicator: str, *, any_source: bool = False) -> None:
        self._frame = frame
        self._names = _SERIES[:2] if any_source else _SERIES
        rows = frame.observed_of(indicator)
        self.rows: Ints = frame.newest(rows, "indicator", "period", *self._names)
        keys = self._keys(self.rows, self._frame.columns["period"].codes[self.rows].astype(np.int64))
        order = np.argsort(keys, kind="stable")
        self._sorted, self._rows = keys[order], self.rows[order]

    def _keys(self, rows: Ints, periods: Ints) -> Ints:
        return self._frame.combined(*self._names, rows=rows) * (len(self._frame.columns["period"].words) + 1) + periods

    def of(self, rows: Ints, periods: Ints | None = None) -> Ints:
        """Return for each row the partner of the same series and period (or of the given period); -1 for none."""
        if periods is None:
            periods = self._frame.columns["period"].codes[rows].astype(np.int64)
        keys = self._keys(rows, periods)
        if not len(self._sorted):
            return np.full(len(rows), -1, np.int64)
        places = np.minimum(np.searchsorted(self._sorted, keys), len(self._sorted) - 1)
        return np.where((self._sorted[places] == keys) & (periods >= 0), self._rows[places], -1)


def year_before(frame: Frame) -> Ints:
    """Return for each period's code the code of the same period a year earlier; -1 where no row has it."""
    by_days: dict[tuple[int, int], int] = {}
    texts = frame.columns["period"].texts
    days: list[tuple[date, date] | None] = []
    for code, text in enumerate(texts):
        try:
            found = days_of_period(text)
        except ValueError:
            days.append(None)
        else:
            days.append(found)
            by_days.setdefault((found[0].toordinal(), found[1].toordinal()), code)
    return np.array([by_days.get(_earlier(span), -1) if span else -1 for span in days], np.int64)


def _earlier(span: tuple[date, date]) -> tuple[int, int]:
    start, after = span[0], min(span[1], _LAST) + timedelta(days=1)
    return _year_less(start).toordinal(), (_year_less(after) - timedelta(days=1)).toordinal()


def _year_less(day: date) -> date:
    if day.year == 1:
        return day
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)
