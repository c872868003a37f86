"""All commands as typer runs them; each imports what it needs only when it runs."""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import cache
from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from workbench import __version__
from workbench.arguments import in_typers_terms, plain_arguments
from workbench.errors import DamagedFile, UsageError, visible
from workbench.extract_cli import (
    Output,
    Paths,
    Published,
    Reading,
    ReferenceDir,
    check,
    choice,
    day_of,
    extract,
    writing,
)

if TYPE_CHECKING:
    from collections.abc import Callable

_Command = TypeVar("_Command", bound="Callable[..., None]")
app = typer.Typer(
    name="workbench",
    help="Extract the figures and dates that documents assert, check them against reference tables, record verdicts.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Database = Annotated[str | None, typer.Option(help="Address of the review store; the embedded one by default.")]


def _version(asked: bool) -> None:
    if asked:
        sys.stdout.write(f"workbench {__version__}\n")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Extract the figures and dates that documents assert, check them against reference tables, record verdicts."""


def _command(name: str | None = None) -> Callable[[_Command], _Command]:
    return lambda command: app.command(name=name)(in_typers_terms(command))


for reading in (extract, check):
    _command()(reading)


@_command()
def recheck(
    file: Annotated[Path, typer.Argument(help="What `workbench check --format jsonl` wrote.", metavar="FILE")],
) -> None:
    """Recompute every working of a check record from its own evidence rows."""
    from workbench.check.recheck import computable
    from workbench.check.recheck import recheck as faults_of
    from workbench.records import read_check_records

    computed = faults = 0
    for number, record in read_check_records(file):
        try:
            computed += computable(record)
            for fault in faults_of(record):
                faults += 1
                sys.stdout.write(visible(f"{file}:{number}: {fault}") + "\n")
        except DamagedFile as error:
            raise DamagedFile(error.message, file=str(file), line=number, hint=error.hint) from error
    sys.stdout.write(f"{computed} workings recomputed, {faults} faults\n")
    raise typer.Exit(1 if faults else 0)


@_command(name="import")
def import_(
    paths: Paths,
    published: Published = None,
    reference: ReferenceDir = None,
    database: Database = None,
    most: Annotated[int | None, typer.Option(help="Of a batch output, take this many documents.", min=1)] = None,
) -> None:
    """Read, check and put documents into the review store; of a batch output, the most check-worthy first.

    A verdict table (CSV or XLSX, as exported) brings its verdicts back; a table with a column "claim" its claims.
    """
    from itertools import islice

    from workbench.batch import check_records, is_batch_output
    from workbench.desk import import_documents, import_records
    from workbench.store import Store
    from workbench.store_cli import import_tables, is_table

    outputs = [path for path in paths if is_batch_output(path)]
    sheets = [path for path in paths if path not in outputs and is_table(path)]
    others = [path for path in paths if path not in (*outputs, *sheets)]
    with Store.open(database) as store:
        status = import_tables(store, sheets, day_of(published), reference)
        for output in outputs:
            for line in import_records(store, islice(check_records(output, worthiest_first=True), most)):
                sys.stdout.write(visible(str(line)) + "\n")
        if others:
            from workbench.reference import load_reference

            documents = Reading(others, published)
            for line in import_documents(store, documents, load_reference(reference)):
                sys.stdout.write(visible(str(line)) + "\n")
            documents.close()
    raise typer.Exit(status)


@_command()
def export(
    format: Annotated[str, typer.Option(help="csv, xlsx, claimreview, jsonl or html.")] = "csv",
    output: Output = None,
    database: Database = None,
    document: Annotated[list[str] | None, typer.Option(help="Only this document (its id); repeatable.")] = None,
    state: Annotated[str, typer.Option(help="Only claims in this state, such as decided or stale.")] = "",
    reviewer: Annotated[str, typer.Option(help="Only what this person decided.")] = "",
    outcome: Annotated[str, typer.Option(help="Only claims with this suggestion, such as contradicted.")] = "",
    bom: Annotated[
        bool, typer.Option("--bom", help="Mark a CSV as UTF-8, so that spreadsheets open it rightly.")
    ] = False,
    reference: ReferenceDir = None,
) -> None:
    """Write the verdicts of the review store."""
    from workbench.desk import FORMS, Selection
    from workbench.desk import export as export_selection
    from workbench.reference import load_reference
    from workbench.store import STATES, Filter, Store

    choice(format, tuple(FORMS))
    if state not in ("", *STATES):
        raise UsageError(f"no state {state!r}", hint="one of " + ", ".join(STATES))
    chosen = Filter(state=state, reviewer=reviewer, outcome=outcome, worthy_only=False)
    with Store.open(database, make=False) as store, writing(output) as file:
        selection = Selection(store, chosen, documents=document or ())
        if not len(selection):
            sys.stderr.write("note: no claim passes these filters; the file holds none\n")
        elif format == "claimreview" and not store.count(replace(chosen, state="decided")):
            sys.stderr.write("note: no claim has a verdict yet, and a ClaimReview is one; decide some first\n")
        tables = load_reference(reference) if format == "html" else None
        file.buffer.writelines(export_selection(selection, format, bom=bom, reference=tables))


@_command()
def serve(
    port: Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)] = 8501,
    address: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    database: Database = None,
    reference: ReferenceDir = None,
    insecure: Annotated[bool, typer.Option("--insecure", help="Listen beyond this machine without sign-in.")] = False,
    host: Annotated[list[str] | None, typer.Option(help="Name by which others call this server; repeatable.")] = None,
    owner: Annotated[str, typer.Option(help="Who owns a desk that has no members yet, as signing in names them.")] = "",
) -> None:
    """Serve the review pages."""
    from workbench.app.server import serve as serve_pages

    serve_pages(
        port=port,
        address=address,
        database=database,
        reference=reference,
        insecure=insecure,
        hosts=host or (),
        owner=owner,
    )


@_command()
def init(
    folder: Annotated[Path, typer.Argument(help="A new folder for the package.", metavar="DIR")],
) -> None:
    """Lay out a package of reference tables of your own, with comments and one worked indicator."""
    from workbench.starter import lay_out

    for path in lay_out(folder):
        sys.stdout.write(f"{path}\n")
    sys.stdout.write(f"next: workbench refs check {folder}\n")


@_command()
def doctor(reference: ReferenceDir = None, database: Database = None) -> None:
    """Tell what is installed and what is wrong with it; exit status 1 for a fault."""
    from workbench.doctor import examine

    faulty = False
    for line in examine(database, reference):
        faulty |= line.state == "fault"
        sys.stdout.write(f"{line}\n")
    raise typer.Exit(1 if faulty else 0)


def _mount(arguments: list[str]) -> None:
    overview = not arguments or arguments[0].startswith("-")
    for part in ("refs", "batch"):
        if overview or part == arguments[0]:
            _mount_part(part)
    _mount_part("store")


@cache  # what is mounted twice would be built twice at every later call of this process
def _mount_part(part: str) -> None:
    if part == "refs":
        from workbench.refs_cli import app as refs

        app.add_typer(refs, name="refs", help="Check, import, compare and show reference tables.")
    elif part == "batch":
        from workbench.batch_cli import batch

        app.command()(batch)
    else:
        from workbench import due_cli, store_cli

        for command in (due_cli.due, *store_cli.COMMANDS):
            app.command()(command)


def run(arguments: list[str]) -> None:
    """Run a command whose arguments are plain by itself, any other through typer."""
    commands = {info.name or info.callback.__name__: info.callback for info in app.registered_commands if info.callback}
    command = commands.get(arguments[0]) if arguments else None
    values = plain_arguments(command, arguments[1:]) if command else None
    if command is None or values is None:
        _mount(arguments)
        app()
        return
    try:
        command(**values)
    except typer.Exit as end:
        sys.exit(end.exit_code)
