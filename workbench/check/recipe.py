"""Workings as recipes: what a working says of its rows stands in fields, so that the rows alone give it again.

A recipe is the text of a working with fields in braces, each over the rows of evidence ``#0``, ``#1``...; readings of
one claim are separated by ``" | "``::

    {#0}                        the row as a line
    {#0:days}                   the day or days of a dated row
    {#0:value}                  the figure alone
    {growth(#0, #1):=}          the arithmetic with its result
    {#0:[22.5, 27.5]}           the figure beside what the claim admits; no figure: an open end; ( ): ends shut out
    {#0:in 2022-01-01/2022-12-31}   whether the row's days lie there: "in ...", "on ..." or "not in ..."
    {#0:set 2018-01-01/}        the same of the day on which it was published
    {#0:before 2024-12-31}      whether its days are over before one, ``after`` whether they begin later

The last four forms are statements that hold or fail; the outcome of a claim follows from them.
"""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from functools import cached_property
from string import Formatter
from typing import TYPE_CHECKING

from workbench.check.admit import Admitted
from workbench.check.working import evidence_figure, evidence_line, formula_text
from workbench.errors import UsageError
from workbench.interval import Figure, as_decimal, evaluate, shown
from workbench.model import Evidence, Judgement
from workbench.reference.periods import days_of_period

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

BETWEEN = " | "
_ROW = re.compile(r"#(\d+)")
_ADMITS = re.compile(r"([\[(])([^,]*), ?([^,]*)[\])]")
_DAYS = re.compile(r"(in|set|before|after) (\S*)")
Span = tuple[date | None, date | None]


def literal(text: str) -> str:
    """Return a text that stands in a recipe as it is.

    >>> literal("{braces}")
    '{{braces}}'
    """
    return text.replace("{", "{{").replace("}", "}}")


def comparison(formula: str, admits: Admitted) -> str:
    """Return the field that sets a formula beside what a claim admits.

    >>> comparison("#0", Admitted(Fraction(45, 2), None, ""))
    '{#0:[22.5, ]}'
    """
    low, high = ("" if end is None else _exactly(end) for end in (admits.low, admits.high))
    return f"{{{formula}:({low}, {high})}}" if admits.strict_ends else f"{{{formula}:[{low}, {high}]}}"


def lying(row: int, verb: str, span: Span) -> str:
    """Return the field that tells whether the days of a row (``in``), or its publication (``set``), lie in a span.

    >>> lying(0, "in", (date(2022, 1, 1), None))
    '{#0:in 2022-01-01/}'
    """
    return f"{{#{row}:{verb} {span[0] or ''}/{span[1] or ''}}}"


def made(
    outcome: str,
    reason: str | None,
    recipe: str,
    rows: Sequence[Evidence],
    hints: Sequence[str] = (),
    known: Mapping[str, Figure] | None = None,
    **fields: Any,
) -> Judgement:
    """Return a judgement whose working is what its recipe gives of its rows; ``known``: formulas computed before."""
    return Judgement(
        outcome,
        reason,
        working=render(recipe, rows, known),
        recipe=recipe,
        evidence=tuple(rows),
        hints=tuple(hints),
        **fields,
    )


def joined(parts: Iterable[tuple[str, Sequence[Evidence]]]) -> tuple[str, list[Evidence]]:
    """Return several recipes as one over the rows of all, the rows of the first in their place.

    >>> row = Evidence("t.csv", 2, "trade", "CHN", "", "2022", "190.3", "percent", "", "", "")
    >>> joined([("{#0}", [row]), ("{#0:[1, 2]}", [row])])[0]
    '{#0} | {#0:[1, 2]}'
    """
    rows: list[Evidence] = []
    recipes: list[str] = []
    for recipe, own in parts:
        places = {}
        for number, row in enumerate(own):
            if row not in rows or not recipes:
                rows.append(row)
            places[number] = rows.index(row) if recipes else number
        recipes.append(_renumbered(recipe, places))
    return BETWEEN.join(recipes), rows


def _renumbered(recipe: str, places: dict[int, int]) -> str:
    found = []
    for text, field, spec in _parts(recipe):
        found.append(literal(text))
        if field:
            said = _ROW.sub(lambda match: f"#{places[int(match[1])]}", field)
            found.append(f"{{{said}:{spec}}}" if spec else f"{{{said}}}")
    return "".join(found)


def _parts(recipe: str) -> Iterator[tuple[str, str, str]]:
    try:
        for text, field, spec, _ in Formatter().parse(recipe):
            yield text, field or "", spec or ""
    except ValueError as error:
        raise UsageError(f"malformed recipe {recipe!r}", hint=str(error)) from error


def render(recipe: str, rows: Sequence[Evidence], known: Mapping[str, Figure] | None = None) -> str:
    """Return the working that a recipe gives of rows.

    Raises UsageError where a field is malformed or names a row that is not there, ValueError where a row is damaged.

    >>> row = Evidence("t.csv", 2, "trade", "CHN", "RUS", "2022", "29.3", "percent", "2023-01-13", "", "")
    >>> render("{#0}; {#0:[22.5, 27.5]}", [row])
    'trade CHN RUS 2022 = 29.3 (published 2023-01-13); 29.3 > 27.5'
    """
    sheet = _Sheet(rows, known or {})
    return "".join(text + (sheet.shown(field, spec) if field else "") for text, field, spec in _parts(recipe))


def statements(recipe: str, rows: Sequence[Evidence]) -> list[list[bool]]:
    """Return, for each reading of a recipe, which of its statements hold.

    >>> row = Evidence("t.csv", 2, "trade", "CHN", "", "2022", "29.3", "percent", "", "", "")
    >>> statements("{#0:[22.5, 27.5]} | {#0:[29, ]}; {#0:in 2022-01-01/2022-12-31}", [row])
    [[False], [True, True]]
    """
    sheet = _Sheet(rows, {})
    found: list[list[bool]] = [[]]
    for text, field, spec in _parts(recipe):
        found.extend([] for _ in range(text.count(BETWEEN)))
        if field and (_ADMITS.fullmatch(spec) or _DAYS.fullmatch(spec)):
            found[-1].append(sheet.holds(field, spec))
    return found


class _Sheet:
    """The rows of a recipe, each formula computed once."""

    def __init__(self, rows: Sequence[Evidence], known: Mapping[str, Figure]) -> None:
        self._rows = rows
        self._computed = dict(known)

    def shown(self, field: str, spec: str) -> str:
        """Return the words of a field."""
        if not spec:
            return evidence_line(self._row(field))
        if spec == "days":
            start, end = _days_of(self._row(field))
            return f"{start}" if start == end else f"{start}/{end}"
        if spec == "value":
            return shown(self._figure(field).value)
        if spec == "=":
            return formula_text(field, self._figures, self._figure(field))
        admits = _ADMITS.fullmatch(spec)
        if admits:
            return _admitted(admits).compared(self._figure(field))
        match = _timed(spec)
        said = f"{'in' if match[1] == 'set' else match[1]} {match[2]}"
        first, slash, last = match[2].partition("/")
        if slash and first == last:
            said = f"on {first}"
        return said if self.holds(field, spec) else f"not {said}"

    def holds(self, field: str, spec: str) -> bool:
        """Tell whether the statement of a field holds."""
        admits = _ADMITS.fullmatch(spec)
        if admits:
            return _admitted(admits).holds(self._figure(field))
        verb, day = _timed(spec).groups()
        row = self._row(field)
        start, end = _published(row) if verb == "set" else _days_of(row)
        if verb == "before":
            return end < date.fromisoformat(day)
        if verb == "after":
            return start > date.fromisoformat(day)
        first, last = _span(day)
        return (first is None or end >= first) and (last is None or start <= last)

    def _row(self, field: str) -> Evidence:
        match = _ROW.fullmatch(field)
        if not match or int(match[1]) >= len(self._rows):
            raise UsageError(f"the working names {field}", hint=f"there are {len(self._rows)} rows of evidence")
        return self._rows[int(match[1])]

    def _figure(self, formula: str) -> Figure:
        if formula not in self._computed:
            self._computed[formula] = evaluate(formula, self._figures)
        return self._computed[formula]

    @cached_property
    def _figures(self) -> list[Figure]:
        return [evidence_figure(row) for row in self._rows]


def _timed(spec: str) -> re.Match[str]:
    match = _DAYS.fullmatch(spec)
    if not match:
        raise UsageError(f"malformed field {spec!r} of a working", hint="the fields are in the reference on recipes")
    return match


def _admitted(match: re.Match[str]) -> Admitted:
    low, high = (Fraction(end) if end else None for end in (match[2], match[3]))
    return Admitted(low, high, "", None, match[1] == "(")


def _span(text: str) -> Span:
    start, _, end = text.partition("/")
    return (date.fromisoformat(start) if start else None), (date.fromisoformat(end) if end else None)


def _days_of(row: Evidence) -> tuple[date, date]:
    if row.unit != "date":
        return days_of_period(row.period)
    start, last = date.fromisoformat(row.value), row.period.partition("/")[2]
    return start, date.fromisoformat(last) if last else start


def _published(row: Evidence) -> tuple[date, date]:
    day = date.fromisoformat(row.vintage)
    return day, day


def _exactly(value: Fraction) -> str:
    decimal = as_decimal(value)
    return format(decimal, "f") if Fraction(decimal) == value else str(value)
