"""Where a document speaks of what: its terms sentence by sentence, the words around a claim, what came before."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from workbench.link.bare import WORTH
from workbench.link.phrases import Terms, named_terms, terms, without_wholes
from workbench.link.qualifiers import narrowing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.model import Claim, Extraction

TOPIC_LEAST = 0.45
_TOPIC = 0.72
_FADING = 0.03


@dataclass(frozen=True, slots=True)
class Window:
    """Where to look for what a claim is about: its subject, sentence, the one before, the headline."""

    name: str
    terms: Terms
    place: int | None


class Context:
    """The terms of one document, sentence by sentence, each computed once."""

    def __init__(self, extraction: Extraction) -> None:
        self.extraction = extraction
        self._starts = [start for start, _ in extraction.sentences]
        self._terms: dict[int, Terms] = {}
        self._topics: dict[str, int] = {}
        self.named: dict[tuple[int, int], list[tuple[int, str]]] = {}  # by span of the text, filled by a linker

    def sentence(self, index: int) -> Terms:
        """Return the terms of sentence ``index`` with offsets into the document."""
        if index not in self._terms:
            start, end = self.extraction.sentences[index]
            found = named_terms(without_wholes(self.extraction.document.text[start:end]))
            self._terms[index] = Terms(found.words, tuple((a + start, b + start) for a, b in found.spans))
        return self._terms[index]

    def index_of(self, claim: Claim) -> int:
        """Return the index of the sentence that holds the claim."""
        return max(bisect_right(self._starts, claim.start) - 1, 0)

    def note_topic(self, claim: Claim, indicator: str) -> None:
        """Remember that the text has spoken of an indicator: what follows may leave its name out."""
        self._topics[indicator] = self.index_of(claim)

    def topics(self, claim: Claim) -> Iterator[tuple[str, float]]:
        """Yield the indicators that the text before the claim has spoken of, each with a weight."""
        here = self.index_of(claim)
        for indicator, index in self._topics.items():
            if index <= here:
                yield indicator, max(_TOPIC - _FADING * (here - index), TOPIC_LEAST)

    @cached_property
    def title(self) -> Terms:
        """The terms of the headline: the title, or the first sentence."""
        title = self.extraction.document.title
        return named_terms(title) if title else self.sentence(0)

    def words(self, claim: Claim) -> set[str]:
        """Return the terms of the claim's sentence and subject."""
        said = set(terms(claim.subject).words)
        if self.extraction.sentences:
            said.update(self.sentence(self.index_of(claim)).words)
        return said

    def _subject(self, claim: Claim) -> Terms:
        """Return the terms of the subject, read within its sentence where it stands there word for word."""
        first, stop = claim.sentence
        at = self.extraction.document.text.find(claim.subject, first, stop) if self.extraction.sentences else -1
        if at < 0:
            return named_terms(_own_words(claim))
        whole = claim.anchor if claim.relation == "share" and claim.anchor in claim.subject else ""
        gone = at + claim.subject.find(whole)
        here = self.sentence(self.index_of(claim))
        kept = [
            (word, span)
            for word, span in zip(here.words, here.spans, strict=True)
            if span[0] < at + len(claim.subject) and span[1] > at and not gone <= span[0] < gone + len(whole)
        ]
        return Terms(tuple(word for word, _ in kept), tuple(span for _, span in kept))

    def narrowing(self, claim: Claim) -> frozenset[str]:
        """Return the words that narrow what the claim measures ("female", "rural")."""
        if not self.extraction.sentences:
            return frozenset()
        first, stop = claim.sentence
        beside = self.extraction.claims_of(claim.sentence)
        floor = max((c.end for c in beside if c.checkworthy >= WORTH and c.end <= claim.start), default=first)
        here = self.sentence(self.index_of(claim))
        return narrowing(self.extraction.document.text[:stop], here, (claim.start, claim.end), floor)

    def windows(self, claim: Claim) -> Iterator[Window]:
        """Yield where to look for what the claim is about, nearest first."""
        if claim.subject:
            yield Window("subject", self._subject(claim), None)
        if not self.extraction.sentences:
            return
        index = self.index_of(claim)
        here = self.sentence(index)
        starts = [span[0] for span in here.spans]
        yield Window("sentence", here, bisect_right(starts, claim.start))
        if index:
            yield Window("before", self.sentence(index - 1), None)
        yield Window("title", self.title, None)


def _own_words(claim: Claim) -> str:
    """Return the subject without the whole that the claim is a share of."""
    subject = without_wholes(claim.subject)
    return subject.replace(claim.anchor, " ") if claim.relation == "share" and claim.anchor else subject
