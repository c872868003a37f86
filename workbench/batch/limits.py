"""Time and memory that one document may take, held in the process that reads it.

CPU time counts, not the clock, so that a busy machine fails no document. Who ignores these limits (a loop in C) is
ended from outside by the supervisor.
"""

from __future__ import annotations

import signal
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_AGAIN = 0.5  # seconds after which the signal comes again, should a library have swallowed the first


class TooSlow(BaseException):
    """The document has used up its time; not an Exception, so that no library handles it."""


class Limits:
    """Holds one document at a time to ``seconds`` of CPU and to ``megabytes`` above what the idle process has."""

    def __init__(self, seconds: float, megabytes: int) -> None:
        self.seconds = seconds
        self._bytes = megabytes << 20
        self._running = False
        signal.signal(signal.SIGPROF, self._expire)

    def _expire(self, _number: int, _frame: object) -> None:
        if self._running:
            raise TooSlow

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Raise TooSlow or MemoryError within the block when the document goes beyond its limits."""
        self._running = True
        signal.setitimer(signal.ITIMER_PROF, self.seconds, _AGAIN)
        _limit_memory(_data_bytes() + self._bytes)
        try:
            yield
        finally:
            self._running = False
            signal.setitimer(signal.ITIMER_PROF, 0)
            _limit_memory(None)


def _data_bytes() -> int:
    """Return the private writable memory of this process, 0 where the system does not tell."""
    with suppress(OSError, ValueError, IndexError):
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5]) * 4096
    return 0


def _limit_memory(most: int | None) -> None:
    with suppress(ImportError, ValueError, OSError):  # not every system can limit this
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (hard if most is None else most, hard))


def peak_megabytes() -> float:
    """Return the most memory that this process has held so far, 0 where the system does not tell."""
    with suppress(OSError, StopIteration):
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
        return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024
    return 0.0
