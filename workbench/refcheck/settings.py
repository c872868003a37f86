"""``checks.toml``: limits and severities of checks, and exceptions, each with a reason."""

from __future__ import annotations

from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from workbench import toml
from workbench.errors import MalformedTable
from workbench.refcheck.findings import SEVERITIES, Finding
from workbench.reference.contents import contents

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

NAME = "checks.toml"
LIMITS = {
    "spike": 4.0,  # a value this many times both its neighbours, or this small a part of them
    "scale-break": 50.0,  # two neighbouring values this far apart
    "growth": 0.6,  # points between published and computed growth that a revised base explains
    "total": 0.005,  # share by which parts and total, or a ratio and its operands, may differ beyond their digits
    "overlap": 0.02,  # share by which two sources of one figure may differ beyond their digits
    "most-findings": 100.0,  # findings of one check on one file before the rest is only counted
}
_PARTS: dict[str, type] = {"limits": dict, "severity": dict, "exceptions": list}
_PARTS_HINT = "it has the tables [limits] and [severity], and [[exceptions]]"
_EXCEPTION_FIELDS = ("check", "severity", "file", "column", "key", "reason")


@dataclass(frozen=True, slots=True)
class Excuse:
    """One exception: findings of a check that match the patterns (``*`` and ``?``) are no findings, for a reason."""

    check: str
    severity: str
    file: str
    column: str
    key: str
    reason: str
    line: int

    def covers(self, finding: Finding) -> bool:
        """Tell whether the exception is about a finding."""
        return self.check == finding.check and all(
            fnmatchcase(getattr(finding, name), getattr(self, name)) for name in ("severity", "file", "column", "key")
        )


@dataclass(frozen=True)
class Settings:
    """What a desk has decided about its checks."""

    severities: dict[str, str] = field(default_factory=dict)
    limits: dict[str, float] = field(default_factory=lambda: dict(LIMITS))
    excuses: tuple[Excuse, ...] = ()

    def apply(self, findings: Iterable[Finding]) -> list[Finding]:
        """Drop excused findings, set severities, and add a finding for each exception that excused nothing."""
        used: set[int] = set()
        kept: list[Finding] = []
        for finding in findings:
            severity = self.severities.get(finding.check, finding.severity)
            mine = [excuse.line for excuse in self.excuses if excuse.covers(finding)]
            used.update(mine)
            if not mine and severity != "off":
                kept.append(finding if severity == finding.severity else _with(finding, severity))
        kept.extend(_unused(excuse) for excuse in self.excuses if excuse.line not in used)
        return kept


def _with(finding: Finding, severity: str) -> Finding:
    from dataclasses import replace

    return replace(finding, severity=severity)


def _unused(excuse: Excuse) -> Finding:
    return Finding(
        "unused-exception", "warning", NAME, excuse.line, "exceptions", excuse.key,
        f"an exception to {excuse.check} that excuses nothing", "only exceptions that are needed",
        "remove it: what it excused is gone",
    )  # fmt: skip


def read_settings(folder: Path, known: frozenset[str]) -> Settings:
    """Read the ``checks.toml`` of a package; the defaults where there is none.

    Raises MalformedTable where it cannot be read, names a check that does not exist, or excuses without a reason.
    """
    path = folder / NAME
    if not path.exists():
        return Settings()
    try:
        data = contents(path, folder)
        found = toml.parsed(data)
    except OSError as error:
        raise MalformedTable(f"cannot read: {error.strerror}", file=str(path), hint="mend it, or remove it") from error
    except ValueError as error:
        raise MalformedTable(str(error), file=str(path), hint="see the reference on checks") from error
    for name, kind in _PARTS.items():
        if not isinstance(found.get(name, kind()), kind):
            raise _bad(path, 1, f"{name} = {found[name]!r}", _PARTS_HINT)
    strange = ", ".join(sorted(found.keys() - _PARTS.keys()))
    if strange:
        raise _bad(path, 1, f"it does not know {strange}", _PARTS_HINT)
    lines = [number for number, line in enumerate(data.decode().splitlines(), 1) if line.strip() == "[[exceptions]]"]
    entries = found.get("exceptions", [])
    lines += [1] * (len(entries) - len(lines))
    excuses = tuple(_excuse(entry, line, path, known) for entry, line in zip(entries, lines, strict=False))
    return Settings(
        _severities(found.get("severity", {}), path, known), _limits(found.get("limits", {}), path), excuses
    )


def _excuse(entry: Any, line: int, path: Path, known: frozenset[str]) -> Excuse:
    strange = set(entry) - set(_EXCEPTION_FIELDS) if isinstance(entry, dict) else {"this"}
    if strange:
        raise _bad(path, line, f"an exception does not know {', '.join(sorted(strange))}", ", ".join(_EXCEPTION_FIELDS))
    cells = {name: str(entry.get(name, "*")) for name in _EXCEPTION_FIELDS}
    if cells["check"] not in known:
        raise _bad(path, line, f"there is no check {cells['check']!r}", "see the reference on checks")
    if not str(entry.get("reason", "")).strip():
        raise _bad(
            path, line, f"an exception to {cells['check']} without a reason", "say why, for whoever reads it next"
        )
    return Excuse(**cells, line=line)


def _severities(found: dict[str, Any], path: Path, known: frozenset[str]) -> dict[str, str]:
    for name, severity in found.items():
        if name not in known or severity not in (*SEVERITIES, "off"):
            raise _bad(path, 1, f"[severity] {name} = {severity!r}", "a check's name, and error, warning, info or off")
    return dict(found)


def _limits(found: dict[str, Any], path: Path) -> dict[str, float]:
    for name, limit in found.items():
        if name not in LIMITS or isinstance(limit, bool) or not isinstance(limit, (int, float)) or limit <= 0:
            raise _bad(path, 1, f"[limits] {name} = {limit!r}", "a positive number for one of " + ", ".join(LIMITS))
    return LIMITS | {name: float(limit) for name, limit in found.items()}


def _bad(path: Path, line: int, message: str, hint: str) -> MalformedTable:
    return MalformedTable(message, file=str(path), line=line, hint=hint)
