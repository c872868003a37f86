"""What stands beside a claim: earlier verdicts on its figure, the same figure elsewhere, what a verdict rested on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import and_, select

from workbench.store import basis
from workbench.store.records import ClaimSummary, Precedent, Staleness
from workbench.store.schema import claim, document, verdict_event
from workbench.store.selecting import Sight, order, summary

if TYPE_CHECKING:
    from typing import Any

    from sqlalchemy.engine import Connection


def precedents(connection: Connection, claim_id: str, limit: int) -> list[Precedent]:
    """Return earlier verdicts on the same figure of the tables, newest first."""
    figure = select(claim.c.figure).where(claim.c.id == claim_id).scalar_subquery()
    sight = Sight()
    query = (
        sight.claims()
        .where(claim.c.figure == figure, claim.c.id != claim_id, claim.c.active, claim.c.rating.is_not(None))
        .order_by(claim.c.decided_at.desc())
        .limit(limit)
    )
    return [
        Precedent(
            row["id"], row["document_id"], row["document_title"], row["quote"], row["sentence"], row["rating"],
            row["note"], row["reviewer"] or "", row["decided_at"] or "", bool(row["stale"]),
        )
        for row in connection.execute(query).mappings()
    ]  # fmt: skip


def elsewhere(connection: Connection, claim_id: str, viewer: str | None) -> list[ClaimSummary]:
    """Return the other claims of the same document on the same figure, in text order."""
    here = select(claim.c.figure, claim.c.document).where(claim.c.id == claim_id)
    found = connection.execute(here).first()
    if found is None or found.figure is None:
        return []
    same = and_(claim.c.figure == found.figure, claim.c.document == found.document, claim.c.id != claim_id)
    query = Sight(viewer).claims().where(same, claim.c.active).order_by(claim.c.position)
    return [summary(row) for row in connection.execute(query).mappings()]


def resting_on(
    connection: Connection, series: tuple[str, str, str], viewer: str | None, limit: int
) -> list[ClaimSummary]:
    """Return the claims with a verdict that were linked to a series or used a row of it, newest verdict first."""
    sight = Sight(viewer)
    named = claim.c.body.contains(f'"indicator": {json.dumps(series[0], ensure_ascii=False)}', autoescape=True)
    query = sight.bodies().where(claim.c.active, sight.rating.is_not(None), named)
    found: list[ClaimSummary] = []
    for row in connection.execute(query.order_by(claim.c.decided_at.desc(), claim.c.id)).mappings():
        if len(found) < limit and series in basis.series(json.loads(row["body"])):
            found.append(summary(row))
    return found


def stale(connection: Connection, document_id: str) -> list[Staleness]:
    """Return the verdicts whose ground has changed, each with old and new."""
    sight = Sight()
    query = sight.bodies().where(claim.c.active, sight.stale).order_by(*order("document"))
    if document_id:
        query = query.where(document.c.id == document_id)
    return [_staleness(connection, dict(row)) for row in connection.execute(query).mappings().all()]


def _staleness(connection: Connection, row: dict[str, Any]) -> Staleness:
    given = select(verdict_event.c.detail).where(
        verdict_event.c.claim == row["id"], verdict_event.c.at == row["decided_at"],
        verdict_event.c.action.in_(("decide", "dismiss", "adjudicate")),
    )  # fmt: skip
    detail = connection.execute(given.order_by(verdict_event.c.number.desc())).scalar()
    old = json.loads(detail) if detail else {}
    new = basis.ground(json.loads(row["body"]), row["sentence"])
    return Staleness(summary(row), old, new, tuple(name for name in new if old.get(name) != new[name]))
