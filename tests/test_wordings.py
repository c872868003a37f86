"""Sentences of every style with the quantities and times that must be read in them, and nothing else."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from workbench.grammar.quantities import read_quantities
from workbench.grammar.times import read_times
from workbench.grammar.tokens import tokenise

NOW = date(2022, 12, 30)
_CLOSE = Fraction(1, 10**9)


def cases(name: str) -> list[tuple[str, list[str]]]:
    """Return the sentences of a file of wordings, each with the lines under it."""
    found: list[tuple[str, list[str]]] = []
    for line in (Path(__file__).parent / "wordings" / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("    "):
            found[-1][1].append(line.strip())
        elif line and not line.startswith("#"):
            found.append((line, []))
    return found


def dated_cases() -> list[tuple[date, str, list[str]]]:
    """Return the sentences that are told from different days, each with its day and the lines under it."""
    found: list[tuple[date, str, list[str]]] = []
    day = NOW
    for line in (Path(__file__).parent / "wordings" / "dated.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("@"):
            day = date.fromisoformat(line[1:])
        elif line.startswith("    "):
            found[-1][2].append(line.strip())
        elif line and not line.startswith("#"):
            found.append((day, line, []))
    return found


def _stated(line: str) -> tuple[Any, ...]:
    value, unit, bound, direction = (*(part.strip() for part in line.split("|")), "", "", "")[:4]
    ends = [Fraction(end) for end in value.strip("[]").split(",")]
    default = "range" if len(ends) == 2 else "="
    return ends, unit or None, bound or default, direction or None


def _is_near(one: list[Fraction], other: list[Fraction]) -> bool:
    return len(one) == len(other) and all(
        abs(a - b) <= _CLOSE * max(abs(a), abs(b)) for a, b in zip(one, other, strict=True)
    )


@pytest.mark.parametrize(("text", "lines"), cases("quantities.txt") + cases("news.txt"))
def test_quantities_are_read_as_stated(text: str, lines: list[str]) -> None:
    """A sentence gives the quantities that stand under it, in their order, and no other."""
    tokens = tokenise(text)
    read = [
        (
            [Fraction(end) for end in (q.value if isinstance(q.value, tuple) else (q.value,))],
            q.unit,
            q.bound,
            q.direction,
        )
        for q in read_quantities(tokens, read_times(tokens, NOW))
    ]
    stated = [_stated(line) for line in lines]
    assert [row[1:] for row in stated] == [row[1:] for row in read]
    assert all(_is_near(one[0], other[0]) for one, other in zip(stated, read, strict=True)), read


@pytest.mark.parametrize(("text", "lines"), cases("times.txt"))
def test_times_are_read_as_stated(text: str, lines: list[str]) -> None:
    """A sentence gives the times that stand under it, in their order, and no other."""
    assert [_row(line) for line in lines] == _times(text, NOW)


@pytest.mark.parametrize(("day", "text", "lines"), dated_cases())
def test_times_are_told_from_the_day(day: date, text: str, lines: list[str]) -> None:
    """A sentence of a document of some day gives the times that stand under it, in their order, and no other."""
    assert [_row(line) for line in lines] == _times(text, day)


def _row(line: str) -> tuple[str, ...]:
    return (*map(str.strip, line.split("|")), "", "")[:4]


def _times(text: str, day: date) -> list[tuple[str, ...]]:
    return [
        (s.type, f"{s.value} {s.mod or ''}".rstrip(), str(s.from_ or ""), str(s.to or ""))
        for s in read_times(tokenise(text), day)
    ]
