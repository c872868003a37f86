"""Words that hold a stretch or a rhythm in one: "EOD", "annually", "semi-annually", "yearlong"."""

from __future__ import annotations

from workbench.grammar.durations import duration_value
from workbench.grammar.pieces import Piece, Scan
from workbench.grammar.rules import rule
from workbench.grammar.timewords import LONG, SETS, UNITS

_ENDS_OF = {"eod": "D", "eow": "W", "eom": "M", "eoq": "Q", "eoy": "Y"}


@rule(
    _ENDS_OF,
    yes=(("It is due by EOD.", "2022-12-30"), ("Send it by the EOM.", "2022-12")),
)
def end_of(scan: Scan, i: int) -> Piece:
    """Read "EOD", "EOY"."""
    first = i - (scan.word(i - 1) == "the")
    return Piece(first, i, "DATE", "", "end of <unit>", "END", follow=(_ENDS_OF[scan.words[i]], 0))


@rule(
    SETS,
    yes=(
        ("They meet annually.", "P1Y"),
        ("The monthly figure rose.", "P1M"),
        ("It opens at weekends.", "XXXX-WXX-WE"),
        ("It pays semi-annually.", "P6M"),
        ("It opens every weekday at 6:30.", "XXXX-WXX-WDT06:30"),
    ),
    no=("He wrote for the Daily Post.", "It was a weekday."),
)
def rhythm(scan: Scan, i: int) -> Piece | None:
    """Read an adverb or adjective of a rhythm ("annually", "weekly")."""
    word = scan.words[i]
    if word in {"weekday", "weekend"} and scan.word(i - 1) not in {"every", "each"}:
        return None
    if (scan.glued(i) and scan.word(i + 1) in {"'", "-"}) or (scan.word(i - 1).isalpha() and scan.heads_name(i)):
        return None
    if (prefixed := scan.word(i - 1) == "-" and _PREFIXED.get((scan.word(i - 2), SETS[word]))) and scan.glued(i - 1):
        return Piece(i - 2, i, "SET", prefixed, "<rhythm>")
    return Piece(i, i, "SET", SETS[word], "<rhythm>")


_PREFIXED = {
    ("semi", "P1Y"): "P6M", ("half", "P1Y"): "P6M", ("bi", "P1Y"): "P6M", ("bi", "P1W"): "P2W", ("bi", "P1M"): "P2M",
}  # fmt: skip


@rule(
    LONG,
    yes=(("A yearlong wait.", "P1Y"),),
)
def long_word(scan: Scan, i: int) -> Piece:
    """Read "yearlong", "decadelong"."""
    name = UNITS[scan.words[i][:-4]]
    return Piece(i, i, "DURATION", duration_value("1", name), "<unit>long")
