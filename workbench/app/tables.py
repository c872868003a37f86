"""The reference tables of a server, which follow their files."""

from __future__ import annotations

import time
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from workbench.errors import WorkbenchError
from workbench.reference import Reference, load_reference, shipped

if TYPE_CHECKING:
    from collections.abc import Sequence

    Stamp = frozenset[tuple[str, int, int]]

_LOOKED_AT_EVERY = 1.0


class Tables:
    """Tables that are read again once a file of theirs has changed; ``folders`` are laid over each other.

    While the files cannot be read, half written or wrong, the tables of before are used and ``fault`` says why.

    >>> tables = Tables([])
    >>> tables.now() is tables.now(), tables.fault
    (True, None)
    """

    def __init__(self, folders: Sequence[str]) -> None:
        self.fault: WorkbenchError | None = None
        self._folders = list(folders)
        self._lock = Lock()
        self._stamp = self._stamped()
        self._tables = load_reference(self._folders)
        self._looked = time.monotonic()

    def now(self) -> Reference:
        """Return the tables as their files stand; one caller reads them anew, the others go on with those of before."""
        if time.monotonic() - self._looked > _LOOKED_AT_EVERY and self._lock.acquire(blocking=False):
            try:
                self._look()
            finally:
                self._looked = time.monotonic()
                self._lock.release()
        return self._tables

    def _look(self) -> None:
        stamp = self._stamped()
        if stamp == self._stamp:
            return
        self._stamp, self.fault = stamp, None
        try:
            self._tables = load_reference(self._folders)
        except WorkbenchError as error:
            self.fault = error

    def _stamped(self) -> Stamp:
        found = set()
        for folder in map(Path, self._folders or [str(shipped())]):
            for file in folder.rglob("*.*"):
                try:
                    about = file.stat()
                except OSError:
                    continue
                found.add((str(file), about.st_mtime_ns, about.st_size))
        return frozenset(found)
