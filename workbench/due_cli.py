"""The command that lists the stored claims about the future which the tables decide now."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workbench.counting import many
from workbench.errors import UsageError, visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.desk import Due

FORMATS = ("text", "json", "csv")


def due(
    format: Annotated[str, typer.Option(help="text, json or csv.")] = "text",
    reference: Annotated[
        list[Path] | None,
        typer.Option("--reference", help="Folder of reference tables; repeat it to lay tables over others."),
    ] = None,
    database: Annotated[
        str | None, typer.Option(help="Address of the review store; the embedded one by default.")
    ] = None,
) -> None:
    """List stored claims about the future that can be decided now; exit status 1 when there are any."""
    if format not in FORMATS:
        raise UsageError(f"no format {format!r}", hint="one of " + ", ".join(FORMATS))
    from workbench import desk
    from workbench.reference import load_reference
    from workbench.store import Store

    tables = load_reference(reference)
    with Store.open(database, make=False) as store:
        found = list(desk.due(store, tables))
    _WRITERS[format](found)
    raise typer.Exit(1 if found else 0)


def _text(found: Sequence[Due]) -> None:
    for claim in found:
        sys.stdout.writelines(visible(line) + "\n" for line in str(claim).split("\n"))
    sys.stdout.write(f"{many(len(found), 'claim')} not due before can be decided now\n")


def _json(found: Sequence[Due]) -> None:
    sys.stdout.write(json.dumps({"due": [claim.record() for claim in found]}, ensure_ascii=False, indent=2) + "\n")


def _csv(found: Sequence[Due]) -> None:
    from workbench.export.verdicts import safe

    rows = [claim.record() for claim in found]
    writer = csv.writer(sys.stdout)
    names = [
        "document_id", "document_title", "document_url", "published", "claim_id", "quote", "sentence", "indicator",
        "entity", "counterpart", "period", "before", "before_working", "now", "working", "margin", "hints",
        "evidence_value", "evidence_url", "rating", "reviewer", "decided_at",
    ]  # fmt: skip
    writer.writerow(names)
    for row in rows:
        for name in ("value", "url"):
            row[f"evidence_{name}"] = " | ".join(str(each[name]) for each in row["evidence"])
        row["hints"] = " | ".join(row["hints"])
        writer.writerow([safe(cell) if isinstance(cell, str) else cell for cell in map(row.get, names)])


_WRITERS: dict[str, Any] = {"text": _text, "json": _json, "csv": _csv}
