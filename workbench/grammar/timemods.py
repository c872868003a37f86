"""The words that narrow a date down: "early", "mid-", "circa", "the end of"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbench.grammar.pieces import Piece, Scan

_STARTS = {"beginning": "START", "start": "START", "middle": "MID", "end": "END", "close": "END", "turn": "START"}
_BESIDE = {"pre": "BEFORE", "post": "AFTER"}
_EARLY = {"early": "START", "mid": "MID", "late": "END", "earlier": "START", "later": "END"}
_ABOUT = frozenset(("circa", "ca", "c", "around", "roughly"))


def with_modifiers(scan: Scan, piece: Piece, floor: int) -> Piece:
    """Take in "early", "mid-", "circa", "the end of" before a date; ``floor`` is the last token taken before.

    >>> from datetime import date
    >>> from workbench.grammar.times import read_times
    >>> from workbench.grammar.tokens import tokenise
    >>> [(span.quote, span.mod) for span in read_times(tokenise("It was built circa 1925."), date(2022, 12, 30))]
    [('circa 1925', 'APPROX')]
    """
    at = piece.first - 1
    word = scan.words[at] if at > floor else ""
    if word == "on" and at - 1 > floor and scan.words[at - 1] in {"early", "late"} and piece.type == "DATE":
        part = scan.words[at - 1]
        return replace(piece, first=at - 1, mod=_EARLY[part], rule=f"{part} on {piece.rule}")
    if piece.type != "DATE":
        return piece
    if word == "-" and at - 1 > floor and scan.words[at - 1] in {"end", "start"}:
        part = scan.words[at - 1]
        return replace(piece, first=at - 1, mod=_STARTS[part], rule=f"the {part} of {piece.rule}")
    if word == "-" and at - 1 > floor and scan.words[at - 1] in _EARLY:
        at, word = at - 1, scan.words[at - 1]
    if word == "-" and at - 1 > floor and scan.words[at - 1] in _BESIDE and piece.value[:4].isdigit():
        return replace(piece, first=at - 1, mod=_BESIDE[scan.words[at - 1]], rule=f"{scan.words[at - 1]}-{piece.rule}")
    if word in _ABOUT and piece.value[:4].isdigit():
        return replace(piece, first=at, mod="APPROX", rule=f"{word} {piece.rule}")
    if word in _EARLY and word not in {"earlier", "later"}:
        first = at - (at - 1 > floor and scan.words[at - 1] == "the")
        return replace(piece, first=first, mod=_EARLY[word], rule=f"{word} {piece.rule}")
    if word in {"earlier", "later"} and (piece.rule.startswith("this") or piece.rule == "<weekday>"):
        return replace(piece, first=at, mod=_EARLY[word], rule=f"{word} {piece.rule}")
    if word == "the" and scan.words[at - 1 : at] == ["of"] and at - 1 > floor:
        at, word = at - 1, "of"
    if word in {"of", "in"} and at - 1 > floor:
        part = scan.words[at - 1]
        if word == "in" and part in _EARLY:
            return replace(piece, first=at - 1, mod=_EARLY[part], rule=f"{part} in {piece.rule}")
        mod = _STARTS.get(part) if word == "of" else None
        if mod:
            first = at - 1 - (at - 2 > floor and scan.words[at - 2] == "the")
            return replace(piece, first=first, mod=mod, rule=f"the {part} of {piece.rule}")
    if word == "end" and piece.value[:4].isdigit():
        return replace(piece, first=at, mod=_STARTS[word], rule=f"{word} {piece.rule}")
    return piece
