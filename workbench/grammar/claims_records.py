"""Records: superlatives with a stretch of time or a set of countries, highs and lows of so many years."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from workbench.grammar.calendar import add_months
from workbench.grammar.claims_draft import Draft
from workbench.grammar.claims_words import ORDINALS, group, match_at, phrases
from workbench.grammar.number import ORDINAL_SUFFIXES
from workbench.grammar.timebounds import opens_since

if TYPE_CHECKING:
    from workbench.grammar.claims_view import Moment, View

_SPANS = {"year": 1, "years": 1, "decade": 10, "decades": 10, "century": 100, "centuries": 100, "generation": 25}
_NOT_RECORD = frozenset(("track", "world", "for", "criminal", "medical", "on", "off", "to", "will", "they", "we", "i"))
_SUBJECTIVE = frozenset(
    ("best", "worst", "greatest", "most", "least", "top", "leading", "deepest", "weakest", "strongest")
)
_LONGEST_SCOPE = 11


def superlative(view: View, i: int) -> Draft | None:
    """Read a superlative that can be looked up: with a stretch of time or a set of countries."""
    words = view.words
    if i > view.first and (
        words[i - 1] in ORDINALS or words[i - 1] in ("-", "at", "one", "no") or words[i - 1] in ORDINAL_SUFFIXES
    ):
        return None
    if i > view.first + 1 and words[i - 1] == "the" and words[i - 2] in ("among", "of", "amongst"):
        return None  # "among the highest", "one of the largest" name no place
    if not {("close", "to"), ("near", "to"), ("not", "far"), ("far", "from")}.isdisjoint(_pairs_before(view, i)):
        return None  # "close to the lowest level in a decade" is no record
    clause_stop = view.clause(i)[1]
    end, base, among = _scope(view, i, min(view.stop, max(clause_stop, i + 3)))
    possessive = _world_owner(view, i)
    if end is None and not possessive:
        return None
    ever = end is not None and words[end] in ("history", "record", "ever", "recorded", "began", "time")
    if words[i] in _SUBJECTIVE and base is None and not (among or possessive or ever):
        return None
    first = i - 1 if i > view.first and words[i - 1] in ("the", "its", "their") else i
    last = end if end is not None else min(i + 1 + 2 * (words[i + 1 : i + 2] == ["-"]), view.stop - 1)
    relation = "low" if words[i] in group("lowest") else "high"
    draft = Draft(first, last, "superlative", None, "<superlative> <scope>", relation=relation)
    if (among or possessive) and base is None:
        draft.value = Decimal(1)
    draft.base_period = base
    following = words[i + 1 : i + 4]
    changed = next((w for w in following if w in group("change_nouns")), None)
    if changed:
        draft.unit = "%"
        draft.direction = "up" if changed in group("up") else "down"
    return draft


def _pairs_before(view: View, i: int) -> list[tuple[str, str]]:
    near = view.words[max(view.first, i - 4) : i]
    return list(pairwise(near))


def stretch_mark(view: View, i: int) -> Draft | None:
    """Read "a 41-year high", "a six-month low", "an all-time high"."""
    words = view.words
    if i - 3 < view.first:
        return None
    relation = "low" if words[i] in ("low", "lows", "worst") else "high"
    if words[i - 3 : i] == ["all", "-", "time"] or words[i - 3 : i] == ["multi", "-", "year"]:
        return Draft(i - 3, i, "superlative", None, "all-time <high>", relation=relation)
    unit = words[i - 1].removesuffix("s")
    months = _SPANS.get(unit, 0) * 12 or {"month": 1, "quarter": 3}.get(unit, 0)
    length = next((f for f in view.figures if f.last in (i - 1, i - 3) and f.last - f.first < 5), None)
    if words[i - 2] != "-" or unit not in group("units_of_time") or length is None:
        return None
    draft = Draft(length.first, i, "superlative", None, "<n>-<unit> <high>", relation=relation)
    if months and isinstance(length.quantity.value, Decimal) and view.published:
        draft.base_period = (add_months(view.published.replace(day=1), -int(length.quantity.value * months)), None)
    return draft


def _world_owner(view: View, i: int) -> bool:
    """Tell whether "the world's" or "Europe's" stands before the superlative."""
    return (
        i - 2 >= view.first
        and view.words[i - 1] == "'s"
        and any(
            m.last == i - 2
            and (m.codes == ("WLD",) or m.codes[0].startswith("x-") or m.codes[0] in ("EUU", "EMU", "OED"))
            for m in view.mentions
        )
    )


def _scope(view: View, i: int, stop: int) -> tuple[int | None, tuple[date | None, date | None] | None, bool]:
    """Return the last token of the scope, the stretch of time and whether it is a set of countries."""
    words = view.words
    scopes = phrases("scopes")
    for k in range(i + 1, min(stop, i + _LONGEST_SCOPE)):
        if words[k] in (";", '"', "(") or (words[k] == "," and k > i + 1):
            break
        moment = next((m for m in view.moments if m.first <= k <= m.last), None)
        if words[k] == "since" and (began := _beginning(view, k)) is not None:
            return began, None, False
        if words[k] == "since" and (since := _moment_at(view, k)):
            return since.last, (since.time.from_, None), False
        if words[k] == "in" and "history" in words[k + 1 : min(k + 7, stop)]:
            return words.index("history", k), None, False
        if words[k] in ("in", "for") and (years := _stretch(view, k)):
            return years[0], years[1], False
        if words[k] in scopes and (length := match_at(words, k, scopes)):
            among = words[k : k + length][-1] not in ("record", "history", "time", "ever", "began", "recorded")
            return k + length - 1, None, among
        if words[k] == "in" and (
            place := next((m for m in view.mentions if k < m.first <= k + 2 and m.form != "member"), None)
        ):
            since = _moment_at(view, place.last + 1) if view.tokens.word(place.last + 1) == "since" else None
            return (since.last, (since.time.from_, None), False) if since else (place.last, None, True)
        if moment is not None and moment.time.type == "DATE" and k > i + 1:
            break
    return None, None, False


def _beginning(view: View, k: int) -> int | None:
    """Return where "since the series began" ends: such a record is one of all that is known."""
    return next((i for i in range(k + 1, min(k + 6, view.stop)) if view.words[i] in ("began", "begins", "begin")), None)


def _moment_at(view: View, k: int) -> Moment | None:
    """Return the time that "since" at token ``k`` governs."""
    after = next((m for m in view.moments if m.first >= k and m.time.from_ is not None), None)
    return after if after is not None and opens_since(view.words, after.first) else None


def _stretch(view: View, k: int) -> tuple[int, tuple[date | None, date | None] | None] | None:
    """Read "in four decades", "in more than 40 years", "in a generation" after a superlative."""
    words = view.words
    for j in range(k + 1, min(k + 6, view.stop)):
        if words[j] in _SPANS and words[j - 1] not in ("the", "this", "last"):
            count = next((f.quantity.value for f in view.figures if k < f.first <= j and f.last >= j - 1), Decimal(1))
            if isinstance(count, Decimal):
                return j, (_back(view, int(count * _SPANS[words[j]])), None)
    return None


def _back(view: View, years: int) -> date | None:
    day = view.published
    return date(day.year - years, day.month, 1) if day and day.year > years else None


def record(view: View, i: int) -> Draft | None:
    """Read "record growth", "a record high of 5%", "$5bn, a record"."""
    words = view.words
    before = words[i - 1] if i > view.first else ""
    after = words[i + 1] if i + 1 < view.stop else ""
    if before in _NOT_RECORD or after in ("of", "a", "the", "an", "that", "s", "keeping", "shows"):
        return None
    stop = i + 1
    if after == "-":
        stop += 1
        after = words[stop] if stop < view.stop else ""
    relation = "low" if after in ("low", "lows", "lowest") else "high"
    noun = after.isalpha() and after not in (
        "in",
        "for",
        "at",
        "and",
        "by",
        "with",
        "on",
        "last",
        "this",
        "set",
        "since",
        "when",
    )
    if not noun and before not in ("a", "new", "time"):
        return None
    last = stop if noun else i
    draft = Draft(i, last, "superlative", None, "record <noun>", relation=relation)
    if after in group("change_nouns"):
        draft.unit = "%"
        draft.direction = "up" if after in group("up") else "down"
        follower = words[last + 1] if last + 1 < view.stop else ""
        if follower in ("rate", "rates"):
            draft.last = last + 1
        draft.subject = view.text(last, min(view.clause(i)[1], last + 7)).rstrip(" .,")
    return draft
