"""Figures of addresses: streets, web pages, phone numbers; they count nothing."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from workbench.grammar.number import is_figure

if TYPE_CHECKING:
    from workbench.grammar.number import Number
    from workbench.grammar.tokens import Tokens

_STREETS = frozenset(
    "street st avenue ave road rd lane drive boulevard blvd square court place terrace parkway highway way "
    "close crescent "
    "downing wall broadway".split()
)
_ORDINAL_ENDS = frozenset({"st", "nd", "rd", "th"})
_GROUPS, _LONGEST_STREET = 6, 4
_PHONES = frozenset("call calls calling phone telephone tel dial ring text fax mobile hotline helpline +".split())
_EMERGENCY = frozenset("911 999 112 101 111 000 988".split())
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")


def is_address(tokens: Tokens, number: Number) -> bool:
    """Tell of "12 Acacia Avenue", "9 E 71st St"."""
    return number.digits.isdecimal() and len(number.digits) <= 5 and names_street(tokens, number.last + 1)


def names_street(tokens: Tokens, behind: int) -> bool:
    """Tell whether the name of a street stands from token ``behind`` on.

    >>> from workbench.grammar.tokens import tokenise
    >>> names_street(tokenise("He lives at 1920 Sunset Road."), 4), names_street(tokenise("In 1920 the road shut."), 2)
    (True, False)
    """
    if _STREETS.isdisjoint(tokens.words[behind : behind + _LONGEST_STREET]):
        return False
    for k in range(behind, min(behind + _LONGEST_STREET, len(tokens.words))):
        word = tokens.words[k]
        if word in _STREETS and tokens.text[tokens.starts[k]].isupper():
            return True
        if word == "-" and k == behind:
            continue
        if not (tokens.text[tokens.starts[k]].isupper() or is_figure(word) or word in _ORDINAL_ENDS):
            return False
    return False


def is_dialled(tokens: Tokens, number: Number) -> bool:
    """Tell of "0800 555 1234": groups of figures side by side, the first with a nought in front or called a number."""
    if not number.digits.replace(" ", "").isdecimal():
        return False
    if number.digits in _EMERGENCY and tokens.word(number.first - 1) in _PHONES:
        return True
    first = number.first
    while first and number.first - first < _GROUPS and _is_group(tokens, first - 1) and not tokens.glued(first - 1):
        first -= 1
    if [len(word) for word in tokens.words[first : first + 4] if word.isdecimal()] == [3, 3, 4]:
        return True  # "555 123 4567"
    word = tokens.words[first]
    tied = first < number.first or _is_group(tokens, number.last + 1)
    return (word[0] == "0" and len(word) > 1) or (tied and (word[0] == "0" or tokens.word(first - 1) in _PHONES))


def is_identity(tokens: Tokens, number: Number) -> bool:
    """Tell of "your policy number is 88213377", "her student ID was 20210458" and the parts of "4471-KX-209"."""
    words, last = tokens.words, number.last
    if tokens.word(last + 1) == "-" and tokens.glued(last) and tokens.glued(last + 1):
        part = tokens.raw(last + 2) if last + 2 < len(words) else ""
        if part.isalpha() and part.isupper() and tokens.word(last + 3) == "-" and tokens.word(last + 4).isdecimal():
            return True
    if _is_postcode(tokens, number):
        return True
    if not number.digits.isdecimal() or len(number.digits) < _SHORTEST_IDENTITY:
        return False
    k = number.first - 1
    k -= tokens.word(k) in _IS
    word = tokens.word(k)
    return word in _IDENTITIES or (word == "number" and tokens.word(k - 1) in _NUMBERED)


def _is_postcode(tokens: Tokens, number: Number) -> bool:
    """Tell of the 3CD of "AB12 3CD"."""
    if len(number.digits) != 1 or not tokens.glued(number.first) or number.first < 2:
        return False
    end = tokens.raw(number.first + 1)
    before = tokens.words[number.first - 1]
    area = number.first - 2 - (before.isalpha() and len(before) == 1)
    return (
        len(end) == 2
        and end.isupper()
        and tokens.words[area + 1].isdecimal()
        and tokens.glued(area)
        and tokens.raw(area).isupper()
        and len(tokens.words[area]) < 3
    )


_SHORTEST_IDENTITY = 4
_IS = frozenset("is was : are #".split())
_IDENTITIES = frozenset("id ref isbn issn pin passport barcode iban imei".split())
_NUMBERED = frozenset(
    "policy account phone telephone mobile serial order reference card passport licence license registration model "
    "part tracking invoice case ticket customer membership confirmation booking badge".split()
)


def _is_group(tokens: Tokens, k: int) -> bool:
    word = tokens.word(k)
    return word.isdecimal() and 1 < len(word) < 8


def addresses(tokens: Tokens) -> set[int]:
    """Return the tokens of web addresses, whose figures count nothing."""
    folded = tokens.folded
    covered: set[int] = set()
    if "://" in folded or "www." in folded:
        for match in _ADDRESS.finditer(folded):
            covered.update(range(bisect_left(tokens.starts, match.start()), bisect_left(tokens.starts, match.end())))
    return covered
