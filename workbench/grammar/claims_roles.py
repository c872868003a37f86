"""What a time does in its sentence: whether a figure holds then, is measured from then, or was only reported then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.grammar.claims_changes import OUTLOOKS
from workbench.grammar.claims_words import group
from workbench.grammar.timebounds import opens_since

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.grammar.claims_draft import Draft
    from workbench.grammar.claims_view import Figure, Moment, View

_ON = ("on", "over", "against")
_NEAR = 5
_PRESENT = frozenset(("is", "are", "has", "have"))
_PLAIN_PAST = frozenset(("was", "'s"))
_CLOSE = 3
_OWNERS = frozenset(("its", "their", "the", "'s"))
_PASSING = 9
_RELATIVE = frozenset(("where", "which", "who", "whose"))
SET_AGAINST = frozenset(("from", "against", "with", "than", "versus", "after", "half", "twice", "double"))
_COMPARING = frozenset(("below", "above", "than"))


def role(view: View, moment: Moment) -> str:
    """Return what a time does in its sentence: base, since, report, none (no day is meant), length or period."""
    known = view.roles.get(moment.first)
    if known is None:
        known = view.roles[moment.first] = _role(view, moment)
    return known


def roles(view: View) -> dict[int, str]:
    """Return by its first token what each time of a sentence does in it."""
    if len(view.roles) < len(view.moments):
        for moment in view.moments:
            role(view, moment)
    return view.roles


def figure_before(view: View, i: int) -> Figure | None:
    """Return the last figure of a sentence that ends before token ``i``."""
    for figure in reversed(view.figures):
        if figure.last < i:
            return figure
    return None


def _role(view: View, moment: Moment) -> str:
    time = moment.time
    if time.type == "SET" or (time.type == "DURATION" and time.from_ is None):
        return "length"
    if time.from_ is None and time.to is None:
        return "none"
    if time.value.endswith("_REF"):
        return "none"
    if view.words[moment.first - 1] in ("a", "an") and time.value.isdecimal() and moment.first > view.first:
        return "none"  # "a 1968 convertible"
    if time.type == "TIME" and moment.first == view.first:  # the clock before an entry of a running report
        return "none"
    if _is_dateline(view, moment):
        return "report"
    if len(time.value) == len("20"):  # a century: "for the first time this century"
        return "none"
    if "since" in view.present and opens_since(view.words, moment.first):
        return "since"
    if view.words[moment.last] == "later" and time.quote.lower().endswith(" later"):
        dating = moment.first == view.first or any(f.last == moment.first - 1 for f in view.figures)
        return "period" if dating and time.from_ is not None else "none"
    based = view.before("base", moment.first) or _inside_base(view, moment)
    if _reported(view, moment):
        return "report"
    return "base" if only_back(view, moment) or (based and not _is_stretch(view, moment)) else "period"


def _is_dateline(view: View, moment: Moment) -> bool:
    """Tell whether a time only says when a text was written: "LISBON, Nov 28 - Parliament …"."""
    tokens, before = view.tokens, view.words[view.first : moment.first]
    if (
        view.words[moment.last + 1 : moment.last + 2] not in (["-"], ["("])
        or len(before) > _NEAR
        or before[-1:] != [","]
    ):
        return False
    return (
        tokens.glued(moment.last) is False
        and tokens.text[tokens.starts[view.first] : tokens.ends[view.first]].isupper()
    )


def _inside_base(view: View, moment: Moment) -> bool:
    words = view.words
    before = words[moment.first - 1] if moment.first > view.first else ""
    if before in _ON or words[moment.first] in _ON:
        if moment.time.type == "DURATION" or len(moment.time.value) > len("2024-W05") or "-W" in moment.time.value:
            return False
        i = moment.first - (before in _ON) - 1
        return any(f.last == i for f in view.figures) or (
            i >= view.first and words[i] in ("up", "down", "increase", "rise")
        )
    if words[moment.last + 1 : moment.last + 2] and words[moment.last + 1] in group("level_nouns"):
        return before in _OWNERS and _compares_to(view, moment.first - 2)  # "11% short of the 2019 level"
    if before in ("of", "in", "for") and words[moment.first - 2] in group("level_nouns"):
        return not _COMPARING.isdisjoint(words[max(view.first, moment.first - _NEAR) : moment.first - 2])
    if before in ("above", "below"):  # "18.2% above 2019"
        return any(f.last == moment.first - 2 for f in view.figures)
    return words[moment.first] == "from" or before == "than"


def _compares_to(view: View, i: int) -> bool:
    return i > view.first and (view.words[i] in _COMPARING or view.words[i - 1 : i + 1] == ["short", "of"])


def _is_stretch(view: View, moment: Moment) -> bool:
    """Tell whether "from" opens a stretch of time ("from January to March") and no comparison."""
    return bool({"to", "until", "through", "till", "-"} & set(view.words[moment.first : moment.last + 1]))


def _reported(view: View, moment: Moment) -> bool:
    """Tell whether a time only says when something was reported: "forecast in April that", "released this month"."""
    words = view.words
    reports = view.matches("reporting")
    if not reports or _is_for(words, moment.first) or _is_foreseen(view, moment):
        return False
    first, stop = view.clause(moment.first)
    start = moment.first - 1 if words[moment.first - 1] in ("in", "on", "at", "back") else moment.first
    for i, _ in reports:
        reach = 1 if words[i] in ("said", "told") else _NEAR
        if not max(first, start - reach) <= i < start or _counts_reports(view, first, i):
            continue
        if not any(i < f.last and f.first < moment.first for f in view.figures):
            return True
    comma = next((i for i in range(moment.last + 1, stop) if words[i] in (",", ";", ":")), stop)
    stop = min(comma, moment.last + 4)
    return any(moment.last < i < stop and not _noun_use(view, i) for i, _ in reports)


def _is_for(words: Sequence[str], first: int) -> bool:
    """Tell whether a time is what figures are for: "figures for 2023 show", "for the school year 2023"."""
    return "for" in words[first - (4 if words[first - 1] == "year" else 1) : first]


def is_owned(view: View, moment: Moment) -> bool:
    """Tell whether a year only says which of its kind a thing is: "approved the 2024 budget"."""
    year = len(moment.time.value) == len("2024") and moment.first == moment.last
    after = view.tokens.word(moment.last + 1)
    owned = moment.first > view.first and view.words[moment.first - 1] in _OWNERS
    return year and owned and after.isalpha() and view.strength(moment.last + 1) == 0


def _is_foreseen(view: View, moment: Moment) -> bool:
    """Tell whether a time is what a forecast is for: "raised its 2024 growth forecast"."""
    owned = view.words[moment.first - 1] in _OWNERS
    return owned and not OUTLOOKS.isdisjoint(view.words[moment.last + 1 : moment.last + 1 + _CLOSE])


def _counts_reports(view: View, first: int, verb: int) -> bool:
    """Tell whether the figure is what was reported: "500 cases were reported in 2021"."""
    passive = view.words[verb - 1] in ("were", "was", "been", "are") and verb > first
    return passive and any(first <= f.first and f.last < verb for f in view.figures)


def _noun_use(view: View, i: int) -> bool:
    before = view.words[i - 1]
    return before in ("the", "a", "its", "this", "official", "of") or before in group("measurables", "growth_heads")


def only_back(view: View, moment: Moment) -> bool:
    """Tell whether a time only says how far the base lies back: "a year earlier"."""
    for first, last in view.matches("earlier"):
        if moment.first - 1 <= first and moment.last <= last <= moment.last + 1:
            return True
    return False


def is_set_in(view: View, draft: Draft, moment: Moment) -> bool:
    """Tell whether a time is that of a clause set into the draft's: "Chad, where it was 3% in 2013, has 2%"."""
    first, stop = view.clause(moment.first)
    return view.words[first] in _RELATIVE and view.words[stop - 1] == "," and view.clause(draft.first)[0] == stop


def is_of_part(view: View, draft: Draft, moment: Moment) -> bool:
    """Tell whether a time dates the level that another figure is a part of: "92, a sixth of the 1990 level"."""
    between = [f for f in view.figures if draft.last < f.first < moment.first]
    if not between:
        return False
    words = view.words
    part = figure_before(view, moment.first)
    if part is not None and draft.last < part.first and words[part.last + 1 : part.last + 3] == ["of", "what"]:
        return True
    near = range(max(view.first, moment.first - _CLOSE), min(view.stop, moment.last + 2))
    level = next((k for k in near if words[k] in group("level_nouns")), None)
    return level is not None and any(f.quantity.unit == "ratio" and 0 < level - f.last <= _NEAR for f in between)


def origin(view: View, moment: Moment) -> tuple[int, int] | None:
    """Return the tokens of a beginning told in passing with its time: "The firm, founded in 1987, employs 400"."""
    if group("origins").isdisjoint(view.present):
        return None
    words = view.words
    stops = [k for k in range(max(view.first, moment.first - _PASSING), moment.first) if words[k] in (",", "(")]
    first = stops[-1] + 1 if stops else max(view.first, moment.first - _PASSING)
    if words[first] not in group("origins"):
        return None
    behind = range(moment.last + 1, min(moment.last + _PASSING, view.stop))
    closed = next((k for k in behind if words[k] in (",", ")")), None)
    return None if closed is None else (first, closed)


def is_of_origin(view: View, draft: Draft, moment: Moment) -> bool:
    """Tell whether a time is that of a beginning told in passing, which a draft has no part in."""
    told = origin(view, moment)
    return told is not None and not told[0] <= draft.first <= told[1]


def is_beside(view: View, first: int) -> bool:
    """Tell whether a figure is only what another one is set against: "well above the 60% seen in 2019"."""
    words = view.words
    the = first - 1 > view.first and words[first - 1] in ("the", "its", "their")
    told = any(view.first <= f.first < first for f in view.figures)
    return the and (words[first - 2] in _COMPARING or (told and words[first - 2] in SET_AGAINST))


def dates_compared(view: View, moment: Moment) -> bool:
    """Tell whether a time is that of a figure which another one is set against: "18 in 2023, against 8 in 2012"."""
    first, _ = view.clause(moment.first)
    figure = figure_before(view, moment.first)
    if figure is None or figure.first < first or moment.first - figure.last > _CLOSE:
        return False
    near = view.words[max(first, figure.first - 2) : figure.first]
    far = view.words[max(first, figure.first - _NEAR) : figure.first]
    set_against = not SET_AGAINST.isdisjoint(near) or "against" in far
    return set_against and any(first <= f.first < figure.first for f in view.figures)


def is_present(verb: str) -> bool:
    """Tell whether a verb is surely in the present tense: "is", "has", "spends"."""
    return verb in _PRESENT or (verb.endswith("s") and verb not in group("past") and verb not in _PLAIN_PAST)


def is_of_start(view: View, draft: Draft, moment: Moment) -> bool:
    """Tell whether a time dates the level that another one came from: "the rate, 12% in 2020, climbed to 20%"."""
    if moment.last > draft.first or view.words[draft.first - 1] != "to":
        return False
    moved = any(view.words[i] in group("up", "down") for i in range(moment.last + 1, draft.first - 1))
    first, _ = view.clause(draft.first)
    return moved and any(first <= f.first and 0 < moment.first - f.last <= _CLOSE for f in view.figures)
