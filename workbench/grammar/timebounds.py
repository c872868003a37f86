"""The words before a time that leave one of its ends open: "by", "since", "before", "from … onwards"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.grammar.calendar import OPEN, Interval, add_days
from workbench.grammar.tenses import is_limit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.grammar.pieces import Piece, Scan

_UNTIL = frozenset(("by", "until", "till", "til", "through", "before"))
_AFTER = frozenset(("since", "after"))
_BOUNDS = _UNTIL | _AFTER
_BETWEEN = frozenset("at least about around the start beginning end of early late mid -".split())
_REACH = 5
_ONWARDS = frozenset(("on", "onward", "onwards", "forward"))


def opens_since(words: Sequence[str], first: int) -> bool:
    """Tell whether "since" governs the time at token ``first``: "since 2000", "since at least early 2000".

    >>> opens_since("the lowest since at least 2000".split(), 5), opens_since("since then , in 2000".split(), 4)
    (True, False)
    """
    if words[max(first - 2, 0) : first] in (["began", "in"], ["began", "on"]):  # "since the series began in 2000"
        return "since" in words[max(first - 2 - _REACH, 0) : first]
    i = first
    while i >= 0 and first - i <= _REACH and (i == first or words[i] in _BETWEEN):
        i -= 1
    return words[first] == "since" or (i >= 0 and words[i] == "since")


def _beyond(days: Interval, *, after: bool) -> Interval:
    """Return all days after (or before) an interval."""
    start, end = days
    return (end and add_days(end, 1), None) if after else (None, start and add_days(start, -1))


def bounded(scan: Scan, piece: Piece, days: Interval, floor: int) -> tuple[int, str | None, Interval]:
    """Take in "by", "since", "before", "after" and the like, which open one end of the days of a time.

    Returns the first token with that word, the ``mod`` and the days; ``floor`` is the first token that may be taken in.
    """
    if piece.rule.startswith(("pre-", "post-")) and days != OPEN:
        return piece.first, piece.mod, _beyond(days, after=piece.mod == "AFTER")
    at = piece.first - 1
    if at > floor and scan.words[at] == "the":
        at -= 1
    word = scan.words[at] if at >= floor else ""
    if at - 2 >= floor and is_limit(scan.words, at) and days != OPEN and "/" not in piece.value:
        later = scan.words[at - 1] == "later"
        return at - 2, piece.mod, ((None, days[1]) if later else (days[0], None))
    if word == "to" and at > floor and scan.words[at - 1] == "prior":
        at, word = at - 1, "before"
    if (
        (word in _BETWEEN or (at > 0 and scan.words[at - 1] == "began"))
        and piece.type == "DATE"
        and opens_since(scan.words, piece.first)
        and "/" not in piece.value
    ):
        return piece.first, piece.mod, (days[0], None)  # "since at least 2012"
    if word == "from" and scan.words[piece.last + 1 : piece.last + 2] and scan.words[piece.last + 1] in _ONWARDS:
        return at, piece.mod, (days[0], None) if piece.type == "DATE" and "/" not in piece.value else days
    if word not in _BOUNDS or piece.type not in {"DATE", "TIME"} or "/" in piece.value or days == OPEN:
        return piece.first, piece.mod, days
    start, end = days
    if piece.mod == "END" and word in {"before", "since"} and ("end of" in piece.rule or piece.rule == "year-end"):
        return at, piece.mod, ((None, end) if word == "before" else (end, None))
    if piece.mod == "START" and word == "after":
        return at, piece.mod, (start, None)
    if word in {"before", "after"} and piece.type == "TIME":  # the rest of that day is still before or after
        return at, piece.mod or word.upper(), ((start, None) if word == "after" else (None, end))
    if word in {"before", "after"}:
        return at, piece.mod or word.upper(), _beyond(days, after=word == "after")
    return at, piece.mod, ((start, None) if word == "since" else (None, end))
