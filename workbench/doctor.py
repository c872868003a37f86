"""What is installed and what is wrong with it: one line a thing, each fault with its remedy."""

from __future__ import annotations

import os
import platform
import re
import shutil
import stat
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from workbench.counting import many
from workbench.errors import WorkbenchError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PACKAGE = "claim-workbench"
LIBRARIES = ("pandas", "pint", "pypdf", "rapidfuzz", "sqlalchemy", "streamlit", "trafilatura")
EXTRAS = {"batch": "distributed", "postgres": "pg8000", "team": "authlib"}
ENOUGH_BYTES = 200 * 2**20
State = Literal["ok", "note", "fault"]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was looked at.

    >>> str(Line("tables", "fault", "there is no such folder", "check the path"))
    'fault  tables: there is no such folder; check the path'
    """

    name: str
    state: State
    found: str
    remedy: str = ""

    def __str__(self) -> str:
        """State, name, what was found, and the remedy where one is needed."""
        return f"{self.state:<5}  {self.name}: {self.found}" + (f"; {self.remedy}" if self.remedy else "")


def examine(database: str | None = None, reference: Sequence[Path] | None = None) -> Iterator[Line]:
    """Look at versions, extras, reading, tables, store, secrets and fetching; yields a line for each."""
    from workbench import __version__

    yield Line("workbench", "ok", f"{__version__} on Python {platform.python_version()}, {platform.system()}")
    parts = {
        "libraries": _libraries(), "extras": _extras(), "terminal": _terminal(), "reading": _reading(),
        "tables": _tables(reference), "store": _store(database), "sign-in": _sign_in(), "web addresses": _fetching(),
    }  # fmt: skip
    for name, lines in parts.items():
        yield from _told(name, lines)


def _told(name: str, lines: Iterator[Line]) -> Iterator[Line]:
    try:
        yield from lines
    except WorkbenchError as error:
        yield Line(name, "fault", (f"{error.file}: " if error.file else "") + error.message, error.hint)


def _libraries() -> Iterator[Line]:
    yield Line("libraries", "ok", ", ".join(f"{name} {version(name)}" for name in LIBRARIES))
    missing = [name for name in _required() if _version(name) is None]
    if missing:
        yield Line("libraries", "fault", "missing: " + ", ".join(missing), f"pip install {PACKAGE}")


def _required() -> list[str]:
    try:
        wanted = requires(PACKAGE) or []
    except PackageNotFoundError:  # run from a folder of sources that was never installed
        return []
    return [re.split(r"[^\w.-]", line, maxsplit=1)[0] for line in wanted if "extra ==" not in line]


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _extras() -> Iterator[Line]:
    for extra, library in EXTRAS.items():
        found = _version(library)
        remedy = "" if found else f'needed for it alone: pip install "{PACKAGE}[{extra}]"'
        yield Line(f"extra {extra}", "ok" if found else "note", f"{library} {found or 'is not installed'}", remedy)


def _terminal() -> Iterator[Line]:
    encoding = (sys.stdout.encoding or "unknown").lower().replace("-", "")
    if encoding != "utf8":
        yield Line("terminal", "note", f"its encoding is {encoding}", "set PYTHONUTF8=1, or use --output")


def _reading() -> Iterator[Line]:
    from workbench.read.office import read_office

    try:
        read_office("probe.pdf", ".pdf", b"%PDF-1.4 cut", seconds=20)
    except WorkbenchError as error:
        answered = type(error).__name__ == "DamagedFile"
        yield Line("reading", "ok" if answered else "fault", "PDF and DOCX are read in a process of their own"
                   if answered else error.message, "" if answered else error.hint)  # fmt: skip


def _tables(folders: Sequence[Path] | None) -> Iterator[Line]:
    from workbench.reference import load_reference, shipped

    tables = load_reference(folders or None)
    place = ", ".join(map(str, folders or [shipped()]))
    yield Line("tables", "ok", f"{place}: {many(len(tables.indicators), 'indicator')}, version {tables.version}")


def _store(database: str | None) -> Iterator[Line]:
    from workbench.store import Store
    from workbench.store.opening import address, shown

    url = address(database)
    if url.get_backend_name() == "sqlite" and url.database:
        path = Path(url.database)
        yield from _room(path)
        if not path.exists():
            yield Line("store", "ok", f"{path} does not exist yet: the first import makes it")
            return
        if os.name == "posix" and path.stat().st_mode & (stat.S_IWGRP | stat.S_IWOTH):
            yield Line("store", "note", f"other users can change {path}", f"chmod go-w {path}")
    elif url.password and database:
        yield Line("store", "note", "a password on the command line can be seen by others", "use WORKBENCH_DATABASE")
    with Store.open(database) as store:
        broken = store.verify()
        progress = store.progress()
    yield Line("store", "ok", f"{shown(url)}: {progress.decided:,} of {many(progress.worthy, 'claim')} decided")
    yield Line("verdicts", "fault" if broken else "ok", broken[0] if broken else "every event is as it was written",
               "bring a backup back: workbench restore FILE" if broken else "")  # fmt: skip


def _room(path: Path) -> Iterator[Line]:
    folder = next(parent for parent in path.absolute().parents if parent.exists())
    free = shutil.disk_usage(folder).free
    if not os.access(folder, os.W_OK):
        yield Line("store", "fault", f"{folder} cannot be written to", "make it writable, or name another store")
    if free < ENOUGH_BYTES:
        yield Line("store", "note", f"only {free // 2**20} MiB are free in {folder}", "make room")


def _sign_in() -> Iterator[Line]:
    from workbench.app.secrets import SECRETS, has_sign_in

    if has_sign_in():
        library = _version(EXTRAS["team"])
        yield Line("sign-in", "ok" if library else "fault", f"set up in {os.environ[SECRETS]}",
                   "" if library else f'pip install "{PACKAGE}[team]"')  # fmt: skip
    else:
        yield Line("sign-in", "ok", "none: the pages are served on this machine alone")


def _fetching() -> Iterator[Line]:
    from workbench.read import fetching_is_allowed
    from workbench.read.addresses import ALLOWED

    told = f"allowed ({ALLOWED}=1), public addresses only" if fetching_is_allowed() else "off"
    yield Line("web addresses", "ok", told)
