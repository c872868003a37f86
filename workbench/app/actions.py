"""What the pages do: bring documents in, and put verdicts on record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.errors import TooLarge
from workbench.read.limits import MAX_CLAIMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from workbench.model import Document
    from workbench.reference import Reference
    from workbench.store import Change, Store

# Long enough to have seen the claim, too short to notice.
SEEN_AFTER = 0.35


@dataclass(frozen=True, slots=True)
class Imported:
    """A document that was checked and stored, and what became of its claims."""

    document_id: str
    title: str
    claims: int
    change: Change

    def __str__(self) -> str:
        """``id: 5 claims (5 new)``."""
        parts = {
            "new": self.change.new,
            "unchanged": self.change.kept,
            "changed": self.change.changed,
            "gone": self.change.gone,
        }
        told = ", ".join(f"{count} {name}" for name, count in parts.items() if count)
        return f"{self.document_id}: {self.claims} claims" + (f" ({told})" if told else "")


def import_documents(store: Store, documents: Iterable[Document], reference: Reference) -> Iterator[Imported]:
    """Check each document and store it; yields what was done as it is done. Raises TooLarge for too many claims."""
    from workbench.check import check
    from workbench.records import check_record

    for document in documents:
        record = check_record(check(document, reference))
        if len(record["claims"]) > MAX_CLAIMS:
            what, hint = f"{len(record['claims']):,} claims", f"at most {MAX_CLAIMS:,} are stored; split the document"
            raise TooLarge(what, file=document.id, hint=hint)
        change = store.put_document(record, document.text)
        yield Imported(document.id, document.title, len(record["claims"]), change)


@dataclass
class Watch:
    """Sees to it that nobody decides on a claim that has not been on screen.

    A press counts when the claim has been shown for ``SEEN_AFTER`` seconds and no other press came just before it.

    >>> watch = Watch()
    >>> watch.shows("a", now=10.0)
    >>> watch.lets("a", now=10.1), watch.lets("a", now=10.2), watch.lets("a", now=10.6), watch.lets("b", now=12.0)
    (False, False, True, False)
    """

    claim: str | None = None
    since: float = 0.0
    pressed: float = 0.0

    def shows(self, claim: str, *, now: float) -> None:
        """Note that a claim has come on screen; a claim that stays there is not new."""
        if claim != self.claim:
            self.claim, self.since = claim, now

    def lets(self, claim: str, *, now: float) -> bool:
        """Tell whether a press at ``now`` (seconds) may decide on the claim."""
        quiet, self.pressed = now - self.pressed >= SEEN_AFTER, now
        return claim == self.claim and now - self.since >= SEEN_AFTER and quiet
