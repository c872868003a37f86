"""The output: Parquet files that are there whole or not at all, and a receipt for each shard that is finished.

::

    OUT/documents/shard=NAME/part.parquet    likewise claims/ and suggestions/
    OUT/failed/NAME.jsonl                    documents that could not be read, with the reason
    OUT/changed/NAME.jsonl                   outcomes that the last change of the tables has changed
    OUT/manifest/NAME.json                   the receipt; written last
    OUT/manifest.json                        the run

A file is written under a name with a leading dot, which no reader of data sets opens, and renamed. The receipt is taken
away before the files of a shard are replaced, so that a shard with a receipt is always of one run.
"""

from __future__ import annotations

import json
import os
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq
from fsspec.core import url_to_fs

from workbench.batch.columns import TABLES
from workbench.errors import OutputUnavailable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.batch.columns import Row

MANIFEST = "manifest.json"
_FLUSHED = 200  # documents written at a time
_PART = ".part"
_KEPT_OF = {"documents": "shard={}/part.parquet", "failed": "{}.jsonl", "changed": "{}.jsonl", "manifest": "{}.json"}


def place_of(kind: str, shard: str) -> str:
    """Return the path of a shard's file below the output; ``kind`` is a table, failed, changed or manifest."""
    return f"{kind}/" + _KEPT_OF.get(kind, _KEPT_OF["documents"]).format(shard)


class Output:
    """An output folder at any fsspec address."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.fs, self.root = url_to_fs(address)
        self._local = "file" in (self.fs.protocol if isinstance(self.fs.protocol, tuple) else (self.fs.protocol,))

    @contextmanager
    def writing(self, place: str) -> Iterator[BinaryIO]:
        """Open a file that appears, whole, when the block ends without an error."""
        path = f"{self.root}/{place}"
        folder, name = path.rsplit("/", 1)
        partial = f"{folder}/.{name}.{uuid4().hex[:8]}{_PART}"
        self.fs.makedirs(folder, exist_ok=True)
        try:
            with self.fs.open(partial, "wb") as file:
                yield file
                if self._local:
                    file.flush()
                    os.fsync(file.fileno())
            self.fs.mv(partial, path)
        except BaseException:
            with suppress(OSError):
                self.fs.rm_file(partial)
            raise

    def write_json(self, place: str, value: Any) -> None:
        """Write a JSON file, whole or not at all."""
        with self.writing(place) as file:
            file.write((json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode())

    def write_lines(self, kind: str, shard: str, records: list[Row]) -> None:
        """Write a file of JSON lines; none where there is nothing to tell."""
        if not records:
            self.remove(place_of(kind, shard))
            return
        with self.writing(place_of(kind, shard)) as file:
            file.writelines((json.dumps(record, ensure_ascii=False) + "\n").encode() for record in records)

    def read_lines(self, kind: str, shard: str) -> list[Row]:
        """Return the records of a file of JSON lines; an empty list where there is none."""
        try:
            lines = self.fs.cat_file(f"{self.root}/{place_of(kind, shard)}").splitlines()
        except FileNotFoundError:
            return []
        return [json.loads(line) for line in lines]

    def read_json(self, place: str) -> Any:
        """Return what a JSON file holds; None where there is none."""
        try:
            return json.loads(self.fs.cat_file(f"{self.root}/{place}"))
        except FileNotFoundError:
            return None

    def remove(self, place: str) -> None:
        """Remove a file, and the folder of its shard; nothing happens where there is none."""
        with suppress(FileNotFoundError):
            self.fs.rm_file(f"{self.root}/{place}")
        if "shard=" in place:
            with suppress(OSError, NotImplementedError):
                self.fs.rmdir(f"{self.root}/{place.rsplit('/', 1)[0]}")

    def remove_shard(self, shard: str) -> None:
        """Remove everything of a shard, its receipt first."""
        for kind in ("manifest", *TABLES, "failed", "changed"):
            self.remove(place_of(kind, shard))

    def files(self) -> dict[str, int]:
        """Return every file below the output with its size; partial files of runs that were killed are removed."""
        found: dict[str, int] = {}
        listed = self.fs.find(self.root, detail=True) if self.fs.exists(self.root) else {}
        for path, info in listed.items():
            place = path.removeprefix(self.root).lstrip("/")
            if place.endswith(_PART):
                self.remove(place)
            else:
                found[place] = int(info["size"] or 0)
        return found

    def table(self, kind: str, shard: str, columns: list[str] | None = None) -> pa.Table | None:
        """Return a table of a shard; None where there is none."""
        try:
            with self.fs.open(f"{self.root}/{place_of(kind, shard)}", "rb") as file:
                return pq.ParquetFile(file).read(columns=columns, use_threads=False)
        except FileNotFoundError:
            return None

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Let one run at a time write here; the lock of a run that was killed is none. Local outputs only."""
        if not self._local:
            yield
            return
        import fcntl

        try:
            Path(self.root).mkdir(parents=True, exist_ok=True)
            with (Path(self.root) / ".lock").open("w", encoding="ascii") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                yield
        except BlockingIOError as error:
            hint = "wait until it has ended, or choose another --output"
            raise OutputUnavailable("another run is writing here", file=self.root, hint=hint) from error
        except NotADirectoryError as error:
            raise OutputUnavailable("this is no folder", file=self.root, hint="choose another --output") from error


class TableWriter:
    """Writes the rows of one table of one shard as they come, a few hundred documents at a time."""

    def __init__(self, file: BinaryIO, kind: str, about: dict[str, str]) -> None:
        self._schema = TABLES[kind].with_metadata({f"workbench.{name}": value for name, value in about.items()})
        self._writer = pq.ParquetWriter(file, self._schema, compression="zstd", write_page_checksum=True)
        self._rows: list[Row] = []
        self._documents = 0

    def add(self, rows: list[Row]) -> None:
        """Add the rows of one document."""
        self._rows += rows
        self._documents += 1
        if self._documents % _FLUSHED == 0:
            self._flush()

    def _flush(self) -> None:
        if self._rows:
            self._writer.write_table(pa.Table.from_pylist(self._rows, schema=self._schema))
            self._rows = []

    def close(self) -> None:
        """Write what is left and the end of the file."""
        self._flush()
        self._writer.close()
