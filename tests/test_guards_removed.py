"""Each test that the threat model names fails when the guard that it proves is taken away."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import guards
import pytest

ROOT = Path(__file__).parents[1]
NAMED = re.compile(r"`(tests/[\w/]+\.py::\w+)`")
LEFT_OUT = shutil.ignore_patterns(".*", "__pycache__", "*.egg-info", "site", "build", "dist")


def test_every_door_names_its_guard() -> None:
    """Each test of the table has a guard to take away, or is one of those that have no single one."""
    named = set(NAMED.findall((ROOT / "docs/security.md").read_text(encoding="utf8")))
    assert set(guards.REMOVED) == {name for name in named if name.rpartition("::")[2] not in guards.WITHOUT_ONE}
    for changes in guards.REMOVED.values():
        for file, guard, _ in changes:
            assert guard in (ROOT / file).read_text(encoding="utf8"), (file, guard)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project in which guards are taken away."""
    place = tmp_path_factory.mktemp("without") / "project"
    shutil.copytree(ROOT, place, ignore=LEFT_OUT)
    shutil.copytree(ROOT / ".streamlit", place / ".streamlit")
    return place


@pytest.mark.long
@pytest.mark.parametrize("named", guards.REMOVED, ids=lambda named: named.rpartition("::")[2])
def test_it_fails_without_its_guard(copy: Path, named: str, tmp_path: Path) -> None:
    """The test fails in a copy without the guard; that it passes with it is what the suite itself proves."""
    before = {file: (copy / file).read_text(encoding="utf8") for file, _, _ in guards.REMOVED[named]}
    try:
        for file, guard, without in guards.REMOVED[named]:
            text = (copy / file).read_text(encoding="utf8")
            assert guard in text
            (copy / file).write_text(text.replace(guard, without), encoding="utf8")
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", named],
            cwd=copy, capture_output=True, text=True, check=False, timeout=900,
            env={**os.environ, "XDG_DATA_HOME": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"},
        )  # fmt: skip
    finally:
        for file, text in before.items():
            (copy / file).write_text(text, encoding="utf8")
    if "skipped" in done.stdout and "failed" not in done.stdout:
        pytest.skip("the test itself cannot run here")
    assert done.returncode == 1, done.stdout[-2000:]
