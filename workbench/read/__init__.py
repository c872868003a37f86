"""Files, folders, pages and pasted text to documents, with their publication date and what a reader should know."""

from __future__ import annotations

import gzip
import json
import sys
import tomllib
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.errors import DamagedFile, EmptyDocument, InputError, TooLarge, UnsupportedFile, WrongEncoding
from workbench.model import Document, PublicationDate
from workbench.read.dates import parse_published, visible_dates
from workbench.read.limits import MAX_CHARACTERS, MAX_FILE_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["iter_documents", "parse_published", "read", "read_bytes", "read_text"]

Given = str | date | datetime | None
TEXT, PAGES, FILES = (".txt", ".md"), (".html", ".htm"), (".pdf", ".docx")
READABLE = (*TEXT, *PAGES, *FILES)
_LINES = (".jsonl", ".jsonl.gz")
_MAGIC = {
    b"%PDF": "a PDF file",
    b"PK\x03\x04": "a zip or Office file",
    b"\x1f\x8b": "a gzip file",
    b"\x89PNG": "a picture",
}
_UNDATED = "no publication date found: relative dates stay unresolved; give it with --published"


def iter_documents(paths: Iterable[Path | str], *, published: Given = None) -> Iterator[Document]:
    """Yield the documents of files, folders, ``.jsonl`` and ``-`` (standard input); ids are unique in a run."""
    given = parse_published(published) if published is not None else None
    seen: dict[str, int] = {}
    for path in paths:
        for document in _documents(str(path), given):
            count = seen[document.id] = seen.get(document.id, 0) + 1
            yield document if count == 1 else replace(document, id=f"{document.id}-{count}")


def read(path: Path | str, *, published: Given = None) -> list[Document]:
    """Return the documents of a file, a folder, a ``.jsonl`` or ``-``."""
    return list(iter_documents([path], published=published))


def read_text(
    text: str,
    *,
    id: str | None = None,
    title: str = "",
    published: Given = None,
    url: str = "",
    author: str = "",
) -> Document:
    """Return a document of pasted text; raises EmptyDocument where there is none and TooLarge over the limit."""
    name = id or "pasted"
    _check_text(name, text)
    document = Document(id=name, text=text, title=title, url=url, author=author)
    return _dated(document, parse_published(published) if published else None, ())


def read_bytes(name: str, data: bytes, *, published: Given = None) -> Document:
    """Return the document of an uploaded file; the ending of ``name`` says of which kind it is."""
    given = parse_published(published) if published is not None else None
    return _of_bytes(name, data, given, {})


def _documents(path: str, given: tuple[date, datetime | None] | None) -> Iterator[Document]:
    if path == "-":
        yield from _standard_input(given)
        return
    place = Path(path)
    if place.is_dir():
        files = sorted(file for file in place.rglob("*") if file.is_file() and file.suffix.lower() in READABLE)
        if not files:
            raise InputError("no document in this folder", file=path, hint="documents end in " + " ".join(READABLE))
        for file in files:
            yield _of_file(file, given)
    elif path.endswith(_LINES):
        yield from _json_lines(_lines_of(place), path, given)
    else:
        yield _of_file(place, given)


def _standard_input(given: tuple[date, datetime | None] | None) -> Iterator[Document]:
    data = sys.stdin.buffer.read(MAX_FILE_BYTES * 20 + 1)
    text = _decoded("standard input", data)
    lines = [line for line in text.splitlines() if line.strip()]
    if lines and all(line.lstrip().startswith("{") for line in lines):
        yield from _json_lines(enumerate(text.splitlines(), 1), "standard input", given)
    else:
        _check_text("standard input", text)
        yield _dated(Document(id="stdin", text=text), given, ())


def _lines_of(path: Path) -> Iterator[tuple[int, str]]:
    try:
        open_text = gzip.open if path.suffix == ".gz" else open
        with open_text(path, "rt", encoding="utf8") as lines:
            yield from enumerate(lines, 1)
    except UnicodeDecodeError as error:
        raise WrongEncoding(f"not UTF-8 at byte {error.start}", file=str(path), hint="save it as UTF-8") from error
    except (OSError, EOFError) as error:
        raise _unreadable(str(path), error) from error


def _json_lines(
    lines: Iterable[tuple[int, str]], place: str, given: tuple[date, datetime | None] | None
) -> Iterator[Document]:
    ids: set[str] = set()
    for number, line in lines:
        if not line.strip():
            continue
        record = _json_record(line, place, number)
        if record["id"] in ids:
            raise InputError(
                f"the id {record['id']!r} stands twice", file=place, line=number, hint="ids must be unique"
            )
        ids.add(record["id"])
        own = parse_published(record["published"]) if record.get("published") else None
        document = Document(
            id=record["id"], text=record["text"], title=record.get("title") or "", url=record.get("url") or "",
            author=record.get("author") or "",
        )  # fmt: skip
        yield _dated(document, own or given, (), guess=False)


def _json_record(line: str, place: str, number: int) -> dict[str, Any]:
    hint = 'one object a line: {"id": "a1", "text": "…", "published": "2022-12-30"}'
    try:
        record = json.loads(line)
    except ValueError as error:
        raise InputError(f"not JSON: {error}", file=place, line=number, hint=hint) from error
    if not isinstance(record, dict) or not isinstance(record.get("text"), str) or "id" not in record:
        raise InputError("no document", file=place, line=number, hint=hint)
    record["id"] = str(record["id"])
    return record


def _of_file(path: Path, given: tuple[date, datetime | None] | None) -> Document:
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise TooLarge(
                f"{size:,} bytes", file=str(path), hint=f"at most {MAX_FILE_BYTES:,} are read; split the file"
            )
        data = path.read_bytes()
    except OSError as error:
        raise _unreadable(str(path), error) from error
    return _of_bytes(str(path), data, given, _sidecar(path))


def _unreadable(path: str, error: Exception) -> InputError:
    reason = getattr(error, "strerror", None) or str(error)
    return InputError(f"cannot read: {reason}", file=path, hint="check the path and its permissions")


def _sidecar(path: Path) -> dict[str, Any]:
    side = path.with_suffix(".toml")
    if not side.exists():
        return {}
    try:
        return tomllib.loads(side.read_text(encoding="utf8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DamagedFile(f"not TOML: {error}", file=str(side), hint="mend it, or remove it") from error


def _of_bytes(name: str, data: bytes, given: tuple[date, datetime | None] | None, side: dict[str, Any]) -> Document:
    suffix = Path(name).suffix.lower()
    if suffix not in READABLE:
        raise UnsupportedFile(f"no reader for {suffix or 'a file without an ending'}", file=name,
                              hint="documents end in " + " ".join(READABLE))  # fmt: skip
    if len(data) > MAX_FILE_BYTES:
        raise TooLarge(f"{len(data):,} bytes", file=name, hint=f"at most {MAX_FILE_BYTES:,} are read; split the file")
    if not data.strip():
        raise EmptyDocument("the file is empty", file=name, hint="check that it was saved")
    document = _parsed(name, suffix, data)
    _check_text(name, document.text)
    own = side.get("published")
    document = replace(
        document, id=Path(name).stem, title=str(side.get("title") or document.title),
        url=str(side.get("url") or document.url), author=str(side.get("author") or document.author),
        publisher=str(side.get("publisher") or document.publisher),
    )  # fmt: skip
    return _dated(document, given or (parse_published(own) if own else None), document.dates)


def _parsed(name: str, suffix: str, data: bytes) -> Document:
    if suffix in TEXT:
        return Document(id=name, text=_decoded(name, data))
    if suffix in PAGES:
        from workbench.read.html import read_html

        return read_html(name, data)
    from workbench.read.office import read_office

    return Document(id=name, text=read_office(name, suffix, data))


def _decoded(name: str, data: bytes) -> str:
    for magic, kind in _MAGIC.items():
        if data.startswith(magic):
            raise UnsupportedFile(f"this is {kind}, not text", file=name, hint="give it its own ending")
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise WrongEncoding(
            f"not UTF-8 at byte {error.start}", file=name, hint="save it as UTF-8 (iconv -f WINDOWS-1252 -t UTF-8)"
        ) from error
    if "\0" in text:
        raise UnsupportedFile("binary data, not text", file=name, hint="give a text, HTML, PDF or DOCX file")
    return text


def _check_text(name: str, text: str) -> None:
    if not text.strip():
        raise EmptyDocument("there is no text in it", file=name, hint="a scanned page must go through OCR first")
    if len(text) > MAX_CHARACTERS:
        raise TooLarge(f"{len(text):,} characters", file=name, hint=f"at most {MAX_CHARACTERS:,} are read; split it")


def _dated(
    document: Document,
    given: tuple[date, datetime | None] | None,
    found: tuple[PublicationDate, ...],
    *,
    guess: bool = True,
) -> Document:
    """Settle the publication date: given, then machine-readable, then visible; a guess is never used."""
    dates = (*found, *visible_dates(document.text)) if guess else found
    notes = list(document.notes)
    usable = [d for d in dates if d.source != "guess" and "updated" not in d.source]
    usable += [d for d in dates if "updated" in d.source]
    updated = next((d.day for d in dates if "updated" in d.source), None)
    if given is not None:
        day, moment = given
        if usable and usable[0].day != day:
            notes.append(f"the page itself says {usable[0].day} ({usable[0].source})")
        dates = (PublicationDate(day, moment), *dates)
    elif usable:
        day, moment = usable[0].day, usable[0].moment
    else:
        return replace(document, dates=dates, notes=(*notes, _UNDATED), updated=updated)
    return replace(document, published=day, published_at=moment, dates=dates, notes=tuple(notes), updated=updated)
