"""What is gathered for one claim while the indicators that it may mean are looked for."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Found:
    """The indicators found for a claim: their scores, which its own words name, what others are worth beside those.

    ``words`` are those by which the claim's own words name an indicator.
    """

    scores: dict[str, float] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)
    elsewhere: float = 1.0
    subject: float = 1.0
    words: dict[str, frozenset[str]] = field(default_factory=dict)

    def add(self, name: str, score: float, *, named: bool) -> None:
        """Keep the best score of an indicator."""
        self.scores[name] = max(score, self.scores.get(name, 0.0))
        if named:
            self.named.add(name)
