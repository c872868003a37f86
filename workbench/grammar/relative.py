"""Times told from now or from the time last spoken of: "today", "recently", "the same period last year"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.grammar.calendar import add_days, fiscal_year, named_by_start
from workbench.grammar.dates import short_year
from workbench.grammar.durations import duration_value, ends_here
from workbench.grammar.pieces import Piece, Scan, ordinal_before, whole
from workbench.grammar.rules import rule
from workbench.grammar.timewords import DAYS, REFS, UNITS, YEARS

if TYPE_CHECKING:
    from datetime import date

_YEAR_BEFORE = tuple(
    tuple(wording.split())
    for wording in (
        "last year|the previous year|the year before|the prior year|previous year|the preceding year|the year prior|"
        "a year ago|a year earlier|a year before|one year ago|one year earlier|a year previously"
    ).split("|")
)


_NOT_VAGUE = {
    "current": {"account", "accounts", "affairs", "liabilities", "assets"},
    "shortly": {"after", "before", "thereafter"},
    "soon": {"as"},
}


@rule(
    DAYS,
    yes=(
        ("It opens today.", "2022-12-30"),
        ("The day before yesterday it fell.", "2022-12-28"),
    ),
    no=("They saw The Day After Tomorrow.",),
)
def day_word(scan: Scan, i: int) -> Piece | None:
    """Read "today", "tonight", "yesterday", "tomorrow"; also "the day before yesterday"."""
    word = scan.words[i]
    shift, first = DAYS[word], i
    beside = scan.word(i - 1)
    if beside in {"before", "after"} and scan.word(i - 2) == "day":
        if scan.titled(i) and scan.titled(i - 1):  # the name of a work
            return None
        shift += 1 if beside == "after" else -1
        first = i - 2 - (scan.word(i - 3) == "the")
    elif beside == "earlier" or (beside == "later" and word == "today"):
        first = i - 1
    day = add_days(scan.now, shift).isoformat() if scan.now else "XXXX-XX-XX"
    if word == "tonight":
        return Piece(first, i, "TIME", f"{day}TNI", "tonight")
    return Piece(first, i, "DATE", day, "<day word>")


@rule(
    REFS,
    yes=(
        ("It is currently closed.", "PRESENT_REF"),
        ("Recently it fell.", "PAST_REF"),
        ("In recent years it rose.", "PAST_REF"),
    ),
    no=("The current account widened.", "As soon as it ends.", "As recently as that it rose."),
)
def reference(scan: Scan, i: int) -> Piece | None:
    """Read a vague time ("now", "recently", "in recent years", "currently")."""
    word = scan.words[i]
    before, after = scan.word(i - 1), scan.word(i + 1)
    if (
        after in _NOT_VAGUE.get(word, ())
        or (word == "current" and after in UNITS)
        or (word == "soon" and before == "as")
        or (word == "recently" and before == after == "as")
        or (word == "recent" and before == "more" and after == "than")
    ):
        return None
    first, last = i, i
    if word == "recent" and after in {"years", "months", "weeks", "days", "decades", "times", "history", "past"}:
        last = i + 1
    if (word == "now" and before in {"right", "just", "until", "till"}) or (
        word in {"recent", "recently", "soon"} and before in {"more", "most", "very", "too"}
    ):
        first = i - 1
    return Piece(first - (scan.word(first - 1) == "the" and word == "recent"), last, "DATE", REFS[word], "<vague time>")


_GOING_ON = frozenset("no the there it he she they we in is are".split())


@rule(
    ("past", "future", "term", "being", "present"),
    yes=(
        ("They look to better days in the future.", "FUTURE_REF"),
        ("It holds for the time being.", "PRESENT_REF"),
        ("At present no cure exists.", "PRESENT_REF"),
    ),
    no=("Walk past the house.", "A second term.", "Being there."),
)
def vague_noun(scan: Scan, i: int) -> Piece | None:
    """Read "the past", "the future", "the long term", "the near term", "the time being"."""
    word, before = scan.words[i], scan.word(i - 1)
    the = scan.word(i - 2) == "the"
    if word == "present":
        here = before == "at" and (ends_here(scan, i + 1) or scan.word(i + 1) in _GOING_ON)
        return Piece(i - 1, i, "DATE", "PRESENT_REF", "at present") if here else None
    if word == "being":
        return Piece(i - 2, i, "DATE", "PRESENT_REF", "the time being") if before == "time" and the else None
    if word == "term":
        known = before in {"long", "near", "short", "medium"} and the
        return Piece(i - 2, i, "DATE", "FUTURE_REF", "the <long> term") if known else None
    value = "PAST_REF" if word == "past" else "FUTURE_REF"
    if before in {"near", "recent", "distant", "foreseeable"}:
        return Piece(i - 1 - the, i, "DATE", value, "the <near> future")
    after = scan.word(i + 1)
    if before != "the" or (
        after.isalpha()
        and after not in {"and", "of", "to", "is", "was", "has", "with", "but", "he", "she", "they", "we", "it"}
    ):
        return None
    if (
        after[:1].isdigit()
        or after == "-"
        or (word == "future" and after == "of")
        or scan.word(i - 2) not in {"in", "of", "from", "for", "into", "about"}
    ):
        return None
    return Piece(i - 1, i, "DATE", value, f"the {word}")


@rule(
    ("same", "corresponding"),
    yes=(
        ("In June 2021 it rose more than in the same month a year earlier.", "2021-06 2020-06"),
        ("In May it beat the same month of 2019.", "2022-05 2019-05"),
        (
            "In the week of 2-8 October it fell on the same week a year ago.",
            "2022-10-02/2022-10-08 2021-10-02/2021-10-08",
        ),
        ("It fell 3% on the same day last year.", "2021-12-30"),
        ("In the three months to June it beat the same period of 2021.", "2022-04/2022-06 2021-04/2021-06"),
    ),
    no=("The same man.",),
)
def same_period(scan: Scan, i: int) -> Piece | None:
    """Read "the same period a year earlier", "the same month last year", "the corresponding quarter of 2021"."""
    at = i + 1
    if scan.word(at) not in {"period", "month", "quarter", "time", "day", "week", "months", "point", "stage", "half"}:
        return None
    name = scan.word(at)
    if scan.word(at + 1) in {"of", "in"}:
        at += 1
    first = i - (scan.word(i - 1) == "the")
    for wording in _YEAR_BEFORE:
        if tuple(scan.words[at + 1 : at + 1 + len(wording)]) == wording:
            return Piece(first, at + len(wording), "DATE", "", f"the same {name} a year before", follow=("+M", -12))
    if scan.word(at + 1) in YEARS:
        return Piece(
            first,
            at + 1,
            "DATE",
            f"={scan.word(at + 1)}",
            "the same period of <year>",
            follow=("+Y", YEARS[scan.word(at + 1)]),
        )
    if scan.word(at) in {"of", "in"} and name == "period":
        return None
    return (
        Piece(first, at, "DATE", "", "the same period", follow=("+M", 0))
        if name == "period" and scan.word(i - 1) == "the"
        else None
    )


@rule(
    ("date", "ytd"),
    yes=(
        ("Sales rose in the year to date.", "2022-01-01/2022-12-30"),
        ("YTD sales rose.", "2022-01-01/2022-12-30"),
    ),
    no=("A date was set.",),
)
def year_to_date(scan: Scan, i: int) -> Piece | None:
    """Read "year to date", "year-to-date" and "YTD": from the first of January to now; anchors: "date" and "ytd"."""
    first = i
    if scan.words[i] == "date":
        gaps = [j for j in range(i - 4, i) if scan.word(j) == "year"]
        if not gaps or [word for word in scan.words[gaps[0] : i] if word != "-"] != ["year", "to"]:
            return None
        first = gaps[0]
    if scan.now is None:
        return Piece(first, i, "DATE", "XXXX", "year to date")
    start = scan.now.replace(month=1, day=1)
    return Piece(first, i, "DATE", f"{start.isoformat()}/{scan.now.isoformat()}", "year to date")


@rule(
    ("fy", "fiscal", "financial"),
    yes=(
        ("In FY2021 it rose.", "FY2021"),
        ("In fiscal 2021 it rose.", "FY2021"),
        ("In the 2021-22 financial year it rose.", "FY2022"),
    ),
    no=("A fiscal pact.", "Financial markets fell."),
)
def fiscal(scan: Scan, i: int) -> Piece | None:
    """Read a fiscal year: "FY2021", "FY21", "FY2021/22", "the 2021-22 financial year", "last fiscal year"."""
    at = i + 1
    while scan.word(at) in {"year", "'", "-"}:
        at += 1
    number = _fiscal_number(scan, at)
    if number:
        year, last = number
        country = scan.fiscal_country(i) if scan.word(last - 1) in {"-", "/"} else None
        if country and named_by_start(country):
            year -= 1
        return Piece(i, last, "DATE", f"FY{year:04}", "fiscal <year>")
    if scan.words[i] == "fy" or scan.word(i + 1) != "year":
        return None
    before = scan.word(i - 1)
    if before in YEARS or (scan.word(i - 2) in {"-", "/"} and scan.word(i - 3) in YEARS):
        first = i - 1 if before in YEARS else i - 3
        found = _fiscal_number(scan, first)
        assert found is not None
        return Piece(first, i + 1, "DATE", f"FY{found[0]:04}", "<year> fiscal year")
    shift = {"last": -1, "previous": -1, "this": 0, "current": 0, "next": 1, "coming": 1}.get(before)
    if shift is None:
        return None
    current = None if scan.now is None else _fiscal_now(scan.now, scan.fiscal_country(i))
    first = i - 1 - (scan.word(i - 2) == "the")
    return Piece(first, i + 1, "DATE", f"FY{current + shift:04}" if current else "FYXXXX", f"{before} fiscal year")


def _fiscal_number(scan: Scan, at: int) -> tuple[int, int] | None:
    """Return the year that names a fiscal year written at ``at`` (the later one of "2021-22") and the last token."""
    word = scan.word(at)
    year = YEARS.get(word, 0) or (short_year(int(word)) if len(word) == 2 and whole(word, 99) else 0)
    if not year:
        return None
    if scan.word(at + 1) in {"-", "/"} and scan.glued(at):
        second = scan.word(at + 2)
        if whole(second, 2199) and int(second) in {(year + 1) % 100, year + 1}:
            return year + 1, at + 2
    return year, at


def _fiscal_now(now: date, country: str | None) -> int | None:
    """Return the name of the fiscal year that a day falls in."""
    if country is None:
        return None
    for year in (now.year - 1, now.year, now.year + 1):
        days = fiscal_year(year, country)
        if days and days[0] <= now <= days[1]:
            return year
    return None


@rule(
    ("anniversary",),
    yes=(("It marks the 20th anniversary of the pact.", "P20Y"),),
    no=("An anniversary came.",),
)
def anniversary(scan: Scan, i: int) -> Piece | None:
    """Read "the 20th anniversary": so many years after what it remembers."""
    ordinal = ordinal_before(scan, i - 1)
    if not ordinal:
        return None
    first = ordinal[1] - (scan.word(ordinal[1] - 1) in {"the", "its", "their", "his", "her"})
    return Piece(first, i, "DURATION", duration_value(str(ordinal[0]), "Y"), "<ordinal> anniversary")
