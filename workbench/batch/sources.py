"""Where documents come from: files at any fsspec address, each opened as one stream of documents."""

from __future__ import annotations

import gzip
import io
import json
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from functools import lru_cache, partial
from hashlib import sha256
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, BinaryIO, cast

import pyarrow.parquet as pq
from fsspec.core import url_to_fs

from workbench.errors import InputError, TooLarge, WrongEncoding
from workbench.read import parse_published
from workbench.read.files import document_of_bytes, said_in
from workbench.read.limits import MAX_FILE_BYTES, MAX_LINE_CHARACTERS
from workbench.read.lines import document_of_line, document_of_record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from workbench.batch.plan import Shard
    from workbench.batch.settings import Settings
    from workbench.model import Document
    from workbench.read.settle import Settled

LINES = (".jsonl", ".jsonl.gz", ".jsonl.zst")
PARQUET = ".parquet"
_READ_AT_ONCE = 1 << 20
_ROWS_AT_ONCE = 256
_COLUMNS = ("published", "title", "url", "author", "publisher")


@dataclass(frozen=True, slots=True)
class Source:
    """A file of the input; ``stamp`` changes when it is written, ``id`` names the document of a one-document file."""

    address: str
    kind: str
    size: int
    stamp: str
    id: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the source as JSON values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Item:
    """A document not yet read: where it stands, a digest of its bytes, and how to read it.

    ``number`` counts the lines of its shard or the rows of its file from 0; a file of its own has none.
    """

    source: Source
    digest: str
    read: Callable[[], Document]
    number: int | None = None


def items_of(shard: Shard, settings: Settings) -> Iterator[Item]:
    """Yield the documents of a shard unread; raises InputError or OSError where a source cannot be read further."""
    kind = shard.sources[0].kind
    if kind == "lines":
        yield from _lines(shard, settings)
    elif kind == "parquet":
        yield from _rows(shard, settings)
    else:
        for source in shard.sources:
            yield _file(source, settings)


def place_of_item(shard: Shard, item: Item) -> str:
    """Return where a document stands, for people: the file, and its line or row from 1."""
    if item.number is None:
        return item.source.address
    if item.source.kind == "parquet":
        return f"{item.source.address} row {item.number + 1}"
    return f"{item.source.address}:{_first_line(item.source, shard.start) + item.number}"


def text_bytes(source: Source) -> int:
    """Return how many bytes of text a file of lines holds; one that is packed is unpacked once to tell."""
    if source.address.split("::")[0].lower().endswith(".jsonl"):
        return source.size
    total = 0
    try:
        with _unpacked(source) as file:
            while block := file.read(_READ_AT_ONCE):
                total += len(block)
    except (OSError, EOFError, InputError):
        return max(total, 1)  # told when the shard that holds the damage is read
    return total


def parquet_rows(source: Source) -> int:
    """Return how many rows a Parquet file holds; raises InputError where it is none."""
    with _opened(source) as file:
        return int(_parquet(file, source).metadata.num_rows)


@lru_cache(maxsize=1)
def _first_line(source: Source, start: int) -> int:
    """Return the number of the first line that belongs to a range; counted only when something has to be told."""
    lines, left, last = 1, start, b"\n"
    with _unpacked(source) as file:
        while left > 0 and (block := file.read(min(left, _READ_AT_ONCE))):
            lines += block.count(b"\n")
            left -= len(block)
            last = block[-1:]
    return lines if last == b"\n" else lines + 1


@contextmanager
def _opened(source: Source) -> Iterator[BinaryIO]:
    fs, path = url_to_fs(source.address)
    with fs.open(path, "rb") as file:
        yield cast("BinaryIO", file)


@contextmanager
def _unpacked(source: Source) -> Iterator[BinaryIO]:
    name = source.address.split("::")[0].lower()
    with _opened(source) as file:
        if name.endswith(".gz"):
            with gzip.open(file) as unpacked:
                yield cast("BinaryIO", unpacked)
        elif name.endswith(".zst"):
            yield _zstandard(file, source)
        else:
            yield file


def _zstandard(file: BinaryIO, source: Source) -> BinaryIO:
    import zstandard

    class Unpacked(io.RawIOBase):
        """Tells a damaged file as what it is, and reads one packed in several frames to its end."""

        stream = zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True)

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            try:
                return int(self.stream.readinto(buffer))
            except zstandard.ZstdError as error:
                raise InputError(f"not a whole zstd file: {error}", file=source.address) from error

    return cast("BinaryIO", io.BufferedReader(Unpacked(), _READ_AT_ONCE))


def _lines(shard: Shard, settings: Settings) -> Iterator[Item]:
    """Yield the lines that start within the range; the last may end beyond it."""
    (source,) = shard.sources
    given = parse_published(settings.published) if settings.published else None
    with _unpacked(source) as file:
        offset = max(shard.start - 1, 0)
        _skip(file, offset)
        if shard.start:
            offset += len(_line(file, source))  # the rest of a line that started before; empty but for its end
        number = 0
        while offset < shard.stop and (raw := _line(file, source)):
            offset += len(raw)
            if raw.strip():
                yield Item(source, _digest(raw), partial(_of_line, raw, given), number)
            number += 1


def _of_line(raw: bytes, given: Settled | None) -> Document:
    return document_of_line(_decoded(raw), given)


def _skip(file: BinaryIO, offset: int) -> None:
    if file.seekable():
        file.seek(offset)
        return
    while offset > 0 and (block := file.read(min(offset, _READ_AT_ONCE))):
        offset -= len(block)


def _line(file: BinaryIO, source: Source) -> bytes:
    limit = 4 * MAX_LINE_CHARACTERS
    raw = file.readline(limit + 1)
    if len(raw) > limit:
        raise TooLarge(f"a line of more than {limit:,} bytes", file=source.address, hint="is it one document a line?")
    return raw


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise WrongEncoding(f"not UTF-8 at byte {error.start} of the line", hint="save it as UTF-8") from error


def _rows(shard: Shard, settings: Settings) -> Iterator[Item]:
    (source,) = shard.sources
    given = parse_published(settings.published) if settings.published else None
    stem = PurePosixPath(source.address.split("::")[0]).stem
    with _opened(source) as file:
        parquet = _parquet(file, source)
        names = parquet.schema_arrow.names
        if settings.text_column not in names:
            hint = f"name it with --text-column; there are {', '.join(names)}"
            raise InputError(f"no column {settings.text_column!r}", file=source.address, hint=hint)
        wanted = [name for name in (settings.text_column, settings.id_column, *_COLUMNS) if name in names]
        for number, row in _numbered_rows(parquet, wanted, shard.start, shard.stop):
            record = {name: _value(row[name]) for name in _COLUMNS if row.get(name) is not None}
            own = row.get(settings.id_column)
            record |= {"text": row[settings.text_column], "id": f"{stem}-{number}" if own is None else own}
            digest = _digest(json.dumps(record, default=str).encode())
            yield Item(source, digest, partial(document_of_record, record, given), number)


def _numbered_rows(parquet: Any, wanted: list[str], start: int, stop: int) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the rows of a range with their numbers; only row groups that touch the range are opened."""
    first = 0
    for group in range(parquet.num_row_groups):
        rows = parquet.metadata.row_group(group).num_rows
        if first < stop and first + rows > start:
            number = first
            for batch in parquet.iter_batches(_ROWS_AT_ONCE, row_groups=[group], columns=wanted, use_threads=False):
                inside = slice(max(start - number, 0), max(min(stop - number, len(batch)), 0))
                if inside.start < inside.stop:
                    part = batch.slice(inside.start, inside.stop - inside.start).to_pylist()
                    yield from enumerate(part, number + inside.start)
                number += len(batch)
        first += rows


def _value(value: Any) -> Any:
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def _parquet(file: BinaryIO, source: Source) -> Any:
    try:
        return pq.ParquetFile(file)
    except (OSError, ValueError) as error:
        raise InputError(f"not a Parquet file: {error}", file=source.address, hint="write it again") from error


def _file(source: Source, settings: Settings) -> Item:
    """Return the document of a file; its bytes and those of its sidecar are read here, its text later."""
    fs, path = url_to_fs(source.address)
    beside = str(PurePosixPath(path).with_suffix(".toml"))
    try:
        side = fs.cat_file(beside) if fs.exists(beside) else b""
        data = fs.cat_file(path) if source.size <= MAX_FILE_BYTES else b""
    except OSError as error:
        return Item(source, _digest(str(error).encode()), partial(_unreadable, source, error))
    return Item(source, _digest(f"{source.id}\0{len(data)}\0".encode() + data + side),
                partial(_of_file, source, data, beside, side, settings.published))  # fmt: skip


def _unreadable(source: Source, error: OSError) -> Document:
    hint = "check the path and its permissions"
    raise InputError(f"cannot read: {error.strerror or error}", file=source.address, hint=hint) from error


def _of_file(source: Source, data: bytes, beside: str, side: bytes, published: str | None) -> Document:
    if source.size > MAX_FILE_BYTES:
        hint = f"at most {MAX_FILE_BYTES:,} are read; split the file"
        raise TooLarge(f"{source.size:,} bytes", file=source.address, hint=hint)
    given = parse_published(published) if published else None
    name = source.address.split("::")[0]
    return replace(document_of_bytes(name, data, given, said_in(beside, side) if side else {}), id=source.id)


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()
