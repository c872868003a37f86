"""Quantities, times and claims of news-like documents: beside quantulum3, which reads quantities alone.

Then how the CPU time grows with the length of one text, as the exponent of a fit (1 is linear), and how many times as
long as prose a text takes that is made to be hard to read.
"""

from __future__ import annotations

import json
import math
import statistics
from typing import TYPE_CHECKING

from bench import peers
from bench.corpus import documents
from bench.measurement import Measurement, calls, cpu_seconds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.model import Document

DOCUMENTS, PEER_DOCUMENTS, PAIRS = 100, 10, 3
OURS, WHOLE, PEER = "workbench, quantities and times", "workbench, with claims", "quantulum3, quantities"
MEGABYTES, HOSTILE_MEGABYTES, HOSTILE_SIZE = (1, 2, 4, 8), (0.125, 0.25, 0.5, 1), 100_000
HOSTILE = {
    "digits": "7", "figures": "7 ", "percentages": "5% ", "brackets": "(", "halves": "and a half ", "years": "in 2019 ",
    "one word": "x", "quotation marks": '" ', "titles": "Mr. ", "new lines": "\n", "weekdays": "Monday ",
    "one sentence": "sales rose 5% in Peru in 2019, he said, and ",
}  # fmt: skip


def _seconds(text: str) -> float:
    from workbench.extract import extract
    from workbench.model import Document

    document = Document("a", text)
    return cpu_seconds(lambda: extract(document))


def exponent(piece: str, megabytes: Sequence[float]) -> float:
    """Return by which power of its length the CPU time of reading a text of repeated pieces grows."""
    sizes = [round(1e6 * size) for size in megabytes]
    seconds = [_seconds((piece * (size // len(piece) + 1))[:size]) for size in sizes]
    return statistics.linear_regression(list(map(math.log, sizes)), list(map(math.log, seconds))).slope


def growth() -> dict[str, float]:
    """Return the exponents of prose and of hostile text, and how many times as long as prose hostile text takes."""
    prose = "".join(document.text + "\n\n" for document in documents(HOSTILE_SIZE // 3_500))
    figures = {"exponent over 1 to 8 MB, prose": exponent(prose, MEGABYTES)}
    for name in ("figures", "brackets", "halves", "one sentence"):
        figures[f"exponent over 0.125 to 1 MB, {name}"] = exponent(HOSTILE[name], HOSTILE_MEGABYTES)
    usual = _seconds(prose[:HOSTILE_SIZE])
    for name, piece in HOSTILE.items():
        text = (piece * (HOSTILE_SIZE // len(piece) + 1))[:HOSTILE_SIZE]
        figures[f"times as long as prose, {name}"] = _seconds(text) / usual
    return figures


def rates(corpus: Sequence[Document]) -> tuple[dict[str, list[float]], dict[str, str]]:
    """Return the MB a CPU second of each contender in runs taken in turn, and why a peer was not measured.

    A slow peer reads fewer of the documents.
    """
    size = sum(len(document.text) for document in corpus) / 1e6
    few = [document.text for document in corpus[:PEER_DOCUMENTS]]
    everything(corpus)
    found: dict[str, list[float]] = {OURS: [], WHOLE: [], PEER: []}
    for _ in range(PAIRS):
        found[OURS].append(size / cpu_seconds(lambda: quantities(corpus)))
        found[WHOLE].append(size / cpu_seconds(lambda: everything(corpus)))
        try:
            seconds = peers.run("peer_quantulum", stdin=json.dumps(few))["seconds"]
        except peers.PeerMissingError as error:
            return {OURS: found[OURS], WHOLE: found[WHOLE]}, {"quantulum3": str(error)}
        found[PEER].append(sum(map(len, few)) / 1e6 / seconds)
    return found, {}


def quantities(corpus: Sequence[Document]) -> None:
    """Read quantities and times alone."""
    from workbench.grammar.quantities import read_quantities
    from workbench.grammar.times import read_times
    from workbench.grammar.tokens import tokenise

    for document in corpus:
        tokens = tokenise(document.text)
        read_quantities(tokens, read_times(tokens, None))


def everything(corpus: Sequence[Document]) -> None:
    """Read all that can be read, claims included."""
    from workbench.extract import extract

    for document in corpus:
        extract(document)


def measure() -> Measurement:
    """Read the same texts in turn, then see how reading grows."""
    corpus = list(documents(DOCUMENTS))
    found, skipped = rates(corpus)

    def times_faster(ours: str) -> float:
        return statistics.median(own / their for own, their in zip(found[ours], found[PEER], strict=True))

    return Measurement(
        title=f"Reading {DOCUMENTS} documents of {sum(len(d.text) for d in corpus) / DOCUMENTS:,.0f} characters",
        bars={name: statistics.median(runs) for name, runs in found.items()},
        unit="MB of text a CPU second (more is better)",
        ratios={}
        if skipped
        else {"quantulum3": times_faster(OURS), "quantulum3, claims included": times_faster(WHOLE)},
        counts={"calls a document": calls(lambda: everything(corpus)) / DOCUMENTS},
        figures=growth(),
        skipped=skipped,
    )
