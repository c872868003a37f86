"""All checks in their order, and what they find on a folder."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

from workbench.refcheck import cells, files, jumps, keys, layers, levels, names, overlaps, periods, sources, sums, units
from workbench.refcheck.findings import SEVERITIES, Finding, Rule, Spot
from workbench.refcheck.package import Tables, read_tables
from workbench.refcheck.settings import Settings, read_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

FAMILIES = {
    "files": files.RULES,
    "cells": cells.RULES,
    "keys and codes": keys.RULES,
    "periods": periods.RULES,
    "units": units.RULES,
    "names": names.RULES,
    "jumps": jumps.RULES,
    "arithmetic": sums.RULES,
    "levels": levels.RULES,
    "sources and dates": sources.RULES,
    "overlaps and revisions": overlaps.RULES,
    "layers": layers.RULES,
}
RULES: tuple[Rule, ...] = tuple(rule for family in FAMILIES.values() for rule in family)
# Checks that are told by other parts of the workbench: the verdict regression and the exceptions themselves.
OTHERS = ("verdict-flip", "verdict-change", "unused-exception")
NAMES = frozenset(rule.name for rule in RULES).union(OTHERS)


def check_tables(
    folder: Path,
    *,
    baseline: Tables | None = None,
    today: date | None = None,
    verdicts: Callable[[], Iterable[Finding]] | None = None,
    over: Sequence[Path] = (),
) -> list[Finding]:
    """Return everything the checks find on a folder of reference tables, after its ``checks.toml``.

    ``over`` are the folders that this one is laid over, the lowest first; ``verdicts`` yields what a recomputation of
    stored verdicts found. Raises MissingTable or MalformedTable where there is no package, or its ``checks.toml``
    cannot be read.
    """
    tables, settings = prepared(folder, baseline=baseline, today=today, over=over)
    findings = [finding for rule in RULES for finding in findings_of(rule, tables)]
    if verdicts:
        findings += verdicts()
    return ordered(settings.apply(findings))


def prepared(
    folder: Path, *, baseline: Tables | None = None, today: date | None = None, over: Sequence[Path] = ()
) -> tuple[Tables, Settings]:
    """Return the tables of a folder ready to be checked, and its settings."""
    below = tuple(read_tables(each) for each in over)
    tables = read_tables(folder, today=today or date.today(), baseline=baseline, below=below)  # noqa: DTZ011
    settings = read_settings(folder, NAMES)
    return replace(tables, limits=settings.limits), settings


def findings_of(rule: Rule, tables: Tables) -> Iterator[Finding]:
    """Yield the findings of one check; after many on one file the rest is only counted."""
    most = int(tables.limits["most-findings"])
    spots = rule.look(tables)
    for spot in islice(spots, most):
        yield Finding.of(rule.name, rule.severity, spot)
    more, last = 0, None
    for spot in spots:
        more, last = more + 1, spot
    if last is not None:
        hint = "mend the first ones, then check again"
        counted = Spot(last.file, last.line, found=f"{more} more of this kind", hint=hint, severity=last.severity)
        yield Finding.of(rule.name, rule.severity, counted)


def ordered(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings by severity, then file and line."""
    return sorted(findings, key=lambda f: (SEVERITIES.index(f.severity), f.file, f.line, f.check, f.key, f.column))
