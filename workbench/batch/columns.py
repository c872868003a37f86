"""The three tables of the output: their columns, and the rows of a checked document.

Beside the columns that people query, ``claims.record``, ``suggestions.record`` and ``documents.quantities`` and
``.times`` hold the JSON of the check record, so that ``results.check_records`` gives what ``workbench check`` prints.
"""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from workbench.batch.exact import extraction_to_json
from workbench.records import check_record

if TYPE_CHECKING:
    from workbench.model import Checked

Row = dict[str, Any]
_TEXT, _DAY, _FIGURE, _COUNT = pa.string(), pa.date32(), pa.float64(), pa.int32()

DOCUMENTS = pa.schema(
    [
        ("document_id", _TEXT), ("published", _DAY), ("title", _TEXT), ("url", _TEXT), ("author", _TEXT),
        ("source", _TEXT), ("text", _TEXT), ("text_sha256", _TEXT), ("notes", pa.list_(_TEXT)),
        ("claims", _COUNT), ("checkworthy", _FIGURE), ("quantities", _TEXT), ("times", _TEXT),
        ("input_sha256", _TEXT), ("extraction", _TEXT),
    ]
)  # fmt: skip
CLAIMS = pa.schema(
    [
        ("document_id", _TEXT), ("claim_id", _TEXT), ("position", _COUNT), ("start", _COUNT), ("end", _COUNT),
        ("quote", _TEXT), ("kind", _TEXT), ("value_low", _FIGURE), ("value_high", _FIGURE), ("value_time", _TEXT),
        ("unit", _TEXT), ("bound", _TEXT), ("direction", _TEXT), ("period_start", _DAY), ("period_end", _DAY),
        ("basis", _TEXT), ("status", _TEXT), ("negated", pa.bool_()), ("speaker", _TEXT), ("quoted", pa.bool_()),
        ("subject", _TEXT), ("entities", pa.list_(_TEXT)), ("checkworthy", _FIGURE), ("reason", _TEXT),
        ("record", _TEXT),
    ]
)  # fmt: skip
SUGGESTIONS = pa.schema(
    [
        ("document_id", _TEXT), ("claim_id", _TEXT), ("position", _COUNT), ("outcome", _TEXT), ("reason", _TEXT),
        ("as_published", _TEXT), ("as_published_reason", _TEXT), ("margin", _FIGURE), ("indicator", _TEXT),
        ("entity", _TEXT), ("counterpart", _TEXT), ("period", _TEXT), ("score", _FIGURE), ("missing", _TEXT),
        ("working", _TEXT), ("hints", pa.list_(_TEXT)), ("record", _TEXT),
    ]
)  # fmt: skip
TABLES = {"documents": DOCUMENTS, "claims": CLAIMS, "suggestions": SUGGESTIONS}
_CLAIM = ("start", "end", "quote", "kind", "unit", "bound", "direction", "basis", "status", "negated", "speaker",
          "quoted", "subject", "entities", "checkworthy", "reason")  # fmt: skip
_SUGGESTION = ("outcome", "reason", "as_published", "as_published_reason", "margin", "indicator", "entity",
               "counterpart", "period", "score", "missing", "working", "hints")  # fmt: skip


def rows_of(checked: Checked, source: str, input_sha256: str) -> dict[str, list[Row]]:
    """Return the rows of a checked document, by table; raises UnicodeEncodeError where Parquet could not hold them."""
    record = check_record(checked)
    document = checked.extraction.document
    found: dict[str, list[Row]] = {"documents": [], "claims": [], "suggestions": []}
    for position, claim in enumerate(record["claims"]):
        suggestion = claim.pop("suggestion")
        place = {"document_id": document.id, "claim_id": claim["id"], "position": position}
        found["claims"].append(place | _claim_row(claim))
        found["suggestions"].append(place | _suggestion_row(suggestion))
    head = {name: record[name] for name in ("title", "url", "author")}
    found["documents"].append(
        head
        | {
            "document_id": document.id,
            "published": document.published,
            "source": source,
            "text": document.text,
            "text_sha256": sha256(document.text.encode("utf8")).hexdigest(),
            "notes": list(document.notes),
            "claims": len(record["claims"]),
            "checkworthy": max((claim["checkworthy"] for claim in record["claims"]), default=0.0),
            "quantities": _json(record["quantities"]),
            "times": _json(record["times"]),
            "input_sha256": input_sha256,
            "extraction": extraction_to_json(checked.extraction),
        }
    )
    return found


def claim_rows(record: Row) -> list[Row]:
    """Return the rows of the claims of an extraction record."""
    return [
        {"document_id": record["id"], "claim_id": claim["id"], "position": position} | _claim_row(claim)
        for position, claim in enumerate(record["claims"])
    ]


def suggestion_rows(checked: Checked) -> list[Row]:
    """Return the rows of the suggestions alone, for a document that was only judged again."""
    document_id = checked.extraction.document.id
    return [
        {"document_id": document_id, "claim_id": claim["id"], "position": position}
        | _suggestion_row(claim["suggestion"])
        for position, claim in enumerate(check_record(checked)["claims"])
    ]


def _claim_row(claim: Row) -> Row:
    value, period = claim["value"], claim["period"] or (None, None)
    low, high = value if isinstance(value, list) else (value, value)
    timed = isinstance(value, str)
    return {name: claim[name] for name in _CLAIM} | {
        "value_low": None if timed or low is None else float(low),
        "value_high": None if timed or high is None else float(high),
        "value_time": value if timed else None,
        "period_start": _day(period[0]),
        "period_end": _day(period[1]),
        "record": _json(claim),
    }


def _suggestion_row(suggestion: Row) -> Row:
    row = {name: suggestion[name] for name in _SUGGESTION}
    return row | {"margin": None if row["margin"] is None else float(row["margin"]), "record": _json(suggestion)}


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
