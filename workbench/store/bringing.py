"""Verdicts that were given elsewhere, brought in beside what is there: nothing is overwritten, each conflict told."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from workbench.errors import StoreError
from workbench.store import basis
from workbench.store.deciding import Lane, State, claim_row
from workbench.store.records import DISMISSALS, Returned
from workbench.store.team import must_be
from workbench.store.trail import Pen

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Row

    from workbench.ratings import Scale
    from workbench.store.records import Verdict


def bring_in(connection: Connection, scale: Scale, verdict: Verdict, by: str | None, now: str) -> Returned:
    """Store a verdict on a claim that has none; raises NotAllowed where ``by`` may not speak for its reviewer.

    What its reviewer saw is kept with it: where that is not what holds now, the verdict is stale at once.
    """
    if by is not None:
        must_be(connection, by, "reviewer" if verdict.reviewer in ("", by) else "owner")
    Pen(connection)  # takes its turn: nobody decides between our look at the claim and our verdict
    refusal = _refusal(scale, verdict)
    if refusal:
        return Returned(verdict.claim, "refused", refusal)
    try:
        row = claim_row(connection, verdict.claim)
    except StoreError as error:
        return Returned(verdict.claim, "unknown", f"{error.message}: import its document first")
    given = State(verdict.rating, verdict.note, verdict.second_opinion, verdict.dismissed)
    if row.phase:
        return Returned(verdict.claim, "conflict", "it has independent verdicts, or awaits them")
    if row.rating is None and row.dismissed is None:
        _store(connection, row, verdict, given, by, now)
        return Returned(verdict.claim, "stored")
    if (row.rating, row.note, row.dismissed) == (given.rating, given.note, given.dismissed):
        return Returned(verdict.claim, "same")
    return Returned(verdict.claim, "conflict", f"{_told(row)} is here, {_told(verdict)} was brought")


def _refusal(scale: Scale, verdict: Verdict) -> str:
    if verdict.rating is not None and scale.get(verdict.rating) is None:
        return f"no rating {verdict.rating!r}: one of " + ", ".join(step.code for step in scale.steps)
    if verdict.dismissed is not None and verdict.dismissed not in DISMISSALS:
        return f"no reason {verdict.dismissed!r}: one of " + ", ".join(DISMISSALS)
    if verdict.rating is None and verdict.dismissed is None:
        return "neither a rating nor a dismissal"
    try:
        datetime.fromisoformat(verdict.at or "2000-01-01")
    except ValueError:
        return f"no date {verdict.at!r}: write it as 2022-12-30 or 2022-12-30T16:16:00+00:00"
    return ""


def _store(connection: Connection, row: Row[Any], verdict: Verdict, given: State, by: str | None, now: str) -> None:
    lane = Lane(connection, row.id, verdict.reviewer or by or "")
    ground = basis.ground(json.loads(row.body), row.sentence)
    # An empty cell is a value that was not known.
    seen = {name: told or None for name, told in verdict.ground.items() if (told or None) != (ground[name] or None)}
    detail = {**ground, **seen, "brought_in_by": by or "", "brought_in_at": now}
    action = "dismiss" if verdict.dismissed else "decide"
    lane.write(action, given, verdict.at or now, detail=detail)


def _told(holder: Any) -> str:
    what = f"dismissed ({holder.dismissed})" if holder.dismissed else repr(holder.rating)
    who = f" by {holder.reviewer}" if holder.reviewer else ""
    note = " ".join(holder.note.split())
    shown = note if len(note) <= 60 else note[:59] + "…"
    return what + who + (f" ({shown})" if shown and not holder.dismissed else "")
