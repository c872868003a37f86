"""What the README shows is what the commands print."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf8")


def test_first_command_stands_on_the_first_screen() -> None:
    """A reader finds the command that starts everything within twenty lines."""
    assert any(line.startswith("make run") for line in README.splitlines()[:20])


def test_results_are_those_of_the_command() -> None:
    """Every line of the table in the README is printed by `workbench check seeds`."""
    done = subprocess.run(
        [sys.executable, "-m", "workbench", "check", "seeds"], capture_output=True, text=True, cwd=ROOT, check=True
    )
    printed = {line.rstrip() for line in done.stdout.splitlines()}
    shown = re.findall(r"```text\n(.*?)```", README, re.DOTALL)
    assert shown
    assert [line for block in shown for line in block.splitlines() if line and line not in printed] == []
