"""A folder of tables as the checks see it: everything read as text, nothing refused."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from workbench.errors import MissingTable
from workbench.refcheck.findings import Spot
from workbench.refcheck.frame import Frame
from workbench.refcheck.runs import Runs
from workbench.refcheck.settings import LIMITS
from workbench.reference.contents import contents, leads_out, name_of
from workbench.reference.records import split
from workbench.reference.sheets import Sheet, sheet_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LEVELS = ("stock", "flow", "index")
DEFINITIONS = ("indicators", "entities", "sources", "events")


@dataclass(frozen=True, slots=True)
class Definition:
    """A row of a table of definitions, as text."""

    code: str
    line: int
    cells: dict[str, str]

    def get(self, name: str) -> str:
        """Return a cell; empty where the table has no such column."""
        return self.cells.get(name, "")

    def parts(self, name: str) -> tuple[str, ...]:
        """Return the parts of a cell that holds several."""
        return split(self.get(name))


@dataclass(frozen=True)
class Tables:
    """The tables of a folder, those they are laid over (the lowest first), and what they are compared with."""

    folder: Path
    sheets: dict[str, Sheet]
    observations: tuple[Sheet, ...]
    problems: tuple[tuple[str, Spot], ...] = ()
    descriptor: dict[str, Any] = field(default_factory=dict)
    limits: dict[str, float] = field(default_factory=lambda: dict(LIMITS))
    today: date = field(default_factory=date.today)
    baseline: Tables | None = None
    below: tuple[Tables, ...] = ()

    @cached_property
    def frame(self) -> Frame:
        """All observations, joined."""
        return Frame.of(self.observations)

    @cached_property
    def runs(self) -> Runs:
        """The observations that are neighbours in time."""
        return Runs(self.frame, {code for code, row in self.indicators.items() if row.get("kind") in _LEVELS})

    def all_sheets(self) -> Iterator[Sheet]:
        """Yield every table, definitions first."""
        yield from self.sheets.values()
        yield from self.observations

    def rows_of(self, table: str) -> list[Definition]:
        """Return every row of a table of definitions, also those that repeat a code."""
        return self._definitions[table][0]

    @cached_property
    def _definitions(self) -> dict[str, tuple[list[Definition], dict[str, Definition]]]:
        found: dict[str, tuple[list[Definition], dict[str, Definition]]] = {}
        for table, key in zip(DEFINITIONS, ("indicator", "entity", "source", "event"), strict=True):
            sheet = self.sheets.get(table)
            rows = [Definition(row.get(key, ""), line, row) for line, row in sheet.rows()] if sheet else []
            first: dict[str, Definition] = {}
            for row in rows:
                first.setdefault(row.code, row)
            found[table] = (rows, first)
        return found

    @cached_property
    def indicators(self) -> dict[str, Definition]:
        """The series definitions by code, those of the tables below among them."""
        return self._known("indicators")

    @cached_property
    def entities(self) -> dict[str, Definition]:
        """The entities by code, those of the tables below among them."""
        return self._known("entities")

    @cached_property
    def sources(self) -> dict[str, Definition]:
        """The sources by code, those of the tables below among them."""
        return self._known("sources")

    @cached_property
    def events(self) -> dict[str, Definition]:
        """The events by code, those of the tables below among them."""
        return self._known("events")

    def _known(self, table: str) -> dict[str, Definition]:
        found: dict[str, Definition] = {}
        for tables in (*self.below, self):
            found |= tables._definitions[table][1]  # noqa: SLF001 - of the same class
        return found

    def defines(self, table: str) -> bool:
        """Tell whether there is such a table of definitions, here or below."""
        return any(table in tables.sheets for tables in (*self.below, self))

    def power(self, code: str) -> float:
        """Return by what the values of an indicator are multiplied."""
        row = self.indicators.get(code)
        mult = row.get("unit_mult") if row else ""
        return 10.0 ** int(mult) if re.fullmatch(r"-?\d{1,2}", mult) else 1.0

    def at(self, row: int, column: str, *, found: str = "", expected: str = "", hint: str = "",
           severity: str = "") -> Spot:  # fmt: skip
        """Return the spot of an observation; ``found`` is the cell unless given."""
        frame = self.frame
        return Spot(frame.text(row, "table"), int(frame.lines[row]), column, frame.key(row),
                    found or frame.text(row, column), expected, hint, severity)  # fmt: skip

    def defined(self, table: str, row: Definition, column: str, *, found: str = "", expected: str = "",
                hint: str = "", severity: str = "") -> Spot:  # fmt: skip
        """Return the spot of a definition; ``found`` is the cell unless given."""
        return Spot(f"{table}.csv", row.line, column, row.code, found or row.get(column), expected, hint, severity)


def read_tables(folder: Path, **given: Any) -> Tables:
    """Read every table of a folder, telling what cannot be read as problems.

    Raises MissingTable where there is no such folder or nothing in it that could be a package.
    """
    if not folder.is_dir():
        raise MissingTable("no such folder of reference tables", file=str(folder), hint="check the path")
    paths = sorted((folder / "observations").glob("*.csv"))
    if not (folder / "indicators.csv").exists() and not paths:
        raise MissingTable(
            "neither indicators.csv nor observations/*.csv",
            file=str(folder),
            hint="`workbench init` lays a package out",
        )
    problems: list[tuple[str, Spot]] = []
    sheets = {}
    for table in DEFINITIONS:
        if (folder / f"{table}.csv").exists():
            sheets[table] = _sheet(folder, folder / f"{table}.csv", problems)
    observations = [_sheet(folder, path, problems) for path in paths]
    descriptor = _descriptor(folder, problems)
    return Tables(folder, sheets, tuple(observations), tuple(problems), descriptor, **given)


def tables_of(files: dict[str, bytes], folder: Path) -> Tables:
    """Return tables of given contents, such as those of an earlier revision."""
    sheets = {name: sheet_of(files[f"{name}.csv"], f"{name}.csv") for name in DEFINITIONS if f"{name}.csv" in files}
    names = sorted(name for name in files if name.startswith("observations/") and name.endswith(".csv"))
    return Tables(folder, sheets, tuple(sheet_of(files[name], name) for name in names))


def _sheet(folder: Path, path: Path, problems: list[tuple[str, Spot]]) -> Sheet:
    name = name_of(path, folder)
    empty = Sheet(name, (), {}, np.zeros(0, np.int64))
    if leads_out(path, folder):
        hint = "copy the file into the package"
        problems.append(("outside-file", Spot(name, found="a link to a file outside the folder", hint=hint)))
        return empty
    try:
        return sheet_of(contents(path, folder), name)
    except OSError as error:
        problems.append(
            ("unreadable-file", Spot(name, found=str(error.strerror), hint="is it a file that you may read?"))
        )
        return empty


def _descriptor(folder: Path, problems: list[tuple[str, Spot]]) -> dict[str, Any]:
    path = folder / "datapackage.json"
    if not path.exists():
        return {}
    try:
        found = json.loads(contents(path, folder))
        if isinstance(found, dict):
            return found
        problem, line = "a JSON object is expected", 1
    except json.JSONDecodeError as error:
        problem, line = error.msg, error.lineno
    except OSError as error:
        problem, line = str(error.strerror), 1
    except (ValueError, RecursionError) as error:
        problem, line = str(error), 1
    problems.append(("descriptor", Spot(path.name, line, found=problem, expected="a data package descriptor in JSON")))
    return {}
