"""The bytes of a package's files: plain files of its own folder, and no more than fit."""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

LARGEST = 2_000_000_000


def contents(path: Path, folder: Path) -> bytes:
    """Return the bytes of a file.

    Raises OSError for a file that cannot be read, a link that leads out of the folder, a pipe or device, and one of
    more than LARGEST bytes.
    """
    if leads_out(path, folder):
        raise OSError(errno.EXDEV, "a link to a file outside the folder")
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as file:
        told = os.fstat(handle)
        if stat.S_ISDIR(told.st_mode):
            raise IsADirectoryError(errno.EISDIR, "Is a directory")
        if not stat.S_ISREG(told.st_mode):
            raise OSError(errno.EINVAL, "a pipe or device, not a file")
        if told.st_size > LARGEST:
            raise OSError(errno.EFBIG, f"more than {LARGEST / 1e9:g} GB")
        return file.read()


def name_of(path: Path, folder: Path) -> str:
    """Return how a file of a folder is named in messages; bytes of a name that are no text are replaced.

    >>> from pathlib import Path
    >>> name_of(Path("tables/observations/gdp.csv"), Path("tables"))
    'observations/gdp.csv'
    """
    return os.fsencode(path.relative_to(folder).as_posix()).decode(errors="replace")


def leads_out(path: Path, folder: Path) -> bool:
    """Tell whether a file is reached by a link that leads out of its folder."""
    real, home = os.path.realpath(path), os.path.realpath(folder)
    return os.path.commonpath((real, home)) != home
