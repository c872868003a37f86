"""Quantities, times and claims of news-like documents: beside quantulum3, which reads quantities alone."""

from __future__ import annotations

import json
import statistics

from bench import peers
from bench.corpus import documents
from bench.measurement import Measurement, calls, cpu_seconds

DOCUMENTS, PEER_DOCUMENTS, PAIRS = 100, 10, 3


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
        skipped=skipped,
    )
