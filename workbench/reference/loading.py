"""A folder of tables to a package in memory; the first fault stops it, told with its file and line.

Whoever wants every fault at once runs ``workbench refs check``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypeVar

from workbench.errors import MalformedTable, MissingTable
from workbench.reference import records
from workbench.reference.cache import cached_rows
from workbench.reference.contents import contents, name_of
from workbench.reference.rows import Rows, rows_of
from workbench.reference.sheets import Sheet, sheet_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from workbench.model import Entity, Event, Indicator, Source

T = TypeVar("T")
OBSERVATION_COLUMNS = ("indicator", "entity", "period", "value")
_HARMLESS = ("blank-row", "line-ends")  # told by the checks, but nothing is lost in reading
_NO_FOLDER = "check the path of the folder of reference tables"


@dataclass(frozen=True, slots=True)
class Package:
    """The tables of one folder; ``measured`` holds its indicators and those of the packages below it."""

    path: Path
    title: str
    version: str
    fingerprint: str
    indicators: dict[str, Indicator]
    measured: dict[str, Indicator]
    entities: dict[str, Entity]
    sources: dict[str, Source]
    events: dict[str, Event]
    rows: Rows


def read_package(folder: Path, below: Sequence[Package] = ()) -> Package:
    """Read a folder of reference tables; ``below`` are the packages that it is laid over, the lowest first.

    Only ``indicators.csv`` (indicator, label, unit) and ``observations/*.csv`` (indicator, entity, period, value) must
    be there, over another package only one of the two. Raises MissingTable or MalformedTable.
    """
    if not folder.is_dir():
        raise MissingTable("no such folder of reference tables", file=str(folder), hint=_NO_FOLDER)
    files = _Files(folder)
    descriptor = _descriptor(files)
    indicators = _keyed(files, "indicators.csv", ("indicator", "label", "unit"), records.indicator, needed=not below)
    entities = _keyed(files, "entities.csv", ("entity", "label"), records.entity)
    sources = _keyed(files, "sources.csv", ("source", "title"), records.source)
    events = _keyed(files, "events.csv", ("event", "label", "start"), records.event)
    tables = sorted((folder / "observations").glob("*.csv"))
    if not tables and not events and not (below and indicators):
        raise MissingTable("no observations/*.csv", file=str(folder), hint="a package holds at least one table")
    rows = _observations(files, tables)
    measured = (below[-1].measured if below else {}) | indicators
    _all_known(folder, rows, measured)
    linked = {name: _with_url(event, sources) for name, event in events.items()}
    return Package(
        folder, str(descriptor.get("title") or folder.name), str(descriptor.get("version") or ""), files.fingerprint(),
        indicators, measured, entities, sources, linked, rows,
    )  # fmt: skip


class _Files:
    """Reads the files of a folder and keeps a hash of all that was read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._digest = sha256()

    def read(self, path: Path) -> bytes:
        """Return the bytes of a file; raises MissingTable where it cannot be read."""
        try:
            data = contents(path, self.folder)
        except OSError as error:
            raise MissingTable(
                f"cannot read: {error.strerror}",
                file=str(path),
                hint="a package holds files that you may read",
            ) from error
        self._digest.update(f"{name_of(path, self.folder)}\0{len(data)}\0".encode())
        self._digest.update(data)
        return data

    def fingerprint(self) -> str:
        """Return the SHA-256 of the names and bytes of all files read so far."""
        return self._digest.hexdigest()


def _descriptor(files: _Files) -> dict[str, Any]:
    path = files.folder / "datapackage.json"
    if not path.exists():
        return {}
    data = files.read(path)
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise MalformedTable(f"not JSON: {error}", file=str(path), hint="mend the descriptor, or remove it") from error
    if not isinstance(found, dict):
        raise MalformedTable("not a data package descriptor", file=str(path), hint="a JSON object is expected")
    return found


def sound_sheet(data: bytes, path: Path, name: str, required: tuple[str, ...]) -> Sheet:
    """Return a sheet that has the required columns and no fault of structure, or raise MalformedTable."""
    sheet = sheet_of(data, name)
    for fault in sheet.faults:
        if fault.check not in _HARMLESS:
            raise MalformedTable(f"{fault.found}; expected {fault.expected}", file=str(path), line=fault.line,
                                 hint=fault.hint)  # fmt: skip
    missing = [column for column in required if column not in sheet.header]
    if missing:
        raise MalformedTable(
            f"the header lacks {', '.join(missing)}", file=str(path), line=1, hint="see the reference on tables"
        )
    return sheet


def _keyed(
    files: _Files, name: str, required: tuple[str, ...], make: Callable[[records.Row, int], T], *, needed: bool = False
) -> dict[str, T]:
    path = files.folder / name
    if not path.exists():
        if needed:
            raise MissingTable("the table is missing", file=str(path), hint=f"a package needs {name}")
        return {}
    found: dict[str, T] = {}
    for line, row in sound_sheet(files.read(path), path, name, required).rows():
        key = row[required[0]]
        if not key:
            raise MalformedTable(f"a row without {required[0]}", file=str(path), line=line, hint="fill it in")
        if key in found:
            raise MalformedTable(f"a second row of {key}", file=str(path), line=line, hint="keep one of them")
        try:
            found[key] = make(row, line)
        except (ValueError, ArithmeticError) as error:
            raise MalformedTable(f"{key}: {error}", file=str(path), line=line, hint="mend the cell") from error
    return found


def _observations(files: _Files, tables: list[Path]) -> Rows:
    contents = [files.read(table) for table in tables]

    def parsed() -> Rows:
        folder = files.folder
        return rows_of(
            [
                (table, sound_sheet(data, table, name_of(table, folder), OBSERVATION_COLUMNS))
                for table, data in zip(tables, contents, strict=True)
            ]
        )

    return cached_rows([(table.name, data) for table, data in zip(tables, contents, strict=True)], parsed)


def _all_known(folder: Path, rows: Rows, indicators: dict[str, Indicator]) -> None:
    for code in rows.indicator_codes() - indicators.keys():
        table, line = rows.first_place(code)
        raise MalformedTable(
            f"no indicator {code!r}", file=str(folder / table), line=line, hint="add it to indicators.csv"
        )


def _with_url(event: Event, sources: dict[str, Source]) -> Event:
    known = sources.get(event.source)
    return replace(event, url=records.address(event.note) or (known.url if known else ""))
