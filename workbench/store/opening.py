"""Open a database as a review store: address, engine, migrations; every failure told with its remedy."""

from __future__ import annotations

import logging
import os
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DisconnectionError, NoSuchModuleError

from workbench.errors import StoreUnavailable
from workbench.store.failing import translated
from workbench.store.migrating import NO_STORE, bring_up_to_date

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from sqlalchemy.engine import Connection
    from sqlalchemy.engine.interfaces import DBAPIConnection

LOCK_SECONDS = 5.0  # that a writer waits for others
# Of a server: until it lets us in, for one statement, and until it says anything at all. The server itself ends a
# statement that takes too long, unless it has lost its tongue: so the last is the longest.
CONNECT_SECONDS, STATEMENT_SECONDS, SILENCE_SECONDS = 10.0, 60.0, 75.0


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
        url = make_url(given)
    except ArgumentError as error:
        raise StoreUnavailable(
            "this is no database address", file=given, hint="such as sqlite:///reviews.db or a path"
        ) from error
    # The driver that the extra installs stands in for the one that SQLAlchemy would look for.
    return url.set(drivername="postgresql+pg8000") if url.drivername in ("postgresql", "postgres") else url


class Database:
    """The connections to a store; every failure names the database and the remedy."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.place = shown(engine.url)
        # SQLite lets waiting writers in by chance; in line, none of a server's sessions waits until it gives up.
        self._turn = Lock() if engine.dialect.name == "sqlite" else nullcontext()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that sees the store as it is at this moment."""
        with translated(self.place), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a transaction that writes: all of it is stored at its end, or nothing."""
        with (
            translated(self.place),
            self._turn,
            self.engine.connect().execution_options(write=True) as connection,
            connection.begin(),
        ):
            yield connection


def connect(url: URL, *, make: bool = True) -> Engine:
    """Return an engine on a database that is ours and up to date; an empty one is set up, an older one migrated.

    Without ``make`` a database that is not there, or empty, is refused.
    """
    place = shown(url)
    if url.get_backend_name() == "sqlite":
        if not make and url.database and not Path(url.database).exists():
            raise StoreUnavailable("there is no such store", file=place, hint=NO_STORE)
        _make_folder(url, place)
    try:
        engine = create_engine(url, **_options(url))
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise StoreUnavailable(
            f"no driver for {url.drivername} is installed", file=place, hint="install the driver, or use an SQLite file"
        ) from error
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine)
    elif engine.dialect.name == "postgresql":
        _prepare_postgres(engine)
        _ask_before_use(engine)
    try:
        with translated(place):
            bring_up_to_date(engine, place, make=make)
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
    # An error may be logged; what was to be stored is the text of documents and verdicts.
    return {"hide_parameters": True, **_options_of(url)}


def _options_of(url: URL) -> dict[str, Any]:
    if url.get_backend_name() == "sqlite":
        return {"connect_args": {"timeout": LOCK_SECONDS}}
    patience = {"timeout": CONNECT_SECONDS} if url.get_driver_name() == "pg8000" else {}
    return {"pool_size": 5, "max_overflow": 20, "connect_args": patience}


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
        patience = f"busy_timeout={LOCK_SECONDS * 1000:.0f}"
        for setting in (patience, "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {setting}").close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        write = connection.get_execution_options().get("write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _prepare_postgres(engine: Engine) -> None:
    """Wait for a lock as long as SQLite does, for no answer for ever, and never lose what was acknowledged."""
    # What a lost connection says while it is put away adds nothing to the error that is told, but for its traceback.
    logging.getLogger("sqlalchemy.pool").setLevel(logging.CRITICAL)

    @event.listens_for(engine, "connect")
    def _connect(connection: DBAPIConnection, _record: object) -> None:
        with closing(connection.cursor()) as cursor:
            for setting in (
                f"lock_timeout = '{LOCK_SECONDS * 1000:.0f}ms'",
                f"statement_timeout = '{STATEMENT_SECONDS * 1000:.0f}ms'",
                "synchronous_commit = 'on'",
            ):
                cursor.execute(f"SET {setting}")
        connection.commit()
        line = getattr(connection, "_usock", None)  # pg8000 has one limit for getting in and for every answer
        if line is not None:
            line.settimeout(SILENCE_SECONDS)


def _ask_before_use(engine: Engine) -> None:
    """Make a connection anew that was cut since it was used last.

    The pool's own question takes only the driver's errors for a cut; the driver lets those of the network through.
    """

    @event.listens_for(engine, "checkout")
    def _checkout(connection: DBAPIConnection, _record: object, _proxy: object) -> None:
        try:
            engine.dialect.do_ping(connection)
        except ConnectionError as error:
            raise DisconnectionError from error
        except engine.dialect.loaded_dbapi.Error as error:
            if engine.dialect.is_disconnect(error, None, None):
                raise DisconnectionError from error
            raise


def _let_readers_read_while_one_writes(engine: Engine) -> None:
    # The mode is written into the file, so it is set only once we know that the file is ours.
    if engine.dialect.name == "sqlite":
        connection = engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA journal_mode=WAL").close()
        finally:
            connection.close()


def forget(engine: Engine) -> None:
    """Leave nothing of what was deleted in the files of an SQLite store."""
    if engine.dialect.name == "sqlite":
        with translated(shown(engine.url)), engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("VACUUM")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
