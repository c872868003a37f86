"""What the store hands out: frozen records of documents, claims, verdicts and of who did what."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

ORDERS = ("document", "checkworthy", "outcome", "newest")
STATES = (
    "open", "decided", "stale", "second_opinion", "dismissed", "blind", "disputed", "corrected", "changed", "added",
    "waiting", "due",
)  # fmt: skip
DISMISSALS = ("no_claim", "wrong_words", "repeated", "not_worth_checking", "other")


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
    withdrawn_at: str | None
    claims: int
    worthy: int
    decided: int


@dataclass(frozen=True, slots=True)
class ClaimSummary:
    """A claim in a list: who said what about it last, and where it stands in its document.

    ``rev`` is the revision that the viewer has seen and hands back with a decision. ``phase`` is empty for a claim
    that one person decides; ``blind`` while independent verdicts are awaited (rating and note are then the viewer's
    own), ``agreed``, ``disputed`` or ``adjudicated`` afterwards. ``dismissed`` is the reason why it is no claim.
    ``corrected`` tells that a reviewer's reading holds; ``replaces`` names the claim of an earlier version of the
    text whose place this one has taken.
    """

    id: str
    document_id: str
    document_title: str
    published: str | None
    position: int
    quote: str
    sentence: str
    kind: str
    outcome: str
    as_published: str
    indicator: str | None
    checkworthy: float
    rev: int
    rating: str | None
    note: str
    second_opinion: bool
    dismissed: str | None
    reviewer: str | None
    decided_at: str | None
    decided_on: str | None
    phase: str
    stale: bool
    corrected: bool
    added_by: str | None
    replaces: str | None


@dataclass(frozen=True, slots=True)
class StoredClaim(ClaimSummary):
    """A claim with its check record (``body``) and what reviewers have corrected in it (``corrections``)."""

    body: dict[str, Any] = field(default_factory=dict)
    corrections: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document with its text and its claims in text order; a withdrawn one has neither."""

    id: str
    title: str
    url: str
    author: str
    published: str | None
    text: str
    sha256: str
    reference_version: str
    imported_at: str
    withdrawn_at: str | None
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
    """One line of the trail: ``rating``, ``note``, ``second_opinion`` and ``dismissed`` are what holds after it.

    ``action`` is decide, note, dismiss, reinstate, undo, read (a corrected reading), add (a claim added by hand),
    comment, assign, blind, adjudicate, import, withdraw or role. ``claim`` and ``rev`` are empty where the event
    is not about the verdict on a claim. ``detail`` holds what the reviewer saw, or what was done; it is empty for
    withdrawn documents.
    """

    claim: str | None
    rev: int | None
    action: str
    rating: str | None
    note: str
    second_opinion: bool
    dismissed: str | None
    reviewer: str
    at: str
    suggested: str
    suggested_as_published: str
    reference_version: str
    document: str | None
    detail: dict[str, Any]
    prev_hash: str
    hash: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """A verdict given elsewhere; ``ground`` holds what is known of what its reviewer saw, as in ``Staleness``.

    ``at`` is an ISO date and time, empty for now.
    """

    claim: str
    rating: str | None
    note: str = ""
    reviewer: str = ""
    at: str = ""
    second_opinion: bool = False
    dismissed: str | None = None
    ground: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Returned:
    """What became of a verdict that was brought in: stored, same (it was there), conflict, unknown or refused."""

    claim: str
    state: str
    told: str = ""


@dataclass(frozen=True, slots=True)
class Activity:
    """One line of who did what; ``rating`` is hidden while a claim is under blind review."""

    at: str
    reviewer: str
    action: str
    claim: str | None
    quote: str
    document_id: str | None
    document_title: str
    rating: str | None
    note: str


@dataclass(frozen=True, slots=True)
class Change:
    """What an import did to the claims of a document: how many are new, the same, changed, or gone.

    ``same_as`` is the id of another document with the same words.
    """

    document_id: str
    new: int = 0
    kept: int = 0
    changed: int = 0
    gone: int = 0
    same_as: str | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How many claims worth checking there are, and how many of them have a rating."""

    worthy: int
    decided: int


@dataclass(frozen=True, slots=True)
class Precedent:
    """An earlier verdict on the same figure of the tables."""

    claim: str
    document_id: str
    document_title: str
    quote: str
    sentence: str
    rating: str
    note: str
    reviewer: str
    decided_at: str
    stale: bool


@dataclass(frozen=True, slots=True)
class Staleness:
    """A verdict whose ground has changed: what the reviewer saw (``old``) beside what holds now (``new``).

    Both hold sentence, outcome, as_published, working, as_published_working, indicator, entity, counterpart,
    period and evidence; ``old`` is empty for a verdict of a store that did not keep it. ``changed`` names the
    fields that differ.
    """

    claim: ClaimSummary
    old: dict[str, Any]
    new: dict[str, Any]
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """A person with a role (reviewer, adjudicator or owner), given by whom and when."""

    name: str
    role: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Opinion:
    """The independent verdict of one reviewer on a claim, with the rows of the tables that it rests on."""

    claim: str
    reviewer: str
    rating: str | None
    note: str
    second_opinion: bool
    dismissed: str | None
    at: str
    linked_row: str
    corrections: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A claim on which independent verdicts or linked rows differ, with the opinions side by side."""

    claim: ClaimSummary
    opinions: tuple[Opinion, ...]
    on_verdict: bool
    on_row: bool


@dataclass(frozen=True, slots=True)
class Agreement:
    """Krippendorff's alpha (nominal) over ``claims`` with two or more opinions; ``None`` where it is undefined."""

    verdict: float | None
    row: float | None
    claims: int
    opinions: int
    reviewers: int


@dataclass(frozen=True, slots=True)
class SavedView:
    """A named filter of the queue, as the query of its address; everybody may use it."""

    owner: str
    name: str
    query: str


@dataclass(frozen=True, slots=True)
class Filter:
    """Which claims to list. Empty fields do not filter; ``state`` is one of ``STATES``.

    ``text`` is looked for in the sentence, without regard to case; ``assigned`` is a reviewer; ``disagreement``
    asks for verdicts that go against the suggestion. Dismissed claims are listed only by their own state.
    """

    document: str = ""
    state: str = ""
    outcome: str = ""
    kind: str = ""
    indicator: str = ""
    rating: str = ""
    reviewer: str = ""
    assigned: str = ""
    text: str = ""
    disagreement: bool = False
    worthy_only: bool = True
    order: str = "document"
