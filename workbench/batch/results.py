"""What a batch wrote, read back as the records that ``workbench check`` prints."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMAT = "claim-workbench batch 1"


def is_batch_output(path: str | Path) -> bool:
    """Tell whether a folder is the output of ``workbench batch``.

    >>> is_batch_output("reference_data")
    False
    """
    manifest = Path(path) / "manifest.json"
    try:
        return manifest.is_file() and json.loads(manifest.read_bytes()).get("format") == FORMAT
    except (ValueError, AttributeError, OSError):
        return False


def check_records(output: str, *, worthiest_first: bool = False) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield each document of a batch output as its check record and its text.

    Shard by shard, or from the whole output the document with the most check-worthy claim first; of two with equally
    worthy ones, the one with more claims worth checking. Raises InputError where there is no output.
    """
    from workbench.batch.output import Output

    place = Output(output)
    shards = sorted(_shards(place))
    if not shards:
        raise InputError("no batch output", file=output, hint="give the folder that batch --output wrote")
    if not worthiest_first:
        for shard in shards:
            yield from _of_shard(place, shard)
        return
    ranked: list[tuple[float, int, str, str]] = []
    for shard in shards:
        ranked += _ranks(place, shard)
    ranked.sort()
    yield from _in_order(place, ranked)


def _in_order(place: Any, ranked: list[tuple[float, int, str, str]]) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield documents of many shards in a given order; a shard is opened again for each run of its documents."""
    window = 2_000
    for first in range(0, len(ranked), window):
        part = ranked[first : first + window]
        found: dict[tuple[str, str], tuple[dict[str, Any], str]] = {}
        for shard in sorted({shard for _, _, _, shard in part}):
            wanted = {document for _, _, document, at in part if at == shard}
            for record, text in _of_shard(place, shard, wanted):
                found[shard, record["id"]] = record, text
        for _, _, document, shard in part:
            yield found[shard, document]


def _shards(place: Any) -> Iterator[str]:
    for file in place.files():
        if file.startswith("manifest/"):
            yield file.removeprefix("manifest/").removesuffix(".json")


def _ranks(place: Any, shard: str) -> list[tuple[float, int, str, str]]:
    documents = place.table("documents", shard, ["document_id", "checkworthy"])
    claims = place.table("claims", shard, ["document_id", "checkworthy"])
    worth: dict[str, int] = {}
    for row in claims.to_pylist():
        worth[row["document_id"]] = worth.get(row["document_id"], 0) + (row["checkworthy"] >= 0.5)
    rows = documents.to_pylist()
    return [(-row["checkworthy"], -worth.get(row["document_id"], 0), row["document_id"], shard) for row in rows]


def _of_shard(place: Any, shard: str, wanted: set[str] | None = None) -> Iterator[tuple[dict[str, Any], str]]:
    suggestions = place.table("suggestions", shard, ["document_id", "record"])
    version = suggestions.schema.metadata[b"workbench.reference_version"].decode()
    claims = place.table("claims", shard, ["document_id", "record"])
    judged: dict[str, list[tuple[str, str]]] = {}
    for claim, suggestion in zip(claims.to_pylist(), suggestions.to_pylist(), strict=True):
        judged.setdefault(claim["document_id"], []).append((claim["record"], suggestion["record"]))
    columns = ["document_id", "published", "title", "url", "author", "text", "quantities", "times"]
    for row in place.table("documents", shard, columns).to_pylist():
        if wanted is None or row["document_id"] in wanted:
            yield _record(row, version, judged.get(row["document_id"], [])), row["text"]


def _record(row: dict[str, Any], version: str, judged: list[tuple[str, str]]) -> dict[str, Any]:
    """Return the check record, its fields in the order in which ``workbench check`` prints them."""
    return {
        "id": row["document_id"],
        "published": row["published"].isoformat() if row["published"] else None,
        "title": row["title"],
        "url": row["url"],
        "author": row["author"],
        "reference_version": version,
        "quantities": json.loads(row["quantities"]),
        "times": json.loads(row["times"]),
        "claims": [json.loads(claim) | {"suggestion": json.loads(suggestion)} for claim, suggestion in judged],
    }
