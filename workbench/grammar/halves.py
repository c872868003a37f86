"""Halves and quarters of a year, decade or century: "the first half of 2022", "the last quarter of the 1800s"."""

from __future__ import annotations

from workbench.grammar.pieces import Piece, Scan
from workbench.grammar.rules import rule
from workbench.grammar.timewords import YEARS

HALF = "half of a <century>"


def part_of_century(part: str, century: str) -> str:
    """Return the years of a half or quarter of a century ("18" holds 1800 to 1899).

    >>> part_of_century("XXXX-H2", "18"), part_of_century("XXXX-Q1", "17")
    ('1850/1899', '1700/1724')
    """
    length = 50 if part[5] == "H" else 25
    first = length * (int(part[6]) - 1)
    return f"{century}{first:02}/{century}{first + length - 1:02}"


@rule(
    ("half",),
    yes=(
        ("In the first half of 2022 it fell.", "2022-H1"),
        ("In the second half of this year.", "2022-H2"),
        ("In the second half of the 19th century.", "1850/1899"),
        ("In the last quarter of the 18th century.", "1775/1799"),
        ("In the second half of the 1990s.", "1995/1999"),
    ),
    no=("The first half ended level.", "Half of them left."),
)
def half(scan: Scan, i: int) -> Piece | None:
    """Read "the first half of" a year."""
    before = scan.word(i - 1)
    number = {"first": 1, "second": 2, "latter": 2, "1st": 1, "2nd": 2}.get(before)
    if not number:
        return None
    after = scan.word(i + 1)
    yearly = scan.words[i + 2 : i + 5]
    if after == "of" and yearly[:1] == ["the"] and yearly[2:] == ["s"] and scan.glued(i + 3):
        first = YEARS.get(yearly[1], 0) + 5 * (number - 1)
        return (
            Piece(i - 1, i + 4, "DATE", f"{first}/{first + 4}", "<ordinal> half of <decade>") if first > 1000 else None
        )
    if after != "of" and after not in {"this", "last", "next", "-"} and not after.isdigit():
        return None
    if after == "of" and "century" in scan.words[i + 2 : i + 8]:
        return Piece(i - 1 - (scan.word(i - 2) == "the"), i, "DATE", f"XXXX-H{number}", HALF)
    if after == "of" and not any(word.isdigit() or word in {"year", "the"} for word in yearly):
        return None
    if after == "of" and "the" in yearly and "year" not in yearly and not any(word.isdigit() for word in yearly):
        return None
    return Piece(i - 1 - (scan.word(i - 2) == "the"), i, "DATE", f"XXXX-H{number}", "<ordinal> half")
