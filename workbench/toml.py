"""Settings in TOML, from files that may hold anything."""

from __future__ import annotations

import tomllib
from typing import Any


def parsed(data: bytes) -> dict[str, Any]:
    """Return what TOML in UTF-8 says; raises ValueError for anything that cannot be read.

    >>> parsed(b"a = [[")
    Traceback (most recent call last):
    ValueError: not TOML: Invalid value (at end of document)
    """
    try:
        return tomllib.loads(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise ValueError(f"not TOML: not UTF-8 at byte {error.start}") from error
    except RecursionError as error:
        raise ValueError("not TOML: nested too deep") from error
    except ValueError as error:  # a whole number of thousands of digits, beside tomllib's own
        raise ValueError(f"not TOML: {error}") from error
