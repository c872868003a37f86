"""Places that a sentence names without being about them: compared with, or only the set something stands out of."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from workbench.grammar.claims_view import MOMENT
from workbench.grammar.claims_words import group

if TYPE_CHECKING:
    from workbench.grammar.claims_view import View
    from workbench.grammar.entities import Mention

WORLD = "WLD"
OPENINGS = frozenset("and but while whereas as then so yet or , ; : - ( having".split())
_PARTS_OF_DATES = frozenset(("in", "by", "for", "during", "the"))
_PERSONS = frozenset(("i", "we", "you", "they", "he", "she"))
_LEAVING = frozenset(("left", "leave", "leaves", "leaving"))
_BEFORE_NAME = frozenset(("in", "that", "those", "of", "the"))
_REACH_SET = 5
_NOWHERE = frozenset(("nowhere", "elsewhere", "anywhere", "nobody"))
_OWNERS = frozenset(("its", "their", "his"))


def is_comparand(view: View, mention: Mention) -> bool:
    """Tell whether a country is only what something is compared with: "than in Italy", "the size of Japan's"."""
    words = view.words
    if view.tokens.word(mention.last + 1) == "behind" and words[mention.first - 1] in _LEAVING:
        return True
    before = words[max(view.first, mention.first - 3) : mention.first]
    if before[-1:] in (["above"], ["below"]) or before[:2] == ["of", "that"]:
        return True  # "2 points above Norway's", "barely a fortieth of that for Norway"
    found = view.before("comparands", mention.first, within=6)
    if found is None and "size" not in view.present:
        return False
    first, _ = view.clause(mention.first)
    if found and found[0] >= first:
        return not {",", ";"} & set(words[found[1] : mention.first])
    return "size" in words[max(first, mention.first - 3) : mention.first]


def is_measured_on_name(view: View, first: int, stop: int) -> bool:
    """Tell whether "than" or "as big as" stands before a name, of whatever, or a rival: "as Suden's", "as its foe"."""
    tokens, words = view.tokens, view.words
    for i in range(first, stop - 1):
        if words[i] != "than" and not (words[i] == "as" and "as" in words[max(first - 1, i - 3) : i]):
            continue
        k = i + 1
        while k < stop and words[k] in _BEFORE_NAME:
            k += 1
        if k + 1 < stop and words[k] in _OWNERS and words[k + 1] in group("rivals"):
            return True
        if k < stop and words[k] in _PERSONS and view.strength(k + 1):
            return True  # "less than I pay"
        if k < stop and words[k].isalpha() and tokens.text[tokens.starts[k]].isupper():
            return not any(m.first <= k <= m.last for m in view.moments)
    return False


def is_aside(view: View, mention: Mention) -> bool:
    """Tell whether a sentence is not about a place that it names: only compared with, or only the set."""
    known = view.asides.get(mention.first)
    if known is None:
        known = view.asides[mention.first] = is_comparand(view, mention) or is_only_a_set(view, mention)
    return known


def is_only_a_set(view: View, mention: Mention) -> bool:
    """Tell whether a place only is what something stands out of: "Africa's largest economy", "the biggest in Asia"."""
    ranking = group("highest", "lowest", "ordinals")
    after = mention.last + 1 + (view.tokens.word(mention.last + 1) == "'s")
    if view.tokens.word(after) in ranking or view.tokens.word(after) in group("standouts"):
        return True
    before = view.words[max(view.clause(mention.first)[0], mention.first - _REACH_SET) : mention.first]
    if before[-1:] == ["the"]:
        before.pop()
    if before[-1:] == ["in"] and not (ranking | _NOWHERE).isdisjoint(before):
        told = any(word in group("be") and after in ranking for word, after in pairwise(before))
        return not told  # "the rate was lowest in Chad"
    return mention.codes == (WORLD,) and not _opens_clause(view, mention)


def _opens_clause(view: View, mention: Mention) -> bool:
    """Tell whether nothing but a date stands before a place in its clause."""
    first, _ = view.clause(mention.first)
    idle = OPENINGS | _PARTS_OF_DATES
    return all(view.words[i] in idle or view.part_of(i, MOMENT) for i in range(first, mention.first))
