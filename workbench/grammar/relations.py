"""What is asserted without a figure of its own: ranks, records, streaks, running periods, bare rises and falls."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from workbench.grammar.claims_draft import Draft
from workbench.grammar.claims_ranks import each_time, ordinal, streak
from workbench.grammar.claims_records import record, stretch_mark, superlative
from workbench.grammar.claims_words import CUE_MARKS, ORDINALS, cues, group, match_at, phrases
from workbench.grammar.number import ORDINAL_SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.grammar.claims_view import View

_RUNS = frozenset(("consecutive", "straight", "successive"))


def relations(view: View) -> list[Draft]:
    """Return the drafts of one sentence that hold no quantity, in text order."""
    drafts: list[Draft] = []
    readers = _readers()
    last = -1
    for i in view.cues:
        for read in readers[view.words[i]]:
            if (draft := read(view, i)) is not None:
                if draft.first > last:
                    drafts.append(draft)
                    last = max(last, draft.last)
                break
    return [d for d in drafts if not _is_told_by(view, d, drafts)] if len(drafts) > 1 else drafts


@cache
def _readers() -> dict[str, tuple[Callable[[View, int], Draft | None], ...]]:
    """Return by cue the rules that are tried at it, in order."""
    return {word: tuple(_readers_of(word)) for word in cues()}


def _readers_of(word: str) -> list[Callable[[View, int], Draft | None]]:
    readers: list[Callable[[View, int], Draft | None]] = []
    if word in ORDINALS or word in ORDINAL_SUFFIXES:
        readers.append(ordinal)
    else:
        readers += [stretch_mark] * (word in CUE_MARKS)
        if word in group("highest", "lowest"):
            readers.append(superlative)
        elif word == "record":
            readers.append(record)
        elif word in ("every", "each"):
            readers.append(each_time)
        else:
            readers += [_topping] * (word in phrases("topping"))
            readers += [_overtaking] if word in phrases("overtaking") else [streak] * (word in _RUNS)
    readers += [_bare_change] * (word in group("change_nouns", "moving"))
    return readers


def _is_told_by(view: View, draft: Draft, drafts: list[Draft]) -> bool:
    """Tell whether a bare rise or fall only carries another claim of its clause ("fell for the third month")."""
    return is_bare_change(draft) and any(
        d is not draft and view.clause(d.first) == view.clause(draft.first) for d in drafts
    )


def is_bare_change(draft: Draft) -> bool:
    """Tell whether a draft is only a verb of rise or fall, without a figure."""
    return draft.kind == "percent_change" and draft.value is None and draft.first == draft.last


def _topping(view: View, i: int) -> Draft | None:
    """Read "topped the table": a first place without a figure."""
    length = match_at(view.words, i, phrases("topping"))
    return Draft(i, i + length - 1, "superlative", Decimal(1), "topped the table", relation="high") if length else None


def _overtaking(view: View, i: int) -> Draft | None:
    """Read "overtook Germany": a place before another country, without a figure."""
    stop = view.clause(i)[1]
    passed = [m for m in view.mentions if i < m.first <= i + 3][:1]
    if not passed or any(i < f.first < stop and f.quantity.unit for f in view.figures):
        return None
    if view.has("forecast", view.clause(i)[0], i):
        last = next((m.last for m in view.moments if i < m.first < stop), passed[-1].last)
        first = i - 1 if view.words[i - 1] in ("will", "to") else i
        return Draft(first, last, "rank", None, "will overtake <country>", relation="than", status="forecast")
    if any(i < m.first < stop for m in view.moments):
        return None
    return Draft(i, passed[-1].last, "rank", None, "overtook <country>", relation="than")


def _bare_change(view: View, i: int) -> Draft | None:
    """Read a rise or fall without a figure: "growth in trade", "exports fell"."""
    words = view.words
    first, stop = view.clause(i)
    if any(first <= f.first < stop and f.quantity.unit not in ("year", "month", "week", "day") for f in view.figures):
        return None
    word = words[i]
    direction = "up" if word in group("up") else "down"
    if word in group("change_nouns") and i + 2 < view.stop and words[i + 1] in ("in", "of"):
        noun_last = next((k for k in range(i + 2, min(i + 6, stop)) if words[k] in group("measurables")), None)
        if noun_last is None:
            return None
        return Draft(
            i, noun_last, "percent_change", None, "<change> in <noun>", unit="%", direction=direction,
            subject=view.text(i + 2, noun_last + 1),
        )  # fmt: skip
    if word in group("moving") and words[i - 1 if i > view.first else i] not in (
        "the",
        "a",
        "an",
        "its",
        "to",
        "of",
        "this",
        "their",
        "in",
    ):
        verb_first = max(first, i - 8)
        if any(words[k] in group("measurables") for k in range(verb_first, i)):
            return Draft(i, i, "percent_change", None, "<noun> <rose>", unit="%", direction=direction)
    return None
