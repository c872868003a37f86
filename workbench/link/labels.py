"""The label of a figure in a table or fact sheet, and whether it is that of an indicator or of something near it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from workbench.grammar.entities import find_mentions
from workbench.grammar.tokens import fold, tokenise
from workbench.link.clauses import light_words
from workbench.link.phrases import root, stem, terms, vocabulary
from workbench.link.words import one_of, wordings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from workbench.model import Indicator

_UNIT = re.compile(
    r"\((?=[^()]*(?:%|\bper\b|percent|\$|\bcurrent|\bconstant|\bannual|\byears?\b|\bnumber|\bdays?\b|\bindex|\bkm|\bsq\b|"
    r"\bkg\b|\bkwh\b|\btons?\b|\btonnes?\b|\bthousand|\bmillion|\bhectares?\b|\bunits?\b))[^()]*\)?"
)
_OPENING = re.compile(r"^.*\bvalue (?:for|of) |^[^\n]* [-\u2013|] (?=.)|^\W+|^the ")
_TOLD = re.compile(rf"{one_of('told_at')}[^.;]*$")
_VALUE, _IS = re.compile(r"\bvalue (?:for|of) "), re.compile(r" (?:was|is)$")
_ENDING = re.compile(r"(?:\b(?:in )?(?:19|20)[0-9]{2}\b[:=\s,.-]*|[:=]\s*)$")
_VERB = re.compile(r"\b(?:is|are|was|were|has|have|had|will|which|who|that)\b")
_BARE = re.compile(r"(?:(?:and|but|while) )?([a-z]{4,})")
_LONGEST = 14
_LONGEST_HEADING = 6
_WORD = re.compile(r"[^\W\d_]+")
_SMALL = frozenset("the of in and on at to for a an with by from its their all".split())
_ASIDE = re.compile(r"\([^()]*\)")
_COMMAS = re.compile(r"[,;:/]| - ")
_JOINTS = re.compile(r"\b(?:of|in|with|by|from|to|for|on|at|among|as|than|held|without)\b")
_WHOLE = re.compile(
    r"(?:%|\bpercent|\bper cent|\bpercentage|\bas (?:a )?(?:share|proportion)) of (?:the |all |total )*([^;(),|]+)"
)
_OTHER_THING, _OTHER_PART, _OTHER_WHOLE, _LOOSE = 0.45, 0.5, 0.35, 0.4


@dataclass(frozen=True, slots=True)
class Label:
    """A label's words between commas and prepositions; ``whole`` is what a share is of.

    The first part of each row holds the noun that it is about.
    """

    rows: tuple[tuple[tuple[str, ...], ...], ...] = ()
    whole: frozenset[str] = frozenset()


def label_of(before: str, after: str, places: Iterable[str], *, inner: bool = False) -> Label:
    """Return the label before a figure, empty where it is told in prose, with the whole that it or what follows names.

    ``places`` are the names of the places that may stand in it; ``inner`` words stand between two figures ("and
    industry 24%").

    >>> label_of("The latest value for Rural roads, paved (% of total roads) in Peru was ", "", ["Peru"]).rows
    ((('rural', 'road'),), (('paved',),))
    """
    line = fold(before).lower().rpartition("\n")[2].rstrip()
    behind = fold(after[:60]).lower()
    whole = next((m for text in (behind, line) for m in _WHOLE.finditer(text) if text is line or m.start() < 3), None)
    told = _whole_words(whole[1]) if whole else frozenset()
    line = _noun(line, places) if inner and _BARE.fullmatch(line) else _heading(line, places)
    rows = (tuple(filter(None, (tuple(_content(part)) for part in _JOINTS.split(row)))) for row in _COMMAS.split(line))
    return Label(tuple(row for row in rows if row), told)


def _heading(line: str, places: Iterable[str]) -> str:
    """Return the words of a line that are a label: before a unit in brackets, a colon, a year or "was reported at"."""
    longest = _LONGEST
    if (end := _UNIT.search(line) or _TOLD.search(line)) is None:
        formal = _VALUE.search(line) is not None
        end, longest = (_IS if formal else _ENDING).search(line), _LONGEST if formal else _LONGEST_HEADING
    if end is None:
        return ""
    line = _ASIDE.sub(" ", line[: end.start()])
    if _VERB.search(line):
        return ""
    for place in sorted(places, key=len, reverse=True):
        line = re.sub(rf"\b(?:in |of )?(?:the )?{re.escape(fold(place).lower())}\b(?:'s)?", " - ", line)
    line = line.rstrip(" -")
    while (opened := _OPENING.search(line)) is not None and opened.end():
        line = line[opened.end() :]
    return line if len(line.split()) <= longest else ""


def _is_strange(row: Sequence[Sequence[str]], strange: Sequence[Sequence[str]]) -> bool:
    """Tell whether nothing of what a comma adds is of the indicator: "patents, nonresidents"."""
    return sum(map(len, row)) == sum(map(len, strange))


def _noun(line: str, places: Iterable[str]) -> str:
    """Return the only word before a figure, if it names a thing."""
    word = line.rsplit(maxsplit=1)[-1]
    named = word in light_words() or any(word in fold(place).lower().split() for place in places)
    return "" if named or find_mentions(tokenise(word.title())) else word


def suits(label: Label, indicator: Indicator) -> float:
    """Return how well a label fits an indicator: 1 where it says nothing that the indicator is not described with."""
    if not label.rows and not label.whole:
        return 1.0
    known = _known(vocabulary(indicator))
    factor = 1.0
    if label.whole and (wholes := _wholes(indicator)) and _roots(label.whole).isdisjoint(wholes):
        factor = _OTHER_WHOLE
    if not label.rows:
        return factor
    strange = [[[word for word in part if root(word) not in known] for part in row] for row in label.rows]
    is_of = [row[0][-1] not in other[0] for row, other in zip(label.rows, strange, strict=True)]
    if not any(is_of) or (is_of[0] and any(map(_is_strange, label.rows[1:], strange[1:]))):
        return factor * _OTHER_THING
    parts = [
        (part, other)
        for row, others in zip(label.rows, strange, strict=True)
        for part, other in zip(row[1:], others[1:], strict=True)
    ]
    if any(len(part) == len(other) for part, other in parts):
        return factor * _OTHER_PART
    said = sum(len(part) for row in label.rows for part in row)
    return factor * (1 - _LOOSE * sum(len(part) for row in strange for part in row) / said)


def _content(text: str) -> list[str]:
    return [word for word in terms(text).words if word.isalpha() and word not in light_in_labels()]


@cache
def light_in_labels() -> frozenset[str]:
    """Return the terms that in a label name nothing which a unit does not tell as well."""
    return frozenset(stem(word) for told in wordings("label_light") for word in told.split())


def _roots(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(root, words))


@lru_cache(maxsize=20_000)
def _known(words: frozenset[str]) -> frozenset[str]:
    return _roots(words)


def _wholes(indicator: Indicator) -> frozenset[str]:
    return _wholes_told(" ; ".join((indicator.label, *indicator.aliases, indicator.definition)))


def _whole_words(text: str) -> frozenset[str]:
    """Return the words of a whole as they stand and as synonyms have them: "land area" is more than an area."""
    plain = (stem(word) for word in _WORD.findall(text))
    return frozenset((*_content(text), *plain)) - light_in_labels() - _SMALL


@lru_cache(maxsize=20_000)
def _wholes_told(described: str) -> frozenset[str]:
    told = (match[1] for match in _WHOLE.finditer(fold(described).lower()))
    return _roots(word for whole in told for word in _whole_words(whole))
