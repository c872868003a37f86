"""Words as tables: plain text files beside this loader, each with a head that explains its columns.

A linguist adds a unit, a currency or a hedge by adding a line; nothing here needs Python for it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from workbench.errors import MalformedTable, MissingTable

_FOLDER = Path(__file__).parent
_COMMENT = "#"


@cache
def table(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of the table ``name`` (a file ``name.tsv``), cells stripped, comments and blank lines left out.

    >>> ("seven", "small", "7") in table("numbers")
    True

    Raises ``MissingTable`` when there is no such file and ``MalformedTable`` when its rows differ in length.
    """
    rows = tuple(tuple(cell.strip() for cell in line.split("\t")) for line in _lines(f"{name}.tsv"))
    widths = {len(row) for row in rows}
    if len(widths) > 1:
        raise MalformedTable(
            f"the rows have {' or '.join(map(str, sorted(widths)))} columns",
            file=f"lexicon/{name}.tsv",
            hint="give every row the columns that the head of the file explains",
        )
    return rows


@cache
def words(name: str) -> frozenset[str]:
    """Return the words of the list ``name`` (a file ``name.txt``), separated by white space.

    >>> "of" in words("closers")
    True
    """
    return frozenset(word for line in _lines(f"{name}.txt") for word in line.split())


def _lines(name: str) -> list[str]:
    try:
        text = (_FOLDER / name).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise MissingTable(
            "the word table is not there", file=f"lexicon/{name}", hint="reinstall the package"
        ) from None
    return [line for line in text.splitlines() if line.strip() and not line.startswith(_COMMENT)]
