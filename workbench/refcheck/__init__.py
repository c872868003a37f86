"""Checks on reference tables: one finding model, small files of checks by family, reporters."""

from __future__ import annotations

from workbench.refcheck.findings import Finding, Rule, Spot, rule
from workbench.refcheck.run import FAMILIES, NAMES, RULES, check_tables

__all__ = ["FAMILIES", "NAMES", "RULES", "Finding", "Rule", "Spot", "check_tables", "rule"]
