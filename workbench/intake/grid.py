"""A file of a publisher as a grid of text cells, each row with its number in the file."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from workbench.errors import DamagedFile, EmptyDocument, InputError, TooLarge, UnsupportedFile, UsageError
from workbench.reference.decoding import decoded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LARGEST = 200_000_000
MOST_CELLS = 20_000_000
MOST_COLUMNS = 20_000
_SHEETS = (".xlsx", ".xlsm")
_TEXTS = (".csv", ".tsv", ".txt", "")
_DELIMITERS = ",;\t|"


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of text cells; ``lines`` are their numbers in the file, from 1."""

    name: str
    rows: list[list[str]]
    lines: list[int]
    delimiter: str = ","


def read_grid(path: Path, sheet: str | None = None) -> Grid:
    """Read a CSV file or a sheet of an XLSX workbook.

    Raises UnsupportedFile, DamagedFile, EmptyDocument, TooLarge or InputError, UsageError for a missing sheet.
    """
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise InputError(f"cannot read: {error.strerror}", file=str(path), hint="check the path") from error
    if len(data) > LARGEST:
        raise TooLarge(f"more than {LARGEST // 10**6} MB", file=str(path), hint="cut the file into parts")
    if data.startswith(b"PK\x03\x04") and path.suffix.casefold() in (*_SHEETS, ".csv", ""):
        grid = _workbook(path, sheet)
    elif path.suffix.casefold() in _TEXTS:
        grid = _text(path, data)
    else:
        raise UnsupportedFile(f"{path.suffix} is not read", file=str(path), hint="save it as CSV or XLSX")
    if not grid.rows:
        raise EmptyDocument("no cell is filled", file=str(path), hint="is it the right sheet?")
    return grid


def _text(path: Path, data: bytes) -> Grid:
    text = decoded(data)
    if not text.data:
        what = text.faults[0][2] if text.faults else "nothing"
        raise UnsupportedFile(f"it holds {what}", file=str(path), hint="save it as CSV in UTF-8")
    content = text.data.decode()
    delimiter = _delimiter(content)
    csv.field_size_limit(max(len(content) + 1, 131_072))
    reader = csv.reader(content.split("\n"), delimiter=delimiter)
    rows: list[list[str]] = []
    lines: list[int] = []
    before = 0
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append([cell.strip() for cell in row])
                lines.append(before + 1)
            before = reader.line_num
            _bounded(path, row, len(rows))
    except csv.Error as error:
        raise DamagedFile(f"not CSV: {error}", file=str(path), line=before + 1, hint="check its quotes") from error
    return Grid(path.name, rows, lines, delimiter)


def _bounded(path: Path, row: list[Any] | tuple[Any, ...], rows: int) -> None:
    if len(row) > MOST_COLUMNS or rows * len(row) > MOST_CELLS:
        raise TooLarge(f"row {rows} has {len(row)} cells", file=str(path), hint="cut the file into parts")


def _delimiter(content: str) -> str:
    """Return what separates most cells in the first lines, each line counted by its own fullness."""
    lines = content.split("\n", 40)[:40]
    return max(_DELIMITERS, key=lambda mark: sum(line.count(mark) for line in lines))


def _workbook(path: Path, sheet: str | None) -> Grid:
    import zipfile

    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(path) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
        if unpacked > LARGEST:
            raise TooLarge(f"it unpacks to {unpacked:,} bytes", file=str(path), hint="cut the file into parts")
        told, shown = (openpyxl.load_workbook(path, read_only=True, data_only=only) for only in (False, True))
    except InputError:
        raise
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError, SyntaxError) as error:
        hint = "save it again in the spreadsheet program"
        raise DamagedFile(f"no workbook: {error}", file=str(path), hint=hint) from error
    try:
        name = sheet or _only_sheet(path, told.sheetnames)
        if name not in told.sheetnames:
            raise UsageError(f"no sheet {name!r}", file=str(path), hint="it has " + ", ".join(told.sheetnames))
        return _sheet(path, told[name], shown[name])
    finally:
        told.close()
        shown.close()


def _only_sheet(path: Path, names: list[str]) -> str:
    if len(names) != 1:
        listed = ", ".join(repr(name) for name in names)
        hint = "choose one with --sheet, or save the one that you mean as CSV"
        raise UsageError(f"it has {len(names)} sheets: {listed}", file=str(path), hint=hint)
    return names[0]


def _sheet(path: Path, told: Any, shown: Any) -> Grid:
    rows: list[list[str]] = []
    lines: list[int] = []
    for line, (formulas, values) in enumerate(_pairs(told, shown), 1):
        _bounded(path, values, len(rows) + 1)
        cells = [_cell(path, line, formula, value) for formula, value in zip(formulas, values, strict=False)]
        if any(cells):
            rows.append(cells)
            lines.append(line)
    return Grid(path.name, rows, lines)


def _pairs(told: Any, shown: Any) -> Iterator[tuple[tuple[Any, ...], tuple[Any, ...]]]:
    return zip(told.iter_rows(values_only=True), shown.iter_rows(values_only=True), strict=False)


def _cell(path: Path, line: int, formula: Any, value: Any) -> str:
    if value is None:
        if isinstance(formula, str) and formula.startswith("="):
            hint = "open and save it in the spreadsheet program, so that it stores results"
            raise DamagedFile(f"the formula {formula[:60]} without a result", file=str(path), line=line, hint=hint)
        return ""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, float):
        # A workbook stores binary fractions: fifteen digits are what it can vouch for.
        return format(Decimal(f"{value:.15g}"), "f")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ")
    return value.isoformat() if isinstance(value, date) else str(value).strip()
