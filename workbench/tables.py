"""Claims as a terminal table or CSV."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from workbench.errors import visible
from workbench.export.verdicts import safe
from workbench.export.wording import days

if TYPE_CHECKING:
    from typing import TextIO

COLUMNS = ("document", "start", "end", "quote", "kind", "value", "unit", "bound", "period", "status", "subject")
CHECK_COLUMNS = ("outcome", "as_published", "reason", "indicator", "entity", "counterpart", "working", "hints")
_RATIOS = {"claim": 2, "working": 5}
_WIDTH = 150
STYLES = {"supported": "blue", "contradicted": "red", "close": "magenta", "mixed": "magenta"}


class ClaimTable:
    """Collects claims of several documents and writes them as ``table`` or ``csv``."""

    def __init__(self, file: TextIO, form: str, *, checked: bool) -> None:
        self._file = file
        self._checked = checked
        self._csv = csv.writer(file) if form == "csv" else None
        if self._csv:
            self._csv.writerow(COLUMNS + (CHECK_COLUMNS if checked else ()))

    def add(self, record: dict[str, Any]) -> None:
        """Add the claims of one extraction or check record."""
        if self._csv:
            self._csv.writerows(self._row(record, claim) for claim in record["claims"])
        else:
            self._print(record)

    def close(self) -> None:
        """Flush what was collected."""
        self._file.flush()

    def _row(self, record: dict[str, Any], claim: dict[str, Any]) -> list[Any]:
        cells = [record["id"], *(claim[name] for name in COLUMNS[1:8]), _period(claim["period"])]
        cells += [claim["status"], claim["subject"]]
        if self._checked:
            suggestion = claim["suggestion"]
            cells += [suggestion[name] for name in CHECK_COLUMNS[:-1]] + [" | ".join(suggestion["hints"])]
        return [safe(cell) if isinstance(cell, str) else cell for cell in cells]

    def _print(self, record: dict[str, Any]) -> None:
        title = Text(visible(f"{record['id']} ({record['published'] or 'undated'})"))
        table = Table(
            title=title, title_justify="left", expand=True, box=SIMPLE_HEAD, pad_edge=False,
        )  # fmt: skip
        names = (
            ("claim", "period", "latest", "as published", "working") if self._checked else ("claim", "kind", "period")
        )
        for name in names:
            wide = _RATIOS.get(name)
            table.add_column(name, ratio=wide, no_wrap=wide is None, overflow="fold")
        for claim in record["claims"]:
            if claim["checkworthy"] >= 0.5:
                table.add_row(*self._cells(claim))
        # A terminal says how wide it is; a file or pipe gets lines that hold a working.
        console = Console(file=self._file, highlight=False, width=None if self._file.isatty() else _WIDTH)
        console.print(table)

    def _cells(self, claim: dict[str, Any]) -> list[Text]:
        quote = Text(visible(" ".join(claim["quote"].split())))
        if not self._checked:
            return [quote, Text(claim["kind"]), Text(days(claim["period"]))]
        suggestion = claim["suggestion"]
        working = Text(visible(suggestion["working"] or suggestion["missing"] or ""))
        for hint in suggestion["hints"]:
            working.append(f"\n{visible(hint)}", style="italic")
        latest, published = suggestion["latest"], suggestion["as_published"]
        return [
            quote,
            Text(days(claim["period"])),
            Text(latest, style=STYLES.get(latest, "")),
            Text(published, style=STYLES.get(published, "")),
            working,
        ]


def _period(period: list[str | None] | None) -> str:
    if not period:
        return ""
    start, end = period
    return (start or "") if start == end else f"{start or ''}/{end or ''}"
