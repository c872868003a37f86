"""What a fuzzer feeds: doors, each of which raises for anything but a result that holds or an error that is told."""

from __future__ import annotations

import atexit
import io
import json
import shutil
import tempfile
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from fuzz.malformed import PACKAGE
from workbench.check import check
from workbench.desk.pasting import claims_of_file, pasted_claims
from workbench.errors import WorkbenchError
from workbench.export import read_verdicts
from workbench.extract import extract
from workbench.intake import Told, changes, plan_of, preview
from workbench.interval import evaluate
from workbench.ratings import load_scale
from workbench.read import blocks, html, parse_published, read_bytes, read_text, signals
from workbench.read.files import said_in
from workbench.read.lines import documents_of_lines
from workbench.records import check_record, extraction_record
from workbench.refcheck.package import read_tables
from workbench.refcheck.run import check_tables
from workbench.reference import load_reference
from workbench.reference.rows import rows_of
from workbench.reference.sheets import sheet_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.refcheck.package import Tables
    from workbench.reference import Reference

MOST_BYTES = 4_096
# A door imports these only when it needs them; a fuzzer sees what is imported with the doors.
SEEN = (blocks, html, signals)


def target(door: str, data: bytes) -> None:
    """Feed data to a door; a WorkbenchError that says something is an answer."""
    try:
        DOORS[door](data)
    except WorkbenchError as error:
        if not error.message.strip():
            raise ValueError("an error without a word") from error


def _words(data: bytes) -> str:
    return data.decode("utf8", "ignore").replace("\0", " ")


@cache
def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _file(name: str, data: bytes) -> Path:
    path = _folder() / name
    path.write_bytes(data)
    return path


@cache
def _tables() -> Tables:
    return read_tables(PACKAGE)


@cache
def _reference() -> Reference:
    return load_reference(PACKAGE)


def _text(data: bytes) -> None:
    document = read_text(_words(data), id="a", published=date(2022, 12, 30))
    record = extraction_record(extract(document))
    json.dumps(record, allow_nan=False)
    for part in (*record["quantities"], *record["times"], *record["claims"]):
        assert document.text[part["start"] : part["end"]] == part["quote"], part


def _check(data: bytes) -> None:
    document = read_text(_words(data), id="a", published=date(2022, 12, 30))
    json.dumps(check_record(check(document, _reference())), allow_nan=False)


def _page(data: bytes) -> None:
    read_bytes("a.html", data)


def _plain(data: bytes) -> None:
    read_bytes("a.txt", data)


def _lines(data: bytes) -> None:
    for document in documents_of_lines(io.StringIO(_words(data)), "a.jsonl", None):
        assert document.id


def _sidecar(data: bytes) -> None:
    said_in("a.toml", data)


def _ratings(data: bytes) -> None:
    scale = load_scale(_file("ratings.toml", data))
    assert all(scale.get(step.code) == step for step in scale.steps)


def _day(data: bytes) -> None:
    parse_published(_words(data))


def _sheet(data: bytes) -> None:
    sheet = sheet_of(b"indicator,entity,period,value\n" + data, "observations/a.csv")
    if not sheet.faults:
        rows_of([(Path("a.csv"), sheet)])


def _package(data: bytes) -> None:
    """Take the first byte for the file of a package that the rest replaces."""
    names = [*sorted(path.relative_to(PACKAGE) for path in PACKAGE.rglob("*") if path.is_file()), Path("checks.toml")]
    folder = _folder() / "package"
    shutil.copytree(PACKAGE, folder)
    try:
        (folder / names[data[0] % len(names) if data else 0]).write_bytes(data[1:])
        check_tables(folder, today=date(2024, 1, 1))
        load_reference(folder)
    finally:
        shutil.rmtree(folder)


def _intake(data: bytes) -> None:
    told = Told(label="Ferry passengers", status="actual", vintage="2024-01-01", today=date(2024, 1, 1))
    found = plan_of(_file("table.csv", data), told, _tables())
    list(preview(found, changes(found, _tables(), "figures", replace=True), "figures", replace=True))


def _claims(data: bytes) -> None:
    claims_of_file(_file("claims.csv", data))


def _pasted(data: bytes) -> None:
    pasted_claims(_words(data))


def _verdicts(data: bytes) -> None:
    list(read_verdicts(_file("verdicts.csv", data)))


def _formula(data: bytes) -> None:
    evaluate(_words(data), [])


DOORS: dict[str, Callable[[bytes], None]] = {
    "text": _text, "check": _check, "page": _page, "plain": _plain, "lines": _lines, "sidecar": _sidecar,
    "ratings": _ratings, "day": _day, "sheet": _sheet, "package": _package, "intake": _intake, "claims": _claims,
    "pasted": _pasted, "verdicts": _verdicts, "formula": _formula,
}  # fmt: skip
