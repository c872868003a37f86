"""Years in words: "nineteen eighty-four", "two thousand and eight", "twenty twenty-two"."""

from __future__ import annotations

from workbench.grammar.durations import ends_here
from workbench.grammar.pieces import PREPOSITIONS, Piece, Scan
from workbench.grammar.rules import rule
from workbench.grammar.timewords import CARDINALS

_CENTURIES = {"seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20}
_CUES = PREPOSITIONS | frozenset(("year", "spring", "summer", "autumn", "winter", ","))
_GOES_ON = frozenset(
    "was is were are and or to it he she they we the a an its in on by when with as had has saw".split()
)


@rule(
    ("seventeen", "eighteen", "nineteen", "twenty", "two"),
    yes=(
        ("In nineteen eighty-four it closed.", "1984"),
        ("It was built in nineteen oh five.", "1905"),
        ("In two thousand and eight it fell.", "2008"),
        ("It ended in twenty twenty-two.", "2022"),
        ("Since nineteen hundred it stood.", "1900"),
    ),
    no=(
        "About two thousand and eight people came.",
        "It fell by twenty two points.",
        "They scored twenty twenty times.",
        "In two thousand cases it failed.",
    ),
)
def word_year(scan: Scan, i: int) -> Piece | None:
    """Read a year in words behind a preposition."""
    if scan.word(i - 1) not in _CUES or scan.word(i - 1) in (
        "than",
        "about",
        "around",
        "over",
        "for",
        "within",
        "every",
    ):
        return None
    word = scan.words[i]
    found = _thousands(scan, i) if word == "two" else _rest(scan, i + 1, _CENTURIES[word] * 100)
    if found is None:
        return None
    year, last = found
    if not (ends_here(scan, last + 1) or scan.word(last + 1) in _GOES_ON):
        return None
    return Piece(i, last, "DATE", f"{year:04}", "<year in words>")


def _thousands(scan: Scan, i: int) -> tuple[int, int] | None:
    if scan.word(i + 1) != "thousand":
        return None
    k = i + 2 + (scan.word(i + 2) == "and")
    small = CARDINALS.get(scan.word(k), 0)
    if 0 < small < 20:
        return 2000 + small, k
    return _rest(scan, k, 2000) if 20 <= small < 100 else None


def _rest(scan: Scan, k: int, century: int) -> tuple[int, int] | None:
    """Read "eighty-four", "oh five", "hundred" behind the century of a year."""
    word = scan.word(k)
    if word == "hundred" and century < 2000:
        return century, k
    if word in ("oh", "o"):
        unit = CARDINALS.get(scan.word(k + 1), 0)
        return (century + unit, k + 1) if 0 < unit < 10 else None
    tens = CARDINALS.get(word, 0)
    if 10 <= tens < 20:
        return century + tens, k
    if not 20 <= tens < 100:
        return None
    after = k + 1 + (scan.word(k + 1) == "-")
    unit = CARDINALS.get(scan.word(after), 0)
    return (century + tens + unit, after) if 0 < unit < 10 else (century + tens, k)
