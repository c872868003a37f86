"""A phrase to the nearest of N labels beside plain rapidfuzz; and a desk's package of a million rows as a whole."""

from __future__ import annotations

import random
import tempfile
from datetime import date
from pathlib import Path

from rapidfuzz import fuzz, process

from bench.measurement import Measurement, calls, cpu_seconds, median_ratio
from workbench.model import Document

LABELS, PHRASES = 10_000, 20
ARTICLES, WRONG = 20, 0.3
LANDS = "Norway Sweden Finland Denmark Iceland Poland Spain Italy France Greece".split()
YEARS = range(2010, 2020)
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


def write_desk(folder: Path) -> list[str]:
    """Write a desk's package with only what is required: 10,000 labelled indicators, 10 countries, 10 years each."""
    names = labels(LABELS)
    (folder / "observations").mkdir(parents=True)
    heads = (f"i{n},{name.capitalize()},percent\n" for n, name in enumerate(names))
    (folder / "indicators.csv").write_text("indicator,label,unit\n" + "".join(heads), encoding="utf8")
    with (folder / "observations" / "figures.csv").open("w", encoding="utf8") as file:
        file.write("indicator,entity,period,value\n")
        for n in range(LABELS):
            file.writelines(f"i{n},{land},{year},{figure(n, land, year)}\n" for land in LANDS for year in YEARS)
    return names


def figure(n: int, land: str, year: int) -> float:
    """Return the figure of an indicator, as it stands in the package."""
    return (n * 7 + year * 13 + len(land) * 31) % 1000 / 10


def articles(names: list[str]) -> list[Document]:
    """Return twenty texts of ten sentences each; three figures in ten are wrong."""
    draw, found = random.Random(7), []
    for k in range(ARTICLES):
        sentences = []
        for _ in range(10):
            n, land, year = draw.randrange(len(names)), draw.choice(LANDS), draw.choice(YEARS)
            told = figure(n, land, year) + 1.7 * (draw.random() < WRONG)
            sentences.append(f"{names[n].capitalize()} in {land} were {told:.1f}% in {year}.")
        found.append(Document(f"d{k}", " ".join(sentences), date(2021, 1, 1)))
    return found


def desk() -> tuple[dict[str, float], float]:
    """Return the seconds to start warm and the milliseconds of CPU a claim, on a desk's million rows; and its calls.

    Calls are counted on tables that have answered one article, as the time is.
    """
    from workbench.check import check_extraction
    from workbench.extract import extract
    from workbench.link import Linker
    from workbench.reference import load_reference

    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "desk"
        first, *others = [extract(document) for document in articles(write_desk(folder))]
        references = [load_reference(folder), load_reference(folder)]  # the first, cold, leaves a copy for the next
        start = cpu_seconds(lambda: Linker(load_reference(folder)))
        for reference in references:
            check_extraction(first, reference)
        spent = cpu_seconds(lambda: [check_extraction(extraction, references[0]) for extraction in others])
        counted = calls(lambda: [check_extraction(extraction, references[1]) for extraction in others])
    claims = sum(claim.checkworthy >= 0.5 for extraction in others for claim in extraction.claims)
    figures = {
        "rows of a desk": LABELS * 100.0,
        "start of a desk, s of CPU": start,
        "ms of CPU a claim": 1000 * spent / claims,
    }
    return figures, counted / claims


def measure() -> Measurement:
    """Look twenty phrases up among ten thousand labels, then check a desk's articles."""
    from workbench.link.index import PhraseIndex
    from workbench.link.phrases import terms

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
    figures, counted = desk()
    return Measurement(
        title=f"A phrase to the nearest of {LABELS:,} labels",
        bars={
            "workbench": our * each,
            "process.extract, token_set_ratio": token * each,
            "process.extract, WRatio": weight * each,
        },
        unit="ms of CPU a phrase (less is better)",
        ratios={"token_set_ratio": by_token, "WRatio": by_weight},
        counts={"calls": float(calls(ours)), "calls a claim of a desk": counted},
        figures=figures,
    )
