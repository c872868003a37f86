"""Write docs/reference/checks.md: each check with what it looks for, and what it says of a planted fault.

``python -m bench.checks_page`` writes the page; a test holds it to the checks that there are.
"""

from __future__ import annotations

import runpy
import shutil
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.desk import import_documents
from workbench.export import export_csv
from workbench.model import Document
from workbench.refcheck import FAMILIES
from workbench.reference import load_reference
from workbench.replay import replayed, verdicts_of
from workbench.store import Store

if TYPE_CHECKING:
    from workbench.refcheck import Finding

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs/reference/checks.md"
NEEDS = {
    "coverage": " Needs `--baseline GITREV`.",
    "changed": " Needs `--baseline GITREV`.",
    "layer-unit": " Needs `--over DIR`.",
    "layer-figure": " Needs `--over DIR`.",
}
OTHERS = {
    "verdict-flip": "Error. No figure gives a stored verdict another outcome than it had. Needs `--verdicts FILE`.",
    "verdict-change": "Warning. The figures under a stored verdict stand as they were. Needs `--verdicts FILE`.",
    "unused-exception": "Warning. Every exception of `checks.toml` still excuses something.",
}
ROW = ("observations/labour.csv", "unemployment_rate,DEU,,2015,", "value", "5.1")
CLAIMS = {
    "verdict-flip": "In 2015 Germany's unemployment rate was 4.6%.",
    "verdict-change": "In 2015 Germany's unemployment rate was 9.6%.",
}
HEAD = """# Checks on reference tables

What `workbench refs check` looks for, by family, with its severity, and what it said of a fault planted in a copy of
the shipped tables. How far is too far, other severities and exceptions (each with a reason) stand in `checks.toml`; see
[Check tables in CI](../how-to/tables-in-ci.md).
"""


def example(plant: Any, found_in: Any, check: str) -> str:
    """Plant a fault that is meant for a check and return what is said of it."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(shutil.copytree(ROOT / "reference_data", Path(temporary) / "reference_data"))
        file, line = plant(folder)
        found = found_in(folder, check)
    return shown(next(f for f in found if (f.check, f.file, f.line) == (check, file, line)))


def of_verdict(check: str, cell: Any) -> str:
    """Decide a claim, change the figure under it, and return what is said of the verdict."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(shutil.copytree(ROOT / "reference_data", Path(temporary) / "reference_data"))
        with Store.open(str(folder / "reviews.db")) as store:
            document = Document("jobs", CLAIMS[check], date(2024, 2, 1))
            list(import_documents(store, [document], load_reference(folder)))
            store.decide(store.queue()[0].id, 0, "true", reviewer="Ada")
            verdicts = folder.parent / "verdicts.csv"
            verdicts.write_text("".join(export_csv(store)), encoding="utf-8", newline="")
        cell(*ROW)(folder)
        (found,) = replayed(verdicts_of([verdicts]), load_reference(folder), [document])
    return shown(found).replace(f"{verdicts.parent}/", "")


def shown(finding: Finding) -> str:
    """Return a finding as the page shows it."""
    told = "".join(char if char.isprintable() else "�" for char in finding.sentence())
    return f"```text\n{finding.file}:{finding.line}: {told}\n```"


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
            told = example(faults[rule.name], tests["found_in"], rule.name)
            summary = f"{rule.severity.capitalize()}. {rule.summary}{NEEDS.get(rule.name, '')}"
            parts.append(f"### {rule.name}\n\n{summary}\n\n{told}\n")
    parts.append("## Verdicts and exceptions\n")
    for name, summary in OTHERS.items():
        told = of_verdict(name, tests["Cell"]) if name in CLAIMS else example(faults[name], tests["found_in"], name)
        parts.append(f"### {name}\n\n{summary}\n\n{told}\n")
    PAGE.write_text("\n".join(parts), encoding="utf-8")


if __name__ == "__main__":
    main()
