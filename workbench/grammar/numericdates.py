"""Dates in figures: "2022-12-30", "30/12/2022", "on 12/30", "10/1-11/2/2017"."""

from __future__ import annotations

import re
from datetime import date

from workbench.grammar.calendar import interval_of
from workbench.grammar.dates import short_year, year_after
from workbench.grammar.pieces import Piece, Scan, whole
from workbench.grammar.rules import rule
from workbench.grammar.timewords import COUNTED, UNITS, WEEKDAYS, YEARS

_DATE = re.compile(r"([0-9]{1,4})([-/.])([0-9]{1,2})(?:\2([0-9]{1,4}))?(?![0-9])")
_SURE = frozenset("on until till since due dated before after".split())
_LIKELY = frozenset("by from between to".split())
_DATED = frozenset("on dated due by from until till between to and or ,".split())
_LINKS = frozenset((",", "or", "and", "to", "-"))
_LONGEST_PART = 10


@rule(
    yes=(
        ("Paid on 30/11/2022.", "2022-11-30"),
        ("The law changed after 9/11.", "2001-09-11"),
        ("Paid on 2022-11-30.", "2022-11-30"),
        ("Paid on 30.11.2022.", "2022-11-30"),
        ("Paid on 11/30/22.", "2022-11-30"),
        ("Paid on 20221130.", "2022-11-30"),
        ("It ran from 03/2016 to 12-2018.", "2016-03/2018-12"),
        ("They met on 11/20, 11/22 and 11/25.", "2022-11-20 2022-11-22 2022-11-25"),
        ("The fair was on 9/2/2016-9/6/2016.", "2016-09-02/2016-09-06"),
        ("It was closed from 8/21 to 11/9.", "2022-08-21/2022-11-09"),
        ("The fair ran 10/1-11/2/2017.", "2017-10-01/2017-11-02"),
    ),
    no=(
        "Version 1.10.2 is out.",
        "It is at 99/99/9999.",
        "It fell by 2/3.",
        "Open 24/7.",
        "Up from 1/4 to 1/2.",
        "File 20221130 is lost.",
    ),
)
def numeric(scan: Scan, i: int) -> Piece | None:
    """Read a date in figures, or two that bound a stretch; day and month by what is possible, else month first."""
    one = _part_at(scan, i)
    if one is None:
        return _packed(scan, i) or _month_of(scan, i)
    value, last = one
    if value == "XXXX-09-11" and (scan.words[i - 1] if i else "") not in _DATED and scan.word(last + 1) != "-":
        return Piece(i, last, "DATE", "2001-09-11", "9/11")
    other = _part_at(scan, last + 2) if scan.word(last + 1) == "-" else None
    if other is None:
        if scan.glued(last) and scan.word(last + 1) in {"-", "/"}:
            return None
        partial = value.startswith("XXXX")
        return Piece(i, last, "DATE", value, "<day>/<month>/<year>") if not partial or _is_told(scan, i, last) else None
    year = year_after(scan, other[1]) if other[0].startswith("XXXX") else None
    end = f"{year[0]:04}{other[0][4:]}" if year else other[0]
    start = end[:4] + value[4:] if value.startswith("XXXX") else value
    return Piece(i, year[1] if year else other[1], "DATE", f"{start}/{end}", "<date>-<date>")


def _packed(scan: Scan, i: int) -> Piece | None:
    """Read "20221130"."""
    word = scan.word(i)
    if len(word) != _PACKED or not (word.isascii() and word.isdigit()):
        return None
    value = f"{word[:4]}-{word[4:6]}-{word[6:]}"
    told = scan.word(i - 1) in _SURE | _DATED and interval_of(value)[0]
    return Piece(i, i, "DATE", value, "<yyyymmdd>") if told else None


def _month_of(scan: Scan, i: int) -> Piece | None:
    """Read "12-2015" and "03/2016" behind a preposition."""
    month, year = whole(scan.word(i), 12), scan.word(i + 2)
    told = month and scan.word(i + 1) in {"-", "/"} and year in YEARS and scan.glued(i) and scan.glued(i + 1)
    if not told or scan.word(i - 1) not in _MONTH_CUES or scan.word(i + 3) in COUNTED or scan.word(i + 3) in {"-", "/"}:
        return None
    return Piece(i, i + 2, "DATE", f"{year}-{month:02}", "<month>/<year>")


_PACKED = 8
_MONTH_CUES = frozenset("in since by until from to through before after dated of".split())


def _part_at(scan: Scan, i: int) -> tuple[str, int] | None:
    """Return the date written from token ``i`` on, its year XXXX where there is none, and its last token."""
    if not scan.word(i)[:1].isdigit():
        return None
    match = _DATE.match(scan.tokens.folded, scan.tokens.starts[i])
    if not match or (match[4] is None and match[2] != "/"):
        return None
    last = i
    while last + 1 < len(scan.words) and scan.tokens.ends[last] < match.end():
        last += 1
    if scan.tokens.ends[last] != match.end():
        return None
    value = _value(match)
    return (value, last) if value else None


def _value(match: re.Match[str]) -> str | None:
    one, separator, two, three = match.groups()
    if three is None:
        month, day, year = int(one), int(two), 2000
    elif len(one) == 4 and len(three) <= 2:
        year, month, day = int(one), int(two), int(three)
    elif len(one) <= 2 and (len(three) == 4 or (len(three) == 2 and separator == "/")):
        year = int(three) if len(three) == 4 else short_year(int(three))
        month, day = int(one), int(two)
    else:
        return None
    if len(one) <= 2 and (month > 12 or separator == "."):
        month, day = day, month
    try:
        filled = date(year, month, day).isoformat()
    except ValueError:
        return None
    return "XXXX" + filled[4:] if three is None else filled


def _is_told(scan: Scan, i: int, last: int) -> bool:
    """Tell whether "12/30" is a date and no fraction: by the words before it, or as one more of a list."""
    after = scan.word(last + 1)
    if after == "of" or after in UNITS or after in COUNTED:
        return False
    before = scan.words[i - 1] if i else ""
    if before in _SURE or before in WEEKDAYS:
        return True
    top, bottom = int(scan.words[i]), int(scan.words[last])
    if top < bottom <= _LONGEST_PART:
        return False
    listed = before in _LINKS and i > 2 and scan.words[i - 3] == "/" and scan.words[i - 2].isdigit()
    return before in _LIKELY or listed
