"""Words to terms: folded, stemmed, synonyms brought to one form; and an inverted index of phrases over them."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, lru_cache
from heapq import nlargest
from importlib.resources import files
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from workbench.grammar.claims_words import group
from workbench.grammar.entities import find_mentions
from workbench.grammar.tokens import fold, tokenise
from workbench.lexicon import table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from workbench.model import Indicator

_WORD = re.compile(r"[^\W_]+(?:[.&/'-][^\W_]+)*\.?")
_STOP = frozenset(
    "a an the of in on at to for from with by and or as its it his her their this that these those is are was were be "
    "been has have had will would may can which who s total annual".split()
)
_SPELLINGS = {
    "children": "child", "women": "woman", "men": "man", "defence": "defense", "labour": "labor",
    "programme": "program", "centre": "center", "litre": "liter",
}  # fmt: skip
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
_MODIFIER = 0.6
_SCATTERED = 0.94
_WHOLE_PHRASE = 0.99
_PART_OF_LONGER = 0.8
_CLOSE_BY = 3
_UNIT_BRACKETS = re.compile(r"\((?:[^()]*\bper\b|%|percent|in )[^()]*\)")
_COMMON_POSTING = 400
_NEAR_SPELLING = 88
_MOST_PHRASES = 40
_LIKELY = 0.7  # a word that is only spelt alike may make up for what exact words lack
_ENDINGS = (("ing", 4), ("ment", 5), ("ion", 5), ("ee", 5), ("e", 5))
_KEPT = 4096  # labels come again with every claim, sentences and subjects with every reading of one


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return a word without plural ending, possessive or British spelling.

    >>> [stem(w) for w in ("countries", "exports", "china's", "defence", "gas", "crisis")]
    ['country', 'export', 'china', 'defense', 'gas', 'crisis']
    """
    word = word.removesuffix("'s").removesuffix("'").rstrip(".") if word.count(".") < 2 else word.replace(".", "")
    word = _SPELLINGS.get(word, word)
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    if len(word) > 5 and word.endswith("ed") and word[-3] not in "aeiouy":
        return word[:-3] if word[-3] == word[-4] and word[-3] not in "ls" else word[:-2]
    return word


@lru_cache(maxsize=100_000)
def root(word: str) -> str:
    """Return what a stemmed word has in common with the other words of its family.

    >>> [root(w) for w in ("employee", "employ", "eviction", "evict", "waiting", "wait", "housing", "house")]
    ['employ', 'employ', 'evict', 'evict', 'wait', 'wait', 'housing', 'house']
    """
    for ending, least in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= least:
            bare = word[: -len(ending)]
            return word if ending == "ing" and len(bare) == least and bare[-1] in "svz" else bare
    return word


@dataclass(frozen=True)
class Terms:
    """The terms of a text in order, each with its offsets."""

    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]

    @cached_property
    def positions(self) -> dict[str, list[int]]:
        """Where each term stands; a sentence is asked once for each of its claims."""
        found: dict[str, list[int]] = defaultdict(list)
        for i, word in enumerate(self.words):
            found[word].append(i)
        return found


_WHOLE = re.compile(
    r"(?:%|per ?cent|percent|third|quarter|half|fifth|tenth|share|proportion|percentage|fraction|portion|relative|"
    r"equivalent|equal|ratio)[ \n]+(?:of|to)[ \n]+((?:(?:its|the|their|a|country's|national|total|whole|gross|annual|"
    r"entire|domestic|economic)[ \n]+)*(?:gdp|product|output|economy|income)\b)(?! of\b)"
)


_LIFETIME = re.compile(r"\b(?:in|for|a|one|this|last|two) (?:a )?(generations?)\b(?! of\b)")


def without_wholes(text: str) -> str:
    """Blank out what a share is a share of ("2% of its GDP"): it is not what the figure is about.

    >>> without_wholes("It spent 2% of its GDP on roads.")
    'It spent 2% of         on roads.'
    >>> without_wholes("deaths (per 1,000 people)").rstrip()
    'deaths'
    """
    blanked, folded = list(text), fold(text)
    for match in (*_WHOLE.finditer(folded), *_UNIT_BRACKETS.finditer(folded), *_LIFETIME.finditer(folded)):
        group = match.re.groups
        blanked[match.start(group) : match.end(group)] = " " * (match.end(group) - match.start(group))
    return "".join(blanked)


def wholes(text: str) -> list[tuple[int, int]]:
    """Return where a text names the output that a share is a share of.

    >>> wholes("It spent 2% of its GDP on roads.")
    [(15, 22)]
    """
    return [match.span(1) for match in _WHOLE.finditer(fold(text))]


def _plain_terms(text: str) -> tuple[list[str], list[tuple[int, int]]]:
    words, spans = [], []
    for match in _WORD.finditer(fold(text)):
        for part in re.finditer(r"[^-/]+", match[0]):
            word = stem(part[0])
            if word and word not in _STOP:
                words.append(word)
                spans.append((match.start() + part.start(), match.start() + part.end()))
    return words, spans


@cache
def _synonyms() -> dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]]:
    """Map the first term of each wording to its wordings (longest first) and the terms they stand for."""
    table: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = defaultdict(list)
    for line in files("workbench.lexicon").joinpath("synonyms.txt").read_text(encoding="utf8").splitlines():
        if not line or line.startswith("#"):
            continue
        head, _, wordings = line.partition(":")
        target = tuple(_plain_terms(head)[0])
        for wording in wordings.split("|"):
            source = tuple(_plain_terms(wording)[0])
            if source and source != target:
                table[source[0]].append((source, target))
    for entries in table.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return table


@cache
def _moving_words() -> frozenset[str]:
    """The terms of verbs that say of anything that it rose or fell: they name no series of their own."""
    return frozenset(term for word in group("moving") for term in terms(word).words)


@cache
def _unit_words() -> frozenset[str]:
    """Return the words of units, which measure and name nothing; what also names a currency does not belong to them."""
    money = {word for _, _, words, _ in table("currencies") for word in words.replace(";", "|").split("|")}
    units = (words.split("|") for name, words, _, _ in table("units") if not name.startswith("count:"))
    return frozenset(stem(word) for words in units for word in words if word not in money)


@lru_cache(maxsize=_KEPT)
def terms(text: str) -> Terms:
    """Return the terms of a text: stop words dropped, words stemmed, wordings replaced by the term they stand for.

    >>> terms("The jobless rate of Germany's economy").words
    ('unemployment', 'germany', 'gdp')
    """
    plain, plain_spans = _plain_terms(text)
    table = _synonyms()
    words: list[str] = []
    spans: list[tuple[int, int]] = []
    i = 0
    while i < len(plain):
        for source, target in table.get(plain[i], ()):
            if tuple(plain[i : i + len(source)]) == source:
                span = (plain_spans[i][0], plain_spans[i + len(source) - 1][1])
                words.extend(target)
                spans.extend([span] * len(target))
                i += len(source)
                break
        else:
            words.append(plain[i])
            spans.append(plain_spans[i])
            i += 1
    return Terms(tuple(words), tuple(spans))


def vocabulary(indicator: Indicator) -> frozenset[str]:
    """Return every term with which the tables describe an indicator: its label, aliases and definition."""
    return _vocabulary(" ; ".join((indicator.label, *indicator.aliases, indicator.definition)))


@lru_cache(maxsize=20_000)
def _vocabulary(described: str) -> frozenset[str]:
    return frozenset(terms(described).words)


@lru_cache(maxsize=_KEPT)
def named_terms(text: str) -> Terms:
    """Return the terms of a text with every name of a country (adjective, people, capital) as its code.

    >>> named_terms("Moscow's exports").words, named_terms("Russian exports").words
    (('rus', 'export'), ('rus', 'export'))
    """
    found = terms(text)
    tokens = tokenise(text)
    mentions = find_mentions(tokens)
    if not mentions:
        return found
    words, spans = list(found.words), list(found.spans)
    for mention in mentions:
        start, end = tokens.starts[mention.first], tokens.ends[mention.last]
        inside = [i for i, span in enumerate(spans) if start <= span[0] < end]
        if inside:
            words[inside[0]] = " ".join(mention.codes).lower()
            spans[inside[0]] = (start, end)
            for i in reversed(inside[1:]):
                del words[i], spans[i]
    return Terms(tuple(words), tuple(spans))


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
        index.weights = {w: 0.25 + math.log((1 + keys) / len(k)) for w, k in keys_of.items()}
        index._totals = [sum(index.weights[word] for word in set(phrase)) for _, phrase in index.phrases]
        return index

    def find(self, window: Terms, *, least: float = 0.5, rank: Callable[[Match], float] | None = None) -> list[Match]:
        """Return the phrases that the window covers to at least ``least``, one of each key, best first.

        ``rank`` says which is better; by default the one covered more, then the more telling one.
        """
        value = rank or (lambda match: match.coverage + match.mass / 1000)
        present = self._known(window)
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
        best: dict[str, Match] = {}
        common = sum(self.weights[word] for word in present if len(self._postings.get(word, ())) > _COMMON_POSTING)
        likely = [i for i, mass in masses.items() if mass + common >= _LIKELY * least * self._totals[i]]
        for i in nlargest(_MOST_PHRASES, likely, key=lambda i: masses[i] * masses[i] / self._totals[i]):
            match = self._match(i, present, window)
            if match.coverage >= least:
                known = best.get(match.key)
                if known is None or (value(match), len(match.naming)) > (value(known), len(known.naming)):
                    best[match.key] = match
        return sorted(best.values(), key=lambda m: (-value(m), m.key))

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
        return {**present, **akin} if akin else present

    def sharing(self, words: Iterable[str], *, most: int) -> list[str]:
        """Return the keys of the phrases that share most weight of words with those given, nearest first."""
        masses: dict[str, float] = defaultdict(float)
        for word in words:
            for key in {self.phrases[i][0] for i in self._postings.get(word, ())[: 4 * _COMMON_POSTING]}:
                masses[key] += self.weights[word]
        return nlargest(most, masses, key=masses.__getitem__)

    def _match(self, i: int, present: dict[str, list[int]], window: Terms) -> Match:
        key, phrase = self.phrases[i]
        total = have = core = core_have = 0.0
        places: list[int] = []
        found: list[list[int]] = []
        specific = False
        for word in set(phrase):
            weight = self.weights[word]
            total += weight
            naming = word not in _GENERIC and word not in _MEASURES and word not in _unit_words()
            core += weight * naming
            at = present.get(word) or _near(word, present)
            if at:
                have += weight
                core_have += weight * naming
                found.extend([at] if naming else [])
                places.extend(at)
                specific = specific or (word not in _GENERIC and word not in _moving_words())
        # What is measured must be named: "PPP dollars" alone are no "GNI in PPP dollars".
        named = 1.0 if core_have >= core / 3 else 0.5
        covered = named * have / total * _SCATTERED ** _excess(found)
        if have >= 0.99 * total and _modifies(phrase, places, window):
            covered = _MODIFIER
        return Match(key, covered, have, tuple(sorted(places)), specific, tuple(map(tuple, found)))


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


def _near(word: str, present: dict[str, list[int]]) -> list[int]:
    """Return the places of a term that is spelt almost the same (organisation, organization)."""
    if len(word) < 6:
        return []
    for other, at in present.items():
        if other[:3] == word[:3] and fuzz.ratio(word, other) >= _NEAR_SPELLING:
            return at
    return []
