"""The hash chain of the trail: each event vouches for all before it."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from workbench.counting import many

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

START = "0" * 64
NEWEST_FORM = 2
_FIRST = (
    "claim", "rev", "action", "rating", "note", "second_opinion", "reviewer", "at", "suggested",
    "suggested_as_published", "reference_version",
)  # fmt: skip
_FIELDS = {1: _FIRST, 2: ("form", *_FIRST, "document", "dismissed", "detail_sha256")}


def link(event: Mapping[str, Any], prev_hash: str) -> str:
    """Return the hash of an event that follows ``prev_hash``, in the form the event was written in.

    >>> event = {"form": 2} | dict.fromkeys((*_FIRST, "document", "dismissed", "detail_sha256"), "x")
    >>> link(event, START) == link(event | {"note": "y"}, START)
    False
    """
    fields = _FIELDS.get(event["form"], _FIELDS[NEWEST_FORM])
    line = json.dumps([prev_hash, *(event[name] for name in fields)], ensure_ascii=False, separators=(",", ":"))
    return sha256(line.encode("utf8", "surrogatepass")).hexdigest()


def faults(
    events: Iterable[Mapping[str, Any]], head: str, count: int, withdrawn: Collection[str] = ()
) -> Iterator[str]:
    """Yield what is wrong with a trail: a changed, missing or foreign event, or a cut end.

    The details of events on ``withdrawn`` documents may be gone; all others must be as they were written.
    """
    before, seen = START, 0
    for event in events:
        seen += 1
        about = f"claim {event['claim']}, revision {event['rev']}" if event["claim"] else event["action"]
        place = f"event {seen} ({about})"
        if event["prev_hash"] != before:
            yield f"{place} does not follow the event before it"
        if link(event, event["prev_hash"]) != event["hash"] or not _details_hold(event, withdrawn):
            yield f"{place} was changed after it was written"
        before = event["hash"]
    if before != head or seen != count:
        yield f"the trail ends after {many(seen, 'event')}, {count:,} were written"


def _details_hold(event: Mapping[str, Any], withdrawn: Collection[str]) -> bool:
    if event["detail"] is None:
        return event["detail_sha256"] is None or event["document"] in withdrawn
    found = sha256(event["detail"].encode("utf8", "surrogatepass")).hexdigest()
    return bool(found == event["detail_sha256"])
