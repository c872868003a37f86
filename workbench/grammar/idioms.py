"""Set phrases whose numbers count nothing ("at sixes and sevens", "net zero"), from their table."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from workbench.grammar.examples import rule
from workbench.grammar.number import WORDS, is_figure
from workbench.grammar.tokens import words_of
from workbench.lexicon import table

if TYPE_CHECKING:
    from workbench.grammar.tokens import Tokens

_NEAR = 2  # a hyphen may stand between


class _Phrases(NamedTuple):
    """The phrases of one number: what stands before it, nearest first, and behind it; ``beside`` are the nearest."""

    rows: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    beside: frozenset[str]


@cache
def _phrases() -> dict[str, _Phrases]:
    found: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for (phrase,) in table("idioms"):
        pieces = words_of(phrase)
        for at, word in enumerate(pieces):
            if word in WORDS or is_figure(word):
                found.setdefault(word, []).append((pieces[:at][::-1], pieces[at + 1 :]))
    return {
        word: _Phrases(tuple(rows), frozenset(piece for row in rows for side in row for piece in side[:1]))
        for word, rows in found.items()
    }


@rule(
    "<not a quantity>: set phrase",
    yes=[],
    no=[
        "The house was at sixes and sevens.",
        "It is six of one and half a dozen of the other.",
        "They went the whole nine yards.",
        "The firm will be net-zero by then.",
        "She was in two minds about it.",
    ],
)
def is_idiom(tokens: Tokens, i: int) -> bool:
    """Tell whether the number word or figure at token ``i`` stands in a set phrase."""
    phrases = _phrases().get(tokens.words[i])
    if phrases is None or phrases.beside.isdisjoint(tokens.words[max(i - _NEAR, 0) : i + _NEAR + 1]):
        return False
    return any(_stands(tokens, i, -1, b) and _stands(tokens, i, 1, a) for b, a in phrases.rows)


def _stands(tokens: Tokens, i: int, way: int, pieces: tuple[str, ...]) -> bool:
    """Tell whether words follow each other from token ``i`` on, forwards or backwards, hyphens passed over."""
    for piece in pieces:
        i += way
        if tokens.word(i) == "-":
            i += way
        if tokens.word(i) != piece:
            return False
    return True
