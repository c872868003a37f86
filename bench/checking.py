"""Score the whole way from a sentence to an outcome on our own gold, ``claims/gold/checking.jsonl``.

Each line is a text with the tables it is checked against and its claims marked by hand: the outcomes that a careful
person admits, as of now and as of publication, the indicator and entity meant, and the trap that a false figure fits.
The first outcome of a list is the one to be scored; the others are admitted too. Texts are our own, from the seeds, or
written for the fictional desk of the tests.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.check import check
from workbench.model import Document
from workbench.reference import load_reference

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workbench.model import Checked, Suggestion
    from workbench.reference import Reference

ROOT = Path(__file__).parent.parent
GOLD = ROOT / "claims" / "gold" / "checking.jsonl"
UNDECIDED = ("no_data", "not_due", "ambiguous", "not_checkable")
Record = dict[str, Any]


@dataclass
class Score:
    """Counts over all marked claims, and a line for each that went wrong."""

    claims: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    by_category: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    errors: list[str] = field(default_factory=list)

    def rate(self, part: str, whole: str) -> float:
        """Return a share, 1 where there is nothing to share out."""
        return self.counts[part] / self.counts[whole] if self.counts[whole] else 1.0

    def figures(self) -> dict[str, float]:
        """Return the figures that floors are pinned for."""
        return {
            "claims": self.claims,
            "undecidable_share": round(self.counts["undecidable"] / self.claims, 4),
            "latest": round(self.counts["latest_ok"] / self.claims, 4),
            "as_published": round(self.rate("published_ok", "published"), 4),
            "indicator": round(self.rate("indicator_ok", "indicator"), 4),
            "entity": round(self.rate("entity_ok", "entity"), 4),
            "contradicted_p": round(self.rate("contradicted_true", "contradicted_said"), 4),
            "contradicted_r": round(self.rate("contradicted_found", "contradicted"), 4),
            "false_contradicted": round(self.rate("contradicted_false", "not_contradicted"), 4),
            "hints": round(self.rate("hint_ok", "hint"), 4),
            "false_hints": round(self.rate("hint_false", "plain"), 4),
        }


@lru_cache(maxsize=4)
def _tables(folder: str) -> Reference:
    return load_reference(ROOT / folder)


def gold() -> Iterator[Record]:
    """Yield the lines of the gold file."""
    yield from map(json.loads, GOLD.read_text(encoding="utf8").splitlines())


def score(lines: Sequence[Record]) -> Score:
    """Check every text of the gold and count what came out as marked."""
    found = Score()
    for line in lines:
        document = Document(
            line["id"], line["text"], date.fromisoformat(line["published"]), title=line.get("title", "")
        )
        checked = check(document, _tables(line["tables"]))
        for claim in line["claims"]:
            _count(found, line, claim, _at(checked, claim))
    return found


def _at(checked: Checked, claim: Record) -> Suggestion | None:
    """Return the suggestion for the claim that shares most letters with a marked one."""

    def shared(i: int) -> int:
        mine = checked.extraction.claims[i]
        return min(mine.end, claim["end"]) - max(mine.start, claim["start"])

    best = max(range(len(checked.suggestions)), key=shared, default=None)
    return checked.suggestions[best] if best is not None and shared(best) > 0 else None


def _count(found: Score, line: Record, claim: Record, said: Suggestion | None) -> None:
    counts, latest = found.counts, claim["latest"]
    found.claims += 1
    outcome = said.latest.outcome if said else "not_checkable"
    ok = outcome in latest
    counts["latest_ok"] += ok
    counts["undecidable"] += latest[0] in UNDECIDED
    if "as_published" in claim:
        counts["published"] += 1
        counts["published_ok"] += (said.as_published.outcome if said else "not_checkable") in claim["as_published"]
    for name in ("indicator", "entity"):
        if name in claim and latest[0] not in UNDECIDED:
            counts[name] += 1
            counts[f"{name}_ok"] += said is not None and _linked(said, name, claim[name])
    counts["contradicted"] += latest[0] == "contradicted"
    counts["contradicted_found"] += latest[0] == "contradicted" and outcome == "contradicted"
    counts["contradicted_said"] += outcome == "contradicted"
    counts["contradicted_true"] += outcome == "contradicted" and "contradicted" in latest
    counts["not_contradicted"] += "contradicted" not in latest
    counts["contradicted_false"] += outcome == "contradicted" and "contradicted" not in latest
    hints = [hint.partition(":")[0] for hint in said.latest.hints] if said else []
    if "trap" in claim:
        counts["hint"] += 1
        counts["hint_ok"] += claim["trap"] in hints
    elif latest[0] == "supported":
        counts["plain"] += 1
        counts["hint_false"] += any(hint in _TRAPS for hint in hints)
    good = ok and ("trap" not in claim or claim["trap"] in hints)
    tally = found.by_category[line["cat"]]
    tally[0] += good
    tally[1] += 1
    if not good:
        told = said.latest.working[:200] if said else "not found"
        wanted = " ".join(("/".join(latest), claim.get("trap", "")))
        where = f"{line['id']} {line['cat']}: {line['text']!r} [{claim['quote']}]"
        found.errors.append(f"{where} wants {wanted}, got {outcome} {hints}: {told}")


def _linked(said: Suggestion, name: str, wanted: str) -> bool:
    if name == "entity":
        return wanted in (said.link.entity, said.link.counterpart)
    return said.link.indicator in (wanted, f"{wanted}_growth", wanted.removesuffix("_growth"))


_TRAPS = frozenset(
    "points_vs_percent reversed_percent scale_slip unit_slip wrong_period wrong_entity sibling_indicator level_vs_rate "
    "set_vs_reached cumulative_vs_annual nominal_vs_real total_vs_per_capita fx_date event_order in_text_conflict "
    "currency_basis".split()
)


def main() -> int:
    """Print the figures and, with ``--errors``, each claim that went wrong."""
    found = score(list(gold()))
    for category, (good, whole) in sorted(found.by_category.items()):
        print(f"{category:22} {good} of {whole}")
    for line in found.errors if "--errors" in sys.argv else ():
        print(line)
    print(" ".join(f"{name}={value:g}" for name, value in found.figures().items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
