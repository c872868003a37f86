"""News-like documents made from templates with a seed: the same documents on every machine."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from workbench.model import Document

if TYPE_CHECKING:
    from collections.abc import Iterator

_PLACES = ("France", "Japan", "Brazil", "Kenya", "Poland", "Canada", "Vietnam", "Egypt", "Norway", "Chile")
_THINGS = ("exports", "steel output", "tourist arrivals", "housing starts", "retail sales", "wheat shipments")
_PLAIN = (
    "Officials said the ministry would publish a longer account of its reasons once parliament has met again.",
    "Residents of the old town, who had asked for quieter streets, welcomed the plan and asked for more trees.",
    "The company declined to comment, and its lawyers said that talks with the regulator were still going on.",
    "Farmers in the valley say that the weather matters more to them than whatever the capital decides.",
    "A spokeswoman told reporters that nothing had been signed and that reports to the contrary were premature.",
)
_DENSE = (
    "{place}'s {thing} rose by {p}% in {year}, after a fall of {q}% a year earlier.",
    "Trade with {other} came to ${n} billion last year, up from ${m} billion in {year}.",
    "About {n} million people in {place} were out of work in the third quarter of {year}, the highest since {old}.",
    "The plant will generate {n},{m}00 gigawatt-hours of electricity by the end of {next}, its owner said on Tuesday.",
    "Inflation in {place} averaged {p}.{q}%, almost twice the rate of {other}.",
)


def documents(count: int, *, seed: int = 7, dense: float = 0.4, sentences: int = 40) -> Iterator[Document]:
    """Yield ``count`` documents of about five kilobytes; ``dense`` is the share of sentences with figures."""
    chance = random.Random(seed)
    for number in range(count):
        lines = []
        for index in range(sentences):
            template = chance.choice(_DENSE if chance.random() < dense else _PLAIN)
            year = chance.randint(2005, 2023)
            lines.append(
                template.format(
                    place=chance.choice(_PLACES), other=chance.choice(_PLACES), thing=chance.choice(_THINGS),
                    p=chance.randint(1, 30), q=chance.randint(1, 9), n=chance.randint(11, 99), m=chance.randint(11, 99),
                    year=year, old=year - chance.randint(5, 30), next=year + chance.randint(1, 5),
                )
                + ("\n\n" if index % 4 == 3 else " ")
            )  # fmt: skip
        yield Document(id=f"made-{number:06d}", text="".join(lines).strip())
