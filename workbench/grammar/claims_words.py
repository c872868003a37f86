"""The words of claims, by group, and the one way they are matched against tokens."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from workbench.grammar.number import ORDINAL_SUFFIXES
from workbench.grammar.tokens import words_of
from workbench.lexicon import table

if TYPE_CHECKING:
    from collections.abc import Sequence

SOUGHT = (
    "both", "countries", "home", "rules", "past", "conditional", "comparands", "reporting", "forecast", "target",
    "estimate", "would_be", "ahead", "base", "earlier", "event_times", "untold_spans", "lasting", "ranking", "reached",
    "basis_yoy",
    "basis_qoq", "basis_mom", "basis_annualised", "basis_cumulative", "basis_ytd", "scored", "neutral",
    "idioms", "foreseeing", "next_year",
)  # fmt: skip
ORDINALS = {
    word: Decimal(n)
    for n, word in enumerate(
        "second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
        "sixteenth seventeenth eighteenth nineteenth twentieth".split(),
        2,
    )
}
CUE_MARKS = frozenset(("high", "highs", "low", "lows", "peak", "best", "worst"))
Phrases = dict[str, tuple[tuple[str, ...], ...]]


@cache
def group(*names: str) -> frozenset[str]:
    """Return the single words of groups of the table ``claims``.

    >>> "rose" in group("up"), "fell" in group("up"), "fell" in group("up", "down")
    (True, False, True)
    """
    return frozenset(wording for name in names for wording in _wordings(name) if " " not in wording)


@cache
def phrases(name: str) -> Phrases:
    """Return the wordings of a group as token sequences by their first word, longest first.

    >>> ("ahead", "of", "schedule") in phrases("ahead")["ahead"]
    True
    """
    return phrase_table(_wordings(name))


@cache
def cues() -> frozenset[str]:
    """Return the words that may make a claim without a figure."""
    return (
        group("highest", "lowest", "moving", "change_nouns", "consecutive")
        | ORDINALS.keys()
        | ORDINAL_SUFFIXES
        | {"record", "every", "each"}
        | CUE_MARKS
        | phrases("topping").keys()
        | phrases("overtaking").keys()
        | phrases("ahead").keys()
    )


class Opening(NamedTuple):
    """The groups that a word opens: those it is a wording of alone, and longer wordings by their second word."""

    alone: tuple[str, ...]
    longer: dict[str, tuple[tuple[str, tuple[str, ...]], ...]]


@cache
def openings() -> dict[str, Opening]:
    """Return by first word the groups it opens; longer wordings longest first.

    >>> openings()["ahead"].alone, openings()["ahead"].longer["of"][0]
    ((), ('ahead', ('ahead', 'of', 'the', 'deadline')))
    """
    alone: dict[str, list[str]] = defaultdict(list)
    longer: dict[str, dict[str, list[tuple[str, tuple[str, ...]]]]] = defaultdict(lambda: defaultdict(list))
    for name in SOUGHT:
        for first, wordings in phrases(name).items():
            for wording in wordings:
                if len(wording) == 1:
                    alone[first].append(name)
                else:
                    longer[first][wording[1]].append((name, wording))
    return {
        first: Opening(
            tuple(alone[first]),
            {second: tuple(sorted(rows, key=lambda row: -len(row[1]))) for second, rows in longer[first].items()},
        )
        for first in alone.keys() | longer.keys()
    }


def phrase_table(wordings: Sequence[str]) -> Phrases:
    """Return wordings as token sequences by their first word, longest first.

    >>> phrase_table(["per cent", "per head of"])["per"]
    (('per', 'head', 'of'), ('per', 'cent'))
    """
    found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for wording in wordings:
        words = words_of(wording)
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


@cache
def _wordings(name: str) -> tuple[str, ...]:
    found = [wording.strip() for section, row in table("claims") if section == name for wording in row.split("|")]
    if not found:
        raise KeyError(name)
    return tuple(dict.fromkeys(found))
