"""A CSV file to columns of text: no cell is interpreted, every row keeps its physical line, every fault is kept.

A fault of structure (a ragged row, a stray quote, a wrong encoding) takes away no more than its own row, so that one
bad cell hides no other. Columns are dictionary-coded: a check looks at each distinct word once, however long the table.
"""

from __future__ import annotations

import csv
import re
from array import array
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv
from numpy.typing import NDArray

from workbench.reference.decoding import Decoded, decoded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Codes = NDArray[np.int32]
Lines = NDArray[np.int64]

LONGEST_CELL = 100_000
MOST_COLUMNS = 200
MOST_FAULTS = 10_000  # of one kind in one file; the rest is only counted
_MANY_TEXTS, _FEW_ROWS = 50_000, 100
_DELIMITERS = ",;\t|"
_PLAIN = ("value",)  # nearly every value differs, so a dictionary of values would only cost time
_QUOTE, _LINE_END = 0x22, 0x0A


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the structure of a file, and where."""

    check: str
    line: int
    found: str
    expected: str
    hint: str


@dataclass(frozen=True)
class Column:
    """The cells of one column: ``words`` are the distinct texts, ``codes`` say which of them stands in a row."""

    codes: Codes
    words: Any

    @cached_property
    def texts(self) -> list[str]:
        """The distinct texts as a list, in the order of their codes."""
        return list(self.words.to_pylist())

    def __getitem__(self, row: int) -> str:
        """Return the text of a row."""
        return str(self.words[int(self.codes[row])].as_py())

    def cells(self, rows: NDArray[np.int64] | slice) -> list[str]:
        """Return the texts of some rows; a column of very many texts is not made a list of for a few of them."""
        codes = self.codes[rows]
        if len(self.words) == 1:
            return self.texts * len(codes)
        if len(self.words) <= _MANY_TEXTS:
            texts = self.texts
            return [texts[code] for code in codes.tolist()]
        if len(codes) <= _FEW_ROWS:
            return [self.words[code].as_py() for code in codes.tolist()]
        return list(self.words.take(pa.array(codes)).to_pylist())

    def __len__(self) -> int:
        return len(self.codes)

    @classmethod
    def of(cls, cells: Iterable[str]) -> Column:
        """Return a column of given texts."""
        seen: dict[str, int] = {}
        codes = array("i", (seen.setdefault(cell, len(seen)) for cell in cells))
        return cls(np.array(codes, dtype=np.int32), pa.array(list(seen), pa.string()))


@dataclass(frozen=True)
class Sheet:
    """One file as columns of text, each row with its physical line, and what is wrong with its structure."""

    name: str
    header: tuple[str, ...]
    columns: Mapping[str, Column]
    lines: Lines
    faults: tuple[Fault, ...] = ()

    def __len__(self) -> int:
        return len(self.lines)

    def cell(self, row: int, column: str) -> str:
        """Return a cell; empty where the table has no such column."""
        return self.columns[column][row] if column in self.columns else ""

    def rows(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Yield each row as ``(line, {column: text})``; meant for tables of definitions, which are short."""
        texts = {name: (column.codes, column.texts) for name, column in self.columns.items()}
        for row, line in enumerate(self.lines.tolist()):
            yield line, {name: words[codes[row]] for name, (codes, words) in texts.items()}


def sheet_of(data: bytes, name: str) -> Sheet:
    r"""Read the bytes of a CSV file.

    >>> sheet = sheet_of(b"indicator,value\ngdp,1\n\ngdp\n", "a.csv")
    >>> len(sheet), [(fault.check, fault.line) for fault in sheet.faults]
    (1, [('blank-row', 3), ('ragged-row', 4)])
    """
    text = decoded(data)
    faults = [Fault(*fault) for fault in text.faults]
    if not text.data.strip():
        if not faults:
            faults.append(Fault("empty-file", 1, "no text", "a header and rows", "remove the file, or fill it"))
        return Sheet(name, (), {}, np.zeros(0, np.int64), tuple(faults))
    return _Reading(name, text, faults).sheet()


class _Reading:
    """Reads one decoded file; collects faults as it goes."""

    def __init__(self, name: str, text: Decoded, faults: list[Fault]) -> None:
        self.name = name
        self.data = text.data
        self.faults = faults
        self._told: Counter[str] = Counter()
        self.delimiter = self._delimiter()

    def sheet(self) -> Sheet:
        """Return the table with its columns, its lines and the faults found on the way."""
        layout = _Layout(self.data, self.delimiter)
        header = self._header(layout)
        if len(header) > MOST_COLUMNS:
            found = f"{len(header)} columns"
            self._fault("too-many-columns", 1, found, f"at most {MOST_COLUMNS}", "bring it in with refs import")
            return Sheet(self.name, header, {}, np.zeros(0, np.int64), tuple(self.faults))
        arrays, lines = self._by_layout(layout, len(header)) or self._row_by_row(layout, len(header))
        self._tell_more()
        columns = dict(zip(header, arrays, strict=True))
        self.faults.sort(key=lambda fault: fault.line)
        return Sheet(self.name, header, columns, lines, tuple(self.faults))

    def _fault(self, check: str, line: int, found: str, expected: str, hint: str) -> None:
        self._told[check] += 1
        if self._told[check] <= MOST_FAULTS:
            self.faults.append(Fault(check, line, found[:200], expected, hint))

    def _tell_more(self) -> None:
        for check, count in self._told.items():
            if count > MOST_FAULTS:
                last = max(fault.line for fault in self.faults if fault.check == check)
                more = f"{count - MOST_FAULTS} more of this kind below"
                self.faults.append(Fault(check, last, more, "none", "mend the first ones, then check again"))

    def _delimiter(self) -> str:
        first = self.data.lstrip(b"\n").partition(b"\n")[0].decode()
        counts = {mark: first.count(mark) for mark in _DELIMITERS}
        best = max(counts, key=counts.__getitem__)
        if counts[","] == 0 and counts[best]:
            self._fault("delimiter", 1, f"columns separated by {best!r}", "commas", "save it as comma-separated CSV")
            return best
        return ","

    def _header(self, layout: _Layout) -> tuple[str, ...]:
        first = layout.first_row()
        csv.field_size_limit(max(len(first) + 1, 131_072))
        raw = next(csv.reader([first.decode()], delimiter=self.delimiter), [])
        if len(raw) > MOST_COLUMNS:
            return tuple(raw)
        header: list[str] = []
        for place, cell in enumerate(raw, 1):
            name = cell.strip()
            if name != cell:
                self._fault("header", 1, repr(cell), repr(name), "remove the spaces around the name")
            if not name or name in header:
                found = f"column {place} is {'without a name' if not name else 'a second ' + name}"
                self._fault("header", 1, found, "every column with a name of its own", "name it, or remove it")
                name = f"{name}#{place}"
            header.append(name)
        return tuple(header)

    def _by_layout(self, layout: _Layout, width: int) -> tuple[list[Column], Lines] | None:
        """Parse in one go; ``None`` where quotes are so out of order that the parser and the layout disagree."""
        if layout.unbalanced:
            return None
        parsed = (layout.widths == width) & (layout.lengths > 0)
        kept = ~layout.blank[parsed]
        convert = pacsv.ConvertOptions(
            column_types={
                str(i): pa.string() if name in _PLAIN else pa.dictionary(pa.int32(), pa.string())
                for i, name in enumerate(self._names(layout))
            },
            strings_can_be_null=False,
        )
        longest = int(layout.lengths.max(initial=0))
        read = pacsv.ReadOptions(column_names=[str(i) for i in range(width)], block_size=max(1 << 22, 2 * longest))
        parse = pacsv.ParseOptions(
            delimiter=self.delimiter, newlines_in_values=layout.folded, invalid_row_handler=lambda _row: "skip"
        )
        if not parsed.any():
            self._tell_rows(layout, width)
            return [Column.of(()) for _ in range(width)], np.zeros(0, np.int64)
        try:
            table = pacsv.read_csv(pa.BufferReader(layout.body()), read, parse, convert)
        except pa.ArrowInvalid:
            return None
        if table.num_rows != len(kept):
            return None
        self._tell_rows(layout, width)
        columns = [_column(table.column(i)) for i in range(width)]
        if not kept.all():
            columns = [Column(column.codes[kept], column.words) for column in columns]
        return columns, layout.lines[parsed][kept]

    def _names(self, layout: _Layout) -> list[str]:
        return [cell.strip() for cell in next(csv.reader([layout.first_row().decode()], delimiter=self.delimiter), [])]

    def _tell_rows(self, layout: _Layout, width: int) -> None:
        blank = np.flatnonzero(layout.blank)
        for row in blank[:MOST_FAULTS].tolist():
            self._blank(int(layout.lines[row]))
        self._told["blank-row"] += max(len(blank) - MOST_FAULTS, 0)
        ragged = np.flatnonzero((layout.widths != width) & ~layout.blank)
        for row in ragged[:MOST_FAULTS].tolist():
            self._ragged(int(layout.lines[row]), int(layout.widths[row]), width, layout.row(row))
        self._told["ragged-row"] += max(len(ragged) - MOST_FAULTS, 0)

    def _blank(self, line: int) -> None:
        self._fault("blank-row", line, "a row without any cell filled", "no blank rows", "remove the line")

    def _ragged(self, line: int, found: int, width: int, text: str) -> None:
        hint = "a comma in a cell needs quotes around the cell" if found > width else "a cell is missing"
        self._fault("ragged-row", line, f"{found} cells in {text!r}", f"{width} cells", hint)

    def _row_by_row(self, layout: _Layout, width: int) -> tuple[list[Column], Lines]:
        """Parse a file whose quotes are out of order, line by line where even their number is odd."""
        cells: list[tuple[dict[str, int], array[int]]] = [({}, array("i")) for _ in range(width)]
        lines = array("q")
        for line, row in self._loose_rows(layout):
            if not any(row):
                self._blank(line)
            elif len(row) != width:
                self._ragged(line, len(row), width, self.delimiter.join(row))
            else:
                lines.append(line)
                for cell, (seen, codes) in zip(row, cells, strict=True):
                    codes.append(seen.setdefault(cell, len(seen)))
        columns = [Column(np.array(codes, np.int32), pa.array(list(seen), pa.string())) for seen, codes in cells]
        return columns, np.array(lines, np.int64)

    def _loose_rows(self, layout: _Layout) -> Iterator[tuple[int, list[str]]]:
        text = self.data.decode()
        csv.field_size_limit(max(len(text) + 1, 131_072))
        physical = text.split("\n")
        if layout.unbalanced:
            for line, content in enumerate(physical[1:], 2):
                if content.count('"') % 2:
                    found = content[:80]
                    self._fault("quotes", line, found, "quotes in pairs", "close the quote, or double it in a cell")
                elif content or line < len(physical):
                    yield line, next(csv.reader([content], delimiter=self.delimiter), [])
            return
        reader = csv.reader((line + "\n" for line in physical[:-1] + physical[-1:] * bool(physical[-1])),
                            delimiter=self.delimiter)  # fmt: skip
        next(reader, None)
        before = reader.line_num
        for row in reader:
            line, before = before + 1, reader.line_num
            if any('"' in cell for cell in row) and _STRAY.search(physical[line - 1]):
                self._fault("quotes", line, physical[line - 1], "quotes around whole cells", "double a quote in a cell")
            yield line, row


_STRAY = re.compile(r'(?:^|,)[^",]+"')


class _Layout:
    """Where rows begin and end, on which physical line, and how many cells each has; vectorised over bytes."""

    def __init__(self, data: bytes, delimiter: str) -> None:
        self._data = data
        marks = np.frombuffer(data, np.uint8)
        ends = np.flatnonzero(marks == _LINE_END)
        if not data.endswith(b"\n"):
            ends = np.append(ends, len(data))
        quotes = np.flatnonzero(marks == _QUOTE) if b'"' in data else np.zeros(0, np.int64)
        delimiters = np.flatnonzero(marks == ord(delimiter))
        self.unbalanced = bool(len(quotes) % 2)
        outside = np.arange(len(ends))
        if len(quotes):
            outside = np.flatnonzero(np.searchsorted(quotes, ends) % 2 == 0)
            delimiters = delimiters[np.searchsorted(quotes, delimiters) % 2 == 0]
        self.folded = len(outside) != len(ends)
        row_ends = ends[outside]
        starts = np.concatenate(([0], row_ends[:-1] + 1)) if len(row_ends) else np.zeros(0, np.int64)
        first_line = np.concatenate(([1], outside[:-1] + 2)) if len(row_ends) else np.zeros(0, np.int64)
        passed = np.searchsorted(delimiters, row_ends)
        widths = np.diff(passed, prepend=0) + 1
        self._starts = starts[1:]
        self._header_end = int(row_ends[0]) if len(row_ends) else len(data)
        self.lengths = (row_ends - starts)[1:]
        self.lines: Lines = first_line[1:].astype(np.int64)
        self.widths = widths[1:]
        self.blank = (self.lengths == 0) | ((self.widths > 1) & (self.lengths == self.widths - 1))

    def row(self, number: int) -> str:
        """Return the text of a row."""
        start = int(self._starts[number])
        return self._data[start : start + int(self.lengths[number])].decode()

    def first_row(self) -> bytes:
        """Return the header row, line breaks in it as blanks."""
        return self._data[: self._header_end].replace(b"\n", b" ")

    def body(self) -> memoryview:
        """Return the bytes after the header row."""
        return memoryview(self._data)[self._header_end + 1 :]


def _column(chunked: Any) -> Column:
    """Return one column of what the parser gave, its chunks joined."""
    if pa.types.is_dictionary(chunked.type):
        joined = chunked.unify_dictionaries().combine_chunks()
        return Column(joined.indices.to_numpy(zero_copy_only=False).astype(np.int32, copy=False), joined.dictionary)
    joined = chunked.combine_chunks()
    return Column(np.arange(len(joined), dtype=np.int32), joined)
