"""Names and codes of publishers to the entities of our tables."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from workbench.lexicon import table
from workbench.refcheck.keys import AGGREGATES, countries

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Area:
    """An entity: its code, label and type."""

    code: str
    label: str
    type: str


class Areas:
    """Finds entities by what publishers call them; the package's own names count first."""

    def __init__(self, entities: Mapping[str, tuple[str, tuple[str, ...], str]]) -> None:
        self._own: dict[str, Area] = {}
        for code, (label, aliases, kind) in entities.items():
            for name in (code, label, *aliases):
                self._own.setdefault(_folded(name), Area(code, label, kind or "country"))

    def find(self, name: str, code: str = "") -> Area | None:
        """Return the entity that a code or else a name stands for; ``None`` for one that nobody knows."""
        for word in filter(None, (code, name)):
            found = self._own.get(_folded(word)) or _published().get(word) or _by_code(word, name)
            if found:
                return found
        return _names().get(_folded(name))


def _folded(name: str) -> str:
    return " ".join(re.sub(r"[^\w&]+", " ", name.casefold()).split())


@cache
def _published() -> dict[str, Area]:
    return {printed: Area(code, label, kind) for printed, code, label, kind in table("area_codes")}


def _by_code(code: str, name: str) -> Area | None:
    three = code if len(code) == 3 else _two_to_three().get(code, "")
    if three in countries():
        return Area(three, _labels().get(three, name), "country")
    if code in AGGREGATES:
        return Area(code, name if name != code else code, "aggregate")
    return None


@cache
def _two_to_three() -> dict[str, str]:
    from babel.core import get_global

    aliases = get_global("territory_aliases")
    return {two[0]: three for three, two in aliases.items() if three in countries() and len(two) == 1}


@cache
def _labels() -> dict[str, str]:
    from babel import Locale

    territories = Locale("en").territories
    return {three: territories[two] for two, three in _two_to_three().items() if two in territories}


@cache
def _names() -> dict[str, Area]:
    found = {_folded(label): Area(code, label, "country") for code, label in _labels().items()}
    for code, names, *_ in table("territories"):
        for name in names.split("|"):
            found.setdefault(_folded(name), Area(code, _labels().get(code, name.strip()), "country"))
    for printed, area in _published().items():
        found.setdefault(_folded(printed), area)
    return found
