"""A number of units of time: its TIMEX3 value, its worth in days, and the words beside it ("ago", "a year", "past")."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from workbench.grammar.calendar import OPEN, Interval, add_days, add_months, week_value
from workbench.grammar.pieces import Piece, Scan, number_before
from workbench.grammar.tenses import is_coming
from workbench.grammar.timewords import CARDINALS, COUNTED, UNITS

_AGO = frozenset("ago earlier later before hence".split())
_AHEAD = frozenset("next coming following".split())
_MONTHS = {"M": 1, "Q": 3, "Y": 12, "10Y": 120, "100Y": 1200, "1000Y": 12000}
_DAYS = {"D": 1, "W": 7, "2W": 14, "WE": 7}
CLOCK = frozenset(("TH", "TM", "TS"))
SPEEDS = frozenset("kilometres kilometers km miles mile metres meters feet knots litres gallons".split())
_PARTS = {"half": ".5", "quarter": ".25"}
_AFTER_PHRASE = frozenset("is was to in on at for later ago after before".split())
_PLURAL_ONLY = frozenset(("TS",))


_ONE_DAY = frozenset(
    "in for of within after than at by with just only over about last next to lasted took the - and every".split()
)
_SCALES = frozenset("% percent cent million billion trillion m bn tn k".split())
_NO_NOUNS = frozenset("was is has as its this years months weeks days hours".split())


def duration_value(number: str, name: str) -> str:
    """Return the TIMEX3 duration of a number of units.

    >>> duration_value("2", "10Y"), duration_value("X", "TH"), duration_value("0.5", "Y")
    ('P20Y', 'PTXH', 'P6M')
    """
    clock, letter = ("T", name[1]) if name in CLOCK else ("", name)
    halves = {"Y": "6M", "TH": "30M", "10Y": "5Y", "100Y": "50Y", "M": "15D"}
    if number == "0.5" and name in halves:
        return f"P{clock}{halves[name]}"
    factor = letter.rstrip("YW")
    if factor.isdigit():
        letter = letter[len(factor) :]
        if number != "X":
            number = f"{float(number) * int(factor):g}" if len(number) < 7 else number
    return f"P{clock}{number}{letter}"


def split_duration(value: str) -> tuple[str, str]:
    """Return number and unit of a duration of whole units, ("X", "D") for any other.

    >>> split_duration("P9M"), split_duration("PT5M")
    (('9', 'M'), ('X', 'D'))
    """
    number, name = value[1:-1], value[-1]
    return (number, name) if name in "DWMQY" and number.replace(".", "", 1).isdigit() else ("X", "D")


def moved(day: date, number: str, name: str, sign: int) -> date | None:
    """Return a day moved by a number of units, None where the number is not told or the unit is a clock's."""
    if number == "X" or name in CLOCK or len(number) > 6:
        return None
    count = float(number) * sign
    if name in _MONTHS:
        return add_months(day, round(count * _MONTHS[name]))
    return add_days(day, round(count * _DAYS[name]))


def _clock_moved(scan: Scan, count: str, name: str, sign: int) -> str | None:
    """Return the time of the day a number of hours, minutes or seconds from the moment of publication, if known."""
    if scan.moment is None or not count.isdigit() or len(count) > 4:
        return None
    try:
        moment = scan.moment + sign * int(count) * _CLOCK_UNITS[name]
    except OverflowError:
        return None
    return moment.strftime("%Y-%m-%dT%H:%M") if moment.year > 999 else None


_CLOCK_UNITS = {"TH": timedelta(hours=1), "TM": timedelta(minutes=1), "TS": timedelta(seconds=1)}


def grain_value(day: date, name: str) -> str:
    """Return the TIMEX3 value of the unit that holds a day."""
    if name == "Y":
        return f"{day.year:04}"
    if name == "M":
        return f"{day.year:04}-{day.month:02}"
    if name == "Q":
        return f"{day.year:04}-Q{(day.month + 2) // 3}"
    if name in {"W", "2W"}:
        return week_value(day)
    if name == "WE":
        return week_value(day) + "-WE"
    if name == "10Y":
        return f"{day.year // 10:03}"
    if name == "100Y":
        return f"{day.year // 100:02}"
    return day.isoformat()


_WHICH = frozenset("last past previous preceding next coming following first final".split())


def counted(scan: Scan, i: int, name: str, number: tuple[str, int], *, hyphen: bool) -> Piece | None:
    """Read a unit with its number: a duration, unless words beside it make it a date or a set."""
    count, first = number
    after = scan.word(i + 1)
    if scan.word(first - 1) == "how" or (count == "X" and scan.word(first - 1) == "as"):
        return None
    article = scan.word(first) in {"a", "an"} and first == i - 1
    if scan.titled(i) and (scan.titled(i + 1) or scan.titled(i + 2)) and scan.titled(first):
        return None  # "the Seven Years' War"
    if article and name == "Q" and after not in _AGO:
        return None
    if (
        count == "1"
        and name == "D"
        and scan.word(first) == "one"
        and scan.word(first - 1) not in _ONE_DAY
        and after not in _AGO
    ):
        return None  # "it may one day be sold"
    if article and name in _PLURAL_ONLY:
        return None
    part = i + 2 + (scan.word(i + 2) == "a")
    if after == "and" and scan.word(part) in _PARTS and count.isdigit() and _is_closed(scan, part):
        value = duration_value(count + _PARTS[scan.word(part)], name)
        if scan.word(first - 1) == "in" and name in CLOCK and is_coming(scan, first - 1):
            return Piece(first - 1, part, "TIME", "FUTURE_REF", "in <number> <unit> and a half")
        return Piece(first, part, "DURATION", value, "<number> <unit> and a half")
    first, count = _range_before(scan, first, count)
    if after in _AGO or (after == "from" and scan.word(i + 2) == "now"):
        return _away(scan, i, name, count, first)
    if article and name in CLOCK and scan.words[max(first - 1, 0)] in SPEEDS:
        return None
    if article and after not in {"-", "old", "long"} and _is_rate(scan, first):
        return Piece(first, i, "SET", duration_value("1", name), "<figure> a <unit>")
    if scan.word(first - 1) in {"every", "each"}:
        return Piece(first - 1, i, "SET", duration_value(count, name), "every <number> <unit>")
    value, last = duration_value(count, name), i
    if after == "-" and scan.word(i + 2) in {"old", "long"}:
        last = i + 2
    elif after in {"old", "long"} and hyphen:
        last = i + 1
    if scan.word(first - 1) in _WHICH:
        return opened(scan, Piece(first, last, "DURATION", value, "<number> <unit>"), count, name)
    vague = count == "X" and scan.word(first - 1) == "over"  # "over several days" is no bound
    mod, first = (None, first) if vague else hedge(scan, first)
    whole = (count.isdigit() or count == "0.5") and not (after[:1].isdigit() or after in CARDINALS)
    if scan.word(first - 1) == "in" and last == i and whole and is_coming(scan, first - 1):
        return _coming(scan, Piece(first - 1, i, "DATE", unknown(name), "in <number> <unit>", mod), count, name)
    return Piece(first, last, "DURATION", value, "<number> <unit>", mod)


def _is_closed(scan: Scan, part: int) -> bool:
    """Tell whether the half at token ``part`` ends its phrase, so that it is one of the unit before it."""
    return scan.word(part - 1) == "a" or ends_here(scan, part + 1) or scan.word(part + 1) in _AFTER_PHRASE


def _coming(scan: Scan, piece: Piece, count: str, name: str) -> Piece:
    """Resolve "in two weeks" of a sentence about what is to come."""
    if name in CLOCK:
        return replace(piece, type="TIME", value=_clock_moved(scan, count, name, 1) or "FUTURE_REF")
    day = moved(scan.now, count, name, 1) if scan.now else None
    return replace(piece, value=grain_value(day, name if name in {"Y", "M", "Q"} else "D")) if day else piece


_HEDGES = {
    "about": "APPROX", "around": "APPROX", "roughly": "APPROX", "approximately": "APPROX", "some": "APPROX",
    "nearly": "LESS_THAN", "almost": "LESS_THAN", "under": "LESS_THAN", "over": "MORE_THAN",
}  # fmt: skip
_TWO_WORDS = {
    ("more", "than"): "MORE_THAN", ("less", "than"): "LESS_THAN", ("fewer", "than"): "LESS_THAN",
    ("at", "least"): "EQUAL_OR_MORE", ("at", "most"): "EQUAL_OR_LESS", ("up", "to"): "EQUAL_OR_LESS",
    ("just", "over"): "MORE_THAN", ("just", "under"): "LESS_THAN", ("longer", "than"): "MORE_THAN",
}  # fmt: skip


def hedge(scan: Scan, first: int) -> tuple[str | None, int]:
    """Return the TIMEX3 ``mod`` of the hedge before a duration, and its first token."""
    two = _TWO_WORDS.get((scan.word(first - 2), scan.word(first - 1)))
    if two and not _is_figure(scan.word(first - 3)):  # "5% more than a year earlier" compares
        return two, first - 2
    one = _HEDGES.get(scan.word(first - 1))
    return (one, first - 1) if one else (None, first)


_FIGURE_WORDS = frozenset("point points half third thirds quarter quarters fifth fifths tenth tenths times".split())


def _is_figure(word: str) -> bool:
    return word[:1].isdigit() or word in _SCALES or word in _FIGURE_WORDS


def _range_before(scan: Scan, first: int, count: str) -> tuple[int, str]:
    """Take in the lower end of "two to three years", "10-15 years"; the value stays that of the upper end."""
    if scan.word(first - 1) in {"to", "or", "-"} and (lower := number_before(scan, first - 2)) and lower[0] != "X":
        return lower[1], count
    return first, count


def _is_rate(scan: Scan, first: int) -> bool:
    """Tell whether "a year" follows a figure ("15 a year", "twice a week"), so that it means each."""
    before, counted_by = scan.words[max(first - 1, 0)], scan.words[max(first - 2, 0)]
    if before in {"times", "once", "twice"} or before in _SCALES or before[:1].isdigit() or before in COUNTED:
        return True
    if before in UNITS and (counted_by[:1].isdigit() or counted_by in CARDINALS):
        return scan.word(first + 2) not in _AGO  # "24 hours a day"
    noun = before.isalpha() and (before.endswith("s") or scan.word(first - 2) == "of") and before not in _NO_NOUNS
    return noun and any(
        scan.word(j)[:1].isdigit() or scan.word(j) in _SCALES or scan.word(j) in CARDINALS
        for j in range(first - 5, first - 1)
    )


def _away(scan: Scan, i: int, name: str, count: str, first: int) -> Piece | None:
    """Read "two years ago", "a year earlier", "three days later", "two weeks from now"."""
    after = scan.word(i + 1)
    last = i + 1 + (after == "from" or (after == "ago" and scan.word(i + 2) == "today"))
    mod, first = hedge(scan, first)
    rule = f"<number> <unit> {after}"
    if (after == "before" and not ends_here(scan, i + 2)) or scan.word(
        i + 2
    ) == "than":  # "a year earlier than planned"
        return Piece(first, i, "DURATION", duration_value(count, name), "<number> <unit>", mod)
    sign = -1 if after in {"ago", "earlier", "before"} else 1
    if name in CLOCK:
        told = _clock_moved(scan, count, name, sign) if after in {"ago", "from", "hence"} else None
        return Piece(first, last, "TIME", told or ("PAST_REF" if sign < 0 else "FUTURE_REF"), rule, mod)
    if count == "X" or len(count) > 6:
        return Piece(first, last, "DATE", "PAST_REF" if sign < 0 else "FUTURE_REF", rule, mod)
    if after not in {"ago", "hence", "from"}:
        shift = round(float(count) * sign * (_MONTHS.get(name) or _DAYS[name]))
        return Piece(first, last, "DATE", "", rule, mod, follow=("+M" if name in _MONTHS else "+D", shift))
    day = moved(scan.now, count, name, sign) if scan.now else None
    if day == date.min:
        return Piece(first, last, "DATE", "PAST_REF", rule, mod)
    grain = "M" if "." in count and name == "Y" else name if name in {"Y", "M", "Q", "10Y", "100Y"} else "D"
    return Piece(
        first,
        last,
        "DATE",
        grain_value(day, "Y" if grain in {"10Y", "100Y"} else grain) if day else unknown(name),
        rule,
        mod,
    )


def unknown(name: str) -> str:
    """Return the value of some day, week, month or year that is not known."""
    return {
        "Y": "XXXX",
        "M": "XXXX-XX",
        "Q": "XXXX-QX",
        "W": "XXXX-WXX",
        "WE": "XXXX-WXX-WE",
        "10Y": "XXX",
        "100Y": "XX",
    }.get(name, "XXXX-XX-XX")


def ends_here(scan: Scan, i: int) -> bool:
    """Tell whether a phrase ends before token ``i``."""
    return scan.word(i) in {"", ".", ",", ";", ")", '"', "'", "and", "but", "?", "!", ":", "-"}


def opened(scan: Scan, piece: Piece, count: str, name: str) -> Piece:
    """Read "the past two years", "the first three months": a duration with its place in time."""
    opener = scan.word(piece.first - 1)
    at = piece.first - 1
    first = at - (scan.word(at - 1) in {"the", "these", "those"})
    grown = piece.grown(first)
    if opener in {"first", "final"} or scan.now is None or (opener == "last" and scan.word(piece.last + 1) == "of"):
        return Piece(first, piece.last, "DURATION", piece.value, f"{opener} <number> <unit>")
    sign = 1 if opener in _AHEAD else -1
    other = moved(scan.now, count, name, sign)
    days: Interval = OPEN if other is None else ((other, scan.now) if sign < 0 else (scan.now, other))
    return Piece(grown.first, grown.last, "DURATION", piece.value, f"{opener} <number> <unit>", days=days)
