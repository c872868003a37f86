"""PDF and DOCX to text, in a separate process with limits."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

from workbench import errors
from workbench.model import Document, PublicationDate
from workbench.read.limits import MAX_PAGES, MEMORY_BYTES, SECONDS, START_SECONDS

_HINTS = {
    "EncryptedFile": "remove the password and save it again",
    "DamagedFile": "open it in its own program and save it again",
    "TooLarge": f"split it; a file may have {MAX_PAGES:,} pages, {SECONDS} s and {MEMORY_BYTES // 2**20:,} MiB",
}
_PACKAGE = Path(__file__).parents[2]


def read_office(name: str, suffix: str, data: bytes, *, seconds: int = SECONDS, memory: int = MEMORY_BYTES) -> Document:
    """Return the text of a ``.pdf`` or ``.docx``; the day the file was made is a ``guess`` among the dates.

    Raises EncryptedFile, DamagedFile or TooLarge with the file and the remedy.
    """
    reply = _reply(name, suffix, data, seconds, memory)
    if "error" in reply:
        kind, message = reply["error"]
        raise getattr(errors, kind)(message, file=name, hint=_HINTS[kind])
    made = reply["made"]
    dates = (PublicationDate(date.fromisoformat(made), None, "guess", f"file made {made}"),) if made else ()
    return Document(id=name, text=reply["text"].replace("\0", "\ufffd"), dates=dates)


def _reply(name: str, suffix: str, data: bytes, seconds: int, memory: int) -> dict[str, Any]:
    # -P: a module that happens to lie in the working directory must not be run.
    command = [sys.executable, "-P", "-m", "workbench.read.worker", suffix, str(seconds), str(memory), str(MAX_PAGES)]
    paths = [str(_PACKAGE), *filter(None, [os.environ.get("PYTHONPATH")])]
    slow = errors.TooLarge(f"reading it takes more than {seconds} seconds", file=name, hint=_HINTS["TooLarge"])
    try:
        done = subprocess.run(  # noqa: S603 - our own module, started with fixed arguments
            command, input=data, capture_output=True, check=False, timeout=seconds + START_SECONDS,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise slow from error
    if -done.returncode in {getattr(signal, "SIGXCPU", None), getattr(signal, "SIGKILL", None)}:
        raise slow
    if b"MemoryError" in done.stderr:
        raise errors.TooLarge("it needs too much memory", file=name, hint=_HINTS["TooLarge"])
    try:
        reply: dict[str, Any] = json.loads(done.stdout)
    except ValueError as error:
        raise errors.DamagedFile("it cannot be read", file=name, hint=_HINTS["DamagedFile"]) from error
    return reply
