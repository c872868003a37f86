"""Which paths are web addresses, and whether they may be fetched; without the machinery that fetching takes."""

from __future__ import annotations

import os

ALLOWED = "WORKBENCH_FETCH"


def is_address(path: str) -> bool:
    """Tell whether a path is a web address.

    >>> is_address("https://example.org/a"), is_address("a.txt"), is_address("file:///etc/passwd")
    (True, False, True)
    """
    return "://" in path[:20]


def fetching_is_allowed() -> bool:
    """Tell whether the owner of this installation allows web addresses to be fetched (WORKBENCH_FETCH=1)."""
    return os.environ.get(ALLOWED) == "1"
