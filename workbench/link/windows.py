"""Where to look for what a claim is about, and what is found there is worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbench.link.index import Match
    from workbench.link.phrases import Terms

WINDOWS = {"subject": 1.0, "sentence": 0.95, "asked": 0.9, "before": 0.72, "title": 0.66}
_FADING_IN_SENTENCE = 0.012
_GENERIC = 0.85
_WITHIN = 1.0
_WITH_SUBJECT = 0.97
_BEFORE = 0.9
_BEHIND = 0.8


@dataclass(frozen=True, slots=True)
class Window:
    """Where to look for what a claim is about: its subject, sentence, the one before, the headline.

    ``own`` is the claim's own stretch of the text and ``subject`` where its subject stands.
    """

    name: str
    terms: Terms
    place: int | None
    own: tuple[int, int] | None = None
    subject: tuple[int, int] | None = None

    def is_own(self, terms: tuple[tuple[int, ...], ...]) -> bool:
        """Tell whether terms (their places) stand in the claim's own words, or in those of its subject's clause."""
        if self.name == "subject":
            return True
        own = [any(self.nearness(place) >= _WITH_SUBJECT for place in at) for at in terms]
        return self.name == "sentence" and bool(own) and all(own)

    def in_own(self, terms: tuple[tuple[int, ...], ...]) -> bool:
        """Tell whether terms (their places) all stand in the claim's own stretch."""
        own = self.own or (0, 0)
        return bool(terms) and all(any(own[0] <= self.terms.spans[p][0] < own[1] for p in at) for at in terms)

    def within(self, terms: tuple[tuple[int, ...], ...], span: tuple[int, int]) -> bool:
        """Tell whether terms (their places) all stand in a span of the text and nowhere else."""
        spans = [self.terms.spans[place] for at in terms for place in at]
        return bool(spans) and all(span[0] <= start and end <= span[1] for start, end in spans)

    def nearness(self, place: int) -> float:
        """Return a factor for the clause in which a term stands: the claim's own, that of its subject, another."""
        if self.own is None:
            return _WITHIN
        start = self.terms.spans[place][0]
        if self.own[0] <= start < self.own[1]:
            return _WITHIN
        if self.subject is not None and self.subject[0] <= start < self.own[0]:
            return _WITH_SUBJECT
        return _BEFORE if start < self.own[0] else _BEHIND


@dataclass(frozen=True, slots=True)
class Topic:
    """An indicator that the text has spoken of, of whom, in which sentence; ``end`` of a figure whose words name it."""

    indicator: str
    entity: str
    counterpart: str
    index: int
    end: int


def names_people(window: Window, match: Match) -> bool:
    """Tell whether all that names a match in a window is the people."""
    return {window.terms.words[place] for at in match.naming for place in at} == {"population"}


def nearness(match: Match, window: Window, fading: float) -> float:
    """Return a factor for the distance in terms between what was found and the claim."""
    if window.place is None or not match.places:
        return 1.0
    distance = min(abs(window.place - place) for place in match.places)
    return 1.0 - fading * min(distance, 15)


def score_of(window: Window, match: Match) -> float:
    """Return what a label found in a window is worth: more where it is whole, telling and near the figure."""
    near = nearness(match, window, _FADING_IN_SENTENCE)
    near *= min((max(map(window.nearness, at)) for at in match.naming), default=1.0)
    if not match.specific:
        near *= _GENERIC
    telling = 0.9 + 0.1 * min(match.mass / 6, 1.0)
    return float(match.coverage**1.5) * WINDOWS[window.name] * near * telling
