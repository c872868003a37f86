"""A run: plan, find out what is missing, let the engine do it, and put it all on record."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from workbench.batch.columns import TABLES
from workbench.batch.engine import Clock, Usage, engine, ready, receipts
from workbench.batch.output import MANIFEST, Output, place_of
from workbench.batch.plan import absolute, shards_of
from workbench.batch.progress import progress
from workbench.batch.results import FORMAT
from workbench.batch.settings import Settings, versions
from workbench.errors import OutputUnavailable, UsageError
from workbench.reference import load_reference

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

    from workbench.batch.engine import Task
    from workbench.batch.plan import Shard
    from workbench.reference import Reference

SHARD_DOCUMENTS = 250


@dataclass(frozen=True)
class Summary:
    """What a run came to; ``counts`` and ``changes`` are of the whole output, the rest of this run."""

    counts: dict[str, int]
    outcomes: dict[str, int]
    reasons: dict[str, int]
    changes: dict[str, int]
    shards: dict[str, int]
    lost: dict[str, str]
    figures: dict[str, float]


@dataclass
class _Run:
    output: Output
    settings: Settings
    plan: list[Shard]
    manifest: dict[str, Any]
    finished: dict[str, dict[str, Any]] = field(default_factory=dict)
    lost: dict[str, str] = field(default_factory=dict)
    mine: list[dict[str, Any]] = field(default_factory=list)


def run_batch(
    inputs: Sequence[str],
    settings: Settings,
    *,
    workers: int,
    scheduler: str | None = None,
    shard_documents: int | None = None,
    retry_failed: bool = False,
    tell: TextIO = sys.stderr,
) -> Summary:
    """Bring an output folder up to date with its inputs, the tables and the rules.

    Only what is missing or out of date is done. Raises BatchError where the run cannot go on; what is finished is kept.
    """
    reference = load_reference(list(settings.reference) or None)
    address = absolute(settings.output)
    settings = replace(settings, output=address, fingerprint=reference.fingerprint)
    output = Output(address)
    with output.lock():
        run = _planned(output, settings, [absolute(named) for named in inputs], shard_documents, reference)
        tasks = _missing(run, retry_failed=retry_failed)
        output.write_json(MANIFEST, run.manifest)
        figures = _work(run, tasks, scheduler, workers, tell) if tasks else {}
        removed = _remove_stale(run)
        summary = _summary(run, figures, {"planned": len(run.plan), "done": len(run.mine), "removed": removed})
        output.write_json(MANIFEST, _closed(run, summary))
    return summary


def _planned(
    output: Output, settings: Settings, inputs: list[str], documents: int | None, reference: Reference
) -> _Run:
    """Return the plan of a run; an output belongs to one set of inputs and one size of shards."""
    try:
        before = output.read_json(MANIFEST) or {}
    except ValueError:
        before = {"format": "unreadable"}
    if before.get("format", FORMAT) != FORMAT or (not before and any(not f.startswith(".") for f in output.files())):
        raise OutputUnavailable("this folder holds something else", file=output.root, hint="choose another --output")
    if before and sorted(before["inputs"]) != sorted(inputs):
        told = "it holds the results of " + ", ".join(before["inputs"])
        raise UsageError(told, file=output.root, hint="give the same INPUT, or choose another --output")
    size = before.get("shard_documents") or documents or SHARD_DOCUMENTS
    if documents and size != documents:
        raise UsageError(f"its shards hold {size} documents", file=output.root, hint="leave --shard-documents out")
    sizes: dict[str, int] = {}
    known = dict(before.get("text_bytes", {}))
    plan = shards_of(inputs, size, absolute(output.address), known)
    planned = {f"{source.address} {source.stamp}" for shard in plan for source in shard.sources}
    sizes = {name: size for name, size in known.items() if name in planned}
    manifest = {
        "format": FORMAT,
        "complete": False,
        "inputs": inputs,
        "shard_documents": size,
        "options": settings.to_json(),
        "versions": versions(),
        "reference": {
            "paths": [str(path) for path in reference.paths],
            "title": reference.title,
            "version": reference.version,
            "fingerprint": reference.fingerprint,
        },
        "started": _now(),
        "text_bytes": sizes,
    }
    return _Run(output, settings, plan, manifest)


def _missing(run: _Run, *, retry_failed: bool) -> list[Task]:
    """Return what has to be done: shards without a sound receipt, and those whose sources, tables or rules changed."""
    files = run.output.files()
    extraction, checking = run.settings.extraction_key(), run.settings.checking_key()
    tasks: list[Task] = []
    for shard in run.plan:
        whole = all(files.get(place_of(kind, shard.name)) for kind in ("manifest", *TABLES))
        receipt = run.output.read_json(place_of("manifest", shard.name)) if whole else None
        if (
            receipt is None
            or (receipt["input"], receipt["extraction"]) != (shard.key(), extraction)
            or (retry_failed and receipt["failed"])
        ):
            tasks.append((shard, False))
        elif receipt["checking"] != checking:
            tasks.append((shard, True))
        else:
            run.finished[shard.name] = receipt
    return tasks


def _work(run: _Run, tasks: list[Task], scheduler: str | None, workers: int, tell: TextIO) -> dict[str, float]:
    """Do what is missing; returns the figures of the run."""
    sizes = {shard.name: shard.size for shard, _ in tasks}
    with engine(scheduler, workers) as client:
        count = ready(client, run.settings)
        clock, before = Clock(), Usage.of(client)
        with progress(sum(sizes.values()), tell) as advance:
            for receipt in receipts(client, run.settings, tasks):
                name = receipt["shard"]
                if "lost" in receipt:
                    run.lost[name] = receipt["lost"]
                    continue
                run.finished[name] = receipt
                run.mine.append(receipt)
                advance(sizes[name], receipt["documents"] + receipt["failed"])
        wall, after = clock.seconds(), Usage.of(client)
    cpu = sum(receipt["cpu_seconds"] for receipt in run.mine)
    beside = after.cpu_seconds - before.cpu_seconds
    peaks = [receipt["peak_mb"] for receipt in run.mine] or [0.0]
    documents = sum(receipt["documents"] for receipt in run.mine)
    return {
        "workers": count,
        "documents": documents,
        "taken_over": sum(receipt["taken_over"] for receipt in run.mine),
        "wall_seconds": round(wall, 2),
        "cpu_seconds": round(cpu, 2),
        "cpu_ms_a_document": round(1000 * cpu / max(documents, 1), 3),
        "documents_a_second": round(documents / max(wall, 1e-3), 1),
        "engine_cpu_seconds": round(beside, 2),
        "engine_cpu_share": round(beside / max(cpu + beside, 1e-3), 4),
        "engine_overhead": round(1 - cpu / max(count * wall, 1e-3), 4),
        "peak_mb_a_reader": max(peaks),
        "peak_mb_a_reader_halfway": max(peaks[: (len(peaks) + 1) // 2]),
        "peak_mb_a_worker": round(max(peaks) + after.worker_mb, 1),
    }


def _remove_stale(run: _Run) -> int:
    """Remove shards whose documents are no longer in the input, once all that replaces them is there."""
    if run.lost:
        return 0
    planned = {shard.name for shard in run.plan}
    there = {place.split("/")[1].removeprefix("shard=") for place in run.output.files() if "/" in place}
    stale = {name.removesuffix(".jsonl").removesuffix(".json") for name in there} - planned
    for name in stale:
        run.output.remove_shard(name)
    return len(stale)


def _summary(run: _Run, figures: dict[str, float], shards: dict[str, int]) -> Summary:
    """Add up the receipts of all shards."""

    def total(part: str) -> dict[str, int]:
        added: Counter[str] = Counter()
        for receipt in run.finished.values():
            added.update(receipt[part])
        return dict(sorted(added.items()))

    counts = {
        name: sum(receipt[name] for receipt in run.finished.values()) for name in ("documents", "claims", "failed")
    }
    return Summary(counts, total("outcomes"), total("reasons"), total("changes"), shards, run.lost, figures)


def _closed(run: _Run, summary: Summary) -> dict[str, Any]:
    return run.manifest | {
        "complete": not summary.lost,
        "finished": _now(),
        "counts": summary.counts,
        "outcomes": summary.outcomes,
        "failures": summary.reasons,
        "changes": summary.changes,
        "shards": summary.shards,
        "lost_shards": summary.lost,
        "run": summary.figures,
    }


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
