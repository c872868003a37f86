"""An inverted index of phrases over the terms of texts: which labels a window of terms names, and how well."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cache
from heapq import nlargest
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from rapidfuzz import fuzz

from workbench.lexicon import table
from workbench.link.labels import light_in_labels
from workbench.link.phrases import moving_words, named_terms, root, stem, unit_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    from workbench.link.phrases import Terms

_GENERIC = frozenset(
    "growth rate increase change share index level price value number ratio average real nominal per capita gross net "
    "year month figure amount size".split()
)
_MEASURES = frozenset("ppp dollar euro usd percent percentage per million billion thousand total".split())
_OTHER_HEADS = frozenset(
    "density deflator price index ratio balance deficit surplus gap expectation intensity capacity reserve tax duty "
    "revenue debt investment demand consumption production generation export import benefit credit loan fund minister "
    "ministry agency office policy crisis expenditure spending income".split()
)
_FORM = 0.5  # what a unit tells as well counts half
_MODIFIER = 0.6
_SCATTERED = 0.94
_WHOLE_PHRASE = 0.99
_PART_OF_LONGER = 0.8
_CLOSE_BY = 3
_COMMON_POSTING = 400
_NEAR_SPELLING, _LEAST_LETTERS, _SAME_LETTERS = 88, 6, 3
_MOST_PHRASES = 40
_LIKELY = 0.7  # a word that is only spelt alike may make up for what exact words lack


@cache
def _implied() -> dict[str, str]:
    """Return the word that each of some others says as well: "deficit" tells of a balance."""
    rows = ([stem(word.strip()) for word in cell.split("|")] for name, cell in table("linking") if name == "implied")
    return {word: meant for meant, *words in rows for word in words}


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase found in a window: how much of it (0 to 1), how telling it is, and which terms of the window it took.

    ``specific`` is false where only words were found that any indicator may have ("growth", "rate"); ``naming`` holds
    the places of each of the other words.
    """

    key: str
    coverage: float
    mass: float
    places: tuple[int, ...]
    specific: bool = True
    naming: tuple[tuple[int, ...], ...] = ()


@dataclass(slots=True)
class PhraseIndex:
    """Phrases of many keys, found in a window of terms through the words they share with it."""

    phrases: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    weights: dict[str, float] = field(default_factory=dict)
    _postings: dict[str, list[int]] = field(default_factory=dict)
    _totals: list[float] = field(default_factory=list)
    _families: dict[str, list[str]] = field(default_factory=dict)
    _parts: dict[int, _Parts] = field(default_factory=dict)
    _keys: list[str] = field(default_factory=list)
    _places: list[int] = field(default_factory=list)  # of the key of each phrase
    _holders: dict[str, NDArray[np.int64]] = field(default_factory=dict)  # the keys that have a word

    @classmethod
    def build(cls, labelled: Iterable[tuple[str, Iterable[str]]]) -> PhraseIndex:
        """Index ``(key, wordings)`` pairs."""
        index = cls()
        postings: dict[str, list[int]] = defaultdict(list)
        keys_of: dict[str, set[str]] = defaultdict(set)
        keys = 0
        for key, wordings in labelled:
            keys += 1
            for phrase in {named_terms(wording).words for wording in wordings} - {()}:
                for word in set(phrase):
                    postings[word].append(len(index.phrases))
                    keys_of[word].add(key)
                index.phrases.append((key, phrase))
        index._postings = dict(postings)
        families: dict[str, list[str]] = defaultdict(list)
        for word in postings:
            families[root(word)].append(word)
        index._families = dict(families)
        index.weights = {
            w: (0.25 + math.log((1 + keys) / len(k))) * (_FORM if w in light_in_labels() else 1.0)
            for w, k in keys_of.items()
        }
        index._totals = [sum(index.weights[word] for word in set(phrase)) for _, phrase in index.phrases]
        return index

    def find(self, window: Terms, *, least: float = 0.5, rank: Callable[[Match], float] | None = None) -> list[Match]:
        """Return the phrases that the window covers to at least ``least``, one of each key, best first.

        ``rank`` says which is better; by default the one covered more, then the more telling one.
        """
        return best_of(self.matches(window, least=least), rank)

    def matches(self, window: Terms, *, least: float = 0.5) -> list[Match]:
        """Return every phrase that the window covers to at least ``least``, in no order."""
        present = self._known(window)
        alike: dict[str, list[str]] = defaultdict(list)
        for word in present:
            alike[word[:_SAME_LETTERS]].append(word)
        masses: dict[int, float] = defaultdict(float)
        for word in present:
            posting = self._postings.get(word, ())
            if len(posting) <= _COMMON_POSTING:
                for i in posting:
                    masses[i] += self.weights[word]
        if not masses:  # common words alone: what the two rarest of them name
            for word in sorted(present.keys() & self._postings.keys(), key=lambda w: (len(self._postings[w]), w))[:2]:
                for i in self._postings[word][: 4 * _COMMON_POSTING]:
                    masses[i] += self.weights[word]
        common = sum(self.weights[word] for word in present if len(self._postings.get(word, ())) > _COMMON_POSTING)
        likely = [i for i, mass in masses.items() if mass + common >= _LIKELY * least * self._totals[i]]
        tried = nlargest(_MOST_PHRASES, likely, key=lambda i: masses[i] * masses[i] / self._totals[i])
        found = (self._match(i, present, alike, window, least) for i in tried)
        return [match for match in found if match is not None and match.coverage >= least]

    def _known(self, window: Terms) -> dict[str, list[int]]:
        """Return where each term of a window stands, also under the words of its family that the phrases have."""
        present = window.positions
        akin = {
            other: at
            for word, at in present.items()
            if word not in self._postings
            for other in self._families.get(root(word), ())
            if other not in present
        }
        akin |= {
            meant: at
            for word, at in present.items()
            if (meant := _implied().get(word)) is not None and meant not in present and meant in self._postings
        }
        return {**present, **akin} if akin else present

    def sharing(self, words: Iterable[str], *, most: int) -> list[str]:
        """Return the keys of the phrases that share most weight of words with those given, nearest first."""
        if not self._keys:
            self._keys = list(dict.fromkeys(key for key, _ in self.phrases))
            place = {key: number for number, key in enumerate(self._keys)}
            self._places = [place[key] for key, _ in self.phrases]
        masses = np.zeros(len(self._keys))
        for word in words:
            if word not in self._holders:
                these = {self._places[i] for i in self._postings.get(word, ())[: 4 * _COMMON_POSTING]}
                self._holders[word] = np.array(sorted(these), dtype=np.int64)
            masses[self._holders[word]] += self.weights.get(word, 0.0)
        nearest = np.argsort(-masses, kind="stable")[:most]
        return [self._keys[number] for number in nearest.tolist() if masses[number] > 0]

    def _match(
        self, i: int, present: dict[str, list[int]], alike: dict[str, list[str]], window: Terms, least: float
    ) -> Match | None:
        """Return how a window holds a phrase; nothing where it covers less than ``least`` for sure."""
        key, phrase = self.phrases[i]
        parts = self._parts.get(i)
        if parts is None:
            parts = self._parts[i] = self._parted(phrase)
        have = core_have = 0.0
        places: list[int] = []
        found: list[list[int]] = []
        specific = False
        for word, weight, naming, generic in parts.words:
            at = present.get(word) or _near(word, present, alike)
            if at:
                have += weight
                places += at
                if naming:
                    core_have += weight
                    found.append(at)
                specific = specific or not generic
        # What is measured must be named: "PPP dollars" alone are no "GNI in PPP dollars".
        named = 1.0 if core_have >= parts.core / 3 else 0.5
        covered = named * have / parts.total
        if covered < least:
            return None
        covered *= _SCATTERED ** _excess(found)
        if have >= 0.99 * parts.total and _modifies(phrase, places, window):
            covered = _MODIFIER
        return Match(key, covered, have, tuple(sorted(places)), specific, tuple(map(tuple, found)))

    def _parted(self, phrase: tuple[str, ...]) -> _Parts:
        words = []
        total = core = 0.0
        for word in set(phrase):
            weight = self.weights[word]
            naming = word not in _GENERIC and word not in _MEASURES and word not in unit_words()
            words.append((word, weight, naming, word in _GENERIC or word in moving_words()))
            total += weight
            core += weight * naming
        return _Parts(tuple(words), total, core)


def best_of(matches: Iterable[Match], rank: Callable[[Match], float] | None = None) -> list[Match]:
    """Return the best match of each key, best first, as :meth:`PhraseIndex.find` does."""
    value = rank or (lambda match: match.coverage + match.mass / 1000)
    best: dict[str, tuple[float, int, Match]] = {}
    for match in matches:
        worth, names = value(match), len(match.naming)
        if match.key not in best or (worth, names) > best[match.key][:2]:
            best[match.key] = worth, names, match
    return [match for _, _, match in sorted(best.values(), key=lambda found: (-found[0], found[2].key))]


class _Parts(NamedTuple):
    """The words of a phrase, each with its weight and whether it names what is measured, is said of anything."""

    words: tuple[tuple[str, float, bool, bool], ...]
    total: float
    core: float


def without_parts(found: list[Match]) -> list[Match]:
    """Weaken phrases that take only some words of a longer one, found whole: "carbon" in "carbon dioxide"."""
    whole = [run for match in found if match.coverage >= _WHOLE_PHRASE for run in _runs(match)]
    return [
        replace(match, coverage=match.coverage * _PART_OF_LONGER) if _is_part(match, whole) else match
        for match in found
    ]


def _runs(match: Match) -> list[frozenset[int]]:
    """Return the places where naming words of a phrase stand side by side, two words or more."""
    word_at = {place: i for i, at in enumerate(match.naming) for place in at}
    runs: list[list[int]] = []
    for place in sorted(word_at):
        if runs and place == runs[-1][-1] + 1 and word_at[place] not in (word_at[p] for p in runs[-1]):
            runs[-1].append(place)
        else:
            runs.append([place])
    return [frozenset(run) for run in runs if len(run) > 1]


def _is_part(match: Match, whole: list[frozenset[int]]) -> bool:
    """Tell whether some word of a phrase stands only inside longer ones, and not all of those are its own."""
    taken = {place for at in match.naming for place in at}
    longer = [run for run in whole if not run <= taken]
    return any(all(any(place in run for run in longer) for place in at) for at in match.naming)


def _excess(found: list[list[int]]) -> int:
    """Return by how many terms the words of a phrase stand further apart than a phrase may be stretched."""
    if len(found) < 2:
        return 0
    if all(len(at) == 1 for at in found):
        first = found[0][0]
        nearest = max(abs(first - at[0]) for at in found)
        return min(max(nearest - len(found) - _CLOSE_BY, 0), 8)
    nearest = min(max(abs(start - min(at, key=lambda place: abs(place - start))) for at in found) for start in found[0])
    return min(max(nearest - len(found) - _CLOSE_BY, 0), 8)


def _modifies(phrase: tuple[str, ...], places: list[int], window: Terms) -> bool:
    """Tell whether a phrase only modifies another measure wherever it stands: "population density"."""
    last = [place for place in places if window.words[place] == phrase[-1]]
    return bool(last) and all(_heads_other(phrase, place + 1, window) for place in last)


def _heads_other(phrase: tuple[str, ...], i: int, window: Terms) -> bool:
    if i >= len(window.words) or window.words[i] in phrase or window.words[i] not in _OTHER_HEADS:
        return False
    start, end = window.spans[i]
    as_verb = end - start < len(window.words[i])  # "85 million people produced" names no production of people
    return not as_verb and start - window.spans[i - 1][1] == 1


def _near(word: str, present: dict[str, list[int]], alike: dict[str, list[str]]) -> list[int]:
    """Return the places of a term that is spelt almost the same (organisation, organization)."""
    if len(word) < _LEAST_LETTERS:
        return []
    for other in alike.get(word[:_SAME_LETTERS], ()):
        if fuzz.ratio(word, other) >= _NEAR_SPELLING:
            return present[other]
    return []
