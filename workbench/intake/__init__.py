"""Figures of publishers into reference tables: read the file, know its layout, ask what is missing, show, write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.errors import DamagedFile, UnsupportedFile
from workbench.intake.cells import FISCAL, is_fiscal_year
from workbench.intake.grid import read_grid
from workbench.intake.layouts import arranged
from workbench.intake.plan import Plan, Question, Told, plan
from workbench.intake.preview import preview
from workbench.intake.writing import Changes, changes, write

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.refcheck.package import Tables

__all__ = ["Changes", "Plan", "Question", "Told", "changes", "plan_of", "preview", "write"]


def plan_of(path: Path, told: Told, tables: Tables, sheet: str | None = None) -> Plan:
    """Read a file and return what an import of it would write into a package.

    Raises an InputError for a file that cannot be read, has no layout that is known, or holds a cell that is no figure.
    """
    grid = read_grid(path, sheet)
    found = arranged(grid)
    if found is None:
        fiscal = next((cell for row in grid.rows[:40] for cell in row if is_fiscal_year(cell)), None)
        if fiscal:
            raise UnsupportedFile(f"{fiscal!r} is a fiscal year", file=str(path), hint=FISCAL)
        hint = "it needs a header: periods as columns, or columns called period, entity and value"
        raise UnsupportedFile("no table of figures in it", file=str(path), hint=hint)
    try:
        return plan(found, told, tables)
    except DamagedFile as error:
        raise DamagedFile(error.message, file=str(path), line=error.line, hint=error.hint) from error
