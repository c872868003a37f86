"""Score the workbench on the development sets, beside the best peer's figures, and fail below the pinned floors.

The sets are not part of the project: they are looked for in ``../shared/eval`` or the folder that WORKBENCH_EVAL
names, and without them this says so and ends well. Floors stand in ``claims/floors.json`` under
``development_sets``; a floor is raised with a gain and never lowered silently.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.checking import gold, score

ROOT = Path(__file__).parent.parent
SETS = Path(os.environ.get("WORKBENCH_EVAL", ROOT.parent / "shared" / "eval"))
FLOORS = ROOT / "claims" / "floors.json"


@dataclass(frozen=True)
class Run:
    """One set: what the workbench is asked, how it is scored, and which figures of the score are shown."""

    name: str
    command: tuple[str, ...]
    scorer: tuple[str, ...]
    figures: dict[str, str]  # figure of the scorer's last line -> the best peer's, for comparison


RUNS = (
    Run(
        "quantities newsquant",
        ("extract", "newsquant.docs.jsonl", "--format", "jsonl"),
        ("evaluate.py", "quantities", "newsquant.gold.jsonl", "OUT"),
        {"value_f1": "93.5 CQE", "value_unit_f1": "86.0 CQE", "value_unit_bound_f1": "81.8 CQE"},
    ),
    Run(
        "quantities recognizers",
        ("extract", "recognizers_en.docs.jsonl", "--format", "jsonl"),
        ("evaluate.py", "quantities", "recognizers_en.gold.jsonl", "OUT"),
        {"value_recall": "88.7 Recognizers", "value_measure_recall": "87.4 Recognizers", "texts_without_hit": "8 CQE"},
    ),
    Run(
        "times meantime",
        ("extract", "meantime.docs.jsonl", "--format", "jsonl"),
        ("evaluate.py", "times", "meantime.gold.jsonl", "OUT"),
        {"value_f1": "73.5 HeidelTime", "interval_f1": "80.8 HeidelTime", "relaxed_f1": "88.7 spaCy + dateparser"},
    ),
    Run(
        "times assistant",
        ("extract", "msrec_spec.docs.jsonl", "--format", "jsonl"),
        ("evaluate.py", "times", "msrec_spec.gold.jsonl", "OUT"),
        {"relaxed_f1": "", "interval_f1": ""},
    ),
    Run(
        "linking web sentences",
        ("check", "vr2015.docs.jsonl", "--reference", "vr2015_reference", "--format", "jsonl"),
        ("evaluate.py", "linking", "vr2015.gold.jsonl", "OUT"),
        {"macro_f1": "77.4 name matcher", "f1": "80.6 name matcher", "false_link": "27.0 name matcher"},
    ),
    Run(
        "claims and outcomes, articles",
        ("check", "articles.docs.jsonl", "--reference", "articles_reference", "--format", "jsonl"),
        ("score_articles.py", "OUT", "--gold", "articles.gold.jsonl"),
        {
            "detection_f1": "",
            "indicator": "",
            "entity_period": "",
            "outcome_accuracy": "0.65 always supported",
            "contradicted_p": "",
            "contradicted_r": "",
            "false_contradicted": "",
            "hints": "",
            "false_hints": "",
        },
    ),
    Run(
        "one article, whole",
        ("check", "../seeds", "--published", "2022-12-30T16:16+05:30", "--format", "jsonl"),
        ("score_seed.py", "seed_gold.jsonl", "OUT"),
        dict.fromkeys(("found", "latest_ok", "as_published_ok", "wrong_contradicted", "extra", "clash", "wide"), ""),
    ),
)  # fmt: skip
LOWER_IS_BETTER = {
    "texts_without_hit", "false_link", "false_contradicted", "false_hints",
    "wrong_contradicted", "extra", "clash", "wide",
}  # fmt: skip


def figures_of(run: Run) -> dict[str, float]:
    """Run the workbench on a set and return the scorer's figures."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.jsonl"
        with out.open("w", encoding="utf8") as file:
            command = [sys.executable, "-m", "workbench", *run.command]
            subprocess.run(command, cwd=SETS, stdout=file, stderr=subprocess.DEVNULL, check=True)
        scorer = [sys.executable, *(str(out) if part == "OUT" else part for part in run.scorer)]
        done = subprocess.run(scorer, cwd=SETS, capture_output=True, text=True, check=True)
    last = [line for line in done.stdout.splitlines() if "=" in line][-1]
    return {name: float(value) for name, value in re.findall(r"(\w+)=(-?[0-9.]+)", last)}


def main() -> int:
    """Print every figure beside its floor and the best peer's; return 1 when one is below its floor."""
    own = score(list(gold())).figures()
    print("own gold of checked claims:", " ".join(f"{name}={value:g}" for name, value in own.items()))
    if not SETS.is_dir():
        print(f"skipped: the development sets are not here ({SETS}); set WORKBENCH_EVAL to their folder")
        return 0
    floors = json.loads(FLOORS.read_text(encoding="utf8")).get("development_sets", {}) if FLOORS.exists() else {}
    table = Table("set", "figure", "measured", "floor", "best peer")
    below = []
    for run in RUNS:
        measured = figures_of(run)
        for figure, peer in run.figures.items():
            floor = floors.get(run.name, {}).get(figure)
            value = measured[figure]
            bad = floor is not None and (value > floor if figure in LOWER_IS_BETTER else value < floor)
            below += [f"{run.name}: {figure} {value} (floor {floor})"] if bad else []
            table.add_row(run.name, figure, f"{value:g}", "" if floor is None else f"{floor:g}", peer)
    Console(width=110).print(table)
    for line in below:
        print("below its floor:", line)
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
