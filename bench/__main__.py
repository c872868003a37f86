"""Run the benchmarks: ``python -m bench [NAME…] [--check | --record]``.

A benchmark is a module of this folder with a function ``measure()`` that returns a Measurement. Each run writes its
JSON and its chart into ``docs/bench``, and its table into every page of ``docs`` that asks for it. ``--record`` makes
the ratios and counts of this run the baseline; ``--check`` writes nothing and ends with status 1 where one of them is
20% worse than the baseline.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from bench.chart import chart
from bench.figures_pages import RESULTS, benchmark_table, fill, headline_table, write_json

if TYPE_CHECKING:
    from bench.measurement import Measurement

HERE = Path(__file__).parent
BASELINE = HERE / "baseline.json"
WORSE = 0.2


def benchmarks() -> list[str]:
    """Return the names of the benchmarks, sorted."""
    return sorted(path.stem for path in HERE.glob("*.py") if "\ndef measure(" in path.read_text(encoding="utf8"))


def tell(name: str, measured: Measurement) -> None:
    """Print a measurement as a table."""
    table = Table("", "figure", title=f"{name}: {measured.title}", title_justify="left", min_width=60)
    for contender, value in measured.bars.items():
        table.add_row(contender, f"{value:,.4g} {measured.unit}")
    for label, part in (("ratio", measured.ratios), ("count", measured.counts), ("", measured.figures)):
        for figure, value in part.items():
            table.add_row(f"{label} {figure}".strip(), f"{value:,.4g}")
    for peer, reason in measured.skipped.items():
        table.add_row(f"{peer}", f"skipped: {reason}")
    Console(width=110).print(table)


def worse(measured: Measurement, baseline: dict[str, dict[str, float]]) -> list[str]:
    """Return what is 20% worse than the baseline, in words."""
    found = []
    for figure, before in baseline.get("ratios", {}).items():
        now = measured.ratios.get(figure)
        if now is not None and now < before * (1 - WORSE):
            found.append(f"ratio {figure}: {now:.4g}, recorded {before:.4g}")
    for figure, before in baseline.get("counts", {}).items():
        now = measured.counts.get(figure)
        if now is not None and now > before * (1 + WORSE):
            found.append(f"count {figure}: {now:.4g}, recorded {before:.4g}")
    return found


def write(name: str, measured: Measurement) -> None:
    """Write the JSON and the chart of a measurement, and its table into the pages that ask for it."""
    write_json(RESULTS / f"{name}.json", measured.as_json())
    (RESULTS / f"{name}.svg").write_text(chart(measured), encoding="utf8")
    fill({f"bench {name}": benchmark_table(measured.as_json()), "headline": headline_table()})


def main() -> int:
    """Run the benchmarks asked for; return 1 when one is worse than the baseline allows."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="benchmarks to run; all by default")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--check", action="store_true", help="compare with the baseline; write nothing")
    how.add_argument("--record", action="store_true", help="make this run the baseline")
    options = parser.parse_args()
    unknown = sorted(set(options.names) - set(benchmarks()))
    if unknown:
        parser.error(f"no benchmark {', '.join(unknown)}; there are {', '.join(benchmarks())}")
    baseline = json.loads(BASELINE.read_text(encoding="utf8")) if BASELINE.exists() else {}
    faults = []
    for name in options.names or benchmarks():
        measured = importlib.import_module(f"bench.{name}").measure()
        tell(name, measured)
        faults += [f"{name}: {fault}" for fault in worse(measured, baseline.get(name, {}))]
        if not options.check:
            write(name, measured)
        kept = measured.as_json()
        baseline[name] = {part: kept[part] for part in ("ratios", "counts") if kept[part]}
        if options.record:
            BASELINE.write_text(json.dumps(baseline, indent=1, sort_keys=True) + "\n", encoding="utf8")
    for fault in faults if options.check else ():
        print("worse than recorded:", fault)
    return 1 if options.check and faults else 0


if __name__ == "__main__":
    sys.exit(main())
