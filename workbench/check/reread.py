"""Judge a claim as a reviewer reads it: stored records back to claims, corrections applied, the tables asked again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from workbench.check import WORTHY, check_claim
from workbench.errors import UsageError
from workbench.extract import extract
from workbench.grammar.number import loose, parse_figure
from workbench.model import BOUNDS, KINDS, STATUSES, Claim, Document, Extraction
from workbench.records import claim_record, suggestion_record
from workbench.reference.periods import days_of_period

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from workbench.model import Quantity
    from workbench.reference import Reference

    Record = Mapping[str, Any]
    Period = tuple[date | None, date | None]

FIELDS = (
    "figure", "unit", "bound", "direction", "kind", "period", "base_period", "entity", "counterpart", "indicator",
    "status", "speaker",
)  # fmt: skip
DIRECTIONS = ("", "up", "down")


def reread(document: Document, record: Record, corrections: Record, reference: Reference) -> dict[str, Any]:
    """Return the record of a claim with a reviewer's corrections, judged anew against the tables.

    ``corrections`` holds what the reviewer typed for some of FIELDS, as texts: a figure as an article prints it
    ("about 25%", "$200 billion"), a period as the tables write it ("2022", "2022-Q3", "2022-01/2022-11"), codes of the
    tables. The indicator stays as it was read unless another is named; an empty one links the claim anew. Raises
    UsageError, with the remedy, for what cannot be understood.
    """
    extraction = _extracted(document)
    claim = corrected(claim_of(record), corrections, reference)
    before = record.get("suggestion") or {}
    settled = before.get("indicator") if before.get("reason") != "missing_indicator" else None
    indicator = corrections.get("indicator", settled)
    others = [other["indicator"] for other in before.get("alternatives") or ()]
    if before.get("indicator"):
        others.insert(0, before["indicator"])
    suggestion = check_claim(extraction, claim, reference, indicator=indicator, others=others)
    return {**claim_record(claim), "suggestion": suggestion_record(suggestion)}


def claim_at(document: Document, start: int, end: int) -> Claim:
    """Return the claim that a selected stretch of text makes: as the extractor read it, else its first figure.

    Raises UsageError where the stretch holds neither a figure nor a time.
    """
    extraction = _extracted(document)
    inside = [c for c in extraction.claims if c.start < end and start < c.end]
    quote = document.text[start:end]
    identity = sha256(f"{document.id}\0added\0{start}\0{quote}".encode("utf8", "surrogatepass")).hexdigest()[:12]
    if inside:
        nearest = min(inside, key=lambda c: abs(c.start - start) + abs(c.end - end))
        return replace(nearest, id=identity, start=start, end=end, quote=quote, checkworthy=1.0, reason=None)
    sentence = next((s for s in extraction.sentences if s[0] <= start < s[1]), (start, end))
    figure = next((q for q in extraction.quantities if q.start < end and start < q.end), None)
    base = Claim(identity, start, end, quote, sentence, "quantity", None)
    if figure is not None:
        return _with_figure(replace(base, kind=_kind(figure)), figure)
    time = next((t for t in extraction.times if t.start < end and start < t.end), None)
    if time is None:
        raise UsageError("the selected words hold no figure and no date", hint="select the figure with its unit")
    return replace(base, kind="date", value=time.value, period=(time.from_, time.to))


def claim_of(record: Record) -> Claim:
    """Return the claim of a stored record; the worth of its printed digits is read from its quote.

    >>> from workbench.model import Document
    >>> claim = extract(Document("a", "Exports of Peru rose by about 12% in 2019.")).claims[0]
    >>> again = claim_of(claim_record(claim))
    >>> (again.value, again.step, again.period) == (claim.value, claim.step, claim.period)
    True
    """
    values: dict[str, Any] = {name: record.get(name) for name in Claim.__slots__ if name in record}
    values["value"] = value = _value(record.get("value"))
    values["base_value"] = _value(record.get("base_value"))
    values["sentence"] = tuple(record.get("sentence") or (record["start"], record["end"]))
    values["entities"] = tuple(record.get("entities") or ())
    for name in ("period", "base_period"):
        values[name] = _days(record.get(name))
    for name in ("subject", "anchor"):
        values[name] = record.get(name) or ""
    claim = Claim(**values)
    if not isinstance(value, Decimal | tuple):
        return claim
    step, hedge = _step(claim, value)
    return replace(claim, step=step, loose_step=loose(_single(value), step) if step else None, hedge=hedge)


def corrected(claim: Claim, corrections: Record, reference: Reference) -> Claim:
    """Return a claim with the fields that a reviewer has typed; raises UsageError for what is not understood."""
    typed = {name: str(corrections[name]).strip() for name in FIELDS if corrections.get(name) is not None}
    if "figure" in typed:
        claim = _with_figure(claim, _figure(typed["figure"]))
    changes: dict[str, Any] = {name: read(typed[name]) for name, read in _READERS.items() if name in typed}
    claim = replace(claim, **changes)
    if typed.get("indicator") and typed["indicator"] not in reference.indicators:
        raise UsageError(f"the tables know no indicator {typed['indicator']!r}", hint="choose one of the list")
    claim = replace(claim, entities=_entities(claim, typed, reference))
    return replace(claim, checkworthy=max(claim.checkworthy, WORTHY), reason=None) if typed else claim


@lru_cache(maxsize=8)
def _extracted(document: Document) -> Extraction:
    return extract(document)


def _entities(claim: Claim, typed: dict[str, str], reference: Reference) -> tuple[str, ...]:
    first = typed.get("entity") or next(iter(claim.entities), "")
    second = typed["counterpart"] if "counterpart" in typed else next(iter(claim.entities[1:]), "")
    for code in (typed.get("entity"), typed.get("counterpart")):
        if code and code not in reference.entities:
            raise UsageError(f"the tables know no entity {code!r}", hint="choose one of the list")
    rest = [code for code in claim.entities if code not in (first, second)]
    if "entity" in typed or "counterpart" in typed:
        rest = []
    return tuple(code for code in (first, second, *rest) if code)


def _figure(text: str) -> Quantity:
    found = extract(Document("figure", text)).quantities
    if not found:
        raise UsageError(f"{text!r} is no figure", hint="type it as an article prints it, such as 25% or $200 billion")
    return found[0]


def _with_figure(claim: Claim, figure: Quantity) -> Claim:
    return replace(
        claim,
        value=figure.value,
        unit=figure.unit or claim.unit,
        bound=figure.bound,
        digits=figure.digits,
        step=figure.step,
        loose_step=figure.loose_step,
        hedge=figure.hedge,
        direction=figure.direction or claim.direction,
    )


def _kind(figure: Quantity) -> str:
    unit = figure.unit or ""
    if unit == "%":
        return "percent_change" if figure.direction else "percent"
    if len(unit) == 3 and unit.isupper():
        return "money"
    special = {"percentage_point": "pp_change", "basis_point": "bp_change", "ratio": "multiple"}
    return "count" if unit.startswith("count:") else special.get(unit, "quantity")


def _step(claim: Claim, value: Decimal | tuple[Decimal, Decimal]) -> tuple[Decimal | None, str | None]:
    """Return the worth of the last printed digit, and the hedge: from the quote, else from the digits."""
    for figure in extract(Document("quote", claim.quote)).quantities:
        if figure.value == value:
            return figure.step, figure.hedge
    parsed = parse_figure(claim.digits)
    if parsed is None or not parsed[0]:
        return None, None
    scale = abs(_single(value) / parsed[0])
    return scale.scaleb(-parsed[1]), None


def _single(value: Decimal | tuple[Decimal, Decimal]) -> Decimal:
    return value[1] if isinstance(value, tuple) else value


def _value(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(Decimal(str(end)) for end in value)
    return Decimal(str(value)) if isinstance(value, int | float) else value


def _days(period: list[str | None] | None) -> Period | None:
    if not period:
        return None
    start, end = (date.fromisoformat(day) if day else None for day in period)
    return start, end


def _typed_period(text: str) -> Period | None:
    if not text:
        return None
    try:
        return days_of_period(text)
    except ValueError as error:
        raise UsageError(str(error), hint="write 2022, 2022-Q3, 2022-11, 2022-11-30 or 2022-01/2022-11") from error


def _one_of(name: str, allowed: tuple[str, ...]) -> Callable[[str], str | None]:
    def read(text: str) -> str | None:
        if text not in allowed:
            raise UsageError(f"{text!r} is no {name}", hint="one of " + ", ".join(word for word in allowed if word))
        return text or None

    return read


_READERS: dict[str, Callable[[str], Any]] = {
    "period": _typed_period,
    "base_period": _typed_period,
    "unit": lambda text: text or None,
    "bound": _one_of("bound", BOUNDS),
    "direction": _one_of("direction", DIRECTIONS),
    "kind": _one_of("kind of claim", KINDS),
    "status": _one_of("status", STATUSES),
    "speaker": lambda text: text or None,
}
