"""What a verdict rests on: the sentence, the working and the rows, as a digest to compare and as a ground to show."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from workbench.store.schema import claim, document

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.engine import Connection

    Body = Mapping[str, Any]

_SHOWN = ("outcome", "as_published", "working", "as_published_working", "indicator", "entity", "counterpart", "period")
_KEY = ("indicator", "entity", "counterpart", "period", "vintage", "source")


def digest(text: str) -> str:
    """Return the SHA-256 of a text as it is stored.

    >>> digest("")[:8]
    'e3b0c442'
    """
    return sha256(text.encode("utf8", "surrogatepass")).hexdigest()


def words_digest(text: str) -> str:
    r"""Return a digest that texts of the same words share, whatever their layout.

    >>> words_digest("Trade  rose\n") == words_digest("trade rose")
    True
    """
    return digest(" ".join(text.casefold().split()))


def compact(value: Any) -> str:
    """Return the JSON that is stored and hashed.

    >>> compact({"é": 1})
    '{"é":1}'
    """
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def sentence_of(body: Body, text: str) -> str:
    """Return the sentence that holds a claim, or the claim's own words."""
    start, end = body.get("sentence") or (0, 0)
    return text[start:end] or str(body["quote"])


def ground(body: Body, sentence: str) -> dict[str, Any]:
    """Return what the reviewer of a claim sees and decides on."""
    suggestion = body.get("suggestion") or {}
    return {
        "sentence": sentence,
        **{name: suggestion.get(name) for name in _SHOWN},
        "evidence": suggestion.get("evidence") or [],
    }


def of_ground(seen: Mapping[str, Any]) -> str:
    """Return a digest of a ground; neither the layout of the sentence nor the place of a row matters.

    >>> seen = {"sentence": "It  rose.", "outcome": "close", "evidence": [{"value": "5", "line": 3}]}
    >>> of_ground(seen) == of_ground(seen | {"sentence": "It rose.", "evidence": [{"value": "5", "line": 4}]})
    True
    """
    rows = [[row.get(name) for name in (*_KEY, "value", "unit")] for row in seen["evidence"]]
    return digest(compact([" ".join(seen["sentence"].split()), [seen.get(name) for name in _SHOWN], rows]))


def basis(body: Body, sentence: str) -> str:
    """Return a digest of what a verdict on a claim rests on."""
    return of_ground(ground(body, sentence))


def figure(body: Body) -> str | None:
    """Return which figure of the tables a claim is about; claims on the same figure share it.

    >>> figure({"suggestion": {"indicator": "gdp", "entity": "FRA", "period": "2021"}}), figure({})
    ('gdp,FRA,,2021', None)
    """
    found = body.get("suggestion") or {}
    if not found.get("indicator"):
        return None
    return ",".join(str(found.get(name) or "") for name in ("indicator", "entity", "counterpart", "period"))


def series(body: Body) -> set[tuple[str, str, str]]:
    """Return the series that a claim was linked to or whose rows its suggestions rest on.

    >>> series({"suggestion": {"indicator": "gdp", "entity": "FRA", "counterpart": None}})
    {('gdp', 'FRA', '')}
    """
    found = body.get("suggestion") or {}
    rows = (found, *(found.get("evidence") or ()), *(found.get("as_published_evidence") or ()))
    return {_series(row) for row in rows if row.get("indicator")}


def _series(row: Mapping[str, Any]) -> tuple[str, str, str]:
    return str(row["indicator"]), str(row.get("entity") or ""), str(row.get("counterpart") or "")


def linked_row(body: Body) -> str:
    """Return the rows that a suggestion rests on, as one text; without rows, the figure it was linked to.

    >>> linked_row({"suggestion": {"evidence": [{"indicator": "gdp", "entity": "FRA", "period": "2021"}]}})
    'gdp,FRA,,2021,,'
    """
    rows = (body.get("suggestion") or {}).get("evidence") or []
    keys = (",".join(str(row.get(name) or "") for name in _KEY) for row in rows)
    return " | ".join(keys) or figure(body) or ""


def columns(body: Body, sentence: str) -> dict[str, Any]:
    """Return the columns of a claim that repeat parts of its check record."""
    suggestion = body.get("suggestion") or {}
    return {
        "quote": body["quote"],
        "kind": body["kind"],
        "outcome": suggestion.get("outcome") or "no_data",
        "as_published": suggestion.get("as_published") or "no_data",
        "indicator": suggestion.get("indicator"),
        "checkworthy": body.get("checkworthy", 1.0),
        "body": json.dumps(body, ensure_ascii=False),
        "sentence": sentence,
        "basis": basis(body, sentence),
        "figure": figure(body),
    }


def filled_in(connection: Connection) -> None:
    """Compute the columns that stores of the first version lack; a verdict given on another outcome stays stale."""
    texts = {}
    for number, text in connection.execute(select(document.c.number, document.c.text)).all():
        texts[number] = text
        alike = words_digest(text)
        connection.execute(update(document).where(document.c.number == number).values(words_sha256=alike))
    wanted = select(claim.c.id, claim.c.document, claim.c.body, claim.c.outcome, claim.c.decided_on)
    for row in connection.execute(wanted).all():
        body = json.loads(row.body)
        sentence = sentence_of(body, texts[row.document])
        found = basis(body, sentence)
        decided = None if row.decided_on is None else found if row.decided_on == row.outcome else ""
        values = {"sentence": sentence, "basis": found, "figure": figure(body), "decided_basis": decided}
        connection.execute(update(claim).where(claim.c.id == row.id).values(values))
