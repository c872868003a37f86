"""Documents of a ``.jsonl`` file, one a line, streamed."""

from __future__ import annotations

import gzip
import json
import zlib
from typing import TYPE_CHECKING, Any, TextIO

from workbench.errors import DamagedFile, InputError, TooLarge, UsageError, WrongEncoding
from workbench.model import Document
from workbench.read.dates import parse_published
from workbench.read.limits import MAX_LINE_CHARACTERS
from workbench.read.settle import Settled, settle
from workbench.read.text import check_length

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_HINT = 'one object a line: {"id": "a1", "text": "…", "published": "2022-12-30"}'
_FIELDS = ("title", "url", "author", "publisher")


def documents_of_file(path: Path, given: Settled | None) -> Iterator[Document]:
    """Yield the documents of a ``.jsonl`` or ``.jsonl.gz``; raises InputError with file and line."""
    try:
        opened = gzip.open if path.suffix.lower() == ".gz" else open
        with opened(path, "rt", encoding="utf-8-sig", newline="\n") as lines:
            yield from documents_of_lines(lines, str(path), given)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise DamagedFile(f"not a whole gzip file: {error}", file=str(path), hint="fetch or pack it again") from error


def documents_of_lines(lines: TextIO, place: str, given: Settled | None) -> Iterator[Document]:
    """Yield a document for each line that is not blank.

    A line's own ``published`` is kept against the one given for all; ids may not stand twice.
    """
    ids: dict[str, int] = {}
    for number, line in _numbered(lines, place):
        try:
            document = document_of_line(line, given)
        except (InputError, UsageError) as error:
            raise type(error)(error.message, file=place, line=number, hint=error.hint) from error
        if document.id in ids:
            message = f"the id {document.id!r} stands twice, first in line {ids[document.id]}"
            raise InputError(message, file=place, line=number, hint="ids must be unique")
        ids[document.id] = number
        yield document
    if not ids:
        raise InputError("no document in it", file=place, hint=_HINT)


def _numbered(lines: TextIO, place: str) -> Iterator[tuple[int, str]]:
    number = 0
    try:
        while line := lines.readline(MAX_LINE_CHARACTERS + 1):
            number += 1
            if len(line) > MAX_LINE_CHARACTERS:
                message = f"a line of more than {MAX_LINE_CHARACTERS:,} characters"
                raise TooLarge(message, file=place, line=number, hint="is it one document a line? " + _HINT)
            if line.strip():
                yield number, line
    except UnicodeDecodeError as error:
        message = f"not UTF-8: byte {error.object[error.start]:#04x}"
        raise WrongEncoding(
            message, file=place, line=number + 1, hint="save it as UTF-8; it is at or after this line"
        ) from error


def document_of_line(line: str, given: Settled | None) -> Document:
    """Return the document of one line of JSON; raises an InputError that the caller gives a place."""
    return document_of_record(_parsed(line), given)


def document_of_record(record: dict[str, Any], given: Settled | None) -> Document:
    """Return the document of a line's fields; its own ``published`` is kept against the one given for all."""
    _check_fields(record)
    for name in _FIELDS:
        if not isinstance(record.get(name) or "", str):
            raise InputError(f"{name!r} is not text", hint=_HINT)
    own = parse_published(record["published"]) if record.get("published") else None
    notes: list[str] = []
    if not record["text"].strip():
        notes.append("there is no text in this document")
    if own and given and own[0] != given[0]:
        notes.append(f"its own line says {own[0]}; the {given[0]} given for all is not used")
    described: dict[str, Any] = {name: record.get(name) or "" for name in _FIELDS}
    return settle(Document(id=str(record["id"]), text=record["text"], notes=tuple(notes), **described), own or given)


def _parsed(line: str) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(f"not JSON: {error}", hint=_HINT) from error
    if not isinstance(record, dict):
        raise InputError("not an object", hint=_HINT)
    return record


def _check_fields(record: dict[str, Any]) -> None:
    if not isinstance(record.get("id"), (str, int)) or isinstance(record["id"], bool) or record["id"] == "":
        raise InputError("no id: text or a whole number is needed", hint=_HINT)
    text = record.get("text")
    if not isinstance(text, str):
        raise InputError("no text", hint=_HINT)
    check_length("", text)
    _check_whole(text)


def _check_whole(text: str) -> None:
    if "\0" in text:
        raise InputError(f"a zero character at {text.index(chr(0))}", hint="remove it: it is no text")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InputError(f"half a surrogate pair at character {error.start}", hint="write characters whole") from error
