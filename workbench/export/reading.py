"""A verdict table read back: the CSV that was exported, or what a spreadsheet made of it."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from workbench.counting import many
from workbench.errors import DamagedFile, InputError, TooLarge, WrongEncoding
from workbench.export.verdicts import plain
from workbench.export.workbook import unwritten

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NEEDED = ("claim_id", "review_rating")
LARGEST_BYTES = 200 * 2**20
_DELIMITERS = (",", ";", "\t")  # spreadsheets write the one of their language


def is_verdict_table(path: Path) -> bool:
    """Tell whether a file is a CSV or XLSX with the columns of a verdict table."""
    if path.suffix.casefold() not in (".csv", ".xlsx"):
        return False
    try:
        next(read_verdicts(path), None)
    except InputError as error:
        return error.line != 1
    return True


def read_verdict_csv(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a verdict CSV as text by column; columns that the format does not know are kept.

    Raises InputError for a file that is no verdict CSV, with the line.
    """
    return (cells for _, cells in read_verdicts(path))


def read_verdicts(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows of a verdict CSV or XLSX, each with its line in the file; errors as ``read_verdict_csv``."""
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise TooLarge(f"over {LARGEST_BYTES // 2**20} MiB", file=str(path), hint="cut it into parts")
        if path.suffix.casefold() == ".xlsx":
            yield from _sheet(path)
        else:
            yield from _text(path)
    except OSError as error:
        raise InputError(f"cannot read: {error.strerror}", file=str(path), hint="check the path") from error


def _text(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        content = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise WrongEncoding(f"not UTF-8 at byte {error.start}", file=str(path), hint="save it as UTF-8") from error
    csv.field_size_limit(max(csv.field_size_limit(), len(content)))
    reader = csv.reader(io.StringIO(content, newline=""), strict=True, delimiter=_delimiter(content))
    try:
        header = _known(next(reader, []), path)
        line = reader.line_num + 1
        for cells in reader:
            if len(cells) != len(header):
                what, hint = f"{many(len(cells), 'cell')} instead of {len(header)}", "check the quotes of this line"
                raise DamagedFile(what, file=str(path), line=line, hint=hint)
            yield line, dict(zip(header, map(plain, cells), strict=True))
            line = reader.line_num + 1
    except csv.Error as error:
        raise DamagedFile(
            f"not CSV: {error}", file=str(path), line=reader.line_num, hint="save it as comma-separated values"
        ) from error


def _delimiter(content: str) -> str:
    head = content.split("\n", 1)[0]
    return max(_DELIMITERS, key=head.count)


def _known(header: list[str], path: Path) -> list[str]:
    missing = [name for name in NEEDED if name not in header]
    if missing:
        what = f"no verdict table: the header lacks {', '.join(missing)}"
        raise InputError(what, file=str(path), line=1, hint="export one to compare")
    return header


def _sheet(path: Path) -> list[tuple[int, dict[str, str]]]:
    import warnings
    import zipfile
    import zlib

    import openpyxl

    content = io.BytesIO(path.read_bytes())
    try:
        with zipfile.ZipFile(content) as packed:
            if sum(part.file_size for part in packed.infolist()) > LARGEST_BYTES:
                raise TooLarge("too large when unpacked", file=str(path), hint="cut it into parts")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what openpyxl does not keep, such as print areas
            book = openpyxl.load_workbook(content, read_only=True, data_only=True)
            return list(_rows(book, path))
    except InputError:
        raise
    # What openpyxl meets in a damaged part is raised as whatever it is.
    except (zipfile.BadZipFile, zlib.error, LookupError, ValueError, TypeError, AttributeError, SyntaxError) as error:
        hint = "save it again in the spreadsheet program"
        raise DamagedFile(f"no workbook: {error}", file=str(path), hint=hint) from error


def _rows(book: Any, path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    rows = book.worksheets[0].iter_rows(values_only=True)
    header = _known([_shown(cell) for cell in next(rows, ())], path)
    for line, cells in enumerate(rows, 2):
        if any(cell is not None for cell in cells):
            padded = [*map(_shown, cells), *[""] * (len(header) - len(cells))]
            yield line, dict(zip(header, padded, strict=False))


def _shown(cell: Any) -> str:
    """Return a cell as the CSV has it."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        midnight = cell.time() == datetime.min.time()
        return cell.date().isoformat() if midnight else cell.replace(tzinfo=UTC).isoformat(timespec="milliseconds")
    return cell.isoformat() if isinstance(cell, date) else unwritten(str(cell))
