"""Verdicts back into the store: a table that was exported, filled in elsewhere, or both; each row's fate is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.counting import many
from workbench.export import read_verdicts
from workbench.store import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from workbench.store import Returned, Store

# The columns that tell what the reviewer saw, and what the store calls it.
_GROUND = {
    "claim_text": "sentence", "suggested_outcome": "outcome", "suggested_outcome_as_published": "as_published",
    "working": "working", "indicator": "indicator",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class BroughtBack:
    """The rows of a table and what became of each, by its line; rows without a verdict are only counted."""

    file: str
    rows: tuple[tuple[int, Returned], ...]
    undecided: int

    def count(self, state: str) -> int:
        """Return how many rows were ``stored``, the ``same``, a ``conflict``, ``unknown`` or ``refused``."""
        return sum(found.state == state for _, found in self.rows)

    @property
    def troubles(self) -> list[str]:
        """A line for each row that was not taken: file, line, claim and why."""
        return [
            f"{self.file}:{line}: {found.claim}: {found.state}: {found.told}"
            for line, found in self.rows
            if found.state not in ("stored", "same")
        ]

    def __str__(self) -> str:
        """``verdicts.csv: 5 verdicts stored, 2 were there, 1 conflict``."""
        counts = {
            ("verdict stored", "verdicts stored"): self.count("stored"),
            ("was there", "were there"): self.count("same"),
            ("conflict", "conflicts"): self.count("conflict"),
            ("on an unknown claim", "on unknown claims"): self.count("unknown"),
            ("refused", "refused"): self.count("refused"),
            ("row without a verdict", "rows without a verdict"): self.undecided,
        }  # fmt: skip
        told = [many(count, *nouns) for nouns, count in counts.items() if count]
        return f"{self.file}: " + (", ".join(told) or "no row")


def bring_back(store: Store, file: Path, *, by: str | None = None) -> BroughtBack:
    """Store the verdicts of a verdict table (CSV or XLSX) on claims that have none; nothing is overwritten.

    ``by`` is who brings them in; an owner may bring in everybody's, others their own. All is done at once or not at
    all: raises InputError, and stores nothing, for a table that cannot be read, NotAllowed for a stranger.
    """
    return bring_back_rows(store, read_verdicts(file), str(file), by=by)


def bring_back_rows(
    store: Store, rows: Iterable[tuple[int, Mapping[str, str]]], name: str, *, by: str | None = None
) -> BroughtBack:
    """Store the verdicts of rows, each with its line, as ``bring_back`` does; ``name`` is what messages call them."""
    found = list(rows)
    decided = [(line, cells) for line, cells in found if cells["review_rating"] or cells.get("dismissed")]
    returned = store.bring_in([_verdict(cells) for _, cells in decided], by=by)
    lines = (line for line, _ in decided)
    return BroughtBack(name, tuple(zip(lines, returned, strict=True)), len(found) - len(decided))


def _verdict(cells: Mapping[str, str]) -> Verdict:
    return Verdict(
        cells["claim_id"],
        cells["review_rating"] or None,
        note=cells.get("review_note", ""),
        reviewer=cells.get("reviewer_name", ""),
        at=cells.get("review_date", ""),
        second_opinion=cells.get("second_opinion", "") == "yes",
        dismissed=cells.get("dismissed") or None,
        ground={name: cells[column] for column, name in _GROUND.items() if column in cells},
    )
