"""Verdict regression: stored verdicts judged twice, on the figures they were made with and on those of today.

A verdict is looked at only where a row it rests on has another value, is gone, or was followed by a newer one. Both
judgements come from the same words and the same code, so that what differs is due to the figures alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from workbench.check import check_extraction, judge_again
from workbench.check.working import event_evidence, evidence, scale_of
from workbench.errors import InputError
from workbench.export.reading import read_verdict_csv
from workbench.extract import extract
from workbench.link import period_name
from workbench.model import Document, Link
from workbench.refcheck import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from workbench.model import Claim, Evidence, Extraction, Judgement
    from workbench.reference import Reference

    FigureKey = tuple[str, str, str, str, str, str]

_BETWEEN = " | "
_NO_FIGURE = ("document", "text")  # rows that come from the article itself
_DAYS = re.compile(r"\d{4}-\d\d-\d\d(/\d{4}-\d\d-\d\d)?")


@dataclass(frozen=True)
class Verdict:
    """A row of a verdict CSV: ``figures`` are the rows it rests on as ``{key: (printed value, unit)}``."""

    file: str
    row: int
    cells: dict[str, str]

    @cached_property
    def figures(self) -> dict[FigureKey, tuple[str, str]]:
        """The rows that the suggestion rested on."""
        columns = [
            self.cells.get(name, "").split(_BETWEEN) for name in ("evidence_keys", "evidence_value", "evidence_unit")
        ]
        found: dict[FigureKey, tuple[str, str]] = {}
        for key, value, unit in zip(*columns, strict=False):
            parts = key.split(",")
            if len(parts) == 6:
                a, b, c, d, e, f = parts
                found[a, b, c, d, e, f] = (value, unit)
        return found

    @property
    def published(self) -> date | None:
        """The day of the document."""
        return _day(self.cells.get("claim_date", ""))


@dataclass(frozen=True, slots=True)
class Moved:
    """A figure or date under a verdict that is not as it was: ``row`` is the row of today, where there is one."""

    key: str
    before: str
    found: str
    row: Evidence | None


@dataclass(frozen=True, slots=True)
class _Twice:
    """One verdict on the figures of then and of now."""

    then: Judgement
    now: Judgement


def verdicts_of(paths: Iterable[Path]) -> list[Verdict]:
    """Return the rows of verdict CSVs, and of every ``*.csv`` of a folder; raises InputError."""
    found: list[Verdict] = []
    for path in paths:
        files = sorted(path.glob("*.csv")) if path.is_dir() else [path]
        if not files:
            raise InputError("no verdict CSV in this folder", file=str(path), hint="`workbench export` writes one")
        for file in files:
            found += [Verdict(str(file), row, cells) for row, cells in enumerate(read_verdict_csv(file), 2)]
    return found


def replayed(
    verdicts: Sequence[Verdict], reference: Reference, documents: Iterable[Document] = ()
) -> Iterator[Finding]:
    """Yield a finding for each verdict whose outcome or margin is another one because a figure changed.

    A document that the verdicts were made of gives the whole context; without it each claim's own sentence is read.
    """
    known = {document.id: document for document in documents}
    versions: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        versions.setdefault(verdict.cells.get("reference_version", ""), []).append(verdict)
    current = f"{reference.version} {reference.fingerprint[:12]}"
    for version, group in versions.items():
        if version != current:
            yield from _Version(group, reference, known).findings()


class _Version:
    """The verdicts made on one state of the tables."""

    def __init__(self, verdicts: Sequence[Verdict], reference: Reference, documents: dict[str, Document]) -> None:
        self._verdicts = verdicts
        self._now = reference
        self._documents = documents
        self._checked: dict[tuple[str, bool], dict[str, Judgement]] = {}

    @cached_property
    def _then(self) -> Reference:
        told = {
            key: (value, _power(unit))
            for verdict in self._verdicts
            for key, (value, unit) in verdict.figures.items()
            if key[0] in self._now.indicators or _DAYS.fullmatch(key[3])
        }
        return self._now.recalling(told)

    def findings(self) -> Iterator[Finding]:
        """Yield a finding for each verdict of this version that no longer stands as it was."""
        for verdict in self._verdicts:
            moved = list(moved_rows(verdict, self._now))
            if moved:
                yield from self._finding(verdict, moved)

    def _finding(self, verdict: Verdict, moved: Sequence[Moved]) -> Iterator[Finding]:
        stored = verdict.cells.get("suggested_outcome", "")
        twice = self._from_document(verdict) or self._from_sentence(verdict)
        if twice is None or twice.then.outcome != stored:
            told = "its figures changed and its sentence alone does not tell the outcome again"
            yield _made("verdict-change", "warning", verdict, moved, told, verdict.cells.get("working", ""), "")
        elif twice.now.outcome != stored:
            told = f"{stored} -> {twice.now.outcome}"
            yield _made("verdict-flip", "error", verdict, moved, told, twice.then.working, twice.now.working)
        elif twice.now.margin != twice.then.margin:
            told = f"still {stored}, margin {_text(twice.then)} -> {_text(twice.now)}"
            yield _made("verdict-change", "warning", verdict, moved, told, twice.then.working, twice.now.working)

    def _from_document(self, verdict: Verdict) -> _Twice | None:
        document = self._documents.get(verdict.cells.get("document_id", ""))
        if document is None:
            return None
        claim = verdict.cells["claim_id"]
        then, now = (self._suggestions(document, recalled=recalled).get(claim) for recalled in (True, False))
        return _Twice(then, now) if then and now else None

    def _suggestions(self, document: Document, *, recalled: bool) -> dict[str, Judgement]:
        key = document.id, recalled
        if key not in self._checked:
            checked = check_extraction(extract(document), self._then if recalled else self._now)
            self._checked[key] = {suggestion.claim_id: suggestion.latest for suggestion in checked.suggestions}
        return self._checked[key]

    def _from_sentence(self, verdict: Verdict) -> _Twice | None:
        cells = verdict.cells
        text = cells.get("claim_text") or cells.get("quote", "")
        extraction = extract(Document("sentence", text, verdict.published, title=cells.get("document_title", "")))
        claim = _claim_of(verdict, extraction)
        if claim is None:
            return None
        link = _link_of(verdict, claim, self._now)
        then, now = (judge_again(extraction, claim, link, tables) for tables in (self._then, self._now))
        return _Twice(then, now)


def moved_rows(verdict: Verdict, reference: Reference) -> Iterator[Moved]:
    """Yield each row under a verdict that has another value now, is gone, or was followed by a newer one."""
    indicators = reference.indicators
    events = {event.event: event for event in reference.events}
    for key, (value, unit) in verdict.figures.items():
        name, entity, counterpart, period, vintage = key[:5]
        about = " ".join(filter(None, key[:4]))
        if name in indicators:
            rows = [row for row in reference.series(name, entity, counterpart) if row.period == period]
            shown = dict(zip((row.key for row in rows), evidence(rows, indicators), strict=True))
            last = max(other[4] for other in verdict.figures if other[:4] == key[:4])
            later = [row for row in shown.values() if row.vintage > last] if vintage == last else []
            yield from _moved(about, value, unit, shown.get(key), later)
        elif unit == "date" and _DAYS.fullmatch(period) and name != verdict.cells.get("document_id"):
            now = event_evidence(events[name]) if name in events else None
            if now is None or now.period != period:
                yield Moved(name, period, now.period if now else "no such event", now)
        elif unit != "date" and entity:
            yield Moved(about, value, "no such indicator", None)


def _moved(about: str, value: str, unit: str, row: Evidence | None, later: Sequence[Evidence]) -> Iterator[Moved]:
    if row is None:
        yield Moved(about, value, "no row", None)
    elif (row.value, row.unit) != (value, unit):
        before, found = (value, row.value) if row.unit == unit else (f"{value} {unit}", f"{row.value} {row.unit}")
        yield Moved(about, before, found, row)
    if later:
        yield Moved(about, value, f"{later[-1].value} (published {later[-1].vintage})", later[-1])


def _claim_of(verdict: Verdict, extraction: Extraction) -> Claim | None:
    """Return the claim of the sentence that a verdict is about, with the period that the whole document gave it."""
    cells = verdict.cells
    same = [claim for claim in extraction.claims if claim.quote == cells.get("quote")]
    claim = next((claim for claim in same if claim.kind == cells.get("kind")), None)
    if claim is None:
        return None
    start, end = _day(cells.get("period_start", "")), _day(cells.get("period_end", ""))
    return replace(claim, period=(start, end) if start or end else claim.period)


def _link_of(verdict: Verdict, claim: Claim, reference: Reference) -> Link:
    cells = verdict.cells
    entity, counterpart = cells.get("entity") or None, cells.get("counterpart") or None
    indicator = cells.get("indicator") or None
    known = reference.indicators.get(indicator or "")
    named = tuple(dict.fromkeys(filter(None, (entity, counterpart, *claim.entities))))
    return Link(indicator, entity, counterpart, period_name(claim.period, known), 1.0, entities=named)


def _made(
    check: str, severity: str, verdict: Verdict, moved: Sequence[Moved], told: str, before: str, after: str
) -> Finding:
    """Return the finding at the row of the tables that moved, which is where it can be mended."""
    cells, first = verdict.cells, moved[0]
    row = next((m.row for m in moved if m.row is not None), None)
    rated = f"rated {cells['review_rating']}" if cells.get("review_rating") else "not rated"
    if cells.get("reviewer_name"):
        rated += f" by {cells['reviewer_name']} on {cells.get('review_date', '')[:10]}"
    quote = " ".join(cells.get("quote", "").split())
    parts = [f"{quote!r} ({rated}; {verdict.file}, row {verdict.row}): {told}"]
    parts += [f"{len(moved)} of its figures changed"] if len(moved) > 1 else []
    parts += [f"before: {before}"] if before else []
    parts += [f"now: {after}"] if after else []
    return Finding(
        check, severity, row.table if row else "indicators.csv", row.line if row else 1, "value", first.key,
        first.found, f"{first.before}, as when it was judged", "; ".join(parts),
    )  # fmt: skip


def _text(judgement: Judgement) -> str:
    return format(judgement.margin.normalize(), "f") if judgement.margin is not None else "none"


def _power(unit: str) -> int:
    scale = scale_of(unit)
    return len(str(scale.numerator)) - len(str(scale.denominator))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None
