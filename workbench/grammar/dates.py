"""Dates as they are written: months with days and years, weekdays, years, decades, quarters, numeric dates.

Each rule is called at its anchor (``i``) and gives the piece around it, or None.
"""

from __future__ import annotations

import re
from datetime import date

from workbench.grammar.pieces import DETERMINERS, PREPOSITIONS, Piece, Scan, day_at, names_time, ordinal_before, whole
from workbench.grammar.timewords import (
    COUNTED,
    DECADES,
    MONTHS,
    NAMES,
    NOT_YEAR,
    SEASONS,
    SHY,
    UNITS,
    WEEKDAYS,
    YEARS,
)

_ROUND = 500
_CENTURY_TURN = 50
_HOLIDAY_WORDS = frozenset("black good ash easter cyber palm bloody super whit shrove".split())
_YEAR_CUES = PREPOSITIONS | frozenset("( circa c ca spring summer autumn fall winter year years".split())
_NUMERIC_DATE = re.compile(r"([0-9]{1,4})([-/.])([0-9]{1,2})\2([0-9]{1,4})")


def month(scan: Scan, i: int) -> Piece | None:
    """Read a month with the day and year beside it ("30 December 2022", "Dec. 30th, '98", "March 3-5")."""
    number = MONTHS[scan.words[i]]
    end = i + (
        scan.word(i + 1) == "." and scan.words[i] not in {"may", "june", "july", "march"} and len(scan.words[i]) < 5
    )
    first, day, last_day = _day_before(scan, i)
    if not day and (after := _day_after(scan, end)):
        day, last_day, end = after
    year = _year_after(scan, end)
    if year:
        end = year[1]
    elif not day and whole(scan.word(i - 1), 2199) > 1000 and scan.word(i - 1) in YEARS:
        year, first = (YEARS[scan.word(i - 1)], end), i - 1
    if not day and not year and not _is_month(scan, i, end):
        return None
    if end > i and not year and scan.word(end) == "." and (end + 1 >= len(scan.words) or scan.capital(end + 1)):
        end -= 1
    prefix = f"{year[0]:04}" if year else "XXXX"
    value = f"{prefix}-{number:02}" + (f"-{day:02}" if day else "")
    if last_day:
        value += f"/{prefix}-{number:02}-{last_day:02}"
    return Piece(first, end, "DATE", value, "<day> <month> <year>" if day else "<month>")


def _is_month(scan: Scan, i: int, end: int) -> bool:
    """Tell a bare month from the verb, the name or the noun of the same letters."""
    word, before = scan.words[i], scan.word(i - 1)
    if word == "sept" or (word not in SHY and word not in NAMES):
        return len(word) > 3 or end > i or before in PREPOSITIONS or scan.capital(i)
    if before in {"in", "since", "until", "till", "of"} and word != "mar":
        return scan.capital(i) or word == "may"
    if not scan.capital(i):
        return False
    if before in PREPOSITIONS:
        return (
            not (word in {"may", "march"} and before in {"as", "than", "about", "around", "next", "this", "each"})
            or before == "this"
        )
    if word in SHY:
        return before in {"-", "/"} or scan.word(i + 1) in {"-", "/"}
    named = scan.capital(i + 1) and scan.word(i + 1).isalpha() and not names_time(scan.word(i + 1))
    return not named and before not in {"mrs", "ms", "miss", "."}


def _day_before(scan: Scan, i: int) -> tuple[int, int, int]:
    """Return first token, day and last day (0 when there is none) before the month at ``i``."""
    at = i - 1
    if scan.word(at) in {"of", "-", "/"}:
        at -= 1
    end = _day_ending(scan, at)
    if not end or (
        scan.word(i - 1) == "of" and scan.word(at).isdigit() and scan.word(at - 1) not in {"and", "-", "to"}
    ):
        return i, 0, 0
    day, first = end
    if scan.word(first - 1) in {"-", "to", "and"} and (start := _day_ending(scan, first - 2)) and start[0] < day:
        opener = scan.word(start[1] - 1)
        if scan.word(first - 1) == "-" or opener in {"from", "between"}:
            return start[1] - (opener in {"from", "between"}), start[0], day
    if scan.word(first - 1) == "the":
        first -= 1
    return first, day, 0


def _day_ending(scan: Scan, at: int) -> tuple[int, int] | None:
    """Return the day of a month that ends at token ``at`` and its first token."""
    day = whole(scan.word(at), 31)
    if day:
        money = scan.word(at - 1) in {"$", "€", "£", "."}
        return None if money or (scan.word(at - 1) in {":", ","} and scan.glued(at - 1)) else (day, at)
    ordinal = ordinal_before(scan, at)
    return ordinal if ordinal and ordinal[0] <= 31 else None


def _day_after(scan: Scan, end: int) -> tuple[int, int, int] | None:
    """Return day, last day (or 0) and last token of the day written after the month that ends at ``end``."""
    at = end + 1
    if scan.word(at) in {"the", "/", "-"}:
        at += 1
    found = day_at(scan, at)
    if not found or scan.word(found[1] + 1) in COUNTED or scan.word(found[1] + 1) in UNITS:
        return None
    day, last = found
    if scan.word(last + 1) == ":" and scan.glued(last):
        return None
    if scan.word(last + 1) in {"-", "to", "and"} and (second := day_at(scan, last + 2)):
        after = scan.word(second[1] + 1)
        joined = scan.word(last + 1) == "-" or scan.word(end - 1) in {"from", "between"} or scan.word(end - 2) == "from"
        if joined and second[0] > day and after not in COUNTED and after not in MONTHS:
            return day, second[0], second[1]
    return day, 0, last


def _year_after(scan: Scan, end: int) -> tuple[int, int] | None:
    """Return the year written after token ``end`` ("2022", ", 2022", "of 2022", "'98") and its last token."""
    at = end + 1
    if scan.word(at) in {",", "-", "/"} or (scan.word(at) == "of" and scan.word(at + 1) in YEARS):
        at += 1
    if scan.word(at) in YEARS and scan.word(at + 1) not in COUNTED:
        return YEARS[scan.word(at)], at
    if scan.word(at) == "'" and scan.glued(at) and len(scan.word(at + 1)) == 2 and whole(scan.word(at + 1), 99):
        return short_year(int(scan.word(at + 1))), at + 1
    return None


def short_year(year: int) -> int:
    """Return the year that two digits stand for: up to 50 in this century.

    >>> short_year(98), short_year(7)
    (1998, 2007)
    """
    return year + (2000 if year <= _CENTURY_TURN else 1900)


def weekday(scan: Scan, i: int) -> Piece | None:
    """Read a weekday ("Friday", "every Monday", "tuesday the eleventh"); the one meant is told later."""
    word, before = scan.words[i], scan.word(i - 1)
    if before in _HOLIDAY_WORDS:
        return None
    number = WEEKDAYS[word]
    end = i
    if len(word) <= 5 and not word.endswith("day"):
        end += scan.word(i + 1) == "."
        company = names_time(scan.word(end + 1)) or scan.word(end + 1) == "," or before in PREPOSITIONS
        if not scan.capital(i) or (word in SHY and not company):
            return None
    if before in {"every", "each"}:
        return Piece(i - 1, end, "SET", f"XXXX-WXX-{number}", "every <weekday>")
    if word.endswith("days"):
        return Piece(i, end, "SET", f"XXXX-WXX-{number}", "<weekday>s")
    shift = _SHIFTS.get(before)
    if shift is not None:
        first = i - 1 - (scan.word(i - 2) in {"the", "this"})
        return Piece(first, end, "DATE", _weekday_of(scan, number, shift), f"{before} <weekday>")
    return Piece(i, end, "DATE", f"XXXX-WXX-{number}", "<weekday>")


_SHIFTS = {"last": -1, "previous": -1, "past": -1, "this": 0, "next": 1, "following": 1, "coming": 1}


def _weekday_of(scan: Scan, number: int, shift: int) -> str:
    if scan.now is None:
        return f"XXXX-WXX-{number}"
    ordinal = scan.now.toordinal() - scan.now.weekday() + 7 * shift + number - 1
    return date.fromordinal(min(max(ordinal, 1), date.max.toordinal())).isoformat()


def year(scan: Scan, i: int) -> Piece | None:
    """Read a year, a pair of years ("2019-20") or a decade in figures ("the 1990s"), and no model or count."""
    number, before, after = YEARS[scan.words[i]], scan.word(i - 1), scan.word(i + 1)
    if after == "s" and scan.glued(i):
        return _decade(scan, i, i + 1, number)
    if after == "'" and scan.word(i + 2) == "s" and scan.glued(i) and scan.glued(i + 1) and number % 10 == 0:
        return _decade(scan, i, i + 2, number)
    if not _is_year(scan, i, number):
        return None
    if after in {"-", "/"} and scan.glued(i):
        pair = _second_year(scan, i, number)
        if pair:
            return pair
        if scan.glued(i + 1) and scan.word(i + 2) in {"q", "h"}:
            return _part(scan, i, i + 2)
    if after in {"q", "h"}:
        return _part(scan, i, i + 1)
    first = i - (before == "'" and scan.glued(i - 1))
    return Piece(first, i, "DATE", f"{number:04}", "<year>")


def _is_year(scan: Scan, i: int, number: int) -> bool:
    before, after = scan.word(i - 1), scan.word(i + 1)
    if before in NOT_YEAR or before in {"$", "€", "£", "¥", "#", "+"} or after in {"%", "°"}:
        return False
    if before in {".", ",", ":", "/"} and scan.glued(i - 1) and i > 1:
        return False
    if (
        before == "-"
        and scan.glued(i - 1)
        and scan.glued(i - 2)
        and not names_time(scan.word(i - 2))
        and scan.word(i - 2) not in {"mid", "pre", "post", "late", "early"}
    ):
        return False
    if (
        after == "-"
        and scan.glued(i)
        and scan.glued(i + 1)
        and (scan.word(i + 2) in UNITS or scan.word(i + 2) in COUNTED)
    ):
        return False
    if scan.glued(i) and after.isalpha():
        return after in {"q", "h"}
    if scan.glued(i - 1) and before.isalpha():
        return False
    cued = before in _YEAR_CUES or names_time(before) or before in SEASONS
    if after in COUNTED or after in UNITS:
        return False
    if 1900 <= number < 2100:
        return cued or number % _ROUND != 0 or before in DETERMINERS or scan.word(i + 1) in {"", ".", ",", ")"}
    return (
        before in {"in", "since", "by", "until", "from", "between", "before", "after", "circa", "("} and number < 2200
    )


def _decade(scan: Scan, i: int, last: int, number: int) -> Piece | None:
    if number % 100 == 0 and number < 1900:
        value = f"{number // 100:02}"
    elif number % 10 == 0:
        value = f"{number // 10:03}"
    else:
        return None
    return Piece(i - (scan.word(i - 1) == "the"), last, "DATE", value, "the <decade>")


def _second_year(scan: Scan, i: int, number: int) -> Piece | None:
    text = scan.word(i + 2)
    if not scan.glued(i + 1) or not (text.isascii() and text.isdigit()):
        return None
    if len(text) == 4 and text in YEARS and YEARS[text] > number:
        return Piece(i, i + 2, "DATE", f"{number}/{text}", "<year>-<year>")
    if len(text) > 2 or scan.word(i + 3) == "-":
        return None
    small = int(text)
    if len(text) == 2 and small > number % 100:
        return Piece(i, i + 2, "DATE", f"{number}/{number // 100:02}{text}", "<year>-<year>")
    if 1 <= small <= 12:
        return Piece(i, i + 2, "DATE", f"{number}-{small:02}", "<year>-<month>")
    return None


def short_decade(scan: Scan, i: int) -> Piece | None:
    """Read a decade of two figures ("the 90s", "the '80s"); the anchor is its "s"."""
    at = i - 1 - (scan.word(i - 1) == "'")
    text = scan.word(at)
    if not (len(text) == 2 and text.isascii() and text.isdigit() and text[1] == "0" and scan.glued(at)):
        return None
    first = at - (scan.word(at - 1) == "'")
    before = scan.word(first - 1)
    if first == at and before not in {"the", "early", "late", "mid", "-", "and"}:
        return None
    decade = int(text) // 10
    return Piece(first - (before == "the"), i, "DATE", f"{'20' if decade < 3 else '19'}{decade}", "the <decade>")


def word_decade(scan: Scan, i: int) -> Piece | None:
    """Read a decade in words ("the nineties"), unless it is somebody's age."""
    before = scan.word(i - 1)
    if before not in {"the", "early", "late", "mid", "-", "nineteen", "roaring"}:
        return None
    decade = DECADES[scan.words[i]] // 10
    return Piece(
        i - 1 if before in {"the", "nineteen"} else i,
        i,
        "DATE",
        f"{'20' if decade < 2 else '19'}{decade}",
        "the <decade>",
    )


def quarter_sign(scan: Scan, i: int) -> Piece | None:
    """Read "Q3", "H1 2022", "3Q" and "1H22"; the anchor is the letter."""
    if whole(scan.word(i + 1), 4) and scan.glued(i):
        return _part(scan, i, i)
    before = scan.word(i - 1)
    letter = scan.words[i].upper()
    if whole(before, 4 if letter == "Q" else 2) and scan.glued(i - 1):
        year, last = "XXXX", i
        if scan.glued(i) and len(scan.word(i + 1)) == 2 and whole(scan.word(i + 1), 99):
            year, last = f"{short_year(int(scan.word(i + 1)))}", i + 1
        elif scan.word(i + 1) in YEARS:
            year, last = scan.word(i + 1), i + 1
        return Piece(i - 1, last, "DATE", f"{year}-{letter}{before}", "<n>Q")
    return None


def _part(scan: Scan, i: int, at: int) -> Piece | None:
    """Read a quarter or half whose letter stands at ``at``, with the year before (at ``i``) or after it."""
    letter, number = scan.word(at).upper(), whole(scan.word(at + 1), 4)
    if not number or not scan.glued(at) or (letter == "H" and number > 2):
        return Piece(i, i, "DATE", scan.words[i], "<year>") if i < at else None
    if i < at:
        return Piece(i, at + 1, "DATE", f"{scan.words[i]}-{letter}{number}", "<year> Q<n>")
    year = _year_after(scan, at + 1)
    return Piece(
        at, year[1] if year else at + 1, "DATE", f"{year[0] if year else 'XXXX'}-{letter}{number}", "Q<n> <year>"
    )


def season(scan: Scan, i: int) -> Piece | None:
    """Read a season ("next spring", "the winter of 2021"), unless the word is a verb or another noun."""
    word, before, after = scan.words[i], scan.word(i - 1), scan.word(i + 1)
    cued = before in {
        "last",
        "next",
        "this",
        "in",
        "since",
        "by",
        "until",
        "early",
        "late",
        "mid",
        "every",
        "each",
        "following",
        "coming",
        "past",
        "previous",
    }
    the = before == "the" and word != "fall"
    dated = after in YEARS or (after == "of" and scan.word(i + 2) in YEARS)
    if word == "fall" and before in {"in", "early", "late", "mid", "by", "a"} and not dated:
        return None
    if not (cued or dated or (the and word != "spring")):
        return None
    code = SEASONS[word]
    if before in {"every", "each"}:
        return Piece(i - 1, i, "SET", f"XXXX-{code}", "every <season>")
    if dated:
        last = i + 1 + (after == "of")
        return Piece(i - the, last, "DATE", f"{scan.word(last)}-{code}", "<season> <year>")
    shift = _SHIFTS.get(before)
    if shift is None:
        return Piece(i - the, i, "DATE", f"XXXX-{code}", "<season>")
    value = f"XXXX-{code}" if scan.now is None else _season_near(scan.now, code, shift)
    return Piece(i - 1, i, "DATE", value, f"{before} <season>")


def _season_near(now: date, code: str, shift: int) -> str:
    first = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[code]
    year = now.year - (code == "WI" and now.month < 3)
    started = (now.year - year) * 12 + now.month >= first
    over = (now.year - year) * 12 + now.month >= first + 3
    if shift < 0:
        year -= not over
    elif shift > 0:
        year += started
    return f"{year:04}-{code}"


def numeric(scan: Scan, i: int) -> Piece | None:
    """Read a date in figures (2022-12-30, 30/12/2022, 12/30/22, 30.12.2022); day and month by what is possible."""
    start = scan.tokens.starts[i]
    match = _NUMERIC_DATE.match(scan.tokens.folded, start)
    if not match:
        return None
    last = i
    while last + 1 < len(scan.words) and scan.tokens.ends[last] < match.end():
        last += 1
    if scan.tokens.ends[last] != match.end() or (
        last + 1 < len(scan.words) and scan.glued(last) and scan.words[last + 1] in {"-", "/"}
    ):
        return None
    value = _numeric_value(match)
    return Piece(i, last, "DATE", value, "<day>/<month>/<year>") if value else None


def _numeric_value(match: re.Match[str]) -> str | None:
    one, separator, two, three = match.groups()
    if len(one) == 4 and len(three) <= 2:
        year, month, day = int(one), int(two), int(three)
    elif len(one) <= 2 and (len(three) == 4 or (len(three) == 2 and separator == "/")):
        year = int(three) if len(three) == 4 else short_year(int(three))
        month, day = int(one), int(two)
        if month > 12 or separator == ".":
            month, day = day, month
    else:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def month_day(scan: Scan, i: int) -> Piece | None:
    """Read a bare day of the month after a preposition ("on the 30th"), as its ordinal word allows."""
    found = ordinal_before(scan, i)
    if (
        not found
        or found[0] > 31
        or scan.word(found[1] - 1) != "the"
        or scan.word(found[1] - 2) not in {"on", "by", "until"}
    ):
        return None
    after = scan.word(i + 1)
    if after.isalpha() and after not in {"and", "to", "at", "of", "when", "before", "after"}:
        return None
    return Piece(found[1] - 1, i, "DATE", f"XXXX-XX-{found[0]:02}", "the <ordinal>") if after != "of" else None
