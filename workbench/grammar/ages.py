"""Ages: "35-year-old", "aged 12", "Ann Lee, 41,", "under-18s", and years of life."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.grammar.claims_words import group
from workbench.grammar.elliptic import noun_before, scale_behind, share_before, years_of_life
from workbench.grammar.examples import rule
from workbench.grammar.headed import unit_in_label
from workbench.grammar.measures import TIME_UNITS
from workbench.grammar.number import in_a_row, is_figure

if TYPE_CHECKING:
    from workbench.grammar.mention import Mention
    from workbench.grammar.tokens import Tokens

_OLD = frozenset({"old", "olds"})
_SIDES = frozenset({"under", "over", "below", "above"})
_AT_AGE = frozenset("died dies dead retired retires married".split())
_ENDS = frozenset(". , ; ) and or".split()) | {""}
_OLDER = frozenset("under over older younger above below up".split())
_LIST_WORDS = frozenset(", and or to -".split())
_HEADS_OF_LISTS = frozenset({"aged", "ages"})
_LONGEST_LIST = 8
_PEOPLE = frozenset(
    "people person adults children kids women men girls boys babies infants those anyone everyone pupils patients "
    "residents drivers workers voters citizens teenagers".split()
)


@rule(
    "<age>",
    yes=[
        ("A 35-year-old driver won.", {"value": 35, "unit": "year", "of": "age"}),
        ("The boy, aged 12, ran.", {"value": 12, "unit": "year", "of": "age"}),
        ("Ann Lee, 41, agreed.", {"value": 41, "unit": "year", "of": "age"}),
        ("His daughter, 31, and two sons came.", {"value": 31, "unit": "year", "of": "age"}),
        ("He is 82 years old.", {"value": 82, "unit": "year", "of": "age"}),
        ("His sons, aged 6 and 9, came.", {"value": 9, "unit": "year", "of": "age"}),
        ("Most voters are under 40.", {"value": 40, "unit": "year", "of": "age", "bound": "<"}),
        ("Kids 12 and under go free.", {"value": 12, "unit": "year", "of": "age", "bound": "<="}),
        ("He died at 87.", {"value": 87, "unit": "year", "of": "age"}),
        ("Children under five go free.", {"value": 5, "unit": "year", "of": "age", "bound": "<"}),
    ],
    no=["It took 35 years."],
)
def age_behind(tokens: Tokens, mention: Mention, j: int) -> bool:
    """Read "35-year-old", "12 years old", "18 months of age"."""
    words = tokens.words
    j += words[j] == "-" and j + 1 < len(words)
    unit = words[j]
    name = unit.removesuffix("s")
    if name not in TIME_UNITS:
        return False
    k = j + 1 + (tokens.word(j + 1) == "-")
    if tokens.word(k) in _OLD:
        last = k
    elif tokens.word(j + 1) == "of" and tokens.word(j + 2) == "age":
        last = j + 2
    else:
        return False
    mention.take_unit(name, last, "<age>")
    mention.of = "age"
    return True


def age_or_bare(tokens: Tokens, mention: Mention) -> None:
    """Read a unit that stands elsewhere ("a year or two"), an age ("Ann Lee, 41,"), else leave the number bare."""
    if in_a_row(tokens, mention.number):
        return
    if (
        noun_before(tokens, mention)
        or share_before(tokens, mention)
        or scale_behind(tokens, mention)
        or unit_in_label(tokens, mention)
    ):
        return
    number = mention.number
    if number.kind not in {"figure", "words"} or number.scale != 1 or not 0 < number.value < 116:
        return
    if _is_named(tokens, mention) or _is_told(tokens, mention):
        mention.take_unit("year", number.last, "<age>")
        mention.of = "age"
        return
    years_of_life(tokens, mention)


def _is_named(tokens: Tokens, mention: Mention) -> bool:
    """Tell whether the figure stands between commas behind a name ("Ann Lee, 41, agreed")."""
    number = mention.number
    name = number.first - 2
    return (
        name >= 0
        and tokens.words[name + 1] == ","
        and tokens.word(number.last + 1) in (",", ".", ")", ";")
        and number.kind == "figure"
        and number.digits.isdecimal()
        and number.value > 9
        and tokens.words[name].isalpha()
        and (
            tokens.text[tokens.starts[name]].isupper()
            or tokens.words[name] in group("persons")
            or _is_someone(tokens, name, number.last + 1)
        )
    )


def _is_someone(tokens: Tokens, noun: int, behind: int) -> bool:
    """Tell whether an article and the word of somebody stand before a comma, a verb behind: "the suspect, 34, was"."""
    word = tokens.words[noun]
    who = word.endswith(("er", "or", "ist", "ian", "man", "woman"))
    return (
        who
        and tokens.words[noun - 1] in _ARTICLES
        and tokens.word(behind) == ","
        and (tokens.word(behind + 1) in _DOES)
    )


_ARTICLES = frozenset("the a an his her their another".split())
_DOES = frozenset("was is has had said who from told died of did will admitted denied".split())


def _is_told(tokens: Tokens, mention: Mention) -> bool:
    """Tell whether the words before the figure speak of age: "aged 12", "the age of 12", "children under 5"."""
    first = mention.number.first
    before = tokens.word(first - 1)
    if before == "of":
        return tokens.word(first - 2) in ("age", "ages")
    if before in ("aged", "age") or (before in _SIDES and tokens.word(first - 2) in _PEOPLE):
        return True
    after = tokens.words[mention.number.last + 1 : mention.number.last + 3]
    if before in _PEOPLE and after[:1] in (["and"], ["or"]) and after[1:] and after[1] in _OLDER:
        return True
    if before in _SIDES and tokens.word(first - 2) in ("is", "are", "was", "were", "be", "those", "all"):
        around = tokens.words[max(tokens.sentence_of(first)[0], first - _LONGEST_LIST) : first]
        return tokens.word(mention.number.last + 1) in _ENDS and not _PEOPLE.isdisjoint(around)
    if before == "at":
        return tokens.word(first - 2) in _AT_AGE
    farthest, k = max(0, first - _LONGEST_LIST), first - 1
    if _HEADS_OF_LISTS.isdisjoint(tokens.words[farthest:first]):
        return False
    while k > farthest and (tokens.words[k] in _LIST_WORDS or is_figure(tokens.words[k])):
        k -= 1
    return k < first - 1 and tokens.words[k] in _HEADS_OF_LISTS
