"""The commands that only read documents, ``extract`` and ``check``: they start without typer."""

from __future__ import annotations

import gc
import json
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from workbench.arguments import Argument, Option
from workbench.errors import InputError, UsageError, visible

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from typing import TextIO

    from workbench.model import Document

_JSON = json.JSONEncoder(ensure_ascii=False, check_circular=False)  # records are trees
_OBJECTS_BETWEEN_COLLECTIONS = 50_000
Paths = Annotated[list[str], Argument(help="Files, folders, .jsonl, or - for standard input.", metavar="PATH…")]
Published = Annotated[
    str | None, Option(help="Publication date of the documents, such as 2022-12-30 or 2022-12-30T16:16+05:30.")
]
Output = Annotated[Path | None, Option(help="Write to this file instead of standard output.")]
ReferenceDir = Annotated[
    list[Path] | None,
    Option("--reference", help="Folder of reference tables; repeat it to lay tables over others."),
]


class Reading:
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
            sys.exit(2)


@contextmanager
def writing(output: Path | None) -> Iterator[TextIO]:
    """Give the file to write to, standard output without one; what breaks off leaves no half of a file."""
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


def choice(value: str, allowed: tuple[str, ...]) -> str:
    """Return a value that is among those allowed; raises UsageError for another."""
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
        sys.stderr.write(visible(f"note: {place}: {note}") + "\n")


def extract(
    paths: Paths,
    published: Published = None,
    format: Annotated[str, Option(help="jsonl, table or csv.")] = "jsonl",
    output: Output = None,
    explain: Annotated[bool, Option("--explain", help="Say by which rule and words each record was read.")] = False,
) -> None:
    """Read documents to quantities, times and claims."""
    _collect_seldom()
    from workbench.extract import extract as extract_claims
    from workbench.records import extraction_record

    choice(format, ("jsonl", "table", "csv"))
    documents = Reading(paths, published)
    with writing(output) as file:
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


def check(
    paths: Paths,
    published: Published = None,
    reference: ReferenceDir = None,
    as_of: Annotated[str | None, Option(help="Use only figures published by this day for `latest`.")] = None,
    format: Annotated[str, Option(help="table, jsonl, csv or html.")] = "table",
    output: Output = None,
) -> None:
    """Check the claims of documents against reference tables."""
    _collect_seldom()
    from workbench.check import check as check_document
    from workbench.records import check_record
    from workbench.reference import load_reference

    choice(format, ("table", "jsonl", "csv", "html"))
    limit = day_of(as_of)
    tables_in_use = load_reference(reference)
    documents = Reading(paths, published)
    checked = ((check_record(check_document(each, tables_in_use, as_of=limit)), each.text) for each in documents)
    with writing(output) as file:
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


def day_of(value: str | None) -> date | None:
    """Return the day that an option gives, ``None`` where it is left out; raises UsageError where it is none."""
    if value is None:
        return None
    from workbench.read import parse_published

    return parse_published(value)[0]
