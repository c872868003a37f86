"""A corpus on two workers: ``workbench batch`` beside a pool of processes, and beside one process.

All is counted in CPU time, which other work on the machine does not disturb: what two free cores would do in a second
is twice the documents over the CPU seconds of all processes, the engine's own included.

``WORKBENCH_BENCH_DOCUMENTS`` sets the number of documents (600 unless told).
"""

from __future__ import annotations

import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.corpus import documents
from bench.measurement import Measurement, cpu_seconds
from workbench.check import check
from workbench.records import check_record
from workbench.reference import Reference, load_reference

if TYPE_CHECKING:
    from workbench.model import Document

DOCUMENTS = int(os.environ.get("WORKBENCH_BENCH_DOCUMENTS", "600"))
_tables: list[Reference] = []


def line_of(document: Document) -> str:
    """Return the check record of a document as a line, with tables that each process loads once."""
    if not _tables:
        _tables.append(load_reference())
    return json.dumps(check_record(check(document, _tables[0])), ensure_ascii=False)


def write(corpus: list[Document], path: Path) -> None:
    """Write the documents as JSON lines."""
    rows = ({"id": d.id, "text": d.text, "published": d.published.isoformat()} for d in corpus if d.published)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf8")


def batch(path: Path, output: Path, workers: int) -> dict[str, Any]:
    """Run ``workbench batch`` and return the figures of its manifest."""
    command = [sys.executable, "-m", "workbench", "batch", str(path), "--output", str(output)]
    size = str(max(DOCUMENTS // 40, 10))
    subprocess.run([*command, "--workers", str(workers), "--shard-documents", size], check=True, capture_output=True)
    return dict(json.loads((output / "manifest.json").read_text(encoding="utf8"))["run"])


def used(_: object) -> tuple[int, float]:
    """Return the CPU seconds of the process that is asked, with its number."""
    time.sleep(0.05)  # so that the other process of the pool is asked as well
    return os.getpid(), time.process_time()


def pooled(corpus: list[Document]) -> float:
    """Return the CPU seconds that a pool of two processes takes, once they have their tables, and its parent."""
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        pool.map(line_of, corpus[:8], chunksize=1)
        before, own = dict(pool.map(used, range(8), chunksize=1)), time.process_time()
        for _ in pool.imap_unordered(line_of, corpus, chunksize=16):
            pass
        parent, after = time.process_time() - own, dict(pool.map(used, range(8), chunksize=1))
    return parent + sum(after[process] - before.get(process, 0.0) for process in after)


def measure() -> Measurement:
    """Check the same documents in four ways, counted once the processes are up and have their tables."""
    corpus = [replace(document, published=date(2023, 6, 1)) for document in documents(DOCUMENTS)]
    lines: list[str] = []
    line_of(corpus[0])
    alone = cpu_seconds(lambda: lines.extend(map(line_of, corpus)))
    pool = pooled(corpus)
    with tempfile.TemporaryDirectory() as temporary:
        path = Path(temporary) / "corpus.jsonl"
        write(corpus, path)
        one = batch(path, Path(temporary) / "one", 1)
        two = batch(path, Path(temporary) / "two", 2)
        written = sum(file.stat().st_size for file in (Path(temporary) / "two").rglob("*.parquet"))
    rates = {
        "workbench batch, two workers": 2 * DOCUMENTS / (two["cpu_seconds"] + two["engine_cpu_seconds"]),
        "workbench batch, one worker": DOCUMENTS / one["cpu_seconds"],
        "multiprocessing pool of two": 2 * DOCUMENTS / pool,
        "one process": DOCUMENTS / alone,
    }
    ours, single, theirs, plain = rates.values()
    return Measurement(
        title=f"{DOCUMENTS:,} generated documents checked",
        bars=rates,
        unit="documents a second on two free cores (more is better)",
        ratios={"two workers to one": ours / single, "pool": ours / theirs, "one process": ours / plain},
        counts={"peak MB of a reading process": two["peak_mb_a_reader"]},
        figures=_costs(two, written),
    )


def _costs(run: dict[str, Any], written: int) -> dict[str, float]:
    """Return what a document costs, and what that comes to for a day of a monitoring desk and for a large corpus."""
    seconds = run["cpu_seconds"] * (1 + run["engine_cpu_share"] / (1 - run["engine_cpu_share"]))
    hours = seconds / run["documents"] / 3600
    return {
        "CPU ms a document": run["cpu_ms_a_document"],
        "share of the engine in all CPU": run["engine_cpu_share"],
        "MB of a worker, its reading process included": run["peak_mb_a_worker"],
        "MB of a reading process halfway": run["peak_mb_a_reader_halfway"],
        "MB of a reading process at the end": run["peak_mb_a_reader"],
        "kB of Parquet a document": written / run["documents"] / 1e3,
        "core-hours for 100,000 documents": hours * 1e5,
        "core-hours for 100 million documents": hours * 1e8,
        "cores for 100 million documents in a week": hours * 1e8 / (7 * 24),
        "TB of Parquet for 100 million documents": written / run["documents"] / 1e4,
    }
