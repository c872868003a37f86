"""A corpus on two workers: ``workbench batch`` beside a pool of processes, and beside one process.

``WORKBENCH_BENCH_DOCUMENTS`` sets the number of documents (600 unless told).
"""

from __future__ import annotations

import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.corpus import documents
from bench.measurement import Measurement, wall_seconds
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


def measure() -> Measurement:
    """Check the same documents in four ways; times count once the processes are up and have their tables."""
    corpus = [replace(document, published=date(2023, 6, 1)) for document in documents(DOCUMENTS)]
    lines: list[str] = []
    line_of(corpus[0])
    alone = wall_seconds(lambda: lines.extend(map(line_of, corpus)))
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        pool.map(line_of, corpus[:8], chunksize=1)
        pooled = wall_seconds(lambda: list(pool.imap_unordered(line_of, corpus, chunksize=16)))
    with tempfile.TemporaryDirectory() as temporary:
        path = Path(temporary) / "corpus.jsonl"
        write(corpus, path)
        one = batch(path, Path(temporary) / "one", 1)
        two = batch(path, Path(temporary) / "two", 2)
    walls = {"one": one["wall_seconds"], "two": two["wall_seconds"]}
    return Measurement(
        title=f"{DOCUMENTS:,} generated documents checked",
        bars={
            "workbench batch, two workers": DOCUMENTS / walls["two"],
            "workbench batch, one worker": DOCUMENTS / walls["one"],
            "multiprocessing pool of two": DOCUMENTS / pooled,
            "one process": DOCUMENTS / alone,
        },
        unit="documents a second (more is better)",
        ratios={
            "two workers to one": walls["one"] / walls["two"],
            "pool": pooled / walls["two"],
            "one process": alone / walls["two"],
        },
        counts={"peak MB of a reading process": two["peak_mb_a_reader"]},
        figures={"overhead of the engine": two["engine_overhead"], "CPU ms a document": two["cpu_ms_a_document"]},
    )
