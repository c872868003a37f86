"""Findings as text, JSON, JUnit XML, SARIF 2.1.0 or GitHub annotations."""

from __future__ import annotations

import json
import os
from collections import Counter
from dataclasses import asdict, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from workbench.refcheck.findings import SEVERITIES
from workbench.refcheck.run import FAMILIES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from workbench.refcheck.findings import Finding

_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_ANNOTATIONS = {"error": "error", "warning": "warning", "info": "notice"}
_SARIF = "https://json.schemastore.org/sarif-2.1.0.json"


def report(findings: Sequence[Finding], form: str, folder: str, version: str) -> str:
    """Return findings in one of the ``FORMATS``; ``folder`` is put before each file where a reader opens it."""
    return FORMATS[form]([_encodable(finding) for finding in findings], folder, version)


def _encodable(finding: Finding) -> Finding:
    """Return a finding that can be written as UTF-8: half a character of a broken file is told as one."""
    texts: dict[str, Any] = {name: text for name, text in asdict(finding).items() if isinstance(text, str)}
    return replace(finding, **{name: text.encode(errors="replace").decode() for name, text in texts.items()})


def default_format() -> str:
    """Return ``github`` where GitHub runs the check, else ``text``."""
    return "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text"


def tally(findings: Sequence[Finding]) -> str:
    """Return how many findings there are of each severity.

    >>> tally([])
    'no findings'
    """
    counts = Counter(finding.severity for finding in findings)
    parts = [f"{counts[name]} {name}{'s' if counts[name] != 1 and name != 'info' else ''}" for name in SEVERITIES]
    return ", ".join(part for part, name in zip(parts, SEVERITIES, strict=True) if counts[name]) or "no findings"


def _text(findings: Sequence[Finding], folder: str, _version: str) -> str:
    lines = [
        _plain(f"{folder}/{finding.file}:{finding.line}: {finding.severity} [{finding.check}] {finding.sentence()}")
        for finding in findings
    ]
    return "\n".join([*lines, f"{folder}: {tally(findings)}"]) + "\n"


def _json(findings: Sequence[Finding], _folder: str, _version: str) -> str:
    return json.dumps({"findings": [asdict(finding) for finding in findings]}, ensure_ascii=False, indent=1) + "\n"


def _junit(findings: Sequence[Finding], folder: str, _version: str) -> str:
    suites = []
    known = {rule.name for rules in FAMILIES.values() for rule in rules}
    names = {family: [rule.name for rule in rules] for family, rules in FAMILIES.items()}
    names["others"] = sorted({finding.check for finding in findings} - known)
    for family, checks in names.items():
        cases = [_case(family, check, [f for f in findings if f.check == check], folder) for check in checks]
        failed = sum("<failure" in case for case in cases)
        suites.append(
            f"<testsuite name={quoteattr(family)} tests='{len(cases)}' failures='{failed}' errors='0' skipped='0'>"
            + "".join(cases) + "</testsuite>"
        )  # fmt: skip
    return "<?xml version='1.0' encoding='UTF-8'?>\n<testsuites>" + "\n".join(suites) + "</testsuites>\n"


def _case(family: str, check: str, findings: Sequence[Finding], folder: str) -> str:
    lines = [_plain(f"{folder}/{finding.file}:{finding.line}: {finding.sentence()}") for finding in findings]
    failing = [line for line, finding in zip(lines, findings, strict=True) if finding.severity == "error"]
    others = [line for line, finding in zip(lines, findings, strict=True) if finding.severity != "error"]
    body = ""
    if failing:
        body += f"<failure message={quoteattr(failing[0])} type='error'>{escape(chr(10).join(failing))}</failure>"
    if others:
        body += f"<system-out>{escape(chr(10).join(others))}</system-out>"
    return f"<testcase classname={quoteattr('refs.' + family)} name={quoteattr(check)} time='0'>{body}</testcase>"


def _plain(text: str) -> str:
    """Return a text without characters that XML or a terminal would choke on."""
    return "".join(char if char.isprintable() else "�" for char in text)


def _sarif(findings: Sequence[Finding], folder: str, version: str) -> str:
    rules = [rule for rules in FAMILIES.values() for rule in rules]
    described: list[dict[str, Any]] = [
        {
            "id": rule.name,
            "shortDescription": {"text": rule.summary},
            "help": {"text": f"{rule.summary} See the reference on checks, {rule.name}."},
            "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        }
        for rule in rules
    ]
    described += [{"id": check} for check in sorted({f.check for f in findings} - {rule.name for rule in rules})]
    driver = {"name": "workbench refs check", "version": version, "rules": described}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(f, folder) for f in findings],
    }
    return json.dumps({"$schema": _SARIF, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"


def _result(finding: Finding, folder: str) -> dict[str, Any]:
    identity = f"{finding.check}\0{finding.file}\0{finding.key}\0{finding.column}"
    return {
        "ruleId": finding.check,
        "level": _LEVELS[finding.severity],
        "message": {"text": _plain(finding.sentence())},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": quote(f"{folder}/{finding.file}".removeprefix("./"))},
                    "region": {"startLine": max(finding.line, 1)},
                },
                "logicalLocations": [{"name": finding.column or finding.file, "fullyQualifiedName": finding.key}],
            }
        ],
        "properties": {name: _plain(getattr(finding, name)) for name in ("key", "column", "found", "expected")},
        "partialFingerprints": {"tables/v1": sha256(identity.encode()).hexdigest()},
    }


def _github(findings: Sequence[Finding], folder: str, _version: str) -> str:
    lines = [
        f"::{_ANNOTATIONS[finding.severity]} file={_property(_plain(f'{folder}/{finding.file}'))},line={finding.line},"
        f"title={_property(finding.check)}::{_data(_plain(finding.sentence()))}"
        for finding in findings
    ]
    return "\n".join([*lines, f"{folder}: {tally(findings)}"]) + "\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


FORMATS: dict[str, Callable[[Sequence[Finding], str, str], str]] = {
    "text": _text, "json": _json, "junit": _junit, "sarif": _sarif, "github": _github,
}  # fmt: skip
