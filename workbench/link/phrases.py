"""Words to terms: folded, stemmed, synonyms brought to one form."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from workbench.grammar.claims_words import group
from workbench.grammar.entities import find_mentions
from workbench.grammar.tokens import fold, tokenise
from workbench.lexicon import table

if TYPE_CHECKING:
    from workbench.model import Indicator

_WORD = re.compile(r"[^\W_]+(?:[.&/'-][^\W_]+)*\.?")
_PART = re.compile(r"[^-/]+")
_STOP = frozenset(
    "a an the of in on at to for from with by and or as its it his her their this that these those is are was were be "
    "been has have had will would may can which who s total annual populous inflated".split()
)  # "its most populous country" says nothing of the population
_SPELLINGS = {
    "children": "child", "women": "woman", "men": "man", "defence": "defense", "labour": "labor",
    "programme": "program", "centre": "center", "litre": "liter",
}  # fmt: skip
_UNIT_OPENING = re.compile(
    r"\((?:(?:thousand|million) )?(?:kt|mt|gt|kg|kilograms?|kilotons?|tons?|tonnes?|metric tons?|kwh|barrels?|"
    r"lit(?:er|re)s?)\b[^()]*?(?=\bper (?:capita|person|head)\b|\))"
)
_UNIT_BRACKETS = re.compile(r"\((?:[^()]*\bper\b(?! capita| person| head)|%|percent|in )[^()]*\)")
_PER_MANY = re.compile(
    r"\bper[ \n]+(?:1[0, ]*0|hundred|thousand|million)\b"
    r"(?:[ \n]+(?:people|persons|inhabitants|residents|population|citizens|live births|births)\b)?"
)
_ENDINGS = (("ing", 4), ("ment", 5), ("ion", 5), ("ee", 5), ("e", 5))
_GAP = 6
_CUT = re.compile(r"[;:]|[,.](?!\d)")
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
    r"equivalent|equal|ratio)[ \n]+(?:of|to)[ \n]+((?:(?:its|the|their|a|(?:[^\W\d]+ ){0,2}[^\W\d]+'s|national|"
    r"total|whole|gross|annual|entire|domestic|economic)[ \n]+)*"
    r"(?:(?:gdp|product|output|economy|income)\b(?! of\b)|(?:land|surface)[ \n]area\b))"
)


_SHARE_OF = re.compile(r"(?:%|per ?cent|third|quarter|half|share|one in [a-z]+) of (?:all |the )?|one in [a-z]+ ")
_LIFETIME = re.compile(r"\b(?:in|for|a|one|this|last|two) (?:a )?(generations?)\b(?! of\b)")


_BLANKED = (_WHOLE, _UNIT_OPENING, _UNIT_BRACKETS, _LIFETIME, _PER_MANY)


def without_wholes(text: str) -> str:
    """Blank out what a share is a share of ("2% of its GDP"): it is not what the figure is about.

    >>> without_wholes("It spent 2% of its GDP on roads.")
    'It spent 2% of         on roads.'
    >>> without_wholes("deaths (per 1,000 people)").rstrip(), without_wholes("5 deaths per 1,000 live births").rstrip()
    ('deaths', '5 deaths')
    """
    blanked, folded = list(text), fold(text)
    for match in (found for told in _BLANKED for found in told.finditer(folded)):
        group = match.re.groups
        blanked[match.start(group) : match.end(group)] = " " * (match.end(group) - match.start(group))
    return "".join(blanked)


def wholes(text: str) -> list[tuple[int, int]]:
    """Return where a text names the output that a share is a share of.

    >>> wholes("It spent 2% of its GDP on roads.")
    [(15, 22)]
    """
    return [match.span(1) for match in _WHOLE.finditer(fold(text))]


def peoples(text: str) -> list[tuple[int, int]]:
    """Return where a text names a people that a share is one of.

    >>> peoples("Some 9% of Kenyans smoke.")
    [(11, 18)]
    """
    shares = {match.end() for match in _SHARE_OF.finditer(fold(text))}
    if not shares:
        return []
    tokens = tokenise(text)
    named = (m for m in find_mentions(tokens) if m.form == "member" and tokens.starts[m.first] in shares)
    spans = ((tokens.starts[m.first], tokens.ends[m.last]) for m in named)
    return [span for span in spans if text[span[1] - 1] == "s" and text[span[1] : span[1] + 1] != "'"]


def _plain_terms(text: str) -> tuple[list[str], list[tuple[int, int]]]:
    words, spans = [], []
    for match in _WORD.finditer(fold(text)):
        told = match[0]
        if "-" not in told and "/" not in told:
            if (word := stem(told)) and word not in _STOP:
                words.append(word)
                spans.append(match.span())
            continue
        for part in _PART.finditer(told):
            if (word := stem(part[0])) and word not in _STOP:
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
            parts = [tuple(_plain_terms(part)[0]) for part in wording.split("*")]
            source = parts[0] if len(parts) == 1 else (*parts[0], "*", *parts[1])
            if source and source != target:
                table[source[0]].append((source, target))
    for entries in table.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return table


@cache
def moving_words() -> frozenset[str]:
    """The terms of verbs that say of anything that it rose or fell: they name no series of their own."""
    return frozenset(term for word in group("moving") for term in terms(word).words)


@cache
def unit_words() -> frozenset[str]:
    """Return the words of units, which measure and name nothing; what also names a currency does not belong to them."""
    money = {word for _, _, words, _ in table("currencies") for word in words.replace(";", "|").split("|")}
    units = (words.split("|") for name, words, _, _ in table("units") if not name.startswith("count:"))
    return frozenset(stem(word) for words in units for word in words if word not in money)


def _far_match(text: str, plain: list[str], spans: list[tuple[int, int]], i: int, source: tuple[str, ...]) -> bool:
    """Tell whether a wording with a gap stands from term ``i`` on: "bought * goods"; the gap is kept as it is."""
    ends = range(i + 1, min(i + _GAP + 2, len(plain)))
    end = next((k for k in ends if plain[k] == source[-1]), None)
    return end is not None and not _CUT.search(text, spans[i][1], spans[end][0])


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
            if "*" in source:
                taken = 1 if _far_match(text, plain, plain_spans, i, source) else 0
            else:
                taken = len(source) if tuple(plain[i : i + len(source)]) == source else 0
            if taken:
                span = (plain_spans[i][0], plain_spans[i + taken - 1][1])
                words.extend(target)
                spans.extend([span] * len(target))
                i += taken
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
    return frozenset((*terms(described).words, *_plain_terms(described)[0]))


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
