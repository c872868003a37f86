"""One finding model for every check: what is wrong, where, and what would be right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from workbench.refcheck.package import Tables

SEVERITIES = ("error", "warning", "info")
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a check found something: a file of the package, a physical line, a column, the key of the row."""

    file: str
    line: int = 1
    column: str = ""
    key: str = ""
    found: str = ""
    expected: str = ""
    hint: str = ""
    severity: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check found; ``line`` counts physical lines of ``file`` from 1."""

    check: str
    severity: str
    file: str
    line: int
    column: str
    key: str
    found: str
    expected: str
    hint: str

    @classmethod
    def of(cls, check: str, severity: str, spot: Spot) -> Finding:
        """Return the finding of a check at a spot; a spot's own severity counts before the check's."""
        found = spot.found if len(spot.found) <= _LONGEST else spot.found[: _LONGEST - 1] + "…"
        return cls(
            check, spot.severity or severity, spot.file, spot.line, spot.column, spot.key, found, spot.expected,
            spot.hint,
        )  # fmt: skip

    def sentence(self) -> str:
        """Return the finding without its place, as one line.

        >>> Finding("bounds", "error", "a.csv", 2, "value", "gdp CHN 2022", "-4", "at least 0", "").sentence()
        "gdp CHN 2022: value is '-4'; expected at least 0"
        """
        said = f"{self.column} is {self.found!r}" if self.column else self.found
        parts = [f"{self.key}: {said}" if self.key else said]
        parts += [f"expected {self.expected}"] if self.expected else []
        return "; ".join(parts) + (f" ({self.hint})" if self.hint else "")


@dataclass(frozen=True, slots=True)
class Rule:
    """A check: its name, its severity unless a spot says otherwise, and the pure function that looks."""

    name: str
    severity: str
    look: Callable[[Tables], Iterator[Spot]]

    @property
    def summary(self) -> str:
        """What the check looks for, in one sentence."""
        return (self.look.__doc__ or "").strip().partition("\n")[0]


def rule(name: str, severity: str) -> Callable[[Callable[[Tables], Iterator[Spot]]], Rule]:
    """Make a check of a function from tables to spots."""

    def wrap(look: Callable[[Tables], Iterator[Spot]]) -> Rule:
        return Rule(name, severity, look)

    return wrap
