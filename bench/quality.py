"""Score the workbench on the development sets, beside the best peer's figures, and fail below the pinned floors.

The sets are not part of the project: they are looked for in ``../shared/eval`` or the folder that WORKBENCH_EVAL
names, and without them this says so and ends well. Floors stand in ``claims/floors.json`` under
``development_sets``; a floor is raised with a gain and never lowered silently. ``--intervals`` adds a 95% interval to
each figure; ``--record`` adds them and writes the table into ``docs/bench`` and the pages.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import re
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from bench.checking import gold, score
from bench.figures_pages import RESULTS, ROOT, fill, quality_tables, write_json

if TYPE_CHECKING:
    from collections.abc import Iterator

SETS = Path(os.environ.get("WORKBENCH_EVAL", ROOT.parent / "shared" / "eval"))
FLOORS = ROOT / "claims" / "floors.json"


@dataclass(frozen=True)
class Run:
    """One set: what the workbench is asked, how it is scored, and which figures of the score are shown."""

    name: str
    command: tuple[str, ...]
    scorer: tuple[str, ...]
    figures: dict[str, str]  # figure of the scorer's last line -> the best peer's, for comparison
    shares: bool = True  # False: plain counts over one document, which have no interval

    @property
    def gold(self) -> str:
        """Return the file of the gold."""
        return next(part for part in self.scorer if part.endswith("gold.jsonl"))


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
        shares=False,
    ),
)  # fmt: skip
LOWER_IS_BETTER = {
    "texts_without_hit", "false_link", "false_contradicted", "false_hints",
    "wrong_contradicted", "extra", "clash", "wide",
}  # fmt: skip


FOLDS = 10
Record = dict[str, Any]


def predict(run: Run, out: Path) -> None:
    """Write what the workbench says of a set."""
    with out.open("w", encoding="utf8") as file:
        command = [sys.executable, "-m", "workbench", *run.command]
        subprocess.run(command, cwd=SETS, stdout=file, stderr=subprocess.DEVNULL, check=True)


def scored(run: Run, out: Path, gold_file: Path) -> dict[str, float]:
    """Return the figures of the scorer's last line; a share of nothing is left out."""
    places = {"OUT": str(out), run.gold: str(gold_file)}
    scorer = [sys.executable, *(places.get(part, part) for part in run.scorer)]
    done = subprocess.run(scorer, cwd=SETS, capture_output=True, text=True, check=True)
    last = [line for line in done.stdout.splitlines() if "=" in line][-1]
    return {name: float(value) for name, value in re.findall(r"(\w+)=(-?[0-9.]+)", last)}


def without_a_tenth(records: list[Record]) -> Iterator[list[Record]]:
    """Yield the gold ten times, each time without another tenth: of its documents, or of the claims of a few documents.

    A claim left out is moved to the spans that a scorer passes over, so that what is found there is no false alarm.
    """
    names = {name: place for place, name in enumerate(dict.fromkeys(_document(record) for record in records))}
    if len(names) >= FOLDS:
        for fold in range(FOLDS):
            yield [record for record in records if names[_document(record)] % FOLDS != fold]
        return
    for fold in range(FOLDS):
        kept = []
        for record in records:
            out = [claim for place, claim in enumerate(record["claims"]) if place % FOLDS == fold]
            claims = [claim for claim in record["claims"] if claim not in out]
            kept.append({**record, "claims": claims, "optional_spans": [*record.get("optional_spans", ()), *out]})
        yield kept


def _document(record: Record) -> str:
    return record.get("doc", record["id"])


def half_widths(run: Run, out: Path, folder: Path) -> dict[str, float]:
    """Return half of the 95% interval of each figure: the delete-a-group jackknife over tenths of the gold."""
    records = [json.loads(line) for line in (SETS / run.gold).read_text(encoding="utf8").splitlines()]
    without = []
    for kept in without_a_tenth(records):
        part = folder / "part.jsonl"
        part.write_text("".join(json.dumps(record) + "\n" for record in kept), encoding="utf8")
        without.append(scored(run, out, part))
    widths = {}
    for figure in run.figures:
        values = [figures[figure] for figures in without]
        variance = (len(values) - 1) * statistics.pvariance(values)
        widths[figure] = 1.96 * math.sqrt(variance)
    return widths


def measured(run: Run, *, intervals: bool) -> dict[str, tuple[float, float | None]]:
    """Return each figure of a set, with half of its 95% interval where asked for and where it is a share."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.jsonl"
        predict(run, out)
        figures = scored(run, out, SETS / run.gold)
        widths = half_widths(run, out, Path(folder)) if intervals and run.shares else {}
    return {figure: (figures[figure], widths.get(figure)) for figure in run.figures}


def main() -> int:
    """Print every figure beside its floor and the best peer's; return 1 when one is below its floor."""
    parser = argparse.ArgumentParser(prog="python -m bench.quality", description=__doc__)
    parser.add_argument("--intervals", action="store_true", help="add a 95%% interval to each figure")
    parser.add_argument("--record", action="store_true", help="with intervals; write them into the pages")
    options = parser.parse_args()
    own = score(list(gold())).figures()
    print("own gold of checked claims:", " ".join(f"{name}={value:g}" for name, value in own.items()))
    if not SETS.is_dir():
        print(f"skipped: the development sets are not here ({SETS}); set WORKBENCH_EVAL to their folder")
        return 0
    floors = json.loads(FLOORS.read_text(encoding="utf8")).get("development_sets", {}) if FLOORS.exists() else {}
    table = Table("set", "figure", "measured", "floor", "best peer")
    below, lines = [], []
    for run in RUNS:
        for figure, (value, width) in measured(run, intervals=options.intervals or options.record).items():
            floor, peer = floors.get(run.name, {}).get(figure), run.figures[figure]
            bad = floor is not None and (value > floor if figure in LOWER_IS_BETTER else value < floor)
            below += [f"{run.name}: {figure} {value} (floor {floor})"] if bad else []
            told = f"{value:g}" if not width else f"{value:g} ± {width:.2g}"
            table.add_row(run.name, figure, told, "" if floor is None else f"{floor:g}", peer)
            lines.append({"set": run.name, "figure": figure, "measured": told, "peer": peer})
    Console(width=110).print(table)
    for line in below:
        print("below its floor:", line)
    if options.record:
        write_json(RESULTS / "quality.json", {"lines": lines})
        fill(quality_tables())
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
