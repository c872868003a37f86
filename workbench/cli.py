"""The console script: what only reads documents starts at once, all other commands through typer."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from workbench import extract_cli
from workbench.arguments import plain_arguments
from workbench.errors import WorkbenchError

if TYPE_CHECKING:
    from collections.abc import Callable

_STARTED_AT_ONCE: dict[str, Callable[..., None]] = {"extract": extract_cli.extract, "check": extract_cli.check}


def _run(arguments: list[str]) -> None:
    """Run a command whose arguments are plain by itself, any other through typer."""
    command = _STARTED_AT_ONCE.get(arguments[0]) if arguments else None
    values = plain_arguments(command, arguments[1:]) if command else None
    if command is None or values is None:
        from workbench.commands import run

        run(arguments)
    else:
        command(**values)


def main() -> None:
    """Run the console script: exit status 0 done, 1 findings, 2 wrong usage or unreadable input."""
    try:
        _run(sys.argv[1:])
    except WorkbenchError as error:
        _fail(f"{error.title}: {error}")
    except BrokenPipeError:
        # The reader of our output went away (`| head`); what was asked for has been written.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        if os.environ.get("WORKBENCH_DEBUG"):
            raise
        _fail(
            f"internal error: {type(error).__name__}: {error}\n"
            "This is a fault of the workbench, not yours. Run again with WORKBENCH_DEBUG=1 for the full report."
        )


def _fail(message: str) -> None:
    sys.stderr.write(f"workbench: {message}\n")
    sys.exit(2)
