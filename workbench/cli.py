"""The commands; each imports what it needs only when it runs, so that ``workbench extract`` starts at once."""

from __future__ import annotations

import gc
import json
import os
import sys
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workbench import __version__
from workbench.arguments import plain_arguments
from workbench.errors import DamagedFile, InputError, UsageError, WorkbenchError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from typing import TextIO

    from workbench.model import Document

_JSON = json.JSONEncoder(ensure_ascii=False, check_circular=False)  # records are trees
_OBJECTS_BETWEEN_COLLECTIONS = 50_000
app = typer.Typer(
    name="workbench",
    help="Extract the figures and dates that documents assert, check them against reference tables, record verdicts.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Paths = Annotated[list[str], typer.Argument(help="Files, folders, .jsonl, or - for standard input.", metavar="PATH…")]
Published = Annotated[
    str | None, typer.Option(help="Publication date of the documents, such as 2022-12-30 or 2022-12-30T16:16+05:30.")
]
Output = Annotated[Path | None, typer.Option(help="Write to this file instead of standard output.")]
ReferenceDir = Annotated[
    list[Path] | None,
    typer.Option("--reference", help="Folder of reference tables; repeat it to lay tables over others."),
]
Database = Annotated[str | None, typer.Option(help="Address of the review store; the embedded one by default.")]


class _Reading:
    """The documents of a command; tells what cannot be read, reads on, and ends with status 2 in the end."""

    def __init__(self, paths: list[str], published: str | None) -> None:
        self._paths = paths
        self._published = published
        self._read = self._faults = 0

    def __iter__(self) -> Iterator[Document]:
        from workbench.read import iter_documents

        for document in iter_documents(self._paths, published=self._published, unreadable=self._tell):
            self._read += 1
            _tell(document.notes, document.id)
            yield document
        if not self._read:
            self.close()

    def _tell(self, fault: InputError) -> None:
        self._faults += 1
        sys.stderr.write(f"workbench: {fault.title}: {fault}\n")

    def close(self) -> None:
        """End the command with status 2 where something could not be read."""
        if self._faults:
            raise typer.Exit(2)


@contextmanager
def _writing(output: Path | None) -> Iterator[TextIO]:
    if output is None:
        yield sys.stdout
        return
    partial = output.with_name(output.name + ".part")
    try:
        with partial.open("w", encoding="utf8", newline="") as file:
            yield file
        partial.replace(output)
    except OSError as error:
        raise UsageError(f"cannot write: {error.strerror}", file=str(output), hint="choose another --output") from error
    finally:
        partial.unlink(missing_ok=True)


def _choice(value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise UsageError(f"no format {value!r}", hint="one of " + ", ".join(allowed))
    return value


def _print_json(record: dict[str, Any], file: TextIO) -> None:
    file.write(_JSON.encode(record) + "\n")


def _collect_seldom() -> None:
    """Look for cycles of objects seldom: records hold none, and looking took a twentieth of the time."""
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)


def _tell(notes: tuple[str, ...], place: str) -> None:
    for note in notes:
        sys.stderr.write(f"note: {place}: {note}\n")


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


@app.command()
def extract(
    paths: Paths,
    published: Published = None,
    format: Annotated[str, typer.Option(help="jsonl, table or csv.")] = "jsonl",
    output: Output = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Say by which rule and words each record was read.")
    ] = False,
) -> None:
    """Read documents to quantities, times and claims."""
    _collect_seldom()
    from workbench.extract import extract as extract_claims
    from workbench.records import extraction_record

    _choice(format, ("jsonl", "table", "csv"))
    documents = _Reading(paths, published)
    with _writing(output) as file:
        table = None
        for document in documents:
            extraction = extract_claims(document)
            if explain:
                from workbench.explain import explained_record

                record = explained_record(extraction)
            else:
                record = extraction_record(extraction)
            if format == "jsonl":
                _print_json(record, file)
                continue
            from workbench import tables

            table = table or tables.ClaimTable(file, format, checked=False)
            table.add(record)
        if table:
            table.close()
    documents.close()


@app.command()
def check(
    paths: Paths,
    published: Published = None,
    reference: ReferenceDir = None,
    as_of: Annotated[str | None, typer.Option(help="Use only figures published by this day for `latest`.")] = None,
    format: Annotated[str, typer.Option(help="table, jsonl, csv or html.")] = "table",
    output: Output = None,
) -> None:
    """Check the claims of documents against reference tables."""
    _collect_seldom()
    from workbench.check import check as check_document
    from workbench.records import check_record
    from workbench.reference import load_reference

    _choice(format, ("table", "jsonl", "csv", "html"))
    limit = _day(as_of)
    tables_in_use = load_reference(reference)
    documents = _Reading(paths, published)
    checked = ((check_record(check_document(each, tables_in_use, as_of=limit)), each.text) for each in documents)
    with _writing(output) as file:
        if format == "html":
            from workbench.export import html_reports

            file.writelines(html_reports(checked, tables_in_use))
        elif format == "jsonl":
            for record, _ in checked:
                _print_json(record, file)
        else:
            from workbench.tables import ClaimTable

            table = ClaimTable(file, format, checked=True)
            for record, _ in checked:
                table.add(record)
            table.close()
    documents.close()


def _day(value: str | None) -> date | None:
    if value is None:
        return None
    from workbench.read import parse_published

    return parse_published(value)[0]


@app.command()
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
                sys.stdout.write(f"{file}:{number}: {fault}\n")
        except DamagedFile as error:
            raise DamagedFile(error.message, file=str(file), line=number, hint=error.hint) from error
    sys.stdout.write(f"{computed} workings recomputed, {faults} faults\n")
    raise typer.Exit(1 if faults else 0)


@app.command(name="import")
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
        status = import_tables(store, sheets, _day(published), reference)
        for output in outputs:
            for line in import_records(store, islice(check_records(output, worthiest_first=True), most)):
                sys.stdout.write(f"{line}\n")
        if others:
            from workbench.reference import load_reference

            documents = _Reading(others, published)
            for line in import_documents(store, documents, load_reference(reference)):
                sys.stdout.write(f"{line}\n")
            documents.close()
    raise typer.Exit(status)


@app.command()
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

    _choice(format, tuple(FORMS))
    if state not in ("", *STATES):
        raise UsageError(f"no state {state!r}", hint="one of " + ", ".join(STATES))
    chosen = Filter(state=state, reviewer=reviewer, outcome=outcome, worthy_only=False)
    with Store.open(database, make=False) as store, _writing(output) as file:
        selection = Selection(store, chosen, documents=document or ())
        tables = load_reference(reference) if format == "html" else None
        file.buffer.writelines(export_selection(selection, format, bom=bom, reference=tables))


@app.command()
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


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(help="A new folder for the package.", metavar="DIR")],
) -> None:
    """Lay out a package of reference tables of your own, with comments and one worked indicator."""
    from workbench.starter import lay_out

    for path in lay_out(folder):
        sys.stdout.write(f"{path}\n")
    sys.stdout.write(f"next: workbench refs check {folder}\n")


@app.command()
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


def _run(arguments: list[str]) -> None:
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


def main() -> None:
    """Run the console script: exit status 0 done, 1 findings, 2 wrong usage or unreadable input."""
    try:
        _run(sys.argv[1:])
    except WorkbenchError as error:
        _fail(f"{error.title}: {error}")
    except BrokenPipeError:
        # The reader of our output went away (`| head`); what was asked for has been written.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        if os.environ.get("WORKBENCH_DEBUG"):
            raise
        _fail(
            f"internal error: {type(error).__name__}: {error}\n"
            "This is a fault of the workbench, not yours. Run again with WORKBENCH_DEBUG=1 for the full report."
        )


def _fail(message: str) -> None:
    sys.stderr.write(f"workbench: {message}\n")
    sys.exit(2)
