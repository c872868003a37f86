"""The trail of everything people did: written once, read as history, activity and proof."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, select, update

from workbench.store import chain as links
from workbench.store.basis import compact, digest
from workbench.store.bulk import insert_many
from workbench.store.records import Activity, VerdictEvent
from workbench.store.schema import chain, claim, document, verdict_event

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import Connection, Row

_BLANK: dict[str, Any] = {
    "claim": None, "rev": None, "rating": None, "note": "", "second_opinion": False, "dismissed": None,
    "suggested": "", "suggested_as_published": "", "reference_version": "", "document": None,
}  # fmt: skip
_OPEN_WHILE_BLIND = ("import", "add", "assign", "blind")


class Pen:
    """Writes events at the end of the trail within one transaction.

    The end of the chain is locked first: what is read afterwards cannot change before our own write.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        head = connection.execute(select(chain).with_for_update()).one()
        self._hash, self._count = head.hash, head.events
        self._written: list[dict[str, Any]] = []

    def write(self, action: str, who: str, at: str, *, detail: Any = None, **fields: Any) -> VerdictEvent:
        """Add an event; it is stored with all others by ``close``."""
        told = None if detail is None else compact(detail)
        event = {
            **_BLANK,
            **fields,
            "form": links.NEWEST_FORM,
            "action": action,
            "reviewer": who,
            "at": at,
            "detail": told,
            "detail_sha256": None if told is None else digest(told),
            "prev_hash": self._hash,
        }
        event["hash"] = self._hash = links.link(event, self._hash)
        self._written.append(event)
        return _event(event)

    def close(self) -> None:
        """Store the events and the new end of the chain."""
        if self._written:
            insert_many(self._connection, verdict_event, self._written)
            count = self._count + len(self._written)
            self._connection.execute(update(chain).values(hash=self._hash, events=count))
            self._written = []


def events_of(connection: Connection, claim_id: str) -> list[VerdictEvent]:
    """Return the events of a claim, oldest first."""
    query = select(verdict_event).where(verdict_event.c.claim == claim_id).order_by(verdict_event.c.number)
    return [_event(dict(row)) for row in connection.execute(query).mappings()]


def history(connection: Connection, claim_id: str, viewer: str | None) -> list[VerdictEvent]:
    """Return the events of a claim that a viewer may see: under blind review none of another reviewer's."""
    from workbench.store.deciding import blinded

    found = events_of(connection, claim_id)
    if viewer is None or not blinded(connection, claim_id):
        return found
    return [event for event in found if event.reviewer == viewer or event.action in _OPEN_WHILE_BLIND]


def activity(
    connection: Connection, *, reviewer: str, document_id: str, limit: int, offset: int, viewer: str | None
) -> list[Activity]:
    """Return who did what, newest first; under blind review without what others say."""
    query = (
        select(verdict_event, claim.c.quote, claim.c.phase, document.c.title)
        .select_from(verdict_event.outerjoin(claim, verdict_event.c.claim == claim.c.id))
        .outerjoin(document, document.c.id == verdict_event.c.document)
        .order_by(verdict_event.c.number.desc())
        .limit(limit)
        .offset(offset)
    )
    if reviewer:
        query = query.where(verdict_event.c.reviewer == reviewer)
    if document_id:
        query = query.where(verdict_event.c.document == document_id)
    return [_activity(row, hidden=row.phase == "blind" and row.reviewer != viewer) for row in connection.execute(query)]


def _activity(row: Row[Any], *, hidden: bool) -> Activity:
    return Activity(
        at=row.at, reviewer=row.reviewer, action=row.action, claim=row.claim, quote=row.quote or "",
        document_id=row.document, document_title=row.title or "", note="" if hidden else row.note,
        rating=None if hidden else row.rating,
    )  # fmt: skip


def length(connection: Connection) -> int:
    """Return how many events the trail has."""
    return int(connection.execute(select(chain.c.events)).scalar_one())


def tally(connection: Connection) -> dict[str, dict[str, int]]:
    """Count the events of each person by action."""
    query = select(verdict_event.c.reviewer, verdict_event.c.action, func.count()).group_by(
        verdict_event.c.reviewer, verdict_event.c.action
    )
    found: dict[str, dict[str, int]] = {}
    for who, action, count in connection.execute(query.order_by(verdict_event.c.reviewer, verdict_event.c.action)):
        found.setdefault(who, {})[action] = count
    return found


def faults(connection: Connection) -> Iterator[str]:
    """Yield what is wrong: first the chain, then what stands beside it and does not agree with it."""
    head = connection.execute(select(chain)).one()
    rows = connection.execute(select(verdict_event).order_by(verdict_event.c.number)).mappings().all()
    withdrawn = {row["document"] for row in rows if row["action"] == "withdraw"}
    yield from links.faults([dict(row) for row in rows], head.hash, head.events, withdrawn)
    yield from _disagreeing_claims(connection)
    yield from _changed_texts(connection)


def _disagreeing_claims(connection: Connection) -> Iterator[str]:
    """A claim that shows another verdict than its newest event gave it was changed behind the trail's back."""
    event = verdict_event.c
    newest = select(event.claim, func.max(event.rev).label("rev")).group_by(event.claim).subquery()
    told = and_(event.claim == newest.c.claim, event.rev == newest.c.rev)
    query = (
        select(claim.c.id, claim.c.rating, claim.c.rev, event.rating.label("told"), event.rev.label("told_rev"))
        .select_from(claim.outerjoin(newest, newest.c.claim == claim.c.id).outerjoin(verdict_event, told))
        .where(claim.c.phase.in_(("", "adjudicated")))
        .order_by(claim.c.id)
    )
    for row in connection.execute(query):
        if (row.rating, row.rev) != (row.told, row.told_rev or 0):
            yield (
                f"claim {row.id} shows {row.rating!r} at revision {row.rev}, "
                f"its trail says {row.told!r} at {row.told_rev or 0}"
            )


def _changed_texts(connection: Connection) -> Iterator[str]:
    query = select(document.c.id, document.c.text, document.c.sha256).where(document.c.withdrawn_at.is_(None))
    for document_id, text, sha256 in connection.execute(query.order_by(document.c.number)):
        if digest(text) != sha256:
            yield f"the text of document {document_id} was changed after it was stored"


def _event(values: dict[str, Any] | Row[Any]) -> VerdictEvent:
    row = dict(values)
    detail = row["detail"]
    names = VerdictEvent.__slots__
    return VerdictEvent(**{**{name: row[name] for name in names}, "detail": json.loads(detail) if detail else {}})
