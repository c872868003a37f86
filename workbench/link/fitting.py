"""How well a claim fits an indicator by its unit, its kind and the words that narrow or turn what is measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.link.fit import (
    NOMINAL,
    REAL,
    fits,
    fits_heads,
    fits_money_said,
    fits_period,
    fits_prices,
    fits_sign,
    fits_unit,
    is_contrary,
)
from workbench.link.labels import suits
from workbench.link.phrases import terms
from workbench.link.qualifiers import is_narrower, lacks
from workbench.link.whom import level_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.link.context import Context
    from workbench.model import Claim
    from workbench.reference import Reference

_NARROWER, _UNTOLD = 0.35, 0.7


def fitting(
    reference: Reference, context: Context, claim: Claim, places: tuple[str, ...], wholes: frozenset[str]
) -> Callable[[str], float]:
    """Return how well a claim fits an indicator, as a function of its name; the claim's words are read once.

    ``places`` are the names of the places in its own stretch, ``wholes`` the indicators of which it tells a part.
    """
    said, narrow = context.words(claim), context.narrowing(claim)
    own = set(terms(context.own_text(claim)).words) if context.extraction.sentences else said
    before = context.words_before(claim) if context.extraction.sentences else said
    spoken_of = {topic.indicator for topic, _ in context.topics(claim)}
    label = context.label(claim, places)
    behind = context.level_behind(claim)
    money, priced = context.money_said(claim) or context.money_before(claim), price_words(context, claim)

    def fit(name: str) -> float:
        indicator = reference.indicators[name]
        other = name in wholes or lacks(indicator, narrow) or is_contrary(indicator, own)
        other = other or (behind is not None and not fits_unit(behind, reference.indicators[level_of(reference, name)]))
        kin = _NARROWER if other else fits_heads(claim, indicator, own | before)
        basis = fits_money_said(indicator, money) * fits_prices(claim, indicator, priced)
        kin *= _UNTOLD if is_narrower(indicator, own | before) and name not in spoken_of else 1.0
        kin *= suits(label, indicator) * fits_sign(claim, indicator, own)
        return kin * basis * fits(claim, indicator) * fits_period(claim, indicator)

    return fit


def price_words(context: Context, claim: Claim) -> set[str]:
    """Return the words that tell the price basis, the clause's own before the sentence's; money said is nominal."""
    said = context.words(claim)
    if not context.extraction.sentences:
        return said
    own = set(terms(context.own_text(claim)).words)
    if context.money_said(claim):
        return own | NOMINAL
    return own if own & (REAL | NOMINAL) else context.words_before(claim)
