"""Years before and after the beginning of the common era: "300 BC", "AD 79", "476 CE"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.grammar.pieces import Piece, whole
from workbench.grammar.rules import rule

if TYPE_CHECKING:
    from workbench.grammar.pieces import Scan

BEFORE_CHRIST = frozenset(("bc", "bce", "b.c.", "b.c.e."))
_LAST_YEAR = 9999


@rule(
    BEFORE_CHRIST,
    yes=(
        ("The temple dates from 300 BC.", "BC0300"),
        ("It fell in 1,200 BCE.", "BC1200"),
    ),
    no=("He lives in BC.", "The 300 bc file."),
)
def before_christ(scan: Scan, i: int) -> Piece | None:
    """Read a year before Christ; it names no days of the calendar."""
    year = whole(scan.word(i - 1).replace(",", ""), _LAST_YEAR)
    return Piece(i - 1, i, "DATE", f"BC{year:04}", "<year> BC") if year and scan.capital(i) else None


@rule(
    ("ad", "ce", "a.d.", "c.e."),
    yes=(
        ("The mountain erupted in AD 79.", "0079"),
        ("The empire fell in 476 CE.", "0476"),
    ),
    no=("The ad 30 people saw.", "They ran 3 ads."),
)
def of_the_era(scan: Scan, i: int) -> Piece | None:
    """Read a year of the common era with its mark before or behind it."""
    before, after = whole(scan.word(i - 1), _LAST_YEAR), whole(scan.word(i + 1), _LAST_YEAR)
    if not scan.tokens.raw(i).isupper() or not (before or after):
        return None
    first, last, year = (i, i + 1, after) if after else (i - 1, i, before)
    return Piece(first, last, "DATE", f"{year:04}", "AD <year>")
