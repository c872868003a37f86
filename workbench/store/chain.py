"""The hash chain of the verdict trail: each event vouches for all before it."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

START = "0" * 64
_FIELDS = (
    "claim", "rev", "action", "rating", "note", "second_opinion", "reviewer", "at", "suggested",
    "suggested_as_published", "reference_version",
)  # fmt: skip


def link(event: Mapping[str, Any], prev_hash: str) -> str:
    """Return the hash of an event that follows ``prev_hash``.

    >>> event = dict.fromkeys(_FIELDS, "x")
    >>> link(event, START) == link(event | {"note": "y"}, START)
    False
    """
    line = json.dumps([prev_hash, *(event[name] for name in _FIELDS)], ensure_ascii=False, separators=(",", ":"))
    return sha256(line.encode("utf8", "surrogatepass")).hexdigest()


def faults(events: Iterable[Mapping[str, Any]], head: str, count: int) -> Iterator[str]:
    """Yield what is wrong with a trail: a changed, missing or foreign event, or a cut end."""
    before, seen = START, 0
    for event in events:
        seen += 1
        place = f"event {seen} (claim {event['claim']}, revision {event['rev']})"
        if event["prev_hash"] != before:
            yield f"{place} does not follow the event before it"
        if link(event, event["prev_hash"]) != event["hash"]:
            yield f"{place} was changed after it was written"
        before = event["hash"]
    if before != head or seen != count:
        yield f"the trail ends after {seen} events, {count} were written"
