"""A text cut at the ends of its claims, so that each piece can be shown as plain text or as marked."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text and the claims (by their place in the list) that cover it, the shortest first."""

    text: str
    claims: tuple[int, ...] = ()


def pieces(text: str, spans: Sequence[tuple[int, int]]) -> list[Piece]:
    """Cut a text at the ends of all spans; spans may nest and overlap.

    >>> [(piece.text, piece.claims) for piece in pieces("up 5% to 9m", [(0, 11), (3, 5)])]
    [('up ', (0,)), ('5%', (1, 0)), (' to 9m', (0,))]
    """
    inside = [(max(start, 0), min(end, len(text))) for start, end in spans]
    cuts = sorted({0, len(text), *(end for span in inside for end in span if span[0] < span[1])})
    starting: dict[int, list[int]] = {}
    for number, (start, end) in enumerate(inside):
        if start < end:
            starting.setdefault(start, []).append(number)
    found: list[Piece] = []
    running: list[int] = []
    for start, end in pairwise(cuts):
        running = [number for number in running if inside[number][1] > start] + starting.get(start, [])
        by_length = sorted(running, key=lambda number: (inside[number][1] - inside[number][0], number))
        found.append(Piece(text[start:end], tuple(by_length)))
    return found
