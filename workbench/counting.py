"""Counts with their nouns, as people write them."""

from __future__ import annotations


def many(count: int, noun: str, nouns: str = "") -> str:
    """Return a count with its noun; ``nouns`` is the noun for several where no "s" makes it.

    >>> many(1, "claim"), many(1200, "claim"), many(0, "entity", "entities")
    ('1 claim', '1,200 claims', '0 entities')
    """
    return f"{count:,} {noun if count == 1 else nouns or noun + 's'}"
