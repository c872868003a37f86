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

DOCUMENTS, PEER_DOCUMENTS, PAIRS = 100, 10, 3
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


def measure() -> Measurement:
    """Read the same texts in turn; a slow peer reads fewer of them."""
    from workbench.extract import extract
    from workbench.grammar.quantities import read_quantities
    from workbench.grammar.times import read_times
    from workbench.grammar.tokens import tokenise

    corpus = list(documents(DOCUMENTS))
    size = sum(len(document.text) for document in corpus) / 1e6
    few = [document.text for document in corpus[:PEER_DOCUMENTS]]

    def quantities() -> None:
        for document in corpus:
            tokens = tokenise(document.text)
            read_quantities(tokens, read_times(tokens, None))

    def everything() -> None:
        for document in corpus:
            extract(document)

    everything()
    alone, whole, theirs = [], [], []
    skipped = {}
    for _ in range(PAIRS):
        alone.append(size / cpu_seconds(quantities))
        whole.append(size / cpu_seconds(everything))
        try:
            seconds = peers.run("peer_quantulum", stdin=json.dumps(few))["seconds"]
            theirs.append(sum(map(len, few)) / 1e6 / seconds)
        except peers.PeerMissingError as error:
            skipped["quantulum3"] = str(error)
    bars = {
        "workbench, quantities and times": statistics.median(alone),
        "workbench, with claims": statistics.median(whole),
    }
    ratios = {}
    if theirs:
        bars["quantulum3, quantities"] = statistics.median(theirs)
        pairs = list(zip(alone, whole, theirs, strict=True))
        ratios = {
            "quantulum3": statistics.median(ours / their for ours, _, their in pairs),
            "quantulum3, claims included": statistics.median(ours / their for _, ours, their in pairs),
        }
    return Measurement(
        title=f"Reading {DOCUMENTS} documents of {1e6 * size / DOCUMENTS:,.0f} characters",
        bars=bars,
        unit="MB of text a CPU second (more is better)",
        ratios=ratios,
        counts={"calls a document": calls(everything) / DOCUMENTS},
        figures=growth(),
        skipped=skipped,
    )
