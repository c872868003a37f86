"""What mkdocs puts into pages while it builds them: the pinned floors, so that no page tells yesterday's.

mkdocs loads this file by its path.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from bench.quality import FLOORS, LOWER_IS_BETTER, RUNS

MARK = "<!-- floors -->"


def on_page_markdown(markdown: str, **_: object) -> str:
    """Put the table of floors where a page asks for it."""
    return markdown.replace(MARK, floors()) if MARK in markdown else markdown


def floors() -> str:
    """Return the floors beside the best peers' figures as a table."""
    pinned = json.loads(FLOORS.read_text(encoding="utf8"))["development_sets"]
    rows = [
        f"| {run.name} | {figure.replace('_', ' ')}{' †' * (figure in LOWER_IS_BETTER)} | {pinned[run.name][figure]:g} "
        f"| {peer} |"
        for run in RUNS
        for figure, peer in run.figures.items()
        if figure in pinned.get(run.name, {})
    ]
    return "\n".join(["| set | figure | floor | best peer |", "| --- | --- | ---: | --- |", *rows])
