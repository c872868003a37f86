"""Write to the trail of verdicts: one event a decision, never a change of what was written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from workbench.errors import RevisionConflict, StoreError
from workbench.store.chain import link
from workbench.store.records import VerdictEvent
from workbench.store.schema import chain, claim, document, verdict_event

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Row

    State = tuple[str | None, str, bool]

_NOTHING: tuple[None, str, bool] = (None, "", False)


def append(
    connection: Connection, claim_id: str, seen: int, action: str, state: State, who: str, at: str
) -> VerdictEvent:
    """Append an event at revision ``seen + 1``.

    Raises RevisionConflict when another event has that revision: it tells who decided what, and nothing is written.
    """
    # The row lock comes first: what is read after it cannot change before our own write.
    head = connection.execute(select(chain).with_for_update()).one()
    row = _claim(connection, claim_id)
    if row.rev != seen:
        raise _conflict(row)
    rating, note, second_opinion = state
    event: dict[str, Any] = {
        "claim": claim_id,
        "rev": seen + 1,
        "action": action,
        "rating": rating,
        "note": note,
        "second_opinion": second_opinion,
        "reviewer": who,
        "at": at,
        "suggested": row.outcome,
        "suggested_as_published": row.as_published,
        "reference_version": row.reference_version,
        "prev_hash": head.hash,
    }
    event["hash"] = link(event, head.hash)
    connection.execute(insert(verdict_event).values(event))
    connection.execute(update(chain).values(hash=event["hash"], events=head.events + 1))
    connection.execute(update(claim).where(claim.c.id == claim_id).values(_newest(event, row)))
    return VerdictEvent(**event)


def _newest(event: dict[str, Any], row: Row[Any]) -> dict[str, Any]:
    """Return the claim's columns after an event; a note leaves the day and the ground of the verdict as they were."""
    values = {name: event[name] for name in ("rev", "rating", "note", "second_opinion", "reviewer")}
    if event["action"] == "note" and row.rating is not None:
        return values
    decided = event["rating"] is not None
    return values | {
        "decided_at": event["at"] if decided else None,
        "decided_on": event["suggested"] if decided else None,
    }


def before(events: list[VerdictEvent]) -> tuple[State, int] | None:
    """Return what held before the newest event that is not undone, and its revision; ``None`` when nothing is left."""
    stack: list[tuple[State, int]] = []
    for event in events:
        if event.action == "undo":
            stack.pop()
        else:
            stack.append(((event.rating, event.note, event.second_opinion), event.rev))
    if not stack:
        return None
    return (stack[-2][0] if len(stack) > 1 else _NOTHING), stack[-1][1]


def events_of(connection: Connection, claim_id: str) -> list[VerdictEvent]:
    """Return the events of a claim, oldest first."""
    rows = connection.execute(
        select(verdict_event).where(verdict_event.c.claim == claim_id).order_by(verdict_event.c.rev)
    )
    return [_event(row) for row in rows]


def _event(row: Row[Any]) -> VerdictEvent:
    values = dict(row._mapping)  # noqa: SLF001 - a public name of SQLAlchemy in spite of its underscore
    del values["number"]
    return VerdictEvent(**values)


def _claim(connection: Connection, claim_id: str) -> Row[Any]:
    found = connection.execute(
        select(claim, document.c.reference_version).join(document).where(claim.c.id == claim_id)
    ).first()
    if found is None:
        raise StoreError(f"no claim {claim_id!r}", hint="it may have been stored elsewhere; open it from the queue")
    return found


def _conflict(row: Row[Any]) -> RevisionConflict:
    what = f"rated it {row.rating!r}" if row.rating else "took the verdict back or left a note"
    return RevisionConflict(
        f"{row.reviewer} has meanwhile {what}; your verdict was not stored",
        hint="look at the claim again and decide anew",
    )
