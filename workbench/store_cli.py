"""The commands that look after the review store: a copy of it, bringing one back, proof that nothing was changed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.counting import many
from workbench.errors import InputError, UsageError, visible

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from workbench.store import Store

Database = Annotated[str | None, typer.Option(help="Address of the review store; the embedded one by default.")]


def backup(
    file: Annotated[Path, typer.Argument(help="A new file for the copy.", metavar="FILE")],
    database: Database = None,
) -> None:
    """Copy the review store, as it is at this moment, to a new file."""
    from workbench.store import Store

    with Store.open(database, make=False) as store:
        store.backup(file)
        sys.stdout.write(f"{file}: {_held(store)}, copied from {store.place}\n")


def restore(
    file: Annotated[Path, typer.Argument(help="What `workbench backup` wrote.", metavar="FILE")],
    database: Database = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Also when the store is not empty; what is there is backed up first.")
    ] = False,
) -> None:
    """Bring a backup back into an empty review store."""
    from workbench.store import Store

    with Store.open(database) as store:
        kept = store.restore(file, replace=replace)
        if kept:
            sys.stdout.write(f"{kept}: what was there before\n")
        sys.stdout.write(f"{store.place}: {_held(store)}, restored from {file}\n")


def verify(database: Database = None) -> None:
    """Prove that no event of the trail was changed; exit status 1 with the first broken link first."""
    from workbench.store import Store

    with Store.open(database, make=False) as store:
        faults = store.verify()
        for fault in faults:
            sys.stdout.write(visible(f"{store.place}: {fault}") + "\n")
        if not faults:
            sys.stdout.write(f"{store.place}: unbroken, {_held(store)}\n")
    if faults:
        sys.stderr.write("the store is not as it was written: workbench restore brings a backup back\n")
        raise typer.Exit(1)


def _held(store: Store) -> str:
    events, documents = store.events(), len(store.documents())
    return f"{many(events, 'event')} on {many(documents, 'document')}"


def is_table(path: str) -> bool:
    """Tell whether a path is a table of verdicts or claims, by its name."""
    return Path(path).suffix.casefold() in (".csv", ".tsv", ".xlsx")


def import_tables(store: Store, paths: Sequence[str], published: date | None, reference: Sequence[Path] | None) -> int:
    """Bring tables of verdicts and of claims in, each whatever becomes of the others.

    Returns the exit status: 1 where some row was not taken, 2 where a table cannot be read; each is told.
    """
    status = 0
    for path in map(Path, paths):
        try:
            troubles = _import_table(store, path, published, reference)
        except (InputError, UsageError) as error:
            sys.stderr.write(f"workbench: {error.title}: {error}\n")
            status = 2
            continue
        for trouble in troubles:
            sys.stderr.write(visible(trouble) + "\n")
        status = max(status, int(bool(troubles)))
    return status


def _import_table(store: Store, path: Path, published: date | None, reference: Sequence[Path] | None) -> list[str]:
    from workbench.desk import bring_back, claims_of_file, import_documents
    from workbench.export import is_verdict_table
    from workbench.reference import load_reference

    if is_verdict_table(path):
        found = bring_back(store, path)
        sys.stdout.write(f"{found}\n")
        return found.troubles
    pasted = claims_of_file(path, published=published)
    for line in import_documents(store, pasted.documents, load_reference(reference)):
        sys.stdout.write(visible(str(line)) + "\n")
    return [f"{path}: {note}" for note in pasted.notes]


COMMANDS = (backup, restore, verify)
