"""What the store hands out: frozen records of documents, claims and verdict events."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

ORDERS = ("document", "checkworthy", "outcome", "newest")


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A document in the list of documents; ``worthy`` counts the claims worth checking, ``decided`` those rated."""

    id: str
    title: str
    url: str
    author: str
    published: str | None
    sha256: str
    reference_version: str
    imported_at: str
    claims: int
    worthy: int
    decided: int


@dataclass(frozen=True, slots=True)
class ClaimSummary:
    """A claim in a list: who said what about it last, and where it stands in its document."""

    id: str
    document_id: str
    document_title: str
    published: str | None
    position: int
    quote: str
    kind: str
    outcome: str
    as_published: str
    indicator: str | None
    checkworthy: float
    rev: int
    rating: str | None
    note: str
    second_opinion: bool
    reviewer: str | None
    decided_at: str | None
    decided_on: str | None

    @property
    def stale(self) -> bool:
        """Whether the suggestion has changed since the verdict was given."""
        return self.rating is not None and self.decided_on is not None and self.decided_on != self.outcome


@dataclass(frozen=True, slots=True)
class StoredClaim(ClaimSummary):
    """A claim with its check record (``body``)."""

    body: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document with its text and its claims in text order."""

    id: str
    title: str
    url: str
    author: str
    published: str | None
    text: str
    sha256: str
    reference_version: str
    imported_at: str
    claims: tuple[StoredClaim, ...]

    def record(self) -> dict[str, Any]:
        """Return the check record that was stored, as of the last import."""
        return {
            "id": self.id,
            "published": self.published,
            "title": self.title,
            "url": self.url,
            "author": self.author,
            "reference_version": self.reference_version,
            "claims": [claim.body for claim in self.claims],
        }


@dataclass(frozen=True, slots=True)
class VerdictEvent:
    """One line of the trail. ``rating`` and ``note`` are what holds after it; ``action`` is decide, note or undo."""

    claim: str
    rev: int
    action: str
    rating: str | None
    note: str
    second_opinion: bool
    reviewer: str
    at: str
    suggested: str
    suggested_as_published: str
    reference_version: str
    prev_hash: str
    hash: str


@dataclass(frozen=True, slots=True)
class Change:
    """What an import did to the claims of a document: how many are new, the same, changed, or gone."""

    document_id: str
    new: int = 0
    kept: int = 0
    changed: int = 0
    gone: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """How many claims worth checking there are, and how many of them have a rating."""

    worthy: int
    decided: int


@dataclass(frozen=True, slots=True)
class Filter:
    """Which claims to list. Empty fields do not filter; ``state`` is open, decided, stale or second_opinion.

    ``text`` is looked for in the quote, without regard to case.
    """

    document: str = ""
    state: str = ""
    outcome: str = ""
    kind: str = ""
    indicator: str = ""
    rating: str = ""
    reviewer: str = ""
    text: str = ""
    worthy_only: bool = True
    order: str = "document"
