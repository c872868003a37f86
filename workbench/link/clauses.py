"""The stretch of a sentence that belongs to one figure, and what its own words say without a label of the tables."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from workbench.grammar.claims_words import group
from workbench.grammar.entities import find_mentions
from workbench.grammar.tokens import fold, tokenise
from workbench.lexicon import table
from workbench.link.phrases import terms
from workbench.link.words import one_of, wordings

if TYPE_CHECKING:
    from collections.abc import Sequence

Span = tuple[int, int]

_LIGHT_GROUPS = frozenset(
    "up down shifts level_nouns highest lowest record basis_yoy base hedge_about hedge_below hedge_above forecast "
    "target estimate reporting speech speakers titles comparands set_target reached ahead be light refers_back plain "
    "parts pace said_in".split()
)

_SAID_IN_OWN = re.compile(r"\bin (?:the )?([A-Z][a-z]+) (?:currency|money)\b")
_RATES = frozenset(("rate", "rates", "index"))
_NAMED_RATE = re.compile(r"[A-Z][^\W\d_]* (?:rate|index)")
_HARD = re.compile(r"; ?| -+ |\u2014|\u2013 ")
_WITH = r"(?<!compared)(?<!together)(?<!along) with (?=(?:an? |its )?[a-z]+ (?:rate )?(?:of|at) )"
_SOFT = re.compile(rf"[,:(] ?|{one_of('parts')}|{_WITH}")
_BACK = re.compile(one_of("refers_back"))


def own_stretch(text: str, sentence: Span, figure: Span, others: Sequence[Span]) -> Span:
    """Return the stretch of a sentence that belongs to a figure: to the first break between it and each neighbour.

    ``others`` are the other figures of the sentence. Two figures without a break between them share their stretch.

    >>> text = "It sees growth of 1.7% this year and inflation of 2%."
    >>> start, end = own_stretch(text, (0, len(text)), (50, 52), [(18, 22)])
    >>> text[start:end]
    ' inflation of 2%.'
    """
    start, end = sentence
    for match in _HARD.finditer(text, start, end):
        if text.rfind("(", sentence[0], match.start()) > text.rfind(")", sentence[0], match.start()):
            continue
        if match.end() <= figure[0]:
            start = match.end()
        elif match.start() >= figure[1]:
            end = min(end, match.start())
    before = sorted({other for other in others if start <= other[0] and other[1] <= figure[0]})
    after = sorted({other for other in others if figure[1] <= other[0] and other[1] <= end})
    chain = [*before, figure, *after]
    mine = len(before)
    for left, right in zip(chain[:mine][::-1], chain[1 : mine + 1][::-1], strict=True):
        if found := _break(text, left, right):
            start = found[1]
            break
    for left, right in zip(chain[mine:], chain[mine + 1 :], strict=False):
        if found := _break(text, left, right):
            end = found[0]
            break
    return start, end


def _break(text: str, left: Span, right: Span) -> Span | None:
    gap = fold(text[left[1] : right[0]])
    match = _SOFT.search(gap)
    return (left[1] + match.start(), left[1] + match.end()) if match else None


def refers_back(text: str) -> bool:
    """Tell whether words speak of what the text has just spoken of: "it", "that", "the figure".

    >>> refers_back("Per head that is 13.6 megawatt-hours"), refers_back("Output was $3 trillion")
    (True, False)
    """
    return bool(_BACK.search(fold(text)))


def names_other(text: str, known: frozenset[str]) -> bool:
    """Tell whether a subject names some thing besides places, persons and words that stand for any figure.

    ``known`` are terms of what the text is speaking of.

    >>> names_other("his party of seats", frozenset()), names_other("The drop in a single year", frozenset())
    (True, False)
    """
    tokens = tokenise(text)
    mentions = find_mentions(tokens)
    taken = {i for mention in mentions for i in range(mention.first, mention.last + 1)}
    if _NAMED_RATE.search(text) and any(
        i not in taken and text[tokens.starts[i]].isupper() and tokens.word(i + 1) in _RATES
        for i in range(1, len(tokens.words))
    ):
        return True  # "the Selic rate"
    return any(
        word.isalpha()
        and i not in taken
        and (i == 0 or not text[tokens.starts[i]].isupper())
        and not _is_light(word, known)
        for i, word in enumerate(tokens.words)
    )


def strangers(text: str) -> frozenset[str]:
    """Return the words that a text writes as names within a sentence, in small letters.

    >>> sorted(strangers("The Amber Line shipped less in May, it said"))
    ['amber', 'line', 'may']
    """
    words = re.finditer(r"(?<=[^\W\d] )(?:the )?([A-Z][^\W\d_]+)", text)
    return frozenset(match[1].lower() for match in words)


def _is_light(word: str, known: frozenset[str]) -> bool:
    return word in light_words() or not set(terms(word).words) - known


@cache
def light_words() -> frozenset[str]:
    """Return every word that tells how much, when or who says so, but not of what."""
    said = (cell for name, cell in table("claims") if name in _LIGHT_GROUPS)
    own = (cell for name, cell in table("linking") if name in _LIGHT_GROUPS)
    times = (words for kind, _, words in table("times") if kind not in ("counted", "asking"))
    found = (word for cell in (*said, *own, *times) for word in cell.replace("|", " ").split())
    return frozenset((*found, *_figures()))


class Head(NamedTuple):
    """What a bare noun of a clause means; ``attached`` where a country stands beside it."""

    word: str
    meaning: str
    attached: bool


@cache
def _heads() -> dict[str, str]:
    return {noun: meaning for noun, meaning in table("heads")}  # noqa: C416 - rows are tuples of any length


def bare_head(text: str, named: Sequence[int] = ()) -> Head | None:
    """Return the meaning of the last bare noun of a text that needs no label: "growth" is that of the economy.

    ``named`` are the offsets of names that only the tables know.

    >>> bare_head("The IMF sees Japanese growth of 1.7%")
    Head(word='growth', meaning='real gdp growth', attached=True)
    >>> bare_head("wage growth of 3%"), bare_head("growth of exports was 3%"), bare_head("Growth was 3%").attached
    (None, None, False)
    """
    tokens = tokenise(text)
    mentions = find_mentions(tokens)
    places = {i for mention in mentions for i in range(mention.first, mention.last + 1)}
    places.update(i for i, start in enumerate(tokens.starts) if start in named)
    said = frozenset(terms(text).words)
    for i in reversed(range(len(tokens.words))):
        word = tokens.words[i]
        meaning = _heads().get(word) or _heads().get(word.removesuffix("s"))
        if meaning is None or said.isdisjoint((word.removesuffix("s"), *terms(meaning).words)):
            continue  # "adjusted for inflation" says no more than "real"
        before = i - 1 - (i > 0 and tokens.words[i - 1] == "'s")
        named_before = before in places
        if (named_before or before < 0 or _is_plain(tokens.words[before])) and not _of_other(tokens.words, i, places):
            beside = {i + 2, i + 3} if tokens.word(i + 1) in wordings("named_after") else set()
            return Head(word, meaning, named_before or bool(beside & places))
    return None


def _is_plain(word: str) -> bool:
    return not word.isalpha() or word in wordings("plain") or word in group("speech", "forecast", "reporting")


def _of_other(words: list[str], i: int, places: set[int]) -> bool:
    """Tell whether a noun is of some other thing: "growth of exports"; of a country, a time or a figure it is bare."""
    if i + 2 >= len(words) or words[i + 1] not in wordings("named_after"):
        return False
    at = i + 2 + (words[i + 2] in ("the", "a", "an"))
    if at in places or at >= len(words) or not words[at].isalpha():
        return False
    return words[at] not in _figures() and words[at] not in wordings("times_after")


@cache
def _figures() -> frozenset[str]:
    """Return the words that a figure begins with."""
    hedges = group("hedge_about", "hedge_below", "hedge_above", "hedge_least", "hedge_most")
    return hedges | {row[0] for row in table("numbers")}


@cache
def _money() -> dict[str, str]:
    """Return the currency of each word that names one, in the singular."""
    found: dict[str, str] = {}
    for code, _, words, _ in table("currencies"):
        for word in filter(None, re.split(r"[|;]", words)):
            found.setdefault(word.strip(), code)
    return found


@cache
def _said_in() -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, _money()), key=len, reverse=True))
    return re.compile(rf"{one_of('said_in')} ({names})s?\b(?: {one_of('in_terms')})?")


def money_said(text: str) -> str | None:
    """Return the currency in which a text says that it counts, if it says so.

    >>> money_said("Counted in yuan, growth was 32.7%"), money_said("26.3% in dollar terms"), money_said("in May")
    ('CNY', 'USD', None)
    """
    match = _said_in().search(fold(text))
    if match is None and (own := _SAID_IN_OWN.search(text)):
        issuers = {code for mention in find_mentions(tokenise(own[1])) for code in mention.codes}
        return next((money for money, code in table("issuers") if code in issuers), None)
    return _money()[match[1]] if match else None


def moneys_named(text: str) -> frozenset[str]:
    """Return the currencies that a text names by a word.

    >>> sorted(moneys_named("The dollar has gained on the yen"))
    ['JPY', 'USD']
    """
    said = (word.removesuffix("s") for word in re.findall(r"[^\W\d_]+", fold(text)))
    return frozenset(_money()[word] for word in said if word in _money())
