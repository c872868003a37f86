"""What the words beside a claim say of how its figure is made up: of several years or countries, of a whole."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from workbench.grammar.entities import find_mentions
from workbench.grammar.tokens import fold, tokenise
from workbench.lexicon import table
from workbench.link.words import one_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.model import Claim

TOGETHER, AVERAGE, A_YEAR, SHARE, BALANCE, LOSS = "together", "average", "a_year", "share", "balance", "loss"
_LOSS = re.compile(
    r"\b(?:loss|losses|deficit|deficits|shortfall) of (?:(?:some|about|around|nearly|almost|over|more|than) )*$"
)
_STATES = r"\bthe (?:two|three|four|five) " + one_of("states")
_TOGETHER = re.compile(f"{one_of('together')}|{_STATES}")
_AVERAGE = re.compile(one_of("average"))
_A_YEAR = re.compile(f"^[ ]?{one_of('each_year')}")
_COMPOUND = re.compile(one_of("compound"))
_YEARS = re.compile(
    r"\b(?:over|during|in|within) (?:the |a )?(?:last |past |previous )?([a-z]+|[0-9]{1,2})[ -]years?\b"
)
_TO_YEAR = re.compile(r"^ (?:to|up to|ending in|ended in|until|through) ((?:19|20)[0-9]{2})\b")
_PAIR = re.compile(r"\b((?:19|20)[0-9]{2})(?:, ((?:19|20)[0-9]{2}),?)? and ((?:19|20)[0-9]{2})\b")
_FROM_TO = re.compile(r"\b(?:from|between) (?:19|20)[0-9]{2} (?:to|and|until)\b")
_OF = re.compile(r"^ of (?![0-9])((?:the |all |its )?[^.,;:()\n]{3,60})")
_WORLD = re.compile(one_of("whole"))
_AMOUNTS = ("money", "quantity", "count")
_CHANGE = re.compile(rf"{one_of('change_nouns')}(?: \w+){{0,2}} ?,? ?$")
_SETTING = re.compile(f"({one_of('set')})|{one_of('reached')}")
_YEAR_TO = re.compile(r"\b(?:year|12 months|twelve months) (?:to|through) (?:the end of )?[a-z]")
_PRICES = re.compile(one_of("prices"))
_YEAR_DAYS = (364, 365)
_EACH = re.compile(r"\b(?:per|each) ([a-z]+)\b")
_HEAD = re.compile(one_of("per_head"))
_HALVING = re.compile(one_of("halving"))
_COMPARED = ("difference", "percent_change", "multiple", "fraction")
_CHANGED = re.compile(
    rf"(?:({one_of('lost')})|{one_of('gained')})(?: (?:some|about|around|more|than|an|extra|another)){{0,3}} $"
)
_THAN_IN = re.compile(r" than in ((?:19|20)[0-9]{2})\b")
_PARTED = one_of("parted").removeprefix("\\b").removesuffix("\\b")
_PARTED_BEFORE = re.compile(rf"(?<!budget )(?<!fiscal )(?<!account )\b({_PARTED})\b[^,.;:%]{{0,40}}$")
_PARTED_AFTER = re.compile(rf"^ (?:trade )?({_PARTED})\b")
_OTHER_FIGURE = re.compile(r"\d(?:%| per ?cent\b|\.\d)|[;:]")
_LASTING = re.compile(rf"^ (?:({one_of('longer')})|{one_of('shorter')})(?= than\b)")
_LONGEST_NAME = 40
_OF_WHAT = re.compile(r" (?:of )?(?:what|that of|those of) (?:the )?")
_THAN = re.compile(r"(?: \w+){0,3} than (?:in |that of |those of |the one of )?(?:the )?")
_PACE = re.compile(rf"^ ?(?:\w+ )?{one_of('pace')}")


def reworded(text: str, claim: Claim, names: Callable[[str], list[tuple[int, str]]]) -> Claim:
    """Return a claim with the relation and period that the words of its sentence give it.

    ``names`` finds the entities of the tables in a text.
    """
    first, stop = claim.sentence
    sentence, after = fold(text[first:stop]), fold(text[claim.end : stop])
    if claim.kind == "fraction" and _HALVING.search(claim.quote.lower()):
        return replace(claim, kind="multiple")
    claim = _changed(claim, sentence[: claim.start - first], after)
    claim = _compared(text, claim, names)
    claim = _over_years(claim, sentence)
    claim = _in_year_to(claim, sentence)
    claim = _per_head(claim, sentence[: claim.start - first])
    if claim.kind == "superlative" and claim.unit is None and _CHANGE.search(sentence[: claim.start - first][-40:]):
        return replace(claim, unit="%")
    if claim.kind in ("multiple", "fraction", "percent_change") and _PACE.match(after):
        return replace(claim, base_unit=claim.base_unit or "%")
    if claim.relation is not None:
        return claim
    if claim.status == "target" and claim.period is not None and (verb := _SETTING.search(sentence)):
        return replace(claim, relation="set" if verb[1] else "reached")
    if claim.kind in (*_AMOUNTS, "percent", "pp_change") and (noun := _balance(sentence[: claim.start - first], after)):
        return replace(claim, relation=BALANCE, anchor=noun)
    if claim.kind in ("percent", "fraction") and (match := _OF.match(text[claim.end : stop])):
        whole = match[1]
        if names(whole) or _WORLD.search(whole.lower()):
            return replace(claim, relation=SHARE, anchor=whole)
    if claim.kind in ("percent", "percent_change") and _is_yearly(claim, sentence, after):
        return replace(claim, relation=A_YEAR)
    if claim.kind in (*_AMOUNTS, "percent", "rate") and _is_of_several(claim, names(text[first:stop])):
        if _AVERAGE.search(sentence) and _is_told_together(text, claim, names):
            return replace(claim, relation=AVERAGE)
        told = _TOGETHER.search(sentence)
        beside = told is not None and (told.end() <= claim.start - first or _is_told_together(text, claim, names))
        if beside and claim.kind in _AMOUNTS:
            return replace(claim, relation=TOGETHER)
    if claim.kind in ("money", "percent") and _LOSS.search(sentence[: claim.start - first]):
        return replace(claim, relation=LOSS)
    return claim


def _compared(text: str, claim: Claim, names: Callable[[str], list[tuple[int, str]]]) -> Claim:
    """Return a claim told of one entity against another of the tables as such: "27 million fewer than Suden"."""
    of_what = _OF_WHAT.match(text, claim.end, claim.sentence[1]) if claim.kind in ("fraction", "multiple") else None
    if claim.kind not in _COMPARED or claim.relation not in ((None, SHARE) if of_what else (None,)):
        return claim
    than = of_what or _THAN.match(text, claim.end, claim.sentence[1])
    if than is None:
        return claim
    other = text[than.end() : than.end() + _LONGEST_NAME]
    stranger = of_what is not None and other[:1].isupper() and claim.base_period is None
    if not stranger and not any(at == 0 for at, _ in names(other)):
        return claim
    return replace(claim, relation="than", period=claim.period or claim.base_period, base_period=None)


def _changed(claim: Claim, before: str, after: str) -> Claim:
    """Return a number of people lost or gained, and a time that is longer than another, as the change it is."""
    found = None
    if claim.kind == "count":
        found = _CHANGED.search(f"{before[-40:].rstrip()} ")
    elif claim.kind == "duration" and claim.relation is None:
        found = _LASTING.match(after)
    if found is None:
        return claim
    down = bool(found[1]) == (claim.kind == "count")
    then = _THAN_IN.match(after, found.end()) if claim.kind == "duration" else None
    base = (date(int(then[1]), 1, 1), date(int(then[1]), 12, 31)) if then else claim.base_period
    return replace(claim, kind="difference", direction="down" if down else "up", base_period=base)


def _is_yearly(claim: Claim, sentence: str, after: str) -> bool:
    """Tell whether a rate is that of each year of a longer time: "by 4% a year between 2010 and 2020"."""
    start, end = claim.base_period[0] if claim.base_period else None, claim.period[1] if claim.period else None
    start = start or (claim.period[0] if claim.period else None)
    longer = start is not None and end is not None and end.year - start.year > 1
    return longer and bool(_A_YEAR.match(after) or _COMPOUND.search(sentence))


def _per_head(claim: Claim, before: str) -> Claim:
    whole = claim.kind in _AMOUNTS and claim.unit and "/" not in claim.unit and not claim.unit.startswith("count:")
    if whole and (
        _HEAD.search(before[-200:]) or any(find_mentions(tokenise(m[1].title())) for m in _EACH.finditer(before))
    ):
        return replace(claim, unit=f"{claim.unit} / person", kind="rate")
    return claim


def _over_years(claim: Claim, sentence: str) -> Claim:
    """Return a claim about an amount with the whole stretch of years that its sentence gives it."""
    if claim.kind not in _AMOUNTS or claim.period is None or claim.base_period is not None or claim.status != "actual":
        return claim
    start, end = claim.period
    if start is None or end is None or (start.year, start.month, end.month) != (end.year, 1, 12):
        return claim
    if (years := _YEARS.search(sentence)) and (count := _small(years[1])) and 1 < count <= 30:
        told = _TO_YEAR.match(sentence[years.end() :])
        last = int(told[1]) if told else end.year
        return replace(claim, period=(date(last - count + 1, 1, 1), date(last, 12, 31)))
    pair = _PAIR.search(sentence)
    listed = [int(year) for year in pair.groups() if year] if pair else []
    alone = len(re.findall(r"[0-9][0-9.,]*", re.sub(r"\b(?:19|20)[0-9]{2}\b", "", sentence))) == 1
    in_a_row = bool(listed) and listed == list(range(listed[0], listed[0] + len(listed)))
    if in_a_row and alone and not _FROM_TO.search(sentence):
        return replace(claim, period=(date(listed[0], 1, 1), date(listed[-1], 12, 31)))
    return claim


@cache
def _numbers() -> dict[str, int]:
    return {word: int(value) for word, kind, value, *_ in table("numbers") if kind == "small" and value.isdigit()}


def _in_year_to(claim: Claim, sentence: str) -> Claim:
    """Return a rise of prices "in the year to June" as that of June on the June before."""
    start, end = claim.period or (None, None)
    if claim.kind != "percent_change" or start is None or end is None or not _YEAR_TO.search(sentence):
        return claim
    if not _PRICES.search(f"{claim.subject.lower()} {sentence}") or (end - start).days not in _YEAR_DAYS:
        return claim
    month = end.replace(day=1), end
    before = date(end.year - 1, end.month, 1), date(end.year - 1, end.month, monthrange(end.year - 1, end.month)[1])
    return replace(claim, period=month, base_period=before, basis="yoy")


def _is_of_several(claim: Claim, named: list[tuple[int, str]]) -> bool:
    carried = "entity" in claim.carried and len(claim.entities) > 1
    return carried or len({code for _, code in named}) > 1


def _balance(before: str, after: str) -> str:
    """Return the noun by which a figure is what parts two others: "a surplus of $7bn", "a gap of 2%"."""
    match = _PARTED_BEFORE.search(before) or _PARTED_AFTER.match(after)
    return match[1] if match else ""


def _is_told_together(text: str, claim: Claim, names: Callable[[str], list[tuple[int, str]]]) -> bool:
    """Tell whether a figure is that of several at once, and not one of a row: "in Chad it averaged 9%, in Mali 8%"."""
    before = text[claim.sentence[0] : claim.start]
    own = before[max((m.end() for m in _OTHER_FIGURE.finditer(before)), default=0) :]
    return len(claim.entities) > 2 or len({code for _, code in names(own)}) > 1 or bool(re.search(_STATES, fold(own)))


def _small(word: str) -> int | None:
    return int(word) if word.isdigit() else _numbers().get(word)
