"""An extraction as JSON without any loss, so that a later run can judge it again without reading the document."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from workbench.model import Claim, Document, Extraction, PublicationDate, Quantity, TimeSpan

T = TypeVar("T")
_PARTS = (Quantity, TimeSpan, Claim)


def extraction_to_json(extraction: Extraction) -> str:
    """Return an extraction as JSON, its text left out; records are lists of their fields in order.

    >>> found = Extraction(Document("a", "It cost $3.10.", published=date(2020, 1, 2)), ((0, 14),), (), (), ())
    >>> extraction_to_json(found)
    '[["a","",{"day":"2020-01-02"},null,"","","","",null,[],[]],[[0,14]],[],[],[]]'
    >>> extraction_from_json(extraction_to_json(found), found.document.text) == found
    True
    """
    parts = [getattr(extraction, name) for name in Extraction.__slots__]
    parts[0] = replace(extraction.document, text="")
    return json.dumps(parts, default=_tagged, ensure_ascii=False, separators=(",", ":"))


def extraction_from_json(said: str, text: str) -> Extraction:
    """Return the extraction of ``extraction_to_json``, over its text."""
    document, sentences, *parts = json.loads(said, object_hook=_untagged)
    fields = dict(zip(Document.__slots__, _tuples(document), strict=True)) | {"text": text}
    records = [tuple(kind(*_tuples(row)) for row in rows) for kind, rows in zip(_PARTS, parts, strict=True)]
    return Extraction(Document(**fields), _tuples(sentences), *records)


def _tagged(value: object) -> Any:
    if isinstance(value, Decimal):
        return {"figure": str(value)}
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    fields = [getattr(value, name) for name in value.__slots__]  # type: ignore[attr-defined]
    return {"dated": fields} if isinstance(value, PublicationDate) else fields


def _untagged(tagged: dict[str, Any]) -> object:
    ((kind, value),) = tagged.items()
    if kind == "figure":
        return Decimal(value)
    if kind == "day":
        return date.fromisoformat(value)
    return datetime.fromisoformat(value) if kind == "moment" else PublicationDate(*value)


def _tuples(value: Any) -> Any:
    return tuple(_tuples(part) for part in value) if isinstance(value, list) else value
