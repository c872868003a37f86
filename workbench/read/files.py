"""Files of all kinds to documents, with what a sidecar file says of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench import toml
from workbench.errors import DamagedFile, EmptyDocument, InputError, TooLarge, UnsupportedFile, UsageError
from workbench.model import Document
from workbench.read.dates import parse_published
from workbench.read.limits import MAX_FILE_BYTES
from workbench.read.settle import Settled, settle
from workbench.read.text import check_text, decode, looks_like_a_page

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXT, PAGES, OFFICE = (".txt", ".md"), (".html", ".htm"), (".pdf", ".docx")
READABLE = (*TEXT, *PAGES, *OFFICE)
LINES = (".jsonl", ".jsonl.gz")
_DESCRIBED = ("title", "publisher", "url", "author")


def files_of(folder: Path) -> Iterator[Path]:
    """Yield the readable files of a folder and those below it, in sorted order; raises InputError for none."""
    endings = (*READABLE, *LINES)
    files = sorted(file for file in folder.rglob("*") if file.name.lower().endswith(endings) and file.is_file())
    if not files:
        raise InputError("no document in this folder", file=str(folder), hint="documents end in " + " ".join(endings))
    yield from files


def document_of_file(path: Path, given: Settled | None) -> Document:
    """Return the document of a file and its sidecar; raises an InputError with the file and the remedy."""
    if not path.is_file():
        what = "there is no such file" if not path.exists() else "this is no regular file"
        raise InputError(what, file=str(path), hint="check the path; - reads standard input")
    _check_ending(str(path))
    _check_size(str(path), path.stat().st_size)
    return document_of_bytes(str(path), path.read_bytes(), given, sidecar(path))


def sidecar(path: Path) -> dict[str, Any]:
    """Return what the ``.toml`` beside a document says; raises DamagedFile where it cannot be read."""
    side = path.with_suffix(".toml")
    return said_in(str(side), side.read_bytes()) if side.is_file() else {}


def said_in(side: str, data: bytes) -> dict[str, Any]:
    """Return what the content of a sidecar says; ``side`` is its name for messages."""
    try:
        said = toml.parsed(data)
        if said.get("published"):
            said["published"] = parse_published(said["published"])
    except ValueError as error:
        raise DamagedFile(str(error), file=side, hint="mend it, or remove it") from error
    except UsageError as error:
        raise DamagedFile(error.message, file=side, hint=error.hint) from error
    for name in _DESCRIBED:
        if not isinstance(said.get(name, ""), str):
            raise DamagedFile(f"{name} is not text", file=side, hint=f'write {name} = "…"')
    return said


def document_of_bytes(name: str, data: bytes, given: Settled | None, said: dict[str, Any]) -> Document:
    """Return the document of a file's content; ``said`` is what its sidecar says."""
    suffix = _check_ending(name)
    _check_size(name, len(data))
    if not data.strip():
        raise EmptyDocument("the file is empty", file=name, hint="check that it was saved")
    document = _parsed(name, suffix, data)
    check_text(name, document.text, suffix)
    described = {field: said.get(field) or getattr(document, field) for field in _DESCRIBED}
    return settle(replace(document, id=Path(name).stem, **described), given or said.get("published"))


def _check_ending(name: str) -> str:
    suffix = Path(name).suffix.lower()
    if suffix not in READABLE:
        kind = f"no reader for {suffix}" if suffix else "no reader for a file without an ending"
        hint = "documents end in " + " ".join((*READABLE, *LINES))
        raise UnsupportedFile(kind, file=name, hint=hint)
    return suffix


def _check_size(name: str, size: int) -> None:
    if size > MAX_FILE_BYTES:
        raise TooLarge(f"{size:,} bytes", file=name, hint=f"at most {MAX_FILE_BYTES:,} are read; split the file")


def _parsed(name: str, suffix: str, data: bytes) -> Document:
    if suffix in TEXT:
        text = decode(name, data)
        notes = ("this is the source of a page: name it .html to read its article",) if looks_like_a_page(text) else ()
        return Document(id=name, text=text, notes=notes)
    if suffix in PAGES:
        from workbench.read.html import read_html

        return read_html(name, data)
    from workbench.read.office import read_office

    return read_office(name, suffix, data)
