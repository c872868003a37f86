"""What a fuzzer feeds: one function, which raises for anything but a result that holds or an error that is told."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.errors import WorkbenchError
from workbench.extract import extract
from workbench.interval import evaluate
from workbench.read import parse_published, read_bytes, read_text
from workbench.read.lines import documents_of_lines
from workbench.records import extraction_record
from workbench.reference.rows import rows_of
from workbench.reference.sheets import sheet_of

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_BYTES = 4_096


def target(data: bytes) -> None:
    """Feed the rest of the data to the door that the first byte chooses; a WorkbenchError is an answer."""
    if not data:
        return
    doors = list(DOORS.values())
    try:
        doors[data[0] % len(doors)](data[1:])
    except WorkbenchError as error:
        if not error.message.strip():
            raise ValueError("an error without a word") from error


def _words(data: bytes) -> str:
    return data.decode("utf8", "ignore").replace("\0", " ")


def _text(data: bytes) -> None:
    document = read_text(_words(data), id="a", published=date(2022, 12, 30))
    record = extraction_record(extract(document))
    json.dumps(record, allow_nan=False)
    for part in (*record["quantities"], *record["times"], *record["claims"]):
        assert document.text[part["start"] : part["end"]] == part["quote"], part


def _page(data: bytes) -> None:
    read_bytes("a.html", data)


def _plain(data: bytes) -> None:
    read_bytes("a.txt", data)


def _lines(data: bytes) -> None:
    for document in documents_of_lines(io.StringIO(_words(data)), "a.jsonl", None):
        assert document.id


def _day(data: bytes) -> None:
    parse_published(_words(data))


def _sheet(data: bytes) -> None:
    sheet = sheet_of(b"indicator,entity,period,value\n" + data, "observations/a.csv")
    if not sheet.faults:
        rows_of([(Path("a.csv"), sheet)])


def _formula(data: bytes) -> None:
    evaluate(_words(data), [])


DOORS: dict[str, Callable[[bytes], None]] = {
    "text": _text, "page": _page, "plain": _plain, "lines": _lines, "day": _day, "sheet": _sheet, "formula": _formula,
}  # fmt: skip
