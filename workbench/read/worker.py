"""PDF and DOCX to text in a process of its own, so that a hostile file can cost time and memory but not the caller.

Reads ``<kind> <seconds> <bytes of memory> <pages>`` from the arguments and the file from standard input; writes JSON.
"""

from __future__ import annotations

import io
import json
import logging
import re
import sys
import warnings
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docx.document import Document as DocxDocument

_MAX_UNPACKED = 200 * 1024 * 1024


class _Fault(Exception):
    """What is wrong with the file: an error of the tree by name, and a message."""


def _refuse(wrong: object, kind: str, message: str) -> None:
    if wrong:
        raise _Fault(kind, message)


def pdf_text(data: bytes, pages: int) -> str:
    """Return the paragraphs of a PDF: lines re-joined, hyphens at line ends undone, running heads dropped."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data))
        _refuse(reader.is_encrypted and not reader.decrypt(""), "EncryptedFile", "it is locked with a password")
        _refuse(len(reader.pages) > pages, "TooLarge", f"more than {pages} pages")
        texts = [page.extract_text() for page in reader.pages]
    except _Fault:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError) as error:
        raise _Fault("DamagedFile", f"not a whole PDF: {error}") from error
    return join_lines(_without_running_heads(texts))


def _without_running_heads(pages: list[str]) -> list[list[str]]:
    lines = [[line.rstrip() for line in page.splitlines()] for page in pages]
    if len(lines) > 2:
        edges: dict[str, int] = {}
        for page in lines:
            for line in {re.sub(r"\d+", "#", text) for text in [*page[:1], *page[-1:]] if text.strip()}:
                edges[line] = edges.get(line, 0) + 1
        often = {line for line, count in edges.items() if count > len(lines) / 2}
        lines = [
            [t for i, t in enumerate(p) if not (i in (0, len(p) - 1) and re.sub(r"\d+", "#", t) in often)]
            for p in lines
        ]
    return lines


def join_lines(pages: list[list[str]]) -> str:
    r"""Join wrapped lines to paragraphs: a line that is full and does not end a sentence goes on in the next.

    >>> join_lines(
    ...     [["Trade between the two coun-", "tries rose by 25% over the", "year.", "", "A heading", "", "It fell."]]
    ... )
    'Trade between the two countries rose by 25% over the year.\n\nA heading\n\nIt fell.'
    """
    lengths = sorted(len(line) for page in pages for line in page if line.strip())
    full = lengths[int(len(lengths) * 0.75)] if lengths else 0
    paragraphs: list[str] = []
    current = ""
    for line in (line for page in pages for line in [*page, None]):
        text = (line or "").strip(" ")
        if line is None:
            continue
        if not text:
            paragraphs, current = _flush(paragraphs, current)
            continue
        current = _joined(current, text)
        if len(text) < 0.7 * full and (text[-1] in ".!?:\"'”’)" or len(current) == len(text)):
            paragraphs, current = _flush(paragraphs, current)
    paragraphs, _ = _flush(paragraphs, current)
    return "\n\n".join(paragraphs)


def _joined(current: str, text: str) -> str:
    if not current:
        return text
    if re.search(r"[^\W\d]-$", current) and text[0].islower():
        return current[:-1] + text
    return f"{current} {text}"


def _flush(paragraphs: list[str], current: str) -> tuple[list[str], str]:
    return ([*paragraphs, current] if current else paragraphs), ""


def docx_text(data: bytes) -> str:
    """Return the paragraphs of a DOCX in order, the cells of its tables among them."""
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(item.file_size for item in archive.infolist())
        _refuse(size > _MAX_UNPACKED, "TooLarge", f"it unpacks to {size:,} bytes")
        document = Document(io.BytesIO(data))
        return "\n\n".join(_blocks(document))
    except _Fault:
        raise
    except zipfile.BadZipFile as error:
        kind = "EncryptedFile" if data[:4] == b"\xd0\xcf\x11\xe0" else "DamagedFile"
        raise _Fault(
            kind, "it is locked with a password or of the old .doc kind" if kind[0] == "E" else str(error)
        ) from error
    except (PackageNotFoundError, KeyError, ValueError, AttributeError, OSError) as error:
        raise _Fault("DamagedFile", f"not a whole DOCX: {error}") from error


def _blocks(document: DocxDocument) -> Iterator[str]:
    from docx.table import Table

    for block in document.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                text = " | ".join(dict.fromkeys(cell.text.strip() for cell in row.cells))
                if text.strip(" |"):
                    yield text
        elif block.text.strip():
            yield block.text.strip(" \n")


def _limit(seconds: int, memory: int) -> None:
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def main() -> None:
    """Read one file as the arguments say and print ``{"text": …}`` or ``{"error": [kind, message]}``."""
    kind, seconds, memory, pages = sys.argv[1], *map(int, sys.argv[2:5])
    _limit(seconds, memory)
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    data = sys.stdin.buffer.read()
    try:
        answer: dict[str, object] = {"text": pdf_text(data, pages) if kind == ".pdf" else docx_text(data)}
    except _Fault as fault:
        answer = {"error": list(fault.args)}
    except MemoryError:
        answer = {"error": ["TooLarge", "it needs too much memory"]}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
