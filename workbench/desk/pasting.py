"""A table of claims, pasted from a spreadsheet or read from a file, as documents to check.

Rows said by the same person, on the same day, at the same address make one document; each row is a paragraph of it.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from workbench.errors import EmptyDocument, UsageError
from workbench.model import Document

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

# What people call a column, in small letters without signs between the words.
COLUMNS: dict[str, tuple[str, ...]] = {
    "claim": ("claim", "claims", "claim text", "claim reviewed", "statement", "text", "sentence", "quote", "assertion"),
    "speaker": ("speaker", "author", "claim author name", "claimant", "who", "by", "person", "name"),
    "date": ("date", "claim date", "published", "day", "when", "date published", "said on", "statement date"),
    "address": ("address", "url", "link", "document url", "source url", "source", "web", "page"),
    "title": ("title", "headline", "document title", "topic", "context", "where", "venue"),
}
_MARKS = ("\t", ";", ",")
_HINT = "name the columns in the first row: claim, speaker, date, address, title (claim alone is needed)"
_FIGURES = "figures to check with are brought in by: workbench refs import FILE"
_FORMS = ("%d.%m.%Y", "%d %B %Y", "%B %d, %Y", "%d %b %Y", "%b %d, %Y", "%Y/%m/%d")


@dataclass(frozen=True, slots=True)
class Pasted:
    """The documents of a table of claims, how many rows it had, and what should be known of some rows."""

    documents: tuple[Document, ...]
    rows: int
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Sheaf:
    """Rows that make one document."""

    speaker: str
    published: date | None
    address: str
    title: str
    claims: list[str] = field(default_factory=list)

    def document(self) -> Document:
        """Return the claims as one document, a paragraph each."""
        text = "\n\n".join(self.claims) + "\n"
        # The same rows are the same document; other rows never take its place.
        told = (self.speaker, str(self.published), self.address, self.title, text)
        name = sha256("\0".join(told).encode("utf8", "surrogatepass")).hexdigest()
        title = self.title or "Claims" + (f" by {self.speaker}" if self.speaker else "")
        return Document(
            f"claims-{name[:12]}", text, published=self.published, title=title, url=self.address, author=self.speaker
        )


def pasted_claims(text: str, *, published: date | None = None) -> Pasted:
    r"""Return the documents of a table pasted from a spreadsheet (or CSV); one column is read without a header, too.

    ``published`` stands in for rows without a date. Raises EmptyDocument where there is no row, UsageError where no
    column holds claims.

    >>> found = pasted_claims("Claim\tSpeaker\tDate\nExports rose 5%.\tA. Minister\t2022-12-30\n")
    >>> found.documents[0].author, found.documents[0].text
    ('A. Minister', 'Exports rose 5%.\n')
    """
    # Within a cell a line ends as outside of it, however the spreadsheet or its system ends lines.
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    first = text.split("\n", 1)[0]
    mark = max(_MARKS, key=first.count)
    try:
        if _places(next(csv.reader([first], delimiter=mark), [])) or "\t" in first:
            rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
        else:
            rows = [[line] for line in text.splitlines()]
    except csv.Error as error:
        raise UsageError(f"not a table: {error}", hint="look for a quotation mark that is not closed") from error
    return _of_rows(list(enumerate(rows, 1)), published)


def claims_of_file(file: Path, *, published: date | None = None) -> Pasted:
    """Return the documents of a table of claims in a CSV or XLSX file; errors as ``pasted_claims``, with the file."""
    from workbench.intake.grid import read_grid

    try:
        grid = read_grid(file)
        return _of_rows(list(zip(grid.lines, grid.rows, strict=True)), published)
    except (EmptyDocument, UsageError) as error:
        error.file = error.file or str(file)
        raise


def _of_rows(rows: Sequence[tuple[int, Sequence[str]]], published: date | None) -> Pasted:
    filled = [(number, row) for number, row in rows if any(cell.strip() for cell in row)]
    if not filled:
        raise EmptyDocument("the table holds no claim", hint="copy the cells with their header and paste them")
    places = _places(filled[0][1])
    if places:
        filled = filled[1:]
    elif max(len(row) for _, row in filled) == 1:
        places = {"claim": 0}
    if "claim" not in places:
        raise UsageError("no column of the table is called claim", hint=f"{_HINT}; {_FIGURES}")
    if not filled:
        raise EmptyDocument("the table holds no claim below its header", hint=_HINT)
    sheaves: dict[tuple[str, ...], _Sheaf] = {}
    notes: list[str] = []
    for number, row in filled:
        cells = {name: row[place].strip() if place < len(row) else "" for name, place in places.items()}
        _lay(cells, number, sheaves, notes, published)
    return Pasted(tuple(sheaf.document() for sheaf in sheaves.values()), len(filled), tuple(notes))


def _lay(
    cells: Mapping[str, str],
    number: int,
    sheaves: dict[tuple[str, ...], _Sheaf],
    notes: list[str],
    published: date | None,
) -> None:
    claim = cells["claim"]
    if not claim:
        notes.append(f"row {number}: no claim in it")
        return
    told = cells.get("date", "")
    day = _day(told) if told else published
    if day is None:
        notes.append(f"row {number}: {told!r} is no date" if told else f"row {number}: no date")
    head = tuple(cells.get(name, "") for name in ("speaker", "address", "title"))
    speaker, address, title = head
    sheaf = sheaves.setdefault((*head, str(day)), _Sheaf(speaker, day, address, title))
    sheaf.claims.append(claim)


def _places(header: Sequence[str]) -> dict[str, int]:
    """Return where the columns stand; none where a row is no header."""
    found: dict[str, int] = {}
    named = [" ".join(cell.casefold().replace("_", " ").replace("-", " ").split()) for cell in header]
    for column, names in COLUMNS.items():
        at = next((named.index(name) for name in names if name in named), None)
        if at is not None:
            found[column] = at
    return found if "claim" in found else {}


def _day(told: str) -> date | None:
    """Return the day that a cell names; one whose day and month could be changed about is not guessed."""
    try:
        return datetime.fromisoformat(told).date()
    except ValueError:
        pass
    for form in _FORMS:
        try:
            return datetime.strptime(told, form).date()  # noqa: DTZ007 - a day, no moment
        except ValueError:
            continue
    return None
