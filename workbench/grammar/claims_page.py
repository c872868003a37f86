"""A whole text as claims see it: what every sentence is searched for is found in one pass, in linear time."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from typing import TYPE_CHECKING

from workbench.grammar.claims_words import group, openings, phrases

if TYPE_CHECKING:
    from workbench.grammar.tokens import Tokens

WEAK, PAST, SURE = 1, 2, 3
BREAKS = frozenset((";", ":", "(", "-", ","))
STRONG_OPENERS = frozenset(
    ("while", "whereas", "but", "although", "though", "because", "when", "which", "whose", "where", "until")
)


class Page:
    """The tokens of a text at which a group of words begins, a verb may stand, or a clause may begin."""

    __slots__ = ("_group_at", "_groups", "_opener_at", "_verb_at", "_verbs", "tokens")

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        words = tokens.words
        sorts, openers = _SORTS, _opening_words()
        self._groups = _places(words)
        self._group_at = [place[0] for place in self._groups]
        self._verbs = [(i, sort) for i, word in enumerate(words) if (sort := sorts[word])]
        self._verb_at = [i for i, _ in self._verbs]
        last = ""
        self._opener_at = []
        for i, word in enumerate(words):
            if word in openers or last in BREAKS:
                self._opener_at.append(i)
            last = word

    def groups(self, first: int, stop: int) -> dict[str, list[tuple[int, int]]]:
        """Return the wordings within a sentence by the name of their group, as ``(first, last)`` in text order."""
        found: dict[str, list[tuple[int, int]]] = {}
        begin = bisect_left(self._group_at, first)
        for at, last, name in self._groups[begin : bisect_left(self._group_at, stop, begin)]:
            if last < stop:
                found.setdefault(name, []).append((at, last))
        return found

    def verbs(self, first: int, stop: int) -> list[tuple[int, int]]:
        """Return the tokens of a sentence that may be verbs by themselves, each with the sort of verb."""
        begin = bisect_left(self._verb_at, first)
        return self._verbs[begin : bisect_left(self._verb_at, stop, begin)]

    def openers(self, first: int, stop: int) -> list[int]:
        """Return the tokens of a sentence, after its first, at which a clause may begin."""
        begin = bisect_left(self._opener_at, first + 1)
        return self._opener_at[begin : bisect_left(self._opener_at, stop, begin)]


def _places(words: list[str]) -> list[tuple[int, int, str]]:
    """Look all groups up in one pass: first and last token and name, at each token the longest wording of a group."""
    found: list[tuple[int, int, str]] = []
    groups = openings()
    last = len(words) - 1
    for i in [i for i, word in enumerate(words) if word in groups]:
        alone, longer = groups[words[i]]
        told: set[str] = set()
        for name, wording in longer.get(words[i + 1], ()) if longer and i < last else ():
            if name not in told and tuple(words[i : i + len(wording)]) == wording:
                found.append((i, i + len(wording) - 1, name))
                told.add(name)
        found += [(i, i, name) for name in alone if name not in told]
    return found


def may_be_verb(word: str) -> bool:
    """Tell whether a word, by itself, may be a verb of level, event, speech, rise or fall."""
    if not word.isalpha() or word in ("up", "down", "less", "more") or word.endswith(("er", "ing")):
        return False
    return word in group("level_verbs", "event_verbs", "speech", "up", "down")


class _Sorts(dict[str, int]):
    """Which kind of verb each word is, by itself: 0 none, WEAK, PAST (in -ed) or SURE; kept for the commonest words."""

    _MOST = 1 << 16

    def __missing__(self, word: str) -> int:
        if len(self) >= self._MOST:
            self.clear()
        self[word] = sort = self._sort(word)
        return sort

    @staticmethod
    def _sort(word: str) -> int:
        if word in group("be", "past"):
            return SURE
        if word.endswith("ed") and len(word) > 4 and word.isalpha():
            return PAST
        return WEAK if may_be_verb(word) else 0


_SORTS = _Sorts()


@cache
def _opening_words() -> frozenset[str]:
    return STRONG_OPENERS | {"and", "or", "that", "after", "before"} | set(phrases("openers"))
