"""Documents into the store, checked; stored ones checked anew when the tables have changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workbench.counting import many
from workbench.desk.reading import stored_as_document
from workbench.errors import TooLarge, UsageError
from workbench.read.limits import MAX_CLAIMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from workbench.model import Document
    from workbench.reference import Reference
    from workbench.store import Change, Store


@dataclass(frozen=True, slots=True)
class Imported:
    """A document that was checked and stored, and what became of its claims; ``stale`` counts verdicts to look at."""

    document_id: str
    title: str
    claims: int
    change: Change
    stale: int = 0

    def __str__(self) -> str:
        """``id: 5 claims (5 new)``."""
        parts = {
            "new": self.change.new,
            "unchanged": self.change.kept,
            "changed": self.change.changed,
            "gone": self.change.gone,
        }
        told = ", ".join(f"{count} {name}" for name, count in parts.items() if count)
        line = f"{self.document_id}: {many(self.claims, 'claim')}" + (f" ({told})" if told else "")
        line += f"; {many(self.stale, 'verdict')} to look at again" if self.stale else ""
        return line + (f"; the same words as {self.change.same_as}" if self.change.same_as else "")


def import_documents(
    store: Store, documents: Iterable[Document], reference: Reference, *, reviewer: str | None = None
) -> Iterator[Imported]:
    """Check each document and store it; yields what was done as it is done. Raises TooLarge for too many claims.

    A new version of a stored document keeps the verdicts of unchanged claims, and what people read or added.
    """
    from workbench.check import check
    from workbench.records import check_record

    for document in documents:
        record = check_record(check(document, reference))
        readings = dict(_readings(store, document, reference))
        yield _stored(store, record, document.text, readings, reviewer)


def import_records(store: Store, records: Iterable[tuple[dict[str, Any], str]]) -> Iterator[Imported]:
    """Store documents that were checked before, each a check record and its text; what people read or added stays."""
    for record, text in records:
        yield _stored(store, record, text, None, None)


def _stored(
    store: Store, record: dict[str, Any], text: str, readings: dict[str, Any] | None, reviewer: str | None
) -> Imported:
    from workbench.store import Filter

    if len(record["claims"]) > MAX_CLAIMS:
        what, hint = many(len(record["claims"]), "claim"), f"at most {MAX_CLAIMS:,} are stored; split the document"
        raise TooLarge(what, file=record["id"], hint=hint)
    change = store.put_document(record, text, readings=readings, reviewer=reviewer)
    stale = store.count(Filter(document=record["id"], state="stale", worthy_only=False))
    return Imported(record["id"], record["title"], len(record["claims"]), change, stale)


def recheck(store: Store, reference: Reference, *, reviewer: str | None = None) -> Iterator[Imported]:
    """Check every stored document that was checked with other tables than these; yields what changed."""
    version = f"{reference.version} {reference.fingerprint[:12]}"
    for listed in store.documents():
        if listed.withdrawn_at is None and listed.reference_version != version:
            document = stored_as_document(store.document(listed.id))
            yield from import_documents(store, [document], reference, reviewer=reviewer)


def _readings(store: Store, document: Document, reference: Reference) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the claims that people corrected or added, judged anew where their words stand now."""
    from workbench.check.reread import reread

    for claim, extracted in store.read_by_people(document.id):
        moved = _moved(extracted, claim.sentence, document.text)
        if moved is not None:
            try:
                yield claim.id, reread(document, moved, claim.corrections, reference)
            except UsageError:
                # The tables no longer know what the reviewer named: their reading stays as it was judged.
                yield claim.id, claim.body


def _moved(record: dict[str, Any], sentence: str, text: str) -> dict[str, Any] | None:
    """Return a claim's record at the place where its sentence stands in a new version of the text."""
    found = text.find(sentence)
    if found < 0:
        return None
    start = record["sentence"][0] if record.get("sentence") else record["start"]
    by = found - start
    place = {"start": record["start"] + by, "end": record["end"] + by, "sentence": [found, found + len(sentence)]}
    return {**record, **place}
