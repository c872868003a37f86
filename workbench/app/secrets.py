"""Secrets of the server: from a file that nobody else can read, never from the command line."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

from workbench import toml
from workbench.errors import ServeError

SECRETS = "WORKBENCH_SECRETS"


def secrets() -> dict[str, Any]:
    """Return what the file named by WORKBENCH_SECRETS holds (TOML), nothing where none is named.

    Raises ServeError where it cannot be read, is no TOML, or can be read by other users of the machine.
    """
    named = os.environ.get(SECRETS)
    if not named:
        return {}
    path = Path(named)
    try:
        with path.open("rb") as file:
            _check_rights(path, os.fstat(file.fileno()).st_mode)
            return toml.parsed(file.read())
    except OSError as error:
        raise ServeError(
            f"the secrets cannot be read: {error.strerror}", file=named, hint=f"check {SECRETS}"
        ) from error
    except ValueError as error:
        # What the parser says may quote a line of the file.
        raise ServeError("the secrets are not TOML", file=named, hint="mend the file") from error


def has_sign_in() -> bool:
    """Tell whether the secrets say how people sign in (a section ``[auth]``)."""
    return bool(secrets().get("auth"))


def _check_rights(path: Path, mode: int) -> None:
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise ServeError(
            f"other users can reach the secrets (mode {stat.S_IMODE(mode):o})", file=str(path), hint=f"chmod 600 {path}"
        )
