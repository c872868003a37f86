"""A table of claims copied from a spreadsheet: one document for each day, one paragraph for each row."""

from __future__ import annotations

import csv
import io
from hashlib import sha256
from typing import TYPE_CHECKING

from workbench.app.messages import many
from workbench.errors import EmptyDocument, InputError
from workbench.read import parse_published, read_text

if TYPE_CHECKING:
    from workbench.model import Document

COLUMNS = {
    "claim": ("claim", "claim_text", "statement", "text", "sentence"),
    "date": ("date", "claim_date", "published"),
    "speaker": ("speaker", "claim_author_name", "author", "who"),
}
_MOST_ROWS = 2000


def documents(table: str) -> list[Document]:
    r"""Return the documents of a pasted table; cells are parted by tabs, or by commas where there is no tab.

    Raises EmptyDocument where no row holds a claim, InputError for a date that is none, with the row.

    >>> [(d.published.isoformat(), d.text) for d in documents("claim\tdate\nIt rose 5%.\t2023-02-01")]
    [('2023-02-01', 'It rose 5%.')]
    """
    rows = list(csv.reader(io.StringIO(table.strip("\n")), delimiter="\t" if "\t" in table else ","))
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    if not rows:
        raise EmptyDocument("the table is empty", hint="copy the rows in the spreadsheet and paste them here")
    if len(rows) > _MOST_ROWS:
        raise InputError(f"more than {_MOST_ROWS:,} rows", hint="paste the table in parts")
    places = _places(rows[0])
    if places:
        rows = rows[1:]
    else:
        places = {"claim": max(range(len(rows[0])), key=lambda at: len(rows[0][at]))}
    by_day: dict[str, list[str]] = {}
    for number, row in enumerate(rows, 1):
        words = _paragraph(row, places)
        if words:
            by_day.setdefault(_day(_cell(row, places, "date"), number), []).append(words)
    if not by_day:
        raise EmptyDocument("no row holds a claim", hint="name the column of the claims: claim")
    return [_document(day, paragraphs) for day, paragraphs in by_day.items()]


def _places(head: list[str]) -> dict[str, int]:
    """Return where the named columns are; nothing where the first row names no column of claims."""
    names = [cell.strip().lower().replace(" ", "_") for cell in head]
    found = {name: names.index(word) for name, words in COLUMNS.items() for word in reversed(words) if word in names}
    return found if "claim" in found else {}


def _cell(row: list[str], places: dict[str, int], name: str) -> str:
    at = places.get(name)
    return row[at].strip() if at is not None and at < len(row) else ""


def _paragraph(row: list[str], places: dict[str, int]) -> str:
    claim, speaker = _cell(row, places, "claim"), _cell(row, places, "speaker")
    if not claim:
        return ""
    ended = claim if claim.endswith((".", "!", "?")) else f"{claim}."
    return f"{speaker}: {ended}" if speaker else ended


def _day(text: str, number: int) -> str:
    if not text:
        return ""
    try:
        return parse_published(text)[0].isoformat()
    except ValueError as error:
        raise InputError(f"row {number}: {text!r} is no date", hint="write dates as 2023-02-01") from error


def _document(day: str, paragraphs: list[str]) -> Document:
    text = "\n\n".join(paragraphs)
    name = "table-" + sha256(f"{day}\0{text}".encode("utf8", "surrogatepass")).hexdigest()[:12]
    title = f"Table of {many(len(paragraphs), 'claim')}" + (f", {day}" if day else "")
    return read_text(text, id=name, title=title, published=day or None)
