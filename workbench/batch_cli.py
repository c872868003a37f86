"""The command on a corpus: ``workbench batch``."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.counting import many
from workbench.errors import UsageError

if TYPE_CHECKING:
    from workbench.batch.run import Summary

Inputs = Annotated[
    list[str],
    typer.Argument(help="Folders, globs, .jsonl (.gz, .zst), .parquet, at any fsspec address.", metavar="INPUT…"),
]
Reference = Annotated[
    list[Path] | None,
    typer.Option("--reference", help="Folder of reference tables; repeat it to lay tables over others."),
]


def batch(
    inputs: Inputs,
    output: Annotated[str, typer.Option(help="Folder (or fsspec address) of the results; a rerun goes on from there.")],
    workers: Annotated[int | None, typer.Option(help="Processes on this machine; all cores by default.", min=1)] = None,
    scheduler: Annotated[
        str | None, typer.Option(help="Address of a Dask scheduler, such as tcp://10.0.0.1:8786.", metavar="ADDRESS")
    ] = None,
    published: Annotated[str | None, typer.Option(help="Publication date of documents that state none.")] = None,
    reference: Reference = None,
    as_of: Annotated[str | None, typer.Option(help="Use only figures published by this day for `latest`.")] = None,
    text_column: Annotated[str, typer.Option(help="Column of a Parquet file that holds the text.")] = "text",
    id_column: Annotated[str, typer.Option(help="Column of a Parquet file that names the document.")] = "id",
    shard_documents: Annotated[
        int | None, typer.Option(help="Documents in a shard, about; 250 by default.", min=1)
    ] = None,
    document_seconds: Annotated[float, typer.Option(help="CPU seconds a document may take.", min=0.1)] = 60.0,
    document_mb: Annotated[int, typer.Option(help="Megabytes of memory a document may take.", min=16)] = 512,
    retry_failed: Annotated[bool, typer.Option("--retry-failed", help="Try documents in failed/ again.")] = False,
) -> None:
    """Check a corpus in parallel, into Parquet; the same command again does only what is missing or has changed.

    Exit status 1 where documents failed; they stand in failed/ with the reason.
    """
    if workers is not None and scheduler is not None:
        raise UsageError("--workers and --scheduler exclude each other", hint="a cluster has the workers it has")
    try:
        from workbench.batch.run import run_batch
        from workbench.batch.settings import Settings
    except ImportError as error:
        hint = "install it with: pip install 'claim-workbench[batch]'"
        raise UsageError(f"batches need the extra `batch` ({error.name} is missing)", hint=hint) from error
    from workbench.read import parse_published
    from workbench.reference import shipped

    for day in (published, as_of):
        if day is not None:
            parse_published(day)
    folders = tuple(str(folder.absolute()) for folder in reference or [shipped()])
    settings = Settings(
        output, folders, published=published, as_of=as_of, text_column=text_column, id_column=id_column,
        seconds=document_seconds, megabytes=document_mb,
    )  # fmt: skip
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        summary = run_batch(
            inputs, settings, workers=workers or cores, scheduler=scheduler, shard_documents=shard_documents,
            retry_failed=retry_failed,
        )  # fmt: skip
    except KeyboardInterrupt:
        sys.stderr.write("\nstopped; what is finished is kept, and the same command goes on from there\n")
        raise
    sys.stdout.writelines(line + "\n" for line in _told(summary, output))
    raise typer.Exit(1 if summary.counts["failed"] or summary.lost else 0)


def _told(summary: Summary, output: str) -> list[str]:
    """Return what a run came to, in a few lines."""
    counts, run = summary.counts, summary.figures
    lines = [f"{many(counts['documents'], 'document')}, {many(counts['claims'], 'claim')} in {output}"]
    if run:
        lines.append(
            f"this run: {many(int(run['documents']), 'document')} ({run['taken_over']:,} not read again) on"
            f" {many(int(run['workers']), 'worker')} in {run['wall_seconds']:.1f} s,"
            f" {run['documents_a_second']:,.0f} a second"
        )
    else:
        lines.append("nothing was missing or out of date")
    if summary.shards["removed"]:
        lines.append(f"{many(summary.shards['removed'], 'shard')} removed: their documents are no longer in the input")
    if summary.changes:
        lines.append("changed with the last change of tables or rules (changed/ names the claims):")
        lines += [f"  {change}: {count:,}" for change, count in summary.changes.items()]
    if counts["failed"]:
        reasons = ", ".join(f"{count:,} {reason}" for reason, count in summary.reasons.items())
        lines.append(
            f"{many(counts['failed'], 'document')} failed ({reasons}); failed/ names them, --retry-failed tries again"
        )
    lines += [f"shard {name} is missing, no worker survived it: {reason}" for name, reason in summary.lost.items()]
    return lines
