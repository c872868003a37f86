"""Which claims to list, in which order, and what a viewer may see of each: one query for a page of the queue."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, literal, or_, select

from workbench.store.records import ClaimSummary, Filter, StoredClaim
from workbench.store.schema import assignment, claim, document, opinion

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from workbench.ratings import Scale

WORTHY = 0.5
DECIDED = ("supported", "close", "contradicted", "mixed")  # outcomes by which the tables answer
_ORDERS: dict[str, tuple[ColumnElement[Any], ...]] = {
    "document": (),
    "checkworthy": (claim.c.checkworthy.desc(),),
    "outcome": (claim.c.outcome,),
    "newest": (claim.c.decided_at.is_(None), claim.c.decided_at.desc()),
}
_NAMES = tuple(field.name for field in fields(ClaimSummary))


class Sight:
    """What a viewer sees of claims: of those under blind review only their own opinion; ``None`` sees no opinion."""

    def __init__(self, viewer: str | None = None) -> None:
        self.viewer = viewer
        self._own = opinion.alias("own")
        self._blind = claim.c.phase == "blind"
        self.rating = self._seen("rating")
        self.dismissed = self._seen("dismissed")

    def _seen(self, name: str, without: Any = None) -> ColumnElement[Any]:
        if self.viewer is None:
            return claim.c[name]
        own = self._own.c[name] if without is None else func.coalesce(self._own.c[name], without)
        return case((self._blind, own), else_=claim.c[name])

    @property
    def stale(self) -> ColumnElement[bool]:
        """Whether a verdict rests on another ground than the one that holds now."""
        decided = or_(claim.c.rating.is_not(None), claim.c.dismissed.is_not(None))
        return and_(decided, claim.c.decided_basis.is_not(None), claim.c.decided_basis != claim.c.basis)

    def claims(self, *more: ColumnElement[Any]) -> Select[Any]:
        """Return the query of claim summaries."""
        shown = {
            "document_id": document.c.id, "document_title": document.c.title, "published": document.c.published,
            "rev": self._seen("rev", 0), "note": self._seen("note", ""), "rating": self.rating,
            "second_opinion": self._seen("second_opinion", false()), "dismissed": self.dismissed,
            "stale": self.stale, "corrected": claim.c.corrections.is_not(None),
        }  # fmt: skip
        columns = [shown[name].label(name) if name in shown else claim.c[name] for name in _NAMES]
        return self.joined(select(*columns, *more))

    def bodies(self, *more: ColumnElement[Any]) -> Select[Any]:
        """Return the query of claims with their check records."""
        return self.claims(
            *more, self._seen_or_claim("body").label("body"), self._seen_or_claim("corrections").label("corrections")
        )

    def _seen_or_claim(self, name: str) -> ColumnElement[Any]:
        if self.viewer is None:
            return claim.c[name]
        return case((and_(self._blind, self._own.c.body.is_not(None)), self._own.c[name]), else_=claim.c[name])

    def joined(self, query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
        """Join a query's claims to their documents and the viewer's own opinions."""
        query = query.select_from(claim.join(document, claim.c.document == document.c.number))
        if self.viewer is None:
            return query
        return query.outerjoin(self._own, and_(self._own.c.claim == claim.c.id, self._own.c.reviewer == self.viewer))

    def open(self) -> ColumnElement[bool]:
        """Whether the viewer is asked for a verdict."""
        undecided = and_(self.rating.is_(None), self.dismissed.is_(None), claim.c.phase != "disputed")
        if self.viewer is None:
            return undecided
        return and_(undecided, or_(claim.c.phase != "blind", _assigned_to(self.viewer)))

    def in_state(self, state: str) -> ColumnElement[bool]:
        """Whether a claim is in one of the states of ``records.STATES``."""
        foretold = claim.c.as_published == "not_due"
        conditions: dict[str, ColumnElement[bool]] = {
            "open": self.open(),
            "decided": self.rating.is_not(None),
            "stale": self.stale,
            "second_opinion": claim.c.second_opinion.is_(True),
            "dismissed": self.dismissed.is_not(None),
            "blind": self._blind,
            "disputed": claim.c.phase == "disputed",
            "corrected": claim.c.corrections.is_not(None),
            "changed": claim.c.replaces.is_not(None),
            "added": claim.c.added_by.is_not(None),
            "waiting": or_(claim.c.outcome == "not_due", and_(foretold, claim.c.outcome == "no_data")),
            "due": and_(foretold, claim.c.outcome.in_(DECIDED)),
        }
        return conditions[state]

    def conditions(self, chosen: Filter, scale: Scale) -> list[ColumnElement[bool]]:
        """Return what a filter asks for."""
        found: list[ColumnElement[bool]] = [claim.c.active]
        if chosen.worthy_only:
            found.append(claim.c.checkworthy >= WORTHY)
        if chosen.document:
            found.append(document.c.id == chosen.document)
        if chosen.state:
            found.append(self.in_state(chosen.state))
        if chosen.state != "dismissed":
            found.append(self.dismissed.is_(None))
        if chosen.rating:
            found.append(self.rating == chosen.rating)
        if chosen.assigned:
            found.append(_assigned_to(chosen.assigned))
        if chosen.disagreement:
            found.append(self._against_suggestion(scale))
        wanted = {name: getattr(chosen, name) for name in ("outcome", "kind", "indicator", "reviewer")}
        found += [claim.c[name] == value for name, value in wanted.items() if value]
        if chosen.text:
            found.append(claim.c.sentence.icontains(chosen.text, autoescape=True))
        return found

    def _against_suggestion(self, scale: Scale) -> ColumnElement[bool]:
        against = [
            and_(self.rating == step.code, claim.c.outcome.in_(step.opposes)) for step in scale.steps if step.opposes
        ]
        return or_(literal(value=False), *against)


def _assigned_to(reviewer: str) -> ColumnElement[bool]:
    mine = select(assignment.c.claim).where(assignment.c.claim == claim.c.id, assignment.c.reviewer == reviewer)
    return mine.exists()


def order(name: str) -> Sequence[ColumnElement[Any]]:
    """Return the order of the queue; claims of one place come in text order."""
    return (*_ORDERS.get(name, ()), claim.c.document, claim.c.position)


def summary(row: Mapping[Any, Any]) -> ClaimSummary:
    """Return the record of a row of ``Sight.claims``."""
    return ClaimSummary(
        **{name: row[name] for name in _NAMES} | {"stale": bool(row["stale"]), "corrected": bool(row["corrected"])}
    )


def stored(row: Mapping[Any, Any]) -> StoredClaim:
    """Return the record of a row of ``Sight.bodies``."""
    parsed = {"body": json.loads(row["body"]), "corrections": json.loads(row["corrections"] or "{}")}
    flags = {"stale": bool(row["stale"]), "corrected": bool(row["corrected"])}
    return StoredClaim(**{name: row[name] for name in _NAMES} | flags | parsed)


def count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """Return how many rows of a group meet a condition."""
    return func.count(func.nullif(condition, false()))
