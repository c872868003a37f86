"""A reference package for a desk of its own: lays out the files of ``files/`` with one worked indicator."""

from __future__ import annotations

import re
from pathlib import Path

from workbench.errors import UsageError
from workbench.reference import descriptor

FILES = Path(__file__).parent / "files"
_LICENCE = {
    "name": "CC0-1.0",
    "title": "CC0 1.0 Universal",
    "path": "https://creativecommons.org/publicdomain/zero/1.0/",
}


def lay_out(folder: Path) -> list[Path]:
    """Write a package into a new or empty folder and return the files written.

    Raises UsageError where the folder holds anything, or cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError("it is there already and not empty", file=str(folder), hint="name a new folder")
    files = sorted(path for path in FILES.rglob("*") if path.is_file() and path.suffix != ".pyc")
    written = []
    try:
        for path in files:
            written.append(folder / path.relative_to(FILES))
            written[-1].parent.mkdir(parents=True, exist_ok=True)
            written[-1].write_bytes(path.read_bytes())
        written.append(folder / "datapackage.json")
        written[-1].write_text(_descriptor(folder), encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(f"cannot write: {error.strerror}", file=str(folder), hint="choose another folder") from error
    return written


def _descriptor(folder: Path) -> str:
    tables = sorted(path.relative_to(FILES).as_posix() for path in FILES.rglob("*.csv"))
    name = re.sub(r"[^a-z0-9._-]+", "-", folder.resolve().name.casefold()).strip("-") or "tables"
    return descriptor.written(descriptor.package(name, "Reference tables of a desk", _LICENCE, tables))
