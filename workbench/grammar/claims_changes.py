"""Whether a figure is itself a change, and which way: words before it, words after it, the noun it measures."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from workbench.grammar.bounds import goes_up, is_particle
from workbench.grammar.claims_page import HEAD
from workbench.grammar.claims_words import group, phrases

if TYPE_CHECKING:
    from workbench.grammar.claims_view import Figure, View

_HEDGES = (
    ("hedge_about", "~"), ("hedge_below", "<"), ("hedge_above", ">"), ("hedge_least", ">="), ("hedge_most", "<="),
)  # fmt: skip
_BETWEEN = frozenset(("annual", "yearly", "monthly", "quarterly", "year", "on", "-", "real", "nominal", "overall"))
_FOCUS = frozenset(("only", "just", "merely", "even", "another", "further"))
OUTLOOKS = frozenset("forecast forecasts estimate estimates projection projections outlook".split())
_TAKEN_UP = frozenset(
    "made make makes making eat eats ate eating take takes took taking use uses used using soak soaks soaked swallow "
    "swallows swallowed gobble gobbles gobbled".split()
)  # "makes up 9%", "eats up 14%": no rise
_REACH = 25


@cache
def _hedges() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Return the hedges with their bounds by their last word, longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    known = {wording: bound for name, bound in _HEDGES for all_ in phrases(name).values() for wording in all_}
    for wording, bound in sorted(known.items(), key=lambda pair: -len(pair[0])):
        found.setdefault(wording[-1], []).append((wording, bound))
    return found


def hedge_before(view: View, i: int) -> tuple[int, str] | None:
    """Return ``(first token, bound)`` of the longest hedge that ends right before token ``i``."""
    if i <= view.first:
        return None
    for wording, bound in _hedges().get(view.words[i - 1], ()):
        start = i - len(wording)
        if start >= view.first and tuple(view.words[start:i]) == wording:
            verb = view.words[start - 1] if start > view.first else ""
            particle = goes_up(verb) if wording == ("up", "to") else len(wording) == 1 and is_particle(wording[0], verb)
            return None if particle else (start, bound)
    return None


def change_at(view: View, figure: Figure) -> str | None:
    """Return the direction of the change that a figure is, or ``None`` where it is a level.

    The change word stands before it ("rose by 3%", "a fall of 3%", "lost 3%"), or after ("3% higher", "a 3% rise").
    """
    words = view.words
    if words[figure.first - 1] == "by" and any(m.last == figure.first - 2 for m in view.mentions):
        return first_moved(view, figure.first)  # "Chad's economy grew by 5% after a slump, Niger's by 4%"
    if figure.quantity.direction and words[figure.first - 2] not in _TAKEN_UP:
        return figure.quantity.direction
    clause_first, clause_stop = view.clause(figure.first)
    i = figure.first
    hedge = hedge_before(view, i)
    if hedge:
        i = hedge[0]
    after = change_after(view, figure.last + 1, clause_stop)
    if after:
        return after
    while i - 1 > clause_first and words[i - 1] in _FOCUS:
        i -= 1
    if i - 3 >= clause_first and words[i - 3] == "by" and words[i - 2] == "a" and words[i - 1].isalpha():
        i -= 2  # "by a mere 2.5%"
    if i - 1 < clause_first:
        return None
    before = words[i - 1]
    if words[i - 2 : i] in (["-", "up"], ["-", "down"]):  # "at follow-up 1,017 people"
        return None
    if before == "by":
        return _change_in(view, max(clause_first, i - _REACH), i - 1)
    if before == "of" and i - 2 >= clause_first and words[i - 2] in group("change_nouns"):
        return _direction(words[i - 2])
    if before in ("growth", "less", "more") or words[max(i - 2, 0)] in _TAKEN_UP:
        return None
    return _direction(before)


def _direction(word: str) -> str | None:
    if word in group("up"):
        return "up"
    return "down" if word in group("down") else None


def _change_in(view: View, first: int, stop: int) -> str | None:
    for i in range(stop - 1, first - 1, -1):
        if direction := _direction(view.words[i]):
            return direction
    return None


def first_moved(view: View, stop: int) -> str | None:
    """Return the direction of the first verb of a sentence that says that something rose or fell."""
    moved = (_direction(view.words[i]) for i in range(view.first, stop) if view.strength(i))
    return next(filter(None, moved), None)


def change_after(view: View, i: int, stop: int) -> str | None:
    """Return the direction told by the words right after a figure: "3% higher", "a 3% annual rise"."""
    words = view.words
    if i < stop and words[i] == "-":
        i += 1
    while i < stop and words[i] in _BETWEEN:
        i += 1
    if i >= stop:
        return None
    word = words[i]
    if word in ("more", "less", "fewer"):
        return ("up" if word == "more" else "down") if i + 1 < stop and _than_soon(view, i + 1, stop) else None
    if word in group("change_nouns") or (word.endswith("er") and _direction(word)):
        return _direction(word)
    if word in ("above", "below") and any(m.first == i + 1 for m in view.mentions):
        return "up" if word == "above" else "down"
    if word in ("above", "below") and (words[i + 1 : i + 2] in (["the"], ["its"], ["their"]) or _is_year(view, i + 1)):
        return "up" if word == "above" else "down"
    if words[i : i + 2] == ["short", "of"] and i + 2 < stop and words[i + 2] in ("the", "its", "their"):
        return "down"
    return _direction(word) if word in ("up", "down", "growth") else None


def _is_year(view: View, i: int) -> bool:
    return any(m.first in (i, i + 1) and len(m.time.value) == len("2019") for m in view.moments)


def _than_soon(view: View, i: int, stop: int) -> bool:
    return "than" in view.words[i : min(i + 4, stop)]


def is_level(view: View, first: int) -> bool:
    """Tell whether "to", "at" or "from" before the figure makes it a level."""
    hedge = hedge_before(view, first)
    i = (hedge[0] if hedge else first) - 1
    while i > view.first and view.words[i] in _FOCUS:
        i -= 1
    as_far = any(view.words[k : k + 3] in (["as", "low", "as"], ["as", "high", "as"]) for k in (first - 3, first))
    return as_far or (i >= view.first and view.words[i] in ("to", "at", "from"))


def is_named_level(view: View, figure: Figure) -> bool:
    """Tell whether the noun before "of" is a level: "inflation of 7.7%", "a rate of 3%"."""
    i = figure.first - 1
    hedge = hedge_before(view, figure.first)
    if hedge:
        i = hedge[0] - 1
    if i - 1 < view.first or view.words[i] != "of":
        return False
    if not group("change_nouns").isdisjoint(view.words[max(view.first, i - 5) : i - 1]):
        return False
    word = view.words[i - 1]
    return word not in group("change_nouns", "growth_heads") and word not in ("gain", "loss", "change")


def is_passed(view: View, figure: Figure) -> bool:
    """Tell whether the figure is a level that was passed: "fell below 80%", "rose above 5%"."""
    hedge = hedge_before(view, figure.first)
    i = hedge[0] if hedge else figure.first
    bound = view.words[i] in ("below", "above", "under", "beyond")
    return bound and i > view.first and _direction(view.words[i - 1]) is not None


def _is_whose(word: str) -> bool:
    return word in ("took", "takes", "brought", "brings", "pushed", "lifted", "left", "sent")


def growth_head(view: View, figure: Figure) -> str | None:
    """Return the direction where growth itself is what the figure measures: "growth reached 7.6%"."""
    if not view.flags & HEAD:
        return None
    first, _ = view.clause(figure.first)
    words = view.words
    heads = group("growth_heads")
    verb = view.verb(first, figure.first)
    for i in range(figure.first - 1, first - 1, -1):
        if words[i] in heads and words[i + 1] in OUTLOOKS:
            return _direction(words[i])
        if words[i] in heads and words[i - 1 if i else 0] != "of":
            near = verb is None or i < verb or figure.first - i <= 3
            if verb is not None and i == verb - 1 and not _is_whose(words[i + 1]):
                return _direction(words[i])
            if words[i + 1] == "to" or (near and not is_level(view, figure.first)):
                return _direction(words[i])
        elif words[i] in heads and figure.first - i <= 3:
            return _direction(words[i])
    return None
