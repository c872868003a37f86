"""Inputs to shards, without reading a document: the names of shards stay when documents come and go around them."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from zlib import crc32

from fsspec.core import url_to_fs

from workbench.batch.sources import LINES, PARQUET, Source, parquet_rows, text_bytes
from workbench.errors import InputError, UsageError
from workbench.read.files import READABLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_NOMINAL_BYTES = 5_000  # of one document
_ENDINGS = (*READABLE, *LINES, PARQUET)
_HINT = "documents end in " + " ".join(_ENDINGS)


@dataclass(frozen=True, slots=True)
class Shard:
    """A part of the corpus that one worker reads and writes at a time.

    ``start`` and ``stop`` count bytes of text of a file of lines, or rows of a Parquet file; a shard of whole
    documents has many sources and no range.
    """

    name: str
    sources: tuple[Source, ...]
    start: int = 0
    stop: int = 0

    @property
    def size(self) -> int:
        """Its share of the work, in bytes of input."""
        whole = self.sources[0]
        return self.stop - self.start if whole.kind == "lines" else sum(source.size for source in self.sources)

    def key(self) -> str:
        """Return what it reads: which sources, as of which time, from where to where."""
        return sha256(json.dumps(self.to_json()).encode()).hexdigest()[:16]

    def to_json(self) -> dict[str, Any]:
        """Return the shard as JSON values."""
        sources = [source.to_json() for source in self.sources]
        return {"name": self.name, "sources": sources, "start": self.start, "stop": self.stop}

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Shard:
        """Return the shard of ``to_json``."""
        return cls(**{**values, "sources": tuple(Source(**source) for source in values["sources"])})


def shards_of(inputs: Sequence[str], documents: int, leave_out: str, sizes: dict[str, int]) -> list[Shard]:
    """Return the shards of inputs, in order: folders, globs, files, at any fsspec address.

    A shard holds about so many ``documents``; what lies below the address ``leave_out`` (the output) is no input.
    ``sizes`` remembers from run to run how much text a packed file holds. Raises InputError where there is nothing to
    read.
    """
    found: list[Shard] = []
    ids: dict[str, int] = {}
    seen: set[str] = set()
    for named in inputs:
        place, sources = _listed(named, leave_out)
        twice = sorted(seen & {source.address for source in sources})
        if twice:
            raise UsageError("the inputs name this file twice", file=twice[0], hint="give each file or folder once")
        seen.update(source.address for source in sources)
        found += _groups(place, [_with_id(source, ids) for source in sources if source.kind == "document"], documents)
        for source in sources:
            if source.kind != "document":
                found += _ranges(source, documents, sizes)
    return found


def absolute(address: str) -> str:
    """Return an address that means the same in every process, chained ones included."""
    fs, path = url_to_fs(address)
    inner = [part if "://" in part else str(Path(part).absolute()) for part in address.split("::")[1:]]
    return "::".join([str(fs.unstrip_protocol(path)).removeprefix("file://"), *inner])


def _listed(named: str, leave_out: str) -> tuple[str, list[Source]]:
    """Return an input's address and its files in the order in which every command reads them."""
    try:
        fs, path = url_to_fs(named)
        if any(sign in path for sign in "*?["):
            files = [info for info in fs.glob(path, detail=True).values() if info["type"] == "file"]
        elif fs.isdir(path):
            files = list(fs.find(path, detail=True).values())
        else:
            files = [fs.info(path)]
    except FileNotFoundError as error:
        raise InputError("there is no such file or folder", file=named, hint="check the path") from error
    except (OSError, ValueError, ImportError) as error:
        raise InputError(
            f"cannot be read: {error}", file=named, hint="check the address and its permissions"
        ) from error
    kept = [info for info in files if info["name"].lower().endswith(_ENDINGS)]
    kept = [info for info in kept if not f"{absolute(info['name'])}/".startswith(f"{leave_out}/")]
    if not kept:
        raise InputError("no document in it", file=named, hint=_HINT)
    place = absolute(named)
    chain = "".join(f"::{part}" for part in place.split("::")[1:])
    beside = _sidecars(fs, kept)
    kept.sort(key=lambda info: PurePosixPath(info["name"]).parts)
    return place, [_source(fs.unstrip_protocol(info["name"]) + chain, info, beside) for info in kept]


def _sidecars(fs: Any, files: list[dict[str, Any]]) -> dict[str, str]:
    """Return the stamps of the ``.toml`` files beside documents, by path without ending."""
    folders = {str(PurePosixPath(info["name"]).parent) for info in files if info["name"].lower().endswith(READABLE)}
    found = [info for folder in folders for info in fs.ls(folder if folder != "." else "", detail=True)]
    return {info["name"].removesuffix(".toml"): _stamp(info) for info in found if info["name"].endswith(".toml")}


def _stamp(info: dict[str, Any]) -> str:
    when = next((info[tag] for tag in ("ETag", "etag", "md5", "mtime", "LastModified", "CRC") if info.get(tag)), "")
    return f"{info['size']} {when}"


def _source(address: str, info: dict[str, Any], beside: dict[str, str]) -> Source:
    name = info["name"].lower()
    kind = "lines" if name.endswith(LINES) else "parquet" if name.endswith(PARQUET) else "document"
    stamp = f"{_stamp(info)} {beside.get(str(PurePosixPath(info['name']).with_suffix('')), '')}".strip()
    return Source(address.removeprefix("file://"), kind, int(info["size"] or 0), stamp)


def _with_id(source: Source, ids: dict[str, int]) -> Source:
    """Name a document by its file, numbered where the name came before, as every command does."""
    stem = PurePosixPath(source.address.split("::")[0]).stem
    name, number = stem, 1
    while name in ids:
        number += 1
        name = f"{stem}-{number}"
    ids[name] = number
    return replace(source, id=name)


def _ranges(source: Source, documents: int, sizes: dict[str, int]) -> Iterator[Shard]:
    """Cut a file of many documents into ranges; a file that only grows keeps the shards it had."""
    known = f"{source.address} {source.stamp}"
    if known not in sizes:
        sizes[known] = parquet_rows(source) if source.kind == "parquet" else text_bytes(source)
    step = documents * (1 if source.kind == "parquet" else _NOMINAL_BYTES)
    for start in range(0, max(sizes[known], 1), step):
        yield Shard(_name(source.address, f"{start // step:06d}"), (source,), start, min(start + step, sizes[known]))


def _groups(place: str, sources: Iterable[Source], documents: int) -> Iterator[Shard]:
    """Group documents; whether a group ends after one depends on its name alone, so that groups outlive additions."""
    group: list[Source] = []
    before = ""
    for source in sources:
        group.append(source)
        if crc32(source.address.encode()) % documents == 0:
            yield Shard(_name(place, before), tuple(group))
            group, before = [], source.address
    if group:
        yield Shard(_name(place, before), tuple(group))


def _name(place: str, part: str) -> str:
    stem = PurePosixPath(place.split("::", 1)[0].rstrip("/*?")).name.split(".")[0]
    told = "".join(letter if letter.isalnum() else "_" for letter in stem)[:40] or "corpus"
    number = part if part.isdecimal() else "group"
    return f"{told}-{number}-{sha256(f'{place} {part}'.encode()).hexdigest()[:10]}"
