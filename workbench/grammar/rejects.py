"""Figures that count nothing: names, labels, scores, versions, addresses, phone numbers, years, list numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.grammar.addresses import is_address, is_dialled, is_identity
from workbench.grammar.counted import is_plural
from workbench.grammar.examples import rule
from workbench.grammar.measures import unit_at
from workbench.grammar.number import in_a_row, is_figure
from workbench.grammar.spelled import KINDS, LABELS, is_spelled_label
from workbench.grammar.tied import NUMBERED, QUOTED_AFTER, is_chained, is_pair
from workbench.lexicon import words

if TYPE_CHECKING:
    from workbench.grammar.number import Number
    from workbench.grammar.tokens import Tokens

_CALLS = frozenset(
    "order form rank question answer exit track slide act issue level block pool lap seed schedule code bill model "
    "note reference release room cell lane type class grade".split()
)  # at the head of a sentence these may be verbs, or nouns of their own
_CLOSERS = words("closers")
_ORDINAL_ENDS = frozenset({"st", "nd", "rd", "th", "er", "ers"})  # "the 76ers"


@rule(
    "<not a quantity>",
    yes=[],
    no=[
        "See article 5 for details.",
        "Call +1-222-555-0199 now.",
        "They won 3-1 at home.",
        "The G7 met online.",
        "COVID-19 cases were few.",
        "Version 2.10.3 is out.",
        "He lives at 12 Acacia Avenue.",
        "The 21st meeting was short.",
        "She flew on Boeing 737 jets.",
        "Boeing 737 jets were grounded.",
        "Channel 4 News said so.",
        "A 7-Eleven opened.",
        "It was so in 2019[3] too.",
        "Ring 0800 555 1234 before noon.",
        "Case No. 22-1178 was heard.",
        "Your policy number is 88213377.",
        "Her student ID was 20210458.",
        "The reference is 4471-KX-209.",
        "iOS 17.5 fixes that.",
        "He's my number one fan.",
        "Doctors per 1,000 people are few.",
    ],
)
def counts_nothing(tokens: Tokens, number: Number) -> bool:
    """Tell whether the figure is part of a name, a label, a score, an address or another code."""
    if tokens.word(number.last + 1) == "%" and number.first and not tokens.glued(number.first - 1):
        return False
    if number.kind != "figure" or number.scale != 1:
        return is_spelled_label(tokens, number) if number.kind == "words" else _lettered(tokens, number)
    if in_a_row(tokens, number):
        return is_dialled(tokens, number)
    return (
        _glued_to_letters(tokens, number)
        or is_chained(tokens, number)
        or _labelled(tokens, number)
        or _named(tokens, number)
        or is_address(tokens, number)
        or _list_number(tokens, number)
        or _top(tokens, number)
        or is_dialled(tokens, number)
        or is_identity(tokens, number)
        or tokens.word(number.last + 1) in ("zip", "postcode")
        or tokens.word(number.first - 1) == "per"
    )


def _lettered(tokens: Tokens, number: Number) -> bool:
    """Tell of "Rule 10b", "flat 3b", "4K video": the letter is no scale."""
    if number.last != number.first + 1 or not tokens.glued(number.first) or len(tokens.words[number.last]) != 1:
        return False
    if tokens.raw(number.first, number.last) in _PICTURES:
        following = tokens.word(number.last + 1)
        return not is_plural(following) or following in _SCREENS
    return tokens.word(number.first - 1) in LABELS or _is_tied_name(tokens, number.first)


def _is_tied_name(tokens: Tokens, first: int) -> bool:
    """Tell whether a hyphen ties letters to the figure at token ``first`` ("F-35B")."""
    if first < 2 or tokens.words[first - 1] != "-" or not (tokens.glued(first - 1) and tokens.glued(first - 2)):
        return False
    return tokens.raw(first - 2).isupper() and tokens.words[first - 2].isalpha()


_PICTURES = frozenset({"2K", "4K", "5K", "8K"})
_SCREENS = frozenset(
    "tvs screens sets displays monitors videos televisions cameras films runs races projectors".split()
)


def _top(tokens: Tokens, number: Number) -> bool:
    """Tell of "in the top 10", with nothing counted behind it."""
    if tokens.word(number.first - 1) not in ("top", "bottom"):
        return False
    following = tokens.word(number.last + 1)
    return not (following.isalpha() or following in ("%", "-")) or following in _CLOSERS


def _glued_to_letters(tokens: Tokens, number: Number) -> bool:
    """Tell of "G7", "A350", "PLX-R18", "21st", "5G", "3D", and of the marks of notes ("4.5%1", "2019[3]")."""
    words = tokens.words
    before = number.first - 1
    if before >= 0 and tokens.glued(before):
        left = words[before]
        if left == "-" and before and words[before - 1] in LABELS and tokens.word(number.last + 1) != "%":
            return True
        if left == "%" or (left == "[" and tokens.word(number.last + 1) == "]"):
            return True
        if left[0].isalpha() or left in ("_", "#", "@", "&", ".", "\\"):
            return True
        if left == "-" and before and tokens.glued(before - 1) and words[before - 1][-1].isalnum():
            return words[before - 1][0].isalpha() and words[before - 1] not in (
                "sub",
                "to",
                "minus",
                "post",
                "pre",
                "now",
                "plus",
            )
        if left in ("/", ":") and before and tokens.glued(before - 1):
            if is_figure(words[before - 1]):
                return left == ":" or not is_pair(tokens, number.last)
            return left == ":" or unit_at(tokens, number.last + 1) is None  # "200°C/180°C"
    if tokens.glued(number.last):
        right = words[number.last + 1]
        if right == "s" and tokens.raw(number.last + 1) == "s" and len(number.digits) > 1 and number.value % 10 == 0:
            return True
        if right.isalpha() and is_figure(tokens.word(number.last + 2)) and tokens.glued(number.last + 1):
            return unit_at(tokens, number.last + 1) is None
        if right == "s" and len(number.digits) == 4 and number.digits.isdecimal():
            return True
        if (
            right == "-"
            and "," in number.digits
            and tokens.glued(number.last + 1)
            and len(tokens.word(number.last + 2)) == 1
        ):
            return tokens.raw(number.last + 2).isupper()  # "2,4-D"
        if right == "(" and len(tokens.word(number.last + 2)) == 1 and tokens.word(number.last + 3) == ")":
            return tokens.words[number.last + 2].isalpha() and tokens.glued(number.last + 1)  # "401(k)"
        if right == "g" and len(number.digits) == 1:
            return not _weighs(tokens, number.last + 1)
        return right in _ORDINAL_ENDS or (right in ("d", "st") and len(number.digits) == 1) or right in ("_", "@")
    return False


def _weighs(tokens: Tokens, j: int) -> bool:
    """Tell whether the small g at token ``j`` is grams ("4g of fat") and no generation ("5g phones")."""
    if tokens.raw(j) != "g":
        return False
    first, end = tokens.sentence_of(j)
    return tokens.word(j + 1) in ("of", "per", "/") or not _WEIGHED.isdisjoint(tokens.words[first:end])


_WEIGHED = frozenset(
    "mg kg oz grams gram protein fat sugar sugars fibre fiber carbs carbohydrate salt sodium dose dosage kcal calories "
    "gold cannabis cocaine heroin weighing weighs weighed tablet".split()
)


def _labelled(tokens: Tokens, number: Number) -> bool:
    """Tell of "article 5", "No. 1", "page 12", "category 4", "phase 3 trial"."""
    before = number.first - 1
    if before < 0:
        return False
    word = tokens.words[before]
    if word == "." and before and tokens.words[before - 1] in NUMBERED:
        return True
    if number.last != number.first:
        return False
    if word not in LABELS or "," in number.digits:
        return _goes_on_labelled(tokens, before) and not is_plural(tokens.word(number.last + 1))
    following = tokens.word(number.last + 1)
    if following in QUOTED_AFTER or _measured_by(tokens, number.last):
        return False
    capital = _capital(tokens, before) and (word not in _CALLS or before != tokens.sentence_of(before)[0])
    return capital or following in _CLOSERS or word in KINDS or not is_plural(following)


def _goes_on_labelled(tokens: Tokens, k: int) -> bool:
    """Tell whether the figure behind token ``k`` goes on a list of labels ("junctions 6 and | 8")."""
    if tokens.words[k] not in _LISTED:
        return False
    start = k
    while k > 0 and start - k < _LONGEST_LIST and (tokens.words[k] in _LISTED or tokens.words[k].isdecimal()):
        k -= 1
    if tokens.words[k] not in LABELS or not tokens.words[k + 1].isdecimal():
        return False
    return tokens.words[k].endswith("s") or tokens.words[start] in ("-", "of")


_LISTED = frozenset(", and or to & - of".split())
_LONGEST_LIST = 12


def _named(tokens: Tokens, number: Number) -> bool:
    """Tell of "iPhone 11", "Boeing 737", "Apollo 11", "S&P 500": a figure right behind a name."""
    before = number.first - 1
    version = len(number.digits) == _VERSION and number.digits.endswith(".0")  # "Web 2.0"
    if (
        before < 0
        or len(number.digits) > 4
        or not (number.digits.isdecimal() or version)
        or number.last != number.first
    ):
        return False
    first = tokens.sentence_of(before)[0]
    word = tokens.words[before]
    if before == first or not word[0].isalpha() or not _capital(tokens, before) or word in _CLOSERS:
        return False
    following = tokens.word(number.last + 1)
    if following in QUOTED_AFTER or following in ("%", "-") or _measured_by(tokens, number.last):
        return False
    return not _title_case(tokens, number.last)


_VERSION = 3


def _measured_by(tokens: Tokens, last: int) -> bool:
    """Tell whether a unit follows that can hardly be part of a name ("Tylenol 500mg", "Pro 16 inch")."""
    unit = unit_at(tokens, last + 1)
    if unit is None or tokens.word(last + 1) in ("s", "in") or tokens.raw(last + 1) == "X":
        return False
    return tokens.glued(last) if len(tokens.words[last + 1]) == 1 else True


def _capital(tokens: Tokens, i: int) -> bool:
    text = tokens.text[tokens.starts[i] : tokens.ends[i]]
    return any(c.isupper() for c in text) and tokens.words[i] not in ("i", "us", "u.s.")


def _title_case(tokens: Tokens, i: int) -> bool:
    """Tell whether the words after the figure are capitalised too, as in a headline ("Storm Kills 30 People")."""
    word = tokens.word(i + 1)
    return (
        word.isalpha()
        and word.endswith("s")
        and tokens.text[tokens.starts[i + 1]].isupper()
        and tokens.text[tokens.starts[i + 2]].isupper()
        if i + 2 < len(tokens.words)
        else False
    )


def _list_number(tokens: Tokens, number: Number) -> bool:
    """Tell of "1. First", "2) second" at the start of a line."""
    first = number.first
    if len(number.digits) > 2 or not number.digits.isdecimal():
        return False
    start = tokens.starts[first]
    if start and tokens.folded[start - 1] not in "\n(" and tokens.folded[max(0, start - 2) : start].strip(" "):
        return False
    return (
        tokens.glued(number.last) and tokens.word(number.last + 1) in (".", ")") and number.last + 2 < len(tokens.words)
    )


def is_year(number: Number) -> bool:
    """Tell whether a bare figure looks like a year."""
    return (
        number.kind == "figure"
        and len(number.digits) == 4
        and number.digits.isdecimal()
        and "1500" <= number.digits < "2100"
    )


def names_something(tokens: Tokens, number: Number) -> bool:
    """Tell whether a bare figure is the head of a name ("a 787 Dreamliner", "11 Pro Max"): a capital follows it."""
    k = number.last + 1
    if number.kind != "figure" or not number.digits.isdecimal() or len(number.digits) > 4 or k >= len(tokens.words):
        return False
    return tokens.words[k].isalpha() and tokens.text[tokens.starts[k]].isupper() and tokens.words[k] not in _CLOSERS
