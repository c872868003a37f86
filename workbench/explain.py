"""What made a claim: its rule, and the words of its sentence that bear out what was read besides the figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbench.grammar.claims_words import group, match_at, phrases
from workbench.grammar.entities import find_mentions
from workbench.grammar.tokens import tokenise
from workbench.records import extraction_record

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbench.grammar.tokens import Tokens
    from workbench.model import Claim, Extraction

Span = tuple[int, int]


def explained_record(extraction: Extraction) -> dict[str, Any]:
    """Return the JSON form of an extraction in which every record names its rule, and every claim its ``words``.

    A quantity and a time are made of the words of their quote; of a claim see ``telling_words``.
    """
    record = extraction_record(extraction, explain=True)
    for claim, told in zip(extraction.claims, record["claims"], strict=True):
        told["words"] = telling_words(claim, extraction)
    return record


def telling_words(claim: Claim, extraction: Extraction) -> dict[str, str]:
    """Return by field the words of its sentence that bear a claim out, of several the nearest to its figure.

    The fields are ``direction``, ``status``, ``period``, ``base_period`` and ``entities``; one is left out where the
    sentence does not say it: then ``carried`` of the claim tells that the text around gave it, or it is the usual one.

    >>> from datetime import date
    >>> from workbench.extract import extract
    >>> from workbench.model import Document
    >>> found = extract(Document("a", "Peru's exports rose by 12% last year.", published=date(2020, 2, 1)))
    >>> telling_words(found.claims[0], found)
    {'direction': 'rose', 'period': 'last year', 'entities': 'Peru'}
    """
    start, end = claim.sentence
    tokens = tokenise(extraction.document.text[start:end])
    times = [time for time in extraction.times if start <= time.start and time.end <= end]
    named = [m for m in find_mentions(tokens) if set(m.codes) & set(claim.entities)]
    spans: dict[str, list[Span]] = {
        "direction": _wordings(tokens, claim.direction, start),
        "status": _wordings(tokens, claim.status if claim.status != "actual" else None, start),
        "period": [(t.start, t.end) for t in times if claim.period and (t.from_, t.to) == claim.period],
        "base_period": [(t.start, t.end) for t in times if claim.base_period and (t.from_, t.to) == claim.base_period],
    }
    found = {field: _nearest(extraction.document.text, claim, places) for field, places in spans.items() if places}
    if named:
        found["entities"] = ", ".join(dict.fromkeys(tokens.raw(m.first, m.last) for m in named))
    return found


def _wordings(tokens: Tokens, name: str | None, start: int) -> list[Span]:
    """Return where the wordings of a group of words stand in the document."""
    if name is None:
        return []
    alone = group(name)
    lengths: Iterable[tuple[int, int]] = (
        (i, match_at(tokens.words, i, phrases(name)) or (word in alone)) for i, word in enumerate(tokens.words)
    )
    return [(start + tokens.starts[i], start + tokens.ends[i + length - 1]) for i, length in lengths if length]


def _nearest(text: str, claim: Claim, places: list[Span]) -> str:
    start, end = min(places, key=lambda place: (max(place[0] - claim.end, claim.start - place[1]), place))
    return text[start:end]
