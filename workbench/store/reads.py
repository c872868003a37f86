"""What a store hands out to who looks: documents, claims, their history; nothing to a stranger."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, or_, select

from workbench.errors import NotStored
from workbench.store import basis, copying, deciding, precedents, selecting, trail
from workbench.store.records import DocumentSummary, Filter, Progress, StoredDocument
from workbench.store.schema import claim, document
from workbench.store.selecting import WORTHY, Sight
from workbench.store.team import reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.ratings import Scale
    from workbench.store.opening import Database
    from workbench.store.records import Activity, ClaimSummary, Precedent, Staleness, StoredClaim, VerdictEvent

_HEAD = (
    document.c.id, document.c.title, document.c.url, document.c.author, document.c.published, document.c.sha256,
    document.c.reference_version, document.c.imported_at, document.c.withdrawn_at,
)  # fmt: skip


class Reads:
    """What can be read from a store.

    A ``viewer`` is the person who looks: under blind review they see their own verdict only, and a stranger to the
    team is refused with NotAllowed. No viewer (``None``) is the machine itself, for commands and exports.
    """

    def __init__(self, database: Database, scale: Scale) -> None:
        self._database = database
        self.scale = scale

    # Documents

    def titles(self, *, viewer: str | None = None) -> dict[str, str]:
        """Return the title, or else the id, of every document that has a text, by id, in the order of import."""
        query = select(document.c.id, document.c.title).where(document.c.withdrawn_at.is_(None))
        with reading(self._database, viewer) as connection:
            return {row.id: row.title or row.id for row in connection.execute(query.order_by(document.c.number))}

    def documents(self, document_id: str = "", *, viewer: str | None = None) -> list[DocumentSummary]:
        """Return all documents in the order of their first import, or the one of an id."""
        worthy = and_(claim.c.active, claim.c.checkworthy >= WORTHY, claim.c.dismissed.is_(None))
        counts = (
            selecting.count(claim.c.active).label("claims"),
            selecting.count(worthy).label("worthy"),
            selecting.count(and_(worthy, claim.c.rating.is_not(None))).label("decided"),
        )
        query = (
            select(*_HEAD, *counts).join(claim, isouter=True).group_by(document.c.number).order_by(document.c.number)
        )
        if document_id:
            query = query.where(document.c.id == document_id)
        with reading(self._database, viewer) as connection:
            return [DocumentSummary(*row) for row in connection.execute(query)]

    def document(self, document_id: str, *, viewer: str | None = None) -> StoredDocument:
        """Return a document with its text and claims; raises NotStored when there is none of that id."""
        head = select(*_HEAD, document.c.text).where(document.c.id == document_id)
        mine = (document.c.id == document_id, claim.c.active)
        with reading(self._database, viewer) as connection:
            found = connection.execute(head).first()
            if found is None:
                raise NotStored(f"no document {document_id!r}", hint="choose one from the list of documents")
            query = Sight(viewer).bodies().where(*mine).order_by(claim.c.position)
            rows = connection.execute(query).mappings().all()
        return StoredDocument(
            **{name: getattr(found, name) for name in StoredDocument.__slots__ if name != "claims"},
            claims=tuple(map(selecting.stored, rows)),
        )

    def same_text(self, text: str, *, viewer: str | None = None) -> str | None:
        """Return the id of a stored document that has exactly these words, in whatever layout."""
        alike = document.c.words_sha256 == basis.words_digest(text)
        query = select(document.c.id).where(alike, document.c.withdrawn_at.is_(None)).order_by(document.c.number)
        with reading(self._database, viewer) as connection:
            return connection.execute(query).scalar()

    # Claims

    def claim(self, claim_id: str, *, viewer: str | None = None) -> StoredClaim:
        """Return a claim with its check record; raises NotStored when there is none of that id."""
        with reading(self._database, viewer) as connection:
            row = connection.execute(Sight(viewer).bodies().where(claim.c.id == claim_id)).mappings().first()
        if row is None:
            raise NotStored(f"no claim {claim_id!r}", hint="open a claim from the queue")
        return selecting.stored(row)

    def claims(self, ids: Sequence[str], *, viewer: str | None = None) -> list[StoredClaim]:
        """Return claims with their check records, in the order of their ids; those that are not there are left out."""
        with reading(self._database, viewer) as connection:
            rows = connection.execute(Sight(viewer).bodies().where(claim.c.id.in_(ids))).mappings().all()
        found = {row["id"]: selecting.stored(row) for row in rows}
        return [found[claim_id] for claim_id in ids if claim_id in found]

    def queue(
        self, chosen: Filter | None = None, *, limit: int = 50, offset: int = 0, viewer: str | None = None
    ) -> list[ClaimSummary]:
        """Return one page of the claims that a filter lets through."""
        chosen, sight = chosen or Filter(), Sight(viewer)
        query = sight.claims().where(*sight.conditions(chosen, self.scale)).order_by(*selecting.order(chosen.order))
        with reading(self._database, viewer) as connection:
            rows = connection.execute(query.limit(limit).offset(offset)).mappings()
            return [selecting.summary(row) for row in rows]

    def count(self, chosen: Filter | None = None, *, viewer: str | None = None) -> int:
        """Return how many claims a filter lets through."""
        sight = Sight(viewer)
        query = sight.joined(select(func.count())).where(*sight.conditions(chosen or Filter(), self.scale))
        with reading(self._database, viewer) as connection:
            return int(connection.execute(query).scalar_one())

    def ids(self, chosen: Filter | None = None, *, viewer: str | None = None) -> list[str]:
        """Return the ids of all claims that a filter lets through, for what is done to many at once."""
        sight, chosen = Sight(viewer), chosen or Filter()
        query = sight.joined(select(claim.c.id)).where(*sight.conditions(chosen, self.scale))
        with reading(self._database, viewer) as connection:
            return list(connection.execute(query.order_by(*selecting.order(chosen.order))).scalars())

    def ids_by_document(self, chosen: Filter | None = None, *, viewer: str | None = None) -> dict[str, list[str]]:
        """Return the ids of all claims that a filter lets through, by the id of their document."""
        sight = Sight(viewer)
        query = sight.joined(select(document.c.id, claim.c.id))
        found: dict[str, list[str]] = {}
        with reading(self._database, viewer) as connection:
            query = query.where(*sight.conditions(chosen or Filter(), self.scale)).order_by(
                *selecting.order("document")
            )
            for where, claim_id in connection.execute(query):
                found.setdefault(where, []).append(claim_id)
        return found

    def values(self, column: str, *, viewer: str | None = None) -> list[str]:
        """Return the values that occur in ``kind``, ``outcome``, ``indicator``, ``rating`` or ``reviewer``, sorted."""
        wanted = claim.c[column]
        query = select(wanted).where(claim.c.active, wanted.is_not(None)).distinct().order_by(wanted)
        with reading(self._database, viewer) as connection:
            return list(connection.execute(query).scalars())

    def progress(self, document_id: str = "", *, viewer: str | None = None) -> Progress:
        """Count the claims worth checking and those decided, of one document or of all."""
        sight = Sight(viewer)
        query = sight.joined(select(func.count(), selecting.count(sight.rating.is_not(None))))
        with reading(self._database, viewer) as connection:
            chosen = Filter(document=document_id)
            worthy, decided = connection.execute(query.where(*sight.conditions(chosen, self.scale))).one()
        return Progress(worthy, decided)

    def neighbour(
        self,
        claim_id: str,
        step: int,
        *,
        undecided: bool = False,
        chosen: Filter | None = None,
        viewer: str | None = None,
    ) -> str | None:
        """Return the claim before (``step`` -1) or after (1) one, in text order over all documents.

        Only claims that a filter lets through are stepped on; ``undecided`` skips those that ask for no verdict.
        """
        sight = Sight(viewer)
        with reading(self._database, viewer) as connection:
            here = select(claim.c.document, claim.c.position).where(claim.c.id == claim_id)
            place = connection.execute(here).first()
            if place is None:
                return None
            number, position = place
            after = claim.c.document > number if step > 0 else claim.c.document < number
            beside = claim.c.position > position if step > 0 else claim.c.position < position
            beyond = or_(after, and_(claim.c.document == number, beside))
            order = (claim.c.document, claim.c.position)
            query = sight.joined(select(claim.c.id)).where(beyond, *sight.conditions(chosen or Filter(), self.scale))
            if undecided:
                query = query.where(sight.open())
            query = query.order_by(*(order if step > 0 else (column.desc() for column in order)))
            return connection.execute(query.limit(1)).scalar()

    def precedents(self, claim_id: str, *, limit: int = 5, viewer: str | None = None) -> list[Precedent]:
        """Return earlier verdicts on the same figure of the tables, newest first."""
        with reading(self._database, viewer) as connection:
            return precedents.precedents(connection, claim_id, limit)

    def elsewhere(self, claim_id: str, *, viewer: str | None = None) -> list[ClaimSummary]:
        """Return the other claims of the same document on the same figure, in text order."""
        with reading(self._database, viewer) as connection:
            return precedents.elsewhere(connection, claim_id, viewer)

    def resting_on(
        self, indicator: str, entity: str, counterpart: str = "", *, viewer: str | None = None, limit: int = 50
    ) -> list[ClaimSummary]:
        """Return the claims with a verdict that rests on a series of the tables, newest verdict first."""
        with reading(self._database, viewer) as connection:
            return precedents.resting_on(connection, (indicator, entity, counterpart), viewer, limit)

    def stale(self, *, document_id: str = "", viewer: str | None = None) -> list[Staleness]:
        """Return the verdicts whose sentence, working or rows have changed since, with old and new side by side."""
        with reading(self._database, viewer) as connection:
            return precedents.stale(connection, document_id)

    def read_by_people(self, document_id: str) -> list[tuple[StoredClaim, dict[str, Any]]]:
        """Return the claims of a document that people corrected or added, each with the extractor's check record."""
        read = or_(claim.c.corrections.is_not(None), claim.c.added_by.is_not(None))
        query = Sight().bodies(claim.c.extracted).where(document.c.id == document_id, read)
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(claim.c.position)).mappings().all()
        return [
            (found, json.loads(row["extracted"] or row["body"])) for row in rows for found in [selecting.stored(row)]
        ]

    def extracted(self, claim_id: str, *, viewer: str | None = None) -> dict[str, Any]:
        """Return the check record of a claim as the extractor read it, whatever reviewers have corrected."""
        with reading(self._database, viewer) as connection:
            return deciding.extracted(connection, claim_id)

    # The trail

    def history(self, claim_id: str, *, viewer: str | None = None) -> list[VerdictEvent]:
        """Return the events of a claim, oldest first, comments included."""
        with reading(self._database, viewer) as connection:
            return trail.history(connection, claim_id, viewer)

    def activity(
        self, *, reviewer: str = "", document_id: str = "", limit: int = 50, offset: int = 0, viewer: str | None = None
    ) -> list[Activity]:
        """Return who did what, newest first."""
        with reading(self._database, viewer) as connection:
            return trail.activity(
                connection, reviewer=reviewer, document_id=document_id, limit=limit, offset=offset, viewer=viewer
            )

    def tally(self, *, viewer: str | None = None) -> dict[str, dict[str, int]]:
        """Return how often each person did what, by action."""
        with reading(self._database, viewer) as connection:
            return trail.tally(connection)

    def verify(self) -> list[str]:
        """Return what is wrong with the trail and what it vouches for, the first broken link first; else nothing."""
        with self._database.reading() as connection:
            return list(trail.faults(connection))

    def events(self) -> int:
        """Return how many events the trail has."""
        with self._database.reading() as connection:
            return trail.length(connection)

    def is_empty(self) -> bool:
        """Tell whether nothing has been stored yet."""
        with self._database.reading() as connection:
            return copying.is_empty(connection)
