"""Observations as sorted columns of codes: a million rows cost no record until a series is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from workbench.errors import MalformedTable
from workbench.model import Observation
from workbench.reference.periods import days_of_period
from workbench.reference.records import NUMBER, address, day
from workbench.reference.sheets import Column

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from workbench.model import Indicator, Source
    from workbench.reference.sheets import Sheet

Key = tuple[str, str, str]
Identity = tuple[str, str, str, str, str, str]  # entity, counterpart, period, status, vintage, source
NAMES = ("indicator", "entity", "counterpart", "period", "value", "status", "vintage", "source", "note", "table")


@dataclass(frozen=True)
class Rows:
    """Columns of observations, rows of one series side by side."""

    columns: dict[str, Column]
    lines: np.ndarray[Any, np.dtype[np.int64]]

    def __len__(self) -> int:
        return len(self.lines)

    @cached_property
    def spans(self) -> dict[Key, tuple[int, int]]:
        """The first row of each series and the row after its last."""
        if not len(self):
            return {}
        codes = [self.columns[name].codes for name in NAMES[:3]]
        texts = [self.columns[name].texts for name in NAMES[:3]]
        changed = np.flatnonzero(np.logical_or.reduce([np.diff(code) != 0 for code in codes])) + 1
        starts = [0, *changed.tolist()]
        stops = [*starts[1:], len(self)]
        keys = zip(*([words[i] for i in code[starts].tolist()] for code, words in zip(codes, texts, strict=True)),
                   strict=True)  # fmt: skip
        return {(a, b, c): span for (a, b, c), span in zip(keys, zip(starts, stops, strict=True), strict=True)}

    @cached_property
    def extents(self) -> dict[str, tuple[int, int]]:
        """The first row of each indicator and the row after its last."""
        found: dict[str, tuple[int, int]] = {}
        for (indicator, _, _), (start, stop) in self.spans.items():
            found[indicator] = (found.get(indicator, (start, stop))[0], stop)
        return found

    @cached_property
    def period_codes(self) -> dict[str, int]:
        """The code of each period's text."""
        return {text: code for code, text in enumerate(self.columns["period"].texts)}

    def indicator_codes(self) -> set[str]:
        """Return every indicator that has a row."""
        return set(self.extents)

    def entity_codes(self) -> set[str]:
        """Return every entity and counterpart that has a row."""
        return {code for key in self.spans for code in key[1:]}

    def first_place(self, indicator: str) -> tuple[str, int]:
        """Return the table and the line of an indicator's first row."""
        start, stop = self.extents[indicator]
        row = start + int(np.argmin(self.lines[start:stop]))
        return self.columns["table"][row], int(self.lines[row])

    def stretch(self, start: int, stop: int) -> tuple[str, str]:
        """Return the period that begins first and the one that ends last among neighbouring rows."""
        texts = self.columns["period"].texts
        found = [texts[code] for code in np.unique(self.columns["period"].codes[start:stop]).tolist()]
        return min(found, key=lambda text: days_of_period(text)[0]), max(
            found, key=lambda text: days_of_period(text)[1]
        )

    def at(self, indicator: str, period: str) -> list[int]:
        """Return the rows of an indicator for one period, of all entities."""
        code = self.period_codes.get(period)
        if code is None or indicator not in self.extents:
            return []
        start, stop = self.extents[indicator]
        return (np.flatnonzero(self.columns["period"].codes[start:stop] == code) + start).tolist()

    def observations(
        self, numbers: Sequence[int], measured: Mapping[str, Indicator], sources: Callable[[str], Source | None]
    ) -> list[tuple[Identity, Observation]]:
        """Return rows in base units, each with what tells the rows of one series apart.

        ``step`` is the worth of the last printed digit.
        """
        places = (
            slice(numbers.start, numbers.stop) if isinstance(numbers, range) else np.asarray(numbers, dtype=np.int64)
        )
        lines = self.lines[places].tolist()
        found = []
        for *cells, line in zip(*(self.columns[name].cells(places) for name in NAMES), lines, strict=True):
            indicator, entity, counterpart, period, value, status, vintage, source, note, table = cells
            series, printed, (start, end) = measured[indicator], Decimal(value), days_of_period(period)
            known = sources(source)
            row = Observation(
                series.indicator, entity, counterpart, period, start, end, value,
                printed * _worth(series.unit_mult), _worth(int(printed.as_tuple().exponent) + series.unit_mult),
                status or "A", date.fromisoformat(vintage) if vintage else None, source, note,
                address(note) or (known.url if known else ""), table, line,
            )  # fmt: skip
            found.append(((entity, counterpart, period, status, vintage, source), row))
        return found


@lru_cache(maxsize=256)
def _worth(place: int) -> Decimal:
    return Decimal(1).scaleb(place)


def rows_of(sheets: Sequence[tuple[Path, Sheet]]) -> Rows:
    """Join sheets of observations, sorted so that each series stands together.

    Raises MalformedTable for a cell that is no period, number or day.
    """
    for path, sheet in sheets:
        _readable(path, sheet)
    columns = {name: joined([_cells(sheet, name) for _, sheet in sheets]) for name in NAMES}
    lines = np.concatenate([sheet.lines for _, sheet in sheets]) if sheets else np.zeros(0, np.int64)
    order = np.lexsort([columns[name].codes for name in reversed(NAMES[:3])])
    return Rows({name: Column(column.codes[order], column.words) for name, column in columns.items()}, lines[order])


def _cells(sheet: Sheet, name: str) -> Column:
    if name == "table":
        return Column(np.zeros(len(sheet), np.int32), pa.array([sheet.name], pa.string()))
    return sheet.columns.get(name) or Column(np.zeros(len(sheet), np.int32), pa.array([""], pa.string()))


def joined(columns: Sequence[Column]) -> Column:
    """Return columns one below the other, with one list of words."""
    if not columns:
        return Column.of(())
    if len(columns) == 1:
        return columns[0]
    chunks = [pa.DictionaryArray.from_arrays(pa.array(column.codes), column.words) for column in columns]
    whole = pa.chunked_array(chunks).unify_dictionaries().combine_chunks()
    return Column(whole.indices.to_numpy(zero_copy_only=False).astype(np.int32, copy=False), whole.dictionary)


def _readable(path: Path, sheet: Sheet) -> None:
    for name, parse in (("period", days_of_period), ("vintage", day)):
        column = sheet.columns.get(name)
        for code, text in enumerate(column.texts if column else ()):
            try:
                parse(text)
            except ValueError as error:
                raise _fault(path, sheet, name, code, str(error)) from error
    values = sheet.columns["value"].words
    wrong = pc.index(pc.match_substring_regex(values, NUMBER), False).as_py()
    if wrong >= 0:
        raise _fault(path, sheet, "value", wrong, f"{values[wrong].as_py()[:80]!r} is not a number")


def _fault(path: Path, sheet: Sheet, name: str, code: int, message: str) -> MalformedTable:
    row = int(np.argmax(sheet.columns[name].codes == code))
    what = " ".join(sheet.cell(row, part) for part in ("indicator", "entity", "period"))
    return MalformedTable(
        f"{what}: {message}", file=str(path), line=int(sheet.lines[row]),
        hint="run `workbench refs check` for every fault at once",
    )  # fmt: skip
