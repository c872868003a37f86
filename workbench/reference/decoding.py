"""The bytes of a table to UTF-8 with plain line ends, telling whatever was in the way."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_NOT_TEXT = (
    (b"PK\x03\x04", "a zip archive (perhaps a workbook of a spreadsheet program)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"PAR1", "a Parquet file"),
    (b"%PDF", "a PDF document"),
    (b"\xd0\xcf\x11\xe0", "an old workbook of a spreadsheet program"),
)

FaultFields = tuple[str, int, str, str, str]


@dataclass(frozen=True, slots=True)
class Decoded:
    """UTF-8 bytes with line feeds as line ends; ``faults`` are (check, line, found, expected, hint)."""

    data: bytes
    faults: tuple[FaultFields, ...] = ()


def decoded(data: bytes) -> Decoded:
    r"""Return a table's bytes as UTF-8 and what was wrong with them; empty where they are no text.

    >>> decoded("a,b\r\n".encode("utf-16")).faults[0][:3]
    ('encoding', 1, 'utf-16')
    """
    for magic, what in _NOT_TEXT:
        if data.startswith(magic):
            return Decoded(b"", (("encoding", 1, what, "UTF-8 text", "bring it in with `workbench refs import`"),))
    faults: list[FaultFields] = []
    data = _to_utf8(data, faults)
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        faults.append(("encoding", line, f"{data.count(bytes(1))} NUL bytes", "text", "save the table again as UTF-8"))
        data = data.replace(b"\0", b"")
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n")
        if b"\r" in data:
            line = data.count(b"\n", 0, data.index(b"\r")) + 1
            faults.append(("line-ends", line, "carriage return", "line feed", "save it with LF or CRLF line ends"))
            data = data.replace(b"\r", b"\n")
    return Decoded(data, tuple(faults))


def _to_utf8(data: bytes, faults: list[FaultFields]) -> bytes:
    if data.startswith(codecs.BOM_UTF8):
        data = data[3:]
    for bom, name in _BOMS:
        if data.startswith(bom):
            faults.append(("encoding", 1, name, "UTF-8", "save the table as UTF-8"))
            return data.decode(name, errors="replace").encode()
    if data.isascii():
        return data
    try:
        data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        found = f"byte 0x{data[error.start]:02x}, which is not UTF-8"
        faults.append(("encoding", line, found, "UTF-8", "save the table as UTF-8"))
        return data.decode(errors="replace").encode()
    return data
