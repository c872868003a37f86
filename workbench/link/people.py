"""Numbers and shares of people: of all who live in a place, or of some of whom the text tells something."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workbench.link.words import wordings

if TYPE_CHECKING:
    from workbench.model import Claim

_REACH = 40
_PEOPLE = ("count:person", "count:people")
_PLACE = re.compile(r"(?: (?:in|of|across|on|within)(?: (?:the |and |of )*[A-Z][^\W\d_.]*(?:'s)?)+)?")
_DWELLS = re.compile(
    r" (?:there|here)\b| (?:in|on|across) (?:the |its |an? )?(?:[A-Z]|country|island|area|region)|[.,;)]|$"
)
_OF_PEOPLE = re.compile(r" of (?:the |its |all |total )*(?:population|people|inhabitants|citizens|residents)\b")
_NEXT_WORD = re.compile(r" ([^\W\d_]+)")
_THEIR_OWN = re.compile(
    r"(?:\b(?:its|their|whose)|['\u2019]s?)(?: (?:some|about|nearly|almost|more|than|over))* $", re.IGNORECASE
)


def counts_some(text: str, claim: Claim) -> bool:
    """Tell whether a number of people is of some, of whom something is told: "2 million people own a car"."""
    if claim.kind != "count" or not claim.unit or claim.unit not in _PEOPLE:
        return False
    behind = _PLACE.match(text, claim.end, claim.sentence[1])
    word = _NEXT_WORD.match(text, behind.end() if behind else claim.end, claim.sentence[1])
    if word is not None and word[1].lower() in wordings("dwells"):
        return _DWELLS.match(text, word.end(), claim.sentence[1]) is None
    return word is not None and word[1].lower() not in wordings("behind_people")


def counts_inhabitants(text: str, claim: Claim) -> bool:
    """Tell whether a claim is of all who live in a place: "Turks number 85 million", "the most populous"."""
    if claim.kind in ("rank", "superlative"):
        return "populous" in claim.quote
    if claim.kind != "count" or claim.unit not in _PEOPLE:
        return False
    before = text[claim.sentence[0] : claim.start]
    if "people" in claim.quote:
        return _THEIR_OWN.search(before) is not None
    return "person" not in claim.quote and not counts_some(text, claim)


def is_of_people(text: str, claim: Claim) -> bool:
    """Tell whether a share is one of the people, of whom the text tells something: "13% of people smoke"."""
    behind = text[claim.end : min(claim.end + _REACH, claim.sentence[1])]
    return claim.unit in ("%", "ratio") and bool(_OF_PEOPLE.match(behind))
