"""Amounts and bare numbers: money, the price of other money, what a number counts that its neighbour names."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from workbench.grammar.claims_draft import BARE
from workbench.grammar.claims_view import FIGURE
from workbench.grammar.claims_words import group
from workbench.grammar.timebounds import opens_since
from workbench.lexicon import table

if TYPE_CHECKING:
    from workbench.grammar.claims_draft import Draft
    from workbench.grammar.claims_view import Figure, View

_MONEY = re.compile(r"[A-Z]{3}(?= ?/|$)")
_PER_HEAD = frozenset(("head", "capita", "person", "inhabitant", "resident", "citizen"))
_COINS = {
    "dollar": "USD", "euro": "EUR", "pound": "GBP", "yuan": "CNY", "yen": "JPY", "franc": "CHF", "rouble": "RUB",
    "ruble": "RUB", "rupee": "INR",
}  # fmt: skip
SCALES = ("thousand", "million", "billion", "trillion", "lakh", "crore")
_BEFORE_COIN = frozenset(("a", "the", "one", "per", "against"))
_SMALL = 10
_BESIDE = frozenset("from to against with than versus and another further".split())
_NUMBERING = frozenset(("number", "numbers", "numbered", "numbering"))
_COUNTING = _NUMBERING | frozenset(("about", "some", "only", "just", "now", "who", "that", ","))
_ONE = frozenset(("a", "an", "each", "every", "the"))
_LEAST_INCOME, _MOST_INCOME = 100, 1_000_000
_FOCUS = frozenset("just only about some around nearly almost merely".split())
_BEHIND_COUNT = frozenset(("in", "a", "last", "on", "and", "before", "when", "but", "the"))
_SUFFERED = frozenset(
    "injured wounded hurt killed dead missing arrested displaced detained hospitalised infected".split()
)
_NO_NOUN = frozenset("in of to by from on at for the this these those its his as plus versus across less".split())


def is_money(unit: str) -> bool:
    """Tell whether a unit is an amount of a currency, or that a unit of something.

    >>> is_money("USD"), is_money("USD / person"), is_money("count:car")
    (True, True, False)
    """
    return _MONEY.match(unit) is not None


def money(view: View, figure: Figure, draft: Draft) -> None:
    """Read an amount of money: a rate where it is told per head or is the price of other money."""
    draft.kind = "rate" if "/" in (draft.unit or "") else "money"
    first, stop = view.clause(figure.first)
    if _is_one_coin(figure) and any(first <= f.first < stop and _is_other_money(f, figure) for f in view.figures):
        draft.doubt = "the unit of a price"
    if draft.kind == "money" and (
        per_head(view, figure) or _average_national(view, first, figure.first) or one_national(view, figure)
    ):
        draft.unit, draft.kind = f"{draft.unit} / person", "rate"
    elif draft.kind == "money" and _is_exchange(view, first, stop, draft.unit or ""):
        draft.kind, draft.entities = "rate", _whose_money(view, first, stop, draft.unit or "")


def _is_one_coin(figure: Figure) -> bool:
    return figure.quantity.value == 1 and figure.quantity.unit in _COINS.values()


def _is_other_money(figure: Figure, coin: Figure) -> bool:
    unit = figure.quantity.unit or ""
    return is_money(unit) and unit != coin.quantity.unit


def _whose_money(view: View, first: int, stop: int, unit: str) -> tuple[str, ...]:
    """Return whose money is priced: in dollars, which most money is priced in, the other one's."""
    if unit != _COINS["dollar"]:
        return _issuer(unit)
    others = [_COINS[word] for word in view.words[first:stop] if word in _COINS and _COINS[word] != unit]
    return _issuer(others[0] if others else unit)


def _issuer(currency: str) -> tuple[str, ...]:
    """Return whose money it is, for a rate of exchange."""
    return tuple(code for money, code in table("issuers") if money == currency)


_NEXT = frozenset((",", ";", "and", "while", "but"))  # "income is $90, per capita output $200"


def per_head(view: View, figure: Figure) -> bool:
    """Tell whether the sentence speaks per head of money: "$2,500 per person", "Per head, …"."""
    words = view.words
    if words[min(figure.last + 1, view.stop - 1)] in ("each", "apiece"):
        return any(
            f.last < figure.first and (f.quantity.unit or "").removeprefix("count:") in _PER_HEAD for f in view.figures
        )
    if view.present.isdisjoint(_PER_HEAD):
        return False
    for i in range(view.first, view.stop - 1):
        if words[i] in ("per", "a", "each", "every") and words[i + 1] in _PER_HEAD:
            of_next = words[i - 1] in _NEXT and figure.last < i and any(f.first > i for f in view.figures)
            near = abs(i - figure.last) <= 4 and not of_next
            fronted = words[i] == "per" and i <= view.first + 1
            if near or fronted:
                return True
    return False


def _average_national(view: View, first: int, stop: int) -> bool:
    """Tell whether an inhabitant is the subject: "the average Dane earned"."""
    return any(
        mention.form == "member"
        and first < mention.first < stop
        and view.words[mention.first - 1] in ("average", "typical")
        for mention in view.mentions
    )


def one_national(view: View, figure: Figure) -> bool:
    """Tell whether what one inhabitant makes stands for all: "a Dane earned $68,000, a Swede $56,000"."""
    least = _LEAST_INCOME if is_money(figure.quantity.unit or "") else 0
    if not isinstance(figure.quantity.value, Decimal) or not least <= figure.quantity.value < _MOST_INCOME:
        return False
    who = next((m for m in reversed(view.mentions) if m.last < figure.first), None)
    if who is None or who.form != "member" or view.words[who.first - 1] not in _ONE:
        return False
    between = view.words[who.last + 1 : figure.first]
    told = group("earning", "hedge_about", "hedge_below", "hedge_above") | {","}
    return not view.tokens.raw(who.last, who.last).endswith("s") and set(between) <= told


def _is_exchange(view: View, first: int, stop: int, unit: str) -> bool:
    """Tell whether money is the price of other money: "a dollar cost 140 yen", "1.08 dollars per euro"."""
    words = view.words
    if view.verb(first, stop) is None:
        return False
    if any(first <= f.first < stop and _is_one_coin(f) and f.quantity.unit != unit for f in view.figures):
        return True
    if view.present.isdisjoint(_COINS):
        return False
    places = (i for i in range(first + 1, stop) if words[i - 1] in _BEFORE_COIN and not view.part_of(i, FIGURE))
    priced = {words[i] for i in places}
    return any(not unit.startswith(_COINS[coin]) for coin in priced & _COINS.keys())


def bare(view: View, figure: Figure, draft: Draft) -> None:
    """Read a number without a unit: an index, what its neighbour counts, a count; else doubt it."""
    first, _ = view.clause(figure.first)
    before = view.words[view.first : figure.first]
    draft.kind = "quantity"
    if "index" in before:
        draft.unit = "index"
        return
    if before[-1:] == ["magnitude"] or before[-2:] == ["magnitude", "of"]:
        return
    quote = figure.quantity.digits or figure.quantity.quote
    if not any(c.isdigit() for c in figure.quantity.quote) and isinstance(draft.value, tuple):
        draft.doubt = "no figure is meant"
        return
    if (unit := _carried(view, figure)) is not None:
        draft.kind, draft.unit = "count", unit
        return
    if (change := _change_before(view, figure)) is not None:
        draft.unit = change
        draft.kind = "money" if is_money(change) else "count" if change.startswith("count:") else "quantity"
        return
    after = view.words[figure.last + 1 : figure.last + 3]
    if after[:1] and after[0] in ("more", "fewer", "less", *group("sizes")) and after[1:] == ["than"]:
        draft.kind, draft.direction = "difference", "down" if after[0] in group("down") else "up"
        draft.unit = next((f.quantity.unit for f in reversed(view.figures) if f.last < figure.first), None)
        return
    if _counts_people(view, figure):
        draft.kind, draft.unit = "count", "count:person"
        return
    if any(scale in figure.quantity.quote.lower() for scale in SCALES):
        draft.kind = "count"
        noun = _counted(view, figure.last + 1)
        draft.unit = f"count:{noun}" if noun else None
        return
    plain = quote.isdigit() and len(quote) < 5
    verb = view.verb(first, figure.first)
    whole = "," in quote and quote.replace(",", "").isdigit()
    told = whole and (verb is not None or view.strength(figure.last + 1) > 0)
    if told or _is_level_of_count(view, figure) or _is_moved_by(view, figure):
        draft.kind = "count"
        return
    digits = any(c.isdigit() for c in quote)
    if isinstance(draft.value, tuple) or (digits and ((verb is not None and not plain) or _is_step(view, figure))):
        return
    draft.doubt = BARE


def _is_step(view: View, figure: Figure) -> bool:
    """Tell whether a number is one end of a move told without a verb: "from 35 to 24.5"."""
    words, near = view.words, {f.first: f for f in view.figures}
    if words[figure.first - 1] == "from":
        return words[figure.last + 1 : figure.last + 2] == ["to"] and figure.last + 2 in near
    before = next((f for f in view.figures if f.last == figure.first - 2), None)
    return words[figure.first - 1] == "to" and before is not None and words[before.first - 1] == "from"


def _counts_people(view: View, figure: Figure) -> bool:
    """Tell whether a number counts a people: "Turks, who number 85 million", "Koreans 51 million"."""
    i = figure.first - 1
    if view.present.isdisjoint(_NUMBERING):
        return False
    while i > view.first and view.words[i] in _COUNTING:
        i -= 1
    return any(m.last == i and m.form == "member" for m in view.mentions)


def _carried(view: View, figure: Figure) -> str | None:
    """Return what a bare number counts as its neighbour does: "35 of 120 seats", "528 planes against 480"."""
    if not figure.quantity.digits.replace(",", "").replace(".", "").isdigit():
        return None
    follower = next((f for f in view.figures if f.first > figure.last), None)
    if follower is not None and set(view.words[figure.last + 1 : follower.first]) <= {"of", "out", "the", "its"}:
        return _counts(follower)
    leader = next((f for f in reversed(view.figures) if f.last < figure.first and (_counts(f) or _is_bare(f))), None)
    if leader is not None and _is_part(view, leader, figure):
        return _counts(leader)
    if leader is not None and _is_bare(leader):
        return None  # "ten laws; cases fell from 5,408 to 44": the one beside it counts something else
    after = view.words[figure.last + 1] if figure.last + 1 < view.stop else "."
    if leader is not None and "number" in view.words[leader.last : figure.first]:
        return None
    suffered = after in _SUFFERED and leader is not None and _counts(leader) == "count:person"
    ends = not after.isalpha() or suffered or after in _BEHIND_COUNT
    before = figure.first - 1
    while before > view.first and view.words[before] in _FOCUS:
        before -= 1
    beside = view.words[before] in _BESIDE or view.words[before - 1 : before + 1] == ["instead", "of"]
    if leader is None or not ends or before < view.first or not beside:
        return None
    return _counts(leader)


def _is_part(view: View, whole: Figure, part: Figure) -> bool:
    """Tell whether a number counts some of what stands right before it: "of its 74 jets, 22", "jets, of which 22"."""
    first, _ = view.clause(whole.first)
    between = view.words[whole.last + 1 : part.first]
    return (between == [","] and view.words[first] == "of") or between in ([",", "of", "whom"], [",", "of", "which"])


def _is_level_of_count(view: View, figure: Figure) -> bool:
    """Tell whether a number is where another one came from or went to: "rose to 1,603 from 724"."""
    first, stop = view.clause(figure.first)
    link = view.words[figure.first - 1]
    wanted = {"from": ("to", "at"), "to": ("from",)}.get(link, ()) if figure.first > first else ()
    told = [f for f in view.figures if first < f.first < stop]
    moved = any(f.quantity.unit == "ratio" for f in told) or not group("up", "down").isdisjoint(view.words[first:stop])
    return moved and any(f.quantity.unit is None and view.words[f.first - 1] in wanted for f in told)


def _is_bare(figure: Figure) -> bool:
    return figure.quantity.unit is None and figure.quantity.digits[:1].isdigit()


def _change_before(view: View, figure: Figure) -> str | None:
    """Return the unit of the change that led to a level without a unit: "climbs by 60 euros to 820"."""
    change = next((f for f in view.figures if f.last == figure.first - 2), None)
    if change is None or view.words[figure.first - 1] != "to" or view.words[change.first - 1] != "by":
        return None
    unit = change.quantity.unit
    return None if unit is None or unit == "%" or "point" in unit else unit


def _is_moved_by(view: View, figure: Figure) -> bool:
    """Tell whether a number is by how much a count changed: "The number of officers rose by 210"."""
    verb = figure.first - 2
    return verb >= view.first and view.words[verb + 1] == "by" and view.words[verb] in group("up", "down")


def _counts(figure: Figure) -> str | None:
    unit = figure.quantity.unit
    return unit if unit and unit.startswith("count:") and "/" not in unit else None


def _counted(view: View, i: int) -> str:
    """Return the noun in the singular that a bare number counts, some words after it: "3.4 million small … firms"."""
    for k in range(i, min(view.clause(max(i - 1, view.first))[1], i + 7)):
        word = view.words[k]
        if not (word.isalpha() or word == "-") or word in _NO_NOUN:
            return ""
        if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
            return word[:-3] + "y" if word.endswith("ies") else word[:-1]
    return ""


def passing(view: View, figure: Figure) -> str | None:
    """Return a doubt for a small number in words that only counts what is named ("the two men")."""
    quantity = figure.quantity
    if (quantity.unit or "").rpartition(":")[2] in group("listed") and figure.first <= view.first + 1:
        return "a heading"
    spelt = not any(c.isdigit() for c in quantity.quote)
    if not spelt or not isinstance(quantity.value, Decimal) or quantity.value > _SMALL or quantity.bound != "=":
        return None
    if any(opens_since(view.words, m.first) for m in view.moments):  # "nine people have died since January"
        return None
    before = view.words[figure.first - 1] if figure.first > view.first else ""
    if before in group("be") or before in group("level_verbs") or before in group("past"):
        return None
    return "a small count in passing"


def is_year(view: View, figure: Figure) -> str | None:
    """Return a doubt for a year before a noun: "in 2020 and 2021 deaths rose"."""
    digits = figure.quantity.digits
    year = len(digits) == 4 and digits.isdigit() and digits[:2] in ("19", "20")
    before = view.words[figure.first - 1] if figure.first > view.first else ""
    return "a year, not a count" if year and before in ("in", "and", "of", "since", "by", "until") else None
