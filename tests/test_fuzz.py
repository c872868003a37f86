"""Malformed files through the commands: told, never a crash, a traceback or a hang, and the store stays whole."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from fuzz.guided import FINDS
from fuzz.malformed import documents, tables
from fuzz.run import feed
from fuzz.targets import DOORS, target
from workbench.errors import UsageError
from workbench.store import Store

ROOT = Path(__file__).parent.parent


def hold(folder: Path, count: int, seed: int) -> None:
    outcomes = list(feed(folder, count, seed))
    assert count == len(outcomes)
    assert [] == [f"{outcome.fault}: {outcome.command}\n{outcome.said}" for outcome in outcomes if outcome.fault]
    with Store.open(str(folder / "reviews.db")) as store:
        assert [] == store.verify()


def test_a_sample_of_malformed_files_is_told(tmp_path: Path) -> None:
    """Forty malformed files, the same ones each time, end with a message and leave the store whole."""
    hold(tmp_path, 40, 1)


@pytest.mark.long
def test_a_thousand_malformed_files_are_told(tmp_path: Path) -> None:
    """A thousand malformed files end with a message, within ten seconds each, and leave the store whole."""
    hold(tmp_path, 1_000, 2)


def test_a_seed_gives_the_same_files() -> None:
    """A find can be made again from its seed and number alone."""
    for make in (documents, tables):
        assert list(make(30, 7)) == list(make(30, 7))
        assert list(make(30, 7)) != list(make(30, 8))


@pytest.mark.parametrize("find", sorted(FINDS.glob("*")), ids=lambda find: find.name)
def test_a_find_is_mended(find: Path) -> None:
    """What a coverage-guided run once fell over gives a result or an error that is told."""
    target(find.name.partition("-")[0], find.read_bytes())


MAZE = """
import sys
from pathlib import Path
import atheris
from fuzz import guided

@atheris.instrument_func
def maze(data):
    if len(data) > 3 and data[0] == 7 and data[1] == 77 and data[2] == 177 and data[3] == 17:
        raise RuntimeError("the middle of the maze")

guided.fuzz("maze", maze, int(sys.argv[2]), Path(sys.argv[1]))
"""


@pytest.mark.long
def test_a_guided_run_finds_its_way(tmp_path: Path) -> None:
    """What chance finds once in four billion inputs, a run led by coverage finds and keeps as a file, and goes on."""
    pytest.importorskip("atheris", reason="it has no wheel for this Python or system")
    (tmp_path / "maze.py").write_text(MAZE, encoding="utf8")
    done = subprocess.run(
        [sys.executable, tmp_path / "maze.py", tmp_path, "20"],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert 0 == done.returncode, done.stderr[-2000:]
    (find,) = tmp_path.glob("maze-*")
    assert bytes([7, 77, 177, 17]) == find.read_bytes()[:4]
    assert "the middle of the maze" in done.stderr
    assert int(done.stderr.split("stat::number_of_executed_units:")[1].split()[0]) < 2**30


SETTINGS = {
    "nested": b"a = " + b"[" * 3_000,
    "dotted": b"a." * 3_000 + b"a = 1",
    "a figure of thousands of digits": b"a = " + b"9" * 5_000,
    "not UTF-8": b"a = '\xff'",
    "a number for a list": b"[[rating]]\ncode = 'a'\nlabel = 'b'\nagrees = 5",
    "lists of lists": b"[[rating]]\ncode = 'a'\nlabel = 'b'\nagrees = [[1], {a = 1}]",
    "numbers for words": b"[[rating]]\ncode = 'a'\nlabel = 5\nopposes = [5]",
    "a list for a word": b"[[rating]]\ncode = ['a']\nlabel = 'b'",
    "a word for a number": b"best = 'x'\n[[rating]]\ncode = 'a'\nlabel = 'b'",
}


@pytest.mark.parametrize("data", SETTINGS.values(), ids=SETTINGS)
def test_hostile_settings_are_told(data: bytes) -> None:
    """Settings that nest, swell or are of another type than they should be are refused by name, wherever they stand."""
    target("sidecar", data)
    target("package", bytes([6]) + data)
    with pytest.raises(UsageError):
        DOORS["ratings"](data)
