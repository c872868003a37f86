"""The review store: documents, claims and an append-only trail of verdicts, in SQLite or PostgreSQL."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, or_, select

from workbench.errors import StoreError
from workbench.ratings import Scale, load_scale
from workbench.store import basis, copying, deciding, importing, migrating, opening, precedents, selecting, team, trail
from workbench.store.records import (
    DISMISSALS,
    ORDERS,
    STATES,
    Activity,
    Agreement,
    Change,
    ClaimSummary,
    Disagreement,
    DocumentSummary,
    Filter,
    Member,
    Opinion,
    Precedent,
    Progress,
    SavedView,
    Staleness,
    StoredClaim,
    StoredDocument,
    VerdictEvent,
)
from workbench.store.schema import claim, document
from workbench.store.selecting import WORTHY, Sight
from workbench.store.team import ROLES, Team
from workbench.store.views import Views

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from types import TracebackType
    from typing import Self

    from sqlalchemy import Engine

__all__ = [
    "DISMISSALS",
    "ORDERS",
    "ROLES",
    "STATES",
    "WORTHY",
    "Activity",
    "Agreement",
    "Change",
    "ClaimSummary",
    "Disagreement",
    "DocumentSummary",
    "Filter",
    "Member",
    "Opinion",
    "Precedent",
    "Progress",
    "SavedView",
    "Staleness",
    "Store",
    "StoredClaim",
    "StoredDocument",
    "Team",
    "VerdictEvent",
    "Views",
]

_HEAD = (
    document.c.id, document.c.title, document.c.url, document.c.author, document.c.published, document.c.sha256,
    document.c.reference_version, document.c.imported_at, document.c.withdrawn_at,
)  # fmt: skip


class Store:
    """A review store; open it with ``Store.open`` and close it when done.

    ``team`` holds its people and what they are asked for, ``views`` its saved filters, ``scale`` the ratings.
    A ``viewer`` is the person who looks: under blind review they see their own verdict only. What a person writes
    raises NotAllowed for a stranger to the team.

    >>> import tempfile, pathlib
    >>> with tempfile.TemporaryDirectory() as folder, Store.open(str(pathlib.Path(folder, "a.db"))) as store:
    ...     store.progress()
    Progress(worthy=0, decided=0)
    """

    def __init__(self, engine: Engine, scale: Scale) -> None:
        self._database = opening.Database(engine)
        self.place = self._database.place
        self.scale = scale
        self.team = Team(self._database, _now)
        self.views = Views(self._database, _now)

    @classmethod
    def open(cls, url: str | None = None, *, scale: Scale | None = None) -> Store:
        """Open the store at a database address or path; by default WORKBENCH_DATABASE, else the user's own.

        ``scale`` is the scale of ratings; by default that of WORKBENCH_RATINGS, else the usual one. Raises
        NotOurStore for a database of something else, StoreUnavailable when it cannot be opened.
        """
        return cls(opening.connect(opening.address(url)), scale or load_scale())

    def close(self) -> None:
        """Close all connections."""
        self._database.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Documents

    def put_document(
        self,
        record: Mapping[str, Any],
        text: str,
        *,
        readings: Mapping[str, Mapping[str, Any]] | None = None,
        reviewer: str = "",
    ) -> Change:
        """Store a check record and its text; a document of the same id is replaced, verdicts are kept.

        ``readings`` are the check records of claims that a person added or corrected, judged anew; without them
        those stay as they are.
        """
        with self._database.writing() as connection:
            team.must_write(connection, reviewer)
            read_as = {name: dict(body) for name, body in (readings or {}).items()}
            return importing.put_document(connection, dict(record), text, read_as, reviewer, _now())

    def titles(self) -> dict[str, str]:
        """Return the title, or else the id, of every document that has a text, by id, in the order of import."""
        query = select(document.c.id, document.c.title).where(document.c.withdrawn_at.is_(None))
        with self._database.reading() as connection:
            return {row.id: row.title or row.id for row in connection.execute(query.order_by(document.c.number))}

    def documents(self, document_id: str = "") -> list[DocumentSummary]:
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
        with self._database.reading() as connection:
            return [DocumentSummary(*row) for row in connection.execute(query)]

    def document(self, document_id: str, *, viewer: str | None = None) -> StoredDocument:
        """Return a document with its text and claims; raises StoreError when there is none of that id."""
        head = select(*_HEAD, document.c.text).where(document.c.id == document_id)
        mine = (document.c.id == document_id, claim.c.active)
        with self._database.reading() as connection:
            found = connection.execute(head).first()
            if found is None:
                raise StoreError(f"no document {document_id!r}", hint="choose one from the list of documents")
            query = Sight(viewer).bodies().where(*mine).order_by(claim.c.position)
            rows = connection.execute(query).mappings().all()
        return StoredDocument(
            **{name: getattr(found, name) for name in StoredDocument.__slots__ if name != "claims"},
            claims=tuple(map(selecting.stored, rows)),
        )

    def same_text(self, text: str) -> str | None:
        """Return the id of a stored document that has exactly these words, in whatever layout."""
        alike = document.c.words_sha256 == basis.words_digest(text)
        query = select(document.c.id).where(alike, document.c.withdrawn_at.is_(None)).order_by(document.c.number)
        with self._database.reading() as connection:
            return connection.execute(query).scalar()

    def withdraw(self, document_id: str, *, reviewer: str, reason: str = "") -> None:
        """Remove a document's text and what repeats it; its decisions and their hashes stay. For owners."""
        with self._database.writing() as connection:
            team.must_be(connection, reviewer, "owner")
            importing.withdraw(connection, document_id, reason, reviewer, _now())
        opening.forget(self._database.engine)

    # Claims

    def claim(self, claim_id: str, *, viewer: str | None = None) -> StoredClaim:
        """Return a claim with its check record; raises StoreError when there is none of that id."""
        with self._database.reading() as connection:
            row = connection.execute(Sight(viewer).bodies().where(claim.c.id == claim_id)).mappings().first()
        if row is None:
            raise StoreError(f"no claim {claim_id!r}", hint="open a claim from the queue")
        return selecting.stored(row)

    def add_claim(self, document_id: str, body: Mapping[str, Any], *, reviewer: str) -> StoredClaim:
        """Store a claim that the extractor missed; ``body`` is its check record."""
        with self._database.writing() as connection:
            team.must_write(connection, reviewer)
            importing.put_claim(connection, document_id, dict(body), reviewer, _now())
        return self.claim(str(body["id"]))

    def queue(
        self, chosen: Filter | None = None, *, limit: int = 50, offset: int = 0, viewer: str | None = None
    ) -> list[ClaimSummary]:
        """Return one page of the claims that a filter lets through."""
        chosen, sight = chosen or Filter(), Sight(viewer)
        query = sight.claims().where(*sight.conditions(chosen, self.scale)).order_by(*selecting.order(chosen.order))
        with self._database.reading() as connection:
            rows = connection.execute(query.limit(limit).offset(offset)).mappings()
            return [selecting.summary(row) for row in rows]

    def count(self, chosen: Filter | None = None, *, viewer: str | None = None) -> int:
        """Return how many claims a filter lets through."""
        sight = Sight(viewer)
        query = sight.joined(select(func.count())).where(*sight.conditions(chosen or Filter(), self.scale))
        with self._database.reading() as connection:
            return int(connection.execute(query).scalar_one())

    def ids(self, chosen: Filter | None = None, *, viewer: str | None = None) -> list[str]:
        """Return the ids of all claims that a filter lets through, for what is done to many at once."""
        sight, chosen = Sight(viewer), chosen or Filter()
        query = sight.joined(select(claim.c.id)).where(*sight.conditions(chosen, self.scale))
        with self._database.reading() as connection:
            return list(connection.execute(query.order_by(*selecting.order(chosen.order))).scalars())

    def values(self, column: str) -> list[str]:
        """Return the values that occur in ``kind``, ``outcome``, ``indicator``, ``rating`` or ``reviewer``, sorted."""
        wanted = claim.c[column]
        query = select(wanted).where(claim.c.active, wanted.is_not(None)).distinct().order_by(wanted)
        with self._database.reading() as connection:
            return list(connection.execute(query).scalars())

    def progress(self, document_id: str = "", *, viewer: str | None = None) -> Progress:
        """Count the claims worth checking and those decided, of one document or of all."""
        sight = Sight(viewer)
        query = sight.joined(select(func.count(), selecting.count(sight.rating.is_not(None))))
        with self._database.reading() as connection:
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
        with self._database.reading() as connection:
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

    def precedents(self, claim_id: str, *, limit: int = 5) -> list[Precedent]:
        """Return earlier verdicts on the same figure of the tables, newest first."""
        with self._database.reading() as connection:
            return precedents.precedents(connection, claim_id, limit)

    def elsewhere(self, claim_id: str) -> list[ClaimSummary]:
        """Return the other claims of the same document on the same figure, in text order."""
        with self._database.reading() as connection:
            return precedents.elsewhere(connection, claim_id)

    def stale(self, *, document_id: str = "") -> list[Staleness]:
        """Return the verdicts whose sentence, working or rows have changed since, with old and new side by side."""
        with self._database.reading() as connection:
            return precedents.stale(connection, document_id)

    # Verdicts

    def decide(
        self,
        claim_id: str,
        seen: int,
        rating: str | None,
        *,
        reviewer: str,
        note: str = "",
        second_opinion: bool = False,
        at: str | None = None,
    ) -> VerdictEvent:
        """Record a verdict on a claim whose revision ``seen`` the reviewer has looked at.

        Raises RevisionConflict when somebody else was first; the message tells who decided what.
        """
        return self._change(claim_id, seen, "decide", reviewer, deciding.as_rated(rating, note, second_opinion), at=at)

    def annotate(
        self, claim_id: str, seen: int, *, reviewer: str, note: str, second_opinion: bool = False
    ) -> VerdictEvent:
        """Record a note or the wish for a second opinion; the verdict stays as it is."""
        return self._change(
            claim_id, seen, "note", reviewer, lambda held: replace(held, note=note, second_opinion=second_opinion)
        )

    def dismiss(self, claim_id: str, seen: int, reason: str, *, reviewer: str, note: str = "") -> VerdictEvent:
        """Record that something is no claim to decide, with one of the reasons ``DISMISSALS``; undo brings it back."""
        if reason not in DISMISSALS:
            raise StoreError(f"no reason {reason!r}", hint="one of " + ", ".join(DISMISSALS))
        return self._change(claim_id, seen, "dismiss", reviewer, deciding.as_dismissed(reason, note))

    def reinstate(self, claim_id: str, seen: int, *, reviewer: str) -> VerdictEvent:
        """Record that a dismissed claim is one after all."""
        return self._change(claim_id, seen, "reinstate", reviewer, lambda held: replace(held, dismissed=None))

    def dismiss_many(self, claims: Iterable[str], reason: str, *, reviewer: str, note: str = "") -> int:
        """Dismiss many claims at once, all or none; those with a verdict are left alone. Returns how many."""
        if reason not in DISMISSALS:
            raise StoreError(f"no reason {reason!r}", hint="one of " + ", ".join(DISMISSALS))
        with self._database.writing() as connection:
            team.must_write(connection, reviewer)
            return deciding.dismiss_many(connection, list(claims), reason, note, reviewer, _now())

    def correct(
        self, claim_id: str, seen: int, body: Mapping[str, Any], corrections: Mapping[str, Any], *, reviewer: str
    ) -> VerdictEvent:
        """Record a reviewer's own reading of a claim: the check record that it gives, and what was corrected.

        The verdict stays; it is stale where the working has changed. No corrections take the extractor's reading
        again. Under blind review the reading is the reviewer's own.
        """
        reading = deciding.Reading(dict(body), dict(corrections))
        with self._database.writing() as connection:
            team.must_write(connection, reviewer)
            return deciding.read(connection, claim_id, seen, reviewer, _now(), reading)

    def read_by_people(self, document_id: str) -> list[tuple[StoredClaim, dict[str, Any]]]:
        """Return the claims of a document that people corrected or added, each with the extractor's check record."""
        read = or_(claim.c.corrections.is_not(None), claim.c.added_by.is_not(None))
        query = Sight().bodies(claim.c.extracted).where(document.c.id == document_id, read)
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(claim.c.position)).mappings().all()
        return [
            (found, json.loads(row["extracted"] or row["body"])) for row in rows for found in [selecting.stored(row)]
        ]

    def extracted(self, claim_id: str) -> dict[str, Any]:
        """Return the check record of a claim as the extractor read it, whatever reviewers have corrected."""
        with self._database.reading() as connection:
            return deciding.extracted(connection, claim_id)

    def comment(self, claim_id: str, text: str, *, reviewer: str) -> VerdictEvent:
        """Record a comment on a claim; it changes no verdict and conflicts with none."""
        with self._database.writing() as connection:
            team.must_write(connection, reviewer)
            return deciding.comment(connection, claim_id, text, reviewer, _now())

    def undo(self, claim_id: str, seen: int, *, reviewer: str) -> VerdictEvent:
        """Take the newest event of a claim back by appending one that restores what held before it."""
        with self._database.writing() as connection:
            team.must_write(connection, reviewer)
            return deciding.undo(connection, claim_id, seen, reviewer, _now())

    def _change(
        self,
        claim_id: str,
        seen: int,
        action: str,
        reviewer: str,
        to: Callable[[deciding.State], deciding.State],
        *,
        at: str | None = None,
    ) -> VerdictEvent:
        with self._database.writing() as connection:
            team.must_write(connection, reviewer)
            return deciding.change(connection, claim_id, seen, action, reviewer, at or _now(), to)

    # The trail and copies of it

    def history(self, claim_id: str, *, viewer: str | None = None) -> list[VerdictEvent]:
        """Return the events of a claim, oldest first, comments included."""
        with self._database.reading() as connection:
            return trail.history(connection, claim_id, viewer)

    def activity(
        self, *, reviewer: str = "", document_id: str = "", limit: int = 50, offset: int = 0
    ) -> list[Activity]:
        """Return who did what, newest first."""
        with self._database.reading() as connection:
            return trail.activity(connection, reviewer=reviewer, document_id=document_id, limit=limit, offset=offset)

    def tally(self) -> dict[str, dict[str, int]]:
        """Return how often each person did what, by action."""
        with self._database.reading() as connection:
            return trail.tally(connection)

    def verify(self) -> list[str]:
        """Return what is wrong with the trail and what it vouches for, the first broken link first; else nothing."""
        with self._database.reading() as connection:
            return list(trail.faults(connection))

    def backup(self, file: Path) -> None:
        """Copy the store, as it is at this moment, to a new SQLite file, which opens as a store itself."""
        with self._database.reading():
            copying.backup(self._database.engine, migrating.NEWEST, file)

    def is_empty(self) -> bool:
        """Tell whether nothing has been stored yet."""
        with self._database.reading() as connection:
            return copying.is_empty(connection)

    def restore(self, file: Path) -> None:
        """Put what a backup holds in the place of all that is stored, in one transaction.

        A backup of an older version is brought up to date on the way. Raises StoreError, and changes nothing, for
        one whose trail is broken.
        """
        with TemporaryDirectory() as folder, Store.open(copying.copied(file, Path(folder))) as copy:
            faults = copy.verify()
            if faults:
                raise StoreError(f"the backup is broken: {faults[0]}", file=str(file), hint="take an earlier one")
            with copy._database.reading() as source, self._database.writing() as target:  # noqa: SLF001 - our own kind
                copying.restore(source, target)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
