"""Copies of a store: a backup is an SQLite store whatever it was made from; restoring is one transaction."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import MetaData, create_engine, func, select, text
from sqlalchemy.pool import NullPool

from workbench.errors import NotOurStore, StoreUnavailable
from workbench.store.bulk import insert_many
from workbench.store.failing import translated
from workbench.store.schema import VERSION_TABLE, metadata

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from sqlalchemy import Engine, Table
    from sqlalchemy.engine import Connection

_ROWS = 500


def backup(engine: Engine, version: str, file: Path) -> None:
    """Write a store of some version, as it is at this moment, to a new SQLite file; the file is whole or not there."""
    if file.exists():
        raise StoreUnavailable("the file exists", file=str(file), hint="choose a new name for the copy")
    partial = file.with_name(file.name + ".part")
    try:
        if not file.parent.is_dir():
            raise StoreUnavailable("its folder does not exist", file=str(file), hint="make the folder first")
        partial.unlink(missing_ok=True)
        source = engine.url.database
        if engine.dialect.name == "sqlite" and source:
            with (
                translated(str(file)),
                closing(sqlite3.connect(source)) as old,
                closing(sqlite3.connect(partial)) as new,
            ):
                old.backup(new)
        else:
            _copied_out(engine, version, partial)
        with partial.open("rb+") as written:
            os.fsync(written.fileno())
        _take_name(partial, file)
    except OSError as error:
        raise StoreUnavailable(f"cannot write: {error.strerror}", file=str(file), hint="name another file") from error
    finally:
        partial.unlink(missing_ok=True)


def _take_name(partial: Path, file: Path) -> None:
    """Give a finished copy its name, which another may have taken meanwhile."""
    try:
        os.link(partial, file)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        partial.replace(file)
    if os.name != "nt":  # where folders cannot be written through
        folder = os.open(file.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _copied_out(engine: Engine, version: str, file: Path) -> None:
    from workbench.store.migrating import upgrade

    steady = engine.execution_options(isolation_level="REPEATABLE READ")
    with translated(str(file)), _plain_sqlite(file) as target, steady.connect() as source, target.begin() as into:
        upgrade(into, version)
        layout = MetaData()
        layout.reflect(into, only=lambda name, _: name != VERSION_TABLE)
        _replace_rows(source, into, layout.sorted_tables)


@contextmanager
def _plain_sqlite(file: Path) -> Iterator[Engine]:
    engine = create_engine(f"sqlite:///{file}", poolclass=NullPool, hide_parameters=True)
    try:
        yield engine
    finally:
        engine.dispose()


def copied(file: Path, folder: Path) -> str:
    """Return the path of a working copy of a backup, so that opening it changes nothing of the backup."""
    place = folder / "copy.db"
    try:
        place.write_bytes(file.read_bytes())
    except OSError as error:
        raise StoreUnavailable(f"cannot read: {error.strerror}", file=str(file), hint="check the path") from error
    if not place.stat().st_size:
        raise NotOurStore("the file is empty", file=str(file), hint="give a file that `workbench backup` wrote")
    return str(place)


def is_empty(connection: Connection) -> bool:
    """Tell whether nothing has been stored yet."""
    tables = ("document", "verdict_event", "member")
    return not any(connection.execute(select(func.count()).select_from(metadata.tables[t])).scalar() for t in tables)


def restore(source: Connection, target: Connection) -> None:
    """Put the rows of one store in the place of another's; both are of the newest version."""
    _replace_rows(source, target, metadata.sorted_tables)
    if target.dialect.name == "postgresql":
        for name in ("document", "verdict_event"):
            highest = f"SELECT setval(pg_get_serial_sequence('{name}', 'number'), coalesce(max(number), 0) + 1, false)"
            target.execute(text(f"{highest} FROM {name}"))


def _replace_rows(source: Connection, target: Connection, tables: Iterable[Table]) -> None:
    ordered = list(tables)
    for table in reversed(ordered):
        target.execute(table.delete())
    for table in ordered:
        rows = source.execute(select(table).execution_options(yield_per=_ROWS)).mappings()
        while chunk := rows.fetchmany(_ROWS):
            insert_many(target, table, [dict(row) for row in chunk])
