"""Write docs/reference/checks.md: each check with what it looks for, and what it says of a planted fault.

``python -m bench.checks_page`` writes the page; a test holds it to the checks that there are.
"""

from __future__ import annotations

import runpy
import shutil
import tempfile
from pathlib import Path
from typing import Any

from workbench.refcheck import FAMILIES, check_tables

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs/reference/checks.md"
ELSEWHERE = {
    "unreadable-file": "A file that cannot be opened is told with the system's reason.",
    "coverage": "Needs `--baseline GITREV`: a row that is gone is told with its old line.",
    "changed": "Needs `--baseline GITREV`: a cell with another value under the same key is told with the old value.",
}
OTHERS = {
    "verdict-flip": "An error. Needs `--verdicts FILE`: a changed figure gives a verdict another outcome.",
    "verdict-change": "A warning. Needs `--verdicts FILE`: a margin moved, or the claim must be read again.",
    "unused-exception": "A warning. An exception of `checks.toml` that excuses nothing any more.",
}
HEAD = """# Checks on reference tables

What `workbench refs check` looks for, by family, with its severity, and what it said of a fault planted in a copy of
the shipped tables. How far is too far, other severities and exceptions (each with a reason) stand in `checks.toml`; see
[Check tables in CI](../how-to/tables-in-ci.md).
"""


def example(faults: dict[str, Any], check: str, today: Any) -> str:
    """Plant the first fault that is meant for a check and return what is said of it."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(shutil.copytree(ROOT / "reference_data", Path(temporary) / "reference_data"))
        file, line = faults[check](folder)
        found = check_tables(folder, today=today)
    one = next(f for f in found if (f.check, f.file, f.line) == (check, file, line))
    told = "".join(char if char.isprintable() else "�" for char in one.sentence())
    return f"```text\n{one.file}:{one.line}: {told}\n```"


def main() -> None:
    """Write the page."""
    tests = runpy.run_path(str(ROOT / "tests/test_refcheck_faults.py"))
    faults: dict[str, Any] = {}
    for check, plant in tests["FAULTS"]:
        faults.setdefault(check, plant)
    parts = [HEAD]
    for family, rules in FAMILIES.items():
        parts.append(f"## {family.capitalize()}\n")
        for rule in rules:
            shown = ELSEWHERE.get(rule.name) or example(faults, rule.name, tests["TODAY"])
            parts.append(f"### {rule.name}\n\n{rule.severity.capitalize()}. {rule.summary}\n\n{shown}\n")
    parts.append("## Others\n")
    parts += [f"### {name}\n\n{text}\n" for name, text in OTHERS.items()]
    PAGE.write_text("\n".join(parts), encoding="utf-8")


if __name__ == "__main__":
    main()
