"""A phrase to the nearest of N labels: our index beside plain ``rapidfuzz.process.extract``."""

from __future__ import annotations

import random

from rapidfuzz import fuzz, process

from bench.measurement import Measurement, calls, median_ratio

LABELS, PHRASES = 10_000, 20
HEADS = "exports imports output production consumption sales prices wages births deaths deposits loans arrivals".split()
THINGS = "steel wheat cars milk copper cement coal timber sugar cotton paper glass rubber coffee shoes ships".split()
SORTS = "raw refined used new organic heavy light public private retail wholesale seasonal monthly yearly".split()
PLACES = "northern southern eastern western coastal inland urban rural upper lower central outer".split()


def labels(count: int) -> list[str]:
    """Return that many different labels of three to five words, the same on every machine."""
    draw = random.Random(5)
    found: dict[str, None] = {}
    while len(found) < count:
        words = [draw.choice(PLACES), draw.choice(SORTS), draw.choice(THINGS), draw.choice(HEADS)]
        found[f"{' '.join(words[draw.randrange(2) :])} {len(found) % 97}"] = None
    return list(found)


def measure() -> Measurement:
    """Look twenty phrases up among ten thousand labels."""
    from workbench.link.phrases import PhraseIndex, terms

    names = labels(LABELS)
    index = PhraseIndex.build((name, (name,)) for name in names)
    draw = random.Random(6)
    asked = [f"the {name} of the region" for name in draw.sample(names, PHRASES)]

    def ours() -> list[object]:
        return [index.find(terms(phrase)) for phrase in asked]

    def token_set() -> list[object]:
        return [process.extract(phrase, names, scorer=fuzz.token_set_ratio, limit=6) for phrase in asked]

    def weighted() -> list[object]:
        return [process.extract(phrase, names, scorer=fuzz.WRatio, limit=6) for phrase in asked]

    by_token, our, token = median_ratio(ours, token_set)
    by_weight, _, weight = median_ratio(ours, weighted, pairs=3)
    each = 1000 / PHRASES
    return Measurement(
        title=f"A phrase to the nearest of {LABELS:,} labels",
        bars={
            "workbench": our * each,
            "process.extract, token_set_ratio": token * each,
            "process.extract, WRatio": weight * each,
        },
        unit="ms of CPU a phrase (less is better)",
        ratios={"token_set_ratio": by_token, "WRatio": by_weight},
        counts={"calls": float(calls(ours))},
    )
