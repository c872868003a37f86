"""A document to its quantities, times and claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.grammar.claims import read_claims
from workbench.grammar.quantities import read_quantities
from workbench.grammar.times import read_times
from workbench.grammar.tokens import tokenise
from workbench.model import Extraction

if TYPE_CHECKING:
    from workbench.model import Document


def extract(document: Document) -> Extraction:
    """Return everything that is read from a document, in text order; any text is accepted.

    >>> from datetime import date
    >>> from workbench.model import Document
    >>> found = extract(Document("a", "Peru's exports rose 12% in 2019.", published=date(2020, 2, 1)))
    >>> [(c.quote, c.kind, c.direction, c.entities, c.period[0].year) for c in found.claims]
    [('12%', 'percent_change', 'up', ('PER',), 2019)]
    """
    tokens = tokenise(document.text)
    times = read_times(tokens, document.published, moment=document.published_at)
    quantities = read_quantities(tokens, times)
    return Extraction(
        document,
        tuple((tokens.starts[first], tokens.ends[stop - 1]) for first, stop in tokens.sentences),
        tuple(quantities),
        tuple(times),
        tuple(read_claims(document, tokens, quantities, times)),
    )
