"""The review store: documents, claims and an append-only trail of verdicts, in SQLite or PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from workbench.errors import StoreError
from workbench.ratings import Scale, load_scale
from workbench.store import bringing, copying, deciding, importing, migrating, opening, team
from workbench.store.reads import Reads
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
    Returned,
    SavedView,
    Staleness,
    StoredClaim,
    StoredDocument,
    Verdict,
    VerdictEvent,
)
from workbench.store.selecting import DECIDED, WORTHY
from workbench.store.team import ROLES, Team
from workbench.store.trail import Pen
from workbench.store.views import Views

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from types import TracebackType
    from typing import Self

    from sqlalchemy import Engine
    from sqlalchemy.engine import Connection

__all__ = [
    "DECIDED",
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
    "Returned",
    "SavedView",
    "Staleness",
    "Store",
    "StoredClaim",
    "StoredDocument",
    "Team",
    "Verdict",
    "VerdictEvent",
    "Views",
]


class Store(Reads):
    """A review store; open it with ``Store.open`` and close it when done.

    ``team`` holds its people and what they are asked for, ``views`` its saved filters, ``scale`` the ratings.
    A ``viewer`` is the person who looks: under blind review they see their own verdict only. Whatever a stranger to
    the team reads or writes raises NotAllowed; a ``reviewer`` of ``None`` is the machine itself, a command.

    >>> import tempfile, pathlib
    >>> with tempfile.TemporaryDirectory() as folder, Store.open(str(pathlib.Path(folder, "a.db"))) as store:
    ...     store.progress()
    Progress(worthy=0, decided=0)
    """

    def __init__(self, engine: Engine, scale: Scale) -> None:
        super().__init__(opening.Database(engine), scale)
        self.place = self._database.place
        self.team = Team(self._database, _now)
        self.views = Views(self._database, _now)

    @classmethod
    def open(cls, url: str | None = None, *, scale: Scale | None = None, make: bool = True) -> Store:
        """Open the store at a database address or path; by default WORKBENCH_DATABASE, else the user's own.

        ``scale`` is the scale of ratings; by default that of WORKBENCH_RATINGS, else the usual one. ``make`` sets an
        empty database up. Raises NotOurStore for a database of something else, StoreUnavailable when it cannot be
        opened, or is not there and shall not be made.
        """
        return cls(opening.connect(opening.address(url), make=make), scale or load_scale())

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
        reviewer: str | None = None,
    ) -> Change:
        """Store a check record and its text; a document of the same id is replaced, verdicts are kept.

        ``readings`` are the check records of claims that a person added or corrected, judged anew; without them
        those stay as they are.
        """
        with self._database.writing() as connection:
            if reviewer is not None:
                team.must_be(connection, reviewer, "reviewer")
            read_as = {name: dict(body) for name, body in (readings or {}).items()}
            return importing.put_document(connection, dict(record), text, read_as, reviewer or "", _now())

    def withdraw(self, document_id: str, *, reviewer: str, reason: str = "") -> None:
        """Remove a document's text and what repeats it; its decisions and their hashes stay. For owners."""
        with self._database.writing() as connection:
            team.must_be(connection, reviewer, "owner")
            importing.withdraw(connection, document_id, reason, reviewer, _now())
        opening.forget(self._database.engine)

    def add_claim(self, document_id: str, body: Mapping[str, Any], *, reviewer: str) -> StoredClaim:
        """Store a claim that the extractor missed; ``body`` is its check record."""
        with self._database.writing() as connection:
            team.must_be(connection, reviewer, "reviewer")
            importing.put_claim(connection, document_id, dict(body), reviewer, _now())
        return self.claim(str(body["id"]))

    # Claims and verdicts

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

        Raises RevisionConflict when somebody else was first (the message tells who decided what), StoreError for a
        rating that is not of the store's scale.
        """
        if rating is not None and self.scale.get(rating) is None:
            raise StoreError(
                f"no rating {rating!r}", hint="one of " + ", ".join(step.code for step in self.scale.steps)
            )
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
            team.must_be(connection, reviewer, "reviewer")
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
            team.must_be(connection, reviewer, "reviewer")
            return deciding.read(connection, claim_id, seen, reviewer, _now(), reading)

    def comment(self, claim_id: str, text: str, *, reviewer: str) -> VerdictEvent:
        """Record a comment on a claim; it changes no verdict and conflicts with none."""
        with self._database.writing() as connection:
            team.must_be(connection, reviewer, "reviewer")
            return deciding.comment(connection, claim_id, text, reviewer, _now())

    def undo(self, claim_id: str, seen: int, *, reviewer: str) -> VerdictEvent:
        """Take the newest event of a claim back by appending one that restores what held before it."""
        with self._database.writing() as connection:
            team.must_be(connection, reviewer, "reviewer")
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
            team.must_be(connection, reviewer, "reviewer")
            return deciding.change(connection, claim_id, seen, action, reviewer, at or _now(), to)

    def bring_in(self, verdicts: Iterable[Verdict], *, by: str | None = None) -> list[Returned]:
        """Store verdicts that were given elsewhere, such as those of an export; all or, after an error, none.

        Only a claim without a verdict takes one; what is there is never overwritten, and each conflict is told.
        ``by`` may bring in their own verdicts, an owner everybody's.
        """
        with self._database.writing() as connection:
            return [bringing.bring_in(connection, self.scale, found, by, _now()) for found in verdicts]

    # Copies

    def backup(self, file: Path) -> None:
        """Copy the store, as it is at this moment, to a new SQLite file, which opens as a store itself."""
        with self._database.reading():
            copying.backup(self._database.engine, migrating.NEWEST, file)

    def restore(self, file: Path, *, replace: bool = False) -> Path | None:
        """Put what a backup holds into an empty store; with ``replace``, in the place of all that is stored.

        What was there is backed up first; returns where. All is done in one transaction; a backup of an older version
        is brought up to date on the way. Raises StoreError, and changes nothing, for a broken backup, and for a store
        that is not empty unless ``replace`` is given.
        """
        with TemporaryDirectory() as folder, _opened_copy(file, Path(folder)) as copy:
            faults = copy.verify()
            if faults:
                raise StoreError(f"the backup is broken: {faults[0]}", file=str(file), hint="take an earlier one")
            with copy._database.reading() as source, self._database.writing() as target:  # noqa: SLF001 - our own kind
                kept = self._set_aside(target, replace=replace)
                copying.restore(source, target)
        return kept

    def _set_aside(self, target: Connection, *, replace: bool) -> Path | None:
        Pen(target)  # from here on nobody else writes: nothing falls between the copy and the restoring
        if copying.is_empty(target):
            return None
        if not replace:
            raise StoreError(
                "the store is not empty", file=self.place,
                hint="name an empty one with --database, or add --replace: what is there is backed up first",
            )  # fmt: skip
        place = migrating.backup_place(self._database.engine, "replaced")
        copying.backup(self._database.engine, migrating.NEWEST, place)
        return place


def _opened_copy(file: Path, folder: Path) -> Store:
    copy = copying.copied(file, folder)
    try:
        return Store.open(copy, make=False)
    except StoreError as error:
        error.file, error.hint = str(file), "give a file that `workbench backup` wrote"
        raise


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
