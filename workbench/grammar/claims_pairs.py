"""Figures that belong together: from one level to another, with the period of each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from workbench.grammar.claims_changes import OUTLOOKS
from workbench.grammar.claims_draft import BARE
from workbench.grammar.claims_roles import SET_AGAINST
from workbench.grammar.claims_spans import end_of, ends_of, is_year_long
from workbench.grammar.claims_subjects import is_bound
from workbench.grammar.claims_view import MOMENT, Figure
from workbench.grammar.claims_words import group
from workbench.grammar.numbers import number_at
from workbench.model import CHANGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.grammar.claims_draft import Draft
    from workbench.grammar.claims_spans import Period
    from workbench.grammar.claims_view import View
    from workbench.grammar.tokens import Tokens

_LEVELS = ("money", "percent", "count", "quantity", "rate", "fraction")
_MONTHS = {"mom": 1, "qoq": 3, "yoy": 12}
_AFTERMATH = 6
_NEAR = 4
_LEFT = 4
_AS_MUCH = (["as", "much"], ["as", "many"], ["as", "large"], ["as", "big"], ["as", "high"])
_SUMMING_UP = frozenset(", - ( a an or that is which means of by equal".split())
_IN_ROW = frozenset(("and", ",", "or"))
_UNITS = {"month": 1, "quarter": 3}
_DAYS_A_MONTH = 30.4
_REACH = 12


def look_back(view: View, drafts: list[Draft]) -> None:
    """Give "against 2.1% a year earlier" the year before that of the figure it stands against."""
    rows = _rows(view, drafts)
    for draft, (first, last) in zip(drafts, rows, strict=True):
        if _is_aftermath(view, draft) and not _has_own_time(view, draft) and is_year_long(draft.period or (None, None)):
            draft.period, draft.base_period = (
                _year_before(draft.period),
                _year_before(draft.base_period or draft.period),
            )
            continue
        if _set_against(view, drafts[first]) not in SET_AGAINST or draft.doubt not in (None, BARE):
            continue
        if first and draft is drafts[first] and _is_alike(view, drafts[first - 1], draft):
            draft.subject = drafts[first - 1].subject
        told = next((place for place in view.matches("earlier") if _tells_of(view, drafts[last], place)), None)
        back = _months_back(view, *told) if told else 0
        before = next(
            (d for d in reversed(drafts[:first]) if d.period and None not in d.period and d.unit == draft.unit), None
        )
        if back and before is not None and before.period:
            draft.period, draft.base_period = _shifted(before.period, back), None
        elif _is_untold(view, draft, before) if before else back and _follows_untold(drafts[:first], draft):
            draft.period, draft.base_period, draft.carried, draft.fixed_period = None, None, False, True
        elif before is None and draft.period is None and _is_left(view, draft):
            draft.carried, draft.fixed_period = False, True  # of the time before an untold one
        elif before is not None and _is_left(view, draft) and draft.period == before.period:
            draft.period, draft.base_period, draft.carried = _one_before(before.period), None, True


def _is_alike(view: View, before: Draft, draft: Draft) -> bool:
    """Tell whether a figure is only set against the one before it: "a margin of 12%, compared with 10% in 2022"."""
    between = (view.words[k] for k in range(before.last + 1, draft.first) if not view.part_of(k, MOMENT))
    return before.unit == draft.unit and not before.doubt and all(not w.isalpha() or is_bound(w) for w in between)


def _tells_of(view: View, draft: Draft, told: tuple[int, int]) -> bool:
    """Tell whether a time that points back stands behind a figure and does not say to which year: "a year earlier"."""
    at, _ = told
    time = next((view.words[m.first : m.last + 1] for m in view.moments if m.first <= at <= m.last), [])
    named = any(len(word) == len("2022") and word.isdigit() for word in time)
    return 0 < at - draft.last <= _NEAR and not named


def _months_back(view: View, first: int, last: int) -> int:
    """Return how far a time points back: a month, a quarter, else a year ("the same quarter" is one of a year ago)."""
    told = {word.removesuffix("s") for word in view.words[first : last + 1]}
    return 12 if not {"year", "same"}.isdisjoint(told) else next((n for unit, n in _UNITS.items() if unit in told), 12)


def _follows_untold(drafts: list[Draft], draft: Draft) -> bool:
    """Tell whether a figure of the year before follows one whose own time is not told."""
    return any(d.period is None and d.carried and d.unit == draft.unit and not d.doubt for d in drafts)


def look_forward(view: View, drafts: list[Draft]) -> None:
    """Give "3% in 2020 and 5% the year after" the year after that of the figure before it."""
    for before, draft in pairwise(d for d in drafts if not d.doubt):
        told = any(at - draft.last in (1, 2) or draft.first - end in (1, 2) for at, end in view.matches("next_year"))
        if told and before.period and before.unit == draft.unit and is_year_long(before.period):
            draft.period, draft.carried, draft.status = _shifted(before.period, -12), False, before.status
            draft.base_period = before.period if draft.kind in CHANGES else None


def compare_back(view: View, drafts: list[Draft]) -> None:
    """Compare a part told without its whole with the figure before: "Peru made $6bn, Chile $4bn, half as much"."""
    for before, draft in pairwise(drafts):
        alone = view.words[draft.last + 1 : draft.last + 3]
        if draft.kind not in ("fraction", "multiple") or draft.doubt or alone not in _AS_MUCH:
            continue
        if view.tokens.word(draft.last + 3) == "as":
            continue
        told = [d.entities[0] for d in drafts if d.last < draft.first and d.unit == before.unit and d.entities]
        other = next((code for code in reversed(told) if code not in draft.entities), None)
        if other is not None:
            draft.relation, draft.entities = "than", (*draft.entities[:1], other)


def _set_against(view: View, draft: Draft) -> str:
    """Return the word that sets a figure against another one: "after 2%", "than the 8% of the year before"."""
    i = draft.first - 1
    if i - 3 > view.first and view.words[i] == "of" and view.words[i - 1] in group("change_nouns"):
        return view.words[i - 3]  # "against a gain of 5%"
    return view.words[i - 1] if i > view.first and view.words[i] == "the" else _link(view, draft)


def _rows(view: View, drafts: list[Draft]) -> list[tuple[int, int]]:
    """Return for each figure the first and the last place of its row: "after 2% and 3% respectively"."""
    rows: list[tuple[int, int]] = []
    first = 0
    for last, draft in enumerate(drafts):
        goes_on = last + 1 < len(drafts) and set(view.words[draft.last + 1 : drafts[last + 1].first]) <= _IN_ROW
        if not goes_on:
            rows += [(first, last)] * (last + 1 - first)
            first = last + 1
    return rows


def _is_untold(view: View, draft: Draft, before: Draft) -> bool:
    """Tell whether a figure is of another time or place that is not told: "$3,000 a head, compared with $900"."""
    if view.words[draft.first - 1] not in ("with", "against", "versus") or draft.period != before.period:
        return False
    between = range(before.last + 1, draft.first)
    named = any(m.first in between or 0 < m.first - draft.last <= _NEAR for m in view.mentions)
    timed = any(m.first in between or 0 < m.first - draft.last <= _NEAR for m in view.moments)
    return not named and not timed and draft.entities == before.entities and draft.value != before.value


def _is_left(view: View, draft: Draft) -> bool:
    """Tell whether a figure is the level that another has left, of a time untold: "now 5%, down from 7%"."""
    moved = view.words[max(view.first, draft.first - _LEFT) : draft.first - 1]  # "down only slightly from 7%"
    told = not {"up", "down"}.isdisjoint(moved) or (moved[-1:] and moved[-1] in group("change_nouns"))
    return _link(view, draft) == "from" and bool(told) and not _has_own_time(view, draft)


def _is_aftermath(view: View, draft: Draft) -> bool:
    """Tell whether a change is what came before another one: "after a slump of 2.2%"."""
    near = view.words[max(view.first, draft.first - _AFTERMATH) : draft.first]
    noun = near[-2:-1] and near[-2] in group("change_nouns") and near[-1] == "of"
    return bool(noun) and not {"after", "following"}.isdisjoint(near)


def pair_levels(view: View, drafts: list[Draft], newest: Period | None = None) -> None:
    """Mark "to Y" with the level it came from, and give "from X" the earlier period.

    Where only "from X" is dated, "to Y" is of the ``newest`` time that the text speaks of, if that is later.
    """
    if "from" not in view.present:
        return
    _date_growth(view, drafts)
    levels = [d for d in drafts if d.kind in _LEVELS and not d.doubt and isinstance(d.value, Decimal)]
    for start, end in _pairs(view, levels):
        _pair(view, drafts, start, end, newest)


def _pairs(view: View, levels: list[Draft]) -> Iterator[tuple[Draft, Draft | None]]:
    """Yield each "from X" with the "to Y" of its clause, the nearest ones first."""
    starts = [d for d in levels if _link(view, d) == "from"]
    ends = [d for d in levels if _link(view, d) in ("to", "at")]
    near = sorted(
        ((abs(s.first - e.first), s, e) for s in starts for e in ends if view.clause(s.first) == view.clause(e.first)),
        key=lambda pair: pair[0],
    )
    paired: list[Draft] = []
    for _, start, end in near:
        if not any(d is start or d is end for d in paired) and _alike(end, start):
            paired += start, end
            yield start, end
    yield from ((start, None) for start in starts if not any(d is start for d in paired))


def _pair(view: View, drafts: list[Draft], start: Draft, end: Draft | None, newest: Period | None) -> None:
    if end is None and start.period and None not in start.period and _is_stretch(view):
        start.period = ends_of(start.period)[0]  # "Between 2014 and 2024 it tripled, from 1%"
    if end is None or not isinstance(start.value, Decimal):
        return
    end.relation = end.relation or "from_to"
    if end.relation == "from_to":
        end.base_value, end.base_unit = start.value, start.unit
    _periods(view, start, end)
    if start.period is None and end.carried:
        start.carried, start.fixed_period = False, True  # of a time before one that is not told
    if start.period and end.period == start.period and _has_own_time(view, start) and not _has_own_time(view, end):
        later = newest is not None and None not in (*newest, *start.period) and newest > start.period
        end.period, end.carried = newest if later else None, True
    if start.period is not None:
        for draft in drafts:
            _measure(view, draft, start, end)


def _date_growth(view: View, drafts: list[Draft]) -> None:
    """Give the first of two rates of growth the year before: "growth slowed from 5% to 4% in 2023"."""
    for pair in pairwise(d for d in drafts if d.kind == "percent_change" and not d.doubt):
        start, end = sorted(pair, key=lambda d: _link(view, d) != "from")
        linked = (_link(view, start), _link(view, end)) == ("from", "to") and start.period in (None, end.period)
        near = abs(start.first - end.first) <= _REACH
        if linked and near and not _has_own_time(view, start) and _is_revision(view, end):
            start.period, start.base_period = end.period, end.base_period
        elif linked and near and not _has_own_time(view, start):
            start.period, start.carried = _year_before(end.period), True
            start.base_period = _year_before(start.period)


def _measure(view: View, draft: Draft, start: Draft, end: Draft) -> None:
    """Date a change by its levels: "halved, from 26% in 2013 to 12%", "to $4bn from $5bn in 2021, a fall of 20%"."""
    first, behind = min(start.first, end.first), max(start.last, end.last)
    if draft.kind in (*CHANGES, "multiple") and 0 < first - draft.last <= _REACH and _has_own_time(view, start):
        between = [
            m for m in view.moments if draft.last < m.first < first and m.time.from_ and m.time.type != "DURATION"
        ]
        if not between and not any(draft.last < f.first < first - 1 for f in view.figures if f.first != start.first):
            draft.period, draft.base_period, draft.carried = end.period, start.period, end.carried
            draft.basis = "yoy" if start.period == _year_before(end.period) else None
        return
    if draft.kind not in CHANGES or draft.first <= behind:
        return
    if view.clause(draft.first) != view.clause(end.first) and not _is_apposed(view, behind, draft):
        return
    if not any(behind < m.first for m in view.moments if m.first < view.clause(end.first)[1] and m.first > draft.last):
        draft.period, draft.base_period, draft.carried = end.period, start.period, end.carried or start.carried
        draft.basis = "yoy" if start.period == _year_before(end.period) else None


def _is_apposed(view: View, behind: int, draft: Draft) -> bool:
    """Tell whether a change only sums up the two levels before it: "from 10% to 12%, a rise of a fifth"."""
    between = set(view.words[behind + 1 : draft.first])
    return draft.first - behind <= _AFTERMATH + 1 and between <= _SUMMING_UP | group("change_nouns")


def split_range(tokens: Tokens, figure: Figure) -> list[Figure]:
    """Return the two levels of "fell from 314 to 276 tonnes", which looks like a range, else the figure itself."""
    value, words = figure.quantity.value, tokens.words
    if not isinstance(value, tuple) or "to" not in words[figure.first : figure.last + 1]:
        return [figure]
    before = words[max(figure.first - _REACH, 0) : figure.first]
    first = figure.first + (words[figure.first] == "from")
    if first == figure.first and before[-1:] != ["from"]:
        return [figure]
    to = words.index("to", first)
    one, other = (number_at(tokens, i) or number_at(tokens, min(i + 1, figure.last)) for i in (first, to + 1))
    falls = one is not None and other is not None and one.value > other.value
    told = group("up", "down", "shifts") & set(before) or before[-2:-1] in ([":"], [","])  # "more now: from 22% to 24%"
    if first == figure.first and not falls and not told:
        return [figure]  # a range never falls
    low, high = value
    parts = ((first, to - 1, high if falls else low), (to + 1, figure.last, low if falls else high))
    return [
        Figure(a, b, replace(figure.quantity, start=tokens.starts[a], end=tokens.ends[b], quote=tokens.raw(a, b),
                             value=level, bound="=", direction=None))
        for a, b, level in parts
        if a <= b
    ]  # fmt: skip


def _share_rate(one: Draft, other: Draft) -> None:
    """Give "from $2.49" the rate of "to $2.24 per kg"."""
    for whole, bare in ((one, other), (other, one)):
        if whole.kind == "rate" and bare.kind == "money" and (whole.unit or "").startswith(f"{bare.unit} / "):
            bare.unit, bare.kind = whole.unit, "rate"


def _alike(one: Draft, other: Draft) -> bool:
    _share_rate(one, other)
    return one.unit == other.unit or (one.kind == other.kind == "count" and None in (one.unit, other.unit))


def _link(view: View, draft: Draft) -> str:
    """Return the word that ties a draft to what stands before it: "from" in "a far cry from the 5%"."""
    i = draft.first - 1
    i -= i > view.first and view.words[i] == "the"
    return view.words[i] if i >= view.first else ""


def _periods(view: View, start: Draft, end: Draft) -> None:
    if _has_own_time(view, start):
        end.base_period = end.base_period or start.period
        return
    if end.period and _is_stretch(view) and None not in end.period:
        start.period, end.period = ends_of(end.period)
    elif end.base_period:
        start.period, start.carried = end.base_period, start.carried or end.period is None
    elif since := _since_before(view, min(start.first, end.first)):
        start.period = since
    elif start.basis in _MONTHS and end.period and None not in end.period:
        start.period = _shifted(end.period, _MONTHS[start.basis])
    elif start.period == end.period and _is_revision(view, end):
        return
    elif start.period == end.period:
        start.period, start.carried = _year_before(end.period), True
        if _is_after(start.period, view.published):  # "will climb from 97% to 102% by 2040": the first is known now
            start.period, start.status = None, "actual"
    end.base_period = end.base_period or start.period


def _since_before(view: View, first: int) -> Period | None:
    """Return the time that the sentence measures from: "more numerous since 2020: from 22% to 24%"."""
    told = [m for m in view.moments if m.last < first and view.roles.get(m.first) == "since"]
    return (told[-1].time.from_, end_of(told[-1])) if told else None


def _year_before(period: Period | None) -> Period | None:
    """Return the year before a whole year; of a shorter stretch custom does not tell what it is measured from."""
    return _shifted(period, 12) if period and is_year_long(period) else None


def _one_before(period: Period | None) -> Period | None:
    """Return the month, quarter or year before one, ``None`` for any other stretch of time."""
    if not period or None in period:
        return None
    start, end = period
    assert start is not None
    assert end is not None
    months = round(((end - start).days + 1) / _DAYS_A_MONTH)
    return _shifted(period, months) if months in _MONTHS.values() and start.day == 1 else None


def _is_revision(view: View, end: Draft) -> bool:
    """Tell whether a forecast was changed: "cut its forecast for 2024 to 2% from 3%", both of 2024."""
    first, _ = view.clause(end.first)
    outlooks = [i for i in range(first, end.first) if view.words[i] in OUTLOOKS]
    return bool(outlooks) and any(
        view.words[k] in group("up", "down", "set_target") for k in range(first, outlooks[-1])
    )


def _is_after(period: Period | None, day: date | None) -> bool:
    return period is not None and day is not None and period[0] is not None and period[0] > day


def _has_own_time(view: View, draft: Draft) -> bool:
    behind = next((f.first for f in view.figures if f.first > draft.last), view.stop)
    return any(
        0 < m.first - draft.last <= _NEAR
        and m.first < behind + 1
        and view.roles.get(m.first) == "period"
        and ";" not in view.words[draft.last : m.first]
        for m in view.moments
    )


def _is_stretch(view: View) -> bool:
    words = view.words
    return any("between" in words[max(m.first - 1, view.first) : m.first + 1] for m in view.moments)


def _shifted(period: tuple[date | None, date | None], months: int) -> tuple[date | None, date | None]:
    """Return the same stretch so many months earlier, whole months to whole months."""
    start, end = period
    assert start is not None
    assert end is not None
    after = min(end, date.max - timedelta(days=1)) + timedelta(days=1)
    return _back(start, months), max(_back(after, months), date.min + timedelta(days=1)) - timedelta(days=1)


def _back(day: date, months: int) -> date:
    count = max(day.year * 12 + day.month - 1 - months, 12 * date.min.year)
    return date(count // 12, count % 12 + 1, min(day.day, 28))
