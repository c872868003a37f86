"""Write docs/reference/commands.md from the commands themselves: ``python -m bench.commands_page``; a test holds it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from workbench import commands as cli

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = Path(__file__).parents[1] / "docs/reference/commands.md"
HEAD = """# Commands

Written by the commands themselves (`python -m bench.commands_page`). Exit status: 0 done, 1 findings (checks failed,
verdicts flipped, documents of a batch that failed, a store that was changed), 2 wrong usage or unreadable input.
An error names the file, the line and what to do; `WORKBENCH_DEBUG=1` shows the full report of a fault of our own.

`workbench --install-completion` completes commands and options in bash, zsh, fish and PowerShell.
"""


def commands(group: Any = None, before: str = "workbench") -> Iterator[tuple[str, Any]]:
    """Yield each command with its full name, in the order of the help."""
    if group is None:
        cli._mount([])  # noqa: SLF001 - all commands, as the help shows them
        group = typer.main.get_command(cli.app)
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{before} {name}")
        else:
            yield f"{before} {name}", command


def page() -> str:
    """Return the page."""
    return HEAD + "".join(_section(name, command) for name, command in commands())


def _section(name: str, command: Any) -> str:
    arguments = [p for p in command.params if not p.opts[0].startswith("-")]
    options = [p for p in command.params if p.opts[0].startswith("-") and p.name != "help"]
    usage = " ".join([name, *(p.metavar or p.name.upper() for p in arguments), *(["[OPTIONS]"] if options else [])])
    told = "\n\n".join(" ".join(part.split()) for part in command.help.split("\n\n"))
    rows = [(f"`{p.metavar or p.name.upper()}`", p.help, "") for p in arguments]
    rows += [(f"`{p.opts[0]}`", p.help, _default(p)) for p in options]
    table = "".join(f"| {a} | {b} | {c} |\n" for a, b, c in rows)
    table = f"\n| | | default |\n| --- | --- | --- |\n{table}" if rows else ""
    return f"\n## {name}\n\n```text\n{usage}\n```\n\n{told}\n{table}"


def _default(option: Any) -> str:
    if option.required:
        return "required"
    return "" if option.default in (None, False, "") else f"`{option.default}`"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf8")
