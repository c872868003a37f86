"""Raw rows to observations: base units, printed digits, address."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from workbench.model import Observation
from workbench.reference.periods import days_of_period

if TYPE_CHECKING:
    from workbench.reference.loading import Package, RawRow

_ADDRESS = re.compile(r"https?://\S+")


def address(note: str) -> str:
    """Return the web address that a note holds, or an empty string.

    >>> address("first print: https://example.org/a.htm")
    'https://example.org/a.htm'
    """
    match = _ADDRESS.search(note)
    return match[0].rstrip(".,;)") if match else ""


def observation(raw: RawRow, package: Package) -> Observation:
    """Return a row in base units; ``step`` is the worth of its last printed digit."""
    cells = raw.cells
    indicator = package.indicators[cells["indicator"]]
    printed = Decimal(cells["value"])
    by = Decimal(1).scaleb(indicator.unit_mult)
    start, end = days_of_period(cells["period"])
    source, note = cells.get("source") or "", cells.get("note") or ""
    known = package.sources.get(source)
    return Observation(
        indicator=indicator.indicator, entity=cells["entity"], counterpart=cells.get("counterpart") or "",
        period=cells["period"], start=start, end=end, printed=cells["value"], value=printed * by,
        step=Decimal(1).scaleb(int(printed.as_tuple().exponent)) * by, status=cells.get("status") or "A",
        vintage=date.fromisoformat(cells["vintage"]) if cells.get("vintage") else None, source=source, note=note,
        url=address(note) or (known.url if known else ""), table=raw.table, line=raw.line,
    )  # fmt: skip
