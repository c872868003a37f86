"""What stands around a unit of time: durations, sets, "last week", "two years ago", "the third quarter"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.grammar.calendar import OPEN, Interval, add_days, add_months, week_value
from workbench.grammar.pieces import Piece, Scan, number_before, ordinal_before
from workbench.grammar.timewords import COUNTED, ORDINALS, SETS, UNITS

if TYPE_CHECKING:
    from datetime import date

_AGO = frozenset("ago earlier later before hence".split())
_OPENERS = frozenset("last past previous preceding next coming following first final initial recent".split())
_RUNNING = frozenset("consecutive straight successive running full".split())
_AHEAD = frozenset("next coming following".split())
_SHIFTS = {"last": -1, "this": 0, "current": 0, "next": 1, "coming": 1}
_FOLLOWS = {"previous": -1, "preceding": -1, "prior": -1, "same": 0, "that": 0, "following": 1, "subsequent": 1}
_VAGUE_CUES = frozenset("for in over after of within throughout many across most".split())
_MONTHS = {"M": 1, "Q": 3, "Y": 12, "10Y": 120, "100Y": 1200, "1000Y": 12000}
_DAYS = {"D": 1, "W": 7, "2W": 14, "WE": 7}
_CLOCK = frozenset(("TH", "TM", "TS"))
_PLURAL_ONLY = frozenset(("TS",))
_UNSET = frozenset("h m min mins sec secs hr hrs".split())


def unit(scan: Scan, i: int) -> Piece | None:
    """Read what stands around the unit of time at ``i``."""
    name = UNITS[scan.words[i]]
    if _idiom(scan, i):
        return None
    gap = 1 + (scan.word(i - 1) == "-")
    before = scan.word(i - gap)
    if before == "trading" or before in {"calendar", "whole", "full", "entire", "working", "business"}:
        gap += 1
        before = scan.word(i - gap)
    number = number_before(scan, i - gap)
    if number and not (before in ORDINALS and name == "TS"):
        return _counted(scan, i, name, number, hyphen=scan.word(i - 1) == "-")
    if scan.words[i] in _UNSET:
        return None
    ordinal = ordinal_before(scan, i - gap - (before in _RUNNING))
    if ordinal:
        return _ordinal(scan, i, name, ordinal, running=before in _RUNNING)
    if name in _CLOCK and before not in {"every", "each", "per", "last", "past", "next"}:
        return _bare_plural(scan, i, name)
    return _determined(scan, i, name, before, i - gap)


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


def duration_value(number: str, name: str) -> str:
    """Return the TIMEX3 duration of a number of units.

    >>> duration_value("2", "10Y"), duration_value("X", "TH"), duration_value("0.5", "Y")
    ('P20Y', 'PTXH', 'P6M')
    """
    clock, letter = ("T", name[1]) if name in _CLOCK else ("", name)
    halves = {"Y": "6M", "TH": "30M", "10Y": "5Y", "100Y": "50Y", "M": "15D"}
    if number == "0.5" and name in halves:
        return f"P{clock}{halves[name]}"
    factor = letter.rstrip("YW")
    if factor.isdigit():
        letter = letter[len(factor) :]
        if number != "X":
            number = f"{float(number) * int(factor):g}" if len(number) < 7 else number
    return f"P{clock}{number}{letter}"


def moved(day: date, number: str, name: str, sign: int) -> date | None:
    """Return a day moved by a number of units, None where the number is not told or the unit is a clock's."""
    if number == "X" or name in _CLOCK or len(number) > 6:
        return None
    count = float(number) * sign
    if name in _MONTHS:
        return add_months(day, round(count * _MONTHS[name]))
    return add_days(day, round(count * _DAYS[name]))


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


def _counted(scan: Scan, i: int, name: str, number: tuple[str, int], *, hyphen: bool) -> Piece | None:
    """Read a unit with its number: a duration, unless words beside it make it a date or a set."""
    count, first = number
    after = scan.word(i + 1)
    article = scan.word(first) in {"a", "an"} and first == i - 1
    if article and name == "Q" and after not in _AGO:
        return None
    if article and name in _PLURAL_ONLY:
        return None
    if after == "and" and scan.word(i + 2) == "a" and scan.word(i + 3) == "half" and count.isdigit():
        return Piece(first, i + 3, "DURATION", duration_value(count + ".5", name), "<number> <unit> and a half")
    first, count = _range_before(scan, first, count)
    if after in _AGO or (after == "from" and scan.word(i + 2) == "now"):
        return _away(scan, i, name, count, first)
    if article and after not in {"-", "old", "long"} and _is_rate(scan, first):
        return Piece(first, i, "SET", duration_value("1", name), "<figure> a <unit>")
    if scan.word(first - 1) in {"every", "each"}:
        return Piece(first - 1, i, "SET", duration_value(count, name), "every <number> <unit>")
    value, last = duration_value(count, name), i
    if after == "-" and scan.word(i + 2) in {"old", "long"}:
        last = i + 2
    elif after in {"old", "long"} and hyphen:
        last = i + 1
    if scan.word(first - 1) in {
        "last",
        "past",
        "previous",
        "preceding",
        "next",
        "coming",
        "following",
        "first",
        "final",
    }:
        return _opened(scan, Piece(first, last, "DURATION", value, "<number> <unit>"), count, name)
    mod, first = hedge(scan, first)
    return Piece(first, last, "DURATION", value, "<number> <unit>", mod)


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
    if two:
        return two, first - 2
    one = _HEDGES.get(scan.word(first - 1))
    return (one, first - 1) if one else (None, first)


def _range_before(scan: Scan, first: int, count: str) -> tuple[int, str]:
    """Take in the lower end of "two to three years", "10-15 years"; the value stays that of the upper end."""
    if scan.word(first - 1) in {"to", "or", "-"} and (lower := number_before(scan, first - 2)) and lower[0] != "X":
        return lower[1], count
    return first, count


def _is_rate(scan: Scan, first: int) -> bool:
    """Tell whether "a year" follows a figure ("15 a year", "twice a week"), so that it means each."""
    before = scan.word(first - 1)
    if before in {"times", "once", "twice", "%", "percent", "million", "billion", "trillion", "m", "bn", "tn", "k"}:
        return True
    if before[:1].isdigit() or before in COUNTED:
        return True
    return (
        any(
            scan.word(j)[:1].isdigit() or scan.word(j) in {"million", "billion", "trillion"}
            for j in range(first - 3, first - 1)
        )
        and before.isalpha()
        and before.endswith("s")
        and before not in {"was", "is", "has", "as", "its", "this"}
    )


def _away(scan: Scan, i: int, name: str, count: str, first: int) -> Piece | None:
    """Read "two years ago", "a year earlier", "three days later", "two weeks from now"."""
    after = scan.word(i + 1)
    last = i + 1 + (after == "from")
    mod, first = hedge(scan, first)
    rule = f"<number> <unit> {after}"
    if after == "before" and not _ends_here(scan, i + 2):
        return Piece(first, i, "DURATION", duration_value(count, name), "<number> <unit>", mod)
    if name in _CLOCK:
        return Piece(
            first, last, "TIME", "PAST_REF" if after in {"ago", "earlier", "before"} else "FUTURE_REF", rule, mod
        )
    sign = -1 if after in {"ago", "earlier", "before"} else 1
    if count == "X" or len(count) > 6:
        return Piece(first, last, "DATE", "PAST_REF" if sign < 0 else "FUTURE_REF", rule, mod)
    if after not in {"ago", "hence", "from"}:
        shift = round(float(count) * sign * (_MONTHS.get(name) or _DAYS[name]))
        return Piece(first, last, "DATE", "", rule, mod, follow=("M" if name in _MONTHS else "D", shift))
    day = moved(scan.now, count, name, sign) if scan.now else None
    grain = name if name in {"Y", "M", "Q", "10Y", "100Y"} else "D"
    return Piece(
        first,
        last,
        "DATE",
        grain_value(day, "Y" if grain in {"10Y", "100Y"} else grain) if day else _unknown(name),
        rule,
        mod,
    )


def _unknown(name: str) -> str:
    return {
        "Y": "XXXX",
        "M": "XXXX-XX",
        "Q": "XXXX-QX",
        "W": "XXXX-WXX",
        "WE": "XXXX-WXX-WE",
        "10Y": "XXX",
        "100Y": "XX",
    }.get(name, "XXXX-XX-XX")


def _ends_here(scan: Scan, i: int) -> bool:
    return scan.word(i) in {"", ".", ",", ";", ")", '"', "'", "and", "but", "?", "!", ":", "-"}


def _opened(scan: Scan, piece: Piece, count: str, name: str) -> Piece:
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


def _ordinal(scan: Scan, i: int, name: str, ordinal: tuple[int, int], *, running: bool) -> Piece | None:
    """Read "third quarter", "21st century", "its 11th month", "a second consecutive day"."""
    number, first = ordinal
    if first > 0 and scan.word(first - 1) == "-":
        return None
    the = scan.word(first - 1) == "the"
    if name == "Q" and number <= 4 and not running:
        return Piece(first - the, i, "DATE", f"XXXX-Q{number}", "<ordinal> quarter")
    if name == "100Y" and not running:
        return Piece(first - the, i, "DATE", f"{number - 1:02}", "<ordinal> century") if 0 < number <= 30 else None
    if name in _CLOCK or (number == 1 and not running) or (name in {"WE", "Q"} and not running):
        return None
    if not running and scan.word(first - 1) not in {"its", "their", "his", "her", "a", "the", "into"}:
        return None
    if scan.word(i + 1) == "of" and not running:
        return None
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
        return Piece(i, i + 1, "DATE", "FUTURE_REF" if after == "later" else "PAST_REF", f"<unit>s {after}")
    if (
        before in _VAGUE_CUES
        or (after == "of" and before not in {"the", "these"})
        or (after == "in" and scan.word(i + 2) == "the")
    ):
        return Piece(i, i, "DURATION", duration_value("X", name.lstrip("0123456789") or name), "<unit>s")
    return None


def _determined(scan: Scan, i: int, name: str, before: str, at: int) -> Piece | None:
    """Read a unit after "last", "the same", "every" and the like."""
    the = scan.word(at - 1) in {"the", "this"}
    if before in {"every", "each", "per"}:
        value = duration_value("1", name) if scan.word(at - 1) != "other" else duration_value("2", name)
        return Piece(at, i, "SET", value, f"{before} <unit>")
    if before == "other" and scan.word(at - 1) == "every":
        return Piece(at - 1, i, "SET", duration_value("2", name), "every other <unit>")
    if before == "past" and scan.word(at - 1) != "this":
        return _opened(scan, Piece(i, i, "DURATION", duration_value("1", name), "past <unit>"), "1", name)
    if before == "last" and the and name in {"10Y", "100Y", "Y"} and scan.word(at - 1) == "the":
        return _opened(scan, Piece(i, i, "DURATION", duration_value("1", name), "last <unit>"), "1", name)
    if before in {"last", "final"} and name == "Q" and scan.word(i + 1) in {"of", "-"}:
        return Piece(at - the, i, "DATE", "XXXX-Q4", "final quarter")
    if before in {"last", "past"} and scan.word(i + 1) == "of":
        return None
    if before in _SHIFTS or before == "past":
        return _shifted(
            scan, Piece(at - the, i, "DATE", _unknown(name), f"{before} <unit>"), name, _SHIFTS.get(before, -1)
        )
    if before in _FOLLOWS:
        return _followed(scan, i, name, at, the=the)
    if before == "the":
        return _the_unit(scan, i, name, at)
    return _bare_plural(scan, i, name)


def _shifted(scan: Scan, piece: Piece, name: str, shift: int) -> Piece:
    if scan.now is None or name in _CLOCK:
        return piece
    day = moved(scan.now, "1", name, shift) if shift else scan.now
    assert day is not None
    return Piece(piece.first, piece.last, "DATE", grain_value(day, name), piece.rule)


def _followed(scan: Scan, i: int, name: str, at: int, *, the: bool) -> Piece | None:
    before = scan.word(at)
    if name in _CLOCK or name in {"1000Y", "2W", "WE"}:
        return None
    if before == "same" and not the:
        return None
    if (
        before == "that"
        and scan.word(at - 1).isalpha()
        and scan.word(at - 1) not in {"in", "by", "since", "of", "during", "later", "earlier", "and", "at", "on", "for"}
    ):
        return None
    return Piece(at - the, i, "DATE", "", f"{before} <unit>", follow=(name, _FOLLOWS[before]))


def _the_unit(scan: Scan, i: int, name: str, at: int) -> Piece | None:
    """Read "the year", "the day" where they mean the time last spoken of."""
    before, after = scan.word(at - 1), scan.word(i + 1)
    if name not in {"D", "W", "M", "Q", "Y"} or after in {
        "of",
        "-",
        "before",
        "after",
        "that",
        "when",
        "to",
        "ended",
        "ending",
    }:
        return None
    if before not in {
        "of",
        "in",
        "for",
        "during",
        "on",
        "end",
        "ended",
        "ending",
        "over",
        "throughout",
        "finish",
        "earlier",
        "later",
        "close",
        "closed",
    }:
        return None
    if not (_ends_here(scan, i + 1) or after in {"at", "as", "with", "up", "down", "in", "so", "by", "on", "from"}):
        return None
    return Piece(at, i, "DATE", "", "the <unit>", follow=(name, 0))


def rhythm(scan: Scan, i: int) -> Piece | None:
    """Read an adverb or adjective of a rhythm ("annually", "weekly")."""
    word = scan.words[i]
    if scan.glued(i) and scan.word(i + 1) in {"'", "-"}:
        return None
    return Piece(i, i, "SET", SETS[word], "<rhythm>")


def long_word(scan: Scan, i: int) -> Piece:
    """Read "yearlong", "decadelong"."""
    name = UNITS[scan.words[i][:-4]]
    return Piece(i, i, "DURATION", duration_value("1", name), "<unit>long")


def half(scan: Scan, i: int) -> Piece | None:
    """Read "the first half of" a year."""
    before = scan.word(i - 1)
    number = {"first": 1, "second": 2, "latter": 2, "1st": 1, "2nd": 2}.get(before)
    if not number:
        return None
    after = scan.word(i + 1)
    yearly = scan.words[i + 2 : i + 5]
    if after != "of" and after not in {"this", "last", "next", "-"} and not after.isdigit():
        return None
    if after == "of" and not any(word.isdigit() or word in {"year", "the"} for word in yearly):
        return None
    if after == "of" and "the" in yearly and "year" not in yearly and not any(word.isdigit() for word in yearly):
        return None
    return Piece(i - 1 - (scan.word(i - 2) == "the"), i, "DATE", f"XXXX-H{number}", "<ordinal> half")
