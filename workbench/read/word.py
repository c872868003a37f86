"""DOCX to paragraphs and table rows, in order; nothing outside the file is ever looked at."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

from workbench.errors import DamagedFile, EncryptedFile, TooLarge
from workbench.read.blocks import RAISED
from workbench.read.limits import MAX_PARTS, MAX_UNPACKED_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# Deleted and moved text, the second form of a drawing, and field codes are not what a reader sees.
_UNSEEN = frozenset([_W + "del", _W + "moveFrom", _W + "instrText", _W + "pPr", _W + "txbxContent", _FALLBACK])
_MARKS = {_W + "tab": "\t", _W + "br": "\n", _W + "cr": "\n", _W + "noBreakHyphen": "\u2011"}


def docx_text(data: bytes) -> tuple[str, str]:
    """Return the text of a DOCX and the day it was made (ISO, or empty).

    Raises EncryptedFile, DamagedFile, or TooLarge for what unpacks to more than the limit.
    """
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise EncryptedFile("it is locked with a password, or of the old .doc kind")
    from docx import Document
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    try:
        _check_archive(data)
        document = Document(io.BytesIO(data))
        text = "\n\n".join(_blocks(document.element.body))
        made = document.core_properties.created
    except (zipfile.BadZipFile, OpcError, LxmlError, RecursionError) as error:
        raise DamagedFile(f"not a whole DOCX: {error}") from error
    except NotImplementedError as error:
        raise DamagedFile(f"packed in a way that is not read: {error}") from error
    except TooLarge:
        raise
    except (
        LookupError,
        ValueError,
        AttributeError,
        TypeError,
        RuntimeError,
        OSError,
        EOFError,
        zlib.error,
    ) as error:
        raise DamagedFile(f"not a whole DOCX: {error}") from error
    return text, made.date().isoformat() if made else ""


def _check_archive(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
    size = sum(part.file_size for part in parts)
    if size > MAX_UNPACKED_BYTES:
        raise TooLarge(f"it unpacks to {size:,} bytes, more than {MAX_UNPACKED_BYTES:,}")
    if len(parts) > MAX_PARTS:
        raise TooLarge(f"it packs {len(parts):,} files")


def _blocks(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag == _W + "p":
            yield from _paragraph(child)
        elif child.tag == _W + "tbl":
            yield from _rows(child)
        elif child.tag not in _UNSEEN and child.tag != _W + "sectPr":
            yield from _blocks(child)


def _paragraph(paragraph: Any) -> Iterator[str]:
    text = "".join(_pieces(paragraph)).strip(" \t\n")
    if text:
        yield text
    for box in paragraph.iter(_W + "txbxContent"):
        if not any(parent.tag == _FALLBACK for parent in box.iterancestors()):
            yield from _blocks(box)


def _pieces(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag == _W + "t":
            yield child.text or ""
        elif child.tag in _MARKS:
            yield _MARKS[child.tag]
        elif child.tag == _W + "r" and _is_raised(child):
            yield "".join(_pieces(child)).translate(RAISED)
        elif child.tag not in _UNSEEN:
            yield from _pieces(child)


def _is_raised(run: Any) -> bool:
    raised = run.find(f"{_W}rPr/{_W}vertAlign[@{_W}val='superscript']") is not None
    return raised and re.fullmatch(r"[0-9+−-]{1,3}", "".join(t.text or "" for t in run.iter(_W + "t"))) is not None


def _rows(table: Any) -> Iterator[str]:
    for row in table.iter(_W + "tr"):
        cells = [" ".join(text for text in _blocks(cell)) for cell in row.findall(_W + "tc")]
        if any(cells):
            yield " | ".join(cells)
