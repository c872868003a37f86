"""Fractions in words: "half a million", "two thirds of", "one in five"."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from workbench.grammar.cardinals import cardinal_at, parts_at, scales_at
from workbench.grammar.number import ONE, STEPS, WORDS, ZERO, Number, finish, is_figure, part_step
from workbench.lexicon import table
from workbench.lexicon import words as listed

if TYPE_CHECKING:
    from workbench.grammar.tokens import Tokens

OF_A_WHOLE = frozenset({"in", "out", "over"})
_SHARE_FOLLOWS = frozenset(
    ["of", "the", "", ".", ",", "a", "an", "full", "million", "billion", ")", "empty", "full", "percent"]
)
_CURRENCY_MARKS = frozenset("$ £ € ¥ %".split())
_ROUND_WHOLES = frozenset(map(Decimal, (3, 4, 5, 6, 7, 8, 9, 10, 100, 1000)))
_NOT_AFTER_RATIO = frozenset(
    "days day weeks week months month years year hours hour minutes minute seconds quarters seasons games "
    "matches starts "
    "outings % percent per different separate".split()
)
_HALF_FOLLOWS = frozenset(
    "of a an the its their his her that what as again , . ; ) this those our my all to in".split()
) | {
    "",
    "-",
}
_HALF_AFTER = frozenset(
    "first second latter other final last opening this next former back your eastern western northern southern upper "
    "lower top bottom left right front rear".split()
)


def over_part(tokens: Tokens, number: Number) -> None:
    """Take in the denominator of a fraction in words ("two thirds", "three-quarters of a million")."""
    parts = parts_at(tokens, number.last + 1 + (tokens.word(number.last + 1) == "-"))
    if parts is None:
        return
    count, last = parts
    word = tokens.words[last]
    several = word.endswith("s")
    if number.value == ONE and (several or not _is_share(tokens, number.first, last)):
        return
    if number.value != ONE and not several and not is_of_a_point(tokens, last):
        return
    if number.value == count:
        return  # "a game of two halves"
    if word in ("quarters", "halves") and tokens.word(last + 1) not in _SHARE_FOLLOWS:
        return
    _divide(tokens, number, count, last)


def _divide(tokens: Tokens, number: Number, count: Decimal, last: int) -> None:
    number.value /= count
    number.step = part_step(int(count))
    number.kind = "fraction"
    number.last = last
    of_a_scale(tokens, number)


def one_of_parts(tokens: Tokens, i: int) -> Number | None:
    """Read "a twenty-first", which starts with its article before token ``i`` and ends a phrase or has "of" behind."""
    parts = parts_at(tokens, i)
    if parts is None or tokens.word(i - 1) not in ("a", "one") or not _is_share(tokens, i - 1, parts[1]):
        return None
    number = Number(i - 1, i, ONE, "", ONE, ONE)
    _divide(tokens, number, *parts)
    number.digits = tokens.raw(number.first, number.last)
    return finish(number, number.step)


_COMPARATIVES = listed("comparatives")
_AFTER_SHARE = (
    _COMPARATIVES | frozenset(". , ; ) ? ! of as to from in since are were have get say think want live".split()) | {""}
)


def _is_share(tokens: Tokens, first: int, k: int) -> bool:
    """Tell whether "a third", "one fifth" is a share and no ordinal ("a third party")."""
    upcoming = tokens.word(k + 1)
    if upcoming in _AFTER_SHARE:
        return True
    if tokens.words[k] == "quarter" and tokens.word(k + 1 + (upcoming == "-")) in _QUARTERED:
        return True
    if upcoming in ("and", "or") and tokens.word(k + 2) in ("a", "one") and parts_at(tokens, k + 3):
        return True  # "between a fifth and a quarter"
    if upcoming in ("the", "that", "its", "their") or (upcoming in WORDS and WORDS[upcoming][0] == "scale"):
        return True
    return tokens.words[k] == "half" or (tokens.word(first) == "one" and tokens.words[k] != "second")


def of_a_scale(tokens: Tokens, number: Number) -> None:
    """Take in the scale of a fraction ("half a million", "two thirds of a million", "quarter million")."""
    j = number.last + 1
    if tokens.word(j) == "of" and tokens.word(j + 1) == "a":
        j += 2
    elif tokens.word(j) in ("a", "-"):
        j += 1
    scale, last = scales_at(tokens, j)
    if scale is None or (scale == 1000 and j > number.last + 2):
        return
    number.value *= scale
    number.step = max(number.step * scale, STEPS[-60])
    number.scale = scale
    number.last = last
    number.kind = "words"


def n_in_m(tokens: Tokens, number: Number) -> None:
    """Take in "in five", "out of three", "over twenty" behind a small whole number."""
    j = number.last + 1
    word = tokens.words[j]
    if word == "out" and tokens.word(j + 1) != "of":
        return
    k = j + 1 + (word == "out")
    k += tokens.word(k) == "every"
    entry = WORDS.get(tokens.word(k))
    figure = tokens.word(k).replace(",", "")
    if is_figure(figure) and figure.isdecimal() and len(figure) < 10:
        whole, last = Decimal(figure), k
        scale, end = scales_at(tokens, k + 1)
        if scale is not None:
            whole, last = whole * scale, end
        elif (
            figure == "10"
            and tokens.word(k + 1) == "^"
            and tokens.word(k + 2).isdecimal()
            and len(tokens.words[k + 2]) < 3
        ):
            whole, last = whole ** int(tokens.words[k + 2]), k + 2
    elif entry is not None and entry[0] in ("small", "hundred", "scale"):
        whole, last, _ = cardinal_at(tokens, k)
    else:
        return
    if word != "out" and not (number.value == ONE or (word == "in" and whole in _ROUND_WHOLES)):
        return
    if not ZERO < number.value < whole or 1500 <= whole < 2100 or number.scale != ONE:
        return
    upcoming = tokens.word(last + 1)
    if word == "over" and (upcoming.isalpha() or upcoming in _CURRENCY_MARKS):
        return
    if word == "in" and upcoming in _NOT_AFTER_RATIO:
        return
    _ratio(number, whole, last)


def n_in_m_tied(tokens: Tokens, number: Number) -> bool:
    """Take in "one-in-five" and "nine-out-of-ten", their words tied by hyphens."""
    words = tokens.words
    j = number.last + 1
    if words[j] != "-" or tokens.word(j + 1) not in ("in", "out"):
        return False
    k = j + 2
    while k < j + 6 and tokens.word(k) in ("-", "of"):
        k += 1
    if k == j + 2:
        return False
    if tokens.word(k).isdecimal() and len(tokens.words[k]) < 6:
        whole, last = Decimal(tokens.words[k]), k
    elif WORDS.get(tokens.word(k), ("",))[0] in ("small", "hundred"):
        whole, last, _ = cardinal_at(tokens, k)
    else:
        return False
    if not 0 < number.value < whole:
        return False
    _ratio(number, whole, last)
    return True


_ODDS = frozenset(
    "ratio ratios outnumber outnumbers outnumbered outnumbering odds oversubscribed majority margin".split()
)
_AFTER_ODDS = (
    listed("closers") | _ODDS | frozenset("favourite favourites favorite shot split win majority vote".split())
)
_ODDS_REACH = 9


def odds(tokens: Tokens, number: Number) -> bool:
    """Take in "to one" of "two to one" and ":1" of "a ratio of 3:1": a multiple."""
    j = number.last + 1
    if number.scale != ONE or number.value <= ONE or tokens.word(number.first - 1) == "from":
        return False
    tied = tokens.words[j] == "-"
    k = j + tied
    if tokens.word(k) == ":" and tokens.glued(j) and is_figure(tokens.word(k + 1)):
        return _odds_in_figures(tokens, number, k + 1)
    if tokens.word(k) != "to":
        return False
    k += 1 + (tokens.word(k + 1) == "-")
    after = tokens.word(k + 1)
    if tokens.word(k) not in ("one", "1") or (after.isalpha() and after not in _AFTER_ODDS):
        return False
    if not tied and number.kind == "figure" and not _speaks_of_odds(tokens, number.first, k):
        return False
    number.last, number.kind = k, "times"
    return True


def _odds_in_figures(tokens: Tokens, number: Number, k: int) -> bool:
    whole = tokens.words[k]
    if (
        not whole.isdecimal()
        or not 0 < len(whole) < 5
        or not int(whole)
        or not _speaks_of_odds(tokens, number.first, k)
    ):
        return False
    number.value /= int(whole)
    number.last, number.kind = k, "times"
    return True


def _speaks_of_odds(tokens: Tokens, first: int, last: int) -> bool:
    around = tokens.words[max(tokens.sentence_of(first)[0], first - _ODDS_REACH) : first]
    return tokens.word(last + 1) in _ODDS or not _ODDS.isdisjoint(around)


def _ratio(number: Number, whole: Decimal, last: int) -> None:
    number.value /= whole
    number.step = part_step(int(whole))
    number.kind = "fraction"
    number.last = last


def share_at(tokens: Tokens, i: int) -> Number | None:
    """Read "half", "a third of", "a quarter of a million", "half a dozen"."""
    words = tokens.words
    word = words[i]
    before = tokens.word(i - 1)
    number = Number(i, i, ONE / WORDS[word][1], "", part_step(int(WORDS[word][1])), ONE, ONE, "fraction")
    if before == "-" and i > 1 and words[i - 2] in ("a", "one"):
        before, number.first = words[i - 2], i - 1
    if is_of_a_point(tokens, i):
        number.digits = tokens.raw(i)
        return finish(number, number.step)
    if before in ("a", "an", "another") and not word.endswith("s"):
        number.first -= 1
        if not (_is_share(tokens, i - 1, i) or _share_before(tokens, i - 2) or _moves_by(tokens, i)):
            return None
        if word == "quarter" and not (_is_fourth(tokens, i) or _moves_by(tokens, i)):
            return None
    elif word == "half":
        if not _bare_half(tokens, i):
            return None
    elif word != "quarter" or WORDS.get(tokens.word(i + 1), ("",))[0] != "scale":
        return None
    of_a_scale(tokens, number)
    _again(tokens, number)
    number.digits = tokens.raw(number.first, number.last)
    return finish(number, number.step)


def _again(tokens: Tokens, number: Number) -> None:
    """Take in "as many again" and "again as much" behind a share: one and that share."""
    j = number.last + 1
    ends = tokens.word(j) == "as" and tokens.word(j + 2) == "again"
    if ends or (tokens.word(j) == "again" and tokens.word(j + 1) == "as"):
        number.last, number.kind = j + 2, "times"
        number.value += ONE


_QUARTERED = frozenset("mile pound inch ounce acre ton tonne litre liter pint gallon cup teaspoon".split())
_AFTER_FOURTH = _COMPARATIVES | _QUARTERED | frozenset(["of", "the", "to", "", ",", ".", "million", "billion", "mile"])


def _is_fourth(tokens: Tokens, i: int) -> bool:
    """Tell whether "a quarter" is a share and no three months: a whole or comparative behind, or "by" before it."""
    k = i + 1 + (tokens.word(i + 1) == "-")
    return tokens.word(k) in _AFTER_FOURTH or tokens.word(i - 2) in ("by", "than", "almost", "nearly", "roughly")


_RATE_MOVES = frozenset(
    "cut cuts hike hikes rise rises increase increases reduction move moves rate interest lift decrease drop easing "
    "tightening".split()
)


def is_of_a_point(tokens: Tokens, i: int) -> bool:
    """Tell whether the fraction that ends at token ``i`` is one of a percentage point: "a quarter-point cut"."""
    k = i + 1 + (tokens.word(i + 1) == "-")
    if tokens.word(k) == "percentage":
        return k > i + 1 and "point" in (tokens.word(k + 1), tokens.word(k + 2))
    if k == i + 1 or tokens.word(k) != "point":
        return False
    around = tokens.words[max(tokens.sentence_of(i)[0], i - _ODDS_REACH) : i]
    return (
        tokens.word(k + 1) in _RATE_MOVES or tokens.word(k + 2) in _RATE_MOVES or "rates" in around or "rate" in around
    )


def _share_before(tokens: Tokens, j: int) -> bool:
    return tokens.word(j) in _BEFORE_SHARE


def _moves_by(tokens: Tokens, i: int) -> bool:
    """Tell whether a verb of change has the share at token ``i``, at the end of its phrase ("up a fifth at Ford")."""
    return tokens.word(i - 2) in _MOVING and tokens.word(i + 1) in _CLOSERS


_BEFORE_SHARE = frozenset("about almost nearly around roughly over under by than only".split())
_MOVING = frozenset(word for word, _, kind in table("changes") if kind == "verb")
_CLOSERS = listed("closers")


def _bare_half(tokens: Tokens, i: int) -> bool:
    before, after = tokens.word(i - 1), tokens.word(i + 1)
    if before in _HALF_AFTER or (before == "-" and tokens.glued(i - 1)) or before in ("the", "-"):
        return before == "the" and after in ("million", "billion")
    if after == "-":
        return tokens.word(i + 2) in ("million", "billion", "a", "dozen")
    if after in _HALF_FOLLOWS or _share_before(tokens, i - 1):
        return True
    return WORDS.get(after, ("",))[0] == "scale" or after.endswith("s")
