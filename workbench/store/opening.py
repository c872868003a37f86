"""Open a database as a review store: address, engine, migrations; every failure told with its remedy."""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from workbench.errors import NotOurStore, StoreUnavailable
from workbench.store.schema import VERSION_TABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import Connection

NEWEST = "0001"
_MIGRATIONS = Path(__file__).parent / "migrations"
_NOT_OURS = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)
_REASONS = {
    sqlite3.SQLITE_BUSY: ("the database is locked", "another program is writing to it: close it, then try again"),
    sqlite3.SQLITE_LOCKED: ("the database is locked", "another program is writing to it: close it, then try again"),
    sqlite3.SQLITE_READONLY: ("the database is read-only", "make the file and its folder writable"),
    sqlite3.SQLITE_FULL: ("the disk is full", "make room; nothing that was stored is lost"),
    sqlite3.SQLITE_CANTOPEN: ("the database cannot be opened", "check that the folder exists and may be written to"),
    sqlite3.SQLITE_IOERR: ("the disk does not answer as it should", "check the disk; nothing that was stored is lost"),
}  # fmt: skip


def address(given: str | None) -> URL:
    """Return the database to use: the given one, else WORKBENCH_DATABASE, else a file in the user's data folder.

    A plain path stands for an SQLite file.

    >>> str(address("reviews.db"))
    'sqlite:///reviews.db'
    """
    given = given or os.environ.get("WORKBENCH_DATABASE") or None
    if given is None:
        from platformdirs import user_data_path

        return URL.create("sqlite", database=str(user_data_path("claim-workbench", appauthor=False) / "reviews.db"))
    if "://" not in given:
        return URL.create("sqlite", database=given)
    try:
        return make_url(given)
    except ArgumentError as error:
        raise StoreUnavailable(
            "this is no database address", file=given, hint="such as sqlite:///reviews.db or a path"
        ) from error


@contextmanager
def translated(place: str) -> Iterator[None]:
    """Turn a database's errors into errors that name the database and the remedy."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
        if code in _NOT_OURS:
            raise NotOurStore(
                "the file is not a database, or it is damaged", file=place, hint="name another with --database"
            ) from error
        if code in _REASONS or not isinstance(cause, sqlite3.Error):
            message, hint = _REASONS.get(
                code, ("the database cannot be reached", "check the address, the server and your rights")
            )
            raise StoreUnavailable(message, file=place, hint=hint) from error
        raise


def connect(url: URL) -> Engine:
    """Return an engine on a database that is ours and up to date; an empty one is set up, an older one migrated."""
    place = shown(url)
    if url.get_backend_name() == "sqlite":
        _make_folder(url, place)
    try:
        engine = create_engine(url, **_options(url))
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise StoreUnavailable(
            f"no driver for {url.drivername} is installed", file=place, hint="install the driver, or use an SQLite file"
        ) from error
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine)
    try:
        with translated(place):
            _bring_up_to_date(engine, place)
            _let_readers_read_while_one_writes(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def shown(url: URL) -> str:
    """Return a database address fit for messages: a path for a file, no password."""
    if url.get_backend_name() == "sqlite":
        return url.database or ":memory:"
    return url.render_as_string(hide_password=True)


def _options(url: URL) -> dict[str, Any]:
    if url.get_backend_name() == "sqlite":
        return {"connect_args": {"timeout": 5.0}}
    return {"pool_pre_ping": True}


def _make_folder(url: URL, place: str) -> None:
    if url.database and url.database != ":memory:":
        try:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreUnavailable(
                f"its folder cannot be made: {error.strerror}", file=place, hint="name another with --database"
            ) from error


def _prepare_sqlite(engine: Engine) -> None:
    """Take transactions into our own hands; a write takes the lock at once instead of failing half way."""

    @event.listens_for(engine, "connect")
    def _connect(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        for setting in ("busy_timeout=5000", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {setting}").close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        write = connection.get_execution_options().get("write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _let_readers_read_while_one_writes(engine: Engine) -> None:
    # The mode is written into the file, so it is set only once we know that the file is ours.
    if engine.dialect.name == "sqlite":
        connection = engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA journal_mode=WAL").close()
        finally:
            connection.close()


def _bring_up_to_date(engine: Engine, place: str) -> None:
    if _version(engine, place) == NEWEST:
        return
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    with engine.connect().execution_options(write=True) as connection, connection.begin():
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise NotOurStore(
                "a newer version of the workbench wrote this store", file=place, hint="upgrade the workbench"
            ) from error


def _version(engine: Engine, place: str) -> str | None:
    """Return the version of the store in the database, ``None`` for an empty database."""
    with engine.connect() as connection:
        tables = set(inspect(connection).get_table_names())
        if VERSION_TABLE in tables:
            return connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()  # noqa: S608 - our own constant
    if tables:
        raise NotOurStore(
            f"the database holds other tables ({', '.join(sorted(tables)[:3])})",
            file=place,
            hint="name another with --database",
        )
    return None
