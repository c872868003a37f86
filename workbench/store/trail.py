"""The trail of everything people did: written once, read as history, activity and proof."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, or_, select, update

from workbench.store import chain as links
from workbench.store.basis import compact, digest
from workbench.store.bulk import insert_many
from workbench.store.records import Activity, VerdictEvent
from workbench.store.schema import chain, claim, document, opinion, verdict_event

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import Connection, Row

_BLANK: dict[str, Any] = {
    "claim": None, "rev": None, "rating": None, "note": "", "second_opinion": False, "dismissed": None,
    "suggested": "", "suggested_as_published": "", "reference_version": "", "document": None,
}  # fmt: skip
_AT_ONCE = 1_000  # events held in memory while the trail is proved
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
    event = verdict_event.c
    head = connection.execute(select(chain)).one()
    gone = select(event.document).where(event.action == "withdraw")
    withdrawn = set(connection.execute(gone).scalars())
    in_order = select(verdict_event).order_by(event.number).execution_options(yield_per=_AT_ONCE)
    rows = (dict(row) for row in connection.execute(in_order).mappings())
    yield from links.faults(rows, head.hash, head.events, withdrawn)
    yield from _disagreeing_claims(connection)
    yield from _disagreeing_opinions(connection)
    yield from _changed_texts(connection)


def _disagreeing_claims(connection: Connection) -> Iterator[str]:
    """A claim that shows another verdict than its newest event gave it was changed behind the trail's back."""
    event = verdict_event.c
    newest = select(event.claim, func.max(event.rev).label("rev")).group_by(event.claim).subquery()
    told = and_(event.claim == newest.c.claim, event.rev == newest.c.rev)
    here = (claim.c.rev, claim.c.rating, claim.c.dismissed, claim.c.note, claim.c.second_opinion)
    there = (event.rev, event.rating, event.dismissed, event.note, event.second_opinion)
    query = (
        select(claim.c.id, *here, *(column.label(f"told_{column.name}") for column in there))
        .select_from(claim.outerjoin(newest, newest.c.claim == claim.c.id).outerjoin(verdict_event, told))
        .where(claim.c.phase.in_(("", "adjudicated")))
        .order_by(claim.c.id)
    )
    for row in connection.execute(query):
        _, *shown = row[: len(here) + 1]
        in_trail = list(row[len(here) + 1 :]) if row.told_rev else [0, None, None, "", False]
        if shown != in_trail:
            other = (
                "" if (row.rating, row.rev) != (row.told_rating, row.told_rev or 0) else " with another note or mark"
            )
            yield (
                f"claim {row.id} shows {row.rating!r} at revision {row.rev}, "
                f"its trail says {row.told_rating!r} at {row.told_rev or 0}{other}"
            )


def _disagreeing_opinions(connection: Connection) -> Iterator[str]:
    """An independent verdict is that of its event, and what reviewers agree on is what each of them said."""
    mine, event = opinion.c, verdict_event.c
    place = and_(event.claim == mine.claim, event.rev == mine.rev, event.reviewer == mine.reviewer)
    same = [event[name].is_not_distinct_from(mine[name]) for name in ("rating", "dismissed", "note", "second_opinion")]
    told = select(event.number).where(place, *same).exists()
    for row in connection.execute(select(mine.claim, mine.reviewer).where(~told).order_by(mine.claim, mine.reviewer)):
        yield f"the verdict of {row.reviewer} on claim {row.claim} is not that of the trail"
    other = or_(mine.rating.is_distinct_from(claim.c.rating), mine.dismissed.is_distinct_from(claim.c.dismissed))
    agreed = (
        select(claim.c.id).join(opinion, mine.claim == claim.c.id).where(claim.c.phase == "agreed", other).distinct()
    )
    for claim_id in connection.execute(agreed.order_by(claim.c.id)).scalars():
        yield f"claim {claim_id} shows another verdict than its reviewers agreed on"


def _changed_texts(connection: Connection) -> Iterator[str]:
    query = select(document.c.id, document.c.text, document.c.sha256).where(document.c.withdrawn_at.is_(None))
    query = query.execution_options(yield_per=10)
    for document_id, text, sha256 in connection.execute(query.order_by(document.c.number)):
        if digest(text) != sha256:
            yield f"the text of document {document_id} was changed after it was stored"


def _event(values: dict[str, Any] | Row[Any]) -> VerdictEvent:
    row = dict(values)
    detail = row["detail"]
    names = VerdictEvent.__slots__
    return VerdictEvent(**{**{name: row[name] for name in names}, "detail": json.loads(detail) if detail else {}})
