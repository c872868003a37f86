"""The functions as people call them from Python: what they return shows itself in a notebook and becomes a table."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from workbench import model

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    import pandas as pd

    from workbench.reference import Reference

_LEFT_OUT = ["record"]
_KEY = ["document_id", "claim_id", "position"]


@dataclass(frozen=True, slots=True)
class Extraction(model.Extraction):
    """Everything read from one document: its quantities, times and claims, each in text order."""

    def to_frame(self) -> pd.DataFrame:
        """Return one row a claim, with the columns of the ``claims`` table that ``workbench batch`` writes.

        >>> from workbench import extract, read_text
        >>> frame = extract(read_text("Exports of Peru rose by 12% in 2019.")).to_frame()
        >>> frame[["quote", "kind", "value_low", "unit", "direction"]].values.tolist()
        [['12%', 'percent_change', 12.0, '%', 'up']]
        """
        from workbench.batch.columns import CLAIMS, claim_rows
        from workbench.records import extraction_record

        return _frame(claim_rows(extraction_record(self)), CLAIMS).drop(columns=_LEFT_OUT)

    def _repr_html_(self) -> str:
        from workbench.export.snippet import extraction_html
        from workbench.records import extraction_record

        return extraction_html(extraction_record(self) | _head(self.document), self.document.text)


@dataclass(frozen=True, slots=True)
class Checked(model.Checked):
    """A document with its extraction and one suggestion for each claim, in the order of the claims."""

    def to_frame(self) -> pd.DataFrame:
        """Return one row a claim: the columns of an extraction, then those of its suggestion.

        Columns that both have (``period``, ``reason``) are those of the suggestion; the claim's reason why it is not
        worth checking stands in ``claim_reason``.

        >>> from workbench import check, load_reference, read_text
        >>> article = read_text("Sweden's military spending was 2% of GDP in 2024.", published="2025-05-01")
        >>> frame = check(article, load_reference()).to_frame()
        >>> frame[["quote", "outcome", "indicator"]].values.tolist()
        [['2%', 'supported', 'military_spending_share']]
        """
        from workbench.batch.columns import CLAIMS, SUGGESTIONS, claim_rows, suggestion_rows
        from workbench.records import extraction_record

        claims = _frame(claim_rows(extraction_record(self.extraction)), CLAIMS).drop(columns=_LEFT_OUT)
        judged = _frame(suggestion_rows(self), SUGGESTIONS).drop(columns=[*_LEFT_OUT, *_KEY])
        return claims.rename(columns={"reason": "claim_reason"}).join(judged)

    def _repr_html_(self) -> str:
        from workbench.export.snippet import checked_html
        from workbench.records import check_record

        return checked_html(check_record(self), self.extraction.document.text)


def extract(document: model.Document) -> Extraction:
    """Read every quantity, time and claim of a document, in text order; any text is accepted.

    Offsets are code points into ``document.text``; figures are ``Decimal`` with their scale applied; days are resolved
    against ``document.published``.

    >>> from workbench import extract, read_text
    >>> found = extract(read_text("Peru's exports rose 12% in 2019.", published="2020-02-01"))
    >>> [(claim.quote, claim.kind, claim.direction, claim.entities) for claim in found.claims]
    [('12%', 'percent_change', 'up', ('PER',))]
    """
    from workbench.extract import extract as run

    return Extraction(*_values(run(document)))


def check(document: model.Document, reference: Reference, *, as_of: date | None = None) -> Checked:
    """Extract the claims of a document and judge each against reference tables, on two dates.

    ``suggestion.latest`` knows every figure of the tables (published by ``as_of`` where one is given),
    ``suggestion.as_published`` only what had been published by the document's day.

    >>> from workbench import check, load_reference, read_text
    >>> article = read_text("Sweden's military spending was 2% of GDP in 2024.", published="2025-05-01")
    >>> found = check(article, load_reference())
    >>> found.suggestions[0].latest.outcome, found.suggestions[0].latest.evidence[0].value
    ('supported', '2.00')
    """
    from workbench.check import check as run

    return Checked(*_values(run(document, reference, as_of=as_of)))


def _values(record: model.Extraction | model.Checked) -> Iterable[Any]:
    return (getattr(record, field.name) for field in fields(record))


def _head(document: model.Document) -> dict[str, str]:
    return {"title": document.title, "url": document.url, "author": document.author}


def _frame(rows: list[dict[str, Any]], schema: Any) -> pd.DataFrame:
    import pyarrow as pa

    frame: pd.DataFrame = pa.Table.from_pylist(rows, schema=schema).to_pandas(date_as_object=False)
    return frame
