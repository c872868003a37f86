"""What a figure is one per: a person, 1,000 live births, a square kilometre; of a claim's unit and of an indicator."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from workbench.grammar.quantities import read_quantities
from workbench.grammar.times import read_times
from workbench.grammar.tokens import fold, tokenise
from workbench.link.phrases import stem

if TYPE_CHECKING:
    from workbench.model import Indicator

_PER = re.compile(r"\bper (?!cent\b)(?:[^;(),]|,(?=[0-9]{3})){1,40}")
_TERM = re.compile(r"\(([0-9]+) \* (.+)\)")
_CASES = ("1", "count:case")
_SOME = "5 cases"
HEADS = "person"


class Base(NamedTuple):
    """How many of what a figure is one per."""

    number: int
    thing: str


@lru_cache(maxsize=4096)
def counted(unit: str) -> tuple[str, Base | None]:
    """Return what a unit counts, and what that is per; a bare rate counts ``1``.

    >>> counted("1 / (1000 * count:live birth)")
    ('1', Base(number=1000, thing='birth'))
    >>> counted("USD")
    ('USD', None)
    """
    above, _, below = unit.rpartition("/")
    if not above:
        return unit, None
    term = _TERM.fullmatch(below.strip())
    number, thing = (int(term[1]), term[2]) if term else (1, below.strip())
    if thing.startswith("count:"):
        words = [stem(word) for word in thing.removeprefix("count:").replace("_", " ").split()]
        thing = words[-2] if words[-1] == "age" and len(words) > 1 else words[-1]  # "women ages 15-19"
    above = above.strip()
    return "1" if above in _CASES else above, Base(number, HEADS if thing in ("people", "capita", "head") else thing)


def without_year(unit: str | None) -> str | None:
    """Return a unit without "a year", which says no more of what is told of years."""
    return unit.removesuffix(" / year") if unit else unit


def base_of(indicator: Indicator) -> Base | None:
    """Return what an indicator is one per, as its unit tells it or else its label, aliases or definition."""
    if "/" in indicator.unit:
        return counted(indicator.unit)[1]
    return _told(" ; ".join((indicator.label, *indicator.aliases, indicator.definition)))


@lru_cache(maxsize=20_000)
def _told(described: str) -> Base | None:
    for match in _PER.finditer(fold(described).lower()):
        tokens = tokenise(f"{_SOME} {match[0]}")
        for quantity in read_quantities(tokens, read_times(tokens, None))[:1]:
            if quantity.start == 0 and quantity.unit and "/" in quantity.unit:
                return counted(quantity.unit)[1]
    return None


def over(unit: str | None, indicator: Indicator) -> Fraction | None:
    """Return by what a figure of an indicator that is one per something is multiplied to be told in a unit.

    Nothing where either is per nothing, or they are per different things.
    """
    own = base_of(indicator)
    base = Base(100, HEADS) if unit == "%" else counted(unit)[1] if unit else None
    if own is None or base is None or base.thing != own.thing:
        return None
    return Fraction(base.number, own.number)
