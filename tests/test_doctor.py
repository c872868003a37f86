"""What the doctor finds in a sound installation and in broken ones."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from workbench import __version__
from workbench.doctor import Line, examine

if TYPE_CHECKING:
    from workbench.store import Store

ROOT = Path(__file__).parent.parent


def lines(database: Path, reference: list[Path] | None = None) -> dict[str, Line]:
    return {line.name: line for line in examine(str(database), reference)}


def test_a_sound_installation_is_told_in_full(tmp_path: Path) -> None:
    """Versions, tables, store, sign-in and fetching are told; nothing is made that was not there; the status is 0."""
    database = tmp_path / "new" / "reviews.db"
    command = [sys.executable, "-m", "workbench", "doctor", "--database", str(database)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (0, "") == (done.returncode, done.stderr), done.stdout
    assert f"workbench: {__version__} on Python" in done.stdout
    assert "fault" not in done.stdout
    for name in ("libraries", "reading", "tables", "store", "sign-in", "web addresses"):
        assert f"  {name}: " in done.stdout
    assert not database.parent.exists()


def test_a_fault_ends_with_status_1(tmp_path: Path) -> None:
    """A fault is told with its remedy, and the rest is looked at all the same."""
    command = [
        sys.executable,
        "-m",
        "workbench",
        "doctor",
        "--database",
        str(tmp_path / "a.db"),
        "--reference",
        "nowhere",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert 1 == done.returncode
    assert "fault  tables: nowhere: no such folder" in done.stdout
    assert "  web addresses: " in done.stdout


def test_a_file_that_is_no_store_is_a_fault(tmp_path: Path) -> None:
    """A database of something else is told and left as it is."""
    path = tmp_path / "notes.db"
    path.write_text("my notes", encoding="utf8")
    assert "fault" == lines(path)["store"].state
    assert "my notes" == path.read_text(encoding="utf8")


@pytest.fixture
def store_url(tmp_path: Path) -> str:
    """The embedded store: its file is what is looked at."""
    return str(tmp_path / "reviews.db")


def test_a_changed_verdict_is_a_fault(filled: Store) -> None:
    """An event that was changed behind the store's back is found, and the remedy is a backup."""
    filled.decide("orm-1", 0, "true", reviewer="ann")
    assert "ok" == lines(Path(filled.place))["verdicts"].state
    with sqlite3.connect(filled.place) as raw:
        raw.execute("drop trigger if exists verdict_event_no_update")
        raw.execute("update verdict_event set rating = 'false'")
    raw.close()
    found = lines(Path(filled.place))["verdicts"]
    assert ("fault", True) == (found.state, "restore" in found.remedy)


def test_what_others_can_change_is_noted(filled: Store) -> None:
    """A store that every user of the machine can change is noted with the command that mends it."""
    Path(filled.place).chmod(0o666)
    noted = [line for line in examine(filled.place) if line.name == "store" and line.state == "note"]
    assert ["chmod go-w"] == [line.remedy[:10] for line in noted]


@pytest.mark.parametrize(("mode", "state"), [(0o600, "ok"), (0o644, "fault")])
def test_secrets_are_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: int, state: str) -> None:
    """Secrets that others can read are a fault."""
    path = tmp_path / "secrets.toml"
    path.write_text('[auth]\nclient_id = "desk"\n', encoding="utf8")
    path.chmod(mode)
    monkeypatch.setenv("WORKBENCH_SECRETS", str(path))
    assert state == lines(tmp_path / "a.db")["sign-in"].state
