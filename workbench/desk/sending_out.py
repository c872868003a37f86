"""Verdicts out of the store: which claims, in which form, as the bytes of a file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from workbench.errors import UsageError
from workbench.export import export_store, export_xlsx
from workbench.export.verdicts import PAGES
from workbench.store import Filter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workbench.reference import Reference
    from workbench.store import DocumentSummary, Store, StoredDocument


@dataclass(frozen=True, slots=True)
class Form:
    """A form of export: what it is called, a name for the file, its media type."""

    label: str
    file: str
    mime: str


FORMS = {
    "csv": Form("Verdict CSV", "verdicts.csv", "text/csv"),
    "xlsx": Form(
        "Workbook (XLSX)", "verdicts.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    ),
    "claimreview": Form("ClaimReview (JSON-LD)", "claimreview.json", "application/ld+json"),
    "jsonl": Form("Check records (JSON lines)", "checked.jsonl", "application/jsonl"),
    "html": Form("Report (HTML)", "report.html", "text/html"),
}


EVERYTHING = Filter(worthy_only=False)


class Selection:
    """The claims of a store that a filter lets through, as exports take them; other documents are left out.

    A filter that names no state takes dismissed claims, too: they are decisions. ``documents`` names several.
    """

    def __init__(
        self, store: Store, chosen: Filter = EVERYTHING, *, documents: Sequence[str] = (), viewer: str | None = None
    ) -> None:
        self.scale = store.scale
        self._store, self._viewer = store, viewer
        self._ids: dict[str, set[str]] = {}
        for state in [chosen.state] if chosen.state else ["", "dismissed"]:
            found = store.ids_by_document(replace(chosen, state=state), viewer=viewer)
            for document_id, ids in found.items():
                if not documents or document_id in documents:
                    self._ids.setdefault(document_id, set()).update(ids)

    def __len__(self) -> int:
        return sum(map(len, self._ids.values()))

    def documents(self) -> list[DocumentSummary]:
        """Return the documents with a claim in the selection, in the order of their import."""
        return [listed for listed in self._store.documents(viewer=self._viewer) if listed.id in self._ids]

    def document(self, document_id: str) -> StoredDocument:
        """Return a document with the claims of the selection."""
        found, ids = self._store.document(document_id, viewer=self._viewer), self._ids.get(document_id, ())
        return replace(found, claims=tuple(claim for claim in found.claims if claim.id in ids))


def export(
    selection: Selection, form: str, *, pages: str = PAGES, bom: bool = False, reference: Reference | None = None
) -> Iterator[bytes]:
    """Yield the file of an export in one of ``FORMS``, piece by piece.

    ``pages`` is where the review pages are; ``bom`` marks a CSV as UTF-8 for spreadsheets; ``reference`` are the
    tables whose series the report draws. Raises UsageError for another form.
    """
    if form not in FORMS:
        raise UsageError(f"no format {form!r}", hint="one of " + ", ".join(FORMS))
    if form == "xlsx":
        return iter([export_xlsx(selection, pages=pages)])
    pieces = export_store(selection, form, pages=pages, bom=bom, reference=reference)
    return (piece.encode("utf8", "surrogatepass") for piece in pieces)
