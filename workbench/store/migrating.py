"""Bring a store of an older version up to date, after a backup."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from workbench.errors import NotOurStore, StoreUnavailable
from workbench.store import copying
from workbench.store.schema import VERSION_TABLE

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.engine import Connection

NEWEST = "0002"
_MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 7_351_240_901
NO_STORE = "check the address, or make a store: workbench import PATH"


def bring_up_to_date(engine: Engine, place: str, *, make: bool = True) -> None:
    """Set an empty database up, migrate a store of an older version; raises NotOurStore for anything else.

    Without ``make`` an empty database is left empty, and StoreUnavailable raised.
    """
    from alembic.util import CommandError

    version = _version(engine, place)
    if version == NEWEST:
        return
    if version is None and not make:
        raise StoreUnavailable("the database holds no store", file=place, hint=NO_STORE)
    if version is not None:
        copying.backup(engine, version, backup_place(engine, f"version-{version}"))
    with engine.connect().execution_options(write=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            # Two servers that start at once take turns; SQLite has locked its file already.
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        try:
            upgrade(connection, "head")
        except CommandError as error:
            raise NotOurStore(
                "a newer version of the workbench wrote this store", file=place, hint="upgrade the workbench"
            ) from error


def upgrade(connection: Connection, version: str) -> None:
    """Run the migrations up to a version within the transaction of a connection."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, version)


def backup_place(engine: Engine, why: str) -> Path:
    """Return a new name beside an SQLite file; for a server's database, in the user's data folder."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    name = engine.url.database or "store"
    if engine.dialect.name == "sqlite":
        return Path(f"{name}.{why}-{stamp}.backup")
    from platformdirs import user_data_path

    folder = user_data_path("claim-workbench", appauthor=False, ensure_exists=True)
    return folder / f"{name}.{why}-{stamp}.backup"


def _version(engine: Engine, place: str) -> str | None:
    """Return the version of the store in the database, ``None`` for an empty database."""
    with engine.connect() as connection:
        tables = set(inspect(connection).get_table_names())
        if VERSION_TABLE in tables:
            found = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}"))  # noqa: S608 - our own constant
            return found.scalar()
    if tables:
        raise NotOurStore(
            f"the database holds other tables ({', '.join(sorted(tables)[:3])})",
            file=place,
            hint="name another with --database",
        )
    return None
