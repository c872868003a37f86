"""Bare days of the month: "on the 30th", "coffee on 29th"."""

from __future__ import annotations

from workbench.grammar.calendar import add_months, interval_of
from workbench.grammar.number import ORDINAL_SUFFIXES
from workbench.grammar.pieces import Piece, Scan, day_at, ordinal_before
from workbench.grammar.rules import rule
from workbench.grammar.timewords import MONTHS, PARTS


@rule(
    ("st", "nd", "rd", "th"),
    yes=(
        ("They met on the 12th.", "2022-12-12"),
        ("Coffee on 29th, she wrote.", "2022-12-29"),
        (
            "They will meet on the 20th of next month and on the 3rd and 4th of March.",
            "2023-01-20 2023-03-03/2023-03-04",
        ),
        ("Rent is due on the 5th of each month.", "XXXX-XX-05"),
        ("They met on the afternoon of the 12th.", "2022-12-12TAF"),
        ("The hall was booked on the 12th from 2 to 4pm.", "2022-12-12T14:00/2022-12-12T16:00"),
    ),
    no=("On the 12th floor.", "It came 12th."),
)
def month_day(scan: Scan, i: int) -> Piece | None:
    """Read a bare day of the month after a preposition ("on the 30th"), as its ordinal word allows."""
    found = ordinal_before(scan, i)
    if not found or found[0] > 31:
        return None
    the = scan.word(found[1] - 1) == "the"
    opener = scan.word(found[1] - 1 - the)
    after = scan.word(i + 1)
    parted = the and opener == "of" and scan.words[max(found[1] - 3, 0)] in PARTS
    if (opener not in _DAY_OPENERS and not parted) or (
        not the and (opener != "on" or scan.words[i] not in ORDINAL_SUFFIXES or after.isalpha())
    ):
        return None
    if (after.isalpha() and after not in _AFTER_DAY) or _is_paired(scan, i):
        return None
    if after == "of":
        return _of_month(scan, found[1] - the, i, found[0])
    return Piece(found[1] - the, i, "DATE", f"XXXX-XX-{found[0]:02}", "the <ordinal>")


def _of_month(scan: Scan, first: int, i: int, day: int) -> Piece | None:
    """Read "the 20th of next month", "the 5th of the month", "the 5th of each month"."""
    told = scan.word(i + 2)
    if scan.word(i + 3) != "month":
        return None
    value = f"XXXX-XX-{day:02}"
    if told in {"each", "every"}:
        return Piece(first, i + 3, "SET", value, "<day> of each month")
    if told == "the":
        return Piece(first, i + 3, "DATE", value, "<day> of the month")
    if told not in _MONTHS_OFF or scan.now is None:
        return None
    month = add_months(scan.now.replace(day=1), _MONTHS_OFF[told])
    value = f"{month.year:04}-{month.month:02}-{day:02}"
    return Piece(first, i + 3, "DATE", value, "<day> of next month") if interval_of(value)[0] else None


_MONTHS_OFF = {"last": -1, "this": 0, "next": 1}


def _is_paired(scan: Scan, i: int) -> bool:
    """Tell whether the day is the first of two that share their month: "the 3rd and 4th of October"."""
    if scan.word(i + 1) not in {"and", "or"}:
        return False
    at = i + 2 + (scan.word(i + 2) == "the")
    found = day_at(scan, at)
    return found is not None and scan.word(found[1] + 1 + (scan.word(found[1] + 1) == "of")) in MONTHS


_DAY_OPENERS = frozenset("on for by until till before after from to through".split())
_AFTER_DAY = frozenset(
    "and or but to at of in from between around by with for as so when before after through until till is was".split()
)
