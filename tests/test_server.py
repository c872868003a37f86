"""Serving the pages: who may reach them, on which port, with which settings."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import tomllib
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from workbench.app.host import SCRIPT
from workbench.app.server import SETTINGS, command, serve
from workbench.errors import MissingTable, NotOurStore, PortInUse, ServeError

ROOT = Path(__file__).parent.parent


def test_settings_are_the_same_by_hand_and_by_command() -> None:
    """`.streamlit/config.toml` holds what `workbench serve` sets."""
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf8"))

    def flat(table: dict[str, object], prefix: str = "") -> dict[str, object]:
        found: dict[str, object] = {}
        for name, value in table.items():
            found |= flat(value, f"{prefix}{name}.") if isinstance(value, dict) else {f"{prefix}{name}": value}
        return found

    assert flat(config) == SETTINGS


@pytest.mark.parametrize("address", ["0.0.0.0", "192.0.2.7", "example.org", "::"])
def test_other_machines_are_refused(address: str) -> None:
    """An address beyond this machine needs an explicit word."""
    with pytest.raises(ServeError, match="--insecure"):
        serve(address=address)


def test_a_taken_port_is_told(tmp_path: Path) -> None:
    """A second server on a port is told which other port to use; nothing is started."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PortInUse, match=f"--port {port + 1}"):
            serve(port=port, database=str(tmp_path / "a.db"))


def test_a_database_that_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    """A file of another program is refused and stays as it was."""
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("create table songs (title text)")
    before = path.read_bytes()
    with pytest.raises(NotOurStore, match=r"other\.db"):
        serve(database=str(path))
    assert before == path.read_bytes()


def test_missing_tables_are_told_before_anything_starts(tmp_path: Path) -> None:
    """A wrong --reference is an error of the command, not of a page."""
    with pytest.raises(MissingTable, match="nowhere"):
        serve(reference=[tmp_path / "nowhere"], database=str(tmp_path / "a.db"))


def test_the_command_names_our_script() -> None:
    """The pages run from wherever the package lies."""
    assert ["workbench.app.host", "::1", "80", "desk.example"] == command("::1", 80, ["desk.example"])[2:]
    assert SCRIPT.is_file()


def test_a_wrong_database_ends_with_status_2(tmp_path: Path) -> None:
    """The command tells file and remedy, without a traceback."""
    path = tmp_path / "notes.db"
    path.write_text("these are my notes, not a database", encoding="utf8")
    done = subprocess.run(
        [sys.executable, "-m", "workbench", "export", "--database", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert 2 == done.returncode
    assert "notes.db" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="a signal of POSIX")
def test_ctrl_c_ends_the_server_in_silence(tmp_path: Path) -> None:
    """The process that was started is the server itself, and who interrupts it sees no traceback."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    place = ["--port", port, "--database", str(tmp_path / "a.db")]
    # A shell that runs the tests in the background has the interrupt ignored, and children inherit that.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    server = subprocess.Popen(
        [sys.executable, "-m", "workbench", "serve", *place], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    signal.signal(signal.SIGINT, before)
    answered = False
    while not answered:
        assert server.poll() is None
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1).close()
            answered = True
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.2)
    server.send_signal(signal.SIGINT)
    told, faults = server.communicate(timeout=60)
    assert (0, "") == (server.returncode, faults)
    assert [f"Review pages on http://127.0.0.1:{port} (stop with Ctrl-C)"] == told.splitlines()
