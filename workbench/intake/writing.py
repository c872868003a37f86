"""Into the package: rows are added, figures that are there already stay unless replacing them was asked for."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workbench.errors import UsageError
from workbench.reference import descriptor

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from workbench.intake.plan import Plan
    from workbench.refcheck.package import Tables

_KEY = ("indicator", "entity", "counterpart", "period", "status", "vintage", "source")


@dataclass(frozen=True)
class Changes:
    """What writing a plan would do to a package: ``files`` are whole new contents by path."""

    files: dict[str, str]
    added: int
    same: int
    replaced: tuple[tuple[str, str, str], ...]


def changes(plan: Plan, tables: Tables, table: str, *, replace: bool) -> Changes:
    """Return what writing would do; ``replaced`` are ``(key, old value, new value)`` of figures that differ.

    Without ``replace`` differing figures stay as they are.
    """
    path = f"observations/{table}.csv"
    there = {_key(cells): (sheet.name, cells) for sheet in tables.observations for _, cells in sheet.rows()}
    new, same = [], 0
    differing: list[tuple[str, str, str]] = []
    by_file: dict[str, dict[tuple[str, ...], str]] = {}
    for row in plan.observations:
        key = _key(row)
        if key not in there:
            new.append(row)
            there[key] = (path, row)
        elif there[key][1]["value"] == row["value"]:
            same += 1
        else:
            name, old = there[key]
            differing.append((" ".join(filter(None, key[:4])), old["value"], row["value"]))
            by_file.setdefault(name, {})[key] = row["value"]
    files = _with_rows(tables.folder, path, "observations", new)
    for name, values in by_file.items() if replace else ():
        files[name] = _with_values(files.get(name) or _text(tables.folder / name), values)
    for kind, rows in plan.definitions.items():
        files |= _with_rows(tables.folder, f"{kind}.csv", kind, rows)
    return Changes(files | _descriptor(tables.folder, files), len(new), same, tuple(differing))


def write(folder: Path, found: Changes) -> list[Path]:
    """Write the files, each beside its place first, so that none is ever half written; raises UsageError."""
    written = []
    try:
        for name, text in found.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            partial = path.with_name(path.name + ".part")
            partial.write_text(text, encoding="utf-8", newline="\n")
            written.append((partial, path))
        for partial, path in written:
            partial.replace(path)
    except OSError as error:
        hint = "check its permissions; nothing is lost"
        raise UsageError(f"cannot write: {error.strerror}", file=str(folder), hint=hint) from error
    finally:
        for partial, _ in written:
            partial.unlink(missing_ok=True)
    return [path for _, path in written]


def _key(cells: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(cells.get(name, "") or ("A" if name == "status" else "") for name in _KEY)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig") if path.exists() else ""


def _with_rows(folder: Path, name: str, table: str, rows: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Return a table with rows added below those that are there, in the columns it has."""
    if not rows:
        return {}
    text = _text(folder / name)
    header = next(csv.reader([text.partition("\n")[0]]), []) if text else list(descriptor.columns(table))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if not text:
        writer.writerow(header)
    writer.writerows([[row.get(column, "") for column in header] for row in rows])
    return {name: text + ("" if not text or text.endswith("\n") else "\n") + out.getvalue()}


def _with_values(text: str, values: Mapping[tuple[str, ...], str]) -> str:
    reader = csv.DictReader(io.StringIO(text))
    out = io.StringIO()
    writer = csv.DictWriter(out, reader.fieldnames or (), lineterminator="\n")
    writer.writeheader()
    for row in reader:
        writer.writerow(row | {"value": values.get(_key(row), row["value"])})
    return out.getvalue()


def _descriptor(folder: Path, names: Iterable[str]) -> dict[str, str]:
    """Return ``datapackage.json`` with every table listed, where the package has one."""
    path = folder / "datapackage.json"
    if not path.exists():
        return {}
    before: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    after = before
    for name in names:
        after = descriptor.with_table(after, name)
    return {} if after is before else {path.name: descriptor.written(after)}
