"""Large tables parsed once: a Parquet copy named by the hash of what it was made from, so that it is never stale."""

from __future__ import annotations

import contextlib
import os
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import platformdirs
import pyarrow as pa

from workbench.reference.rows import NAMES, Rows
from workbench.reference.sheets import Column

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

FORM = "2"  # raised whenever the columns of a copy or the reading of a table change
WORTH_CACHING = 2_000_000  # bytes; below, reading the text is as fast
_KEPT = 8
_PLAIN = ("value",)


def cached_rows(contents: Sequence[tuple[str, bytes]], parse: Callable[[], Rows]) -> Rows:
    """Return the rows of tables, from the copy where there is one, else parsed and copied.

    A folder that cannot be written and a copy that cannot be read are no errors: the tables are parsed.
    """
    if sum(len(data) for _, data in contents) < WORTH_CACHING:
        return parse()
    path = folder() / f"{_key(contents)}.parquet"
    with contextlib.suppress(OSError, pa.ArrowException, KeyError):
        return _read(path)
    rows = parse()
    with contextlib.suppress(OSError, pa.ArrowException):
        _write(path, rows)
    return rows


def folder() -> Path:
    """Return the folder that holds the copies; deleting it is safe at any time."""
    return Path(platformdirs.user_cache_dir("claim-workbench", appauthor=False)) / "tables"


def _key(contents: Sequence[tuple[str, bytes]]) -> str:
    digest = sha256(f"{FORM} {pa.__version__}".encode())
    for name, data in contents:
        digest.update(f"\0{name}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()


def _read(path: Path) -> Rows:
    import pyarrow.parquet as pq

    table = pq.read_table(path, page_checksum_verification=True, memory_map=True)
    columns = {name: _column(table.column(name)) for name in NAMES}
    return Rows(columns, table.column("line").to_numpy().astype(np.int64, copy=False))


def _column(chunked: pa.ChunkedArray) -> Column:
    if pa.types.is_dictionary(chunked.type):
        whole = chunked.unify_dictionaries().combine_chunks()
        return Column(whole.indices.to_numpy(zero_copy_only=False).astype(np.int32, copy=False), whole.dictionary)
    whole = chunked.combine_chunks()
    return Column(np.arange(len(whole), dtype=np.int32), whole)


def _write(path: Path, rows: Rows) -> None:
    """Write beside and rename, so that another process sees a whole copy or none."""
    import pyarrow.parquet as pq

    path.parent.mkdir(parents=True, exist_ok=True)
    columns = {name: _array(rows.columns[name], plain=name in _PLAIN) for name in NAMES}
    table = pa.table(columns | {"line": pa.array(rows.lines)})
    handle, partial = tempfile.mkstemp(dir=path.parent, suffix=".part")
    os.close(handle)
    try:
        pq.write_table(table, partial, compression="lz4", write_page_checksum=True, use_dictionary=list(columns))
        Path(partial).replace(path)
    finally:
        Path(partial).unlink(missing_ok=True)
    copies = sorted(path.parent.glob("*.parquet"), key=lambda copy: copy.stat().st_mtime, reverse=True)
    for old in copies[_KEPT:]:
        old.unlink(missing_ok=True)


def _array(column: Column, *, plain: bool) -> pa.Array:
    coded = pa.DictionaryArray.from_arrays(pa.array(column.codes), column.words)
    return coded.dictionary_decode() if plain else coded
