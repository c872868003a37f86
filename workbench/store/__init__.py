"""The review store: documents, claims and an append-only trail of verdicts, in SQLite or another SQL database."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select

from workbench.errors import StoreError, StoreUnavailable
from workbench.store import chain as trail
from workbench.store import deciding, importing, opening
from workbench.store.records import (
    Change,
    ClaimSummary,
    DocumentSummary,
    Filter,
    Progress,
    StoredClaim,
    StoredDocument,
    VerdictEvent,
)
from workbench.store.schema import chain, claim, document, verdict_event

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from sqlalchemy import Engine
    from sqlalchemy.engine import Connection

__all__ = [
    "WORTHY",
    "Change",
    "ClaimSummary",
    "DocumentSummary",
    "Filter",
    "Progress",
    "Store",
    "StoredClaim",
    "StoredDocument",
    "VerdictEvent",
]

WORTHY = 0.5
_SUMMARY = (
    claim.c.id, document.c.id.label("document_id"), document.c.title.label("document_title"), document.c.published,
    claim.c.position, claim.c.quote, claim.c.kind, claim.c.outcome, claim.c.as_published, claim.c.indicator,
    claim.c.checkworthy, claim.c.rev, claim.c.rating, claim.c.note, claim.c.second_opinion, claim.c.reviewer,
    claim.c.decided_at, claim.c.decided_on,
)  # fmt: skip
_HEAD = (
    document.c.id, document.c.title, document.c.url, document.c.author, document.c.published, document.c.sha256,
    document.c.reference_version, document.c.imported_at,
)  # fmt: skip
_STALE = and_(claim.c.rating.is_not(None), claim.c.decided_on != claim.c.outcome)
_STATES: dict[str, ColumnElement[bool]] = {
    "open": claim.c.rating.is_(None),
    "decided": claim.c.rating.is_not(None),
    "stale": _STALE,
    "second_opinion": claim.c.second_opinion.is_(True),
}
_ORDERS: dict[str, tuple[ColumnElement[Any], ...]] = {
    "document": (),
    "checkworthy": (claim.c.checkworthy.desc(),),
    "outcome": (claim.c.outcome,),
    "newest": (claim.c.decided_at.is_(None), claim.c.decided_at.desc()),
}


class Store:
    """A review store; open it with ``Store.open`` and close it when done.

    >>> import tempfile, pathlib
    >>> with tempfile.TemporaryDirectory() as folder, Store.open(str(pathlib.Path(folder, "a.db"))) as store:
    ...     store.progress()
    Progress(worthy=0, decided=0)
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.place = opening.shown(engine.url)

    @classmethod
    def open(cls, url: str | None = None) -> Store:
        """Open the store at a database address or path; by default WORKBENCH_DATABASE, else the user's own.

        Raises NotOurStore for a database of something else, StoreUnavailable when it cannot be opened.
        """
        return cls(opening.connect(opening.address(url)))

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with opening.translated(self.place), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with (
            opening.translated(self.place),
            self._engine.connect().execution_options(write=True) as connection,
            connection.begin(),
        ):
            yield connection

    def put_document(self, record: Mapping[str, Any], text: str) -> Change:
        """Store a check record and its text; a document of the same id is replaced, verdicts are kept."""
        with self._writing() as connection:
            return importing.put_document(connection, dict(record), text, _now())

    def documents(self) -> list[DocumentSummary]:
        """Return all documents in the order of their first import."""
        worthy = and_(claim.c.active, claim.c.checkworthy >= WORTHY)
        counts = (
            _count(claim.c.active).label("claims"),
            _count(worthy).label("worthy"),
            _count(and_(worthy, claim.c.rating.is_not(None))).label("decided"),
        )
        query = (
            select(*_HEAD, *counts).join(claim, isouter=True).group_by(document.c.number).order_by(document.c.number)
        )
        with self._reading() as connection:
            return [DocumentSummary(*row) for row in connection.execute(query)]

    def document(self, document_id: str) -> StoredDocument:
        """Return a document with its text and claims; raises StoreError when there is none of that id."""
        head = select(*_HEAD, document.c.text).where(document.c.id == document_id)
        with self._reading() as connection:
            found = connection.execute(head).first()
            if found is None:
                raise StoreError(f"no document {document_id!r}", hint="choose one from the list of documents")
            mine = (document.c.id == document_id, claim.c.active)
            rows = connection.execute(_claims().where(*mine).order_by(claim.c.position)).mappings().all()
        return StoredDocument(
            **{name: getattr(found, name) for name in StoredDocument.__slots__ if name != "claims"},
            claims=tuple(_stored(dict(row)) for row in rows),
        )

    def same_text(self, text: str) -> str | None:
        """Return the id of a stored document that has exactly this text."""
        with self._reading() as connection:
            return connection.execute(
                select(document.c.id).where(document.c.sha256 == importing.digest(text)).order_by(document.c.number)
            ).scalar()

    def claim(self, claim_id: str) -> StoredClaim:
        """Return a claim with its check record; raises StoreError when there is none of that id."""
        with self._reading() as connection:
            row = connection.execute(_claims().where(claim.c.id == claim_id)).mappings().first()
        if row is None:
            raise StoreError(f"no claim {claim_id!r}", hint="open a claim from the queue")
        return _stored(dict(row))

    def queue(self, chosen: Filter | None = None, *, limit: int = 50, offset: int = 0) -> list[ClaimSummary]:
        """Return one page of the claims that a filter lets through."""
        chosen = chosen or Filter()
        order = (*_ORDERS.get(chosen.order, ()), document.c.number, claim.c.position)
        query = select(*_SUMMARY).join(document).where(*_conditions(chosen)).order_by(*order)
        with self._reading() as connection:
            return [ClaimSummary(*tuple(row)) for row in connection.execute(query.limit(limit).offset(offset)).all()]

    def count(self, chosen: Filter | None = None) -> int:
        """Return how many claims a filter lets through."""
        query = select(func.count()).select_from(claim.join(document)).where(*_conditions(chosen or Filter()))
        with self._reading() as connection:
            return connection.execute(query).scalar_one()

    def values(self, column: str) -> list[str]:
        """Return the values that occur in ``kind``, ``outcome``, ``indicator``, ``rating`` or ``reviewer``, sorted."""
        wanted = claim.c[column]
        query = select(wanted).where(claim.c.active, wanted.is_not(None)).distinct().order_by(wanted)
        with self._reading() as connection:
            return list(connection.execute(query).scalars())

    def progress(self, document_id: str = "") -> Progress:
        """Count the claims worth checking and those decided, of one document or of all."""
        query = (
            select(func.count(), _count(claim.c.rating.is_not(None)))
            .select_from(claim.join(document))
            .where(*_conditions(Filter(document=document_id)))
        )
        with self._reading() as connection:
            worthy, decided = connection.execute(query).one()
        return Progress(worthy, decided)

    def neighbour(self, claim_id: str, step: int, *, undecided: bool = False) -> str | None:
        """Return the claim before (``step`` -1) or after (1) one, over all documents; ``undecided`` skips rated ones.

        Only claims worth checking are stepped on.
        """
        here = select(claim.c.document, claim.c.position).where(claim.c.id == claim_id)
        with self._reading() as connection:
            place = connection.execute(here).first()
            if place is None:
                return None
            number, position = place
            after = claim.c.document > number if step > 0 else claim.c.document < number
            beside = claim.c.position > position if step > 0 else claim.c.position < position
            beyond = or_(after, and_(claim.c.document == number, beside))
            order = (claim.c.document, claim.c.position)
            query = select(claim.c.id).where(claim.c.active, claim.c.checkworthy >= WORTHY, beyond)
            if undecided:
                query = query.where(_STATES["open"])
            query = query.order_by(*(order if step > 0 else (column.desc() for column in order)))
            return connection.execute(query.limit(1)).scalar()

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
        state = (rating, note, second_opinion)
        with self._writing() as connection:
            return deciding.append(connection, claim_id, seen, "decide", state, reviewer, at or _now())

    def annotate(
        self, claim_id: str, seen: int, *, reviewer: str, note: str, second_opinion: bool = False
    ) -> VerdictEvent:
        """Record a note or the wish for a second opinion; the rating stays as it is."""
        with self._writing() as connection:
            row = connection.execute(select(claim.c.rating).where(claim.c.id == claim_id)).first()
            state = (row.rating if row else None, note, second_opinion)
            return deciding.append(connection, claim_id, seen, "note", state, reviewer, _now())

    def undo(self, claim_id: str, seen: int, *, reviewer: str) -> VerdictEvent:
        """Take the newest event of a claim back by appending one that restores what held before it."""
        with self._writing() as connection:
            previous = deciding.before(deciding.events_of(connection, claim_id))
            if previous is None:
                raise StoreError("there is nothing to undo on this claim", hint="decide first")
            return deciding.append(connection, claim_id, seen, "undo", previous[0], reviewer, _now())

    def history(self, claim_id: str) -> list[VerdictEvent]:
        """Return the events of a claim, oldest first."""
        with self._reading() as connection:
            return deciding.events_of(connection, claim_id)

    def verify(self) -> list[str]:
        """Return what is wrong with the trail of verdicts; empty when every event is as it was written."""
        with self._reading() as connection:
            head = connection.execute(select(chain)).one()
            rows = connection.execute(select(verdict_event).order_by(verdict_event.c.number)).mappings().all()
        return list(trail.faults([dict(row) for row in rows], head.hash, head.events))

    def backup(self, file: Path) -> None:
        """Copy an SQLite store, as it is at this moment, to a new file."""
        source = self._engine.url.database
        if self._engine.dialect.name != "sqlite" or not source:
            raise StoreError("only a file can be copied", file=self.place, hint="use the database's own backup")
        if file.exists():
            raise StoreUnavailable("the file exists", file=str(file), hint="choose a new name for the copy")
        with self._reading(), closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(file)) as new:
            old.backup(new)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(func.nullif(condition, false()))


def _claims() -> Select[Any]:
    return select(*_SUMMARY, claim.c.body).join(document)


def _stored(row: Mapping[Any, Any]) -> StoredClaim:
    return StoredClaim(**{**row, "body": json.loads(row["body"])})


def _conditions(chosen: Filter) -> Sequence[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [claim.c.active]
    if chosen.worthy_only:
        found.append(claim.c.checkworthy >= WORTHY)
    if chosen.document:
        found.append(document.c.id == chosen.document)
    if chosen.state:
        found.append(_STATES[chosen.state])
    wanted = {name: getattr(chosen, name) for name in ("outcome", "kind", "indicator", "rating", "reviewer")}
    found += [claim.c[name] == value for name, value in wanted.items() if value]
    if chosen.text:
        found.append(claim.c.quote.icontains(chosen.text, autoescape=True))
    return found
