"""The reader of times: one pass finds anchors, small rules read around each, neighbours are put together."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from typing import TYPE_CHECKING

from workbench.grammar import (
    clock,
    dates,
    eras,
    halves,
    holidays,
    monthdays,
    numericdates,
    relative,
    rhythms,
    spoken,
    timeunits,
    wordyears,
    years,
)
from workbench.grammar.pieces import Piece, Scan
from workbench.grammar.resolve import resolve
from workbench.grammar.timejoin import join

if TYPE_CHECKING:
    from datetime import date, datetime

    from workbench.grammar.rules import Rule
    from workbench.grammar.tokens import Tokens
    from workbench.model import TimeSpan

Read = Callable[[Scan, int], Piece | None]

_FIGURES = re.compile(
    r"[0-9](?<![\w./-].)(?:[0-9]{0,3}([-/.])[0-9]{1,2}\1[0-9]{1,4}(?!\w)|[0-9]?/[0-9]{1,2}(?!\w)"
    r"|[0-9]?[-/][12][0-9]{3}(?!\w)|[0-9]{7}(?!\w))|[0-9](?<![\w:.].)[0-9]?(?=:[0-9]{2}(?![0-9]))"
)  # a pattern that begins with a set of letters is searched three times as fast as one that looks behind first
RULES: tuple[Rule[Read], ...] = (
    holidays.holiday,
    wordyears.word_year,
    spoken.past,
    spoken.to_the_hour,
    spoken.bare_hour,
    spoken.night_hours,
    spoken.hours,
    dates.month,
    dates.weekday,
    eras.before_christ,
    eras.of_the_era,
    years.year,
    years.word_decade,
    years.short_decade,
    years.short_year_sign,
    years.quarter_sign,
    years.season,
    monthdays.month_day,
    timeunits.unit,
    rhythms.end_of,
    rhythms.rhythm,
    rhythms.long_word,
    halves.half,
    relative.day_word,
    relative.reference,
    relative.vague_noun,
    relative.same_period,
    relative.year_to_date,
    relative.fiscal,
    relative.anniversary,
    clock.part,
    clock.named_hour,
    clock.half_day,
    clock.o_clock,
    clock.zone,
)
FIGURE_RULES: tuple[Rule[Read], ...] = (numericdates.numeric, clock.clock)


def _by_word(rules: tuple[Rule[Read], ...]) -> dict[str, tuple[Read, ...]]:
    """Return the functions to try at each word, in order."""
    anchors: dict[str, tuple[Read, ...]] = {}
    for rule in rules:
        for word in rule.words:
            anchors[word] = (*anchors.get(word, ()), rule.read)
    return anchors


_ANCHORS = _by_word(RULES)
_AT_FIGURES = tuple(rule.read for rule in FIGURE_RULES)


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
    rules = _ANCHORS
    found = [(i, rules[word]) for i, word in enumerate(scan.words) if word in rules]
    figures = _figures(scan)
    if figures:
        found = sorted(figures + found, key=lambda anchor: anchor[0])
    pieces: list[Piece] = []
    for i, candidates in found:
        if i < scan.floor:
            continue
        for read in candidates:
            piece = read(scan, i)
            if piece:
                pieces.append(piece)
                scan.floor = piece.last + 1
                break
    scan.floor = 0
    return pieces


def _figures(scan: Scan) -> list[tuple[int, tuple[Read, ...]]]:
    starts = scan.tokens.starts
    places = (bisect_left(starts, match.start()) for match in _FIGURES.finditer(scan.tokens.folded))
    return [(i, _AT_FIGURES) for i in places if i < len(starts)]
