"""What the benchmarks print, put into the README and the pages of ``docs`` between two marks."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
RESULTS = ROOT / "docs" / "bench"
END = "<!-- end -->"
Figures = dict[str, Any]
HEADLINES = {
    ("quantities newsquant", "value_unit_f1"): "figures in news sentences, value and unit right, F1 in %",
    ("quantities newsquant", "value_unit_bound_f1"): "the same with the bound (“at least”, “nearly”)",
    ("times meantime", "value_f1"): "times in news articles, TIMEX3 value right, F1 in %",
    ("linking web sentences", "macro_f1"): "figures linked to the right indicator and country, macro F1 in %",
    ("claims and outcomes, articles", "outcome_accuracy"): "claims of articles, the right outcome of eight, share",
    ("claims and outcomes, articles", "contradicted_r"): "false claims that are called contradicted, share",
    ("claims and outcomes, articles", "false_contradicted"): "other claims that are called contradicted, share",
}


def recorded(name: str, root: Path = ROOT) -> Figures:
    """Return what the last run of a benchmark recorded, and nothing where there is no record."""
    path = root / "docs" / "bench" / f"{name}.json"
    return json.loads(path.read_text(encoding="utf8")) if path.exists() else {}


def write_json(path: Path, content: Figures) -> None:
    """Write a record, one value a line, so that a change is read in the diff."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf8")


def filled(text: str, mark: str, table: str) -> str:
    r"""Return a page with a table between ``<!-- MARK -->`` and ``<!-- end -->``, or as it was.

    >>> filled("<!-- bench a -->old<!-- end -->", "bench a", "| new |")
    '<!-- bench a -->\n\n| new |\n\n<!-- end -->'
    >>> filled("no mark", "bench a", "| new |")
    'no mark'
    """
    head = f"<!-- {mark} -->"
    return re.sub(f"{head}.*?{END}", lambda _: f"{head}\n\n{table}\n\n{END}", text, flags=re.DOTALL)


def fill(tables: dict[str, str], root: Path = ROOT) -> None:
    """Put tables, by their marks, into the README and every page of the docs that asks for one."""
    for page in (root / "README.md", *(root / "docs").rglob("*.md")):
        text = before = page.read_text(encoding="utf8")
        for mark, table in tables.items():
            text = filled(text, mark, table)
        if text != before:
            page.write_text(text, encoding="utf8")


def rows(head: tuple[str, ...], lines: list[tuple[str, ...]]) -> str:
    """Return a Markdown table whose first column is read and whose others are compared.

    >>> print(rows(("", "us"), [("F1", "95.6")]))
    |  | us |
    | --- | ---: |
    | F1 | 95.6 |
    """
    ruler = ("---", *("---:" for _ in head[1:]))
    return "\n".join(f"| {' | '.join(line)} |" for line in (head, ruler, *lines))


def benchmark_table(measured: Figures) -> str:
    """Return the bars, ratios and figures of a benchmark as a table."""
    lines = [(f"{bar}, {measured['unit']}", value) for bar, value in measured["bars"].items()]
    lines += [(f"ratio: {ratio}", value) for ratio, value in measured.get("ratios", {}).items()]
    lines += measured["figures"].items()
    return rows((measured["title"], ""), [(label, f"{value:,.4g}") for label, value in lines])


def quality_table() -> str:
    """Return all recorded figures of the development sets beside the best peers'."""
    lines = [
        (line["set"], line["figure"].replace("_", " "), line["measured"], line["peer"])
        for line in recorded("quality").get("lines", ())
    ]
    return rows(("set", "figure", "measured", "best peer"), lines)


def headline_table(root: Path = ROOT) -> str:
    """Return the few figures that tell a newcomer what to expect, from the records of all benchmarks."""
    by_figure = {(line["set"], line["figure"]): line for line in recorded("quality", root).get("lines", ())}
    lines = [
        (words, by_figure[key]["measured"], by_figure[key]["peer"])
        for key, words in HEADLINES.items()
        if key in by_figure
    ]
    for name, words in (
        ("extraction", "reading, MB of text a CPU second"),
        ("reference_tables", "checking a table of a million rows with 20 planted faults, CPU seconds"),
    ):
        if bars := recorded(name, root).get("bars"):
            ours = [(bar, value) for bar, value in bars.items() if bar.startswith("workbench")]
            theirs = [(bar, value) for bar, value in bars.items() if not bar.startswith("workbench")]
            lines.append((words, _told(ours), _told(theirs)))
    return rows(("", "workbench", "best peer"), lines)


def _told(bars: list[tuple[str, float]]) -> str:
    return "; ".join(f"{value:.3g} {bar.removeprefix('workbench').lstrip(', ')}" for bar, value in bars)


def quality_tables() -> dict[str, str]:
    """Return the tables of quality by the marks that ask for them."""
    return {"quality": quality_table(), "headline": headline_table()}
