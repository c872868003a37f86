"""Put a check record into the store: new claims in, verdicts of unchanged ones kept, the rest told."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from workbench.errors import InputError
from workbench.store.records import Change
from workbench.store.schema import claim, document

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Row

    Record = dict[str, Any]


def put_document(connection: Connection, record: Record, text: str, now: str) -> Change:
    """Write a document and its claims; a claim that was there keeps its verdict, one that is gone is set aside."""
    number = _put_head(connection, record, text, now)
    known = {row.id: row for row in connection.execute(select(claim).where(claim.c.document == number))}
    new = kept = changed = 0
    for position, body in enumerate(record["claims"]):
        values = _columns(body, position)
        old = known.pop(body["id"], None)
        if old is None:
            _insert(connection, number, values)
            new += 1
            continue
        connection.execute(update(claim).where(claim.c.id == old.id).values(values))
        same = _suggestion(old) == _suggestion_of(body)
        kept += same
        changed += not same
    gone = [row.id for row in known.values() if row.active]
    if gone:
        connection.execute(update(claim).where(claim.c.id.in_(gone)).values(active=False))
    return Change(record["id"], new, kept, changed, len(gone))


def _put_head(connection: Connection, record: Record, text: str, now: str) -> int:
    head = {name: value for name, value in record.items() if name != "claims"}
    values = {
        "title": record.get("title") or "",
        "url": record.get("url") or "",
        "author": record.get("author") or "",
        "published": record.get("published"),
        "text": text,
        "sha256": digest(text),
        "reference_version": record.get("reference_version") or "",
        "record": json.dumps(head, ensure_ascii=False),
        "imported_at": now,
    }
    number = connection.execute(select(document.c.number).where(document.c.id == record["id"])).scalar()
    if number is None:
        made = connection.execute(insert(document).values(id=record["id"], **values)).inserted_primary_key
        assert made is not None
        return int(made[0])
    connection.execute(update(document).where(document.c.number == number).values(values))
    return int(number)


def digest(text: str) -> str:
    """Return the SHA-256 of a text as it is stored.

    >>> digest("")[:8]
    'e3b0c442'
    """
    return sha256(text.encode("utf8", "surrogatepass")).hexdigest()


def _columns(body: Record, position: int) -> Record:
    suggestion = body.get("suggestion") or {}
    return {
        "id": body["id"],
        "position": position,
        "active": True,
        "quote": body["quote"],
        "kind": body["kind"],
        "outcome": suggestion.get("outcome") or "no_data",
        "as_published": suggestion.get("as_published") or "no_data",
        "indicator": suggestion.get("indicator"),
        "checkworthy": body.get("checkworthy", 1.0),
        "body": json.dumps(body, ensure_ascii=False),
    }


def _insert(connection: Connection, number: int, values: Record) -> None:
    taken = connection.execute(select(claim.c.document).where(claim.c.id == values["id"])).scalar()
    if taken is not None:
        raise InputError(
            f"claim {values['id']!r} belongs to another document already", hint="give each document an id of its own"
        )
    connection.execute(insert(claim).values(document=number, rev=0, note="", second_opinion=False, **values))


def _suggestion(row: Row[Any]) -> Record | None:
    return _suggestion_of(json.loads(row.body))


def _suggestion_of(body: Record) -> Record | None:
    suggestion = body.get("suggestion")
    return dict(suggestion) if suggestion else None
