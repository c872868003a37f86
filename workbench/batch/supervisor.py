"""Keeps one reading process at work, ends it when a document holds it up, and blames the document that killed it."""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workbench.batch.settings import Settings

_PACKAGE = Path(__file__).parents[2]
_START_SECONDS = 120
_PATIENCE = 5  # times the CPU limit of a document that the clock may show: workers share machines
_DEATHS = 2  # of the process at the same document, before that is blamed: somebody may have killed it
_STARTS = 3


class ReaderDied(RuntimeError):
    """The reading process ends without a document to blame."""


class Supervisor:
    """One reading process and the tasks it is given, one at a time."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._process: subprocess.Popen[bytes] | None = None
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process

    def run(self, shard: dict[str, Any], *, judge_only: bool) -> dict[str, Any]:
        """Return the receipt of a shard, or ``{"stop": message}`` where the output cannot be written."""
        poison: dict[str, tuple[str, str]] = {}
        deaths: Counter[str] = Counter()
        while True:
            last = self.start() or self._converse({"shard": shard, "poison": poison, "judge_only": judge_only})
            if "done" in last or "stop" in last:
                return last.get("done") or last
            digest = last.get("at")
            if digest is None:
                raise ReaderDied(f"the reading process ended at once: {self._last_words()}")
            if last.get("late"):
                told = f"reading it takes more than {self._patience():g} s by the clock"
                poison[digest] = ("time_limit", told)
                continue
            deaths[digest] += 1
            if deaths[digest] >= _DEATHS:
                poison[digest] = ("process_killed", f"the reading process was ended by it: {last['ended']}")

    def start(self) -> dict[str, Any] | None:
        """Start the process where there is none; returns its last event where it cannot serve."""
        if self._process is not None and self._process.poll() is None:
            return None
        paths = [str(_PACKAGE), *filter(None, [os.environ.get("PYTHONPATH")])]
        # One process a worker: libraries that start threads of their own would only take turns with the others.
        one = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "ARROW_IO_THREADS"), "1")
        for _ in range(_STARTS):
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "workbench.batch.reader"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=self._log, bufsize=0, env={**os.environ, **one, "PYTHONPATH": os.pathsep.join(paths)},
            )  # fmt: skip
            event = self._converse(self.settings.to_json(), "ready", _START_SECONDS)
            if "ready" in event:
                return None
            if "stop" in event:
                return event
        raise ReaderDied(f"the reading process does not start: {self._last_words()}")

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def _patience(self) -> float:
        return self.settings.seconds * _PATIENCE + 30

    def _converse(self, task: dict[str, Any], end: str = "done", patience: float | None = None) -> dict[str, Any]:
        """Send a task and return the event that ends it; of a process that ended or is late, the last event."""
        process = self._process
        assert process is not None
        assert process.stdin is not None
        assert process.stdout is not None
        last: dict[str, Any] = {}
        pending = b""
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            try:
                process.stdin.write(json.dumps(task).encode() + b"\n")
            except BrokenPipeError:
                return {"ended": _ending(process)}
            while True:
                if not selector.select(self._patience() if patience is None else patience):
                    self.close()
                    return last | {"late": True}
                data = os.read(process.stdout.fileno(), 1 << 16)
                if not data:
                    return last | {"ended": _ending(process)}
                *lines, pending = (pending + data).split(b"\n")
                if lines:
                    last = json.loads(lines[-1])
                if end in last or "stop" in last:
                    return last

    def _last_words(self) -> str:
        self._log.seek(0)
        lines = self._log.read()[-4000:].decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else "it said nothing"


def _ending(process: subprocess.Popen[bytes]) -> str:
    code = process.wait()
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit status {code}"


_supervisors = threading.local()


def run_shard(settings: Settings, shard: dict[str, Any], *, judge_only: bool) -> dict[str, Any]:
    """Work through one shard in this thread's reading process; what the engine calls on its workers."""
    return _supervisor(settings).run(shard, judge_only=judge_only)


def warm_up(settings: Settings) -> str:
    """Start this thread's reading process, tables and all; returns what keeps it from serving, or nothing."""
    return str((_supervisor(settings).start() or {}).get("stop", ""))


def _supervisor(settings: Settings) -> Supervisor:
    kept: Supervisor | None = getattr(_supervisors, "kept", None)
    if kept is None or kept.settings != settings:
        if kept is not None:
            kept.close()
        kept = _supervisors.kept = Supervisor(settings)
    return kept
