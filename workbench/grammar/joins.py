"""Figures that belong together: ranges, lists with one unit at the end, compound measures ("5 ft 2 in")."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from workbench.grammar.bounds import hedge_before
from workbench.grammar.compound import compound
from workbench.grammar.margins import gap_between, margins
from workbench.grammar.measures import rate_at
from workbench.lexicon import table

if TYPE_CHECKING:
    from workbench.grammar.mention import Mention
    from workbench.grammar.tokens import Tokens

_LIST_GAPS = frozenset(
    {
        ("and",),
        ("or",),
        (",",),
        (",", "and"),
        (",", "or"),
        ("&",),
        ("-", "and"),
        ("-", "or"),
        ("-", ","),
        ("-", "to"),
        ("and", "/", "or"),
        ("x",),
        ("×",),
        ("by",),
        ("/",),
    }
)
_OF_CHANGE = frozenset("less more fewer higher lower up down above below".split())
_PART_GAPS = frozenset({("of", "the"), ("of", "its"), ("of", "their"), ("out", "of", "the")})
_MILLION, _NEAR_MILLION = Decimal(1_000_000), 12
_LISTED = "<number>, <number> and <number> <unit>"
_WHOLE = 100
_WIDEST = 20  # a change of 5 to 10 is a range, one of 5 to 900 a change and a level
_CHANGE_WORDS = frozenset(
    [word for word, _, kind in table("changes") if kind in ("verb", "noun")]
    + [word for word, kind, _ in table("numbers") if kind == "times"]
) | frozenset(
    "went go going goes moved move moving changed change changes revised shifted swung lowered taking brought bring "
    "bringing took accelerated slowed moved dropping transfer upgraded downgraded".split()
)


def join(tokens: Tokens, mentions: list[Mention]) -> list[Mention]:
    """Merge ranges and compound measures, and let a list's unit and scale reach its earlier members."""
    if len(mentions) < 2:
        return mentions
    for merge in (compound, _millions, margins, _dashed, _wide, _spread, _echo):
        mentions = merge(tokens, mentions)
    return mentions


def _millions(tokens: Tokens, mentions: list[Mention]) -> list[Mention]:
    """Take the m behind a figure for the million of the one before it: "5.3m tonnes, Peru's 2.7m"."""
    for left, right in pairwise(mentions):
        meant = left.number.scale == _MILLION and tokens.words[left.number.last] == "m" and left.unit != "meter"
        near = right.first - left.last <= _NEAR_MILLION and right.high is None
        if meant and near and right.unit == "meter" and tokens.words[right.last] == "m":
            right.unit, right.marked, right.rule = None, False, "<number>"
            right.number.scale, right.number.last = _MILLION, right.last
            right.scale_by(_MILLION)
    return mentions


def _dashed(tokens: Tokens, mentions: list[Mention]) -> list[Mention]:
    """Merge "10-12 million", "£3m-£5m", "14 - 18 mpg", "20~100"."""
    out = [mentions[0]]
    for mention in mentions[1:]:
        left = out[-1]
        gap = gap_between(tokens, left, mention)
        if gap in (("-",), ("~",)) and _may_join(left, mention, rising=True) and not _far(tokens, left, mention):
            _merge(tokens, left, mention, "<number>-<number> <unit>")
        else:
            out.append(mention)
    return out


def _far(tokens: Tokens, left: Mention, mention: Mention) -> bool:
    """Tell whether a dash is a pause in the sentence: spaced, between figures that each have a unit of another name."""
    spaced = tokens.ends[left.last] < tokens.starts[left.last + 1]
    return spaced and left.counted and mention.counted


def _may_join(left: Mention, right: Mention, *, rising: bool) -> bool:
    if left.high is not None or right.high is not None or (left.of != right.of and left.marked and right.marked):
        return False
    if left.number.kind == "times" or right.number.kind == "times":
        return False
    if right.number.kind == "fraction" and left.number.kind == "figure" and left.value > 1:
        return False  # "a rise from 20 to a third"
    if (
        left.number.kind == "fraction"
        and right.number.kind == "figure"
        and (right.money or right.counted or right.number.scale != 1)
    ):
        return False  # "up by a tenth to £50m"
    if _same_letter(left, right):
        return left.value < right.value / right.number.scale or not rising
    if left.marked and right.marked and left.unit != right.unit and not _same_but_rate(left, right):
        return False
    carried = _carried(left, right)
    return left.value * carried < right.value * _factor(left, right) if rising else True


def _same_letter(left: Mention, right: Mention) -> bool:
    """Tell whether the m of the left figure is the million of the right one ("4m to 5m tonnes")."""
    return left.unit == "meter" and right.number.scale == 1_000_000 and right.unit != "meter" and right.high is None


def _same_but_rate(left: Mention, right: Mention) -> bool:
    """Tell whether only one of two amounts names its rate ("$62 and $68 per share")."""
    one, other = left.unit or "", right.unit or ""
    return one.startswith(other + " / ") or other.startswith(one + " / ")


def _factor(left: Mention, right: Mention) -> Decimal:
    """Return what the right value is worth in the left one's scale when it took neither scale nor unit itself."""
    if right.marked or right.number.scale != 1 or left.number.scale == 1 or not left.marked:
        return Decimal(1)
    return left.number.scale if right.value > left.value / left.number.scale else Decimal(1)


def _carried(left: Mention, right: Mention) -> Decimal:
    """Return the scale that the right figure lends to the left one, 1 when the writer did not mean it.

    "$2 to $3 billion" lends it, "$200 to $4 million" does not.
    """
    scale = right.number.scale
    if scale == 1 or left.number.scale != 1 or left.number.kind == "fraction" or not scale:
        return Decimal(1)
    printed = right.value / scale
    if right.high is not None and not right.marked:
        printed = right.high / scale
    if left.value < printed or (not left.marked and 0 < left.value <= printed * 3):
        return scale if left.value * 1000 >= printed and left.value else Decimal(1)
    return Decimal(1)


def _lend(tokens: Tokens, left: Mention, right: Mention) -> None:
    """Let the right mention's scale and unit reach the left one, or the left one's unit the right."""
    if _same_letter(left, right):
        left.unit, left.marked, left.last = None, False, left.number.last
    carried = _carried(left, right)
    if carried != 1:
        left.scale_by(carried)
        left.number.scale = carried
    if not left.marked and right.marked:
        left.unit, left.money, left.counted, left.of = right.unit, right.money, right.counted, right.of
        left.scale_by(right.factor)
    elif left.marked and right.marked and left.unit != right.unit and _same_but_rate(left, right):
        left.unit = right.unit = max(left.unit or "", right.unit or "", key=len)
    elif left.marked and not right.marked:
        right.unit, right.money, right.counted, right.of = left.unit, left.money, left.counted, left.of
        right.scale_by(_factor(left, right) * left.factor)
        rate = rate_at(tokens, right.last + 1, money=True) if left.money and " / " not in (left.unit or "") else None
        if rate is not None:
            left.unit = right.unit = f"{left.unit} / {rate[0]}"
            right.last = rate[1]


def _merge(tokens: Tokens, left: Mention, right: Mention, rule: str) -> None:
    _lend(tokens, left, right)
    low, high = sorted((left.value, right.value))
    left.value, left.high = low, high
    left.last = right.last
    left.outer_last = right.outer_last
    left.marked = left.marked or right.marked
    left.number.step = max(left.number.step, right.number.step)
    left.number.loose_step = max(left.number.loose_step, right.number.loose_step)
    left.number.digits = f"{left.number.digits}-{right.number.digits}"
    left.rule = rule


def _wide(tokens: Tokens, mentions: list[Mention]) -> list[Mention]:
    """Merge "2 to 3 billion", "between 5 and 6%", "three or four years"; a change from-to stays two figures."""
    out = [mentions[0]]
    for mention in mentions[1:]:
        left = out[-1]
        gap = gap_between(tokens, left, mention)
        how = _range_word(tokens, left, gap)
        if how == "to" and _is_ratio(tokens, left, mention):
            _divide(left, mention)
            continue
        if how in ("to", "from") and _is_change_then_level(tokens, left, mention):
            how = ""
        if how and _may_join(left, mention, rising=how == "or"):
            if how == "from" and _is_change(tokens, left):
                _lend(tokens, left, mention)
                out.append(mention)
            else:
                _merge(
                    tokens,
                    left,
                    mention,
                    "between <number> and <number>" if how == "between" else "<number> to <number>",
                )
        else:
            if gap and _unhedged(tokens, mention, gap)[-1:] == ("to",) and _from_before(tokens, left):
                _lend_far(tokens, left, mention)
            elif gap == ("to",) and (_same_letter(left, mention) or _may_lend_noun(left, mention)):
                _lend(tokens, left, mention)
            out.append(mention)
    return out


def _unhedged(tokens: Tokens, right: Mention, gap: tuple[str, ...]) -> tuple[str, ...]:
    """Return "to just" and "to fewer than" without the hedge, another gap as it is."""
    if gap[0] != "to" or len(gap) == 1:
        return gap
    found = hedge_before(tokens, right.first)
    return gap[:1] if found and found[1] == right.first - len(gap) + 1 else gap


def _is_ratio(tokens: Tokens, left: Mention, right: Mention) -> bool:
    """Tell whether "A to B" is told as a ratio ("a ratio of 3 to 2")."""
    bare = left.unit is None and right.unit is None and left.high is None and right.high is None and right.value > 0
    return bare and left.first > 1 and tokens.words[left.first - 2 : left.first] == ["ratio", "of"]


def _divide(left: Mention, right: Mention) -> None:
    left.value = left.number.value = left.value / right.value
    left.number.step = left.number.loose_step = left.number.step / right.value
    left.number.digits = f"{left.number.digits} to {right.number.digits}"
    left.unit, left.last, left.rule = "ratio", right.last, "ratio of <number> to <number>"


def _may_lend_noun(left: Mention, right: Mention) -> bool:
    """Tell whether the noun of the left figure is that of the right one too ("324 votes to 260")."""
    return left.counted and right.unit is None and right.number.scale == 1


def _is_change_then_level(tokens: Tokens, left: Mention, right: Mention) -> bool:
    """Tell whether "A to B" is a change and the level it led to ("rose 9% to 5", "up 19 cents to $2.24")."""
    before = _word_before(tokens, left)
    if before == "by" and left.value * _carried(left, right) * _WIDEST < right.value and _is_change(tokens, left):
        return True
    if not left.marked or (left.of == "age" and not right.marked):
        return False
    if before == "by" or (before in _CHANGE_WORDS and before != "from"):
        return True
    return before != "from" and not right.marked and not _sign_first(left)


def _sign_first(mention: Mention) -> bool:
    """Tell whether the unit stands before the figure, as a currency sign does."""
    return mention.money and mention.first < mention.number.first


def _lend_far(tokens: Tokens, left: Mention, right: Mention) -> None:
    """Lend over a longer gap ("from 20 mpg in 2008 to 29"): a range may stand on one side."""
    if "times" in (left.number.kind, right.number.kind) or (left.high is not None and right.high is not None):
        return
    if not (left.marked and right.marked) or (left.money and right.money):
        _lend(tokens, left, right)


def _range_word(tokens: Tokens, left: Mention, gap: tuple[str, ...]) -> str:
    if gap in (
        ("to",),
        ("to", "+"),
        ("-", "to"),
        ("to", "-"),
        ("through",),
        ("up", "to"),
        ("until",),
        ("and", "up", "to"),
    ):
        return "from" if _from_before(tokens, left) else "to"
    if gap == ("and",) and _word_before(tokens, left) in ("between", "from", "anywhere"):
        return "between"
    if gap in (("or",), ("-", "or")) and not left.marked:
        return "or"
    return ""


def _word_before(tokens: Tokens, mention: Mention) -> str:
    """Return the word before a mention, its hedge passed over."""
    found = hedge_before(tokens, mention.first)
    return tokens.word((found[1] if found else mention.first) - 1)


def _from_before(tokens: Tokens, mention: Mention) -> bool:
    return _word_before(tokens, mention) == "from"


def _is_change(tokens: Tokens, mention: Mention) -> bool:
    """Tell whether "from A to B" is a move of one figure: a word of change stands shortly before."""
    start = tokens.sentence_of(mention.first)[0]
    for k in range(mention.first - 2, max(start, mention.first - 9) - 1, -1):
        word = tokens.words[k]
        if word in ("range", "ranges", "ranging", "ranged", "between", "vary", "varies", "varying"):
            return False
        if word in _CHANGE_WORDS:
            return True
        if "0" <= word < ":":
            return False
    return False


def _spread(tokens: Tokens, mentions: list[Mention]) -> list[Mention]:
    """Let the unit of "50 and 70 km", "four-, five- and six-cylinder" reach the members before it."""
    for k in range(len(mentions) - 2, -1, -1):
        left, right = mentions[k], mentions[k + 1]
        if left.marked or not right.marked or left.unit or right.of or left.number.kind in ("times", "fraction"):
            continue
        gap = gap_between(tokens, left, right)
        apart = tokens.word(right.last + 1) in _OF_CHANGE or right.number.kind == "times"
        if gap == (",",) and (apart or (right.unit == "%" and right.rule != _LISTED)):
            continue  # "from 35 to 24.5, 30% less", "a ratio of 1.34, 95% sure"
        if (gap in _LIST_GAPS or gap in _PART_GAPS) and (
            right.unit != "%"
            or (("," not in gap or (left.number.kind == "figure" and left.value <= _WHOLE)) and left.number.scale == 1)
        ):
            carried = _carried(left, right)
            if carried != 1:
                left.scale_by(carried)
            left.unit, left.counted, left.money = right.unit, right.counted, right.money
            left.scale_by(right.factor)
            left.marked = True
            left.rule = _LISTED
    return mentions


def _echo(tokens: Tokens, mentions: list[Mention]) -> list[Mention]:
    """Note which mention only tells the one before it in another unit: "over 87 mph (140 km/h)"."""
    for left, right in pairwise(mentions):
        at = right.first - 1
        if (
            at == left.last + 1
            and tokens.words[at] in ("(", "/")
            and left.marked
            and right.marked
            and left.unit != right.unit
            and not (left.counted or right.counted or right.of)
            and right.unit != "%"
        ):
            right.echo = left
    return mentions
