"""Finding series by words: those of an indicator, of whom it is about, or of both."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbench.reference.tables import Reference


class Found(NamedTuple):
    """A series, or with an empty ``entity`` all series of an indicator."""

    indicator: str
    entity: str = ""
    counterpart: str = ""


def search(reference: Reference, words: str) -> list[Found]:
    """Return what answers to all words, each the beginning of a word of a name, a code or a unit.

    Words of the indicator alone give the indicator; a word of an entity gives its series. Sorted by label.

    >>> from workbench.reference import load_reference
    >>> search(load_reference(), "unemploym germ")
    [Found(indicator='unemployment_rate', entity='DEU', counterpart='')]
    """
    asked = _tokens([words])
    whole, partly = [], {}
    for code in reference.indicators:
        met = _met(asked, _indicator_words(reference, code))
        if len(met) == len(asked):
            whole.append(Found(code))
        partly[code] = met
    named = {code: _met(asked, _tokens([entity.entity, entity.label, *entity.aliases]))
             for code, entity in reference.entities.items()}  # fmt: skip
    found = whole + [
        Found(code, entity, partner)
        for code, met in partly.items()
        if len(met) < len(asked)
        for entity in reference.entities_of(code)
        for partner in reference.counterparts(code, entity)
        if len(met | named[entity] | named.get(partner, set())) == len(asked)
    ]
    return sorted(found, key=lambda each: _labels(reference, each))


def _indicator_words(reference: Reference, code: str) -> set[str]:
    told = reference.indicators[code]
    return _tokens([code, told.label, *told.aliases, told.unit, told.currency])


def _tokens(texts: Iterable[str]) -> set[str]:
    return {token for text in texts for token in re.findall(r"[^\W_]+", text.casefold())}


def _met(asked: set[str], words: set[str]) -> set[str]:
    return {word for word in asked if any(each.startswith(word) for each in words)}


def _labels(reference: Reference, found: Found) -> tuple[str, ...]:
    entities = reference.entities
    names = (entities[code].label if code else "" for code in found[1:])
    return reference.indicators[found.indicator].label.casefold(), *names
