"""What stands around a unit of time: durations, sets, "last week", "two years ago", "the third quarter"."""

from __future__ import annotations

from workbench.grammar.durations import (
    CLOCK,
    SPEEDS,
    counted,
    duration_value,
    ends_here,
    grain_value,
    moved,
    opened,
    unknown,
)
from workbench.grammar.eras import BEFORE_CHRIST
from workbench.grammar.pieces import PART, Piece, Scan, number_before, ordinal_before, whole
from workbench.grammar.rules import rule
from workbench.grammar.timewords import CARDINALS, COUNTED, MONTHS, ORDINALS, UNITS, WEEKDAYS, YEARS

_EACH = frozenset(("a", "an", "per", "each", "every"))  # "$200 a week until June"
_RUNNING = frozenset("consecutive straight successive running full".split())
_SHIFTS = {"last": -1, "this": 0, "current": 0, "next": 1, "coming": 1}
_OPEN_ENDED = {
    "past": "PAST_REF", "last": "PAST_REF", "previous": "PAST_REF", "these": "PRESENT_REF",
    "next": "FUTURE_REF", "coming": "FUTURE_REF", "following": "FUTURE_REF",
}  # fmt: skip
_FOLLOWS = {"previous": -1, "preceding": -1, "prior": -1, "same": 0, "that": 0, "following": 1, "subsequent": 1}
_VAGUE_CUES = frozenset("for in over after of within throughout many across most".split())
_CLOSINGS = frozenset(("to", "ended", "ending", "until", "through"))
_EDGES = frozenset(
    "end start beginning middle rest close remainder half quarter quarters months weeks days part most".split()
)
_INSIDE = frozenset(
    "of in for during on end ended ending over throughout finish finished earlier later close closed".split()
)
_GOING_ON = frozenset("at as with up down in so by on from".split())
_AT_WEEKENDS = frozenset("over at on during for by before after since through of".split())
_TWICE = {"before": "last", "after": "next"}
_EARLY_LATE = frozenset(("earlier", "later", "early", "late"))
_YEAR_ENDS = frozenset("by at until before the this of for and since".split())
CLOSING = "<unit> to"
WEEK_OF = "<week> of <day>"
_WEEK_OPENS = frozenset("of beginning starting commencing".split())
_BEFORE_WEEK = frozenset("the in for during on by , .".split()) | {""}
_BACKWARDS = frozenset(("before", "earlier", "prior"))
_WHILE = frozenset("over within during for in of through throughout by".split())
_INTO = frozenset("in into until till early for before".split())
_CUT = frozenset(("D", "W", "WE"))  # what is cut out of a month: "the last weekend of June"
_NAMED = frozenset(("D", "W", "M", "Q", "Y"))
_EDGED = _NAMED | {"10Y", "100Y"}
_UNSET = frozenset("h m min mins sec secs hr hrs".split())


@rule(
    UNITS,
    yes=(
        ("It took two years.", "P2Y"),
        ("A 10-month-old war.", "P10M"),
        ("They met two years ago.", "2020"),
        ("It ended two years earlier than planned.", "P2Y"),
        ("They met three weeks ago.", "2022-12-09"),
        ("It fell last month.", "2022-11"),
        ("It grows 3% a year.", "P1Y"),
        ("They meet twice a week.", "P1W"),
        ("It entered its 11th month.", "P11M"),
        ("A third consecutive year.", "P3Y"),
        ("In the third quarter it fell.", "2022-Q3"),
        ("The 18th century was long.", "17"),
        ("In the mid-17th century it fell.", "16"),
        ("A decade-old pledge.", "P10Y"),
        ("It lasted for decades.", "PXY"),
        ("It lasted one and a half years.", "P1.5Y"),
        ("Every two weeks they met.", "P2W"),
        ("A two-and-a-half-year wait.", "P2.5Y"),
        ("Over the weekend it snowed.", "2022-W51-WE"),
        ("Later in the week it rose.", "2022-W52"),
        ("It closed in week 31.", "2022-W31"),
        ("It was 6% in 2014 and 7% the year before.", "2014 2013"),
        ("In 2014 it was 29% of output that year.", "2014 2014"),
        ("It opened on 3 May 2014 and shut the day after.", "2014-05-03 2014-05-04"),
        ("They met this time last year.", "2021-12"),
        ("They meet every third week.", "P3W"),
        ("Between the 9th and 11th centuries it grew.", "08/10"),
        ("They will meet in the new year.", "2023"),
        ("They met on the first weekend of July.", "2022-W26-WE"),
        ("It opens 24 hours a day.", "PT24H P1D"),
        ("They want a deal by year-end.", "2022"),
        ("It shut in 1862 and was sold early the next year.", "1862 1863"),
        ("It will be sold the next year.", "2023"),
        ("They met in 2014; that same year it shut.", "2014 2014"),
        ("Sales rose in the current quarter.", "2022-Q4"),
        ("They want it by end of month.", "2022-12"),
        ("It rained all week.", "P1W"),
        ("It will rain for the rest of the week.", "2022-W52"),
        ("It fell the year after 2015.", "2016"),
        ("It closed in first week of 2015.", "2015-W01"),
        ("It was lost at the end of the day.", "2022-12-30"),
        ("In the coming weeks it will fall.", "FUTURE_REF"),
        ("It was worse in past years.", "PAST_REF"),
        ("They met the week before last.", "2022-W50"),
        ("They will meet the month after next.", "2023-02"),
        ("In the first six months of the year it fell.", "2022-01/2022-06"),
        ("It peaks by the end of the decade.", "202"),
        ("It rose in the next hour.", "PT1H"),
        ("Sales rose in the half-year to 30 June 2022.", "2022-01/2022-06"),
        ("It lasts three quarters of an hour.", "PT45M"),
        ("It runs every quarter of an hour, not every half hour.", "PT15M PT30M"),
        ("It stood for a quarter of a century.", "P25Y"),
        ("It was built in the 5th century BC.", "BC04"),
    ),
    no=(
        "A quarter of voters left.",
        "The second man won.",
        "Year-on-year it rose.",
        "Give me a second.",
        "How many days are left?",
        "Twice in as many months.",
        "It fell by three-quarters.",
        "In the Seven Years' War he fell.",
        "It blew at 240 kilometres per hour.",
    ),
)
def unit(scan: Scan, i: int) -> Piece | None:
    """Read what stands around the unit of time at ``i``."""
    name = UNITS[scan.words[i]]
    if _idiom(scan, i) or (name == "TS" and scan.word(i + 1) in WEEKDAYS):
        return None
    gap = 1 + (scan.word(i - 1) == "-")
    before = scan.word(i - gap)
    if before == "trading" or before in {"calendar", "whole", "full", "entire", "working", "business"}:
        gap += 1
        before = scan.word(i - gap)
    if before in _RUNNING and not ordinal_before(scan, i - gap - 1):
        running = number_before(scan, i - gap - 1)
        return counted(scan, i, name, running, hyphen=False) if running and running[0] != "1" else None
    opens = not before[:1].isdigit() and before not in CARDINALS and before not in _EACH
    that = scan.word(i + 1) in {"that", "which"} and scan.word(i + 2) in {"ended", "ends"}
    if opens and (that or scan.word(i + 1) in _CLOSINGS) and _closes(scan, i + that, name):
        if before == "half" and name == "Y":
            first = i - gap
            return Piece(first - (scan.word(first - 1) == "the"), i, "DURATION", "P6M", CLOSING)
        return Piece(i - (scan.word(i - 1) == "the"), i, "DURATION", duration_value("1", name), CLOSING)
    if before in {"a", "an"} and scan.word(i - 2) == "of" and (part := _part_of_unit(scan, i, name)):
        return part
    number = number_before(scan, i - gap)
    if name == "Q" and before == "three" and scan.word(i - 1) == "-":  # "fell by three-quarters"
        return None
    if name == "Q" and scan.word(i + 1) == "of" and scan.word(i + 2) in {"a", "an"}:
        return None
    if number and not (before in ORDINALS and name == "TS"):
        return counted(scan, i, name, number, hyphen=scan.word(i - 1) == "-")
    if scan.words[i] in _UNSET:
        return None
    if scan.word(i - 1) == "of" and scan.word(i - 2) == "end" and name in {"D", "W", "M", "Q"}:
        return Piece(i - 2, i, "DATE", "", "end of <unit>", "END", follow=(name, 0))
    if scan.words[i] == "week" and (week := whole(scan.word(i + 1), 53)) and (numbered := _week_number(scan, i, week)):
        return numbered
    if name == "Y" and (end := _year_end(scan, i)):
        return end
    ordinal = ordinal_before(scan, i - gap - (before in _RUNNING))
    if ordinal:
        return _ordinal(scan, i, name, ordinal, running=before in _RUNNING)
    if name in CLOCK and before not in {"every", "each", "per", "last", "past", "next"}:
        return _bare_plural(scan, i, name)
    return _determined(scan, i, name, before, i - gap)


_PARTED = frozenset(("TH", "Y", "100Y"))
_FOURTHS = {"quarter": ("0.25", "15"), "quarters": ("0.75", "45")}


def _part_of_unit(scan: Scan, i: int, name: str) -> Piece | None:
    """Read "a quarter of an hour", "three quarters of a century"."""
    at = i - 3
    part = _FOURTHS.get(scan.word(at))
    every = scan.word(at - 1) in {"every", "each"}
    counted_by = {"quarter": {"a", "one"}, "quarters": {"three", "3"}}.get(scan.word(at), set())
    if part is None or name not in _PARTED or (not every and scan.word(at - 1) not in counted_by):
        return None
    value = f"PT{part[1]}M" if name == "TH" else duration_value(part[0], name)
    return Piece(at - 1, i, "SET" if every else "DURATION", value, "<part> of a <unit>")


def _week_number(scan: Scan, i: int, number: int) -> Piece | None:
    """Read "week 31" of a year."""
    after = scan.word(i + 2)
    if after in COUNTED or after in UNITS or after in MONTHS or after in {"-", "/", ":", "am", "pm", "a.m.", "p.m."}:
        return None
    return Piece(i, i + 1, "DATE", f"XXXX-W{number:02}", "week <number>")


def _year_end(scan: Scan, i: int) -> Piece | None:
    """Read "year-end", "year end" and "the year's end" after a preposition, "end of year" too."""
    if scan.word(i - 1) == "of" and scan.word(i - 2) == "end":
        return Piece(i - 2, i, "DATE", "", "year-end", "END", follow=("Y", 0))
    last = i + 1 + (scan.word(i + 1) in {"-", "'s"})
    if scan.word(last) != "end" or scan.word(i - 1) not in _YEAR_ENDS or scan.word(last + 1) in {"of", "-"}:
        return None
    return Piece(i, last, "DATE", "", "year-end", "END", follow=("Y", 0))


def _idiom(scan: Scan, i: int) -> bool:
    """Tell whether the unit stands in "year-on-year", "day to day" or "year over year"."""
    word = scan.words[i]
    for step in (1, 2):
        if scan.word(i + step) in {"on", "over", "to", "by", "after"} and word in {
            scan.word(i + 2 * step),
            scan.word(i + step + 1),
        }:
            return True
        if scan.word(i - step) in {"on", "over", "to", "by", "after"} and word in {
            scan.word(i - 2 * step),
            scan.word(i - step - 1),
        }:
            return True
    return False


def _closes(scan: Scan, i: int, name: str) -> bool:
    """Tell whether a date follows "the year to", "the quarter ended"."""
    after = scan.word(i + 2)
    if after in YEARS and name in {"Y", "10Y"}:
        return True
    if after in {"on", "the", "end"}:
        after = scan.word(i + 3 + (scan.word(i + 3) == "-"))
    return after in MONTHS or (whole(after, 31) > 0 and scan.word(i + 3) in MONTHS)


def _ordinal(scan: Scan, i: int, name: str, ordinal: tuple[int, int], *, running: bool) -> Piece | None:
    """Read "third quarter", "21st century", "its 11th month", "a second consecutive day"."""
    number, first = ordinal
    if first > 0 and scan.word(first - 1) == "-" and scan.word(first - 2) not in {"early", "mid", "late"}:
        return None
    the = scan.word(first - 1) == "the"
    if scan.word(first - 1) in {"every", "each"}:
        return Piece(first - 1, i, "SET", duration_value(str(number), name), "every <ordinal> <unit>")
    if (
        scan.words[i] == "centuries"
        and scan.word(first - 1) in {"and", "to", "-"}
        and (start := ordinal_before(scan, first - 2))
    ):
        opened_at = start[1] - (scan.word(start[1] - 1) == "the")
        opened_at -= scan.word(opened_at - 1) in {"from", "between"}
        return Piece(opened_at, i, "DATE", f"{start[0] - 1:02}/{number - 1:02}", "<ordinal> to <ordinal> century")
    if name == "Q" and number <= 4 and not running:
        return Piece(first - the, i, "DATE", f"XXXX-Q{number}", "<ordinal> quarter")
    if name == "100Y" and not running:
        if scan.word(i + 1) in BEFORE_CHRIST and scan.capital(i + 1):
            return Piece(first - the, i + 1, "DATE", f"BC{number - 1:02}", "<ordinal> century BC")
        return Piece(first - the, i, "DATE", f"{number - 1:02}", "<ordinal> century") if 0 < number <= 30 else None
    if (
        name in CLOCK
        or (number == 1 and not running and scan.word(i + 1) != "of")
        or (name in {"WE", "Q"} and not running and not (name == "WE" and scan.word(i + 1) == "of"))
    ):
        return None
    owned = scan.word(first - 1) in {"its", "their", "his", "her", "a", "the", "into"}
    if not (running or owned or (scan.word(i + 1) == "of" and name in _CUT)):
        return None
    if scan.word(i + 1) == "of" and not running:
        return Piece(first - the, i, "DATE", f"{number}{name[-1]}", PART) if name in _CUT else None
    own = scan.word(first - 1) in {"its", "their", "his", "her", "a", "the"}
    return Piece(first - own, i, "DURATION", duration_value(str(number), name), "<ordinal> <unit>")


def _bare_plural(scan: Scan, i: int, name: str) -> Piece | None:
    """Read a vague number of units ("in minutes", "decades-long", "for years")."""
    word, before = scan.words[i], scan.word(i - 1)
    after = scan.word(i + 1)
    if after == "-" and scan.word(i + 2) in {"long", "old"}:
        vague = "X" if word.endswith("s") else "1"
        return Piece(i, i + 2, "DURATION", duration_value(vague, name.lstrip("0123456789") or name), "<unit>-long")
    if not word.endswith("s") or name == "TS":
        return None
    if after in {"ago", "earlier", "later"}:
        kind = "TIME" if name in CLOCK else "DATE"
        return Piece(i, i + 1, kind, "FUTURE_REF" if after == "later" else "PAST_REF", f"<unit>s {after}")
    if (
        before in _VAGUE_CUES
        or (after == "of" and before not in {"the", "these"})
        or (after == "in" and scan.word(i + 3) == "making")
    ):
        return Piece(i, i, "DURATION", duration_value("X", name.lstrip("0123456789") or name), "<unit>s")
    return None


def _determined(scan: Scan, i: int, name: str, before: str, at: int) -> Piece | None:
    """Read a unit after "last", "the same", "every" and the like."""
    the = scan.word(at - 1) in {"the", "this"}
    if name == "W" and scan.word(i + 1) in _WEEK_OPENS and before in _BEFORE_WEEK:
        return Piece(i - (scan.word(i - 1) == "the"), i, "DURATION", "P1W", WEEK_OF)
    if before == "per" and name in CLOCK and scan.words[max(at - 1, 0)] in SPEEDS:
        return None
    if before in {"every", "each", "per"}:
        value = duration_value("1", name) if scan.word(at - 1) != "other" else duration_value("2", name)
        return Piece(at, i, "SET", value, f"{before} <unit>")
    if (
        before in {"all", "another"}
        and name in _NAMED
        and not scan.words[i].endswith("s")
        and scan.word(at - 1) != "at"
    ):
        return Piece(at, i, "DURATION", duration_value("1", name), f"{before} <unit>")
    if before == "other" and scan.word(at - 1) == "every":
        return Piece(at - 1, i, "SET", duration_value("2", name), "every other <unit>")
    if scan.words[i].endswith("s") and before in _OPEN_ENDED and name in _NAMED:
        if scan.word(i + 1) == "of":
            return None
        return Piece(at - the, i, "DATE", _OPEN_ENDED[before], f"{before} <unit>s")
    if before == "past" and scan.word(at - 1) != "this" and name != "Q":
        return opened(scan, Piece(i, i, "DURATION", duration_value("1", name), "past <unit>"), "1", name)
    if before == "last" and the and name in {"10Y", "100Y", "Y"} and scan.word(at - 1) == "the":
        return opened(scan, Piece(i, i, "DURATION", duration_value("1", name), "last <unit>"), "1", name)
    if name == "Y" and before == "new" and scan.now and scan.word(at - 1) == "the" and scan.word(at - 2) in _INTO:
        return Piece(at - 1, i, "DATE", f"{scan.now.year + 1:04}", "the new year", "START")
    if before in {"last", "final"} and name == "Q" and scan.word(i + 1) in {"of", "-"}:
        return Piece(at - the, i, "DATE", "XXXX-Q4", "final quarter")
    if before in {"last", "final"} and scan.word(i + 1) == "of":
        return Piece(at - the, i, "DATE", f"-1{name[-1]}", PART) if name in _CUT else None
    if before == "next" and name == "D" and scan.word(at - 1) == "the":
        return Piece(at - 1, i, "DATE", "", "the next day", follow=("D", 1))
    if before == "next" and name in {"W", "M", "Y"} and scan.word(at - 1) == "the" and scan.word(at - 2) not in _WHILE:
        return Piece(at - 1, i, "DATE", "", "then the next <unit>", follow=(name, 1))
    if name in CLOCK and (before in _SHIFTS or before == "past"):
        hour = name == "TH" and before not in {"this", "current"}
        return Piece(at - the, i, "DURATION", "PT1H", f"{before} <unit>") if hour else None
    if name == "Y" and before == "last" and scan.word(at - 1) == "time" and scan.word(at - 2) == "this":
        return _shifted(scan, Piece(at - 2, i, "DATE", "XXXX-XX", "this time last year"), "M", -12)
    if before in _SHIFTS or before == "past":
        return _shifted(
            scan, Piece(at - the, i, "DATE", unknown(name), f"{before} <unit>"), name, _SHIFTS.get(before, -1)
        )
    if before in _FOLLOWS:
        return _followed(scan, i, name, at, the=the)
    if scan.word(i + 1) in _TWICE and scan.word(i + 2) == _TWICE[scan.word(i + 1)]:
        piece = Piece(at + (before != "the"), i + 2, "DATE", unknown(name), "the <unit> before last")
        return _shifted(scan, piece, name, -2 if scan.word(i + 1) == "before" else 2)
    if before == "the":
        return _the_unit(scan, i, name, at)
    return _bare_plural(scan, i, name)


def _shifted(scan: Scan, piece: Piece, name: str, shift: int) -> Piece:
    if scan.now is None or name in CLOCK:
        return piece
    day = moved(scan.now, str(abs(shift)), name, shift // abs(shift)) if shift else scan.now
    assert day is not None
    return Piece(piece.first, piece.last, "DATE", grain_value(day, name), piece.rule)


def _followed(scan: Scan, i: int, name: str, at: int, *, the: bool) -> Piece | None:
    before = scan.word(at)
    if name in CLOCK or name in {"1000Y", "2W", "WE"}:
        return None
    if before == "same" and not the and scan.word(at - 1) != "that":
        return None
    the = the or before == "same"
    if (
        before == "that"
        and not ends_here(scan, i + 1)
        and scan.word(at - 1).isalpha()
        and scan.word(at - 1)
        not in {"in", "by", "since", "of", "during", "later", "earlier", "and", "at", "on", "for", "from"}
    ):
        return None
    return Piece(at - the, i, "DATE", "", f"{before} <unit>", follow=(name, _FOLLOWS[before]))


def _the_unit(scan: Scan, i: int, name: str, at: int) -> Piece | None:
    """Read "the year", "the day" where they mean the time last spoken of."""
    before, after = scan.word(at - 1), scan.word(i + 1)
    if after in _BACKWARDS and name in _NAMED and ends_here(scan, i + 2):
        return Piece(at, i + 1, "DATE", "", "the <unit> before", follow=(name, -1))
    if after == "after" and name in _NAMED and ends_here(scan, i + 2):
        return Piece(at, i + 1, "DATE", "", "the <unit> after", follow=(name, 1))
    if scan.words[i] == "year" and after in {"before", "after"} and scan.word(i + 2) in YEARS:
        value = YEARS[scan.word(i + 2)] + (1 if after == "after" else -1)
        return Piece(at, i + 2, "DATE", f"{value:04}", f"the year {after} <year>")
    if name == "WE" and before in _AT_WEEKENDS:
        return Piece(at, i, "DATE", "XXXX-WXX-WE", "the weekend")
    opener = scan.words[at - 2] if at > 1 else ""
    edge = (before == "of" and opener in _EDGES) or (before == "in" and opener in _EARLY_LATE)
    if after in {"of", "-"} or name not in (_EDGED if edge else _NAMED):
        return None
    inside = before in _INSIDE and (ends_here(scan, i + 1) or after in _GOING_ON)
    if not edge and not inside:
        return None
    rest = edge and opener in {"rest", "remainder"}
    first = at - 2 - (scan.word(at - 3) == "the") if rest else at
    return Piece(first, i, "DATE", "", "later part of the <unit>" if rest else "the <unit>", follow=(name, 0))
