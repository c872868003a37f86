"""The words in which a claim's reading and the suggestion on it are shown to people."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from workbench.reference import Reference

    Names = Callable[[str], str]

OUTCOMES = {
    "supported": "Supported",
    "close": "Close",
    "contradicted": "Contradicted",
    "mixed": "Mixed",
    "not_due": "Not due yet",
    "no_data": "No data",
    "ambiguous": "Ambiguous",
    "not_checkable": "Not checkable",
}
TONES = {
    "supported": "holds", "close": "partly", "contradicted": "fails", "mixed": "partly", "ambiguous": "partly",
    "true": "holds", "mostly_true": "holds", "misleading": "partly", "false": "fails", "outdated": "partly",
}  # fmt: skip
_SCALES = {"1e3": "thousand", "1e6": "million", "1e9": "billion", "1e12": "trillion"}
_LONG = re.compile(r"(\(?-?)(\d{5,})(\.\d+)?(\)?)")
_CODE = re.compile(r"[a-z]+(_[a-z0-9]+)+|[A-Z]{3}|x-[a-z-]+")
_BOUNDS = {"~": "about", "<": "less than", "<=": "at most", ">": "more than", ">=": "at least"}
_REASONS = {
    "loose_digits": "only on a loose reading of the digits",
    "other_vintage": "only in an earlier or later print of the figure",
    "indicator_tolerance": "within the tolerance of this indicator",
    "base_revised": "the base year was revised since",
    "source_conflict": "sources disagree",
    "reporter": "the two sides report different figures",
    "missing_indicator": "no table covers this figure",
    "missing_entity": "it is not known whom the figure is about",
    "missing_period": "it is not known which period is meant",
    "missing_rows": "the tables hold no figure for this period",
    "undated": "the document has no publication date",
    "no_assertion": "the sentence asserts no figure",
    "vintage": "published only later",
}
DISMISSALS = {
    "no_claim": "Not a claim", "wrong_words": "Wrong words marked", "repeated": "Repeats another claim",
    "not_worth_checking": "Not worth checking", "other": "Another reason (in the note)",
}  # fmt: skip
_FIELDS = ("value", "change", "period", "compared with", "about", "figure", "status", "speaker", "subject")


def names_from(reference: Reference) -> Names:
    """Return a function from codes of the tables to their labels; an unknown code stays as it is."""

    def name(code: str) -> str:
        if code in reference.indicators:
            return reference.indicators[code].label
        return reference.entities[code].label if code in reference.entities else code

    return name


def tone(code: str | None) -> str:
    """Return how an outcome or rating is coloured: ``holds``, ``partly``, ``fails`` or ``open``.

    >>> tone("supported"), tone("false"), tone("no_data")
    ('holds', 'fails', 'open')
    """
    return TONES.get(code or "", "open")


def outcome(code: str | None) -> str:
    """Return the words for an outcome.

    >>> outcome("not_due")
    'Not due yet'
    """
    return OUTCOMES.get(code or "", "No suggestion")


def reason(code: str | None) -> str:
    """Return the words for a reason; a trap's name is shown as words.

    >>> reason("loose_digits"), reason("scale_slip"), reason(None)
    ('only on a loose reading of the digits', 'scale slip', '')
    """
    return _REASONS.get(code or "", (code or "").replace("_", " "))


def dismissal(code: str) -> str:
    """Return why something is no claim to decide, in words.

    >>> dismissal("no_claim")
    'not a claim'
    """
    return DISMISSALS.get(code, code.replace("_", " ")).lower()


def bound(code: str | None) -> str:
    """Return the words of a bound; nothing for a figure that is claimed as such.

    >>> bound(">="), bound("="), bound(None)
    ('at least', '', '')
    """
    return _BOUNDS.get(code or "", "")


def figure(value: Any) -> str:
    """Return a figure with its thousands set apart; a range with both ends; a date string as it is.

    >>> figure(40000), figure(3.5), figure([1000, 2000]), figure("2022-Q3"), figure(None)
    ('40,000', '3.5', '1,000 to 2,000', '2022-Q3', '')
    """
    if isinstance(value, list):
        return " to ".join(map(figure, value))
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value or "")
    return f"{value:,}" if isinstance(value, int) else f"{value:,.10f}".rstrip("0").rstrip(".")


def unit(code: str | None) -> str:
    """Return a unit as people write it.

    >>> unit("count:job"), unit("percentage_point"), unit("kilometer ** 2"), unit("1e9 USD"), unit(None)
    ('job', 'percentage point', 'kilometer²', 'billion USD', '')
    """
    scale, _, rest = (code or "").partition(" ")
    text = f"{_SCALES[scale]} {rest}" if scale in _SCALES else code or ""
    text = text.replace("count:", "").replace("_", " ")
    return text.replace(" ** 2", "²").replace(" ** 3", "³")


def days(period: list[str | None] | None) -> str:
    """Return an interval of days as a person would write it.

    >>> days(["2021-01-01", "2021-12-31"]), days([None, "2024-12-31"]), days(["2022-02-04", "2022-02-04"]), days(None)
    ('2021', 'until 2024-12-31', '2022-02-04', '')
    """
    start, end = period or (None, None)
    if not start or not end:
        return f"until {end}" if end else f"from {start}" if start else ""
    if (start[:4], start[5:], end[5:]) == (end[:4], "01-01", "12-31"):
        return start[:4]
    return start if start == end else f"{start} to {end}"


def reading(body: Mapping[str, Any], names: Names = str) -> list[tuple[str, str]]:
    """Return how a claim was read as pairs of name and words, unknown ones left out; ``names`` labels codes."""
    suggestion = body.get("suggestion") or {}
    codes = [suggestion.get("entity") or next(iter(body.get("entities") or ()), ""), suggestion.get("counterpart")]
    said = " ".join(part for part in (bound(body.get("bound")), _measured(body)) if part)
    if body.get("negated"):
        said += " (denied)"
    found = {
        "value": said,
        "change": {"up": "rise", "down": "fall"}.get(body.get("direction") or "", ""),
        "period": days(body.get("period")),
        "compared with": days(body.get("base_period")),
        "about": " and ".join(names(code) for code in codes if code),
        "figure": names(suggestion.get("indicator") or ""),
        "status": "" if body.get("status") == "actual" else body.get("status") or "",
        "speaker": body.get("speaker") or "",
        "subject": body.get("subject") or "",
    }
    return [(name, found[name]) for name in _FIELDS if found[name]]


def _measured(body: Mapping[str, Any]) -> str:
    shown, name = figure(body.get("value")), unit(body.get("unit"))
    if not shown:
        return (body.get("kind") or "").replace("_", " ")
    return f"{shown}%" if name == "%" else f"{shown} {name}".strip()


def lines(working: str | None) -> list[str]:
    """Return a working step by step; where it looks at several bases, each begins with its number.

    >>> lines("a = 1; 1 > 0"), lines("a = 1; 1 > 0 | b = 2")
    (['a = 1', '1 > 0'], ['Basis 1: a = 1', '1 > 0', 'Basis 2: b = 2'])
    """
    bases = [base for base in (working or "").split(" | ") if base]
    heads = [f"Basis {number}: " if len(bases) > 1 else "" for number in range(1, len(bases) + 1)]
    return [step for head, base in zip(heads, bases, strict=True) for step in f"{head}{base}".split("; ")]


def spelled(line: str, names: Names) -> str:
    """Return a line of a working or hint with the codes of the tables spelled out and long figures in groups of three.

    >>> names = {"gdp_usd": "Gross domestic product", "POL": "Poland"}
    >>> spelled("gdp_usd POL 2024 = 2.00 (undated)", lambda code: names.get(code, code))
    'Gross domestic product, Poland, 2024 = 2.00 (undated)'
    >>> spelled("(182500000 / 1500.5 - 1) x 100", str)
    '(182,500,000 / 1500.5 - 1) x 100'
    """
    words = line.split(" ")
    labels = [names(word) if _CODE.fullmatch(word) else word for word in words]
    known = [label != word for label, word in zip(labels, words, strict=True)]
    found = [_grouped(label) for label in labels]
    for at, (here, word) in enumerate(zip(known, [*words[1:], ""], strict=True)):
        if here and (known[at + 1 : at + 2] == [True] or word[:4].isdigit()):
            found[at] += ","
    return " ".join(found)


def _grouped(word: str) -> str:
    match = _LONG.fullmatch(word)
    return f"{match[1]}{int(match[2]):,}{match[3] or ''}{match[4]}" if match else word


def hint(text: str) -> tuple[str, str]:
    """Return a trap hint as the trap's name in words and the sentence.

    >>> hint("base_year: holds only for 2020")
    ('Base year', 'holds only for 2020')
    """
    trap, _, sentence = text.partition(": ")
    if not sentence:
        return "", text
    return trap.replace("_", " ").capitalize(), sentence
