"""Files, folders, pages and pasted text to documents, with their publication date and what a reader should know."""

from __future__ import annotations

import io
import sys
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from workbench.errors import InputError, TooLarge, WorkbenchError
from workbench.model import Document
from workbench.read.addresses import fetching_is_allowed, is_address
from workbench.read.dates import parse_published
from workbench.read.files import LINES, document_of_bytes, document_of_file, files_of
from workbench.read.limits import MAX_FILE_BYTES
from workbench.read.lines import documents_of_file, documents_of_lines
from workbench.read.settle import Given, Settled, settle
from workbench.read.text import check_text, decode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = [
    "fetching_is_allowed",
    "iter_documents",
    "parse_published",
    "read",
    "read_address",
    "read_bytes",
    "read_text",
]

_STANDARD_INPUT = "standard input"
_PEEK = 4096


def iter_documents(
    paths: Iterable[Path | str], *, published: Given = None, unreadable: Callable[[InputError], None] | None = None
) -> Iterator[Document]:
    """Yield the documents of files, folders, ``.jsonl`` and ``-`` (standard input), a line at a time where it can be.

    An id is the file's stem; one that came before in the run gets a number. What cannot be read goes to ``unreadable``
    and the rest is read on; without it, an InputError is raised. A ``published`` that is no date raises a UsageError.
    """
    given = parse_published(published) if published else None
    seen: set[str] = set()
    for path in paths:
        for document in _documents(str(path), given, unreadable):
            name, number = document.id, 1
            while name in seen:
                number += 1
                name = f"{document.id}-{number}"
            seen.add(name)
            yield document if number == 1 else replace(document, id=name)


def read(path: Path | str, *, published: Given = None) -> list[Document]:
    """Return the documents of a file, a folder, a ``.jsonl`` or ``-``; errors as ``iter_documents``."""
    return list(iter_documents([path], published=published))


def read_text(
    text: str, *, id: str | None = None, title: str = "", published: Given = None, url: str = "", author: str = ""
) -> Document:
    """Return a document of pasted text; raises EmptyDocument where there is none and TooLarge over the limit.

    >>> read_text("Exports rose by 12%.", id="a1", published="2023-01-05").published
    datetime.date(2023, 1, 5)
    """
    name = id or "pasted"
    check_text(name, text)
    document = Document(id=name, text=text, title=title, url=url, author=author)
    return settle(document, parse_published(published) if published else None)


def read_bytes(name: str, data: bytes, *, published: Given = None) -> Document:
    r"""Return the document of an uploaded file; the ending of ``name`` says of which kind it is.

    >>> read_bytes("port.txt", b"Published: 3 May 2021\n\nExports rose by 12%.").published
    datetime.date(2021, 5, 3)
    """
    return document_of_bytes(name, data, parse_published(published) if published else None, {})


def read_address(url: str, *, published: Given = None) -> Document:
    """Return the document at a web address; FetchRefused unless the owner of this installation allows it."""
    return _of_address(url, parse_published(published) if published else None)


def _of_address(url: str, given: Settled | None) -> Document:
    from workbench.read.web import fetch

    found = fetch(url)
    document = document_of_bytes(found.name, found.data, given, {})
    return document if document.url else replace(document, url=found.url)


def _documents(path: str, given: Settled | None, unreadable: Callable[[InputError], None] | None) -> Iterator[Document]:
    with _faults_to(unreadable, path):
        if is_address(path):
            yield _of_address(path, given)
            return
        place = Path(path)
        for file in list(files_of(place)) if path != "-" and place.is_dir() else [place]:
            with _faults_to(unreadable, str(file)):
                yield from _file(file, given)


@contextmanager
def _faults_to(unreadable: Callable[[InputError], None] | None, path: str) -> Iterator[None]:
    """Tell of what cannot be read, and go on where somebody listens."""
    try:
        try:
            yield
        except WorkbenchError:
            raise
        except (OSError, ValueError) as error:
            raise _refused(path, error) from error
    except InputError as fault:
        if unreadable is None:
            raise
        unreadable(fault)


def _refused(path: str, error: OSError | ValueError) -> InputError:
    reason = getattr(error, "strerror", None) or str(error)
    return InputError(f"cannot read: {reason}", file=path, hint="check the path and its permissions")


def _file(file: Path, given: Settled | None) -> Iterable[Document]:
    if str(file) == "-":
        return _standard_input(given)
    if file.name.lower().endswith(LINES):
        return documents_of_file(file, given)
    return [document_of_file(file, given)]


def _standard_input(given: Settled | None) -> Iterator[Document]:
    source = cast("io.BufferedReader", sys.stdin.buffer)
    if source.peek(_PEEK)[:_PEEK].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b'{"'):
        lines = io.TextIOWrapper(source, encoding="utf-8-sig", newline="\n")
        try:
            yield from documents_of_lines(lines, _STANDARD_INPUT, given)
        finally:
            lines.detach()
        return
    data = source.read(MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        raise TooLarge(f"more than {MAX_FILE_BYTES:,} bytes", file=_STANDARD_INPUT, hint="give one document at a time")
    text = decode(_STANDARD_INPUT, data)
    check_text(_STANDARD_INPUT, text)
    yield settle(Document(id="stdin", text=text), given)
