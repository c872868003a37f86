"""The verdict table as an XLSX workbook: numbers are numbers, days are days, and no text is ever a formula."""

from __future__ import annotations

import io
import json
import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from workbench.errors import TooLarge
from workbench.export.verdicts import COLUMNS, PAGES, verdict_cells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.export.source import Source

MOST_ROWS = 1_048_575  # below the header
MOST_CHARACTERS = 32_767
CUT = " … [cut here: the CSV holds all of it]"
_DAYS = ("claim_date", "period_start", "period_end")
_WIDE = {"claim_text": 60, "quote": 30, "working": 60, "review_note": 40, "document_title": 40}
_NARROW = 14
# What XML cannot hold is written as workbooks do, and so is a text that would be read as such.
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_WRITTEN = re.compile("_x([0-9A-Fa-f]{4})_")
_FIRST_DAY = date(1900, 3, 1)  # before it, workbooks count days that never were


def export_xlsx(
    source: Source, *, documents: Sequence[str] | None = None, decided_only: bool = False, pages: str = PAGES
) -> bytes:
    """Return the workbook with the columns of the verdict CSV; raises TooLarge for more rows than one can have."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Verdicts")
    sheet.freeze_panes = "B2"
    for number, name in enumerate(COLUMNS, 1):
        sheet.column_dimensions[_letters(number)].width = _WIDE.get(name, _NARROW)

    def cell(value: Any) -> WriteOnlyCell:
        made = WriteOnlyCell(sheet, value=_text(value) if isinstance(value, str) else value)
        if isinstance(value, str):
            made.data_type = "s"
        elif isinstance(value, datetime):
            made.number_format = "yyyy-mm-dd hh:mm"
        elif isinstance(value, date):
            made.number_format = "yyyy-mm-dd"
        return made

    sheet.append([cell(name) for name in COLUMNS])
    rows = 0
    for found in verdict_cells(source, documents=documents, decided_only=decided_only, pages=pages):
        rows += 1
        if rows > MOST_ROWS:
            raise TooLarge(f"more than {MOST_ROWS:,} claims", hint="choose some of them, or export CSV")
        sheet.append([cell(_typed(name, found[name])) for name in COLUMNS])
    sheet.auto_filter.ref = f"A1:{_letters(len(COLUMNS))}{rows + 1}"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def written(text: str) -> str:
    r"""Return a text as a workbook holds it.

    >>> written("a\x01b"), written("_x0041_")
    ('a_x0001_b', '_x005F_x0041_')
    """
    return _UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def unwritten(text: str) -> str:
    r"""Return the text that a workbook holds; the counterpart of ``written``.

    >>> unwritten(written("a\r\nb _x0041_")) == "a\r\nb _x0041_"
    True
    """
    return _WRITTEN.sub(lambda found: chr(int(found[1], 16)), text)


def _text(text: str) -> str:
    held = written(text)
    return held if len(held) <= MOST_CHARACTERS else held[: MOST_CHARACTERS - len(CUT)] + CUT


def _typed(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return json.dumps(value)
    if name in _DAYS and isinstance(value, str):
        return _day(value)
    if name == "review_date" and isinstance(value, str):
        return _moment(value)
    return value


def _day(text: str) -> date | str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return day if day >= _FIRST_DAY else text


def _moment(text: str) -> datetime | str:
    """Return a moment as UTC; workbooks know no zones."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else text


def _letters(number: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(number))
