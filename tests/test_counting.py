"""Counts are told with the right noun, in every message."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "workbench"
# Words behind a count that are no plain plural of what is counted.
SOUND = {"is", "was", "has", "this", "less", "years", "seconds", "does"}
ROOMS = ("app", "desk", "export", "store", "batch")
MESSAGES = [path for room in ROOMS for path in sorted((PACKAGE / room).glob("*.py"))]
MESSAGES += [path for path in sorted(PACKAGE.glob("*.py")) if path.stem.endswith("cli") or path.stem == "doctor"]


@pytest.mark.parametrize("path", MESSAGES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_count_stands_before_a_fixed_plural(path: Path) -> None:
    """``{len(…)} claims`` is wrong of one: ``many`` tells a count."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf8"))):
        if not isinstance(node, ast.JoinedStr):
            continue
        for value, words in zip(node.values, node.values[1:], strict=False):
            if isinstance(value, ast.FormattedValue) and isinstance(words, ast.Constant):
                counted = ast.unparse(value.value)
                noun = re.match(r" (?:[a-z]+ )?([a-z]+s)\b", str(words.value))
                if noun and noun[1] not in SOUND and counted.startswith(("len(", "count", "self.", "here.")):
                    found.append(f"{counted} {noun[1]}")
    assert [] == found
