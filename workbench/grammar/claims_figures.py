"""Figures to drafts: which kind of claim a quantity makes where it stands."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from workbench.grammar.claims_amounts import SCALES, bare, is_money, is_year, money, one_national, passing, per_head
from workbench.grammar.claims_changes import (
    change_after,
    change_at,
    first_moved,
    growth_head,
    hedge_before,
    is_level,
    is_named_level,
    is_passed,
)
from workbench.grammar.claims_draft import Draft
from workbench.grammar.claims_gaps import fill_gap
from workbench.grammar.claims_view import MENTION, MOMENT, SURELY
from workbench.grammar.claims_words import group

if TYPE_CHECKING:
    from workbench.grammar.claims_view import Figure, View

_LONGER = {"longer": "up", "older": "up", "slower": "up", "later": "up",
           "shorter": "down", "younger": "down", "faster": "down", "earlier": "down"}  # fmt: skip
_TIME_UNITS = frozenset(("second", "minute", "hour", "day", "week", "month", "year", "decade", "century", "fortnight"))
_AFTER_CHANGE = frozenset("more less fewer".split())
_MORE = frozenset("higher lower more less fewer".split())
_HUNDRED = Decimal(100)
_MIRRORED = {">": "<", ">=": "<=", "<": ">", "<=": ">="}
_REACH_BASE = 8
_REACH_OWNER = _REACH_NOUN = 5
_REACH_SHARES = 60
_TO_BASE = frozenset("from the of that 's some about roughly its their".split())
_LESS = frozenset(("smaller", "fewer", "lower", "less", "poorer", "shorter", "below", "behind"))
_APPOSED = 2
_PLAIN = ("percent", "money", "count", "quantity", "rate")
_BEHIND_NOUN = frozenset("in on last this and for by at from to while with now today already still who that".split())
_COMPARES = frozenset("that the as more those its what larger bigger higher".split())


def figures(view: View) -> list[Draft]:
    """Return one draft for each figure of the sentence that may assert something."""
    drafts: list[Draft] = []
    for figure in view.figures:
        if _is_label(view, figure) or _is_part_of_word(view, figure):
            continue
        draft = _draft(view, figure)
        if draft is not None:
            _echo(view, figure, draft, drafts)
            if drafts:
                fill_gap(view, draft, drafts)
            drafts.append(draft)
    return drafts


def _is_part_of_word(view: View, figure: Figure) -> bool:
    """Tell whether letters or digits follow without a space: a model number ("2A6")."""
    text, end = view.tokens.text, figure.quantity.end
    return text[end : end + 1].isalnum() and text[end - 1].isalnum()


def _echo(view: View, figure: Figure, draft: Draft, before: list[Draft]) -> None:
    """Read "8.5% higher than a year earlier, after 9.1% in June": the second figure is a change as the first is."""
    i = figure.first - 1
    if view.words[i] in ("or", "(") and draft.kind in _PLAIN:
        told = next((d for d in reversed(before) if d.kind in ("difference", "percent_change") and not d.doubt), None)
        if told is not None and i - told.last <= _APPOSED:
            draft.kind = "percent_change" if draft.unit == "%" else "difference"
            draft.direction = told.direction
            return
    if view.words[i] == "of" and view.words[i - 1] in ("forecast", "estimate", "projection", "prediction"):
        i = next((k for k in range(i - 1, max(i - 5, view.first), -1) if view.words[k] in ("from", "against")), i)
    listed = ("after", "following", "against", "from", ",", "and", "or")
    if draft.kind != "percent" or i < view.first or not (view.words[i] in listed or _is_set_beside(view, i)):
        return
    first, _ = view.clause(figure.first)
    earlier = next((d for d in reversed(before) if d.unit == "%" and not d.doubt and d.first >= first), None)
    if earlier is None:
        return
    between = (k for k in range(earlier.last + 1, i) if view.words[k] not in ("in", "for"))
    apart = [k for k in between if not view.part_of(k, MOMENT)]
    if view.words[i] in ("and", ",", "or") and len(apart) > 1:
        return
    if earlier.kind == "percent_change":
        draft.kind, draft.direction = "percent_change", earlier.direction


def _is_set_beside(view: View, i: int) -> bool:
    """Tell whether an owner ends at a token whose figure is what another is compared with: "ahead of Canada's 1.5%"."""
    owner = next((m for m in view.mentions if m.last == i - 1), None) if view.words[i] == "'s" else None
    return owner is not None and view.before("comparands", owner.first) is not None


def _draft(view: View, figure: Figure) -> Draft | None:
    quantity = figure.quantity
    unit = quantity.unit
    first = figure.first
    hedge = hedge_before(view, first)
    draft = Draft.of(quantity, first, figure.last, "quantity", quantity.rule or "figure")
    if hedge:
        draft.first = hedge[0]
        draft.hedge = draft.hedge or " ".join(view.words[hedge[0] : first])
        draft.bound = hedge[1] if draft.bound == "=" else draft.bound
    if quantity.of == "age":
        draft.kind, draft.doubt = "duration", "an age in passing"
    elif unit in _TIME_UNITS:
        if not _is_change_of_length(view, figure, draft):
            return None
    elif unit == "%":
        _percent(view, figure, draft)
    elif unit in ("percentage_point", "basis_point"):
        _points(view, figure, draft)
    elif unit == "ratio" or (unit == "count:time" and view.tokens.word(figure.last + 1) in _COMPARES):
        draft.unit = "ratio"
        _ratio(view, figure, draft)
    elif unit is None:
        bare(view, figure, draft)
    elif unit == "count:point" and _are_percentage_points(view):
        draft.unit = "percentage_point"
        _points(view, figure, draft)
    elif unit.startswith("count:"):
        draft.kind = "count"
        draft.doubt = passing(view, figure) or is_year(view, figure)
        if any(m.form == "member" and m.last == figure.last for m in view.mentions):
            draft.unit = "count:person"  # "45 million Argentines"
    elif is_money(unit):
        money(view, figure, draft)
    elif "/" in unit:
        draft.kind = "rate"
    elif per_head(view, figure) or one_national(view, figure):
        draft.kind, draft.unit = "rate", f"{unit} / person"
    _amount_change(view, figure, draft)
    if draft.direction == "up" and isinstance(draft.value, Decimal) and draft.value < 0:  # "growth of minus 5.9%"
        draft.value, draft.direction = -draft.value, "down"
    return draft


def _is_change_of_length(view: View, figure: Figure, draft: Draft) -> bool:
    """Read a time as a difference of two lengths: "two hours longer than", "fell by 1.3 years", "lost half a year"."""
    way = _LONGER.get(view.tokens.word(figure.last + 1))
    if way is not None and view.tokens.word(figure.last + 2) == "than":
        draft.kind, draft.direction, draft.relation = "difference", way, "than"
        return True
    before = view.words[draft.first - 1] if draft.first > view.first else ""
    than = view.tokens.word(figure.last + 1) in _AFTER_CHANGE and view.tokens.word(figure.last + 2) == "than"
    if than or before == "by" or ("." in draft.digits and before in group("outnumbered")):
        draft.kind, draft.direction = "difference", change_at(view, figure)
    return draft.direction is not None


def _are_percentage_points(view: View) -> bool:
    """Tell whether "points" are those of a percentage told beside them, not those of an index or a game."""
    before = view.words[max(view.first - _REACH_SHARES, 0) : view.first]
    told = any(f.quantity.unit == "%" for f in view.figures) or not {"%", "percent"}.isdisjoint(before)
    return told and not view.holds({"scored"})


def _percent(view: View, figure: Figure, draft: Draft) -> None:
    draft.kind = "percent"
    if _is_of_another(view, figure.last + 1):
        draft.relation, draft.anchor = "share", _noun_after(view, figure.last + 2)
        return
    if is_named_level(view, figure) or is_passed(view, figure):
        return
    if not is_level(view, figure.first) or change_after(view, figure.last + 1, view.clause(figure.first)[1]):
        direction = change_at(view, figure)
        if direction:
            draft.kind, draft.direction = "percent_change", direction
            return
    head = growth_head(view, figure)
    if head:
        draft.kind, draft.direction = "percent_change", head


def _is_of_another(view: View, i: int) -> bool:
    """Tell whether a figure is a part of what a country or the world has: "69% of American GDP", "of the world's"."""
    if view.tokens.word(i) != "of":
        return False
    owner = next((m for m in view.mentions if i < m.first <= i + _REACH_OWNER), None)
    if owner is None:
        return False
    before, after = view.words[i + 1 : owner.first], owner.last + 1 + (view.tokens.word(owner.last + 1) == "'s")
    if "of" in before:  # "of the GDP of the world"
        return set(before) <= group("measurables") | {"the", "total", "of"}
    near = {view.tokens.word(after), view.tokens.word(after + 1)}
    return set(before) <= {"the", "total", "all"} and not near.isdisjoint(group("measurables"))


def _points(view: View, figure: Figure, draft: Draft) -> None:
    draft.kind = "bp_change" if draft.unit == "basis_point" else "pp_change"
    draft.direction = change_at(view, figure)


_ONCE = [[who, was] for who in ("it", "they", "that") for was in ("was", "were", "had")]


def _ratio(view: View, figure: Figure, draft: Draft) -> None:
    value = draft.value[1] if isinstance(draft.value, tuple) else draft.value
    if not isinstance(value, Decimal):
        return
    by = "by" in view.words[max(draft.first - 2, view.first) : draft.first]
    of_own = view.words[figure.last + 1 : figure.last + 3] in (["of", "its"], ["of", "their"])
    bigger = view.tokens.word(figure.last + 1) in group("sizes") | _MORE  # "a third bigger than Italy"
    of_change = _noun_of(view, draft.first)  # "a drop of a fifth"
    if value < 1 and isinstance(draft.value, Decimal) and (by or of_own or bigger or of_change):
        direction = change_at(view, figure) or (first_moved(view, figure.first) if by else None)
        if direction:
            draft.kind, draft.direction, draft.unit = "percent_change", direction, "%"
            draft.value = (draft.value * _HUNDRED).quantize(Decimal("0.1")).normalize() if value != 1 else value
            draft.step = draft.step * _HUNDRED if draft.step else None
            draft.loose_step = draft.loose_step * _HUNDRED if draft.loose_step else None
            return
    halved = re.search(r"\bhalv|\bhalf as", figure.quantity.quote.lower()) or _is_of_past(view, figure.last + 1)
    if value < 1 and not halved:
        draft.kind = "fraction"
        draft.base_value, draft.base_unit = _multiple_base(view, figure)
        if draft.base_value is not None:
            draft.anchor = _base_words(view, figure)
        elif view.words[figure.last + 1 : figure.last + 2] == ["of"]:
            draft.relation = None if _is_of_level(view, figure.last + 2) else "share"
            draft.anchor = _noun_after(view, figure.last + 2)
        elif re.search(" in | out of ", figure.quantity.quote.lower()) and not view.strength(figure.last + 1):
            draft.subject = _noun_after(view, figure.last + 1)
        return
    draft.kind = "multiple"
    if re.search(r"\bhalv", figure.quantity.quote.lower()):  # "more than halved": less than half is left
        draft.bound = _MIRRORED.get(draft.bound, draft.bound)
    draft.base_value, draft.base_unit = _multiple_base(view, figure)
    if draft.base_value is not None:
        draft.anchor = _base_words(view, figure)
    else:
        draft.anchor = _rate_after(view, figure.last + 1)


def _is_of_level(view: View, i: int) -> bool:
    """Tell whether a fraction is of another one's figure: "a third of that for Chad", "half of the rate in Peru"."""
    noun = i + (view.tokens.word(i) == "the")
    told = view.tokens.word(noun) == "that" or (noun > i and view.tokens.word(noun) in group("level_nouns"))
    return told and view.tokens.word(noun + 1) in ("for", "of", "in") and any(m.first > noun for m in view.mentions)


def _is_of_past(view: View, i: int) -> bool:
    """Tell whether a part is told of what the same thing once was: "half what it was in 2010"."""
    i += view.tokens.word(i) == "of"
    return view.tokens.word(i) == "what" and view.words[i + 1 : i + 3] in _ONCE


def _rate_after(view: View, i: int) -> str:
    """Return the rate that a multiple is of: "five times the Italian rate"."""
    ahead = view.words[i : min(i + _REACH_OWNER, view.stop)]
    return view.text(i, i + ahead.index("rate") + 1) if ahead[:1] == ["the"] and "rate" in ahead else ""


def _multiple_base(view: View, figure: Figure) -> tuple[Decimal | None, str | None]:
    """Return the figure a multiple starts from: "double from the $100 billion", "half of the Chinese share of 20%"."""
    other = next((f for f in view.figures if figure.last < f.first <= figure.last + _REACH_BASE), None)
    if other is None or not isinstance(other.quantity.value, Decimal):
        return None, None
    between = {view.words[i] for i in range(figure.last + 1, other.first) if not view.part_of(i, MENTION)}
    if between <= _TO_BASE | group("level_nouns"):
        return other.quantity.value, other.quantity.unit
    return None, None


def _base_words(view: View, figure: Figure) -> str:
    other = next(f for f in view.figures if f.first > figure.last)
    start = other.first - 1 if view.words[other.first - 1] == "the" else other.first
    return view.text(start, other.last + 1)


def _amount_change(view: View, figure: Figure, draft: Draft) -> None:
    """Read an amount as a difference: "rose by $5bn", "exceeds that of X by $210 billion", "$3bn more than"."""
    if draft.kind not in ("money", "count", "quantity", "rate") or draft.doubt:
        return
    first, _ = view.clause(figure.first)
    direction = None if is_level(view, figure.first) else change_at(view, figure)
    by = draft.first > view.first and view.words[draft.first - 1] == "by"
    inside = [w for w in view.words[figure.first : figure.last + 1] if w in ("more", "fewer")]
    if inside and "than" in view.words[figure.last + 1 : figure.last + 4]:
        draft.kind, draft.direction = "difference", "up" if inside[0] == "more" else "down"
        return
    if by and (found := view.before("comparands", draft.first - 1, within=8)) and found[0] >= first:
        draft.kind, draft.relation = "difference", "than"
        draft.direction = "down" if _LESS & set(view.words[first : draft.first]) else draft.direction
    elif (direction and (by or figure.quantity.direction or _is_what_moved(view, draft))) or (
        direction
        and view.words[figure.last + 1 : figure.last + 2]
        and view.words[figure.last + 1] in _AFTER_CHANGE | {"higher", "lower", "above", "below"}
    ):
        draft.kind, draft.direction = "difference", direction


def _is_what_moved(view: View, draft: Draft) -> bool:
    return _noun_of(view, draft.first) or _of_heads(view, draft)


def _of_heads(view: View, draft: Draft) -> bool:
    """Tell whether a count is what was won or lost: "lost about 600,000 inhabitants"."""
    hedge = hedge_before(view, draft.first)
    before = view.words[(hedge[0] if hedge else draft.first) - 1]
    return draft.kind == "count" and before in group("outnumbered")


def _noun_of(view: View, first: int) -> bool:
    words = view.words
    if first - 2 < view.first or words[first - 1] != "of":
        return False
    near = words[max(view.first, first - _REACH_NOUN) : first - 1]  # "a drop in thefts of a tenth"
    return near[-1] in group("change_nouns") or ("in" in near and near[near.index("in") - 1] in group("change_nouns"))


def _noun_after(view: View, i: int) -> str:
    """Return the noun phrase that begins at token ``i``, up to a verb, a stop or a preposition."""
    stop = i
    while (
        stop < view.stop
        and stop - i < 6
        and view.strength(stop) < SURELY
        and (view.words[stop].isalpha() or view.words[stop] == "'s")
    ):
        if view.words[stop] in _BEHIND_NOUN:
            break
        stop += 1
    return view.text(i, stop)


def _is_label(view: View, figure: Figure) -> bool:
    """Tell whether a number only names something: a room, a section, a page."""
    unit = figure.quantity.unit
    if figure.first <= view.first or not (unit is None or (unit[:6] == "count:" and figure.quantity.digits.isdigit())):
        return False
    if any(scale in figure.quantity.quote.lower() for scale in SCALES):
        return False
    before = view.words[figure.first - 1]
    capital = view.tokens.text[view.tokens.starts[figure.first - 1]].isupper()
    return before in group("places") and (
        capital or (unit is None and before in ("page", "section", "number", "line", "chapter"))
    )
