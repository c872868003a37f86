"""The words of claims, by group, and the one way they are matched against tokens."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

from workbench.grammar.tokens import tokenise
from workbench.lexicon import table

if TYPE_CHECKING:
    from collections.abc import Sequence

Phrases = dict[str, tuple[tuple[str, ...], ...]]


@cache
def group(name: str) -> frozenset[str]:
    """Return the single words of a group of the table ``claims``.

    >>> "rose" in group("up"), "fell" in group("up")
    (True, False)
    """
    return frozenset(wording for wording in _wordings(name) if " " not in wording)


@cache
def phrases(name: str) -> Phrases:
    """Return the wordings of a group as token sequences by their first word, longest first.

    >>> ("ahead", "of", "schedule") in phrases("ahead")["ahead"]
    True
    """
    return phrase_table(_wordings(name))


def phrase_table(wordings: Sequence[str]) -> Phrases:
    """Return wordings as token sequences by their first word, longest first.

    >>> phrase_table(["per cent", "per head of"])["per"]
    (('per', 'head', 'of'), ('per', 'cent'))
    """
    found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for wording in wordings:
        words = tuple(tokenise(wording).words)
        found[words[0]].append(words)
    return {first: tuple(sorted(all_, key=len, reverse=True)) for first, all_ in found.items()}


def match_at(words: Sequence[str], i: int, wanted: Phrases) -> int:
    """Return how many tokens from ``i`` a wording takes, 0 for none.

    >>> match_at(["far", "ahead", "of", "schedule"], 1, phrases("ahead"))
    3
    """
    for wording in wanted.get(words[i], ()):
        if len(wording) == 1 or tuple(words[i : i + len(wording)]) == wording:
            return len(wording)
    return 0


def find(words: Sequence[str], first: int, stop: int, wanted: Phrases) -> tuple[int, int] | None:
    """Return the first wording between tokens ``first`` and ``stop`` (excluded) as ``(first, last)``, or ``None``.

    >>> find(["done", "ahead", "of", "time"], 0, 4, phrases("ahead"))
    (1, 3)
    """
    for i in range(first, stop):
        if words[i] in wanted and (length := match_at(words, i, wanted)) and i + length <= stop:
            return i, i + length - 1
    return None


def find_last(words: Sequence[str], first: int, stop: int, wanted: Phrases) -> tuple[int, int] | None:
    """Return the last wording that starts between ``first`` and ``stop`` (excluded) and ends before ``stop``.

    >>> find_last(["rose", "and", "fell", "3"], 0, 3, phrases("down"))
    (2, 2)
    """
    for i in range(stop - 1, first - 1, -1):
        if words[i] in wanted and (length := match_at(words, i, wanted)) and i + length <= stop:
            return i, i + length - 1
    return None


@cache
def _wordings(name: str) -> tuple[str, ...]:
    found = [wording.strip() for section, row in table("claims") if section == name for wording in row.split("|")]
    if not found:
        raise KeyError(name)
    return tuple(dict.fromkeys(found))
