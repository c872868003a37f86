"""Who may do what, who is asked for which claim, and how far independent reviewers agree."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, exists, insert, select

from workbench.agreement import krippendorff_alpha
from workbench.errors import NotAllowed, StoreError
from workbench.store import deciding, selecting
from workbench.store.bulk import insert_many
from workbench.store.records import Agreement, Disagreement, Member, Opinion
from workbench.store.schema import assignment, claim, document, member, opinion
from workbench.store.trail import Pen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sqlalchemy.engine import Connection, Row

    from workbench.store.opening import Database
    from workbench.store.records import VerdictEvent

ROLES = ("reviewer", "adjudicator", "owner")
SOLO = "owner"


class Team:
    """The people of a store, as ``Store.team``.

    A store without members is one person's own: whoever opens it may do everything. From the first member on, who
    must be an owner, nobody without a role may read or write. An adjudicator may do what a reviewer may, and besides
    assign claims and adjudicate; an owner may also give roles and withdraw documents.
    """

    def __init__(self, database: Database, now: Callable[[], str]) -> None:
        self._database = database
        self._now = now

    def members(self, *, viewer: str | None = None) -> list[Member]:
        """Return all members by name; empty for a store that is one person's own."""
        with reading(self._database, viewer) as connection:
            rows = connection.execute(select(member).order_by(member.c.name))
            return [Member(row.name, row.role, row.by, row.at) for row in rows]

    def role(self, name: str) -> str | None:
        """Return the role of a person: ``owner`` in a store without members, ``None`` for a stranger to a team."""
        with self._database.reading() as connection:
            return role_of(connection, name)

    def admit(self, name: str) -> str:
        """Return the role of a person; raises NotAllowed for a stranger to a team."""
        with self._database.reading() as connection:
            return must_be(connection, name, "reviewer")

    def found(self, name: str) -> bool:
        """Make a store without members a team whose owner is ``name``; returns whether it was made now.

        Raises NotAllowed for a team that has other owners.
        """
        with self._database.reading() as connection:
            role = role_of(connection, name)
            owners = connection.execute(select(member.c.name).where(member.c.role == "owner")).scalars().all()
        if not owners:
            self.set_role(name, "owner", by=name)
        elif role != "owner":
            raise NotAllowed(f"the team has an owner: {', '.join(owners)}", hint=f"ask them to make {name} one")
        return not owners

    def set_role(self, name: str, role: str | None, *, by: str) -> None:
        """Give a person a role, or take it (``None``); raises NotAllowed when ``by`` is no owner.

        The first member makes the team and must be an owner; the last owner stays one.
        """
        name = name.strip()
        if role is not None and role not in ROLES:
            raise StoreError(f"no role {role!r}", hint="one of " + ", ".join(ROLES))
        if not name:
            raise StoreError("a member needs a name", hint="give the name that signing in gives")
        with self._database.writing() as connection:
            pen = Pen(connection)
            must_be(connection, by, "owner")
            _must_keep_an_owner(connection, name, role)
            at = self._now()
            connection.execute(delete(member).where(member.c.name == name))
            if role is not None:
                connection.execute(insert(member).values(name=name, role=role, by=by, at=at))
            pen.write("role", by, at, detail={"name": name, "role": role})
            pen.close()

    def assign(self, claims: Iterable[str], reviewers: Sequence[str], *, by: str, blind: bool = False) -> int:
        """Ask reviewers for a verdict on claims, instead of whoever was asked before; returns how many claims.

        ``blind`` asks two or more for independent verdicts: none sees what the others say until all have decided,
        and an earlier verdict is set aside. Nobody (``[]``) takes an assignment back.
        """
        names = sorted({name.strip() for name in reviewers if name.strip()})
        if blind and len(names) < 2:
            raise StoreError("a blind review needs two reviewers or more", hint="name another")
        with self._database.writing() as connection:
            pen = Pen(connection)
            must_be(connection, by, "adjudicator")
            for name in names:
                must_be(connection, name, "reviewer")
            at, wanted = self._now(), list(dict.fromkeys(claims))
            for rows in deciding.claim_rows(connection, wanted):
                _assign(connection, pen, rows, names, by, at, blind=blind)
            pen.close()
            return len(wanted)

    def assigned(self, claim_id: str, *, viewer: str | None = None) -> list[str]:
        """Return who is asked for a verdict on a claim."""
        with reading(self._database, viewer) as connection:
            return deciding.assigned(connection, claim_id)

    def assignees(self, *, viewer: str | None = None) -> list[str]:
        """Return everybody who is or was asked for a verdict, by name."""
        query = select(assignment.c.reviewer).distinct().order_by(assignment.c.reviewer)
        with reading(self._database, viewer) as connection:
            return list(connection.execute(query).scalars())

    def opinions(self, claim_id: str, *, viewer: str | None = None) -> list[Opinion]:
        """Return the independent verdicts on a claim; under blind review only the viewer's own."""
        with reading(self._database, viewer) as connection:
            rows = _opinions(connection, [claim_id])
            phase = connection.execute(select(claim.c.phase).where(claim.c.id == claim_id)).scalar()
        return [found for found in rows if phase != "blind" or found.reviewer == viewer]

    def disagreements(
        self, *, document_id: str = "", settled: bool = False, viewer: str | None = None
    ) -> list[Disagreement]:
        """Return the claims on which independent verdicts or linked rows differ; with ``settled``, adjudicated too."""
        sight = selecting.Sight()
        phases = ("disputed", "adjudicated") if settled else ("disputed",)
        query = sight.claims().where(claim.c.phase.in_(phases), claim.c.active).order_by(*selecting.order("document"))
        if document_id:
            query = query.where(document.c.id == document_id)
        with reading(self._database, viewer) as connection:
            claims = [selecting.summary(row) for row in connection.execute(query).mappings()]
            found = _grouped(_opinions(connection, [listed.id for listed in claims]))
        return [
            Disagreement(
                listed, tuple(opinions),
                on_verdict=len({(o.rating, o.dismissed) for o in opinions}) > 1,
                on_row=len({o.linked_row for o in opinions}) > 1,
            )
            for listed in claims
            if (opinions := found.get(listed.id, []))
        ]  # fmt: skip

    def adjudicate(
        self, claim_id: str, seen: int, rating: str | None, *, by: str, note: str = "", reading_of: str | None = None,
        dismissed: str | None = None,
    ) -> VerdictEvent:  # fmt: skip
        """Decide what holds after independent verdicts, which are kept; ``reading_of`` takes that reviewer's reading.

        Raises NotAllowed when ``by`` is no adjudicator, RevisionConflict when somebody else was first.
        """
        state = deciding.State(rating, note, dismissed=dismissed)
        with self._database.writing() as connection:
            must_be(connection, by, "adjudicator")
            return deciding.adjudicate(connection, claim_id, seen, state, by, self._now(), reading_of)

    def agreement(self, *, document_id: str = "", viewer: str | None = None) -> Agreement:
        """Return how far independent verdicts and linked rows agree, over all claims or those of a document."""
        query = select(opinion).join(claim, claim.c.id == opinion.c.claim).where(claim.c.phase != "blind")
        if document_id:
            query = query.join(document, document.c.number == claim.c.document).where(document.c.id == document_id)
        with reading(self._database, viewer) as connection:
            opinions = [_opinion(row) for row in connection.execute(query)]
        units = [found for found in _grouped(opinions).values() if len(found) > 1]
        pairable = [found for unit in units for found in unit]
        return Agreement(
            verdict=krippendorff_alpha([[o.rating or f"dismissed: {o.dismissed}" for o in unit] for unit in units]),
            row=krippendorff_alpha([[o.linked_row for o in unit] for unit in units]),
            claims=len(units), opinions=len(pairable), reviewers=len({o.reviewer for o in pairable}),
        )  # fmt: skip


@contextmanager
def reading(database: Database, viewer: str | None) -> Iterator[Connection]:
    """Open a transaction in which a viewer may read; ``None`` is the machine, a stranger raises NotAllowed."""
    with database.reading() as connection:
        if viewer is not None:
            must_be(connection, viewer, "reviewer")
        yield connection


def role_of(connection: Connection, name: str) -> str | None:
    """Return the role of a person within a transaction."""
    theirs = select(member.c.role).where(member.c.name == name).scalar_subquery()
    role, team = connection.execute(select(theirs, exists(select(member.c.name)))).one()
    return role if team else SOLO


def must_be(connection: Connection, name: str, least: str) -> str:
    """Return the role of a person; raises NotAllowed for one that is below ``least``."""
    role = role_of(connection, name)
    if role is None:
        raise NotAllowed(f"{name or 'somebody'} has no role in this team", hint="ask an owner for one")
    if ROLES.index(role) < ROLES.index(least):
        raise NotAllowed(f"{name} is a {role}; this needs an {least}", hint="ask somebody who is")
    return role


def _must_keep_an_owner(connection: Connection, name: str, role: str | None) -> None:
    others = select(member.c.name).where(member.c.role == "owner", member.c.name != name).limit(1)
    if role != "owner" and connection.execute(others).scalar() is None:
        raise NotAllowed("a team needs an owner", hint="make somebody an owner first")


def _assign(
    connection: Connection, pen: Pen, rows: Sequence[Row[Any]], names: list[str], by: str, at: str, *, blind: bool
) -> None:
    ids = [row.id for row in rows]
    before: dict[str, list[str]] = {}
    query = select(assignment.c.claim, assignment.c.reviewer).where(assignment.c.claim.in_(ids))
    for claim_id, name in connection.execute(query.order_by(assignment.c.reviewer)):
        before.setdefault(claim_id, []).append(name)
    connection.execute(delete(assignment).where(assignment.c.claim.in_(ids)))
    if names:
        values = [{"claim": claim_id, "reviewer": name, "by": by, "at": at} for claim_id in ids for name in names]
        insert_many(connection, assignment, values)
    for row in rows:
        detail = {"to": names, "was": before.get(row.id, [])}
        pen.write("assign", by, at, claim=row.id, document=row.document_id, detail=detail)
    changing = rows if blind else [row for row in rows if row.phase == "blind"]
    if changing:
        deciding.set_blind(connection, pen, changing, by, at, blind=blind)


def _opinions(connection: Connection, claims: Sequence[str]) -> list[Opinion]:
    query = select(opinion).where(opinion.c.claim.in_(claims)).order_by(opinion.c.claim, opinion.c.reviewer)
    return [_opinion(row) for row in connection.execute(query)]


def _opinion(row: Row[tuple[object, ...]]) -> Opinion:
    return Opinion(
        row.claim, row.reviewer, row.rating, row.note, row.second_opinion, row.dismissed, row.at, row.linked_row,
        json.loads(row.corrections or "{}"),
    )  # fmt: skip


def _grouped(opinions: Iterable[Opinion]) -> dict[str, list[Opinion]]:
    found: dict[str, list[Opinion]] = {}
    for each in opinions:
        found.setdefault(each.claim, []).append(each)
    return found
