"""Years, decades, quarters and seasons, in figures and words.

Each rule is called at its anchor (``i``) and gives the piece around it, or None.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.grammar.addresses import names_street
from workbench.grammar.bands import band_before, is_age_group
from workbench.grammar.dates import BESIDE_LAST, SHIFTS, short_year, year_after
from workbench.grammar.durations import ends_here
from workbench.grammar.eras import BEFORE_CHRIST
from workbench.grammar.pieces import DETERMINERS, PREPOSITIONS, Piece, Scan, names_time, whole
from workbench.grammar.rules import rule
from workbench.grammar.timewords import (
    COUNTED,
    DATED,
    DECADES,
    NOT_YEAR,
    SEASONS,
    UNITS,
    YEARS,
    ZONES,
)

if TYPE_CHECKING:
    from datetime import date

_ROUND = 500
_SPRING_CUES = frozenset("since in by until during before after over through this".split())
_OLD_CUES = frozenset(("in", "since", "by", "until", "from", "between", "before", "after", "circa", "("))
_TOTALS = frozenset(
    "total sum number figure population price cost average score range fleet crowd force loss value".split()
)
_PAIRED = frozenset(("to", "and", "until", "or", "through"))
_AFTER_NAMED = frozenset("and was is were had in on to that which between with".split())
_YEAR_CUES = PREPOSITIONS | frozenset("( circa c ca spring summer autumn fall winter year years".split())


@rule(
    YEARS,
    yes=(
        ("It was built in 1998.", "1998"),
        ("Growth of 2019-20 was lost.", "2019/2020"),
        ("The file of 2022-11 is here.", "2022-11"),
        ("The 1850-1900 average was lower.", "1850/1900"),
        ("The War of 1812 ended.", "1812"),
        ("The war lasted from 1618 to 1648.", "1618/1648"),
        ("It burnt in 1869 and 1875.", "1869 1875"),
        ("The mill dates back to 1786.", "1786"),
        ("The pact of 1815 held.", "1815"),
        ("The mill of 1779 was burnt, from about 1660 it was let.", "1779 1660"),
        ("The poet (c. 1340) wrote much.", "1340"),
        ("Prices of the 1990s are gone.", "199"),
        ("It dates from the 1800s.", "18"),
        ("In 2021 Q3 it fell.", "2021-Q3"),
        ("In 2021 H2 it fell.", "2021-H2"),
    ),
    no=(
        "The Russell 2000 fell.",
        "Some 2000 people came.",
        "It cost $1998.",
        "A 2000-mile road.",
        "It weighs 2000 kg.",
        "They sold a fleet of 1500.",
        "See clause 1999.",
        "He lives at 1920 Sunset Road.",
        "Call 555-2010.",
    ),
)
def year(scan: Scan, i: int) -> Piece | None:
    """Read a year, a pair of years ("2019-20") or a decade in figures ("the 1990s"), and no model or count."""
    number, before, after = YEARS[scan.words[i]], scan.word(i - 1), scan.word(i + 1)
    if after == "s" and scan.glued(i):
        return _decade(scan, i, i + 1, number)
    if after == "'" and scan.word(i + 2) == "s" and scan.glued(i) and scan.glued(i + 1) and number % 10 == 0:
        return _decade(scan, i, i + 2, number)
    if not _is_year(scan, i, number):
        return None
    if "year" in {scan.word(i + 2), scan.word(i + 4)} and {after, scan.word(i + 3)} & {"fiscal", "financial"}:
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


def _is_tied(scan: Scan, i: int) -> bool:
    """Tell whether a hyphen ties a number to a name or a unit: "Boeing-2000", "2000-mile"."""
    before, after = scan.word(i - 2), scan.word(i + 2)
    if scan.word(i - 1) == "-" and scan.glued(i - 1) and scan.glued(i - 2):
        return not names_time(before) and before not in {"mid", "pre", "post", "late", "early"}
    if scan.word(i + 1) == "-" and scan.glued(i) and scan.glued(i + 1):
        return (after in UNITS or after in COUNTED) and not (after == "h" and whole(scan.word(i + 3), 2))
    return False


def _is_year(scan: Scan, i: int, number: int) -> bool:
    before, after = scan.word(i - 1), scan.word(i + 1)
    if after in BEFORE_CHRIST:
        return False
    if before in NOT_YEAR or before in {"$", "€", "£", "¥", "#", "+"} or after in {"%", "°"}:
        return False
    if before == "." and scan.word(i - 2) in {"c", "ca"} and i > 1:
        return True
    if before in {".", ",", ":", "/"} and scan.glued(i - 1) and i > 1:
        return False
    if _is_tied(scan, i):
        return False
    if after == "-" and scan.glued(i) and scan.glued(i + 1) and len(scan.word(i + 2)) == 1 and scan.capital(i + 2):
        return scan.word(i + 2) in {"q", "h"}
    if scan.glued(i) and after.isalpha():
        return after in {"q", "h"}
    if scan.glued(i - 1) and before.isalpha():
        return False
    if after in ZONES and scan.capital(i + 1):
        return False
    if scan.capital(i + 1) and before not in {"in", "since", "until"} and names_street(scan.tokens, i + 1):
        return False
    cued = before in _YEAR_CUES or names_time(before) or before in SEASONS
    if after in COUNTED or (after in UNITS and not (after == "h" and whole(scan.word(i + 2), 2))):
        return False
    if 1900 <= number < 2100:
        return cued or number % _ROUND != 0 or before in DETERMINERS or scan.word(i + 1) in {"", ".", ",", ")"}
    if before == "the" and after == "-" and scan.glued(i) and number >= _ROUND * 3:  # "the 1850-1900 average"
        return scan.word(i + 2) in YEARS and not scan.word(i + 3).endswith("s")
    if before == "of" and scan.capital(i - 2) and i > 2:  # "the War of 1812"
        return not after.endswith("s") or after in _AFTER_NAMED
    if before == "of" and scan.word(i - 2) in DATED and (not after.endswith("s") or after in _AFTER_NAMED):
        return True
    if before in _PAIRED and scan.words[max(0, i - 2)] in YEARS and scan.words[max(0, i - 3)] in _OLD_CUES:
        return True  # "from 1618 to 1648", "in 1869 and 1875"
    if before in {"about", "around", "roughly", "approximately"} and scan.word(i - 2) in _OLD_CUES | {"to"}:
        return True  # "from about 1660"
    if before == "of" and scan.word(i - 3) == "the" and scan.word(i - 2) not in _TOTALS and number % 50:
        return ends_here(scan, i + 1) or after in _AFTER_NAMED  # "the bridge of 1779 was"
    back = before == "to" and scan.word(i - 2) == "back"
    return back or (before in _OLD_CUES and number < 2200)


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


@rule(
    ("s",),
    yes=(
        ("The cars of the 70s are back.", "197"),
        ("The music of the '80s is back.", "198"),
    ),
    no=(
        "He is in his s.",
        "It has 70 seats.",
        "He is in his mid-30s.",
        "The over-70s came.",
        "It rose into the low 30s.",
    ),
)
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
    if first == at and (band_before(scan.tokens, at) or is_age_group(scan.tokens, at)):
        return None
    decade = int(text) // 10
    return Piece(first - (before == "the"), i, "DATE", f"{'20' if decade < 3 else '19'}{decade}", "the <decade>")


@rule(
    ("'",),
    yes=(("The hall, built in '64, burnt.", "1964"), ("He left in the summer of '09.", "2009-SU")),
    no=("They sang '64 men' and left.", "In '64 cases' it failed."),
)
def short_year_sign(scan: Scan, i: int) -> Piece | None:
    """Read a year of two figures behind a preposition ("in '64"); the anchor is its apostrophe."""
    text, after = scan.word(i + 1), scan.word(i + 2)
    if not (scan.glued(i) and len(text) == 2 and whole(text, 99)) or scan.word(i - 1) not in _OLD_CUES | {"of"}:
        return None
    if after.isalpha() and (scan.glued(i + 1) or (after not in _AFTER_NAMED and after not in PREPOSITIONS)):
        return None
    return Piece(i, i + 1, "DATE", f"{short_year(int(text)):04}", "<short year>")


@rule(
    DECADES,
    yes=(("It began in the nineties.", "199"),),
    no=("She is in her nineties.", "She is in her mid-nineties."),
)
def word_decade(scan: Scan, i: int) -> Piece | None:
    """Read a decade in words ("the nineties"), unless it is somebody's age."""
    before = scan.word(i - 1)
    if before not in {"the", "early", "late", "mid", "-", "nineteen", "roaring"} or band_before(scan.tokens, i):
        return None
    decade = DECADES[scan.words[i]] // 10
    return Piece(
        i - 1 if before in {"the", "nineteen"} else i,
        i,
        "DATE",
        f"{'20' if decade < 2 else '19'}{decade}",
        "the <decade>",
    )


@rule(
    ("q", "h"),
    yes=(
        ("Sales rose in Q3 2021.", "2021-Q3"),
        ("Output fell in H1.", "2022-H1"),
        ("They lost money in 2Q21.", "2021-Q2"),
    ),
    no=("Plan Q works.", "It has 2 q."),
)
def quarter_sign(scan: Scan, i: int) -> Piece | None:
    """Read "Q3", "H1 2022", "3Q" and "1H22"; the anchor is the letter."""
    if whole(scan.word(i + 1), 4) and scan.glued(i):
        return _part(scan, i, i)
    before = scan.word(i - 1)
    letter = scan.words[i].upper()
    if not scan.capital(i) and letter == "H":
        return None
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
    year = year_after(scan, at + 1)
    return Piece(
        at, year[1] if year else at + 1, "DATE", f"{year[0] if year else 'XXXX'}-{letter}{number}", "Q<n> <year>"
    )


@rule(
    SEASONS,
    yes=(
        ("It will start next spring.", "2023-SP"),
        ("They met in the summer of 2021.", "2021-SU"),
        ("They met in the spring of '09.", "2009-SP"),
        ("It was cold last winter.", "2021-WI"),
        ("They will be home before winter.", "2022-WI"),
        ("He fell ill in November 1928 and was well the following spring.", "1928-11 1929-SP"),
        ("Prices have eased since the spring.", "2022-SP"),
    ),
    no=("Prices fall.", "A hot spring.", "The fall of the wall.", "They live in Winter Park."),
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
    cued = cued or (before in _SPRING_CUES and word not in {"spring", "fall"})
    the = before == "the" and word != "fall" and (word != "spring" or scan.word(i - 2) in _SPRING_CUES)
    year_told = year_after(scan, i) if after in YEARS or after in {"of", "'"} else None
    dated = year_told is not None
    if word == "fall" and before in {"in", "early", "late", "mid", "by", "a"} and not dated:
        return None
    if not (cued or dated or the) or (i and scan.heads_name(i)):
        return None
    code = SEASONS[word]
    if before in {"every", "each"}:
        return Piece(i - 1, i, "SET", f"XXXX-{code}", "every <season>")
    if year_told:
        return Piece(i - the, year_told[1], "DATE", f"{year_told[0]:04}-{code}", "<season> <year>")
    shift = SHIFTS.get(before)
    if shift is None:
        return Piece(i - the, i, "DATE", f"XXXX-{code}", "<season>")
    if before in BESIDE_LAST and scan.word(i - 2) == "the":
        return Piece(i - 2, i, "DATE", f"XXXX-{code}", "the following <season>", follow=("?", BESIDE_LAST[before]))
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
