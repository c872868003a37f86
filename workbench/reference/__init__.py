"""Reference tables: load a package (or several over each other), index it, look a series up."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from workbench.reference.loading import read_package
from workbench.reference.tables import Reference

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.reference.loading import Package

__all__ = ["Reference", "load_reference", "shipped"]


def shipped() -> Path:
    """Return the folder of the tables that come with the workbench."""
    here = Path(__file__).parent
    packaged = here / "data"
    return packaged if packaged.is_dir() else here.parent.parent / "reference_data"


def load_reference(path: Path | str | Sequence[Path | str] | None = None) -> Reference:
    """Load the tables of a folder, or of several laid over each other; the shipped ones by default.

    A folder that lies over another needs no definition of what the one below defines. Raises MissingTable or
    MalformedTable, with the file, the line and the remedy.

    >>> reference = load_reference()
    >>> reference.series("goods_trade_usd_growth", "CHN", "RUS")[-1].step
    Decimal('0.1')
    """
    if path is None or (not isinstance(path, (str, Path)) and not path):
        folders: list[Path] = [shipped()]
    elif isinstance(path, (str, Path)):
        folders = [Path(path)]
    else:
        folders = [Path(folder) for folder in path]
    packages: list[Package] = []
    for folder in folders:
        packages.append(read_package(folder, below=packages))
    return Reference(packages)
