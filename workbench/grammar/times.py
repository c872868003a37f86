"""The reader of times: one pass finds anchors, small rules read around each, neighbours are put together."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from workbench.grammar import clock, dates, durations, relative
from workbench.grammar.pieces import Piece, Scan
from workbench.grammar.resolve import resolve
from workbench.grammar.timejoin import join
from workbench.grammar.timewords import (
    CLOCK_WORDS,
    DAYS,
    DECADES,
    LONG,
    MONTHS,
    PARTS,
    REFS,
    SEASONS,
    SETS,
    UNITS,
    WEEKDAYS,
    YEARS,
    ZONES,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date, datetime

    from workbench.grammar.tokens import Tokens
    from workbench.model import TimeSpan

_FIGURES = re.compile(
    r"(?<![\w./-])[0-9]{1,4}([-/.])[0-9]{1,2}\1[0-9]{1,4}(?!\w)|(?<![\w:.])[0-9]{1,2}(?=:[0-9]{2}(?![0-9]))"
)
_SHORT_ZONES = frozenset("cat eat art wet z et pt ct mt".split())


def _anchors() -> dict[str, tuple[Callable[[Scan, int], Piece | None], ...]]:
    """Return the rules to try at each word, in order."""
    groups: tuple[tuple[Iterable[str], Callable[[Scan, int], Piece | None]], ...] = (
        (MONTHS, dates.month),
        (WEEKDAYS, dates.weekday),
        (YEARS, dates.year),
        (DECADES, dates.word_decade),
        ("s", dates.short_decade),
        ("qh", dates.quarter_sign),
        (SEASONS, dates.season),
        (("st", "nd", "rd", "th"), dates.month_day),
        (UNITS, durations.unit),
        (SETS, durations.rhythm),
        (LONG, durations.long_word),
        (("half",), durations.half),
        (DAYS, relative.day_word),
        (REFS, relative.reference),
        (("past", "future", "term", "being"), relative.vague_noun),
        (("same", "corresponding"), relative.same_period),
        (("date", "ytd"), relative.year_to_date),
        (("fy", "fiscal", "financial"), relative.fiscal),
        (("anniversary",), relative.anniversary),
        (PARTS, clock.part),
        (CLOCK_WORDS, clock.named_hour),
        (("am", "pm", "a.m.", "p.m."), clock.half_day),
        (("clock", "oclock"), clock.o_clock),
        (ZONES.keys() - _SHORT_ZONES, clock.zone),
    )
    anchors: dict[str, tuple[Callable[[Scan, int], Piece | None], ...]] = {}
    for words, rule in groups:
        for word in words:
            anchors[word] = (*anchors.get(word, ()), rule)
    return anchors


_RULES = _anchors()
_FIGURE_RULES = (dates.numeric, clock.clock)


def read_times(
    tokens: Tokens,
    published: date | None = None,
    *,
    moment: datetime | None = None,
    country: str | None = None,
) -> list[TimeSpan]:
    """Return the time expressions of a text, in text order.

    Relative times are told from ``published`` (or the day of ``moment``); without it they keep an X for what is not
    known and have no interval. ``country`` (ISO alpha-3) gives fiscal years their calendar and seasons their half of
    the globe. Takes time linear in the length of the text and raises nothing.

    >>> from datetime import date
    >>> from workbench.grammar.tokens import tokenise
    >>> [span] = read_times(tokenise("It will double by the end of 2024."), date(2022, 12, 30))
    >>> span.quote, span.value, span.mod, span.from_, span.to
    ('by the end of 2024', '2024', 'END', None, datetime.date(2024, 12, 31))
    """
    now = published or (moment.date() if moment else None)
    scan = Scan(tokens, tokens.words, now, moment, country)
    pieces = _read(scan)
    return resolve(scan, join(scan, pieces)) if pieces else []


def _read(scan: Scan) -> list[Piece]:
    rules = _RULES
    found = [(i, rules[word]) for i, word in enumerate(scan.words) if word in rules]
    figures = _figures(scan)
    if figures:
        found = sorted(figures + found, key=lambda anchor: anchor[0])
    pieces: list[Piece] = []
    for i, candidates in found:
        if i < scan.floor:
            continue
        for rule in candidates:
            piece = rule(scan, i)
            if piece:
                pieces.append(piece)
                scan.floor = piece.last + 1
                break
    scan.floor = 0
    return pieces


def _figures(scan: Scan) -> list[tuple[int, tuple[Callable[[Scan, int], Piece | None], ...]]]:
    starts = scan.tokens.starts
    places = (bisect_left(starts, match.start()) for match in _FIGURES.finditer(scan.tokens.folded))
    return [(i, _FIGURE_RULES) for i in places if i < len(starts)]
