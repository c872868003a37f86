"""Put a check record into the store: new claims in, verdicts of unchanged ones kept, the rest told."""

from __future__ import annotations

import json
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, null, select, update

from workbench.errors import InputError, NotStored, StoreError
from workbench.store import basis
from workbench.store.bulk import insert_many
from workbench.store.records import Change
from workbench.store.schema import claim, document, opinion, verdict_event
from workbench.store.trail import Pen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.engine import Connection, Row

    Record = dict[str, Any]

_ALIKE = 0.75


def put_document(
    connection: Connection, record: Record, text: str, readings: Mapping[str, Record], who: str, now: str
) -> Change:
    """Write a document and its claims.

    A claim that was there keeps its verdict; one that is gone is set aside. ``readings`` are the check records of
    claims that a person added or reads otherwise than the extractor. A new claim in a sentence that had another
    figure replaces the claim on that figure.
    """
    pen = Pen(connection)
    number = _put_head(connection, record, text, now)
    before = select(claim).where(claim.c.document == number).order_by(claim.c.position, claim.c.id)
    known = {row.id: row for row in connection.execute(before)}
    extracted = {body["id"] for body in record["claims"]}
    added = [_added(row, readings, text) for row in known.values() if row.added_by and row.id not in extracted]
    bodies = sorted([*record["claims"], *filter(None, added)], key=lambda body: body["start"])
    new, kept, changed = [], 0, 0
    for position, body in enumerate(bodies):
        values = {"position": position, "active": True, **basis.columns(body, basis.sentence_of(body, text))}
        old = known.pop(body["id"], None)
        if old is None:
            new.append({"id": body["id"], **values})
            continue
        same = old.basis == _put_again(connection, old, values, readings.get(old.id))
        kept += same
        changed += not same
    gone = [row for row in known.values() if row.active]
    _insert(connection, number, new, gone)
    if gone:
        ids = [row.id for row in gone]
        connection.execute(update(claim).where(claim.c.id.in_(ids)).values(active=False))
    told = Change(record["id"], len(new), kept, changed, len(gone), _same_words(connection, number, text))
    detail = {"sha256": basis.digest(text), "new": told.new, "kept": kept, "changed": changed, "gone": told.gone}
    version = record.get("reference_version") or ""
    pen.write("import", who, now, document=record["id"], reference_version=version, detail=detail)
    pen.close()
    return told


def _put_head(connection: Connection, record: Record, text: str, now: str) -> int:
    head = {name: value for name, value in record.items() if name != "claims"}
    values = {
        "title": record.get("title") or "",
        "url": record.get("url") or "",
        "author": record.get("author") or "",
        "published": record.get("published"),
        "text": text,
        "sha256": basis.digest(text),
        "words_sha256": basis.words_digest(text),
        "reference_version": record.get("reference_version") or "",
        "record": json.dumps(head, ensure_ascii=False),
        "imported_at": now,
        "withdrawn_at": None,
    }
    number = connection.execute(select(document.c.number).where(document.c.id == record["id"])).scalar()
    if number is None:
        made = connection.execute(insert(document).values(id=record["id"], **values)).inserted_primary_key
        assert made is not None
        return int(made[0])
    connection.execute(update(document).where(document.c.number == number).values(values))
    return int(number)


def _added(row: Row[Any], readings: Mapping[str, Record], text: str) -> Record | None:
    """Return the check record of a claim that a person added, if its words still stand in the text."""
    body = readings.get(row.id) or json.loads(row.body)
    return body if body and text[body["start"] : body["end"]] == body["quote"] else None


def _put_again(connection: Connection, old: Row[Any], values: Record, reading: Record | None) -> str:
    """Write a claim that is known; where a reviewer reads it otherwise, the extractor's reading is kept beside."""
    if old.corrections and not old.added_by:
        mine = reading or json.loads(old.body)
        place = {name: values[name] for name in ("position", "active")}
        values = {**place, **basis.columns(mine, values["sentence"]), "extracted": values["body"]}
    connection.execute(update(claim).where(claim.c.id == old.id).values(values))
    return str(values["basis"])


def _insert(connection: Connection, number: int, new: list[Record], gone: list[Row[Any]]) -> None:
    ids = [values["id"] for values in new]
    taken = connection.execute(select(claim.c.id).where(claim.c.id.in_(ids))).scalar()
    if taken is not None:
        raise InputError(f"claim {taken!r} belongs to another document already", hint="give each document its own id")
    left = list(gone)
    for values in new:
        old = _predecessor(values, left)
        if old is not None:
            left.remove(old)
        blank = {"document": number, "rev": 0, "note": "", "second_opinion": False}
        values |= {**blank, "replaces": old.id if old is not None else None}
    if new:
        insert_many(connection, claim, new)


def _predecessor(values: Record, gone: list[Row[Any]]) -> Row[Any] | None:
    """Return the claim of the earlier text that stood in much the same sentence, if any."""
    same_kind = [row for row in gone if row.kind == values["kind"] and row.sentence]
    scored = [(SequenceMatcher(None, row.sentence, values["sentence"]).ratio(), row) for row in same_kind]
    best = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    return best[1] if best[0] >= _ALIKE else None


def _same_words(connection: Connection, number: int, text: str) -> str | None:
    query = select(document.c.id).where(
        document.c.words_sha256 == basis.words_digest(text), document.c.number != number,
        document.c.withdrawn_at.is_(None),
    )  # fmt: skip
    return connection.execute(query.order_by(document.c.number)).scalar()


def put_claim(connection: Connection, document_id: str, body: Record, who: str, now: str) -> None:
    """Write a claim that a person has added, at its place in the text."""
    pen = Pen(connection)
    found = _present(connection, document_id)
    here = claim.c.document == found.number
    known = list(connection.execute(select(claim.c.id, claim.c.body, claim.c.position, claim.c.active).where(here)))
    if body["id"] in [row.id for row in known if row.active]:
        raise StoreError("this claim is there already", file=body["id"], hint="open it from the text")
    before = [row for row in known if row.active and json.loads(row.body)["start"] <= body["start"]]
    position = max((row.position + 1 for row in before), default=0)
    connection.execute(update(claim).where(here, claim.c.position >= position).values(position=claim.c.position + 1))
    values = {"position": position, "active": True, **basis.columns(body, basis.sentence_of(body, found.text))}
    if body["id"] in [row.id for row in known]:
        connection.execute(update(claim).where(claim.c.id == body["id"]).values(**values, added_by=who))
    else:
        blank = {"document": found.number, "rev": 0, "note": "", "second_opinion": False, "added_by": who}
        connection.execute(insert(claim).values(id=body["id"], **blank, **values))
    pen.write("add", who, now, claim=body["id"], document=document_id, detail={"body": body})
    pen.close()


def _present(connection: Connection, document_id: str) -> Row[Any]:
    found = connection.execute(select(document).where(document.c.id == document_id)).first()
    if found is None or found.withdrawn_at is not None:
        raise NotStored(f"no document {document_id!r}", hint="choose one from the list of documents")
    return found


def withdraw(connection: Connection, document_id: str, reason: str, who: str, now: str) -> None:
    """Remove a document's text and all that repeats it; its decisions and their hashes stay."""
    pen = Pen(connection)
    found = _present(connection, document_id)
    mine = select(claim.c.id).where(claim.c.document == found.number)
    blank = {"active": False, "quote": "", "sentence": "", "body": "{}", "extracted": None, "corrections": None}
    connection.execute(update(opinion).where(opinion.c.claim.in_(mine)).values(body=None, corrections=None))
    connection.execute(update(claim).where(claim.c.document == found.number).values(blank))
    connection.execute(update(verdict_event).where(verdict_event.c.document == document_id).values(detail=null()))
    gone = {"text": "", "record": "{}", "withdrawn_at": now, "words_sha256": ""}
    connection.execute(update(document).where(document.c.number == found.number).values(gone))
    pen.write("withdraw", who, now, document=document_id, note=reason)
    pen.close()
