"""Verdicts on claims: one event a decision, never a change of what was written.

A claim is decided in lanes. Commonly all share one: whoever decides must have seen the newest event. Under blind
review each assigned reviewer has a lane of their own, in which only their own events count; when all have decided,
the claim is settled where they agree and disputed where they do not.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update

from workbench.errors import NotAllowed, RevisionConflict, StoreError
from workbench.store import basis
from workbench.store.schema import assignment, claim, document, opinion
from workbench.store.trail import Pen, events_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy.engine import Connection, Row

    from workbench.store.records import VerdictEvent

CHANGING = ("decide", "note", "dismiss", "reinstate", "undo", "read")
_FIELDS = ("rating", "note", "second_opinion", "dismissed")
_NOT_DECIDED = {"decided_at": None, "decided_on": None, "decided_basis": None}
_AT_ONCE = 500  # claims named in one statement


@dataclass(frozen=True, slots=True)
class State:
    """What holds of a claim, or in one reviewer's opinion."""

    rating: str | None = None
    note: str = ""
    second_opinion: bool = False
    dismissed: str | None = None


def _state(source: Any) -> State:
    return State(**{name: getattr(source, name) for name in _FIELDS})


@dataclass(frozen=True, slots=True)
class Reading:
    """A claim as read: its check record and what reviewers have corrected in it."""

    body: dict[str, Any]
    corrections: dict[str, Any]


class Lane:
    """Where a person's decisions on a claim count, within one transaction that holds the end of the trail."""

    def __init__(self, connection: Connection, claim_id: str, who: str, *, adjudicating: bool = False) -> None:
        self._connection = connection
        self._pen = Pen(connection)
        self._who = who
        self.row = claim_row(connection, claim_id)
        self.blind = self.row.phase == "blind"
        _must_be_open(connection, self.row, who, adjudicating=adjudicating)
        own = _opinion(connection, claim_id, who) if self.blind else None
        self._new = own is None
        self.state = _state(own) if own else State() if self.blind else _state(self.row)
        self._rev: int = own.rev if own else 0 if self.blind else self.row.rev
        self.reading = _reading(own if own is not None and own.body else self.row)

    def must_have_seen(self, rev: int) -> None:
        """Raise RevisionConflict when there is something newer than ``rev`` in this lane."""
        if rev != self._rev:
            raise _conflict(self.row, self._who)

    def write(
        self, action: str, state: State, at: str, *, reading: Reading | None = None, detail: Any = None,
        restores: VerdictEvent | None = None,
    ) -> VerdictEvent:  # fmt: skip
        """Append an event after which ``state`` (and ``reading``) holds; an undo ``restores`` an earlier verdict."""
        body = (reading or self.reading).body
        suggestion = body.get("suggestion") or {}
        told = basis.ground(body, self.row.sentence) if detail is None else detail
        event = self._pen.write(
            action, self._who, at,
            claim=self.row.id, rev=self.row.rev + 1, document=self.row.document_id, **_columns(state),
            suggested=told.get("outcome") or suggestion.get("outcome") or self.row.outcome,
            suggested_as_published=suggestion.get("as_published") or self.row.as_published,
            reference_version=self.row.reference_version, detail=told,
        )  # fmt: skip
        self._pen.close()
        values = _columns(state) | {"rev": event.rev}
        if self.blind:
            self._hold_own(values | _own_columns(event, reading or self.reading))
            return event
        values |= {"reviewer": self._who} | ({} if reading is None else held_reading(self.row, reading))
        if action == "undo":
            values |= _decided(restores, self.row)
        elif action not in ("note", "read"):
            values |= _decided(event, self.row)
        values |= {"phase": "adjudicated"} if action == "adjudicate" else {}
        self._connection.execute(update(claim).where(claim.c.id == self.row.id).values(values))
        return event

    def _hold_own(self, values: dict[str, Any]) -> None:
        mine = {"claim": self.row.id, "reviewer": self._who}
        if self._new:
            self._connection.execute(insert(opinion).values(**mine, **values))
        else:
            place = (opinion.c.claim == self.row.id, opinion.c.reviewer == self._who)
            self._connection.execute(update(opinion).where(*place).values(values))
        self._connection.execute(update(claim).where(claim.c.id == self.row.id).values(rev=values["rev"]))
        settle(self._connection, self.row.id)


def _must_be_open(connection: Connection, row: Row[Any], who: str, *, adjudicating: bool) -> None:
    if adjudicating and row.phase in ("", "blind"):
        raise StoreError("there are no independent verdicts to adjudicate", hint="ask for a blind review first")
    if row.phase == "blind" and who not in assigned(connection, row.id):
        raise NotAllowed("others review this claim independently", hint="wait until they have decided")
    if not adjudicating and row.phase not in ("", "blind"):
        raise NotAllowed("this claim has independent verdicts", hint="an adjudicator decides what holds")


def _columns(state: State) -> dict[str, Any]:
    return {name: getattr(state, name) for name in _FIELDS}


def _own_columns(event: VerdictEvent, held: Reading) -> dict[str, Any]:
    return {
        "at": event.at,
        "linked_row": basis.linked_row(held.body),
        "body": json.dumps(held.body, ensure_ascii=False),
        "corrections": _dumped(held.corrections),
    }


def _decided(event: VerdictEvent | None, row: Row[Any]) -> dict[str, Any]:
    """Return when and on which ground the verdict of an event was given; nothing when there is none."""
    if event is None or (event.rating is None and event.dismissed is None):
        return _NOT_DECIDED
    same = row.basis if event.suggested == row.outcome else ""
    ground = basis.of_ground(event.detail) if "sentence" in event.detail else same
    return {"decided_at": event.at, "decided_on": event.suggested, "decided_basis": ground}


def held_reading(row: Row[Any], reading: Reading) -> dict[str, Any]:
    """Return the columns of a claim that is read anew; what the extractor had read is kept."""
    if not reading.corrections:
        return {**basis.columns(reading.body, row.sentence), "corrections": None, "extracted": None}
    kept = row.extracted or row.body
    return {
        **basis.columns(reading.body, row.sentence), "corrections": _dumped(reading.corrections), "extracted": kept,
    }  # fmt: skip


def change(
    connection: Connection, claim_id: str, seen: int, action: str, who: str, at: str, to: Callable[[State], State]
) -> VerdictEvent:
    """Append an event that changes the state of a claim whose revision ``seen`` the person has looked at."""
    lane = Lane(connection, claim_id, who)
    lane.must_have_seen(seen)
    return lane.write(action, to(lane.state), at)


def read(connection: Connection, claim_id: str, seen: int, who: str, at: str, reading: Reading) -> VerdictEvent:
    """Append a reviewer's own reading of a claim; the verdict stays and is stale where it rests on another working."""
    lane = Lane(connection, claim_id, who)
    lane.must_have_seen(seen)
    detail = {
        "was": lane.reading.corrections, "corrections": reading.corrections,
        "body_was": lane.reading.body, "body": reading.body,
    }  # fmt: skip
    return lane.write("read", lane.state, at, reading=reading, detail=detail)


def undo(connection: Connection, claim_id: str, seen: int, who: str, at: str) -> VerdictEvent:
    """Take the newest event of a lane back by appending one that restores what held before it."""
    lane = Lane(connection, claim_id, who)
    lane.must_have_seen(seen)
    stack = standing(events_of(connection, claim_id), who if lane.blind else None)
    if not stack:
        raise StoreError("there is nothing to undo on this claim", hint="decide first")
    newest = stack.pop()
    before = next((_state(event) for event in reversed(stack)), State())
    verdict = next((event for event in reversed(stack) if event.action not in ("note", "read")), None)
    if newest.action != "read":
        return lane.write("undo", before, at, restores=verdict)
    back = Reading(newest.detail["body_was"], newest.detail["was"])
    return lane.write("undo", lane.state, at, reading=back, restores=verdict)


def standing(events: Sequence[VerdictEvent], who: str | None) -> list[VerdictEvent]:
    """Return the events that have not been undone, oldest first; of one person, where ``who`` is given.

    Nothing before the start of a blind review can be undone any more.
    """
    stack: list[VerdictEvent] = []
    for event in events:
        if event.action == "blind":
            stack.clear()
        elif event.action not in CHANGING or (who is not None and event.reviewer != who):
            continue
        elif event.action == "undo":
            stack.pop()
        else:
            stack.append(event)
    return stack


def settle(connection: Connection, claim_id: str) -> None:
    """Close a blind review once all who were assigned have decided."""
    opinions = [_opinion(connection, claim_id, who) for who in assigned(connection, claim_id)]
    done = [found for found in opinions if found is not None and (found.rating or found.dismissed)]
    if len(done) < len(opinions) or not done:
        return
    first = done[0]
    if any((o.rating, o.dismissed, o.linked_row) != (first.rating, first.dismissed, first.linked_row) for o in done):
        values: dict[str, Any] = {"phase": "disputed"}
    else:
        row = claim_row(connection, claim_id)
        read_as = held_reading(row, _reading(first)) if first.corrections else {}
        values = {
            "phase": "agreed", "rating": first.rating, "dismissed": first.dismissed,
            "reviewer": ", ".join(o.reviewer for o in done), "decided_at": max(o.at for o in done),
            "note": "\n".join(f"{o.reviewer}: {o.note}" for o in done if o.note),
            "second_opinion": any(o.second_opinion for o in done), **read_as,
        }  # fmt: skip
        values |= {"decided_on": values.get("outcome", row.outcome), "decided_basis": values.get("basis", row.basis)}
    connection.execute(update(claim).where(claim.c.id == claim_id).values(values))


def adjudicate(
    connection: Connection, claim_id: str, seen: int, state: State, who: str, at: str, reading_of: str | None
) -> VerdictEvent:
    """Decide what holds after independent verdicts; these are kept, ``reading_of`` names whose reading is taken."""
    lane = Lane(connection, claim_id, who, adjudicating=True)
    lane.must_have_seen(seen)
    if reading_of is None:
        return lane.write("adjudicate", state, at)
    chosen = _opinion(connection, claim_id, reading_of)
    if chosen is None:
        raise StoreError(f"{reading_of} gave no verdict on this claim", hint="name one of its reviewers")
    return lane.write("adjudicate", state, at, reading=_reading(chosen))


def set_blind(connection: Connection, pen: Pen, rows: Sequence[Row[Any]], who: str, at: str, *, blind: bool) -> None:
    """Start or end the blind review of claims; what was said before is set aside and stays in their history."""
    ids = [row.id for row in rows]
    connection.execute(delete(opinion).where(opinion.c.claim.in_(ids)))
    for row in rows:
        pen.write("blind", who, at, claim=row.id, rev=row.rev + 1, document=row.document_id, detail={"blind": blind})
    values = {**_columns(State()), **_NOT_DECIDED, "phase": "blind" if blind else "", "reviewer": None}
    connection.execute(update(claim).where(claim.c.id.in_(ids)).values(**values, rev=claim.c.rev + 1))


def blinded(connection: Connection, claim_id: str) -> bool:
    """Tell whether nobody may see yet what others say of a claim."""
    return connection.execute(select(claim.c.phase).where(claim.c.id == claim_id)).scalar() == "blind"


def assigned(connection: Connection, claim_id: str) -> list[str]:
    """Return who is assigned to a claim, in the order of their names."""
    query = select(assignment.c.reviewer).where(assignment.c.claim == claim_id).order_by(assignment.c.reviewer)
    return list(connection.execute(query).scalars())


def claim_row(connection: Connection, claim_id: str) -> Row[Any]:
    """Return a claim with its document's id and table version; raises StoreError when there is none of that id."""
    return next(claim_rows(connection, [claim_id]))[0]


def claim_rows(connection: Connection, claims: Sequence[str]) -> Iterator[list[Row[Any]]]:
    """Yield claims, each of another id, as ``claim_row`` does, in their order and some hundred at a time."""
    head = (document.c.reference_version, document.c.id.label("document_id"), document.c.withdrawn_at)
    for start in range(0, len(claims), _AT_ONCE):
        ids = claims[start : start + _AT_ONCE]
        query = select(claim, *head).join(document).where(claim.c.id.in_(ids))
        found = {row.id: row for row in connection.execute(query)}
        for claim_id in ids:
            if claim_id not in found:
                raise StoreError(
                    f"no claim {claim_id!r}", hint="it may have been stored elsewhere; open it from the queue"
                )
            if found[claim_id].withdrawn_at is not None:
                raise StoreError("its document was withdrawn", file=claim_id, hint="nothing more can be decided on it")
        yield [found[claim_id] for claim_id in ids]


def as_rated(rating: str | None, note: str, second_opinion: bool) -> Callable[[State], State]:  # noqa: FBT001 - a state
    """Return the change that a verdict makes: a claim that was dismissed is one again."""
    return lambda _: State(rating, note, second_opinion)


def as_dismissed(reason: str, note: str) -> Callable[[State], State]:
    """Return the change that a dismissal makes."""
    return lambda state: replace(state, rating=None, dismissed=reason, note=note or state.note)


def _opinion(connection: Connection, claim_id: str, who: str) -> Row[Any] | None:
    query = select(opinion).where(opinion.c.claim == claim_id, opinion.c.reviewer == who)
    return connection.execute(query).first()


def _reading(row: Row[Any]) -> Reading:
    return Reading(json.loads(row.body), json.loads(row.corrections or "{}"))


def _dumped(corrections: dict[str, Any]) -> str | None:
    return json.dumps(corrections, ensure_ascii=False) if corrections else None


def _conflict(row: Row[Any], who: str) -> RevisionConflict:
    if row.phase == "blind":
        return RevisionConflict("your own verdict has meanwhile changed, in another window", hint="look at it again")
    what = (
        f"rated it {row.rating!r}" if row.rating
        else f"dismissed it ({row.dismissed})" if row.dismissed
        else "changed how it is read, took the verdict back or left a note"
    )  # fmt: skip
    name = "your other window" if row.reviewer == who else row.reviewer
    return RevisionConflict(
        f"{name} has meanwhile {what}; your verdict was not stored", hint="look at the claim again and decide anew"
    )


def dismiss_many(connection: Connection, claims: Sequence[str], reason: str, note: str, who: str, at: str) -> int:
    """Dismiss the claims that are open to everybody and have no verdict."""
    pen = Pen(connection)
    count = 0
    for rows in claim_rows(connection, list(dict.fromkeys(claims))):
        free = [row for row in rows if not row.phase and row.rating is None and row.dismissed is None]
        for row in free:
            state = State(dismissed=reason, note=note or row.note, second_opinion=row.second_opinion)
            pen.write(
                "dismiss", who, at, claim=row.id, rev=row.rev + 1, document=row.document_id, **_columns(state),
                suggested=row.outcome, suggested_as_published=row.as_published,
                reference_version=row.reference_version, detail=basis.ground(json.loads(row.body), row.sentence),
            )  # fmt: skip
        values = {
            "dismissed": reason, "rev": claim.c.rev + 1, "reviewer": who, "decided_at": at,
            "decided_on": claim.c.outcome, "decided_basis": claim.c.basis, **({"note": note} if note else {}),
        }  # fmt: skip
        connection.execute(update(claim).where(claim.c.id.in_([row.id for row in free])).values(values))
        count += len(free)
    pen.close()
    return count


def comment(connection: Connection, claim_id: str, text: str, who: str, at: str) -> VerdictEvent:
    """Append a comment; it takes no revision, so it conflicts with nothing."""
    pen = Pen(connection)
    row = claim_row(connection, claim_id)
    event = pen.write("comment", who, at, claim=claim_id, document=row.document_id, note=text)
    pen.close()
    return event


def extracted(connection: Connection, claim_id: str) -> dict[str, Any]:
    """Return the check record of a claim as the extractor read it."""
    row = claim_row(connection, claim_id)
    body: dict[str, Any] = json.loads(row.extracted or row.body)
    return body
