"""Large tables parsed once: a Parquet copy named by the hash of what it was made from, so that it is never stale.

The name ends in a hash of the copy itself, so that one whose bytes have rotted is not believed.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from hashlib import blake2b, sha256
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import platformdirs
import pyarrow as pa

from workbench.reference.rows import NAMES, Rows
from workbench.reference.sheets import Column

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

FORM = "3"  # raised whenever the columns of a copy or the reading of a table change
WORTH_CACHING = 2_000_000  # bytes; below, reading the text is as fast
_KEPT = 8
_PLAIN = ("value",)


def cached_rows(contents: Sequence[tuple[str, bytes]], parse: Callable[[], Rows]) -> Rows:
    """Return the rows of tables, from the copy where there is one, else parsed and copied.

    A folder that cannot be written and a copy that cannot be read are no errors: the tables are parsed.
    """
    if sum(len(data) for _, data in contents) < WORTH_CACHING:
        return parse()
    key = _key(contents)
    for path in folder().glob(f"{key}-*.parquet"):
        with contextlib.suppress(OSError, pa.ArrowException, KeyError):
            return _read(path)
    rows = parse()
    with contextlib.suppress(OSError, pa.ArrowException):
        _write(folder(), key, rows)
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

    data = path.read_bytes()
    if path.stem.rpartition("-")[2] != _mark(data):
        path.unlink()
        raise OSError("its bytes are not those that were written")
    table = pq.read_table(pa.BufferReader(data))
    columns = {name: _column(table.column(name)) for name in NAMES}
    return Rows(columns, table.column("line").to_numpy().astype(np.int64, copy=False))


def _mark(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()


def _column(chunked: pa.ChunkedArray) -> Column:
    if pa.types.is_dictionary(chunked.type):
        whole = chunked.unify_dictionaries().combine_chunks()
        return Column(whole.indices.to_numpy(zero_copy_only=False).astype(np.int32, copy=False), whole.dictionary)
    whole = chunked.combine_chunks()
    return Column(np.arange(len(whole), dtype=np.int32), whole)


def _write(place: Path, key: str, rows: Rows) -> None:
    """Write beside and rename, so that another process sees a whole copy or none."""
    import pyarrow.parquet as pq

    place.mkdir(parents=True, exist_ok=True)
    columns = {name: _array(rows.columns[name], plain=name in _PLAIN) for name in NAMES}
    table = pa.table(columns | {"line": pa.array(rows.lines)})
    buffer = pa.BufferOutputStream()
    pq.write_table(table, buffer, compression="lz4", use_dictionary=list(columns))
    data = buffer.getvalue().to_pybytes()
    handle, partial = tempfile.mkstemp(dir=place, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(partial).replace(place / f"{key}-{_mark(data)}.parquet")
    finally:
        Path(partial).unlink(missing_ok=True)
    copies = sorted(place.glob("*.parquet"), key=lambda copy: copy.stat().st_mtime, reverse=True)
    for old in copies[_KEPT:]:
        old.unlink(missing_ok=True)


def _array(column: Column, *, plain: bool) -> pa.Array:
    coded = pa.DictionaryArray.from_arrays(pa.array(column.codes), column.words)
    return coded.dictionary_decode() if plain else coded
