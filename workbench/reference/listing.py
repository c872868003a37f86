"""A series as a terminal table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

    from workbench.model import Indicator, Observation

_SCALES = {3: "thousand", 6: "million", 9: "billion", 12: "trillion"}
_WIDTH = 140  # of output that no terminal shows
_COLUMNS = ("entity", "counterpart", "period", "value", "status", "vintage", "source", "line")


def unit_in_words(indicator: Indicator) -> str:
    """Return the unit that an indicator's values are printed in.

    >>> from workbench.model import Indicator
    >>> unit_in_words(Indicator("gdp", "GDP", "currency", unit_mult=9, currency="USD"))
    'billion USD'
    """
    unit = indicator.currency if indicator.unit == "currency" else indicator.unit
    if not indicator.unit_mult:
        return unit
    return f"{_SCALES.get(indicator.unit_mult, f'10^{indicator.unit_mult}')} {unit}"


def print_series(indicator: Indicator, rows: Sequence[Observation], file: TextIO) -> None:
    """Print the rows of an indicator with what is said of it."""
    console = Console(file=file, highlight=False, width=None if file.isatty() else _WIDTH)
    console.print(Text(f"{indicator.indicator}: {indicator.label}", style="bold"))
    if indicator.definition:
        console.print(Text(indicator.definition))
    table = Table(title=Text(unit_in_words(indicator)), title_justify="left")
    for name in _COLUMNS:
        table.add_column(name, justify="right" if name in ("value", "line") else "left")
    for row in rows:
        vintage = row.vintage.isoformat() if row.vintage else ""
        cells = (row.entity, row.counterpart, row.period, row.printed, row.status, vintage, row.source)
        table.add_row(*(Text(cell) for cell in cells), Text(f"{row.table}:{row.line}"))
    console.print(table)
