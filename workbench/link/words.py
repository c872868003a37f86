"""The words of linking, from the lexicon, as patterns that the rules are built of."""

from __future__ import annotations

import re
from functools import cache

from workbench.lexicon import table


@cache
def wordings(group: str) -> tuple[str, ...]:
    """Return the wordings of a group of the table ``linking``, longest first.

    >>> wordings("per_head")[0]
    'per inhabitant'
    """
    cells = (cell.strip() for name, row in table("linking") if name == group for cell in row.split("|"))
    return tuple(sorted(cells, key=lambda wording: (-len(wording), wording)))


@cache
def one_of(*groups: str) -> str:
    """Return the source of a pattern that matches a whole wording of the groups.

    >>> bool(re.search(one_of("per_head"), "output per-head rose"))
    True
    """
    found = [re.escape(wording).replace(r"\ ", r"[ \n-]") for group in groups for wording in wordings(group)]
    return rf"\b(?:{'|'.join(found)})\b"
