"""Peers that are no dependency of ours live in an environment of their own, made from ``peers.lock``."""

from __future__ import annotations

import functools
import json
import subprocess
import sys
import venv
from hashlib import sha256
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
LOCK = HERE / "peers.lock"
HOME = HERE.parent / ".venv-peers"
PYTHON = HOME / ("Scripts" if sys.platform == "win32" else "bin") / "python"


class PeerMissingError(Exception):
    """A peer cannot be measured here; says why."""


@functools.cache
def python() -> str:
    """Return the interpreter that has the peers, made on first use; raises PeerMissingError where it cannot be made."""
    stamp, wanted = HOME / "lock.sha256", sha256(LOCK.read_bytes()).hexdigest()
    if not (stamp.exists() and stamp.read_text(encoding="utf8") == wanted):
        venv.create(HOME, with_pip=True, clear=True)
        install = [str(PYTHON), "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(LOCK)]
        done = subprocess.run(install, capture_output=True, text=True, check=False)
        if done.returncode:
            raise PeerMissingError("not installable: " + " ".join(done.stderr.split())[-200:])
        stamp.write_text(wanted, encoding="utf8")
    return str(PYTHON)


def run(script: str, *arguments: str, stdin: str = "", timeout: float = 1800) -> Any:
    """Run ``bench/<script>.py`` with the peers' interpreter and return the JSON it prints last."""
    command = [python(), str(HERE / f"{script}.py"), *arguments]
    try:
        done = subprocess.run(command, input=stdin, capture_output=True, text=True, check=False, timeout=timeout)
    except subprocess.TimeoutExpired as error:
        raise PeerMissingError(f"did not end within {timeout:.0f} s") from error
    if done.returncode:
        raise PeerMissingError("did not run: " + (done.stderr.strip().splitlines() or ["no reason given"])[-1][:200])
    return json.loads(done.stdout.strip().splitlines()[-1])
