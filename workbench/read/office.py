"""PDF and DOCX to text, in a separate process with limits."""

from __future__ import annotations

import json
import subprocess
import sys

from workbench import errors
from workbench.read.limits import MAX_PAGES, MEMORY_BYTES, SECONDS

_HINTS = {
    "EncryptedFile": "remove the password and save it again",
    "DamagedFile": "open it in its own program and save it again",
    "TooLarge": "split it",
}


def read_office(name: str, suffix: str, data: bytes) -> str:
    """Return the text of a ``.pdf`` or ``.docx``.

    Raises EncryptedFile, DamagedFile or TooLarge with the file and the remedy.
    """
    command = [sys.executable, "-m", "workbench.read.worker", suffix, str(SECONDS), str(MEMORY_BYTES), str(MAX_PAGES)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS + 5, check=False)  # noqa: S603 - our own module
    except subprocess.TimeoutExpired as error:
        raise errors.TooLarge(f"reading it takes more than {SECONDS} seconds", file=name, hint="split it") from error
    try:
        answer = json.loads(done.stdout)
    except ValueError as error:
        raise errors.DamagedFile("it cannot be read", file=name, hint=_HINTS["DamagedFile"]) from error
    if "error" in answer:
        kind, message = answer["error"]
        raise getattr(errors, kind)(message, file=name, hint=_HINTS[kind])
    return str(answer["text"])
