"""Run the benchmarks: ``python -m bench [NAME…] [--check | --record]``.

A benchmark is a module of this folder with a function ``measure()`` that returns a Measurement. Each run writes its
JSON and its chart into ``docs/bench``, and its table into every page of ``docs`` that asks for it. ``--record`` makes
the ratios and counts of this run the baseline; ``--check`` writes nothing and ends with status 1 where one of them is
20% worse than the baseline. A run that lacks a peer or the browser says why and leaves what is recorded as it is.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from bench.chart import chart
from bench.figures_pages import ROOT, benchmark_table, fill, headline_table, write_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.measurement import Measurement

HERE = Path(__file__).parent
BASELINE = "bench/baseline.json"
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


def worse(measured: Measurement, before: dict[str, dict[str, float]]) -> list[str]:
    """Return what is 20% worse than the baseline, in words."""
    found = []
    for figure, then in before.get("ratios", {}).items():
        now = measured.ratios.get(figure)
        if now is not None and now < then * (1 - WORSE):
            found.append(f"ratio {figure}: {now:.4g}, recorded {then:.4g}")
    for figure, then in before.get("counts", {}).items():
        now = measured.counts.get(figure)
        if now is not None and now > then * (1 + WORSE):
            found.append(f"count {figure}: {now:.4g}, recorded {then:.4g}")
    return found


def write(name: str, measured: Measurement, root: Path = ROOT) -> None:
    """Write the JSON and the chart of a measurement, and its table into the pages that ask for it."""
    results = root / "docs" / "bench"
    write_json(results / f"{name}.json", measured.as_json())
    (results / f"{name}.svg").write_text(chart(measured), encoding="utf8")
    fill({f"bench {name}": benchmark_table(measured.as_json()), "headline": headline_table(root)}, root)


def keep(name: str, measured: Measurement, root: Path = ROOT, *, record: bool) -> None:
    """Write a measurement, and make it the baseline where asked; one that lacks a contender changes nothing."""
    if measured.skipped:
        print(f"{name}: without {', '.join(measured.skipped)} this run is not written; what is recorded stays")
        return
    write(name, measured, root)
    if record:
        known, parts = baseline(root), measured.as_json()
        known[name] = {part: parts[part] for part in ("ratios", "counts") if parts[part]}
        (root / BASELINE).write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", encoding="utf8")


def baseline(root: Path = ROOT) -> dict[str, Any]:
    """Return the recorded ratios and counts by benchmark."""
    path = root / BASELINE
    return dict(json.loads(path.read_text(encoding="utf8"))) if path.exists() else {}


def main(arguments: Sequence[str] | None = None, root: Path = ROOT) -> int:
    """Run the benchmarks asked for; return 1 when one is worse than the baseline allows."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="benchmarks to run; all by default")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--check", action="store_true", help="compare with the baseline; write nothing")
    how.add_argument("--record", action="store_true", help="make this run the baseline")
    options = parser.parse_args(arguments)
    unknown = sorted(set(options.names) - set(benchmarks()))
    if unknown:
        parser.error(f"no benchmark {', '.join(unknown)}; there are {', '.join(benchmarks())}")
    faults = []
    for name in options.names or benchmarks():
        measured = importlib.import_module(f"bench.{name}").measure()
        tell(name, measured)
        if options.check:
            faults += [f"{name}: {fault}" for fault in worse(measured, baseline(root).get(name, {}))]
        else:
            keep(name, measured, root, record=options.record)
    for fault in faults:
        print("worse than recorded:", fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
