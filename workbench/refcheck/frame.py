"""All observations of a package as joined columns, with what is read out of them: numbers, days, series.

Everything is computed once a distinct word and once a column, never once a row; a cell that cannot be read is marked
(``nan``, form ``?``) and left to the check that is meant for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from workbench.reference.periods import days_of_period
from workbench.reference.records import NUMBER
from workbench.reference.rows import NAMES, joined
from workbench.reference.sheets import Column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.reference.sheets import Sheet

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
OBSERVED = ("", "A", "B", "P")
KEY = ("indicator", "entity", "counterpart", "period")


@dataclass(frozen=True)
class Frame:
    """Joined columns of text; ``lines`` are physical lines within the file that column ``table`` names."""

    columns: dict[str, Column]
    lines: Ints

    @classmethod
    def of(cls, sheets: Sequence[Sheet]) -> Frame:
        """Join sheets; a column that a sheet does not have is empty."""
        columns = {name: joined([_cells(sheet, name) for sheet in sheets]) for name in NAMES}
        lines = np.concatenate([sheet.lines for sheet in sheets]) if sheets else np.zeros(0, np.int64)
        return cls(columns, lines)

    def __len__(self) -> int:
        return len(self.lines)

    def text(self, row: int, name: str) -> str:
        """Return a cell."""
        column = self.columns[name]
        return column.texts[int(column.codes[row])]

    def key(self, row: int) -> str:
        """Return what a row is about, as one line."""
        return " ".join(cell for cell in (self.text(row, name) for name in KEY) if cell)

    def where(self, name: str, *texts: str) -> Mask:
        """Tell which rows hold one of the texts in a column."""
        words: Mask = np.array([text in texts for text in self.columns[name].texts], bool)
        return words[self.columns[name].codes] if len(words) else np.zeros(len(self), bool)

    def observed_of(self, indicator: str) -> Ints:
        """Return the rows of an indicator that tell what happened."""
        start, stop = self._extents.get(indicator, (0, 0))
        return self._by_indicator[start:stop]

    @cached_property
    def _by_indicator(self) -> Ints:
        rows = np.flatnonzero(self.observed)
        ordered: Ints = rows[np.argsort(self.columns["indicator"].codes[rows], kind="stable")]
        return ordered

    @cached_property
    def _extents(self) -> dict[str, tuple[int, int]]:
        counts = np.bincount(self.columns["indicator"].codes[self._by_indicator], minlength=1)
        stops = np.cumsum(counts).tolist()
        return dict(zip(self.columns["indicator"].texts, zip([0, *stops], stops, strict=False), strict=False))

    @cached_property
    def numeric(self) -> Mask:
        """Which rows hold a number."""
        column = self.columns["value"]
        matched: Mask = _to_numpy(pc.match_substring_regex(column.words, NUMBER)).astype(bool)
        return matched[column.codes]

    @cached_property
    def numbers(self) -> Floats:
        """The values as printed; ``nan`` where there is none."""
        column = self.columns["value"]
        good = pc.match_substring_regex(column.words, NUMBER)
        words = pc.if_else(good, pc.utf8_ltrim(column.words, "+"), pa.scalar("nan"))
        numbers: Floats = _to_numpy(pc.cast(words, pa.float64()))
        return numbers[column.codes]

    @cached_property
    def halves(self) -> Floats:
        """Half the worth of the last printed digit: what the digits leave open on either side."""
        column = self.columns["value"]
        points = _to_numpy(pc.find_substring(column.words, "."))
        lengths = _to_numpy(pc.utf8_length(column.words))
        places = np.where(points >= 0, lengths - points - 1, 0)
        return (0.5 * 10.0 ** -np.clip(places, 0, 300).astype(float))[column.codes]

    @cached_property
    def _period_words(self) -> tuple[Ints, Ints, NDArray[np.str_]]:
        starts, ends, forms = [], [], []
        for text in self.columns["period"].texts:
            try:
                first, last = days_of_period(text)
            except ValueError:
                starts.append(0)
                ends.append(0)
                forms.append("?")
            else:
                starts.append(first.toordinal())
                ends.append(last.toordinal())
                forms.append(form_of(text))
        return np.array(starts, np.int64), np.array(ends, np.int64), np.array(forms, "U1")

    @cached_property
    def starts(self) -> Ints:
        """The ordinal of each period's first day; 0 where it cannot be read."""
        return self._per_row(self._period_words[0])

    @cached_property
    def ends(self) -> Ints:
        """The ordinal of each period's last day; 0 where it cannot be read."""
        return self._per_row(self._period_words[1])

    @cached_property
    def forms(self) -> NDArray[np.str_]:
        """The form of each period: A S Q M W D, I for an interval, ? where it cannot be read."""
        words = self._period_words[2]
        return words[self.columns["period"].codes] if len(words) else words

    def _per_row(self, words: Ints) -> Ints:
        return words[self.columns["period"].codes] if len(words) else words

    @cached_property
    def vintages(self) -> Ints:
        """The ordinal of each vintage; 0 where it is blank, -1 where it cannot be read."""
        column = self.columns["vintage"]
        words = np.array([ordinal(text) for text in column.texts], np.int64)
        return words[column.codes] if len(words) else words

    @cached_property
    def series(self) -> Ints:
        """A number for each series (indicator, entity, counterpart)."""
        return self.combined("indicator", "entity", "counterpart")

    def combined(self, *names: str, rows: Ints | None = None) -> Ints:
        """Return one number for the cells of several columns of some or all rows; equal numbers mean equal cells."""
        total = np.zeros(len(self) if rows is None else len(rows), np.int64)
        for name in names:
            codes = self.columns[name].codes
            total *= max(len(self.columns[name].words), 1)
            total += codes if rows is None else codes[rows]
        return total

    @cached_property
    def observed(self) -> Mask:
        """Which rows tell what happened, with a value and a period that can be read."""
        mask: Mask = self.where("status", *OBSERVED) & self.numeric & (self.forms != "?")
        return mask

    def newest(self, rows: Ints, *names: str) -> Ints:
        """Keep the row of the newest vintage among rows with equal cells in the named columns."""
        identity = self.combined(*names, rows=rows)
        order = np.lexsort([self.lines[rows], self.vintages[rows], identity])
        last = np.append(np.diff(identity[order]) != 0, True) if len(order) else np.zeros(0, bool)
        kept: Ints = rows[order[last]]
        return kept


def _cells(sheet: Sheet, name: str) -> Column:
    if name == "table":
        return Column(np.zeros(len(sheet), np.int32), pa.array([sheet.name], pa.string()))
    return sheet.columns.get(name) or Column(np.zeros(len(sheet), np.int32), pa.array([""], pa.string()))


def _to_numpy(values: Any) -> Any:
    return values.to_numpy(zero_copy_only=False)


def form_of(period: str) -> str:
    """Return the form of a well-formed period: A S Q M W D, or I for an interval.

    >>> [form_of(period) for period in ("2022", "2022-Q3", "2022-11", "2022-W51", "2022-01/2022-11")]
    ['A', 'Q', 'M', 'W', 'I']
    """
    if "/" in period:
        return "I"
    if len(period) == 4:
        return "A"
    if period[5] in "QHW":
        return {"Q": "Q", "H": "S", "W": "W"}[period[5]]
    return "M" if len(period) == 7 else "D"


def ordinal(text: str) -> int:
    """Return the ordinal of a day; 0 for an empty text, -1 for anything else.

    >>> ordinal("0001-01-02"), ordinal(""), ordinal("soon")
    (2, 0, -1)
    """
    if not text:
        return 0
    try:
        return date.fromisoformat(text).toordinal() if len(text) == 10 else -1
    except ValueError:
        return -1
