"""The entities of the tables by all their names, and by the codes that countries have elsewhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workbench.grammar.claims_words import group
from workbench.grammar.entities import find_mentions, longer_names
from workbench.grammar.tokens import tokenise
from workbench.link.phrases import terms

if TYPE_CHECKING:
    from workbench.reference import Reference

_CAPITALISED = ("country", "economy", "group")
_LONGEST = 5
_ARTICLE = re.compile(r"\bthe $", re.IGNORECASE)
_LONGEST_WORD = 15
_ELSEWHERE = ""  # a place that the tables do not have: no part of its name names another


class Places:
    """Names of one set of tables; build it once, it only reads."""

    def __init__(self, reference: Reference) -> None:
        self._types = {code: entity.type for code, entity in reference.entities.items()}
        self._names = _names(reference)
        self._articled = frozenset(
            terms(name).words for e in reference.entities.values() for name in e.aliases if name.startswith("the ")
        )
        self._lengths: dict[str, list[int]] = {}  # by first word, longest first
        for name in sorted(self._names, key=len, reverse=True):
            if len(name) <= _LONGEST and len(name) not in (known := self._lengths.setdefault(name[0], [])):
                known.append(len(name))
        self._own = _own_codes(reference)

    def own_code(self, code: str) -> str:
        """Return what the tables call a country ("Peru" or "PE" for PER)."""
        return self._own.get(code, code)

    def found_in(self, text: str) -> list[tuple[int, str]]:
        """Return the entities that a text names, each with its offset, in text order; the longest name wins."""
        found = []
        window = terms(text)
        free = 0
        for i in [i for i, word in enumerate(window.words) if word in self._lengths]:
            for length in self._lengths[window.words[i]] if i >= free else ():
                key = window.words[i : i + length]
                code = self._names.get(key)
                if code is None or len(key) < length:
                    continue
                start, end = window.spans[i][0], window.spans[i + length - 1][1]
                if _really_names(text[start:end]) or self._is_common(code, key, text[:start]):
                    found.append((start, code if not self._is_part(text, start, code) else _ELSEWHERE))
                    free = i + length
                    break
        return [(start, code) for start, code in found if code != _ELSEWHERE]

    def _is_part(self, text: str, start: int, code: str) -> bool:
        """Tell whether only a part of a country is named, or another place: "northern France", "West Africa"."""
        before = text[max(0, start - _LONGEST_WORD) : start].replace("-", " ").split()[-1:]
        named = self._types.get(code) in _CAPITALISED or any(word[0].isupper() for word in before)
        return named and not group("parts_of_places").isdisjoint(map(str.lower, before))

    def _is_common(self, code: str, key: tuple[str, ...], before: str) -> bool:
        """Tell whether a name may be written small: no country's, or one given small, with the article it has there."""
        if key in self._articled:
            return bool(_ARTICLE.search(before))
        return self._types.get(code) not in _CAPITALISED


def _really_names(quote: str) -> bool:
    """A name starts with a capital letter: "US" names a country, "us" does not."""
    return quote[:1].isupper() or not quote[:1].isalpha()


def _names(reference: Reference) -> dict[tuple[str, ...], str]:
    found: dict[tuple[str, ...], str] = {}
    for entity in reference.entities.values():
        for name in (entity.label, *entity.aliases):
            key = terms(name).words
            if key:
                found.setdefault(key, entity.entity)
    for name in longer_names():
        found.setdefault(terms(name).words, _ELSEWHERE)
    return found


def _own_codes(reference: Reference) -> dict[str, str]:
    """Map the code of each country to the tables' own, where these call it something else ("Peru", "PE")."""
    found: dict[str, str] = {}
    for entity in reference.entities.values():
        mentions = find_mentions(tokenise(entity.label))
        if len(mentions) == 1 and len(mentions[0].codes) == 1 and mentions[0].form == "name":
            code = mentions[0].codes[0]
            if code not in reference.entities and _whole(entity.label, mentions[0].last - mentions[0].first + 1):
                found.setdefault(code, entity.entity)
    return found


def _whole(label: str, length: int) -> bool:
    """Tell whether a name of ``length`` words is all of a label but for an article."""
    return len([word for word in tokenise(label).words if word != "the"]) <= length
