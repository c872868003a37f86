"""Dates as they are written: months with days and years, weekdays, numeric dates.

Each rule is called at its anchor (``i``) and gives the piece around it, or None.
"""

from __future__ import annotations

from datetime import date

from workbench.grammar.calendar import add_days, add_months
from workbench.grammar.number import ORDINAL_SUFFIXES
from workbench.grammar.pieces import (
    PART,
    PREPOSITIONS,
    Piece,
    Scan,
    day_at,
    names_time,
    number_before,
    ordinal_before,
    whole,
)
from workbench.grammar.rules import rule
from workbench.grammar.tenses import is_limit
from workbench.grammar.timewords import (
    COUNTED,
    MONTHS,
    NAMES,
    ORDINALS,
    PARTS,
    SHY,
    UNITS,
    WEEKDAYS,
    YEARS,
)

_CENTURY_TURN = 50
_BEFORE_NAME = frozenset(("and", "at", "with", "for"))
_NOT_OF_MONTH = frozenset("on for to of was is from through government ministry administration cabinet led".split())
_QUARTERS = {3: 1, 6: 2, 9: 3, 12: 4}
_HOLIDAY_WORDS = frozenset("black good ash easter cyber palm bloody super whit shrove".split())


@rule(
    MONTHS,
    yes=(
        ("It opened on 30 December 2021.", "2021-12-30"),
        ("The deal of Dec. 30th, 2019 holds.", "2019-12-30"),
        ("It closed on the 2nd of March '98.", "1998-03-02"),
        ("Sales fell in October.", "2022-10"),
        ("The bill passed on March 3-5, 2020.", "2020-03-03/2020-03-05"),
        ("They meet on May twenty-first 2021.", "2021-05-21"),
        ("It will open in March.", "2023-03"),
        ("They met last December.", "2021-12"),
        ("They met in 2014 and parted the following March.", "2014 2015-03"),
        ("It must end no later than May.", "2023-05"),
        ("It has fallen since the September quarter.", "2022-Q3"),
        ("It was below March's peak.", "2022-03"),
        ("It was stronger than in the May Report.", "2022-05"),
        ("They met on 17 and 18 September.", "2022-09-17/2022-09-18"),
    ),
    no=(
        "Prices may rise.",
        "The troops march on.",
        "The sun came out.",
        "April Jones said no.",
        "An august body met.",
        "They sat and wed.",
        "Clauses 1 and 2 may apply.",
        "Ann Lee and June Carter sang.",
        "It stops at May Street.",
    ),
)
def month(scan: Scan, i: int) -> Piece | None:
    """Read a month with the day and year beside it ("30 December 2022", "Dec. 30th, '98", "March 3-5")."""
    number = MONTHS[scan.words[i]]
    end = i + (
        scan.word(i + 1) == "." and scan.words[i] not in {"may", "june", "july", "march"} and len(scan.words[i]) < 5
    )
    first, day, last_day = _day_before(scan, i)
    if not day and (after := _day_after(scan, end)):
        day, last_day, end = after
    year = year_after(scan, end)
    if year:
        end = year[1]
    elif not day and whole(scan.word(i - 1), 2199) > 1000 and scan.word(i - 1) in YEARS:
        year, first = (YEARS[scan.word(i - 1)], end), i - 1
    if not day and not year:
        if scan.word(i + 1) == "quarter" and number in _QUARTERS and scan.capital(i):
            return Piece(
                i - (scan.word(i - 1) == "the"), i + 1, "DATE", f"XXXX-Q{_QUARTERS[number]}", "<month> quarter"
            )
        if not _is_month(scan, i, end):
            return None
        shift = SHIFTS.get(scan.word(i - 1))
        if scan.word(i - 1) in BESIDE_LAST and scan.word(i - 2) == "the":
            told = BESIDE_LAST[scan.word(i - 1)]
            return Piece(i - 2, i, "DATE", f"XXXX-{number:02}", "the following <month>", follow=("?", told))
        if shift is not None and scan.now:
            return Piece(i - 1, i, "DATE", _month_near(scan.now, number, shift), f"{scan.word(i - 1)} <month>")
    if end > i and not year and scan.word(end) == "." and (end + 1 >= len(scan.words) or scan.capital(end + 1)):
        end -= 1
    prefix = f"{year[0]:04}" if year else "XXXX"
    value = f"{prefix}-{number:02}" + (f"-{day:02}" if day else "")
    if last_day:
        value += f"/{prefix}-{number:02}-{last_day:02}"
    return Piece(first, end, "DATE", value, "<day> <month> <year>" if day else "<month>")


def _month_near(now: date, number: int, shift: int) -> str:
    """Return the month of this year, the last one before this month, or the next one after it."""
    year = now.year - (shift < 0 and number >= now.month) + (shift > 0 and number <= now.month)
    return f"{year:04}-{number:02}"


def _is_month(scan: Scan, i: int, end: int) -> bool:
    """Tell a bare month from the verb, the name or the noun of the same letters."""
    word, before = scan.words[i], scan.word(i - 1)
    if word == "apr" and before in {"%", "percent"}:  # the annual percentage rate
        return False
    if word == "sept" or (word not in SHY and word not in NAMES):
        return len(word) > 3 or end > i or before in PREPOSITIONS or scan.capital(i)
    if before in BESIDE_LAST:
        return scan.capital(i)
    if before in {"in", "since", "until", "till", "of"} and word != "mar":
        return scan.capital(i) or word == "may" or (before != "of" and word in {"jan", "march", "april", "june"})
    if scan.capital(i) and before in {"the", "'s"} and word in SHY and scan.word(i + 1) not in _NOT_OF_MONTH:
        return word == "march" or (word == "may" and before == "the" and scan.word(i + 1).isalpha())
    if scan.capital(i) and scan.word(i + 1) == "'s" and word == "march":
        return True
    if not scan.capital(i):
        dated = i > 0 and scan.words[i - 1] in YEARS
        return word in NAMES and word not in SHY and (dated or before in {"from", "to", "between", "through"})
    if before in _BEFORE_NAME and scan.titled(i + 1) and word in NAMES and not names_time(scan.word(i - 2)):
        return names_time(scan.word(i + 1))
    if before in PREPOSITIONS:
        return (
            not (word in {"may", "march"} and before in {"as", "than", "about", "around", "next", "this", "each"})
            or before == "this"
            or is_limit(scan.words, i - 1)
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
    if (
        end
        and scan.word(i - 1) == scan.word(at)
        and scan.words[i] == "may"
        and not scan.capital(i)
        and _is_verb(scan, i, at)
    ):
        return i, 0, 0
    if not end or (scan.word(i - 1) == "of" and scan.word(at).isdigit() and not _before_day(scan, at - 1)):
        return i, 0, 0
    day, first = end
    if scan.word(first - 1) in {"-", "to", "and"} and (start := _day_ending(scan, first - 2)) and start[0] < day:
        opener = scan.word(start[1] - 1)
        of_month = scan.word(i - 1) == "of" and scan.word(first - 1) == "to" and _before_day(scan, start[1] - 1)
        both = scan.word(first - 1) == "and" and day == start[0] + 1 and opener in {"on", "the"}
        if scan.word(first - 1) == "-" or opener in {"from", "between"} or of_month or both:
            return start[1] - (opener in {"from", "between"}), start[0], day
    if scan.word(first - 1) == "the":
        first -= 1
    return first, day, 0


def _is_verb(scan: Scan, i: int, at: int) -> bool:
    """Tell of "P2 may have", "clause 2 may apply"."""
    after = scan.word(i + 1)
    named = scan.glued(at - 1) and scan.word(at - 1).isalpha()
    return named or (
        after.isalpha() and after not in PREPOSITIONS and after not in {"and", "or", "next", "last", "this"}
    )


def _before_day(scan: Scan, at: int) -> bool:
    """Tell whether a bare number after token ``at`` may be a day: no noun or verb stands before it."""
    word = scan.word(at)
    return not word.isalnum() or word in PREPOSITIONS or word == "the"


def _day_ending(scan: Scan, at: int) -> tuple[int, int] | None:
    """Return the day of a month that ends at token ``at`` and its first token."""
    day = whole(scan.word(at), 31)
    if day:
        money = scan.word(at - 1) in {"$", "€", "£", "."}
        return (
            None
            if money or (scan.word(at - 1) in {":", ","} and scan.glued(at - 1) and scan.word(at - 2)[:1].isdigit())
            else (day, at)
        )
    ordinal = ordinal_before(scan, at)
    return ordinal if ordinal and ordinal[0] <= 31 else None


def _day_after(scan: Scan, end: int) -> tuple[int, int, int] | None:
    """Return day, last day (or 0) and last token of the day written after the month that ends at ``end``."""
    at = end + 1
    if scan.word(at) in {"the", "/", "-"} or (scan.word(at) == "," and scan.word(at + 2) in ORDINAL_SUFFIXES):
        at += 1
    found = day_at(scan, at)
    if not found or scan.word(found[1] + 1) in COUNTED or scan.word(found[1] + 1) in UNITS:
        return None
    day, last = found
    if scan.word(last + 1) == ":" and scan.glued(last):
        return None
    if scan.word(last + 1) in {"-", "to", "and", "through", "thru", "until"} and (second := day_at(scan, last + 2)):
        after = scan.word(second[1] + 1)
        joined = (
            scan.word(last + 1) in {"-", "through", "thru"}
            or scan.word(end - 1) in {"from", "between"}
            or scan.word(end - 2) == "from"
        )
        if joined and second[0] > day and after not in COUNTED and after not in MONTHS:
            return day, second[0], second[1]
    return day, 0, last


def year_after(scan: Scan, end: int) -> tuple[int, int] | None:
    """Return the year written after token ``end`` ("2022", ", 2022", "of 2022", "'98") and its last token."""
    at = end + 1
    if scan.word(at) in {",", "-", "/"} or (
        scan.word(at) == "of" and (scan.word(at + 1) in YEARS or scan.word(at + 1) == "'")
    ):
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


@rule(
    WEEKDAYS,
    yes=(
        ("He spoke on Monday.", "2022-12-26"),
        ("He spoke on Friday.", "2022-12-30"),
        ("It opens every Tuesday.", "XXXX-WXX-2"),
        ("It opens every other Friday.", "XXXX-WXX-5"),
        ("The vote will be held on Thursday.", "2023-01-05"),
        ("They met last Wednesday.", "2022-12-21"),
        ("They will meet this coming Wednesday.", "2023-01-04"),
        ("They met on 4 March 2021 and the following Monday.", "2021-03-04 2021-03-08"),
        ("They met on Monday the 12th.", "2022-12-12"),
        ("They meet on Tue 13th.", "2022-12-13"),
        ("I am back Mon 19th", "2022-12-19"),
        ("See you on Monday week.", "2023-01-09"),
        ("It opens the Saturday after next.", "2023-01-07"),
        ("They met two Sundays ago.", "2022-12-18"),
        ("They meet two Sundays from now.", "2023-01-08"),
        ("They meet every second Friday.", "XXXX-WXX-5"),
        ("It was Friday the 13th.", "2023-01-13"),
    ),
    no=(
        "They sat down.",
        "The couple wed.",
        "It was on a Sunday.",
        "They saw the Sun, then rain.",
        "He wrote for the Sunday Times.",
    ),
)
def weekday(scan: Scan, i: int) -> Piece | None:
    """Read a weekday ("Friday", "every Monday", "tuesday the eleventh"); the one meant is told later."""
    word, before = scan.words[i], scan.word(i - 1)
    if before in _HOLIDAY_WORDS or (before == "a" and _is_any(scan, i)) or (before == "the" and scan.heads_name(i)):
        return None
    if word == "sun" and before == "the":
        return None
    number = WEEKDAYS[word]
    end = i
    if len(word) <= 5 and not word.endswith("day"):
        end += scan.word(i + 1) == "."
        dated = _numbered(scan, end)
        company = names_time(scan.word(end + 1)) or scan.word(end + 1) == "," or before in PREPOSITIONS
        company = company or (i > 0 and scan.words[i - 1] in UNITS) or dated is not None
        if not dated and (not scan.capital(i) or (word in SHY and not company)):
            return None
    if before in {"every", "each"}:
        return Piece(i - 1, end, "SET", f"XXXX-WXX-{number}", "every <weekday>")
    if scan.word(i - 2) == "every" and before in ORDINALS:
        return Piece(i - 2, end, "SET", f"XXXX-WXX-{number}", "every <ordinal> <weekday>")
    away = scan.word(end + 1) in {"ago", "hence"} or scan.words[end + 1 : end + 3] == ["from", "now"]
    if word.endswith("days") and away and (weeks := number_before(scan, i - 1)):
        return _weeks_away(scan, i, number, weeks)
    if before == "other" and scan.word(i - 2) == "every":
        return Piece(i - 2, end, "SET", f"XXXX-WXX-{number}", "every other <weekday>")
    if scan.word(end + 1) in {"of", "in"} and (nth := _nth(scan, i - 1)):
        first = nth[1] - (scan.word(nth[1] - 1) == "the")
        return Piece(first, end, "DATE", f"{nth[0]}{number}", PART)
    if word.endswith("days"):
        return Piece(i, end, "SET", f"XXXX-WXX-{number}", "<weekday>s")
    if dated := _numbered(scan, end):
        return Piece(i, dated[1], "DATE", _day_called(scan.now, number, dated[0]), "<weekday> the <day>")
    after_next = scan.words[end + 1 : end + 3] == ["after", "next"]
    if scan.now and (after_next or (scan.word(end + 1) == "week" and not scan.word(end + 2).isalpha())):
        coming = add_days(scan.now, (number - scan.now.isoweekday() - 1) % 7 + 8)
        return Piece(i, end + 1 + after_next, "DATE", coming.isoformat(), "<weekday> week")
    shift = SHIFTS.get(before)
    if before in BESIDE_LAST and scan.word(i - 2) == "the":
        value = f"XXXX-WXX-{number}"
        return Piece(i - 2, end, "DATE", value, "the following <weekday>", follow=("?", BESIDE_LAST[before]))
    if before == "coming" and scan.now:
        first = i - 1 - (scan.word(i - 2) in {"the", "this"})
        day = add_days(scan.now, (number - scan.now.isoweekday() - 1) % 7 + 1)
        return Piece(first, end, "DATE", day.isoformat(), "coming <weekday>")
    if shift is not None:
        first = i - 1 - (scan.word(i - 2) in {"the", "this"})
        return Piece(first, end, "DATE", _weekday_of(scan, number, shift), f"{before} <weekday>")
    return Piece(i, end, "DATE", f"XXXX-WXX-{number}", "<weekday>")


def _weeks_away(scan: Scan, i: int, number: int, weeks: tuple[str, int]) -> Piece | None:
    """Read "two Sundays ago"."""
    if scan.now is None or not weeks[0].isdigit() or len(weeks[0]) > 3:
        return None
    count = int(weeks[0])
    if scan.word(i + 1) == "ago":
        shift = -((scan.now.isoweekday() - number - 1) % 7 + 1) - 7 * (count - 1)
    else:
        shift = (number - scan.now.isoweekday() - 1) % 7 + 1 + 7 * (count - 1)
    last = i + 1 + (scan.word(i + 1) == "from")
    return Piece(weeks[1], last, "DATE", add_days(scan.now, shift).isoformat(), "<number> <weekday>s ago")


def _is_any(scan: Scan, i: int) -> bool:
    """Tell whether "on a Sunday" means any Sunday, and not the one of "in a Sunday interview"."""
    return scan.word(i - 2) == "on" and scan.word(i + 1) not in PARTS


def _nth(scan: Scan, i: int) -> tuple[int, int] | None:
    """Return which weekday of a month the ordinal at token ``i`` counts (-1 the last) and its first token."""
    if scan.word(i) == "last":
        return (-1, i) if scan.word(i - 1) == "the" else None
    found = ordinal_before(scan, i)
    return found if found and 1 <= found[0] <= 5 else None


def _numbered(scan: Scan, end: int) -> tuple[int, int] | None:
    """Return the day of the month told after a weekday ("the 12th", "13th", "the eleventh") and its last token."""
    at = end + 1 + (scan.word(end + 1) == "the")
    found = day_at(scan, at)
    if (
        not found
        or scan.word(found[1]).isdigit()
        or scan.word(found[1] + 1) == "of"
        or names_time(scan.word(found[1] + 1))
    ):
        return None
    return found if scan.word(found[1]) in ORDINAL_SUFFIXES or scan.word(end + 1) == "the" else None


def _day_called(now: date | None, weekday: int, day: int) -> str:
    """Return the day of a month nearest to now that falls on a weekday: "Tuesday the 11th"."""
    for months in _NEARBY if now else ():
        assert now is not None
        month = add_months(now.replace(day=1), months)
        named = add_days(month, day - 1)
        if named.month == month.month and named.isoweekday() == weekday:
            return named.isoformat()
    return f"XXXX-XX-{day:02}"


_NEARBY = (0, -1, 1, -2, 2, -3, 3, -4, 4, -5, 5, -6, 6)
BESIDE_LAST = {"following": 1, "previous": -1, "preceding": -1}
SHIFTS = {"last": -1, "previous": -1, "past": -1, "this": 0, "next": 1, "following": 1, "coming": 1}


def _weekday_of(scan: Scan, number: int, shift: int) -> str:
    if scan.now is None:
        return f"XXXX-WXX-{number}"
    ordinal = scan.now.toordinal() - scan.now.weekday() + 7 * shift + number - 1
    return date.fromordinal(min(max(ordinal, 1), date.max.toordinal())).isoformat()
