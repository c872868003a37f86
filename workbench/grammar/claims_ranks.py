"""Ranks, streaks and running periods: what ordinals and "consecutive" assert without a figure of their own."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from workbench.grammar.claims_draft import Draft
from workbench.grammar.claims_subjects import subject_between
from workbench.grammar.claims_view import MOMENT
from workbench.grammar.claims_words import ORDINALS, group, match_at, phrases
from workbench.grammar.number import ORDINAL_SUFFIXES

if TYPE_CHECKING:
    from datetime import date

    from workbench.grammar.claims_view import Figure, View

_OPENING = 12
_OWNERS = frozenset(("its", "their", "the", "his", "her", "'s", "a"))
_RUNS_IN = frozenset(("entered", "enters", "entering", "in", "into", "now", "reached", "begins", "began", "for"))
_RHYTHMS = {
    "quarterly": "quarter", "monthly": "month", "annual": "year", "yearly": "year", "weekly": "week", "daily": "day",
}  # fmt: skip
_FRACTIONS = frozenset(("a", "one", "the", "-", "another"))  # "a third of 120 seats" is no place
_RUN_NOUNS = frozenset("loss losses win wins victory victories defeat deficit surplus month quarter time".split())


def ordinal(view: View, i: int) -> Draft | None:
    """Read an ordinal: a rank, a running period or a streak."""
    words = view.words
    if words[i] in ORDINAL_SUFFIXES:
        if i == view.first or not words[i - 1].isdigit() or not view.tokens.glued(i - 1):
            return None
        first, value = i - 1, Decimal(words[i - 1])
    else:
        first, value = i, ORDINALS[words[i]]
    k = i + 1
    if k < view.stop and words[k] == "-":
        k += 1
    after = words[k] if k < view.stop else ""
    if after in group("highest") or after in group("lowest"):
        last = k + 1 if after in ("most", "least") and k + 1 < view.stop else k
        relation = "low" if after in group("lowest") else "high"
        return Draft(
            first, last, "rank", value, "<ordinal>-<superlative>", relation=relation, digits=_digits(words[first])
        )
    if after in group("units_of_time"):
        return _running(view, first, k, value)
    if after in group("consecutive"):
        return streak(view, k)
    for k2 in range(k + 1, min(k + 4, view.stop)):
        if (after in _RHYTHMS or after in group("change_nouns")) and (
            run := match_at(words, k2, phrases("consecutive"))
        ):
            direction = _direction_of(words[k2 - 1]) or clause_direction(view, first)
            return Draft(
                first, k2 + run - 1, "streak", value, "<ordinal> <change> in a row", unit=_RHYTHMS.get(after),
                direction=direction, digits=_digits(words[first]),
            )  # fmt: skip
    ranked = view.before("ranking", first) or _listed_place(view, first)
    if (field := _field(view, first, k, value)) is not None:
        return Draft(
            first, i, "rank", value, "<ordinal> of <count>", subject=_subject_of_field(view, first, field),
            digits=_digits(words[first]),
        )  # fmt: skip
    if after in group("place_nouns") or (ranked and _ends_phrase(view, k)):
        last = k if after in group("place_nouns") else i
        return Draft(first, last, "rank", value, "ranks <ordinal>", digits=_digits(words[first]))
    return None


def _field(view: View, first: int, k: int, value: Decimal) -> Figure | None:
    """Return the size of the field that an ordinal is a place in: "3rd of 146", "third out of 20 clubs"."""
    words = view.words
    of = k + (words[k : k + 1] == ["out"])
    if of >= view.stop or words[of] != "of" or (first > view.first and words[first - 1] in _FRACTIONS):
        return None
    field = next((f for f in view.figures if of < f.first <= of + 2), None)
    size = field.quantity.value if field else None
    return field if isinstance(size, Decimal) and value <= size else None


def _subject_of_field(view: View, first: int, field: Figure) -> str:
    """Return who has a place and in what: "ranks 3rd of 146 countries on gender equality"."""
    begin, stop = view.clause(first)
    start = field.last + 1
    ends = (k for k in range(start, stop) if not view.words[k].isalpha() or view.part_of(k + 1, MOMENT))
    told = view.words[start : start + 1]
    measure = view.text(start, next(ends, stop)) if told and told[0] in ("on", "for", "by", "in") else ""
    return " ".join(filter(None, (subject_between(view, begin, view.verb(begin, first)), measure)))


def _listed_place(view: View, first: int) -> bool:
    """Tell whether an ordinal follows a country in a row of places: "Chad is third and Niger fourth"."""
    named = any(m.last == first - 1 for m in view.mentions)
    return named and any(i < first and view.words[i + 1] in ORDINALS for _, i in view.matches("ranking"))


def _digits(word: str) -> str:
    return word if word.isdigit() else ""


def _ends_phrase(view: View, k: int) -> bool:
    word = view.words[k] if k < view.stop else "."
    return not word.isalpha() or word in (
        "in",
        "and",
        "behind",
        "among",
        "by",
        "after",
        "but",
        "last",
        "this",
        "globally",
        "worldwide",
        "with",
        "on",
    )


def _running(view: View, first: int, unit_at: int, value: Decimal) -> Draft | None:
    """Read "entered its 11th month", "the third year of the war", "for the fifth month running"."""
    words = view.words
    unit = words[unit_at].removesuffix("s")
    run = match_at(words, unit_at + 1, phrases("consecutive")) if unit_at + 1 < view.stop else 0
    if run:
        return Draft(
            first,
            unit_at + run,
            "streak",
            value,
            "<ordinal> <unit> running",
            unit=unit,
            direction=clause_direction(view, first),
        )
    before = words[first - 1] if first > view.first else ""
    earlier = words[first - 2] if first - 1 > view.first else ""
    of_event = view.text(unit_at + 1, unit_at + 2) == "of"
    if earlier == "for" and before in ("a", "the") and not of_event and unit != "quarter":
        return Draft(
            first, unit_at, "streak", value, "for a <ordinal> <unit>", unit=unit,
            direction=clause_direction(view, first), digits=_digits(words[first]),
        )  # fmt: skip
    if before not in _OWNERS or (unit in ("quarter", "hour", "minute") and before != "its"):
        return None
    if not (before in ("its", "their") or of_event) or (earlier not in _RUNS_IN and before not in ("its", "their")):
        return None
    clause = view.clause(first)
    anchor = view.text(unit_at + 2, min(clause[1], unit_at + 9)) if of_event else ""
    if not anchor:
        verb = view.verb(clause[0], first)
        anchor = subject_between(view, clause[0], verb if verb is not None else first - 1)
    return Draft(
        first, unit_at, "ordinal_period", value, "its <ordinal> <unit>", unit=unit, relation="since",
        anchor=anchor.strip(" ,."), subject=anchor.strip(" ,."), digits=_digits(words[first]),
        fixed_period=True, period=_to_come(view, clause),
    )  # fmt: skip


def _to_come(view: View, clause: tuple[int, int]) -> tuple[date | None, date | None] | None:
    """Return the time at which a clause sees something happen: "will enter its third year next month"."""
    if not view.has("forecast", *clause):
        return None
    coming = (m.time for m in view.moments if clause[0] <= m.first < clause[1] and m.time.type == "DATE")
    return next(((t.from_, t.to) for t in coming if view.published and t.from_ and t.from_ > view.published), None)


def streak(view: View, i: int) -> Draft | None:
    """Read "the third consecutive month", "four straight quarters"."""
    words = view.words
    after = view.tokens.word(i + 1) if i + 1 < view.stop else ""
    timed = after in group("units_of_time")
    if i - 1 < view.first or not (timed or after in _RHYTHMS or after in group("change_nouns") or after in _RUN_NOUNS):
        return None
    first = i - 1
    value = ORDINALS.get(words[first])
    if words[first] in ORDINAL_SUFFIXES and words[first - 1].isdigit():
        first -= 1
        value = Decimal(words[first])
    figure = next((f for f in view.figures if f.first <= first <= f.last or f.first <= i <= f.last), None)
    if value is None and figure is not None and isinstance(figure.quantity.value, Decimal):
        value, first = figure.quantity.value, figure.first
    if value is None:
        return None
    last = i + 1 + (after in _RHYTHMS and i + 2 < view.stop and words[i + 2].isalpha())
    unit = after.removesuffix("s") if timed else _RHYTHMS.get(after)
    direction = _direction_of(words[last]) or clause_direction(view, first)
    return Draft(first, last, "streak", value, "<n> consecutive <unit>", unit=unit, direction=direction)


def each_time(view: View, i: int) -> Draft | None:
    """Read "fell every year since 2015", "has risen in each quarter since": a run from then on."""
    k = i + 1 + (view.tokens.word(i + 1) in ("single", "successive", "consecutive"))
    since = view.tokens.word(k + 1) == "since" or (view.words[view.first] == "since" and i - view.first <= _OPENING)
    if view.tokens.word(k) not in ("year", "month", "quarter", "week") or not since:
        return None
    direction = clause_direction(view, i)
    if direction is None:
        return None
    return Draft(i, k, "streak", None, "every <unit> since", unit=view.words[k], direction=direction)


def _direction_of(word: str) -> str | None:
    if word not in group("change_nouns", "moving"):
        return None
    return "up" if word in group("up") else "down"


def clause_direction(view: View, i: int) -> str | None:
    """Return the direction of the first word of change in the clause of token ``i``."""
    first, stop = view.clause(i)
    moving = group("moving", "change_nouns")
    for k in (*range(first, stop), *_related(view, stop)):
        if view.words[k] in moving or view.words[k] in ("up", "down"):
            spared = "without" in view.words[max(first, k - 2) : k]  # "a third year without a contraction"
            return "up" if (view.words[k] in group("up")) != spared else "down"
    return None


def _related(view: View, i: int) -> range:
    """Return the clause at token ``i`` where it only says what happened each time: "in which output fell"."""
    related = i < view.stop and (view.words[i] in ("which", "that", "when", "where") or view.words[i - 1] == "of")
    return range(*view.clause(i)) if related else range(0)
