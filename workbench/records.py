"""The JSON forms of the path's records: what ``extract`` and ``check`` print, the store keeps and the pages show."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from workbench.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from workbench.model import (
        Checked,
        Claim,
        Evidence,
        Extraction,
        Judgement,
        Quantity,
        Suggestion,
        TimeSpan,
    )

Record = dict[str, Any]
_CHECKED = "give the file that `workbench check --format jsonl` wrote"


def number(value: Decimal) -> int | float:
    """Return a JSON number: whole figures as integers, others as the nearest float.

    >>> number(Decimal("2E+11")), number(Decimal("29.3"))
    (200000000000, 29.3)
    """
    if value == value.to_integral_value():
        return int(value)
    return float(value)


def json_value(value: Decimal | tuple[Decimal, Decimal] | str | None) -> Any:
    """Return the JSON form of a claim's value: a number, ``[lo, hi]``, a TIMEX3 string or null."""
    if isinstance(value, tuple):
        return [number(value[0]), number(value[1])]
    return number(value) if isinstance(value, Decimal) else value


def plain(value: Decimal | None) -> str | None:
    """Return a figure as decimal text without an exponent.

    >>> plain(Decimal("1.90E+11"))
    '190000000000'
    """
    if value is None:
        return None
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _period(period: tuple[date | None, date | None] | None) -> list[str | None] | None:
    return [_day(period[0]), _day(period[1])] if period else None


def quantity_record(quantity: Quantity, *, explain: bool = False) -> Record:
    """Return the JSON form of a quantity."""
    record: Record = {
        "start": quantity.start,
        "end": quantity.end,
        "quote": quantity.quote,
        "value": json_value(quantity.value),
        "unit": quantity.unit,
        "bound": quantity.bound,
        "direction": quantity.direction,
        "digits": quantity.digits,
    }
    if quantity.of:
        record["of"] = quantity.of
    if explain:
        record["rule"] = quantity.rule
    return record


def time_record(time: TimeSpan, *, explain: bool = False) -> Record:
    """Return the JSON form of a time expression."""
    record: Record = {
        "start": time.start,
        "end": time.end,
        "quote": time.quote,
        "type": time.type,
        "value": time.value,
        "mod": time.mod,
        "from": _day(time.from_),
        "to": _day(time.to),
    }
    if explain:
        record["rule"] = time.rule
    return record


def claim_record(claim: Claim, *, explain: bool = False) -> Record:
    """Return the JSON form of a claim, without its suggestion."""
    record: Record = {
        "id": claim.id,
        "start": claim.start,
        "end": claim.end,
        "quote": claim.quote,
        "sentence": list(claim.sentence),
        "kind": claim.kind,
        "value": json_value(claim.value),
        "unit": claim.unit,
        "bound": claim.bound,
        "direction": claim.direction,
        "digits": claim.digits,
        "period": _period(claim.period),
        "base_period": _period(claim.base_period),
        "base_value": number(claim.base_value) if claim.base_value is not None else None,
        "base_unit": claim.base_unit,
        "basis": claim.basis,
        "status": claim.status,
        "negated": claim.negated,
        "speaker": claim.speaker,
        "quoted": claim.quoted,
        "subject": claim.subject,
        "entities": list(claim.entities),
        "relation": claim.relation,
        "anchor": claim.anchor,
        "checkworthy": claim.checkworthy,
        "reason": claim.reason,
        "carried": list(claim.carried),
    }
    if explain:
        record["rule"] = claim.rule
    return record


def extraction_record(extraction: Extraction, *, explain: bool = False) -> Record:
    """Return the JSON form of a document's extraction (one line of ``extract --format jsonl``)."""
    document = extraction.document
    return {
        "id": document.id,
        "published": _day(document.published),
        "quantities": [quantity_record(q, explain=explain) for q in extraction.quantities],
        "times": [time_record(t, explain=explain) for t in extraction.times],
        "claims": [claim_record(c, explain=explain) for c in extraction.claims],
    }


def evidence_record(evidence: Evidence) -> Record:
    """Return the JSON form of a row that a suggestion rests on."""
    return {name: getattr(evidence, name) for name in evidence.__slots__}


def _judgement_fields(judgement: Judgement) -> Record:
    tolerance, result = judgement.tolerance, judgement.result
    return {
        "margin": number(judgement.margin) if judgement.margin is not None else None,
        "tolerance": {"rule": tolerance.rule, "low": plain(tolerance.low), "high": plain(tolerance.high)}
        if tolerance
        else None,
        "result": {
            "value": plain(result[0]),
            "unit": judgement.result_unit,
            "low": plain(result[1]),
            "high": plain(result[2]),
        }
        if result
        else None,
    }


def suggestion_record(suggestion: Suggestion) -> Record:
    """Return the JSON form of a suggestion: ``latest`` in full, ``as_published`` with its working and rows."""
    latest, published, link = suggestion.latest, suggestion.as_published, suggestion.link
    return {
        "outcome": latest.outcome,
        "reason": latest.reason,
        "latest": latest.outcome,
        "as_published": published.outcome,
        "as_published_reason": published.reason,
        **_judgement_fields(latest),
        "formula": latest.formula,
        "recipe": latest.recipe,
        "working": latest.working,
        "as_published_formula": published.formula,
        "as_published_recipe": published.recipe,
        "as_published_working": published.working,
        "indicator": link.indicator,
        "entity": link.entity,
        "counterpart": link.counterpart,
        "period": link.period,
        "score": round(link.score, 3),
        "missing": link.missing,
        "evidence": [evidence_record(row) for row in latest.evidence],
        "as_published_evidence": [evidence_record(row) for row in published.evidence],
        "hints": list(latest.hints),
        "alternatives": [
            {
                "indicator": other.indicator,
                "entity": other.entity,
                "outcome": other.outcome,
                "working": other.working,
                "score": round(other.score, 3),
            }
            for other in suggestion.alternatives
        ],
    }


def check_record(checked: Checked) -> Record:
    """Return the JSON form of a checked document (one line of ``check --format jsonl``)."""
    document = checked.extraction.document
    record = extraction_record(checked.extraction)
    for claim, suggestion in zip(record["claims"], checked.suggestions, strict=True):
        claim["suggestion"] = suggestion_record(suggestion)
    return {
        "id": record["id"],
        "published": record["published"],
        "title": document.title,
        "url": document.url,
        "author": document.author,
        "reference_version": checked.reference_version,
        "quantities": record["quantities"],
        "times": record["times"],
        "claims": record["claims"],
    }


def read_check_records(file: Path) -> Iterator[tuple[int, Record]]:
    """Yield the check records of a file with their lines; raises InputError where a line, or all of them, are none."""
    number = found = 0
    try:
        with file.open(encoding="utf8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    found += 1
                    record = json.loads(line)
                    if not isinstance(record, dict) or "claims" not in record:
                        raise InputError("not a check record", file=str(file), line=number, hint=_CHECKED)
                    yield number, record
    except OSError as error:
        raise InputError(f"cannot read: {error.strerror}", file=str(file), hint="check the path") from error
    except UnicodeDecodeError as error:
        raise InputError(f"not UTF-8: {error}", file=str(file), hint=_CHECKED) from error
    except json.JSONDecodeError as error:
        fault = f"not JSON, or cut off: {error.msg} at character {error.pos + 1}"
        raise InputError(fault, file=str(file), line=number, hint=_CHECKED) from error
    if not found:
        raise InputError("no check record in it", file=str(file), hint=_CHECKED)
