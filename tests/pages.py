"""Runs what a page of the documentation shows, block by block, as a reader would who types it in.

- ``console``: lines after ``$`` are commands; the lines below them stand in their output in this order (… skips some).
- a block with ``title="file"`` is written to that file.
- ``python``: a doctest where it has prompts, else it is run; blocks of a page share their names.
- ``sh``: needs a server or a cluster; its ``workbench`` commands and their options exist.
"""

from __future__ import annotations

import doctest
import re
import subprocess
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_BLOCK = re.compile(r"^( *)```(\w+)(?: title=\"([^\"]+)\")?[^\n]*\n(.*?)^\1```$", re.DOTALL | re.MULTILINE)
SECONDS = 900  # after which a command hangs


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block of a page; ``line`` is where it begins."""

    language: str
    title: str
    text: str
    line: int


def blocks(page: str) -> list[Block]:
    """Return the fenced blocks of a page, in order."""
    return [
        Block(found[2], found[3] or "", textwrap.dedent(found[4]), page[: found.start()].count("\n") + 1)
        for found in _BLOCK.finditer(page)
    ]


def run(page: str, folder: Path, environment: Mapping[str, str]) -> int:
    """Do what a page says, in a folder; returns how many blocks ran, raises AssertionError at the first that fails."""
    names: dict[str, object] = {}
    ran = 0
    for block in blocks(page):
        if block.title:
            (folder / block.title).parent.mkdir(parents=True, exist_ok=True)
            (folder / block.title).write_text(block.text, encoding="utf8")
        elif block.language == "console":
            for command, expected in _typed(block.text):
                _run(command, expected, folder, environment, block.line)
        elif block.language == "python":
            _python(block, names)
        else:
            continue
        ran += 1
    return ran


def _typed(text: str) -> Iterator[tuple[str, list[str]]]:
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, *output = re.sub(r"\\\n\s*", "", part).splitlines()
        yield command, [line.rstrip() for line in output if line.strip() and line.strip() != "…"]


def _run(command: str, expected: list[str], folder: Path, environment: Mapping[str, str], line: int) -> None:
    done = subprocess.run(
        ["bash", "-c", command], cwd=folder, env=dict(environment), capture_output=True, text=True, check=False,
        timeout=SECONDS,
    )  # fmt: skip
    said = [one.rstrip() for one in (done.stdout + done.stderr).splitlines()]
    place = f"line {line}: {command}\n" + "\n".join(said)
    assert "Traceback" not in done.stderr, place
    left = iter(said)
    missing = [wanted for wanted in expected if wanted not in left]
    assert [] == missing, place
    assert expected or done.returncode == 0, place


def _python(block: Block, names: dict[str, object]) -> None:
    if ">>>" not in block.text:
        exec(compile(block.text, f"line {block.line}", "exec"), names)
        return
    test = doctest.DocTestParser().get_doctest(block.text, names, f"line {block.line}", None, block.line)
    told: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    assert 0 == runner.run(test, out=told.append, clear_globs=False).failed, "".join(told)
    names.update(test.globs)
