"""Words that narrow what is measured ("for women", "rural"): a narrowed figure is not the figure for all."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from workbench.lexicon import table
from workbench.link.phrases import terms, vocabulary, without_wholes

if TYPE_CHECKING:
    from workbench.link.phrases import Terms
    from workbench.model import Indicator

_WHOLE = "whole"
_GROWN = "adult"  # those of some age and above are
_BEFORE, _AFTER = 100, 30


@cache
def _groups() -> tuple[dict[str, str], frozenset[str]]:
    """Return the group of each narrowing word, and the words that stand for the whole."""
    narrow: dict[str, str] = {}
    whole: set[str] = set()
    for name, cell in table("qualifiers"):
        for wording in cell.split("|"):
            words = terms(wording).words or (wording.strip(),)
            if name == _WHOLE:
                whole.add(wording.strip())
            elif len(words) == 1:
                narrow[words[0]] = name
    return narrow, frozenset(whole)


def narrowing(text: str, here: Terms, span: tuple[int, int], floor: int) -> frozenset[str]:
    """Return the narrowing words that belong to a figure at ``span`` of a sentence with the terms ``here``.

    ``floor`` is where the sentence, or what follows the figure before, begins; a word for the whole
    ("and in total 77") ends the reach of what stands before it.
    """
    narrow, whole = _groups()
    start = max(span[0] - _BEFORE, floor)
    before = text[start : span[0]].lower()
    # "Youth total" is still about the young: only a whole of its own takes back what stands before it.
    told = {b for word, (_, b) in zip(here.words, here.spans, strict=True) if word in narrow}
    start += max(
        (at + 1 for word in whole if (at := before.rfind(word)) >= 0 and start + at - 1 not in told), default=0
    )
    stop = min(span[1] + _AFTER, len(text))
    return frozenset(
        word
        for word, (a, b) in zip(here.words, here.spans, strict=True)
        if word in narrow and (start <= a < span[0] or span[1] <= b <= stop)
    )


def lacks(indicator: Indicator, words: frozenset[str]) -> bool:
    """Tell whether an indicator is not of the narrow kind that the words name."""
    if not words:
        return False
    known = vocabulary(indicator)
    return not (words - {_GROWN} if "age" in known else words) <= known


def is_narrower(indicator: Indicator, words: frozenset[str] | set[str]) -> bool:
    """Tell whether an indicator's label narrows what is measured by a word that a claim's own words do not say."""
    told = [_narrowed(name) for name in (indicator.label, *indicator.aliases)]
    return not frozenset.intersection(*told) <= words


@lru_cache(maxsize=20_000)
def _narrowed(label: str) -> frozenset[str]:
    narrow = _groups()[0]
    said = terms(without_wholes(label)).words
    return frozenset(word for word in said if word != _GROWN and word in narrow)
