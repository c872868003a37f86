"""Plain arguments of commands, read as typer would read them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import pytest
import typer
from typer.testing import CliRunner

from workbench.arguments import Argument, Option, in_typers_terms, plain_arguments

SEEN: list[dict[str, Any]] = []
app = typer.Typer()


@app.command()
def show(
    files: Annotated[list[str], typer.Argument()],
    top: Annotated[int, typer.Option()] = 3,
    into: Annotated[Path | None, typer.Option()] = None,
    tables: Annotated[list[Path] | None, typer.Option("--reference")] = None,
    explain: Annotated[bool, typer.Option("--explain")] = False,  # noqa: FBT002
) -> None:
    """Keep what was given."""
    SEEN.append({"files": files, "top": top, "into": into, "tables": tables, "explain": explain})


def read_in_own_terms(
    files: Annotated[list[str], Argument(help="What to read.", metavar="FILE…")],
    top: Annotated[int, Option(help="How many.")] = 3,
    into: Annotated[Path | None, Option()] = None,
    tables: Annotated[list[Path] | None, Option("--reference")] = None,
    explain: Annotated[bool, Option("--explain")] = False,  # noqa: FBT002
) -> None:
    """Keep what was given to parameters that are told without typer."""
    SEEN.append({"files": files, "top": top, "into": into, "tables": tables, "explain": explain})


@pytest.mark.parametrize(
    "words",
    [
        ["a.txt"],
        ["a.txt", "b.txt", "--top", "5"],
        ["--top=5", "a.txt", "--explain"],
        ["-", "--into", "out.jsonl"],
        ["--reference", "one", "--reference", "two", "a.txt"],
        ["a.txt", "--into", "-"],
    ],
)
def test_reads_what_typer_reads(words: list[str]) -> None:
    """Arguments without fault give a command the values that typer gives it."""
    SEEN.clear()
    assert 0 == CliRunner().invoke(app, words).exit_code
    values = plain_arguments(show, words)
    assert values is not None
    show(**values)
    own = plain_arguments(read_in_own_terms, words)
    assert own is not None
    read_in_own_terms(**own)
    assert SEEN[0] == SEEN[1] == SEEN[2]


def test_typer_knows_what_is_told_without_it() -> None:
    """Names, forms, help and defaults of a command that starts without typer reach typer's help and its reading."""
    other = typer.Typer()
    other.command()(in_typers_terms(read_in_own_terms))
    told = CliRunner().invoke(other, ["--help"]).output
    assert all(part in told for part in ("FILE…", "What to read.", "--top", "How many.", "[default: 3]", "--reference"))
    SEEN.clear()
    assert 0 == CliRunner().invoke(other, ["a.txt", "--reference", "one", "--explain", "--top", "5"]).exit_code
    assert [{"files": ["a.txt"], "top": 5, "into": None, "tables": [Path("one")], "explain": True}] == SEEN


@pytest.mark.parametrize(
    "words",
    [[], ["--help"], ["a.txt", "--tops", "1"], ["a.txt", "--top", "x"], ["a.txt", "--top"], ["-v", "a.txt"],
     ["--", "a.txt"], ["a.txt", "--explain=yes"], ["a.txt", "--top", "--explain"]],
)  # fmt: skip
def test_leaves_help_and_errors_to_typer(words: list[str]) -> None:
    """Where help is asked for or something is wrong, nothing is read here."""
    assert plain_arguments(show, words) is None


def test_leaves_unusual_parameters_to_typer() -> None:
    """A command with a parameter that is more than its words is left to typer."""

    def asking(name: Annotated[str, typer.Option(prompt=True)] = "") -> None:
        """Ask."""

    assert plain_arguments(asking, ["--name", "a"]) is None
