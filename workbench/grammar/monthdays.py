"""Bare days of the month: "on the 30th", "coffee on 29th"."""

from __future__ import annotations

from workbench.grammar.pieces import Piece, Scan, ordinal_before
from workbench.grammar.rules import rule

_ENDINGS = frozenset(("st", "nd", "rd", "th"))


@rule(
    ("st", "nd", "rd", "th"),
    yes=(
        ("They met on the 12th.", "2022-12-12"),
        ("Coffee on 29th, she wrote.", "2022-12-29"),
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
    if opener not in _DAY_OPENERS or (not the and (opener != "on" or scan.words[i] not in _ENDINGS or after.isalpha())):
        return None
    if after.isalpha() and after not in _AFTER_DAY:
        return None
    return Piece(found[1] - the, i, "DATE", f"XXXX-XX-{found[0]:02}", "the <ordinal>") if after != "of" else None


_DAY_OPENERS = frozenset("on for by until till before after from to through".split())
_AFTER_DAY = frozenset(
    "and or but to at of in from between around by with for as so when before after through until till is was".split()
)
