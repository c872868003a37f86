"""A folder of tables to a package in memory: every file read as text, every fault told with its line."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from typing import TYPE_CHECKING, TypeVar

from workbench.errors import MalformedTable, MissingTable
from workbench.model import Entity, Event, Indicator, Source
from workbench.reference.periods import days_of_period

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

Row = dict[str, str]
Key = tuple[str, str, str]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RawRow:
    """One observation as text, with its place."""

    cells: Row
    table: str
    line: int


@dataclass(frozen=True, slots=True)
class Package:
    """The tables of one folder."""

    path: Path
    title: str
    version: str
    fingerprint: str
    indicators: dict[str, Indicator]
    entities: dict[str, Entity]
    sources: dict[str, Source]
    events: dict[str, Event]
    rows: dict[Key, list[RawRow]]

    def under(self, other: Package) -> Package:
        """Return this package with another one laid over it; a row of the same key is replaced."""
        rows = {key: list(found) for key, found in self.rows.items()}
        for key, found in other.rows.items():
            replaced = {_identity(row) for row in found}
            rows[key] = [row for row in rows.get(key, []) if _identity(row) not in replaced] + found
        return Package(
            other.path, other.title, other.version, other.fingerprint,
            self.indicators | other.indicators, self.entities | other.entities, self.sources | other.sources,
            self.events | other.events, rows,
        )  # fmt: skip


def _identity(row: RawRow) -> tuple[str, ...]:
    return tuple(row.cells.get(name, "") for name in ("period", "status", "vintage", "source"))


def read_package(folder: Path) -> Package:
    """Read a folder of reference tables.

    Only ``indicators.csv`` (indicator, label, unit) and ``observations/*.csv`` (indicator, entity, period, value) must
    be there.
    """
    if not folder.is_dir():
        raise MissingTable(
            "no such folder of reference tables", file=str(folder), hint="check the path after --reference"
        )
    digest = sha256()
    descriptor = _descriptor(folder, digest.update)
    indicators = _keyed(
        folder, "indicators.csv", ("indicator", "label", "unit"), _indicator, digest.update, required_file=True
    )
    entities = _keyed(folder, "entities.csv", ("entity", "label"), _entity, digest.update)
    sources = _keyed(folder, "sources.csv", ("source", "title"), _source, digest.update)
    events = _keyed(folder, "events.csv", ("event", "label", "start"), _event, digest.update)
    rows: dict[Key, list[RawRow]] = {}
    tables = sorted((folder / "observations").glob("*.csv"))
    if not tables and not events:
        raise MissingTable(
            "no observations/*.csv", file=str(folder), hint="a package holds at least one table of figures"
        )
    for table in tables:
        _observations(folder, table, indicators, rows, digest.update)
    for code in {key[i] for key in rows for i in (1, 2)} - entities.keys() - {""}:
        entities[code] = Entity(code, code)
    linked = {name: _with_url(event, sources) for name, event in events.items()}
    return Package(
        folder, str(descriptor.get("title") or folder.name), str(descriptor.get("version") or ""), digest.hexdigest(),
        indicators, entities, sources, linked, rows,
    )  # fmt: skip


def _descriptor(folder: Path, update: Callable[[bytes], None]) -> dict[str, object]:
    path = folder / "datapackage.json"
    if not path.exists():
        return {}
    data = path.read_bytes()
    update(data)
    try:
        found = json.loads(data)
    except ValueError as error:
        raise MalformedTable(f"not JSON: {error}", file=str(path), hint="mend the descriptor, or remove it") from error
    if not isinstance(found, dict):
        raise MalformedTable("not a data package descriptor", file=str(path), hint="a JSON object is expected")
    return found


def _table(path: Path, required: tuple[str, ...], update: Callable[[bytes], None]) -> Iterator[tuple[int, Row]]:
    try:
        data = path.read_bytes()
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise MalformedTable(f"not UTF-8 at byte {error.start}", file=str(path), hint="save it as UTF-8") from error
    except OSError as error:
        raise MissingTable(f"cannot read: {error.strerror}", file=str(path), hint="check its permissions") from error
    update(path.name.encode() + b"\0" + data)
    if "\0" in text:
        raise MalformedTable("it holds NUL bytes", file=str(path), hint="this is not a CSV file")
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    try:
        header = next(reader, [])
        missing = [name for name in required if name not in header]
        if missing:
            columns = ", ".join(missing)
            raise MalformedTable(
                f"the header lacks {columns}", file=str(path), line=1, hint="see the reference on tables"
            )
        before = reader.line_num
        for cells in reader:
            line, before = before + 1, reader.line_num
            if cells and any(cells):
                yield line, dict(zip(header, cells, strict=False))
    except csv.Error as error:
        raise MalformedTable(
            f"not CSV: {error}", file=str(path), line=reader.line_num, hint="check its quotes"
        ) from error


def _keyed(
    folder: Path,
    name: str,
    required: tuple[str, ...],
    make: Callable[[Row, int], T],
    update: Callable[[bytes], None],
    *,
    required_file: bool = False,
) -> dict[str, T]:
    path = folder / name
    if not path.exists():
        if required_file:
            raise MissingTable("the table is missing", file=str(path), hint="a package needs indicators.csv")
        return {}
    found: dict[str, T] = {}
    for line, row in _table(path, required, update):
        key = row[required[0]]
        if not key:
            raise MalformedTable(f"a row without {required[0]}", file=str(path), line=line, hint="fill it in")
        try:
            found[key] = make(row, line)
        except (ValueError, InvalidOperation) as error:
            raise MalformedTable(f"{key}: {_say(error)}", file=str(path), line=line, hint="mend the cell") from error
    return found


def _say(error: Exception) -> str:
    return "not a number" if isinstance(error, InvalidOperation) else str(error)


def _observations(
    folder: Path,
    path: Path,
    indicators: dict[str, Indicator],
    rows: dict[Key, list[RawRow]],
    update: Callable[[bytes], None],
) -> None:
    table = path.relative_to(folder).as_posix()
    for line, row in _table(path, ("indicator", "entity", "period", "value"), update):
        try:
            days_of_period(row["period"])
            _finite(row["value"])
            _day(row.get("vintage"))
        except (ValueError, InvalidOperation) as error:
            raise MalformedTable(
                f"{row['indicator']} {row['entity']} {row['period']}: {_say(error)}", file=str(path), line=line,
                hint="run `workbench refs check` for every fault at once",
            ) from error  # fmt: skip
        if row["indicator"] not in indicators:
            raise MalformedTable(
                f"no indicator {row['indicator']!r}", file=str(path), line=line, hint="add it to indicators.csv"
            )
        key = (row["indicator"], row["entity"], row.get("counterpart") or "")
        rows.setdefault(key, []).append(RawRow(row, table, line))


def _finite(cell: str) -> Decimal:
    value = Decimal(cell)
    if not value.is_finite():
        raise ValueError(f"{cell!r} is not a finite number")
    return value


def _split(cell: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (cell or "").split("|") if part.strip())


def _decimal(cell: str | None) -> Decimal | None:
    return Decimal(cell) if cell else None


def _day(cell: str | None) -> date | None:
    return date.fromisoformat(cell) if cell else None


def _indicator(row: Row, _line: int) -> Indicator:
    get = row.get
    return Indicator(
        indicator=row["indicator"], label=row["label"], unit=row["unit"], aliases=_split(get("aliases")),
        definition=get("definition") or "", unit_mult=int(get("unit_mult") or 0), currency=get("currency") or "",
        kind=get("kind") or "", freq=get("freq") or "A", prices=get("prices") or "",
        base_period=get("base_period") or "",
        adjustment=get("adjustment") or "", cumulative=get("cumulative") == "Y",
        decimals=int(row["decimals"]) if get("decimals") else None, derived_from=get("derived_from") or "",
        parent=get("parent") or "", rel_tol=_decimal(get("rel_tol")), abs_tol=_decimal(get("abs_tol")),
        min=_decimal(get("min")), max=_decimal(get("max")),
    )  # fmt: skip


def _entity(row: Row, _line: int) -> Entity:
    return Entity(
        row["entity"],
        row["label"],
        _split(row.get("aliases")),
        row.get("type") or "country",
        _split(row.get("partition")),
    )


def _source(row: Row, _line: int) -> Source:
    get = row.get
    stale = int(row["stale_after_days"]) if get("stale_after_days") else None
    return Source(
        row["source"], row["title"], get("publisher") or "", get("url") or "", _day(get("retrieved")),
        _day(get("published")), get("licence") or "", get("redistributable") or "", stale,
    )  # fmt: skip


def _event(row: Row, line: int) -> Event:
    start, end = days_of_period(row["start"])
    if row.get("end"):
        end = days_of_period(row["end"])[1]
    return Event(
        row["event"], row["label"], start, end, _split(row.get("aliases")), _split(row.get("entities")),
        row.get("source") or "", row.get("note") or "", "events.csv", line,
    )  # fmt: skip


def _with_url(event: Event, sources: dict[str, Source]) -> Event:
    from dataclasses import replace

    from workbench.reference.rows import address

    return replace(event, url=address(event.note) or (sources[event.source].url if event.source in sources else ""))
