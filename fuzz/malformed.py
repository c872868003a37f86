"""Malformed files made from valid ones: truncated, flipped, spliced, of the wrong type, nested, huge; seeded."""

from __future__ import annotations

import gzip
import io
import json
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"
PACKAGE = ROOT / "tests" / "desk"
DEPTHS = (100, 3_000, 200_000)
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@dataclass(frozen=True, slots=True)
class Malformed:
    """One malformed input: a document, or a table within a package; ``how`` says what was done to it."""

    name: str
    data: bytes
    how: str


def documents(count: int, seed: int) -> Iterator[Malformed]:
    """Yield malformed documents; the same seed gives the same bytes."""
    yield from _made(count, seed, _valid_documents(), NESTED_DOCUMENTS, HUGE_DOCUMENTS)


def tables(count: int, seed: int) -> Iterator[Malformed]:
    """Yield malformed tables; ``name`` is the table's place within the package."""
    yield from _made(count, seed, _valid_tables(), NESTED_TABLES, HUGE_TABLES)


def package(folder: Path, table: Malformed) -> Path:
    """Lay out a package in which one table is malformed."""
    shutil.copytree(PACKAGE, folder)
    (folder / table.name).write_bytes(table.data)
    return folder


Made = dict[str, "Callable[[Random], bytes]"]


def _made(count: int, seed: int, valid: dict[str, bytes], nested: Made, huge: Made) -> Iterator[Malformed]:
    for number in range(count):
        random = Random(f"{seed}-{number}")
        how = random.choices(list(WAYS), weights=[20, 25, 20, 15, 12, 8])[0]
        if how in ("nested", "huge"):
            made = nested if how == "nested" else huge
            name = random.choice(list(made))
            yield Malformed(name, made[name](random), how)
            continue
        name = random.choice(list(valid))
        other = random.choice([other for other in valid if Path(other).suffix != Path(name).suffix] or list(valid))
        yield Malformed(name, WAYS[how](random, valid[name], valid[other]), how)


def _truncated(random: Random, data: bytes, _: bytes) -> bytes:
    return data[: random.randrange(len(data))]


def _flipped(random: Random, data: bytes, _: bytes) -> bytes:
    changed = bytearray(data)
    for _n in range(random.choice([1, 3, 20, 200])):
        changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def _spliced(random: Random, data: bytes, other: bytes) -> bytes:
    at, length = random.randrange(len(data)), random.choice([1, 10, 500, 5_000])
    start = random.randrange(len(other))
    parts = {
        "removed": data[:at] + data[at + length :],
        "doubled": data[: at + length] + data[at:],
        "mixed": data[:at] + other[start : start + length] + data[at:],
        "noise": data[:at] + random.randbytes(length) + data[at:],
        "words": data[:at] + random.choice(WORDS).encode("utf8", "surrogatepass") * random.choice([1, 50]) + data[at:],
    }
    return parts[random.choice(list(parts))]


def _wrong_type(_random: Random, _data: bytes, other: bytes) -> bytes:
    return other


WORDS = [
    "\0", "\ud800", "\u202e", "\ufeff", "\u2028", "\r", "\x1b[31m", "NaN", "-0", "1e999999", "9" * 5_000, "½⅓", "٣٤٥",
    "0x1F", "1_000", "=1+1", '"', "'", "<![CDATA[", "&#xD800;", "%s%n", "../../etc/passwd", "2022-02-30", "32 May 2021",
    "-1.5e-400", "１２３", "𝟙𝟚", "$" * 40, "per " * 60, "million " * 60, "of the " * 60, "by 2022 " * 60, "(" * 500,
]  # fmt: skip
WAYS: dict[str, Callable[[Random, bytes, bytes], bytes]] = {
    "truncated": _truncated, "flipped": _flipped, "spliced": _spliced, "wrong type": _wrong_type,
    "nested": _truncated, "huge": _truncated,
}  # fmt: skip


def _valid_documents() -> dict[str, bytes]:
    found = {file.name: file.read_bytes() for file in sorted(SEEDS.iterdir()) if file.suffix != ".toml"}
    text = next(data for name, data in found.items() if name.endswith(".txt")).decode("utf8")
    line = json.dumps({"id": "a", "text": text, "published": "2022-12-30T16:16+05:30", "title": "A", "author": "B"})
    lines = "\n".join([line, json.dumps({"id": "b", "text": "It rose by 5% in 2021."})]).encode("utf8")
    return {
        **found,
        "lines.jsonl": lines,
        "lines.jsonl.gz": gzip.compress(lines, mtime=0),
        "note.md": text.encode("utf8"),
    }


def _valid_tables() -> dict[str, bytes]:
    files = sorted(file for file in PACKAGE.rglob("*") if file.is_file())
    return {file.relative_to(PACKAGE).as_posix(): file.read_bytes() for file in files}


def _depth(random: Random) -> int:
    return random.choice(DEPTHS)


def _nested_html(random: Random) -> bytes:
    tag = random.choice(["div", "table><tr><td", "ul><li", "b", "article", "span"])
    return b"<html><body>" + f"<{tag}>".encode() * _depth(random) + b"<p>It rose by 5% in 2021.</p>"


def _nested_json(random: Random) -> bytes:
    depth = _depth(random)
    key = random.choice(["text", "title", "other"])
    return f'{{"id": "a", "text": "5%", "{key}": {"[" * depth}{"]" * depth}}}'.encode()


def _nested_pdf(random: Random) -> bytes:
    depth = _depth(random)
    inner = random.choice([b"[" * depth + b"]" * depth, b"<</A " * depth + b"1" + b">>" * depth])
    loop = b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2000000000>>"
    body = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/X " + inner + b">>endobj\n2 0 obj" + loop + b"endobj\n"
    return body + b"trailer<</Root 1 0 R/Size 3>>\nstartxref\n0\n%%EOF"


def _nested_docx(random: Random) -> bytes:
    depth = _depth(random)
    open_, close = random.choice(
        [("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"), ("<w:ins>", "</w:ins>"), ("<w:p><w:r>", "</w:r></w:p>")]
    )
    return _docx(f"{open_ * depth}<w:p><w:r><w:t>5%</w:t></w:r></w:p>{close * depth}".encode())


def _docx(body: bytes, parts: int = 0) -> bytes:
    """Return the DOCX of a sample whose text is replaced."""
    source = next(SEEDS.glob("*.docx"))
    out = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            data = old.read(item.filename)
            if item.filename == "word/document.xml":
                data = f'<w:document xmlns:w="{_W}"><w:body>'.encode() + body + b"</w:body></w:document>"
            new.writestr(_entry(item.filename), data)
        for number in range(parts):
            new.writestr(_entry(f"word/x{number}.xml"), b"")
    return out.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    """Return an entry without the time of day, so that a seed gives the same bytes."""
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _entities(_: Random) -> bytes:
    """Return a DOCX whose XML doubles itself forty times when it is expanded."""
    source = _docx(b"")
    doctype = "".join(f'<!ENTITY e{n} "&e{n - 1};&e{n - 1};">' for n in range(1, 40))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.infolist():
            data = old.read(item.filename)
            if item.filename == "word/document.xml":
                head = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY e0 "5%">{doctype}]>'
                data = head.encode() + f'<w:document xmlns:w="{_W}"><w:body>&e39;</w:body></w:document>'.encode()
            new.writestr(_entry(item.filename), data)
    return out.getvalue()


NESTED_DOCUMENTS: Made = {
    "nested.html": _nested_html,
    "nested.jsonl": _nested_json,
    "nested.pdf": _nested_pdf,
    "nested.docx": _nested_docx,
    "entities.docx": _entities,
    "nested.txt": lambda random: b"(" * _depth(random) + b"5% " + b")" * _depth(random),
}
HUGE_DOCUMENTS: Made = {
    "huge.txt": lambda random: random.choice([b"9", b"x", b"1 ", b"5% ", b"per ", b"\n"]) * 2_000_000,
    "under.txt": lambda random: (
        random.choice([b"x", b"word ", b"May ", b"(", b"5%", b"\n", b"Exports of Peru rose. "]) * 40_000
    ),
    "over.txt": lambda _: b"It rose by 5%. " * 1_500_000,
    "huge.html": lambda random: (
        b"<html><title>" + b"t" * random.choice([100, 9_999]) + b"</title>" + b"<p>5% " * 50_000
    ),
    "attributes.html": lambda _: b"<html><body " + b"a=1 " * 200_000 + b"><p>5%",
    "bomb.docx": lambda _: _docx(b"<w:p><w:r><w:t>" + b"0" * 300_000_000 + b"</w:t></w:r></w:p>"),
    "parts.docx": lambda _: _docx(b"", 20_000),
    "bomb.jsonl.gz": lambda _: gzip.compress(b'{"id": "a", "text": "' + b"0" * 50_000_000, 6, mtime=0),
    "huge.jsonl": lambda random: b'{"id": "' + b"i" * random.choice([200, 9_999]) + b'", "text": "It rose by 5%."}\n',
    "streams.pdf": lambda _: b"%PDF-1.4\n" + b"1 0 obj<</Length 9999999999>>stream\n" * 20_000,
}
NESTED_TABLES: Made = {
    "datapackage.json": lambda random: b'{"resources": ' + b"[" * _depth(random) + b"]" * _depth(random) + b"}",
    "indicators.csv": lambda random: b"indicator,label,unit\n" + b'"' * _depth(random),
    "observations/figures.csv": lambda random: b"indicator,entity,period,value\nx," + b'"a,' * _depth(random),
}
HUGE_TABLES: Made = {
    "observations/figures.csv": lambda random: (
        b"indicator,entity,period,value\n"
        + random.choice(
            [b"x,FRA,2020," + b"9" * 1_000_000, b"," * 1_000_000, b"x,FRA,2020,1\n" * 200_000, b"\n" * 1_000_000]
        )
    ),
    "entities.csv": lambda _: b"entity,label," + b",".join(b"c%d" % n for n in range(50_000)) + b"\nFRA,France\n",
    "indicators.csv": lambda _: b"indicator,label,unit,derived_from\nx,X,percent,growth(" + b"(" * 100_000 + b"\n",
    "sources.csv": lambda _: b"source,title\n" + b"s,t\n" * 100_000,
    "events.csv": lambda _: b"event,label,start\ne,E," + b"9" * 100_000 + b"\n",
}
