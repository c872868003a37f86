"""What a database refuses, told with its place and its remedy."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from workbench.errors import NotOurStore, StoreUnavailable

if TYPE_CHECKING:
    from collections.abc import Iterator

# What pg8000 lets through when a server dies while its answer is read; writing, it raises an error of its own.
_LOST = (ConnectionResetError, ConnectionAbortedError, TimeoutError)
_NOT_OURS = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)
_REASONS = {
    sqlite3.SQLITE_BUSY: ("the database is locked", "another program is writing to it: close it, then try again"),
    sqlite3.SQLITE_LOCKED: ("the database is locked", "another program is writing to it: close it, then try again"),
    sqlite3.SQLITE_READONLY: ("the database is read-only", "make the file and its folder writable"),
    sqlite3.SQLITE_FULL: ("the disk is full", "make room; nothing that was stored is lost"),
    sqlite3.SQLITE_CANTOPEN: ("the database cannot be opened", "check that the folder exists and may be written to"),
    sqlite3.SQLITE_IOERR: ("the disk does not answer as it should", "check the disk; nothing that was stored is lost"),
}  # fmt: skip

_AWAY = ("the database cannot be reached", "check the address, the server and your rights")
_SILENT = (
    "the database does not answer",
    "check the server and the way to it; then look whether what you did last was stored, and do it again if not",
)
# By the start of the server's code (SQLSTATE), the longest first.
_SERVER_REASONS = {
    "53100": ("the server's disk is full", "make room on the server; nothing that was stored is lost"),
    "25006": ("the database is read-only", "connect to the primary server, with the right to write"),
    "55P03": ("the database is locked", "another program is writing to it: try again"),
    "40": ("the database is locked", "another program is writing to it: try again"),
    "28": ("the server does not let you in", "check the name and the password in the address"),
    "3D": ("the server has no such database", "make one: createdb NAME"),
    "42501": ("you have no right to write to the database", "ask its owner for the right"),
    "57P03": ("the server is not up yet", "try again in a moment; if it stays so, look into the server's log"),
    "53": ("the server has no room for you", "try again later"),
    "57014": (
        "the database takes too long to answer",
        "try again; if it stays so, look what else keeps the server busy; nothing that was stored is lost",
    ),
    "57": ("the server is going down", "try again later"),
    "08": _AWAY,
}  # fmt: skip


@contextmanager
def translated(place: str) -> Iterator[None]:
    """Turn a database's errors into errors that name the database and the remedy."""
    try:
        yield
    except (DBAPIError, sqlite3.Error, *_LOST) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        if isinstance(cause, sqlite3.Error):
            code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
            if code in _NOT_OURS:
                raise NotOurStore(
                    "the file is not a database, or it is damaged", file=place, hint="name another with --database"
                ) from error
            found = _REASONS.get(code)
        else:
            found = _server_reason(cause)
        if found is None:
            raise
        raise StoreUnavailable(found[0], file=place, hint=found[1]) from error


def _server_reason(cause: BaseException | None) -> tuple[str, str] | None:
    """Return what a server's error means; ``None`` where it answered as it should and the fault is ours."""
    # The driver tells "network error" for what the network told it, which it names as the cause.
    if isinstance(cause, TimeoutError) or (cause is not None and isinstance(cause.__cause__, TimeoutError)):
        return _SILENT
    told = cause.args[0] if cause is not None and cause.args else None
    code = told.get("C", "") if isinstance(told, dict) else ""
    if not code:
        return _AWAY
    return next((reason for start, reason in _SERVER_REASONS.items() if code.startswith(start)), None)
