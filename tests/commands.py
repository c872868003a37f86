"""A command run within the tests' own process, which spares the seconds that a new one takes to load everything."""

from __future__ import annotations

import io
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass

from workbench import cli


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended and what it wrote."""

    status: int
    out: str
    err: str


def run(*arguments: str) -> Done:
    """Run ``workbench`` with these arguments."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf8", newline="") for _ in range(2))
    before, sys.argv = sys.argv, ["workbench", *arguments]
    status = 0
    try:
        with redirect_stdout(out), redirect_stderr(err):
            cli.main()
    except SystemExit as end:
        status = int(end.code or 0)
    finally:
        sys.argv = before
    for stream in (out, err):
        stream.flush()
    return Done(status, *(stream.buffer.getvalue().decode() for stream in (out, err)))  # type: ignore[attr-defined]
