"""The packages are Data Packages for others, too: frictionless, in its own environment, accepts them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from bench import peers
from workbench.reference import shipped
from workbench.starter import lay_out

SCRIPT = """
import json, sys
from frictionless import Package, system
report = Package(sys.argv[1]).validate()
print(json.dumps([report.stats["tasks"], [error.message for task in report.tasks for error in task.errors]]))
"""


@pytest.mark.long
@pytest.mark.parametrize("which", ["shipped", "init"])
def test_frictionless_accepts_the_packages(tmp_path: Path, which: str) -> None:
    """The shipped package and the one that `init` lays out are valid, tables, keys and references."""
    if which == "init":
        lay_out(tmp_path / "desk")
    folder = shipped() if which == "shipped" else tmp_path / "desk"
    try:
        python = peers.python()
    except peers.PeerMissingError as error:
        pytest.skip(str(error))
    command = [python, "-c", SCRIPT, "datapackage.json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    assert 0 == done.returncode, done.stderr
    tables, errors = json.loads(done.stdout.splitlines()[-1])
    assert [] == errors
    assert len(list(Path(folder).rglob("*.csv"))) == tables
