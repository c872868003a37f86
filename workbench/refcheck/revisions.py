"""The tables as they stood at an earlier revision of their git repository, and what has changed since."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.errors import UsageError
from workbench.refcheck.package import DEFINITIONS, Tables, tables_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_KEY = ("indicator", "entity", "counterpart", "period", "status", "vintage", "source")


@dataclass(frozen=True, slots=True)
class Change:
    """One cell that differs: ``old`` is empty for an added row, ``new`` for a removed one."""

    kind: str
    file: str
    line: int
    key: str
    column: str
    old: str
    new: str


def at_revision(folder: Path, revision: str) -> Tables:
    """Return the tables of a folder as a git revision holds them.

    Raises UsageError where the folder is in no repository or there is no such revision.
    """
    commit = (
        _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}").decode().strip()
    )
    listed = _git(folder, "ls-tree", "-r", "-z", "--name-only", commit, "--", ".").decode().split("\0")
    names = [name for name in listed if name.endswith(".csv")]
    if not names:
        raise UsageError(f"revision {revision} has no tables in this folder", file=str(folder),
                         hint="was the folder elsewhere then?")  # fmt: skip
    return tables_of({name: _git(folder, "show", f"{commit}:./{name}") for name in names}, folder)


def _git(folder: Path, *arguments: str) -> bytes:
    try:
        done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=False)  # noqa: S603, S607 - git is found on PATH, as everywhere
    except OSError as error:
        raise UsageError("git is needed to compare revisions", hint="install git") from error
    if done.returncode:
        told = done.stderr.decode(errors="replace").strip().splitlines()
        message = told[-1] if told else f"no such revision: {arguments[-1].removesuffix('^{commit}')}"
        raise UsageError(message, file=str(folder), hint="give a commit, branch or tag of its repository")
    return done.stdout


def changes(before: Tables, after: Tables) -> Iterator[Change]:
    """Yield every cell that differs between two states of a folder, definitions first."""
    for table in DEFINITIONS:
        old, new = getattr(before, table), getattr(after, table)
        rows = {code: (row.cells, f"{table}.csv", row.line) for code, row in old.items()}
        yield from _differences(rows, {code: (row.cells, f"{table}.csv", row.line) for code, row in new.items()})
    yield from _differences(_observations(before), _observations(after))


_Rows = dict[str, tuple[dict[str, str], str, int]]


def _observations(tables: Tables) -> _Rows:
    found: _Rows = {}
    for sheet in tables.observations:
        for line, cells in sheet.rows():
            key = " ".join(cells.get(name, "") or "-" for name in _KEY)
            found[key] = (cells, sheet.name, line)
    return found


def _differences(old: _Rows, new: _Rows) -> Iterator[Change]:
    for key, (cells, file, line) in new.items():
        shown = key.replace(" -", "")
        if key not in old:
            yield Change("added", file, line, shown, "value", "", cells.get("value", cells.get("label", "")))
            continue
        before = old[key][0]
        for column in dict.fromkeys((*before, *cells)):
            if before.get(column, "") != cells.get(column, ""):
                yield Change("changed", file, line, shown, column, before.get(column, ""), cells.get(column, ""))
    for key, (cells, file, line) in old.items():
        if key not in new:
            shown = key.replace(" -", "")
            yield Change("removed", file, line, shown, "value", cells.get("value", cells.get("label", "")), "")
